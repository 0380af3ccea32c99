"""Fixtures every test may use. Each test has a SQLite file of its own, copied from one made once per process."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy.session import Session
from sqlalchemy.orm import scoped_session

from interview_sim import create_app
from interview_sim.extensions import db
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
    app = create_app({**SETTINGS, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{path}"})
    with app.app_context():
        db.create_all()
        load_sample()
        db.session.remove()
        db.engine.dispose()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture
def make_app(tmp_path: Path, template_database: Path) -> Iterator[MakeApp]:
    """Make applications with settings of their own on this test's database: `make_app(RATELIMIT_ENABLED=True)`."""
    path = tmp_path / "test.db"
    shutil.copyfile(template_database, path)
    made: list[Flask] = []

    def make(**settings: Any) -> Flask:
        app = create_app({**SETTINGS, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{path}", **settings})
        app.test_client_class = AuditingClient
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


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
def app(make_app: MakeApp) -> Flask:
    """The application on a fresh SQLite file with the sample pack; rate limits are off."""
    return make_app()


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
