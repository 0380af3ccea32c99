"""`flask doctor` and `flask backup`, as whoever runs the site uses them."""

import errno
import os
import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask_migrate import upgrade

from interview_sim.extensions import db
from tests.builders import load_sample
from tests.conftest import MakeApp


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance folder of its own."""
    folder = tmp_path / "instance"
    folder.mkdir()
    monkeypatch.setenv("INTERVIEW_SIM_INSTANCE_PATH", str(folder))
    return folder


@pytest.fixture
def installed(make_app: MakeApp, instance: Path) -> Flask:
    """An installation in which everything is in order."""
    config = instance / "config.py"
    config.write_text("SECRET_KEY = '0123456789abcdef'\n")
    config.chmod(0o600)
    app = make_app(
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{instance}/site.db", RATELIMIT_ENABLED=True, SQLITE_SYNCHRONOUS="FULL"
    )
    with app.app_context():
        upgrade()
        load_sample()
    return app


def run(app: Flask, *arguments: object) -> Result:
    """Run a command; a Python exception is a failure of the test."""
    return app.test_cli_runner().invoke(args=[str(each) for each in arguments], catch_exceptions=False)


def test_the_doctor_is_content_with_a_sound_installation(installed: Flask) -> None:
    result = run(installed, "doctor")
    assert result.exit_code == 0, result.output
    assert "MEND" not in result.output
    assert result.output.endswith("Everything is in order.\n")


def test_the_doctor_names_a_key_that_others_can_read(installed: Flask, instance: Path) -> None:
    (instance / "config.py").chmod(0o644)
    result = run(installed, "doctor")
    assert result.exit_code == 1
    assert f"MEND Others on this machine can read {instance}/config.py (mode 644). Run: chmod 600" in result.output


def test_the_doctor_names_missing_tables_and_missing_content(make_app: MakeApp, instance: Path) -> None:
    app = make_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{instance}/site.db", RATELIMIT_ENABLED=True)
    result = run(app, "doctor")
    assert result.exit_code == 1
    assert "MEND The database has no tables yet. Run: flask --app wsgi db upgrade" in result.output
    with app.app_context():
        upgrade()
    assert "MEND No content is loaded. Run: flask --app wsgi content load" in run(app, "doctor").output


def test_the_doctor_names_settings_that_are_dangerous(make_app: MakeApp) -> None:
    output = run(make_app(TRUSTED_PROXIES=1, RATELIMIT_ENABLED=False, SQLITE_SYNCHRONOUS="OFF"), "doctor").output
    assert "Set INTERVIEW_SIM_SESSION_COOKIE_SECURE=true." in output
    assert "Set INTERVIEW_SIM_RATELIMIT_ENABLED=true." in output


def test_the_doctor_names_a_database_that_cannot_be_reached(make_app: MakeApp, tmp_path: Path) -> None:
    result = run(make_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/no/folder.db"), "doctor")
    assert result.exit_code == 1
    assert "MEND The database cannot be reached." in result.output


def test_the_doctor_names_a_damaged_file(installed: Flask, instance: Path) -> None:
    with installed.app_context():
        db.session.execute(db.text("PRAGMA foreign_keys=OFF"))
        db.session.execute(db.text("INSERT INTO login_sessions VALUES (1, 'x', 4711, 0, 0, 0, '')"))
        db.session.commit()
    assert "MEND The database file is damaged." in run(installed, "doctor").output


def test_a_backup_is_whole_and_for_its_owner_only(installed: Flask, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    result = run(installed, "backup", target)
    assert result.exit_code == 0, result.output
    assert "the copy is sound" in result.output
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob("*copy.db*")] == ["copy.db"]
    copy = sqlite3.connect(target)
    assert copy.execute("SELECT count(*) FROM content_items").fetchone() == (3,)
    copy.close()


def test_a_backup_into_a_folder_gets_a_name_with_the_moment(installed: Flask, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    assert run(installed, "backup", tmp_path / "backups").exit_code == 0
    (made,) = (tmp_path / "backups").iterdir()
    assert made.name.startswith("interview_sim-20")


def test_a_backup_never_overwrites(installed: Flask, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("something of somebody's")
    result = run(installed, "backup", target)
    assert result.exit_code == 1
    assert "exists already and is not overwritten" in result.output
    assert target.read_text() == "something of somebody's"
    assert [path.name for path in tmp_path.glob("*copy.db*")] == ["copy.db"]


def test_where_there_are_no_hard_links_a_backup_is_made_all_the_same_and_never_overwrites(
    installed: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    target = tmp_path / "copy.db"
    assert run(installed, "backup", target).exit_code == 0
    whole = target.read_bytes()
    assert whole.startswith(b"SQLite format 3")
    assert "exists already and is not overwritten" in run(installed, "backup", target).output
    assert target.read_bytes() == whole
    assert [path.name for path in tmp_path.glob("*copy.db*")] == ["copy.db"]


def test_a_backup_that_cannot_be_written_says_why(installed: Flask, tmp_path: Path) -> None:
    result = run(installed, "backup", tmp_path / "no" / "copy.db")
    assert result.exit_code == 1
    assert "cannot be written: No such file or directory." in result.output


def test_a_backup_of_nothing_is_refused(make_app: MakeApp, tmp_path: Path) -> None:
    result = run(make_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/none.db"), "backup", tmp_path / "copy.db")
    assert result.exit_code == 1
    assert "There is no database file yet." in result.output


def test_a_backup_made_during_writes_is_of_one_moment(installed: Flask, instance: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        connection = sqlite3.connect(instance / "site.db", timeout=10)
        while not stop.is_set():
            # Both or neither: a copy that holds one without the other is torn.
            with connection:
                connection.execute("UPDATE packs SET document = document || 'x'")
                connection.execute("UPDATE content_items SET title = title || 'x'")
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            assert run(installed, "backup", tmp_path / f"{number}.db").exit_code == 0
    finally:
        stop.set()
        writer.join()
    difference = "SELECT max(length(document)) - (SELECT max(length(title)) FROM content_items) FROM packs"
    seen = set()
    for number in range(5):
        copy = sqlite3.connect(tmp_path / f"{number}.db")
        seen.add(copy.execute(difference).fetchone())
        copy.close()
    assert len(seen) == 1
