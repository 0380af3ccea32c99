"""Several requests at once on one quiz, on real databases: each thing happens once, and nothing is graded twice."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from interview_sim.domain.errors import NotFound
from interview_sim.domain.quiz import AnswerGiven, FinishedBy, QuizOver, State
from interview_sim.domain.timing import GRACE
from interview_sim.extensions import db
from interview_sim.quiz import choices, service
from interview_sim.quiz.choices import Saved, StaleChoice
from interview_sim.quiz.models import QuizAnswer, QuizAttempt
from interview_sim.quiz.queries import StoredQuiz, get_quiz
from interview_sim.quiz.signals import question_graded
from tests.builders import NOON
from tests.quizzes import choice, key_for, load_menu, right_and_wrong, start_learning, start_quiz
from tests.services.races import Race, every_way

FIVE = timedelta(seconds=5)
SOON = NOON + FIVE
LONG_AFTER = NOON + timedelta(hours=3)

BLANK = [False] * 7
"""What is told of the other seven questions of an exam: left blank is not right."""


@pytest.fixture(autouse=True)
def menu(either_app: Flask) -> None:
    with either_app.app_context():
        load_menu()


@contextmanager
def listening() -> Iterator[list[dict[str, Any]]]:
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
        self, chosen: frozenset[str], page: str = "page-one", at: timedelta = SOON - NOON
    ) -> Callable[[], object]:
        return lambda: choices.save_choice(self.id, self.owner, 0, choice(chosen, page=page), NOON + at)

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


def test_starting_twice_with_one_key_starts_one_quiz(either_app: Flask, owner: int) -> None:
    keys = iter(f"start-key-{number}" for number in range(1_000))

    def prepare() -> Race:
        key = next(keys)

        def check(left: object, right: object) -> None:
            assert isinstance(left, str)
            assert left == right
            mine = select(func.count()).where(QuizAttempt.start_key == key)
            assert db.session.execute(mine).scalar_one() == 1
            rows = select(func.count()).select_from(QuizAnswer).where(QuizAnswer.attempt_id == left)
            assert db.session.execute(rows).scalar_one() == 8

        def start(seed: int) -> Callable[[], object]:
            return lambda: start_quiz(owner, seed=seed, start_key=key)

        return Race(start(1), start(2), check)

    every_way(either_app, prepare)


def test_a_choice_while_the_exam_is_handed_in_is_graded_or_refused(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        exam = Exam(owner)

        def check(saved: object, finished: object) -> None:
            assert finished is None
            exam.expect_graded()
            first = exam.stored.answer(0).slot
            if isinstance(saved, Saved):
                assert (first.chosen, first.is_right) == (exam.right, True)
            else:
                assert isinstance(saved, QuizOver)
                assert (first.chosen, first.is_right) == (frozenset(), False)

        return Race(exam.save(exam.right), exam.finish(), check)

    every_way(either_app, prepare)


def test_handing_in_twice_grades_and_tells_once(either_app: Flask, owner: int) -> None:
    with listening() as told:

        def prepare() -> Race:
            exam = Exam(owner)
            exam.save(exam.right)()
            told.clear()

            def check(left: object, right: object) -> None:
                assert {left is None, right is None} == {True, False}
                assert isinstance(left or right, QuizOver)
                exam.expect_graded()
                assert [news["is_right"] for news in told] == [True, *BLANK]
                assert exam.stored.version == 2

            return Race(exam.finish(), exam.finish(), check)

        every_way(either_app, prepare)


@pytest.mark.parametrize("at", [GRACE, GRACE + timedelta(microseconds=1)], ids=["in the grace", "after it"])
def test_the_sweep_and_the_candidate_end_an_exam_once_and_at_its_deadline(
    either_app: Flask, owner: int, at: timedelta
) -> None:
    with listening() as told:

        def prepare() -> Race:
            exam = Exam(owner)
            exam.save(exam.wrong)()
            told.clear()
            deadline = exam.stored.quiz.deadline
            assert deadline is not None

            def check(swept: object, finished: object) -> None:
                assert isinstance(swept, int)
                assert finished is None or isinstance(finished, QuizOver)
                exam.expect_graded()
                quiz = exam.stored.quiz
                assert (quiz.finished_at, quiz.finished_by) == (deadline, FinishedBy.CLOCK)
                assert [news["is_right"] for news in told] == [False, *BLANK]

            return Race(lambda: service.settle_lapsed(LONG_AFTER), exam.finish(deadline - NOON + at), check)

        every_way(either_app, prepare)


def test_a_choice_within_the_grace_is_graded_while_the_sweep_runs_or_refused(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        exam = Exam(owner)
        deadline = exam.stored.quiz.deadline
        assert deadline is not None

        def check(saved: object, swept: object) -> None:
            assert isinstance(swept, int)
            exam.expect_graded()
            assert isinstance(saved, Saved | QuizOver)
            assert exam.stored.answer(0).slot.is_right is isinstance(saved, Saved)

        in_grace = deadline - NOON + GRACE
        return Race(exam.save(exam.right, at=in_grace), lambda: service.settle_lapsed(LONG_AFTER), check)

    every_way(either_app, prepare)


def test_of_two_windows_one_choice_is_stored_and_the_other_is_shown_it(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        exam = Exam(owner)

        def check(left: object, right: object) -> None:
            kept, lost = (left, right) if isinstance(left, Saved) else (right, left)
            assert isinstance(kept, Saved)
            assert isinstance(lost, StaleChoice)
            stored = exam.stored.answer(0)
            assert (lost.stored.slot.chosen, lost.stored.revision) == (stored.slot.chosen, 1)
            assert stored.slot.chosen == (exam.right if kept is left else exam.wrong)

        return Race(exam.save(exam.right, "left-page"), exam.save(exam.wrong, "right-page"), check)

    every_way(either_app, prepare)


def test_one_question_answered_in_two_windows_counts_once(either_app: Flask, owner: int) -> None:
    with listening() as told:

        def prepare() -> Race:
            quiz_id = start_learning(owner)
            right, wrong = right_and_wrong(quiz_id, owner, 0)
            told.clear()

            def give(chosen: frozenset[str]) -> Callable[[], object]:
                return lambda: service.give_answer(quiz_id, owner, 0, chosen, None, SOON)

            def check(left: object, other: object) -> None:
                first_won = not isinstance(left, Exception)
                assert isinstance(other if first_won else left, AnswerGiven)
                slot = get_quiz(quiz_id, owner).answer(0).slot
                assert (slot.chosen, slot.is_right) == ((right, True) if first_won else (wrong, False))
                assert len(told) == 1

            return Race(give(right), give(wrong), check)

        every_way(either_app, prepare)


def test_the_last_two_questions_answered_at_once_finish_the_quiz(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        quiz_id = start_learning(owner, count=2)
        keys = [right_and_wrong(quiz_id, owner, number)[0] for number in (0, 1)]

        def give(number: int) -> Callable[[], object]:
            return lambda: service.give_answer(quiz_id, owner, number, keys[number], None, SOON)

        def check(left: object, right: object) -> None:
            assert not isinstance(left, Exception)
            assert not isinstance(right, Exception)
            assert get_quiz(quiz_id, owner).quiz.is_over
            row = db.session.execute(select(QuizAttempt).where(QuizAttempt.id == quiz_id)).scalar_one()
            assert (row.right, row.counted) == (2, 2)

        return Race(give(0), give(1), check)

    every_way(either_app, prepare)


def test_an_answer_while_a_learner_ends_the_quiz_counts_or_is_refused(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        quiz_id = start_learning(owner)
        right, _wrong = right_and_wrong(quiz_id, owner, 0)

        def check(given: object, finished: object) -> None:
            assert finished is None
            row = db.session.execute(select(QuizAttempt).where(QuizAttempt.id == quiz_id)).scalar_one()
            counted = 0 if isinstance(given, QuizOver) else 1
            assert (row.state, row.right, row.counted) == ("finished", counted, counted)

        return Race(
            lambda: service.give_answer(quiz_id, owner, 0, right, None, SOON),
            lambda: service.finish_quiz(quiz_id, owner, SOON),
            check,
        )

    every_way(either_app, prepare)


def test_a_quiz_deleted_under_a_choice_or_the_sweep_leaves_nothing_behind(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        exam = Exam(owner)

        def check(saved: object, deleted: object) -> None:
            assert isinstance(saved, Saved | NotFound)
            assert deleted is None
            rows = select(func.count()).select_from(QuizAnswer).where(QuizAnswer.attempt_id == exam.id)
            assert db.session.execute(rows).scalar_one() == 0

        return Race(exam.save(exam.right), lambda: service.delete_quiz(exam.id, owner), check)

    every_way(either_app, prepare)


def test_two_sweeps_at_once_end_every_exam_once(either_app: Flask, owner: int) -> None:
    with listening() as told:

        def prepare() -> Race:
            exams = [Exam(owner) for _ in range(3)]
            for exam in exams:
                exam.save(exam.right)()
            told.clear()

            def sweep() -> object:
                return service.settle_lapsed(LONG_AFTER)

            def check(left: object, right: object) -> None:
                assert isinstance(left, int)
                assert isinstance(right, int)
                assert sorted(news["is_right"] for news in told) == [*BLANK * 3, True, True, True]
                for exam in exams:
                    exam.expect_graded()

            return Race(sweep, sweep, check)

        every_way(either_app, prepare)
