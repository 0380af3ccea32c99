"""Accounts and sign-ins for tests, made directly in the database."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache

from flask.testing import FlaskClient
from sqlalchemy import insert

from interview_sim.auth.choices import Role, Theme
from interview_sim.auth.models import LoginSession, User
from interview_sim.auth.passwords import hash_password
from interview_sim.auth.queries import token_digest
from interview_sim.clock import utc_now
from interview_sim.extensions import db
from tests.builders import NOON

EMAIL = "ada@example.org"
PASSWORD = "teal otters paint kettles"
OTHER_PASSWORD = "nine quiet umbrellas hum"
MONTH = timedelta(days=30)

hash_once = cache(hash_password)


def make_user(
    email: str | None = EMAIL,
    *,
    password: str | None = PASSWORD,
    display_name: str = "Ada",
    role: Role = Role.CANDIDATE,
    time_multiplier: float = 1.0,
    voice: bool = False,
    theme: Theme = Theme.AUTO,
    disabled_at: datetime | None = None,
    now: datetime = NOON,
) -> int:
    """An account: its id. Needs an application context; without an e-mail address it is a guest."""
    values = {
        "email": email,
        "display_name": display_name,
        "password_hash": hash_once(password) if password and email else None,
        "role": role.value,
        "time_multiplier": time_multiplier,
        "voice": voice,
        "theme": theme.value,
        "created_at": now,
        "disabled_at": disabled_at,
    }
    user_id = db.session.execute(insert(User).values(**values).returning(User.id)).scalar_one()
    db.session.commit()
    return user_id


def make_guest(now: datetime = NOON) -> int:
    """A guest: their id."""
    return make_user(None, display_name="Guest", now=now)


def make_login(
    user_id: int, now: datetime | None = None, *, lifetime: timedelta = MONTH, user_agent: str = "Firefox"
) -> str:
    """A login session of that user: its token. Needs an application context."""
    token, moment = secrets.token_urlsafe(32), now or utc_now()
    row = {
        "token_digest": token_digest(token),
        "user_id": user_id,
        "created_at": moment,
        "last_seen_at": moment,
        "expires_at": moment + lifetime,
        "user_agent": user_agent,
    }
    db.session.execute(insert(LoginSession).values(**row))
    db.session.commit()
    return token


def sign_in(client: FlaskClient, user_id: int) -> None:
    """Sign this client in as that user, without a password."""
    with client.application.app_context():
        token = make_login(user_id)
    with client.session_transaction() as session:
        session.permanent = True
        session["_user_id"] = token
        session["_fresh"] = True


def credentials(email: str = EMAIL, password: str = PASSWORD) -> Mapping[str, str]:
    """What the log-in form takes."""
    return {"email": email, "password": password}
