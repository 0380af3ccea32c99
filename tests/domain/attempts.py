"""Attempts for the domain's tests, and every action on them by name."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from interview_sim.domain import attempt as rules
from interview_sim.domain.attempt import Attempt, ClosedBy, Flow
from interview_sim.domain.timing import Pace

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
"""The smallest step of the clock: one before and one after is as near to an edge as anything gets."""


def after(seconds: float) -> datetime:
    """That many seconds after the interview began at noon."""
    return NOON + timedelta(seconds=seconds)


def begun(pace: Pace = Pace.STRICT, flow: Flow = Flow.AT_END, budgets: tuple[int, ...] = (60, 90, 30)) -> Attempt:
    """An interview that began at noon; its strict deadlines are 60, 150 and 180 seconds later."""
    return rules.start(rules.brief(tuple(timedelta(seconds=budget) for budget in budgets), pace, flow), NOON)


def debriefed(attempt: Attempt, now: datetime) -> Attempt:
    """The same with the current prompt's debrief done."""
    return rules.finish_debrief(rules.predict(attempt, attempt.position, 3, now), attempt.position, now)


def _draft(attempt: Attempt, now: datetime) -> Attempt:
    rules.require_draft(attempt, attempt.position, now)
    return attempt


ACTIONS: dict[str, Callable[[Attempt, datetime], Attempt]] = {
    "start": rules.start,
    "finish": lambda attempt, now: rules.finish_prompt(attempt, attempt.position, now),
    "skip": lambda attempt, now: rules.finish_prompt(attempt, attempt.position, now, ClosedBy.SKIPPED),
    "pause": rules.pause,
    "resume": rules.resume,
    "predict": lambda attempt, now: rules.predict(attempt, attempt.position, 3, now),
    "finish debrief": lambda attempt, now: rules.finish_debrief(attempt, attempt.position, now),
    "abandon": rules.abandon,
    "draft": _draft,
    "an hour": lambda attempt, now: rules.settle(attempt, now + timedelta(hours=1)),
}
"""Everything that can happen to an attempt, applied to its current prompt."""
