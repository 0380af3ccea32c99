"""When a card comes back: FSRS (the library `fsrs`), without chance, as pure functions on an immutable state.

https://github.com/open-spaced-repetition/py-fsrs. Fuzz is off: the interval on a button is the one that is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from fsrs import Card, Rating, Scheduler, State

from interview_sim.domain.review import Grade

DESIRED_RETENTION = 0.9
"""The share of known cards that is to be remembered when they come back."""

MAX_INTERVAL_DAYS = 365
"""No card stays away longer than this: an interview comes sooner than that."""

LEARNING_STEPS = (timedelta(minutes=1), timedelta(minutes=10))
RELEARNING_STEPS = (timedelta(minutes=10),)
"""After how long a card is asked again that is new, or was forgotten, until it is known."""

REVIEW = State.Review.value
"""The state of a card that has been learnt."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What FSRS knows of a card. `state` is 1 learning, 2 review, 3 relearning; moments are aware, in UTC."""

    due: datetime
    state: int = State.Learning.value
    step: int | None = 0
    stability: float | None = None
    difficulty: float | None = None
    last_review: datetime | None = None

    @property
    def is_new(self) -> bool:
        """Whether it has never been asked."""
        return self.last_review is None

    @property
    def is_being_learnt(self) -> bool:
        """Whether it has been asked, and is not known yet or was forgotten."""
        return not self.is_new and self.state != REVIEW


def rate(memory: Memory, grade: Grade, now: datetime, *, in_steps: bool = True) -> Memory:
    """The memory after a rating at `now`.

    A card that is not known yet goes through steps of minutes. Without them (`in_steps` false) it is known at once,
    and comes back after the days that FSRS gives its stability: at least one.
    """
    card = Card(
        card_id=0,
        state=State(memory.state),
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due,
        last_review=memory.last_review,
    )
    rated, _ = _scheduler(in_steps).review_card(card, Rating(grade.value), now.astimezone(UTC))
    return Memory(rated.due, rated.state.value, rated.step, rated.stability, rated.difficulty, rated.last_review)


def intervals(memory: Memory, now: datetime) -> Mapping[Grade, timedelta]:
    """How long the card would stay away after each grade."""
    return {grade: rate(memory, grade, now).due - now for grade in Grade}


@cache
def _scheduler(in_steps: bool) -> Scheduler:
    return Scheduler(
        desired_retention=DESIRED_RETENTION,
        learning_steps=LEARNING_STEPS if in_steps else (),
        relearning_steps=RELEARNING_STEPS if in_steps else (),
        maximum_interval=MAX_INTERVAL_DAYS,
        enable_fuzzing=False,
    )
