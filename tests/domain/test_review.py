"""What results elsewhere say of a card, and how much is asked in a day."""

from datetime import UTC, datetime, timedelta

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

EVENING = datetime(2026, 11, 2, 20, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 3, tzinfo=UTC)
COUNTS = (
    "new",
    "learning",
    "reviews",
    "reviews_later",
    "new_done",
    "reviews_done",
    "cards_done",
    "suspended",
    "total",
)


def standing(*, next_known: datetime | None = None, **values: int) -> Standing:
    limits = Limits(values.pop("new_limit", 10), values.pop("review_limit", 100))
    counts = {**dict.fromkeys(COUNTS, 0), **values}
    return Standing(limits=limits, day_ends=MIDNIGHT, next_known=next_known, **counts)


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
    assert day.held_back == ("6 known cards wait for another day: your daily limit for known cards is 5.",)


def test_what_is_due_now_is_told_by_kind() -> None:
    assert standing(new=12, learning=2, reviews=1).kinds == "10 new, 2 being learnt and 1 known"
    assert standing(learning=1).kinds == "1 being learnt"
    assert standing(new=5, new_limit=0).kinds == ""


def test_what_comes_later_today_stops_at_the_limit_too() -> None:
    assert standing(learning=2, reviews_later=4).later == 4
    assert standing(reviews=3, reviews_later=4, review_limit=5).later == 2
    assert standing(reviews_later=4, reviews_done=5, review_limit=5).later == 0


def test_a_limit_of_nothing_asks_nothing_and_does_not_promise_anything() -> None:
    day = standing(new=16, reviews=1, new_limit=0, review_limit=0, next_known=EVENING)
    assert day.due == 0
    assert day.next_due is None
    assert day.held_back == (
        "16 new cards wait until you raise your daily limit for new cards, which is 0.",
        "1 known card waits until you raise your daily limit for known cards, which is 0.",
    )


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        (standing(), None),
        (standing(next_known=EVENING), EVENING),
        (standing(next_known=EVENING, reviews_done=100), MIDNIGHT),
        (standing(next_known=MIDNIGHT + timedelta(days=3), reviews_done=100), MIDNIGHT + timedelta(days=3)),
        (standing(new=1, new_done=10, next_known=MIDNIGHT + timedelta(days=1)), MIDNIGHT),
        (standing(reviews=1, reviews_done=100), MIDNIGHT),
    ],
)
def test_the_next_card_comes_when_both_its_moment_and_the_limit_allow_it(
    day: Standing, moment: datetime | None
) -> None:
    assert day.next_due == moment


def test_a_day_begins_at_midnight_utc() -> None:
    midnight = datetime(2026, 11, 2, tzinfo=UTC)
    assert day_of(midnight) == midnight
    assert day_of(datetime(2026, 11, 2, 23, 59, 59, 999999, tzinfo=UTC)) == midnight
