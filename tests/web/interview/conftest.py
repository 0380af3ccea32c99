"""A guest in the middle of the sample interview."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from interview_sim.extensions import db
from interview_sim.interview.models import Answer, InterviewAttempt
from tests.builders import SAMPLE_SLUG
from tests.client import AuditingClient

JSON = {"Accept": "application/json"}


@dataclass
class Sitting:
    """A signed-in browser and its attempt."""

    app: Flask
    client: AuditingClient
    attempt_id: str

    def url(self, rest: str = "") -> str:
        return f"/attempts/{self.attempt_id}/{rest}"

    def draft(self, text: str, **fields: Any) -> dict[str, Any]:
        return {"text": text, "revision": "0", "page": "0123456789abcdef", **fields}

    def save(self, text: str, n: int = 1, **fields: Any) -> TestResponse:
        """Autosave as the script does."""
        data = self.draft(text, **{"sequence": "1", **fields})
        return self.client.post(self.url(f"prompts/{n}/draft"), data=data, headers=JSON)

    def act(self, action: str, text: str, n: int = 1, **fields: Any) -> TestResponse:
        """Press a button of the room, without JavaScript."""
        data = self.draft(text, hints_seen="0", follow_ups_seen="0", **fields)
        return self.client.post(self.url(f"prompts/{n}/{action}"), data=data)

    def answer(self, n: int = 1) -> Answer:
        with self.app.app_context():
            found = select(Answer).where(Answer.attempt_id == self.attempt_id, Answer.number == n - 1)
            row = db.session.execute(found).scalar_one()
            db.session.expunge(row)
            return row

    def let_time_pass(self, seconds: float) -> None:
        shift = timedelta(seconds=seconds)
        with self.app.app_context():
            for answer in db.session.execute(select(Answer).where(Answer.attempt_id == self.attempt_id)).scalars():
                for name in ("opened_at", "deadline", "closed_at"):
                    if (moment := getattr(answer, name)) is not None:
                        setattr(answer, name, moment - shift)
            attempt = db.session.get_one(InterviewAttempt, self.attempt_id)
            if attempt.expires_at is not None:
                attempt.expires_at -= shift
            db.session.commit()


def begin(app: Flask, client: AuditingClient, **choices: str) -> Sitting:
    """Sign in as a guest and start the sample interview through its forms."""
    client.post("/auth/guest")
    page = client.get(f"/interviews/{SAMPLE_SLUG}/")
    started = client.submit(page, "/attempts", **choices)
    assert started.status_code == 303, started.text
    return Sitting(app, client, started.headers["Location"].rstrip("/").rsplit("/", 1)[1])


@pytest.fixture
def sitting(app: Flask, client: AuditingClient) -> Sitting:
    """A strict interview, debriefed at the end, at its first prompt."""
    return begin(app, client)


@pytest.fixture
def stranger(app: Flask) -> AuditingClient:
    """Another guest's browser."""
    other = app.test_client()
    assert isinstance(other, AuditingClient)
    other.post("/auth/guest")
    return other
