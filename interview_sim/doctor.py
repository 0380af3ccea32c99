"""Looking at an installation: each check is one sentence, and says how to mend what is wrong."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from interview_sim.catalog.models import ContentItem
from interview_sim.extensions import db, limiter
from interview_sim.web.health import find_unreadiness

LEAST_FREE_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    told: str
    is_fine: bool = True


def examine() -> list[Finding]:
    """Every check, in the order in which things depend on each other."""
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (_settings, _secret_key, _disk, _database, _rate_limits)
    return [finding for check in checks for finding in check()]


def _fault(told: str) -> Finding:
    return Finding(told, is_fine=False)


def _settings() -> Iterator[Finding]:
    config = current_app.config
    yield Finding("The settings can be read.")
    if current_app.debug:
        yield _fault("Debug mode is on: anyone who meets an error can run code. Take FLASK_DEBUG away.")
    if config["TRUSTED_PROXIES"] and not config["SESSION_COOKIE_SECURE"]:
        yield _fault(
            "A proxy is in front, but cookies are not limited to HTTPS. Set INTERVIEW_SIM_SESSION_COOKIE_SECURE=true."
        )


def _secret_key() -> Iterator[Finding]:
    path = Path(current_app.instance_path) / "config.py"
    if not path.exists():
        yield Finding("The secret key comes from the environment.")
    elif mode := stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield _fault(f"Others on this machine can read {path} (mode {mode | 0o600:o}). Run: chmod 600 {path}")
    else:
        yield Finding(f"Only its owner can read {path}.")


def _disk() -> Iterator[Finding]:
    folder = Path(current_app.instance_path)
    if not os.access(folder, os.W_OK):
        yield _fault(f"{folder} cannot be written. Give it to the user the site runs as: chown -R USER {folder}")
        return
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        yield _fault(f"Only {free // 1024**2} MB are free where {folder} is. Make room before saves fail.")
    else:
        yield Finding(f"{folder} can be written, and {free // 1024**2:,} MB are free.")


def _database() -> Iterator[Finding]:
    unready = find_unreadiness()
    if unready is not None:
        yield _fault(unready)
        return
    yield Finding(f"The database ({db.engine.dialect.name}) answers, and its tables are those of this version.")
    try:
        if db.engine.dialect.name == "sqlite":
            yield from _sqlite()
        yield from _content()
    except SQLAlchemyError as fault:
        yield _fault(f"The database refuses a question: {getattr(fault, 'orig', None) or fault}")


def _sqlite() -> Iterator[Finding]:
    verdict = db.session.execute(text("PRAGMA quick_check(1)")).scalar()
    dangling = db.session.execute(text("PRAGMA foreign_key_check")).first()
    if verdict != "ok" or dangling is not None:
        yield _fault("The database file is damaged. Stop the site, keep the file, and go back to your last backup.")
    else:
        yield Finding("The database file is sound.")
    if current_app.config["SQLITE_SYNCHRONOUS"] == "OFF":
        yield _fault("A power cut can destroy the database. Set INTERVIEW_SIM_SQLITE_SYNCHRONOUS=FULL.")


def _content() -> Iterator[Finding]:
    offered = select(func.count()).select_from(ContentItem).where(ContentItem.current_id.is_not(None))
    if count := db.session.execute(offered).scalar():
        yield Finding(f"Content is loaded: {count} items are offered.")
    else:
        yield _fault("No content is loaded. Run: flask --app wsgi content load")


def _rate_limits() -> Iterator[Finding]:
    if not current_app.config["RATELIMIT_ENABLED"]:
        yield _fault(
            "Rate limits are off: passwords can be guessed at any speed. Set INTERVIEW_SIM_RATELIMIT_ENABLED=true."
        )
    elif limiter.storage.check():
        yield Finding("Rate limits are on, and their storage answers.")
    else:
        yield _fault(
            "The storage of rate limits does not answer, so each worker counts for itself. Start Redis, or mend "
            "INTERVIEW_SIM_RATELIMIT_STORAGE_URI."
        )
