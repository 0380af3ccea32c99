"""Two people with accounts, and browsers for them."""

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from flask import Flask

from interview_sim.auth.passwords import NOBODYS_HASH
from tests.accounts import PASSWORD, hash_once, make_user, sign_in
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


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the hashing library accept PASSWORD alone, at no cost: the crowds below would take a minute otherwise."""

    def verify(_hasher: object, _stored: str, password: bytes) -> bool:
        if password != PASSWORD.encode():
            raise VerifyMismatchError
        return True

    hash_once(PASSWORD)  # It keeps what it hashed for the tests that follow, so it must not keep the pretence.
    monkeypatch.setattr(PasswordHasher, "hash", lambda *_: NOBODYS_HASH)
    monkeypatch.setattr(PasswordHasher, "verify", verify)
