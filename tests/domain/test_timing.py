"""Budgets, deadlines and the grace, a moment before and after each edge."""

from datetime import timedelta

import pytest

from interview_sim.domain.timing import (
    GRACE,
    Pace,
    budget_with_extra_time,
    deadline_of,
    in_grace,
    is_over,
    seconds_left,
)
from tests.domain.attempts import MOMENT, NOON, after

MINUTE = timedelta(seconds=60)


@pytest.mark.parametrize(
    ("seconds", "multiplier", "expected"),
    [
        (60, 1.0, 60),
        (60, 1.25, 75),
        (60, 3.0, 180),
        (90, 1.25, 113),  # 112.5 s: the half second is the candidate's
        (60, 1.1, 66),  # 66.00000000000001 as a float: no second is given for that
        (70, 1.15, 81),  # 80.5 s, and 80.49999999999999 as a float
        (1, 1.001, 2),
    ],
)
def test_extra_time_multiplies_the_budget_and_rounds_up(seconds: int, multiplier: float, expected: int) -> None:
    assert budget_with_extra_time(seconds, multiplier) == timedelta(seconds=expected)


@pytest.mark.parametrize("multiplier", [0.999, 3.001, 0.0, -1.0, float("nan"), float("inf")])
def test_extra_time_outside_one_to_three_is_refused(multiplier: float) -> None:
    with pytest.raises(ValueError, match="from 1 to 3"):
        budget_with_extra_time(60, multiplier)


def test_no_budget_is_ever_shorter_with_extra_time_than_without() -> None:
    for hundredths in range(100, 301):
        assert budget_with_extra_time(60, hundredths / 100) >= MINUTE


@pytest.mark.parametrize("pace", [Pace.STRICT, Pace.PRACTICE])
def test_the_deadline_is_the_opening_and_the_budget(pace: Pace) -> None:
    assert deadline_of(NOON, MINUTE, pace) == after(60)


def test_an_untimed_prompt_has_no_deadline() -> None:
    assert deadline_of(NOON, MINUTE, Pace.UNTIMED) is None


def test_a_strict_prompt_is_over_at_its_deadline_and_not_a_moment_before() -> None:
    assert not is_over(after(60), Pace.STRICT, after(59))
    assert not is_over(after(60), Pace.STRICT, after(60) - MOMENT)
    assert is_over(after(60), Pace.STRICT, after(60))
    assert is_over(after(60), Pace.STRICT, after(60) + MOMENT)


@pytest.mark.parametrize("pace", [Pace.PRACTICE, Pace.UNTIMED])
def test_only_the_strict_pace_closes_a_prompt(pace: Pace) -> None:
    assert not is_over(deadline_of(NOON, MINUTE, pace), pace, after(86_400))


def test_the_grace_is_ten_seconds_and_its_last_moment_counts() -> None:
    assert timedelta(seconds=10) == GRACE
    assert in_grace(after(60), after(59))
    assert in_grace(after(60), after(60))
    assert in_grace(after(60), after(70))
    assert not in_grace(after(60), after(70) + MOMENT)
    assert not in_grace(after(60), after(71))


def test_what_has_no_deadline_has_no_grace() -> None:
    assert not in_grace(None, NOON)


def test_seconds_left_are_counted_to_the_deadline_and_beyond_it() -> None:
    assert seconds_left(after(60), NOON) == 60
    assert seconds_left(after(60), after(59.75)) == 0.25
    assert seconds_left(after(60), after(60)) == 0
    assert seconds_left(after(60), after(75)) == -15
    assert seconds_left(None, NOON) is None
