"""A fresh attempt at the sample, for races on it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from interview_sim.domain.drafts import Draft
from interview_sim.interview import debrief_service, drafts
from interview_sim.interview.queries import StoredAttempt, get_attempt
from tests.builders import NOON, start_sample

PAGE, OTHER_PAGE = "page-one", "page-two"
DEADLINE = NOON + timedelta(seconds=90)


def after(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


class Sitting:
    """A fresh attempt at the sample, and what can be done to its first prompt."""

    def __init__(self, owner: int, **choices: Any) -> None:
        self.owner = owner
        self.id = start_sample(owner, **choices)

    def save(self, text: str, page: str = PAGE, sequence: int = 1, at: float = 5) -> Callable[[], object]:
        draft = Draft(text, 0, page, sequence)
        return lambda: drafts.save_draft(self.id, self.owner, 0, draft, NOON + after(at))

    def finish(self, text: str, page: str = PAGE, sequence: int = 2, at: float = 5) -> Callable[[], object]:
        draft = Draft(text, 0, page, sequence)
        return lambda: drafts.finish_answer(self.id, self.owner, 0, draft, NOON + after(at))

    def predict(self, at: float) -> Callable[[], object]:
        return lambda: debrief_service.predict(self.id, self.owner, 0, 3, NOON + after(at))

    @property
    def stored(self) -> StoredAttempt:
        return get_attempt(self.id, self.owner)

    def expect_closed_once(self) -> None:
        """The first answer is closed, and the second prompt was opened at that very moment, once."""
        first, second = self.stored.attempt.slots
        assert first.closed_at is not None
        assert second.opened_at == first.closed_at
        assert second.closed_at is None
        assert (self.stored.version, self.stored.attempt.position) == (2, 1)
