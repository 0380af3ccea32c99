"""A fresh exam, for races on it, and an ear for what is told of graded answers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from interview_sim.domain.quiz import State
from interview_sim.extensions import db
from interview_sim.quiz import choices, service
from interview_sim.quiz.models import QuizAttempt
from interview_sim.quiz.queries import StoredQuiz, get_quiz
from interview_sim.quiz.signals import question_graded
from tests.builders import NOON
from tests.quizzes import choice, key_for, right_and_wrong, start_quiz

FIVE = timedelta(seconds=5)


@contextmanager
def listening() -> Iterator[list[dict[str, Any]]]:
    """Everything that is told meanwhile."""
    told: list[dict[str, Any]] = []

    def listen(_sender: object, **news: Any) -> None:
        told.append(news)

    with question_graded.connected_to(listen):
        yield told


class Exam:
    """A fresh exam of one user, and what can be done to its first question."""

    def __init__(self, owner: int) -> None:
        self.owner = owner
        self.id = start_quiz(owner)
        self.right, self.wrong = right_and_wrong(self.id, owner, 0)

    def save(
        self, chosen: frozenset[str], page: str = "page-one", at: timedelta = FIVE, sequence: int = 1
    ) -> Callable[[], object]:
        sent = choice(chosen, page=page, sequence=sequence)
        return lambda: choices.save_choice(self.id, self.owner, 0, sent, NOON + at)

    def finish(self, at: timedelta = FIVE) -> Callable[[], object]:
        return lambda: service.finish_quiz(self.id, self.owner, NOON + at)

    @property
    def stored(self) -> StoredQuiz:
        return get_quiz(self.id, self.owner)

    def expect_graded(self) -> None:
        """It is over, every answer is closed, graded as it is stored, and the score is the sum of that."""
        stored = self.stored
        assert stored.quiz.state is State.FINISHED
        for answer in stored.answers:
            assert answer.slot.closed_at is not None
            assert answer.slot.is_right is (answer.slot.chosen == key_for(answer))
        row = db.session.execute(select(QuizAttempt).where(QuizAttempt.id == self.id)).scalar_one()
        assert (row.right, row.counted) == (sum(answer.slot.is_right is True for answer in stored.answers), 8)
