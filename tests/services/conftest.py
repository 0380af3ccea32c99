"""Both kinds of database for the tests of the services."""

import pytest
from flask import Flask

from interview_sim.auth.models import User
from interview_sim.extensions import db
from tests.builders import NOON, load_sample
from tests.conftest import MakeApp, let_go, make_test_app
from tests.services.postgres import PostgresServer


@pytest.fixture(scope="session")
def postgresql_template(postgresql: PostgresServer, clean_environment: None) -> str:
    """A database with the schema and the sample pack: what every test on PostgreSQL starts from."""
    name = postgresql.make_database()
    app = make_test_app(SQLALCHEMY_DATABASE_URI=postgresql.url(name))
    with app.app_context():
        db.create_all()
        load_sample()
    let_go(app)
    return name


@pytest.fixture
def postgresql_app(request: pytest.FixtureRequest, make_app: MakeApp) -> Flask:
    """The application on a fresh PostgreSQL database with the sample pack."""
    server: PostgresServer = request.getfixturevalue("postgresql")
    template: str = request.getfixturevalue("postgresql_template")
    return make_app(SQLALCHEMY_DATABASE_URI=server.url(server.make_database(template)))


@pytest.fixture(params=["sqlite", "postgresql"])
def either_app(request: pytest.FixtureRequest) -> Flask:
    """The application, once on SQLite and once on PostgreSQL."""
    name = "app" if request.param == "sqlite" else "postgresql_app"
    found = request.getfixturevalue(name)
    assert isinstance(found, Flask)
    return found


@pytest.fixture
def owner(either_app: Flask) -> int:
    """A user of `either_app`."""
    with either_app.app_context():
        user = User(display_name="Candidate", created_at=NOON)
        db.session.add(user)
        db.session.commit()
        return user.id
