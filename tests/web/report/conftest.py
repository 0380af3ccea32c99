"""A guest with a finished interview."""

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from interview_sim.auth.models import User
from interview_sim.extensions import db
from tests.builders import debrief_sample
from tests.client import AuditingClient

TEXTS = (
    "Basically every table gets a primary key. <script>alert(1)</script>",
    "First I look at the plan, because guessing is slow. Um, then I add an index.",
)


@dataclass
class Reader:
    """A signed-in browser and a finished attempt."""

    app: Flask
    client: AuditingClient
    user_id: int
    attempt_id: str

    def url(self, ending: str = "report/", attempt_id: str | None = None) -> str:
        return f"/attempts/{attempt_id or self.attempt_id}/{ending}"

    def report(self, attempt_id: str | None = None) -> TestResponse:
        return self.client.get(self.url(attempt_id=attempt_id))


def sign_in_guest(app: Flask, client: AuditingClient) -> int:
    """A new guest in this browser; their id."""
    assert client.post("/auth/guest").status_code == 303
    with app.app_context():
        return db.session.execute(select(func.max(User.id))).scalar_one()


@pytest.fixture
def reader(app: Flask, client: AuditingClient) -> Reader:
    """Scored 9 of 12: the must-have `index` missed, the flag `guesses` raised on the second question."""
    user_id = sign_in_guest(app, client)
    with app.app_context():
        attempt_id = debrief_sample(user_id, marks={"index": "missed"}, flags=["guesses"], texts=TEXTS)
    return Reader(app, client, user_id, attempt_id)
