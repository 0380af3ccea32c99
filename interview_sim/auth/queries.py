"""Reading users and login sessions."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from interview_sim.auth.models import LoginSession, User
from interview_sim.auth.session_user import SignedInUser
from interview_sim.extensions import db

MOST_DEVICES = 50
"""How many devices the settings list; signing out all others reaches every one."""

# Every request of a signed-in user asks this: columns of the tables, which cost half of what mapped ones do.
_users, _sessions = User.__table__.c, LoginSession.__table__.c
SIGNED_IN = (
    select(
        _users.id,
        _sessions.id,
        _users.email,
        _users.display_name,
        _users.role,
        _users.time_multiplier,
        _users.voice,
        _users.theme,
        _users.created_at,
        _sessions.last_seen_at,
    )
    .join_from(LoginSession.__table__, User.__table__, _users.id == _sessions.user_id)
    .where(
        _sessions.token_digest == bindparam("digest"),
        _sessions.expires_at > bindparam("now"),
        _users.disabled_at.is_(None),
    )
)
CREDENTIALS = select(User.id, User.password_hash, User.disabled_at).where(User.email == bindparam("email"))
PASSWORD_HASH = select(User.password_hash).where(User.id == bindparam("user_id"))
DEVICES = (
    select(LoginSession.id, LoginSession.user_agent, LoginSession.created_at, LoginSession.last_seen_at)
    .where(LoginSession.user_id == bindparam("user_id"), LoginSession.expires_at > bindparam("now"))
    .order_by(LoginSession.last_seen_at.desc(), LoginSession.id.desc())
    .limit(MOST_DEVICES)
)


@dataclass(frozen=True, slots=True)
class Device:
    """One place where a user is signed in."""

    session_id: int
    user_agent: str
    signed_in_at: datetime
    last_seen_at: datetime


def token_digest(token: str) -> str:
    """What is stored of a login session's token: reading the database lets nobody in."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def find_session_user(token: str, now: datetime) -> SignedInUser | None:
    """The user whose login session has this token and has not expired, unless they are disabled."""
    # Straight on the connection: every page asks this, and the session's own bookkeeping costs a third more.
    row = db.session.connection().execute(SIGNED_IN, {"digest": token_digest(token), "now": now}).first()
    if row is None:
        return None
    user_id, session_id, email, name, role, multiplier, voice, theme, created, seen = row
    return SignedInUser(user_id, session_id, token, email, name, role, multiplier, voice, theme, created, seen)


def find_credentials(email: str) -> tuple[int, str | None] | None:
    """The id and password hash of the account with this address, unless it is disabled."""
    row = db.session.execute(CREDENTIALS, {"email": email}).first()
    return None if row is None or row.disabled_at is not None else (row.id, row.password_hash)


def find_password_hash(user_id: int) -> str | None:
    """The user's password hash; guests have none."""
    return db.session.execute(PASSWORD_HASH, {"user_id": user_id}).scalar_one_or_none()


def list_devices(user_id: int, now: datetime) -> list[Device]:
    """Where the user is signed in, the most recently used first; at most `MOST_DEVICES`."""
    return [Device(*row) for row in db.session.execute(DEVICES, {"user_id": user_id, "now": now})]
