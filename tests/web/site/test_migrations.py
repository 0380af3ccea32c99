"""The migrations make the tables of the models, on both databases, there and back, and keep what is in them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, inspect, select
from sqlalchemy.exc import IntegrityError

from interview_sim.auth.models import LoginSession, User
from interview_sim.config import MIGRATIONS
from interview_sim.extensions import Base, db
from scripts.check_migrations import is_compared
from tests.builders import (
    NOON,
    answer_drill,
    bank_sample,
    debrief_sample,
    load_drills,
    load_sample,
    quiz_sample,
    start_sample,
    study_sample,
)
from tests.conftest import MakeApp

ROOT = Path(__file__).parents[3]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, make_app: MakeApp, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database without any tables, in its context."""
    address = f"sqlite:///{tmp_path}/empty.db"
    if request.param == "postgresql":
        address = request.getfixturevalue("postgresql_url")
    app = make_app(SQLALCHEMY_DATABASE_URI=address)
    with app.app_context():
        yield app


def fill() -> None:
    """Something in every table."""
    load_sample()
    db.session.add(User(display_name="Ada", created_at=NOON))
    db.session.commit()
    user_id = db.session.execute(select(User.id)).scalar_one()
    start_sample(user_id)
    debrief_sample(user_id, marks={"keys": "missed"}, flags=["guesses"])
    study_sample(user_id)
    quiz_sample(user_id)
    bank_sample(user_id)
    load_drills()
    answer_drill(user_id)
    db.session.remove()


def counts() -> dict[str, int]:
    """How many rows each table has."""
    with db.engine.connect() as connection:
        names = [name for name in inspect(connection).get_table_names() if name in Base.metadata.tables]
        return {
            name: connection.execute(select(func.count()).select_from(Base.metadata.tables[name])).scalar_one()
            for name in names
        }


def test_they_make_exactly_the_tables_of_the_models(empty: Flask) -> None:
    upgrade()
    with db.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True, "include_name": is_compared}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []
        made = {key["name"] for name in Base.metadata.tables for key in inspect(connection).get_foreign_keys(name)}
    wanted = {key.name for table in Base.metadata.tables.values() for key in table.foreign_key_constraints}
    assert made == wanted


def test_they_take_everything_away_again_even_with_data(empty: Flask) -> None:
    upgrade()
    fill()
    assert min(value for name, value in counts().items() if name not in ("login_sessions",)) > 0
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade()
    fill()


def test_each_step_down_and_up_keeps_the_rows_of_the_tables_that_stay(empty: Flask) -> None:
    upgrade()
    fill()
    before = counts()
    script = ScriptDirectory(MIGRATIONS)
    revision = script.get_revision(script.get_current_head() or "base")
    while revision is not None and isinstance(revision.down_revision, str):
        downgrade(revision=revision.down_revision)
        kept = counts()
        upgrade()
        after = counts()
        assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
        revision = script.get_revision(revision.down_revision)


def test_upgrading_twice_does_nothing_the_second_time(empty: Flask) -> None:
    upgrade()
    fill()
    before = counts()
    upgrade()
    assert counts() == before


def test_foreign_keys_are_enforced_after_migrating(empty: Flask) -> None:
    upgrade()
    moments = dict.fromkeys(("created_at", "last_seen_at", "expires_at"), NOON)
    db.session.add(LoginSession(token_digest="x", user_id=4711, user_agent="", **moments))
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_two_servers_that_upgrade_at_once_both_succeed(empty: Flask) -> None:
    environment = {
        **os.environ,
        "SECRET_KEY": empty.config["SECRET_KEY"],
        "DATABASE_URL": empty.config["SQLALCHEMY_DATABASE_URI"],
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
    both = [subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for process in both:
        _, told = process.communicate(timeout=60)
        assert process.returncode == 0, told
    assert "users" in inspect(db.engine).get_table_names()


def test_points_missed_before_there_were_cards_become_cards(empty: Flask) -> None:
    upgrade()
    fill()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM review_cards")
    downgrade(revision="0001")
    upgrade()
    with db.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT kind, part, reason FROM review_cards").all()
    assert [tuple(row) for row in rows] == [("point", "storage/keys", "missed")]
