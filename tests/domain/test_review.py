"""What results elsewhere say of a card, and how much is asked in a day."""

from datetime import UTC, datetime

import pytest

from interview_sim.domain.review import (
    Finding,
    Grade,
    Limits,
    Reason,
    Standing,
    day_of,
    finding_of_choice,
    finding_of_mark,
    grade_of_score,
)
from interview_sim.domain.scoring import PointMark


def standing(**values: int) -> Standing:
    zero = dict.fromkeys(
        ("new", "learning", "reviews", "new_done", "reviews_done", "answers_done", "suspended", "total"), 0
    )
    limits = Limits(values.pop("new_limit", 10), values.pop("review_limit", 100))
    return Standing(limits=limits, next_due=None, **{**zero, **values})


@pytest.mark.parametrize(
    ("mark", "finding"),
    [
        (PointMark.MISSED, Finding(Grade.AGAIN, Reason.MISSED)),
        (PointMark.PARTLY, Finding(Grade.HARD, Reason.PARTLY)),
        (PointMark.COVERED, Finding(Grade.GOOD, None)),
    ],
)
def test_only_a_covered_point_asks_for_no_card(mark: PointMark, finding: Finding) -> None:
    assert finding_of_mark(mark) == finding


@pytest.mark.parametrize(
    ("is_right", "is_guess", "finding"),
    [
        (False, False, Finding(Grade.AGAIN, Reason.WRONG)),
        (False, True, Finding(Grade.AGAIN, Reason.WRONG)),
        (True, True, Finding(Grade.HARD, Reason.GUESSED)),
        (True, False, Finding(Grade.GOOD, None)),
    ],
)
def test_wrong_and_guessed_ask_for_a_card(is_right: bool, is_guess: bool, finding: Finding) -> None:
    assert finding_of_choice(is_right, is_guess) == finding


@pytest.mark.parametrize(
    ("score", "grade"),
    [(0.0, Grade.AGAIN), (0.49, Grade.AGAIN), (0.5, Grade.HARD), (0.99, Grade.HARD), (1.0, Grade.GOOD)],
)
def test_a_score_becomes_a_grade_at_its_edges(score: float, grade: Grade) -> None:
    assert grade_of_score(score) is grade


def test_new_cards_stop_at_the_limit_of_the_day() -> None:
    assert standing(new=30, new_done=4).new_left == 6
    assert standing(new=30, new_done=10).new_left == 0
    assert standing(new=30, new_done=12).new_left == 0
    assert standing(new=3, new_done=4).new_left == 3


def test_known_cards_stop_at_theirs_and_cards_being_learnt_never_do() -> None:
    day = standing(reviews=9, reviews_done=2, review_limit=5, learning=4)
    assert day.reviews_left == 3
    assert day.due == 7
    assert day.held_back == 6


def test_a_limit_of_nothing_asks_nothing() -> None:
    assert standing(new=5, reviews=5, new_limit=0, review_limit=0).due == 0


def test_a_day_begins_at_midnight_utc() -> None:
    midnight = datetime(2026, 11, 2, tzinfo=UTC)
    assert day_of(midnight) == midnight
    assert day_of(datetime(2026, 11, 2, 23, 59, 59, 999999, tzinfo=UTC)) == midnight
