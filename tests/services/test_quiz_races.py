"""Several requests at once on one quiz, on real databases: each thing happens once, and nothing is graded twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from interview_sim.domain.errors import NotFound
from interview_sim.domain.quiz import AnswerGiven, FinishedBy, QuizOver
from interview_sim.domain.timing import GRACE
from interview_sim.extensions import db
from interview_sim.quiz import service
from interview_sim.quiz.choices import Saved
from interview_sim.quiz.models import QuizAnswer, QuizAttempt
from interview_sim.quiz.queries import StoredQuiz, get_quiz
from interview_sim.study.models import ReviewCard
from tests.builders import NOON
from tests.quizzes import SOON, load_menu, right_and_wrong, start_learning, start_quiz
from tests.services.exams import Exam, listening
from tests.services.races import Race, at_once, every_way

LONG_AFTER = NOON + timedelta(hours=3)

BLANK = [False] * 7
"""What is told of the other seven questions of an exam: left blank is not right."""


@pytest.fixture(autouse=True)
def menu(either_app: Flask) -> None:
    with either_app.app_context():
        load_menu()


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


def test_a_page_kept_from_a_quiz_that_is_over_starts_one_new_quiz(either_app: Flask, owner: int) -> None:
    keys = iter(f"start-key-{number}" for number in range(1_000))

    def prepare() -> Race:
        key = next(keys)
        old = start_quiz(owner, start_key=key)
        service.finish_quiz(old, owner, SOON)

        def check(left: object, right: object) -> None:
            assert isinstance(left, str), left
            assert left == right != old
            assert start_quiz(owner, start_key=key) == left

        return Race(lambda: start_quiz(owner, start_key=key), lambda: start_quiz(owner, start_key=key), check)

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


def test_a_quiz_to_learn_from_ended_twice_ends_once(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        quiz_id = start_learning(owner)

        def check(left: object, right: object) -> None:
            assert [type(outcome) for outcome in (left, right) if outcome is not None] == [QuizOver]
            row = db.session.execute(select(QuizAttempt).where(QuizAttempt.id == quiz_id)).scalar_one()
            assert (row.version, row.right, row.counted) == (2, 0, 0)

        def finish() -> None:
            service.finish_quiz(quiz_id, owner, SOON)

        return Race(finish, finish, check)

    every_way(either_app, prepare)


def test_six_that_hand_in_at_once_make_one_card_of_each_question(either_app: Flask, owner: int) -> None:
    with either_app.app_context():
        exam = Exam(owner)
        exam.save(exam.wrong)()
    outcomes = at_once(either_app, *[exam.finish()] * 6)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", *["QuizOver"] * 5]
    with either_app.app_context():
        assert db.session.execute(select(func.count()).select_from(ReviewCard)).scalar_one() == 8


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


def test_the_same_answer_twice_at_once_is_given_once(either_app: Flask, owner: int) -> None:
    with listening() as told:

        def prepare() -> Race:
            quiz_id = start_learning(owner)
            _right, wrong = right_and_wrong(quiz_id, owner, 0)
            told.clear()

            def check(left: object, right: object) -> None:
                assert isinstance(left, StoredQuiz)
                assert isinstance(right, StoredQuiz)
                stored = get_quiz(quiz_id, owner)
                assert left.answer(0).slot == right.answer(0).slot == stored.answer(0).slot
                assert (stored.version, stored.answer(0).revision, len(told)) == (2, 1, 1)

            def give() -> object:
                return service.give_answer(quiz_id, owner, 0, wrong, None, SOON)

            return Race(give, give, check)

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


@pytest.mark.parametrize("act", ["choice", "hand-in", "sweep"])
def test_a_quiz_deleted_under_a_choice_its_end_or_the_sweep_leaves_nothing_behind(
    either_app: Flask, owner: int, act: str
) -> None:
    def prepare() -> Race:
        exam = Exam(owner)
        acts = {
            "choice": exam.save(exam.right),
            "hand-in": exam.finish(),
            "sweep": lambda: service.settle_lapsed(LONG_AFTER),
        }

        def check(done: object, deleted: object) -> None:
            assert done is None or isinstance(done, Saved | NotFound | int)
            assert deleted is None
            rows = select(func.count()).select_from(QuizAnswer).where(QuizAnswer.attempt_id == exam.id)
            assert db.session.execute(rows).scalar_one() == 0

        return Race(acts[act], lambda: service.delete_quiz(exam.id, owner), check)

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
