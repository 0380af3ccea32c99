"""Changing interview attempts: the only place that commits them.

Every transition is decided by the pure rules on what was read, and written by an UPDATE guarded with the
version it was decided on; where another request came first, it is read and decided again.
"""

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, insert, update

from interview_sim.catalog.queries import PinnedScenario
from interview_sim.domain import attempt as rules
from interview_sim.domain.attempt import Attempt, Flow, Slot, State
from interview_sim.domain.errors import Busy, NotFound
from interview_sim.domain.timing import Pace, budget_with_extra_time
from interview_sim.extensions import db
from interview_sim.interview.models import Answer, FlagMark, InterviewAttempt, Mark
from interview_sim.interview.queries import StoredAttempt, find_started, get_attempt, list_expired
from interview_sim.start_keys import adopt_started, start_once
from interview_sim.statements import count_rows

TRIES = 8
"""How often a decision is made again because another request changed the attempt meanwhile."""


class TooBusy(Busy):
    """Others kept changing the attempt; nothing was written."""


_attempts = cast(Table, InterviewAttempt.__table__)
_answers = cast(Table, Answer.__table__)
_marks = cast(Table, Mark.__table__)
_flag_marks = cast(Table, FlagMark.__table__)

_MOVE = (
    update(_attempts)
    .where(_attempts.c.id == bindparam("attempt_id"), _attempts.c.version == bindparam("seen_version"))
    .values(
        state=bindparam("state"),
        position=bindparam("position"),
        version=bindparam("next_version"),
        started_at=bindparam("started_at"),
        paused_at=bindparam("paused_at"),
        finished_at=bindparam("finished_at"),
        expires_at=bindparam("expires_at"),
    )
)

_SLOT = (
    update(_answers)
    .where(_answers.c.attempt_id == bindparam("of_attempt"), _answers.c.number == bindparam("of_number"))
    .values(
        opened_at=bindparam("opened_at"),
        deadline=bindparam("deadline"),
        closed_at=bindparam("closed_at"),
        closed_by=bindparam("closed_by"),
        paused_seconds=bindparam("paused_seconds"),
        prediction=bindparam("prediction"),
        debriefed_at=bindparam("debriefed_at"),
    )
)


def start_attempt(
    user_id: int,
    pinned: PinnedScenario,
    *,
    pace: Pace,
    flow: Flow,
    time_multiplier: float,
    start_key: str,
    now: datetime,
    only_prompt: str | None = None,
) -> str:
    """Start an interview and open its first prompt; the attempt's id.

    The same `start_key` again gives the same attempt, and a new one once that is over. Raises `NotFound` where the
    prompt to retake does not exist.
    """
    prompts = [prompt for prompt in pinned.scenario.prompts if only_prompt in (None, prompt.id)]
    if not prompts:
        raise NotFound
    budgets = tuple(budget_with_extra_time(prompt.budget.total, time_multiplier) for prompt in prompts)
    attempt = rules.start(rules.brief(budgets, pace, flow), now)
    attempt_id = secrets.token_hex(16)
    header = {
        "id": attempt_id,
        "user_id": user_id,
        "item_id": pinned.item_id,
        "revision_id": pinned.revision_id,
        "only_prompt": only_prompt,
        "pace": pace.value,
        "flow": flow.value,
        "time_multiplier": time_multiplier,
        "version": 1,
        **_columns(attempt),
    }
    answers = [
        {
            "attempt_id": attempt_id,
            "number": number,
            "prompt_id": prompt.id,
            "budget": round(slot.budget.total_seconds()),
            **_slot_columns(slot),
        }
        for number, (prompt, slot) in enumerate(zip(prompts, attempt.slots, strict=True))
    ]

    def write(key: str) -> None:
        db.session.execute(insert(_attempts), {**header, "start_key": key})
        db.session.execute(insert(_answers), answers)
        db.session.commit()

    started = start_once(
        start_key,
        write,
        find=lambda key: find_started(user_id, key),
        is_over=lambda earlier: not get_attempt(earlier, user_id).attempt.state.is_live,
    )
    return started or attempt_id


def change(attempt_id: str, owner_id: int, transition: Callable[[Attempt], Attempt]) -> StoredAttempt:
    """Apply a pure transition to the owner's attempt and commit it; exactly once, whoever else is at it.

    Raises `NotFound`, the transition's own refusal, or `TooBusy`.
    """
    for _ in range(TRIES):
        stored = get_attempt(attempt_id, owner_id)
        moved = stored.with_attempt(transition(stored.attempt))
        if move(stored, moved.attempt):
            db.session.commit()
            return moved
        db.session.rollback()
    raise TooBusy


def move(stored: StoredAttempt, attempt: Attempt) -> bool:
    """Write `attempt` over what was read, in the open transaction; False where another request came first."""
    if attempt is stored.attempt or attempt == stored.attempt:
        return True
    moved = count_rows(
        _MOVE,
        {
            "attempt_id": stored.id,
            "seen_version": stored.version,
            "next_version": stored.version + 1,
            **_columns(attempt),
        },
    )
    if moved == 0:
        return False
    for number, (before, after) in enumerate(zip(stored.attempt.slots, attempt.slots, strict=True)):
        if before != after:
            count_rows(_SLOT, {"of_attempt": stored.id, "of_number": number, **_slot_columns(after)})
    return True


def pause(attempt_id: str, owner_id: int, number: int, now: datetime) -> None:
    """Stop the clock of prompt `number` (practice pace); refused where another one's turn has come meanwhile."""

    def transition(attempt: Attempt) -> Attempt:
        settled = rules.settle(attempt, now)
        if settled.state is State.ANSWERING and settled.position != number:
            raise rules.NotAnswering
        return rules.pause(settled, now)

    change(attempt_id, owner_id, transition)


def resume(attempt_id: str, owner_id: int, now: datetime) -> None:
    """Let the clock run again."""
    change(attempt_id, owner_id, lambda attempt: rules.resume(attempt, now))


def abandon(attempt_id: str, owner_id: int, now: datetime) -> None:
    """Give the attempt up; its answers stay readable."""
    change(attempt_id, owner_id, lambda attempt: rules.abandon(attempt, now))


def delete_attempt(attempt_id: str, owner_id: int) -> None:
    """Delete the owner's attempt with all its answers and marks. Raises `NotFound`."""
    statement = delete(_attempts).where(_attempts.c.id == attempt_id, _attempts.c.user_id == owner_id)
    if count_rows(statement) == 0:
        db.session.rollback()
        raise NotFound
    db.session.commit()


def sweep(now: datetime) -> int:
    """Write down what the clock closed in attempts nobody looked at; how many attempts that changed."""
    swept = 0
    while expired := list_expired(now):
        for attempt_id, owner_id in expired:
            with suppress(NotFound):  # it may be deleted meanwhile
                change(attempt_id, owner_id, lambda attempt: rules.settle(attempt, now))
                swept += 1
    return swept


def adopt_attempts(from_user_id: int, to_user_id: int) -> None:
    """Give a guest's attempts to the account they signed in to, in the caller's transaction."""
    adopt_started(_attempts, from_user_id, to_user_id)
    for marks in (_marks, _flag_marks):
        of_guest = marks.c.reviewer_id == from_user_id
        db.session.execute(update(marks).where(of_guest).values(reviewer_id=to_user_id))


def _columns(attempt: Attempt) -> dict[str, Any]:
    return {
        "state": attempt.state.value,
        "position": attempt.position,
        "started_at": attempt.started_at,
        "paused_at": attempt.paused_at,
        "finished_at": attempt.finished_at,
        "expires_at": attempt.expires_at,
    }


def _slot_columns(slot: Slot) -> dict[str, Any]:
    return {
        "opened_at": slot.opened_at,
        "deadline": slot.deadline,
        "closed_at": slot.closed_at,
        "closed_by": None if slot.closed_by is None else slot.closed_by.value,
        "paused_seconds": slot.paused.total_seconds(),
        "prediction": slot.prediction,
        "debriefed_at": slot.debriefed_at,
    }
