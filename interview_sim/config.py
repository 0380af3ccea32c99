"""Settings: the defaults, then the environment, then `instance/config.py`.

`DATABASE_URL` and `SECRET_KEY` are read under those usual names; every other setting of the table in README.md
is read with the prefix `INTERVIEW_SIM_` (`INTERVIEW_SIM_SQLITE_SYNCHRONOUS=NORMAL`).
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, cast

from flask import Flask

KIB = 1024


class MissingSecretKey(RuntimeError):
    """The application was asked to run without a key to sign cookies with."""


class Defaults:
    """What holds unless the environment or `instance/config.py` says otherwise."""

    SECRET_KEY: str | None = None
    SQLALCHEMY_DATABASE_URI: str | None = None
    SQLITE_SYNCHRONOUS: Literal["FULL", "NORMAL", "EXTRA"] = "FULL"

    MAX_CONTENT_LENGTH = 512 * KIB
    MAX_FORM_MEMORY_SIZE = 256 * KIB
    MAX_FORM_PARTS = 200

    SESSION_COOKIE_NAME = "interview_sim"
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    SESSION_COOKIE_SECURE = False
    SESSION_REFRESH_EACH_REQUEST = False
    PERMANENT_SESSION_LIFETIME = timedelta(days=30)

    WTF_CSRF_TIME_LIMIT: int | None = None
    WTF_CSRF_SSL_STRICT = True

    RATELIMIT_STORAGE_URI = "memory://"
    RATELIMIT_SWALLOW_ERRORS = True
    RATELIMIT_IN_MEMORY_FALLBACK_ENABLED = True

    TRUSTED_PROXIES = 0
    """How many reverse proxies stand in front and set X-Forwarded-*."""

    LOG_FORMAT: Literal["text", "json"] = "text"
    LOG_LEVEL = "INFO"


def configure(app: Flask, given: dict[str, Any] | None) -> None:
    """Fill `app.config`; raise `MissingSecretKey` where cookies could not be signed."""
    app.config.from_object(Defaults)
    app.config.from_pyfile("config.py", silent=True)
    app.config.from_prefixed_env("INTERVIEW_SIM")
    for name, key in (("SECRET_KEY", "SECRET_KEY"), ("DATABASE_URL", "SQLALCHEMY_DATABASE_URI")):
        if value := os.environ.get(name):
            app.config[key] = value
    app.config.update(given or {})
    if app.config["SQLALCHEMY_DATABASE_URI"] is None:
        database = Path(app.instance_path) / "interview_sim.db"
        app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{database}"
    if not app.config["SECRET_KEY"]:
        raise MissingSecretKey(
            "SECRET_KEY is not set. `make run` generates one into instance/config.py; elsewhere put a long random "
            "value into the environment, for example from: python3 -c 'import secrets; print(secrets.token_hex(32))'"
        )


def database_url(app: Flask) -> str:
    """Where the data is, as SQLAlchemy reads it."""
    return cast(str, app.config["SQLALCHEMY_DATABASE_URI"])
