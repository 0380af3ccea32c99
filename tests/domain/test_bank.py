"""Answering a question oneself: when what may be done, and what a score is."""

from fractions import Fraction

import pytest

from interview_sim.domain import bank
from interview_sim.domain.bank import AnswerClosed, AttemptFinished, NotRevealed, Stage, is_weak, score_of, tell_score
from interview_sim.domain.scoring import PointMark
from tests.bank_builders import plan_question
from tests.builders import NOON

POINTS = plan_question().points
COVERED, PARTLY, MISSED = PointMark.COVERED, PointMark.PARTLY, PointMark.MISSED


def test_an_answer_is_written_then_scored_then_finished() -> None:
    assert bank.stage_of(None, None) is Stage.WRITING
    assert bank.stage_of(NOON, None) is Stage.SCORING
    assert bank.stage_of(NOON, NOON) is Stage.FINISHED


def test_the_text_is_final_once_the_model_answer_was_opened() -> None:
    bank.require_writing(Stage.WRITING)
    for stage in (Stage.SCORING, Stage.FINISHED):
        with pytest.raises(AnswerClosed):
            bank.require_writing(stage)


def test_points_are_marked_between_opening_the_model_answer_and_finishing() -> None:
    bank.require_scoring(Stage.SCORING)
    with pytest.raises(NotRevealed):
        bank.require_scoring(Stage.WRITING)
    with pytest.raises(AttemptFinished):
        bank.require_scoring(Stage.FINISHED)


@pytest.mark.parametrize(
    ("marks", "score"),
    [
        ({}, Fraction(0)),
        ({"p1": COVERED}, Fraction(1, 3)),
        ({"p1": PARTLY}, Fraction(1, 6)),
        ({"p1": COVERED, "p2": COVERED, "p3": PARTLY}, Fraction(5, 6)),
        ({"p1": COVERED, "p2": COVERED, "p3": COVERED}, Fraction(1)),
        ({"p1": MISSED, "of-an-older-revision": COVERED}, Fraction(0)),
    ],
)
def test_a_score_is_the_mean_of_what_the_marks_are_worth(marks: dict[str, PointMark], score: Fraction) -> None:
    assert score_of(POINTS, marks) == score


def test_a_question_is_weak_unless_every_point_was_covered() -> None:
    assert is_weak(score_of(POINTS, {"p1": COVERED, "p2": COVERED, "p3": PARTLY}))
    assert not is_weak(score_of(POINTS, dict.fromkeys(("p1", "p2", "p3"), COVERED)))
    assert not is_weak(float(score_of(POINTS, dict.fromkeys(("p1", "p2", "p3"), COVERED))))


def test_points_without_a_mark_are_counted() -> None:
    assert bank.unmarked(POINTS, {"p2": MISSED}) == 2


def test_the_result_is_told_in_a_sentence() -> None:
    told = tell_score(POINTS, {"p1": COVERED, "p2": PARTLY})
    assert told == "3 key points: 1 covered, 1 partly covered and 1 missed. That is 50 %."
