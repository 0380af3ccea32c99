"""Settings: what wins over what, and the sentence for what cannot be."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from interview_sim import create_app
from interview_sim.config import MissingSecretKey
from interview_sim.config_checks import BadSetting

ROOT = Path(__file__).parents[3]
KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance folder of its own, with a secret key in its config.py."""
    monkeypatch.setenv("INTERVIEW_SIM_INSTANCE_PATH", str(tmp_path))
    (tmp_path / "config.py").write_text(f"SECRET_KEY = '{KEY}'\n")
    return tmp_path


def configured(instance: Path, lines: str = "", given: dict[str, Any] | None = None) -> Flask:
    """An application that reads its config.py with these further lines."""
    with (instance / "config.py").open("a") as file:
        file.write(lines)
    return create_app(given)


def test_the_default_is_sqlite_in_the_instance_folder(instance: Path) -> None:
    app = configured(instance)
    assert app.config["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{instance}/interview_sim.db"
    assert app.config["SECRET_KEY"] == KEY


def test_the_file_wins_over_defaults_the_environment_over_the_file_and_arguments_over_all(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert create_app().config["LOG_LEVEL"] == "INFO"
    assert configured(instance, "LOG_LEVEL = 'ERROR'\n").config["LOG_LEVEL"] == "ERROR"
    monkeypatch.setenv("INTERVIEW_SIM_LOG_LEVEL", "WARNING")
    assert create_app().config["LOG_LEVEL"] == "WARNING"
    assert create_app({"LOG_LEVEL": "CRITICAL"}).config["LOG_LEVEL"] == "CRITICAL"


def test_the_usual_names_of_the_environment_are_read(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "another key, from the environment")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{instance}/other.db")
    app = create_app()
    assert app.config["SECRET_KEY"] == "another key, from the environment"
    assert app.config["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{instance}/other.db"


def test_the_file_may_use_the_names_of_the_environment(instance: Path) -> None:
    app = configured(instance, f"DATABASE_URL = 'sqlite:///{instance}/x.db'\nINTERVIEW_SIM_LOG_FORMAT = 'json'\n")
    assert app.config["SQLALCHEMY_DATABASE_URI"].endswith("/x.db")
    assert app.config["LOG_FORMAT"] == "json"


def test_the_old_name_of_postgresql_is_understood(instance: Path) -> None:
    app = create_app({"SQLALCHEMY_DATABASE_URI": "postgres://somebody@localhost/somewhere"})
    assert app.config["SQLALCHEMY_DATABASE_URI"] == "postgresql://somebody@localhost/somewhere"
    assert app.config["SQLALCHEMY_ENGINE_OPTIONS"]["pool_pre_ping"] is True


def test_without_a_secret_key_nothing_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_SIM_INSTANCE_PATH", str(tmp_path))
    with pytest.raises(MissingSecretKey, match="SECRET_KEY is not set"):
        create_app()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "INTERVIEW_SIM_TRUSTED_PROXIES",
            "one",
            "INTERVIEW_SIM_TRUSTED_PROXIES must be the number of reverse",
        ),
        ("INTERVIEW_SIM_TRUSTED_PROXIES", "-1", "INTERVIEW_SIM_TRUSTED_PROXIES must be"),
        ("INTERVIEW_SIM_TRUSTED_PROXIES", "true", "INTERVIEW_SIM_TRUSTED_PROXIES must be"),
        ("INTERVIEW_SIM_LOG_LEVEL", "LOUD", "must be DEBUG, INFO, WARNING, ERROR or CRITICAL, not 'LOUD'."),
        ("INTERVIEW_SIM_LOG_FORMAT", "xml", "must be text or json, not 'xml'."),
        ("INTERVIEW_SIM_SQLITE_SYNCHRONOUS", "full", "must be OFF, NORMAL, FULL or EXTRA, not 'full'."),
        ("INTERVIEW_SIM_SESSION_COOKIE_SECURE", "yes", "INTERVIEW_SIM_SESSION_COOKIE_SECURE must be true or false"),
        ("INTERVIEW_SIM_MAX_CONTENT_LENGTH", "0", "INTERVIEW_SIM_MAX_CONTENT_LENGTH must be a number of bytes"),
        ("INTERVIEW_SIM_RATELIMIT_STORAGE_URI", "redis", "must be memory:// or an address such as redis://"),
        ("INTERVIEW_SIM_TRUSTED_PROXY", "1", "Did you mean INTERVIEW_SIM_TRUSTED_PROXIES?"),
        ("INTERVIEW_SIM_COFFEE", "1", "There is no setting INTERVIEW_SIM_COFFEE. See the table in README.md."),
        ("DATABASE_URL", "nonsense", "DATABASE_URL is not an address of a database"),
        ("DATABASE_URL", "mysql://host/name", "DATABASE_URL must lead to SQLite or PostgreSQL, not to mysql."),
        ("SECRET_KEY", "short", "SECRET_KEY must be a text of at least 16 characters"),
        ("INTERVIEW_SIM_SECRET_KEY", "12345678901234567890", "SECRET_KEY must be a text"),
    ],
)
def test_a_value_that_cannot_be_is_named_with_what_it_takes(
    instance: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting) as refusal:
        create_app()
    assert sentence in str(refusal.value)


def test_neither_a_key_nor_a_password_is_repeated_in_a_refusal(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("SECRET_KEY", "sentinel"), ("DATABASE_URL", "post gres://somebody:sentinel@@:x/")):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            with pytest.raises(BadSetting) as refusal:
                create_app()
            assert "sentinel" not in str(refusal.value)


def test_a_fault_in_the_file_is_told_with_its_line(instance: Path) -> None:
    with pytest.raises(BadSetting, match=r"config\.py, line 2, is not valid Python"):
        configured(instance, "LOG_LEVEL = = 'INFO'\n")


def test_a_file_that_fails_is_told_with_its_reason(instance: Path) -> None:
    with pytest.raises(BadSetting, match=r"config\.py cannot be read: name 'nobody' is not defined"):
        configured(instance, "LOG_LEVEL = nobody\n")


@pytest.mark.parametrize("command", [["-m", "gunicorn", "wsgi:app"], ["-m", "flask", "--app", "wsgi", "routes"]])
def test_a_refusal_at_the_start_is_one_sentence_and_no_traceback(tmp_path: Path, command: list[str]) -> None:
    environment = {**os.environ, "INTERVIEW_SIM_INSTANCE_PATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode != 0
    assert "Interview Sim cannot start. SECRET_KEY is not set." in done.stderr
    assert "Traceback" not in done.stderr


def test_the_example_of_settings_names_only_settings_there_are(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for line in (ROOT / ".env.example").read_text().splitlines():
        name, is_setting, value = line.lstrip("# ").partition("=")
        if is_setting and name.isupper() and not name.startswith("DATABASE"):
            monkeypatch.setenv(name, value)
    app = create_app()
    assert app.config["SESSION_COOKIE_SECURE"] is True
