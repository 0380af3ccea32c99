"""Fixtures every test may use. Each test has a SQLite file of its own, copied from one made once per process.

Making an application costs more than most tests do: its addresses and templates are compiled. So `app` is one
application that stands for the whole process and is given a new engine for each test's file, and those which tests
make with settings of their own share the compiled templates.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy.session import Session
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import create_engine
from sqlalchemy.orm import scoped_session

from interview_sim import create_app
from interview_sim.extensions import db, limiter, prepare_sqlite
from interview_sim.web import logs
from tests.builders import load_sample
from tests.client import AuditingClient
from tests.services.postgres import PostgresServer, find_programs, serving

MakeApp = Callable[..., Flask]

SETTINGS: dict[str, Any] = {
    "TESTING": True,
    "SECRET_KEY": "a key for tests only",
    "RATELIMIT_ENABLED": False,
    "SQLITE_SYNCHRONOUS": "OFF",
}


class CompiledTemplates(BytecodeCache):
    """Compiled templates, kept for this process."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand out what an application before has compiled; jinja2 itself checks that the source is the same."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled just now."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = CompiledTemplates()


def make_test_app(**settings: Any) -> Flask:
    """An application with the settings of tests, and those given."""
    app = create_app({**SETTINGS, **settings})
    app.test_client_class = AuditingClient
    app.jinja_env.bytecode_cache = COMPILED
    return app


def let_go(app: Flask) -> None:
    """Close what the application holds of its database."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session", autouse=True)
def clean_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep this machine's own settings and instance folder out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("INTERVIEW_SIM_") or name in ("SECRET_KEY", "DATABASE_URL"):
                patch.delenv(name)
        patch.setenv("INTERVIEW_SIM_INSTANCE_PATH", str(tmp_path_factory.mktemp("instance")))
        yield


@pytest.fixture(scope="session")
def template_database(tmp_path_factory: pytest.TempPathFactory, clean_environment: None) -> Path:
    """A database with the schema and the sample pack: what every test starts from."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    app = make_test_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{path}")
    with app.app_context():
        db.create_all()
        load_sample()
    let_go(app)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture
def database(tmp_path: Path, template_database: Path) -> Path:
    """This test's own SQLite file, with the schema and the sample pack."""
    path = tmp_path / "test.db"
    shutil.copyfile(template_database, path)
    return path


@pytest.fixture
def make_app(database: Path) -> Iterator[MakeApp]:
    """Make applications with settings of their own on this test's database: `make_app(RATELIMIT_ENABLED=True)`."""
    made: list[Flask] = []

    def make(**settings: Any) -> Flask:
        made.append(make_test_app(**{"SQLALCHEMY_DATABASE_URI": f"sqlite:///{database}", **settings}))
        return made[-1]

    yield make
    for app in made:
        let_go(app)


@pytest.fixture(scope="session")
def standing_app(template_database: Path) -> Flask:
    """The application that serves every test which needs no other. It has served: nothing can be added to it."""
    app = make_test_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{template_database}")
    app.test_client().get("/healthz")
    let_go(app)
    return app


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    """A private PostgreSQL; the tests that want one are skipped, with the reason, where there is none."""
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL's initdb was not found. On Debian: sudo apt install postgresql")
    with serving(programs) as server:
        yield server


@pytest.fixture
def postgresql_url(postgresql: PostgresServer) -> str:
    """The address of an empty database of its own on PostgreSQL."""
    return postgresql.url(postgresql.make_database())


@pytest.fixture
def app(standing_app: Flask, database: Path) -> Iterator[Flask]:
    """The application on a fresh SQLite file with the sample pack; rate limits are off.

    A test that adds routes, or changes settings, makes one of its own with `make_app`; what that one changed for
    the whole process, the logs and the limits, is put back here.
    """
    settings = {**standing_app.config, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{database}"}
    standing_app.config.update(settings)
    with standing_app.app_context():
        db.engines[None] = create_engine(  # type: ignore[index]
            settings["SQLALCHEMY_DATABASE_URI"], **settings["SQLALCHEMY_ENGINE_OPTIONS"]
        )
        prepare_sqlite(db.engine, synchronous=settings["SQLITE_SYNCHRONOUS"])
    logs.init_app(standing_app)
    limiter.enabled = settings["RATELIMIT_ENABLED"]
    yield standing_app
    let_go(standing_app)
    standing_app.config.clear()
    standing_app.config.update(settings)


@pytest.fixture
def client(app: Flask) -> AuditingClient:
    """A browser that audits every response; make another with `app.test_client()`."""
    made = app.test_client()
    assert isinstance(made, AuditingClient)
    return made


@pytest.fixture
def db_session(app: Flask) -> Iterator[scoped_session[Session]]:
    """The database session of `app`, in an application context that lasts for the test."""
    with app.app_context():
        yield db.session
        db.session.remove()
