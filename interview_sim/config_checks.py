"""What each setting must look like, and the sentence that says so."""

import difflib
import logging
from collections.abc import Callable, Mapping, Set
from importlib.util import find_spec
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

SHORTEST_KEY = 16
OF_EXTENSIONS = ("RATELIMIT_", "WTF_", "SQLALCHEMY_")
OF_THE_START = {"INSTANCE_PATH"}
NAMES_IN_THE_ENVIRONMENT = {"SECRET_KEY": "SECRET_KEY", "SQLALCHEMY_DATABASE_URI": "DATABASE_URL"}

Check = Callable[[Any], bool]


class BadSetting(RuntimeError):
    """A setting has a value the application cannot run with; the message names it and says what it takes."""


def _is_whole(lowest: int) -> Check:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= lowest


def _is_one_of(*values: str) -> Check:
    return lambda value: value in values


def _is_yes_or_no(value: Any) -> bool:
    return isinstance(value, bool)


CHECKS: dict[str, tuple[Check, str]] = {
    "SECRET_KEY": (
        lambda value: isinstance(value, str | bytes) and len(value) >= SHORTEST_KEY,
        f"must be a text of at least {SHORTEST_KEY} characters (its value is not shown here)",
    ),
    "SQLITE_SYNCHRONOUS": (_is_one_of("OFF", "NORMAL", "FULL", "EXTRA"), "must be OFF, NORMAL, FULL or EXTRA"),
    "MAX_CONTENT_LENGTH": (_is_whole(1), "must be a number of bytes"),
    "MAX_FORM_MEMORY_SIZE": (_is_whole(1), "must be a number of bytes"),
    "MAX_FORM_PARTS": (_is_whole(1), "must be a number of fields"),
    "SESSION_COOKIE_SECURE": (_is_yes_or_no, "must be true or false"),
    "RATELIMIT_ENABLED": (_is_yes_or_no, "must be true or false"),
    "RATELIMIT_STORAGE_URI": (
        lambda value: isinstance(value, str) and "://" in value,
        "must be memory:// or an address such as redis://localhost:6379/0",
    ),
    "TRUSTED_PROXIES": (_is_whole(0), "must be the number of reverse proxies in front, 0 for none"),
    "LOG_FORMAT": (_is_one_of("text", "json"), "must be text or json"),
    "LOG_LEVEL": (
        lambda value: value in logging.getLevelNamesMapping(),
        "must be DEBUG, INFO, WARNING, ERROR or CRITICAL",
    ),
}


def check_settings(settings: Mapping[str, Any], known: Set[str]) -> None:
    """Raise `BadSetting` for the first name that is not known, and for the first value that is not possible."""
    names = known | OF_THE_START
    for name in settings:
        if name not in names and not name.startswith(OF_EXTENSIONS):
            likely = difflib.get_close_matches(name, names, 1, 0.7)
            hint = f" Did you mean {_shown(likely[0])}?" if likely else " See the table in README.md."
            raise BadSetting(f"There is no setting {_shown(name)}.{hint}")
    for name, (is_possible, must_be) in CHECKS.items():
        value = settings[name]
        if not is_possible(value):
            told = "" if name == "SECRET_KEY" else f", not {value!r}"
            raise BadSetting(f"{_shown(name)} {must_be}{told}.")
    _check_services(settings)


def _check_services(settings: Mapping[str, Any]) -> None:
    """The address of the database can be read, and what talks to each service is installed."""
    try:
        kind = make_url(
            settings["SQLALCHEMY_DATABASE_URI"].replace("postgres://", "postgresql://")
        ).get_backend_name()
    except (ArgumentError, AttributeError):
        # The address may hold a password, so it is not repeated.
        raise BadSetting(
            "DATABASE_URL is not an address of a database, such as sqlite:////var/lib/interview_sim.db or "
            "postgresql://user:password@host/name."
        ) from None
    if kind not in ("sqlite", "postgresql"):
        raise BadSetting(f"DATABASE_URL must lead to SQLite or PostgreSQL, not to {kind}.")
    needed = {"psycopg": kind == "postgresql", "redis": settings["RATELIMIT_STORAGE_URI"].startswith("redis")}
    for library, is_needed in needed.items():
        if is_needed and find_spec(library) is None:
            raise BadSetting(
                f"The library {library} is missing. Run: "
                ".venv/bin/python -m pip install --require-hashes -r requirements-scale.txt"
            )


def _shown(name: str) -> str:
    return NAMES_IN_THE_ENVIRONMENT.get(name, f"INTERVIEW_SIM_{name}")
