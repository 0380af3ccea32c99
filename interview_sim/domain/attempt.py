"""The states of an interview attempt and every way from one to the next.

A transition takes an `Attempt` and `now` and returns the next `Attempt`, or raises a refusal that says why not.
Each first lets the clock do what it did while nobody looked (`settle`), so a decision never rests on a stale state.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from interview_sim.domain.timing import Pace, deadline_of, in_grace, is_over


class State(StrEnum):
    """Where an attempt stands."""

    BRIEFING = "briefing"
    ANSWERING = "answering"
    PAUSED = "paused"
    DEBRIEFING = "debriefing"
    FINISHED = "finished"
    ABANDONED = "abandoned"

    @property
    def is_live(self) -> bool:
        """Whether something is still to be done."""
        return self not in (State.FINISHED, State.ABANDONED)


class Flow(StrEnum):
    """When the debrief comes: after the whole interview, or after each prompt."""

    AT_END = "at-end"
    EACH = "each"


class ClosedBy(StrEnum):
    """What ended an answer."""

    CANDIDATE = "candidate"
    SKIPPED = "skipped"
    CLOCK = "clock"
    ABANDONED = "abandoned"


class Refusal(Exception):
    """An action the attempt's state does not allow."""


class AlreadyStarted(Refusal):
    """An interview begins once."""


class NotAnswering(Refusal):
    """No prompt is open, or a different one is."""


class NotPaused(Refusal):
    """There is nothing to resume."""


class PauseNotAllowed(Refusal):
    """Only the practice pace can be paused."""


class NotDebriefing(Refusal):
    """The debrief has not begun, or it is over, or another prompt's turn has come."""


class AlreadyPredicted(Refusal):
    """A prediction is given once, before the checklist is seen."""


class ChecklistClosed(Refusal):
    """The checklist opens only after the prediction."""


class AttemptClosed(Refusal):
    """The attempt is finished or abandoned."""


class AnswerClosed(Refusal):
    """The answer was given, skipped or given up; what arrives now is not counted."""


class TooLate(AnswerClosed):
    """The clock closed the answer and the grace is over."""


class NothingMoreToAsk(Refusal):
    """Every hint or follow-up has been seen."""


class AnswerFirst(Refusal):
    """A follow-up is asked once something has been answered."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The clock's view of one prompt's answer."""

    budget: timedelta
    opened_at: datetime | None = None
    deadline: datetime | None = None
    closed_at: datetime | None = None
    closed_by: ClosedBy | None = None
    paused: timedelta = timedelta()
    prediction: int | None = None
    debriefed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it can be answered now."""
        return self.opened_at is not None and self.closed_at is None

    def elapsed(self, now: datetime) -> timedelta:
        """Time spent on it until it was closed, or until `now`, ended pauses left out."""
        if self.opened_at is None:
            return timedelta()
        return max((self.closed_at or now) - self.opened_at - self.paused, timedelta())

    def overrun(self, now: datetime) -> timedelta:
        """Time spent beyond the budget; zero where there is a deadline that was kept, or none at all."""
        if self.deadline is None:
            return timedelta()
        return max(self.elapsed(now) - self.budget, timedelta())


@dataclass(frozen=True, slots=True)
class Attempt:
    """An interview attempt as the rules see it. `position` is the prompt being answered or debriefed, from 0."""

    state: State
    pace: Pace
    flow: Flow
    slots: tuple[Slot, ...]
    position: int = 0
    started_at: datetime | None = None
    paused_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def slot(self) -> Slot:
        """The current prompt's slot."""
        return self.slots[self.position]

    @property
    def is_last(self) -> bool:
        """Whether no prompt comes after the current one."""
        return self.position == len(self.slots) - 1

    @property
    def expires_at(self) -> datetime | None:
        """When the clock will change this attempt by itself; None when it will not."""
        if self.state is State.ANSWERING and self.pace is Pace.STRICT:
            return self.slot.deadline
        return None


def brief(budgets: tuple[timedelta, ...], pace: Pace, flow: Flow) -> Attempt:
    """A new attempt, not begun; ValueError without prompts."""
    if not budgets:
        raise ValueError("an interview needs a prompt")
    return Attempt(State.BRIEFING, pace, flow, tuple(Slot(budget) for budget in budgets))


def start(attempt: Attempt, now: datetime) -> Attempt:
    """Open the first prompt. Refused once begun."""
    _require_live(attempt)
    if attempt.state is not State.BRIEFING:
        raise AlreadyStarted
    return _open(replace(attempt, started_at=now), 0, now)


def settle(attempt: Attempt, now: datetime) -> Attempt:
    """What the clock has done by `now`: every closing it forced, each recorded at its own deadline."""
    while attempt.state is State.ANSWERING and is_over(attempt.slot.deadline, attempt.pace, now):
        deadline = attempt.slot.deadline
        assert deadline is not None
        attempt = _close(attempt, ClosedBy.CLOCK, deadline)
    return attempt


def finish_prompt(attempt: Attempt, number: int, now: datetime, by: ClosedBy = ClosedBy.CANDIDATE) -> Attempt:
    """Close the open prompt `number` and go on. Refused unless that prompt is open (or was, and is paused)."""
    attempt = settle(attempt, now)
    if attempt.state is State.PAUSED and attempt.position == number:
        attempt = resume(attempt, now)
    _require_open(attempt, number)
    return _close(attempt, by, now)


def pause(attempt: Attempt, now: datetime) -> Attempt:
    """Stop the clock of the open prompt (practice pace only)."""
    attempt = settle(attempt, now)
    _require_live(attempt)
    if attempt.state is not State.ANSWERING:
        raise NotAnswering
    if attempt.pace is not Pace.PRACTICE:
        raise PauseNotAllowed
    return replace(attempt, state=State.PAUSED, paused_at=now)


def resume(attempt: Attempt, now: datetime) -> Attempt:
    """Let the clock run again; the deadline moves by the pause."""
    _require_live(attempt)
    if attempt.state is not State.PAUSED or attempt.paused_at is None:
        raise NotPaused
    pause_length = max(now - attempt.paused_at, timedelta())
    slot = attempt.slot
    slot = replace(
        slot,
        paused=slot.paused + pause_length,
        deadline=None if slot.deadline is None else slot.deadline + pause_length,
    )
    return _with_slot(replace(attempt, state=State.ANSWERING, paused_at=None), attempt.position, slot)


def abandon(attempt: Attempt, now: datetime) -> Attempt:
    """Give the attempt up; what was written stays readable."""
    attempt = settle(attempt, now)
    _require_live(attempt)
    if attempt.state is State.PAUSED:
        attempt = resume(attempt, now)
    if attempt.state is State.ANSWERING:
        end = _end_of(attempt.slot, now)
        slot = replace(attempt.slot, closed_at=end, closed_by=ClosedBy.ABANDONED)
        attempt = _with_slot(attempt, attempt.position, slot)
    return replace(attempt, state=State.ABANDONED, finished_at=now)


def predict(attempt: Attempt, number: int, prediction: int, now: datetime) -> Attempt:
    """Record how the candidate thinks prompt `number` went (1 to 4); this opens its checklist."""
    attempt = settle(attempt, now)
    _require_debrief(attempt, number)
    if not 1 <= prediction <= 4:
        raise ValueError(f"a prediction is a step from 1 to 4, not {prediction}")
    slot = attempt.slots[number]
    if slot.prediction is not None:
        raise AlreadyPredicted
    return _with_slot(attempt, number, replace(slot, prediction=prediction))


def finish_debrief(attempt: Attempt, number: int, now: datetime) -> Attempt:
    """Close the debrief of prompt `number` and go on: to the next prompt, the next debrief, or the end."""
    attempt = settle(attempt, now)
    require_checklist(attempt, number)
    if number != attempt.position:
        raise NotDebriefing
    attempt = _with_slot(attempt, number, replace(attempt.slots[number], debriefed_at=now))
    if attempt.is_last:
        return replace(attempt, state=State.FINISHED, finished_at=now)
    if attempt.flow is Flow.EACH:
        return _open(attempt, number + 1, now)
    return replace(attempt, position=number + 1)


def require_checklist(attempt: Attempt, number: int) -> None:
    """Refuse unless the checklist of prompt `number` may be seen and marked now."""
    _require_debrief(attempt, number)
    if attempt.slots[number].prediction is None:
        raise ChecklistClosed


def require_draft(attempt: Attempt, number: int, now: datetime) -> None:
    """Refuse unless a text for prompt `number` that arrives now still counts.

    It counts while the prompt is open, up to its deadline, or within the grace after the clock closed it; never
    once its prediction is given, for then the checklist has been seen.
    """
    attempt = settle(attempt, now)
    if not 0 <= number < len(attempt.slots) or attempt.slots[number].opened_at is None:
        raise NotAnswering
    slot = attempt.slots[number]
    if slot.closed_at is None:
        return
    if slot.closed_by is not ClosedBy.CLOCK or slot.prediction is not None:
        raise AnswerClosed
    if not in_grace(slot.deadline, now):
        raise TooLate


def can_see_checklist(attempt: Attempt, number: int) -> bool:
    """Whether the expected points of prompt `number` may stand in a response at all."""
    if not 0 <= number < len(attempt.slots):
        return False
    slot = attempt.slots[number]
    return slot.closed_at is not None and slot.prediction is not None


def _open(attempt: Attempt, number: int, now: datetime) -> Attempt:
    slot = attempt.slots[number]
    slot = replace(slot, opened_at=now, deadline=deadline_of(now, slot.budget, attempt.pace))
    return _with_slot(replace(attempt, state=State.ANSWERING, position=number), number, slot)


def _close(attempt: Attempt, by: ClosedBy, at: datetime) -> Attempt:
    at = _end_of(attempt.slot, at)
    attempt = _with_slot(attempt, attempt.position, replace(attempt.slot, closed_at=at, closed_by=by))
    if attempt.flow is Flow.EACH:
        return replace(attempt, state=State.DEBRIEFING)
    if attempt.is_last:
        return replace(attempt, state=State.DEBRIEFING, position=0)
    return _open(attempt, attempt.position + 1, at)


def _end_of(slot: Slot, at: datetime) -> datetime:
    """Never before it was opened: of two requests at once, the later may carry the earlier moment."""
    return at if slot.opened_at is None else max(at, slot.opened_at)


def _with_slot(attempt: Attempt, number: int, slot: Slot) -> Attempt:
    return replace(attempt, slots=(*attempt.slots[:number], slot, *attempt.slots[number + 1 :]))


def _require_live(attempt: Attempt) -> None:
    if not attempt.state.is_live:
        raise AttemptClosed


def _require_open(attempt: Attempt, number: int) -> None:
    _require_live(attempt)
    if attempt.state is not State.ANSWERING or attempt.position != number:
        raise NotAnswering


def _require_debrief(attempt: Attempt, number: int) -> None:
    _require_live(attempt)
    if attempt.state is not State.DEBRIEFING or not 0 <= number <= attempt.position:
        raise NotDebriefing
