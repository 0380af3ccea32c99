"""A guest whose interview waits for its debrief."""

from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from interview_sim.auth.models import User
from interview_sim.domain.content import Prompt, RedFlag
from interview_sim.extensions import db
from interview_sim.interview.debrief_queries import Findings, get_findings
from interview_sim.interview.queries import StoredAttempt, get_attempt
from tests.builders import answer_sample, sample_pack
from tests.client import AuditingClient

JSON = {"Accept": "application/json"}
TEXTS = (
    "Every table gets a primary key. <b>Money</b> is decimal.",
    "First I look at the query plan, then add indexes.",
)


@dataclass
class Debrief:
    """A signed-in browser and its attempt."""

    app: Flask
    client: AuditingClient
    user_id: int
    attempt_id: str

    def url(self, n: int = 1, rest: str = "") -> str:
        return f"/attempts/{self.attempt_id}/debrief/{n}/{rest}"

    def page(self, n: int = 1) -> TestResponse:
        return self.client.get(self.url(n))

    def predict(self, n: int = 1, prediction: str = "3") -> TestResponse:
        return self.client.post(self.url(n, "predict"), data={"prediction": prediction})

    def names(self, n: int = 1) -> dict[str, str]:
        """The fields that say which checklist is meant."""
        with self.app.app_context():
            stored = get_attempt(self.attempt_id, self.user_id)
            return {"revision": str(stored.revision_id), "prompt": stored.answers[n - 1].prompt_id}

    def tick(self, fields: dict[str, str], n: int = 1) -> TestResponse:
        """Send changes as the script does."""
        return self.client.post(self.url(n, "marks"), data=self.names(n) | fields, headers=JSON)

    def next(self, n: int, marks: str, **fields: str) -> TestResponse:
        """Mark every point the same and go on, without JavaScript."""
        chosen = {
            f"mark-{point}": marks for point in (("keys", "types", "naming"), ("index", "measure", "cache"))[n - 1]
        }
        return self.client.submit(self.page(n), "/next", **chosen, **fields)

    @property
    def stored(self) -> StoredAttempt:
        with self.app.app_context():
            return get_attempt(self.attempt_id, self.user_id)

    @property
    def findings(self) -> Findings:
        with self.app.app_context():
            return get_findings(self.attempt_id, self.user_id)


def sign_in_guest(app: Flask, client: AuditingClient) -> int:
    """A new guest in this browser; their id."""
    client.post("/auth/guest")
    with app.app_context():
        return max(db.session.execute(select(User.id)).scalars())


def key_of(prompts: Iterable[Prompt]) -> list[str]:
    """Every text of these prompts that may not be seen before its prediction."""
    texts = [text for prompt in prompts for point in prompt.points for text in (point.text, point.why)]
    return [*texts, *(line for prompt in prompts for line in prompt.model_answer.split("**")[0].split("`")[:1])]


def flag_texts() -> list[str]:
    """What every red flag of the sample says."""
    flags: list[RedFlag] = [*sample_pack().pack.red_flags, *sample_pack().scenarios[0].red_flags]
    return [text for flag in flags for text in (flag.text, flag.why)]


@pytest.fixture
def debrief(app: Flask, client: AuditingClient) -> Debrief:
    """Both questions answered; nothing predicted yet."""
    user_id = sign_in_guest(app, client)
    with app.app_context():
        attempt_id = answer_sample(user_id, texts=TEXTS)
    return Debrief(app, client, user_id, attempt_id)


@pytest.fixture
def marking(debrief: Debrief) -> Debrief:
    """The first prediction is given: its checklist is open."""
    assert debrief.predict().status_code == 303
    return debrief
