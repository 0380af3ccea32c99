"""Choices and flags that arrive at once, on real databases: what is acknowledged is never undone by what is older."""

import pytest
from flask import Flask
from sqlalchemy import select

from interview_sim.domain.quiz import QuizOver
from interview_sim.extensions import db
from interview_sim.quiz import choices, service
from interview_sim.quiz.choices import Saved, StaleChoice
from interview_sim.quiz.models import QuizAttempt
from interview_sim.quiz.queries import get_quiz
from tests.quizzes import SOON, choice, load_menu, right_and_wrong, start_learning
from tests.services.exams import Exam
from tests.services.races import Race, every_way


@pytest.fixture(autouse=True)
def menu(either_app: Flask) -> None:
    with either_app.app_context():
        load_menu()


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


def test_two_choices_of_one_page_leave_the_later_in_whatever_order_they_arrive(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        exam = Exam(owner)

        def check(earlier: object, later: object) -> None:
            assert isinstance(earlier, Saved)
            assert isinstance(later, Saved)
            stored = exam.stored.answer(0)
            assert (stored.slot.chosen, stored.saved_sequence) == (exam.right, 2)
            assert later.revision == stored.revision

        return Race(exam.save(exam.wrong), exam.save(exam.right, sequence=2), check)

    every_way(either_app, prepare)


def test_a_flag_and_a_choice_at_once_are_both_kept(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        exam = Exam(owner)

        def check(flagged: object, saved: object) -> None:
            assert flagged is None
            assert isinstance(saved, Saved)
            stored = exam.stored.answer(0)
            assert (stored.is_flagged, stored.slot.chosen, stored.revision) == (True, exam.right, 1)

        return Race(lambda: choices.set_flag(exam.id, owner, 0, True, SOON), exam.save(exam.right), check)

    every_way(either_app, prepare)


def test_a_choice_while_a_learner_ends_the_quiz_never_becomes_an_answer(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        quiz_id = start_learning(owner)
        right, _wrong = right_and_wrong(quiz_id, owner, 0)

        def check(saved: object, finished: object) -> None:
            assert finished is None
            assert isinstance(saved, Saved | QuizOver)
            slot = get_quiz(quiz_id, owner).answer(0).slot
            assert (slot.closed_at, slot.is_right) == (None, None)
            row = db.session.execute(select(QuizAttempt).where(QuizAttempt.id == quiz_id)).scalar_one()
            assert (row.state, row.right, row.counted) == ("finished", 0, 0)

        return Race(
            lambda: choices.save_choice(quiz_id, owner, 0, choice(right), SOON),
            lambda: service.finish_quiz(quiz_id, owner, SOON),
            check,
        )

    every_way(either_app, prepare)
