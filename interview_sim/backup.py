"""A copy of the SQLite database, made while the site runs."""

import errno
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy.engine import URL

from interview_sim.clock import utc_now
from interview_sim.extensions import db


class BackupRefused(RuntimeError):
    """No copy was made; the message says why and what to do."""


def back_up(target: Path) -> Path:
    """Copy the database to `target` (or into that folder), check the copy, and give its path.

    The copy is complete as of one moment and readable by its owner only. Raises `BackupRefused`, and leaves
    nothing behind then.
    """
    source = _source(db.engine.url)
    if target.is_dir():
        target = target / f"interview_sim-{utc_now():%Y-%m-%d-%H%M%S}.db"
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _copy(source, draft)
        _give_name(draft, target)
    except FileExistsError:
        raise BackupRefused(f"{target} exists already and is not overwritten. Choose another name.") from None
    except OSError as fault:
        raise BackupRefused(f"{target} cannot be written: {fault.strerror}.") from None
    except sqlite3.Error as fault:
        raise BackupRefused(f"The database could not be copied: {fault}.") from None
    finally:
        with suppress(OSError):
            draft.unlink()
    return target


def _give_name(draft: Path, target: Path) -> None:
    """Unlike a rename, this never replaces a file that is there."""
    try:
        os.link(draft, target)
    except OSError as fault:
        if fault.errno not in (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP):
            raise
        # No hard links here, as on many a stick: the name is taken first, and the copy put in its place.
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        draft.replace(target)


def _source(url: URL) -> Path:
    if url.get_backend_name() != "sqlite":
        address = url.set(drivername="postgresql", password=None).render_as_string()
        raise BackupRefused(
            f"This copies SQLite databases only. For PostgreSQL use: pg_dump --format=custom --file=FILE '{address}'"
        )
    if not url.database or url.database == ":memory:" or not Path(url.database).is_file():
        raise BackupRefused("There is no database file yet. Make one with: flask --app wsgi db upgrade")
    return Path(url.database)


def _copy(source: Path, draft: Path) -> None:
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, timeout=30)) as original,
        closing(sqlite3.connect(draft)) as copy,
    ):
        original.backup(copy)
        # One file, without the log beside it: what is moved elsewhere is then complete.
        copy.execute("PRAGMA journal_mode=DELETE")
        (verdict,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise BackupRefused(f"The database is damaged, so no copy was kept: {verdict}. Look at your last backup.")
