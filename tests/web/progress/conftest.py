"""A signed-in guest whose history the tests write."""

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import func, select

from interview_sim.auth.models import User
from interview_sim.extensions import db
from tests.client import AuditingClient


@dataclass
class Member:
    """A browser and the user who is signed in to it."""

    client: AuditingClient
    user_id: int


def sign_in_guest(app: Flask) -> Member:
    """A new guest in a browser of their own."""
    client = app.test_client()
    assert isinstance(client, AuditingClient)
    assert client.post("/auth/guest").status_code == 303
    with app.app_context():
        user_id = db.session.execute(select(func.max(User.id))).scalar_one()
    return Member(client, user_id)


@pytest.fixture
def member(app: Flask) -> Member:
    """A guest with nothing in the history yet."""
    return sign_in_guest(app)


@pytest.fixture
def stranger(app: Flask, member: Member) -> Member:
    """Another guest."""
    return sign_in_guest(app)
