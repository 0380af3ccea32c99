"""Two people with accounts, and browsers for them."""

import pytest
from flask import Flask

from tests.accounts import make_user, sign_in
from tests.client import AuditingClient
from tests.web.auth.looking import new_client


@pytest.fixture
def ada(app: Flask) -> int:
    """The id of somebody with an account."""
    with app.app_context():
        return make_user()


@pytest.fixture
def bob(app: Flask) -> int:
    """The id of somebody else with an account."""
    with app.app_context():
        return make_user("bob@example.org", display_name="Bob")


@pytest.fixture
def ada_client(app: Flask, ada: int) -> AuditingClient:
    """A browser in which Ada is signed in."""
    return signed_in_client(app, ada)


@pytest.fixture
def guest_client(app: Flask) -> AuditingClient:
    """A browser that went on as a guest."""
    client = new_client(app)
    assert client.post("/auth/guest").status_code == 303
    return client


def signed_in_client(app: Flask, user_id: int) -> AuditingClient:
    """Another browser in which that user is signed in."""
    client = new_client(app)
    sign_in(client, user_id)
    return client
