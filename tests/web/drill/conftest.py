"""A signed-in guest before the drills."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from interview_sim.auth.models import User
from interview_sim.drill.models import DrillAnswer
from interview_sim.extensions import db
from tests.builders import DRILL_SLUG, drill_pack, load_drills
from tests.client import AuditingClient

START = "/red-flags/drill/"
QUESTION = f"{START}{DRILL_SLUG}/"
WHYS = [entry.why for drill in drill_pack().drills for entry in drill.flags]
"""What nobody may read before it is answered."""


@dataclass
class Spotter:
    """A browser and the user who is signed in to it."""

    app: Flask
    client: AuditingClient
    user_id: int

    def answer(self, *ticked: str, path: str = QUESTION, **fields: str) -> TestResponse:
        """Open a drill, tick, and check."""
        return self.client.submit(self.client.get(path), "/answers", flag=list(ticked), **fields)

    def answers(self) -> int:
        """How many answers the user has."""
        with self.app.app_context():
            mine = select(func.count()).select_from(DrillAnswer).where(DrillAnswer.user_id == self.user_id)
            return db.session.execute(mine).scalar_one()


def path_of(response: TestResponse) -> str:
    """Where a redirect leads."""
    assert response.status_code == 303, response.text
    return urlsplit(response.headers["Location"]).path


def enrol(app: Flask) -> Spotter:
    """A new guest in a browser of their own."""
    client = app.test_client()
    assert isinstance(client, AuditingClient)
    client.post("/auth/guest")
    with app.app_context():
        user_id = db.session.execute(select(func.max(User.id))).scalar_one()
    return Spotter(app, client, user_id)


@pytest.fixture(autouse=True)
def _loaded(app: Flask) -> None:
    with app.app_context():
        load_drills()


@pytest.fixture
def spotter(app: Flask) -> Spotter:
    return enrol(app)


@pytest.fixture
def stranger(app: Flask, spotter: Spotter) -> Spotter:
    return enrol(app)
