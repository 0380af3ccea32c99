"""Budgets, deadlines and the grace of the interview's clock. All durations are `timedelta`; all moments are aware."""

from datetime import datetime, timedelta
from enum import StrEnum

GRACE = timedelta(seconds=10)
"""How long after a deadline the network may still deliver what was written before it."""

MIN_MULTIPLIER = 1.0
MAX_MULTIPLIER = 3.0


class Pace(StrEnum):
    """How the clock binds the candidate."""

    STRICT = "strict"
    PRACTICE = "practice"
    UNTIMED = "untimed"


def budget_with_extra_time(seconds: int, multiplier: float) -> timedelta:
    """A prompt's budget with the candidate's extra time, rounded up to a whole second.

    ValueError where the multiplier lies outside 1 to 3.
    """
    if not MIN_MULTIPLIER <= multiplier <= MAX_MULTIPLIER:
        raise ValueError(f"extra time is a multiplier from 1 to 3, not {multiplier}")
    return timedelta(seconds=-(-round(seconds * multiplier * 1000) // 1000))


def deadline_of(opened_at: datetime, budget: timedelta, pace: Pace) -> datetime | None:
    """When the budget of a prompt opened then is used up; None when untimed."""
    return None if pace is Pace.UNTIMED else opened_at + budget


def is_over(deadline: datetime | None, pace: Pace, now: datetime) -> bool:
    """Whether the clock has closed the prompt: only the strict pace closes, at the very deadline."""
    return pace is Pace.STRICT and deadline is not None and now >= deadline


def in_grace(deadline: datetime | None, now: datetime) -> bool:
    """Whether what was written before the deadline may still arrive; the last moment of the grace counts."""
    return deadline is not None and now <= deadline + GRACE


def seconds_left(deadline: datetime | None, now: datetime) -> float | None:
    """Seconds until the deadline, negative once it has passed; None when untimed."""
    return None if deadline is None else (deadline - now).total_seconds()
