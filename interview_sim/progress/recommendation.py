"""What to do next: one published rule, first match wins. Pure: it is handed everything it looks at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from interview_sim.domain.content import Level
from interview_sim.domain.rating import Rating
from interview_sim.domain.scoring import percent

RULE = (
    "An interview or quiz you have begun comes first, the latest before older ones.",
    "Then a debrief that is waiting for you.",
    "Then the interview whose last result was weakest, if that was a leaning or strong no hire.",
    "Then one you have not sat: at the hardest level you have finished or below it, the hardest of those first; "
    "failing that, the next level up. To begin with, the easiest and the shortest.",
    "Then, when you have sat them all, the one with the lowest last result.",
)
"""The rule in the order it is applied, as the page prints it."""

_LEVELS = list(Level)


class Step(StrEnum):
    """What kind of thing is recommended."""

    CONTINUE = "continue"
    DEBRIEF = "debrief"
    RETAKE = "retake"
    NEW = "new"
    REFRESH = "refresh"


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt with something left to do."""

    attempt_id: str
    title: str
    is_debrief: bool
    is_quiz: bool = False


@dataclass(frozen=True, slots=True)
class LastResult:
    """How the latest finished attempt at a scenario went."""

    rating: Rating
    score: float
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """A scenario that can be sat now."""

    slug: str
    title: str
    level: Level
    minutes: int
    last: LastResult | None = None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One thing to do next and the reason as a sentence; `attempt_id` to go on with, or `slug` to start."""

    step: Step
    title: str
    reason: str
    action: str
    attempt_id: str | None = None
    slug: str | None = None
    is_quiz: bool = False
    """Whether `attempt_id` is a quiz's."""


def recommend(begun: Sequence[Begun], offers: Sequence[Offer]) -> Recommendation | None:
    """Apply the rule; `begun` is newest first, at least of each kind. None where there is nothing to sit."""
    return _go_on(begun) or _retake(offers) or _new(offers) or _refresh(offers)


def _go_on(begun: Sequence[Begun]) -> Recommendation | None:
    for attempt in sorted(begun, key=lambda attempt: attempt.is_debrief):
        if attempt.is_debrief:
            reason = "Your answers are in; the debrief that turns them into a result is waiting."
            return Recommendation(Step.DEBRIEF, attempt.title, reason, "Go to the debrief", attempt.attempt_id)
        if attempt.is_quiz:
            reason = "You have begun this quiz and not finished it. Everything you chose is there."
            return Recommendation(Step.CONTINUE, attempt.title, reason, "Continue", attempt.attempt_id, is_quiz=True)
        reason = "You have begun this interview and not finished it. Everything you wrote is there."
        return Recommendation(Step.CONTINUE, attempt.title, reason, "Continue", attempt.attempt_id)
    return None


def _retake(offers: Sequence[Offer]) -> Recommendation | None:
    weak = [offer for offer in offers if offer.last and offer.last.rating.step <= Rating.LEANING_NO_HIRE.step]
    if not weak:
        return None
    offer, last = _weakest(weak)
    reason = f"Your last result was {last.rating.label} with {percent(last.score)} %, the weakest of all."
    if len(weak) == 1:
        reason = f"Your last result was {last.rating.label} with {percent(last.score)} %. Sit it again."
    return Recommendation(Step.RETAKE, offer.title, reason, "Retake it", slug=offer.slug)


def _new(offers: Sequence[Offer]) -> Recommendation | None:
    unseen = [offer for offer in offers if offer.last is None]
    if not unseen:
        return None
    finished = [_LEVELS.index(offer.level) for offer in offers if offer.last]
    if not finished:
        offer = min(unseen, key=lambda offer: (_LEVELS.index(offer.level), offer.minutes, offer.title))
        reason = f"A good one to begin with: {offer.level} level, {offer.minutes} minutes."
        return Recommendation(Step.NEW, offer.title, reason, "Look at it", slug=offer.slug)
    own = max(finished)
    offer = min(unseen, key=lambda offer: _distance(offer, own))
    if _LEVELS.index(offer.level) <= own:
        reason = f"You have not sat this one yet, and its level ({offer.level}) is within what you have finished."
    else:
        reason = f"You have sat everything up to {_LEVELS[own]} level; this is the next step up."
    return Recommendation(Step.NEW, offer.title, reason, "Look at it", slug=offer.slug)


def _distance(offer: Offer, own: int) -> tuple[bool, int, int, str]:
    """What is within reach first, and of all the nearest to the own level."""
    level = _LEVELS.index(offer.level)
    return level > own, abs(level - own), offer.minutes, offer.title


def _refresh(offers: Sequence[Offer]) -> Recommendation | None:
    if not any(offer.last for offer in offers):
        return None
    offer, last = _weakest(offers)
    reason = f"You have sat every interview. This one has the lowest last result: {percent(last.score)} %."
    return Recommendation(Step.REFRESH, offer.title, reason, "Retake it", slug=offer.slug)


def _weakest(offers: Sequence[Offer]) -> tuple[Offer, LastResult]:
    """The lowest rating, then the lowest score, then the longest ago."""
    known = [(offer, offer.last) for offer in offers if offer.last]
    return min(known, key=lambda pair: (pair[1].rating.step, pair[1].score, pair[1].started_at, pair[0].title))
