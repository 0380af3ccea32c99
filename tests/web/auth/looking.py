"""Looking into the database from web tests."""

from typing import Any

from flask import Flask
from sqlalchemy import func, select

from interview_sim.auth.models import LoginSession, User
from interview_sim.extensions import db
from tests.client import AuditingClient


def new_client(app: Flask) -> AuditingClient:
    """Another browser."""
    client = app.test_client()
    assert isinstance(client, AuditingClient)
    return client


def find_user(app: Flask, user_id: int) -> User | None:
    """The user as stored now."""
    with app.app_context():
        user = db.session.get(User, user_id)
        if user is not None:
            db.session.expunge(user)
        return user


def get_user(app: Flask, user_id: int) -> User:
    """The user as stored now, who must be there."""
    user = find_user(app, user_id)
    assert user is not None
    return user


def user_ids(app: Flask) -> list[int]:
    """Everybody, guests too."""
    with app.app_context():
        return list(db.session.execute(select(User.id).order_by(User.id)).scalars())


def count_logins(app: Flask, user_id: int) -> int:
    """How many login sessions the user has."""
    with app.app_context():
        counted = select(func.count()).where(LoginSession.user_id == user_id)
        return db.session.execute(counted).scalar_one()


def whoami(client: AuditingClient) -> dict[str, Any] | None:
    """Whom the site takes this browser for."""
    user: dict[str, Any] | None = client.get("/auth/csrf").get_json()["user"]
    return user
