"""Whether the process lives, and whether it can work."""

from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from tests.client import AuditingClient
from tests.conftest import MakeApp


@pytest.fixture
def migrated(make_app: MakeApp, tmp_path: Path) -> Flask:
    """The application on a database made by the migrations."""
    app = make_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/migrated.db")
    with app.app_context():
        upgrade()
    return app


def test_healthz_answers_without_the_database(make_app: MakeApp, tmp_path: Path) -> None:
    client = make_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/no/folder.db").test_client()
    assert isinstance(client, AuditingClient)
    response = client.get("/healthz")
    assert (response.status_code, response.json) == (200, {"status": "ok"})
    assert client.queries == []


def test_readyz_is_content_with_a_database_at_the_newest_migration(migrated: Flask) -> None:
    response = migrated.test_client().get("/readyz")
    assert (response.status_code, response.json) == (200, {"status": "ready"})


def test_readyz_says_that_there_are_no_tables(make_app: MakeApp, tmp_path: Path) -> None:
    client = make_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/empty.db").test_client()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert response.json == {
        "error": "not-ready",
        "message": "The database has no tables yet. Run: flask --app wsgi db upgrade",
    }


def test_readyz_says_that_the_tables_are_of_another_version(migrated: Flask) -> None:
    from interview_sim.extensions import db

    with migrated.app_context():
        db.session.execute(db.text("UPDATE alembic_version SET version_num = 'from-the-future'"))
        db.session.commit()
    response = migrated.test_client().get("/readyz")
    assert response.status_code == 503
    assert "another version" in response.text


def test_readyz_says_that_the_database_cannot_be_reached(make_app: MakeApp, tmp_path: Path) -> None:
    client = make_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/no/folder.db").test_client()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json is not None
    assert response.json["message"] == "The database cannot be reached."
