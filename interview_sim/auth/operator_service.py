"""What whoever runs the site does to accounts, from the command line. Each function commits."""

from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.exc import IntegrityError

from interview_sim.auth.choices import Role
from interview_sim.auth.errors import EmailTaken, UnknownAccount
from interview_sim.auth.models import LoginSession, User
from interview_sim.auth.passwords import hash_password
from interview_sim.auth.service import NewAccount, end_all_sessions, insert_user, touched_one
from interview_sim.extensions import db


def create_user(account: NewAccount, now: datetime, role: Role = Role.CANDIDATE) -> int:
    """Make an account without signing in to it, as whoever runs the site does. Raises `EmailTaken`."""
    try:
        user_id = insert_user(
            now,
            email=account.email,
            display_name=account.display_name,
            password_hash=hash_password(account.password),
            role=role.value,
        )
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        raise EmailTaken from None
    return user_id


def reset_password(email: str, new_password: str) -> int:
    """Set an account's password and sign it out everywhere: its id. Raises `UnknownAccount`."""
    user_id = _change_account(email, password_hash=hash_password(new_password))
    end_all_sessions(user_id)
    db.session.commit()
    return user_id


def disable(email: str, now: datetime) -> int:
    """Keep an account from being used, and sign it out everywhere: its id. Raises `UnknownAccount`."""
    user_id = _change_account(email, disabled_at=now)
    end_all_sessions(user_id)
    db.session.commit()
    return user_id


def enable(email: str) -> int:
    """Let a disabled account be used again: its id. Raises `UnknownAccount`."""
    user_id = _change_account(email, disabled_at=None)
    db.session.commit()
    return user_id


def purge_unreachable(now: datetime) -> int:
    """Delete login sessions that have ended, and guests who have none left: nobody can come back to their work.

    How many guests were deleted, with everything that was theirs.
    """
    db.session.execute(delete(LoginSession).where(LoginSession.expires_at <= now))
    is_signed_in = exists().where(LoginSession.user_id == User.id)
    deleted = db.session.execute(delete(User).where(User.email.is_(None), ~is_signed_in).returning(User.id)).all()
    db.session.commit()
    return len(deleted)


def _change_account(email: str, **values: object) -> int:
    changed = db.session.execute(update(User).where(User.email == email).values(**values))
    if not touched_one(changed):
        db.session.rollback()
        raise UnknownAccount
    return db.session.execute(select(User.id).where(User.email == email)).scalar_one()
