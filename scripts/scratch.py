"""The application on an empty database of its own, for looking at migrations."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from interview_sim import create_app
from interview_sim.extensions import db


@contextmanager
def scratch_app() -> Iterator[Flask]:
    """An application context on a new SQLite file, which is removed afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "SECRET_KEY": "for a scratch database only",
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder}/scratch.db",
            "LOG_LEVEL": "WARNING",
        }
        app = create_app(settings)
        with app.app_context():
            yield app
            db.engine.dispose()
