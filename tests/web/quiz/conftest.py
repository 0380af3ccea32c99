"""A guest with a quiz."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from interview_sim.auth.models import User
from interview_sim.clock import utc_now
from interview_sim.domain.drawing import Wanted
from interview_sim.extensions import db
from interview_sim.quiz.models import QuizAttempt
from interview_sim.quiz.queries import StoredAnswer, StoredQuiz, get_quiz
from tests.client import AuditingClient
from tests.quizzes import EVERYTHING, key_for, load_menu, start_learning, start_quiz

JSON = {"Accept": "application/json"}
PAGE = "0123456789abcdef"


@dataclass
class Player:
    """A signed-in browser, its user, and the quiz they are at."""

    app: Flask
    client: AuditingClient
    user_id: int
    quiz_id: str = ""

    def url(self, rest: str = "") -> str:
        return f"/quizzes/{self.quiz_id}/{rest}"

    def begin(self, wanted: Wanted = EVERYTHING) -> "Player":
        """Start an exam of all eight questions, or what is wanted."""
        with self.app.app_context():
            self.quiz_id = start_quiz(self.user_id, utc_now(), wanted)
        return self

    def learn(self, count: int = 8) -> "Player":
        """Start a quiz to learn from."""
        with self.app.app_context():
            self.quiz_id = start_learning(self.user_id, utc_now(), count)
        return self

    @property
    def stored(self) -> StoredQuiz:
        with self.app.app_context():
            return get_quiz(self.quiz_id, self.user_id)

    def answer(self, n: int = 1) -> StoredAnswer:
        return self.stored.answer(n - 1)

    def right(self, n: int = 1) -> list[str]:
        with self.app.app_context():
            return sorted(key_for(get_quiz(self.quiz_id, self.user_id).answer(n - 1)))

    def wrong(self, n: int = 1) -> list[str]:
        key = self.right(n)
        return [next(option for option in self.answer(n).option_order if option not in key)]

    def fields(self, chosen: list[str], **fields: Any) -> dict[str, Any]:
        return {"choice": chosen, "confidence": "", "revision": "0", "page": PAGE, **fields}

    def save(self, chosen: list[str], n: int = 1, **fields: Any) -> TestResponse:
        """Save a choice as the script does."""
        data = self.fields(chosen, **{"sequence": "1", **fields})
        return self.client.post(self.url(f"questions/{n}/choice"), data=data, headers=JSON)

    def press(self, action: str, chosen: list[str], n: int = 1, **fields: Any) -> TestResponse:
        """Press a button of the question's page, without JavaScript."""
        data = {**self.fields(chosen, revision=str(self.answer(n).revision)), **fields}
        return self.client.post(self.url(f"questions/{n}/{action}"), data=data)

    def finish(self) -> TestResponse:
        return self.client.post(self.url("finish"))

    def let_time_pass(self, seconds: float) -> None:
        shift = timedelta(seconds=seconds)
        with self.app.app_context():
            quiz = db.session.get_one(QuizAttempt, self.quiz_id)
            quiz.started_at -= shift
            if quiz.expires_at is not None:
                quiz.expires_at -= shift
            db.session.commit()

    def row(self) -> QuizAttempt:
        with self.app.app_context():
            found = db.session.get_one(QuizAttempt, self.quiz_id)
            db.session.expunge(found)
            return found


TIME = 630
"""Seconds an exam of all eight questions has."""


def enrol(app: Flask) -> Player:
    """A new guest in a browser of their own."""
    client = app.test_client()
    assert isinstance(client, AuditingClient)
    client.post("/auth/guest")
    with app.app_context():
        user_id = db.session.execute(select(func.max(User.id))).scalar_one()
    return Player(app, client, user_id)


@pytest.fixture
def player(app: Flask) -> Player:
    """A guest; the questions of the menu are loaded."""
    with app.app_context():
        load_menu()
    return enrol(app)


@pytest.fixture
def stranger(app: Flask, player: Player) -> Player:
    """Another guest."""
    return enrol(app)
