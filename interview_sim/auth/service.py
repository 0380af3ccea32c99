"""Accounts and login sessions: everything that changes them. Each function commits, or raises and changes nothing."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, insert, literal, select, update
from sqlalchemy.exc import IntegrityError

from interview_sim.auth import queries
from interview_sim.auth.choices import Theme
from interview_sim.auth.errors import EmailTaken, WrongCredentials, WrongPassword
from interview_sim.auth.models import LoginSession, User
from interview_sim.auth.passwords import hash_password, needs_new_hash, password_matches
from interview_sim.auth.signals import guest_signed_in
from interview_sim.domain.errors import NotFound
from interview_sim.extensions import UtcDateTime, db

GUEST_NAME = "Guest"
LONGEST_USER_AGENT = 300


@dataclass(frozen=True, slots=True)
class Visit:
    """When and with what somebody signs in, and until when that holds."""

    now: datetime
    expires_at: datetime
    user_agent: str


@dataclass(frozen=True, slots=True)
class Credentials:
    """Proof that somebody knew the password that belongs to this hash."""

    user_id: int
    password_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What a person registers with; the address is normalised, the password has been found acceptable."""

    email: str
    display_name: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a user sets for themselves."""

    display_name: str
    time_multiplier: float
    voice: bool
    theme: Theme


def start_as_guest(visit: Visit) -> tuple[int, str]:
    """Make a guest and sign them in: their id and the token of the login session."""
    user_id = insert_user(visit.now, display_name=GUEST_NAME)
    token = _open_session(user_id, None, visit)
    db.session.commit()
    return user_id, token


def register(account: NewAccount, visit: Visit, *, guest_id: int | None = None) -> tuple[int, str]:
    """Make an account and sign in to it: its id and the token. A guest's own row becomes the account.

    Raises `EmailTaken`.
    """
    password_hash = hash_password(account.password)
    values = {"email": account.email, "display_name": account.display_name, "password_hash": password_hash}
    try:
        if guest_id is not None and _upgrade_guest(guest_id, values):
            user_id = guest_id
        else:
            user_id = insert_user(visit.now, **values)
        token = _open_session(user_id, password_hash, visit)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        raise EmailTaken from None
    return user_id, token


def authenticate(email: str | None, password: str) -> Credentials:
    """Check an e-mail address and a password; one verification in every case. Raises `WrongCredentials`.

    `email` is normalised, or None for a text that is no address.
    """
    found = queries.find_credentials(email) if email is not None else None
    user_id, stored_hash = found or (0, None)
    if not password_matches(stored_hash, password) or stored_hash is None:
        raise WrongCredentials
    if needs_new_hash(stored_hash):
        stored_hash = _rehash(user_id, stored_hash, password)
    return Credentials(user_id, stored_hash)


def sign_in(
    credentials: Credentials, visit: Visit, *, guest_id: int | None = None, leaving_session_id: int | None = None
) -> str:
    """Open a login session and return its token; a guest who signs in brings their work along.

    Raises `WrongCredentials` if the password was changed or the account disabled since it was checked.
    """
    token = _open_session(credentials.user_id, credentials.password_hash, visit)
    db.session.execute(
        delete(LoginSession).where(LoginSession.user_id == credentials.user_id, LoginSession.expires_at <= visit.now)
    )
    if leaving_session_id is not None:
        db.session.execute(delete(LoginSession).where(LoginSession.id == leaving_session_id))
    if guest_id is not None:
        _bring_work_along(guest_id, credentials.user_id)
    db.session.commit()
    return token


def sign_out(session_id: int) -> None:
    """End one login session; ending it twice is no fault."""
    db.session.execute(delete(LoginSession).where(LoginSession.id == session_id))
    db.session.commit()


def sign_out_device(user_id: int, session_id: int) -> None:
    """End one of the user's own login sessions; `NotFound` where there is none."""
    ended = db.session.execute(
        delete(LoginSession).where(LoginSession.id == session_id, LoginSession.user_id == user_id)
    )
    db.session.commit()
    if not touched_one(ended):
        raise NotFound


def sign_out_other_devices(user_id: int, kept_session_id: int) -> None:
    """End every login session of the user except one."""
    db.session.execute(
        delete(LoginSession).where(LoginSession.user_id == user_id, LoginSession.id != kept_session_id)
    )
    db.session.commit()


def touch(session_id: int, now: datetime, expires_at: datetime) -> None:
    """Note that a login session is in use, and let it live on."""
    db.session.execute(
        update(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.last_seen_at < now)
        .values(last_seen_at=now, expires_at=expires_at)
    )
    db.session.commit()


def save_preferences(user_id: int, preferences: Preferences) -> None:
    """Store what the user has set."""
    _update_user(
        user_id,
        display_name=preferences.display_name,
        time_multiplier=preferences.time_multiplier,
        voice=preferences.voice,
        theme=preferences.theme.value,
    )
    db.session.commit()


def confirm_password(user_id: int, password: str) -> Credentials:
    """Check the signed-in user's current password. Raises `WrongPassword`."""
    stored_hash = queries.find_password_hash(user_id)
    if not password_matches(stored_hash, password) or stored_hash is None:
        raise WrongPassword
    return Credentials(user_id, stored_hash)


def change_email(user_id: int, email: str) -> None:
    """Give the account another address. Raises `EmailTaken`."""
    try:
        _update_user(user_id, email=email)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        raise EmailTaken from None


def change_password(credentials: Credentials, new_password: str, visit: Visit) -> str:
    """Change the password, end every login session, and open a new one: its token.

    Raises `WrongPassword` if the password was changed since it was confirmed.
    """
    password_hash = hash_password(new_password)
    changed = db.session.execute(
        update(User)
        .where(User.id == credentials.user_id, User.password_hash == credentials.password_hash)
        .values(password_hash=password_hash)
    )
    if not touched_one(changed):
        db.session.rollback()
        raise WrongPassword
    end_all_sessions(credentials.user_id)
    token = _open_session(credentials.user_id, password_hash, visit)
    db.session.commit()
    return token


def delete_account(user_id: int) -> None:
    """Delete a user and, by the database's own cascades, everything that is theirs."""
    db.session.execute(delete(User).where(User.id == user_id))
    db.session.commit()


def insert_user(now: datetime, **values: object) -> int:
    """Add a user inside the caller's transaction: their id."""
    inserted = insert(User).values(created_at=now, **values).returning(User.id)
    return db.session.execute(inserted).scalar_one()


def _update_user(user_id: int, **values: object) -> None:
    if not touched_one(db.session.execute(update(User).where(User.id == user_id).values(**values))):
        db.session.rollback()
        raise NotFound


def _upgrade_guest(guest_id: int, values: dict[str, str]) -> bool:
    upgraded = db.session.execute(update(User).where(User.id == guest_id, User.email.is_(None)).values(**values))
    if not touched_one(upgraded):
        return False
    end_all_sessions(guest_id)
    return True


def _open_session(user_id: int, password_hash: str | None, visit: Visit) -> str:
    """Insert a login session, if the account still has this password and is not disabled at that very moment."""
    token = secrets.token_urlsafe(32)
    row = select(
        literal(queries.token_digest(token)),
        User.id,
        literal(visit.now, UtcDateTime()),
        literal(visit.now, UtcDateTime()),
        literal(visit.expires_at, UtcDateTime()),
        literal(visit.user_agent[:LONGEST_USER_AGENT]),
    ).where(User.id == user_id, User.disabled_at.is_(None), User.password_hash.is_not_distinct_from(password_hash))
    columns = ["token_digest", "user_id", "created_at", "last_seen_at", "expires_at", "user_agent"]
    opened = insert(LoginSession).from_select(columns, row).returning(LoginSession.id)
    if db.session.execute(opened).first() is None:
        db.session.rollback()
        raise WrongCredentials
    return token


def end_all_sessions(user_id: int) -> None:
    """Sign a user out everywhere, inside the caller's transaction."""
    db.session.execute(delete(LoginSession).where(LoginSession.user_id == user_id))


def _bring_work_along(guest_id: int, user_id: int) -> None:
    """Let every feature give the guest's rows to the account, then delete the guest.

    The lock (PostgreSQL; on SQLite this transaction is the only writer already) makes work that is being saved for
    the guest wait: it is either seen here or fails, but is never deleted with the guest unseen.
    """
    guest = select(User.id).where(User.id == guest_id, User.email.is_(None)).with_for_update()
    if db.session.execute(guest).first() is None:
        return
    guest_signed_in.send(None, from_user_id=guest_id, to_user_id=user_id)
    db.session.execute(delete(User).where(User.id == guest_id))


def _rehash(user_id: int, old_hash: str, password: str) -> str:
    new_hash = hash_password(password)
    changed = db.session.execute(
        update(User).where(User.id == user_id, User.password_hash == old_hash).values(password_hash=new_hash)
    )
    db.session.commit()
    return new_hash if touched_one(changed) else old_hash


def touched_one(result: object) -> bool:
    """Whether a statement found the one row it was guarded for."""
    return bool(getattr(result, "rowcount", 0) == 1)
