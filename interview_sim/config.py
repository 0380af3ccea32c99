"""Settings: the defaults, then `instance/config.py`, then the environment, each over the one before.

`DATABASE_URL` and `SECRET_KEY` are read under those usual names; every other setting of the table in README.md
is read with the prefix `INTERVIEW_SIM_` (`INTERVIEW_SIM_SQLITE_SYNCHRONOUS=NORMAL`). A name nobody knows and a
value nobody can use stop the start with a sentence that names them.
"""

import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, cast

from flask import Flask

from interview_sim.config_checks import BadSetting, check_settings

KIB = 1024
PREFIX = "INTERVIEW_SIM_"
MIGRATIONS = str(Path(__file__).resolve().parent.parent / "migrations")

MISSING_KEY = (
    "SECRET_KEY is not set. `make run` generates one into instance/config.py; elsewhere put a long random value into "
    "the environment, for example from: python3 -c 'import secrets; print(secrets.token_hex(32))'"
)


class MissingSecretKey(BadSetting):
    """The application was asked to run without a key to sign cookies with."""


class Defaults:
    """What holds unless `instance/config.py` or the environment says otherwise."""

    SECRET_KEY: str | None = None
    SQLALCHEMY_DATABASE_URI: str | None = None
    SQLALCHEMY_ENGINE_OPTIONS: dict[str, Any] = {}
    SQLITE_SYNCHRONOUS: Literal["OFF", "NORMAL", "FULL", "EXTRA"] = "FULL"

    MAX_CONTENT_LENGTH = 512 * KIB
    MAX_FORM_MEMORY_SIZE = 256 * KIB
    MAX_FORM_PARTS = 200

    SESSION_COOKIE_NAME = "interview_sim"
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    SESSION_COOKIE_SECURE = False
    """On HTTPS requests cookies are Secure in any case."""
    SESSION_REFRESH_EACH_REQUEST = False
    PERMANENT_SESSION_LIFETIME = timedelta(days=30)

    WTF_CSRF_TIME_LIMIT: int | None = None
    """A token lives as long as its session: a page may stay open for days."""
    WTF_CSRF_SSL_STRICT = True

    RATELIMIT_ENABLED = True
    RATELIMIT_STORAGE_URI = "memory://"
    RATELIMIT_SWALLOW_ERRORS = True
    RATELIMIT_IN_MEMORY_FALLBACK_ENABLED = True

    TRUSTED_PROXIES = 0
    """How many reverse proxies stand in front and set X-Forwarded-For and X-Forwarded-Proto."""

    LOG_FORMAT: Literal["text", "json"] = "text"
    LOG_LEVEL = "INFO"


def configure(app: Flask, given: dict[str, Any] | None) -> None:
    """Fill `app.config`; raise `BadSetting` (or `MissingSecretKey`) where the application could not run with it."""
    app.config.from_object(Defaults)
    known = set(app.config)
    _read_file(app)
    app.config.from_prefixed_env(PREFIX.rstrip("_"))
    for name, key in (("SECRET_KEY", "SECRET_KEY"), ("DATABASE_URL", "SQLALCHEMY_DATABASE_URI")):
        if value := os.environ.get(name):
            app.config[key] = value
    app.config.update(given or {})
    if app.config["SQLALCHEMY_DATABASE_URI"] is None:
        database = Path(app.instance_path) / "interview_sim.db"
        app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{database}"
    if not app.config["SECRET_KEY"]:
        raise MissingSecretKey(MISSING_KEY)
    check_settings(app.config, known)
    _choose_engine_options(app)


def database_url(app: Flask) -> str:
    """Where the data is, as SQLAlchemy reads it."""
    return cast(str, app.config["SQLALCHEMY_DATABASE_URI"])


def make_instance_folder(app: Flask) -> None:
    """Make `instance/`, for the owner only; where that is not allowed, the database and `doctor` will tell."""
    with suppress(OSError):
        Path(app.instance_path).mkdir(mode=0o700, parents=True, exist_ok=True)


def _read_file(app: Flask) -> None:
    """Read `instance/config.py`; there, names may also be written as in the environment."""
    path = Path(app.instance_path) / "config.py"
    try:
        app.config.from_pyfile(str(path), silent=True)
    except SyntaxError as fault:
        raise BadSetting(f"{path}, line {fault.lineno}, is not valid Python: {fault.msg}.") from None
    except Exception as fault:
        raise BadSetting(f"{path} cannot be read: {fault}") from None
    if "DATABASE_URL" in app.config:
        app.config["SQLALCHEMY_DATABASE_URI"] = app.config.pop("DATABASE_URL")
    for name in [name for name in app.config if name.startswith(PREFIX)]:
        app.config[name.removeprefix(PREFIX)] = app.config.pop(name)


def _choose_engine_options(app: Flask) -> None:
    """Keep values out of the messages of database errors, and notice when PostgreSQL was restarted."""
    url = database_url(app)
    options: dict[str, Any] = {"hide_parameters": True}
    if url.startswith("postgres://"):
        app.config["SQLALCHEMY_DATABASE_URI"] = url = url.replace("postgres://", "postgresql://", 1)
    if url.startswith("postgresql"):
        options["pool_pre_ping"] = True
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {**options, **app.config["SQLALCHEMY_ENGINE_OPTIONS"]}
