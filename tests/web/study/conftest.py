"""A signed-in guest with cards."""

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import func, select

from interview_sim.auth.models import User
from interview_sim.domain.review import CardKind
from interview_sim.extensions import db
from interview_sim.study import service
from interview_sim.study.queries import StoredCard, list_all_cards
from interview_sim.study.rating_queries import list_ratings
from tests.builders import NOON, QUESTION_ADDRESS, debrief_sample
from tests.client import AuditingClient

CHOICE_ADDRESS = "sample/sample-unique-ids"


@dataclass
class Learner:
    """A browser, the user who is signed in to it, and a hand on their cards."""

    app: Flask
    client: AuditingClient
    user_id: int

    def add(self, kind: CardKind = CardKind.QUESTION, address: str = QUESTION_ADDRESS, part: str = "") -> str:
        with self.app.app_context():
            return service.add(self.user_id, kind, address, part, NOON)

    def miss(self, *points: str) -> str:
        with self.app.app_context():
            return debrief_sample(self.user_id, marks=dict.fromkeys(points, "missed"))

    def cards(self) -> list[StoredCard]:
        with self.app.app_context():
            return list(list_all_cards(self.user_id))

    def grades(self, card_id: str) -> list[int]:
        with self.app.app_context():
            return [rating.grade.value for rating in list_ratings(card_id, self.user_id, 100)]

    def rate(self, card_id: str, grade: int, version: int) -> int:
        data = {"grade": str(grade), "version": str(version)}
        return self.client.post(f"/study/cards/{card_id}/rate", data=data).status_code


def enrol(app: Flask) -> Learner:
    """A new guest in a browser of their own."""
    client = app.test_client()
    assert isinstance(client, AuditingClient)
    client.post("/auth/guest")
    with app.app_context():
        user_id = db.session.execute(select(func.max(User.id))).scalar_one()
    return Learner(app, client, user_id)


@pytest.fixture
def learner(app: Flask) -> Learner:
    return enrol(app)


@pytest.fixture
def stranger(app: Flask, learner: Learner) -> Learner:
    return enrol(app)
