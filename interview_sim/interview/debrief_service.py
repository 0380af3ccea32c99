"""Writing the debrief: predictions, marks, red flags, notes, and the score once it is finished."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from interview_sim.catalog.queries import get_scenario
from interview_sim.domain import attempt as rules
from interview_sim.domain.attempt import Attempt, Refusal, State
from interview_sim.domain.content import ExpectedPoint
from interview_sim.domain.errors import NotFound
from interview_sim.domain.marking import MAX_NOTE, MAX_QUOTE, PointEntry, Sheet, Target
from interview_sim.domain.scoring import PointMark, judge, unmarked
from interview_sim.extensions import db
from interview_sim.interview.debrief_queries import asked_prompts, get_findings
from interview_sim.interview.debrief_statements import (
    MAY_MARK,
    SET_RESULT,
    WITHDRAW_FLAG,
    WRITE_NOTE,
    WRITE_SPOKEN,
    statements_here,
)
from interview_sim.interview.queries import StoredAttempt, get_attempt
from interview_sim.interview.service import TRIES, TooBusy, change, move
from interview_sim.interview.signals import debrief_finished


class PointsUnmarked(Refusal):
    """The debrief of a prompt cannot be closed while some of its points have no mark."""

    def __init__(self, points: Sequence[ExpectedPoint]) -> None:
        super().__init__(f"{len(points)} points have no mark")
        self.points = tuple(points)


class TooLong(Refusal):
    """A quote or a note has more characters than it may."""

    def __init__(self, what: str, most: int) -> None:
        super().__init__(f"A {what} may have {most:,} characters; shorten this one and save again.")


def predict(attempt_id: str, owner_id: int, number: int, step: int, now: datetime) -> None:
    """Record how the candidate thinks prompt `number` (from 0) went; the checklist opens with it.

    Raises `NotFound`, `AlreadyPredicted`, or what else the state refuses.
    """
    change(attempt_id, owner_id, lambda attempt: rules.predict(attempt, _in_range(attempt, number), step, now))


def save(target: Target, sheet: Sheet, now: datetime) -> None:
    """Write everything on the sheet or nothing, in one transaction.

    Raises `NotFound` (also where there is no such point or flag), `TooLong`, or the refusal that says why the prompt
    cannot be marked now.
    """
    _require_known(target, sheet, now)
    for _ in range(TRIES):
        if _write(target, sheet, now):
            db.session.commit()
            return
        db.session.rollback()
        _require_markable(target, now)
    raise TooBusy


def finish(target: Target, sheet: Sheet, now: datetime, *, rest_is_missed: bool) -> StoredAttempt:
    """Write the sheet, then close the debrief of the prompt; the attempt as it then is.

    The sheet is kept even where closing is refused. Closing the last one fixes score and rating in the same
    transaction; closing one twice, or one that was closed earlier, changes nothing more. Raises as `save`, and
    `PointsUnmarked` where points have no mark and `rest_is_missed` is false.
    """
    save(target, sheet, now)
    for _ in range(TRIES):
        stored = get_attempt(target.attempt_id, target.owner_id)
        rules.require_checklist(rules.settle(stored.attempt, now), target.number)
        closed = _close(stored, target, now, rest_is_missed)
        if closed is not None:
            db.session.commit()
            return closed
        db.session.rollback()
    raise TooBusy


def _close(stored: StoredAttempt, target: Target, now: datetime, rest_is_missed: bool) -> StoredAttempt | None:
    """Close the debrief in the open transaction; None where another request came first."""
    pinned = get_scenario(stored.revision_id)
    prompt = pinned.prompt(target.prompt_id)
    if rest_is_missed:
        for point in prompt.points:
            missed = _mark_values(PointEntry(point.id, PointMark.MISSED))
            _execute(statements_here().mark_if_unmarked, target, now, **missed)
    settled = rules.settle(stored.attempt, now)
    moved = settled if target.number < settled.position else rules.finish_debrief(settled, target.number, now)
    if not move(stored, moved):
        return None
    findings = get_findings(stored.id, stored.user_id)
    left = unmarked(prompt, findings.marks)
    if left:
        db.session.rollback()
        raise PointsUnmarked(left)
    if moved.state is State.FINISHED:
        prompts = asked_prompts(stored, pinned)
        result = judge(prompts, pinned.scenario.competencies, findings.marks, findings.raised(pinned)).overall
        assert result.score is not None
        assert result.rating is not None
        values = {"of_attempt": stored.id, "new_score": float(result.score), "new_rating": result.rating.value}
        db.session.connection().execute(SET_RESULT, values)
        debrief_finished.send(None, attempt_id=stored.id, owner_id=stored.user_id, now=now)
    return stored.with_attempt(moved)


def _write(target: Target, sheet: Sheet, now: datetime) -> bool:
    """Write the sheet in the open transaction; False where the target may not be marked as things are stored."""
    statements = statements_here()
    written = [_execute(statements.mark, target, now, **_mark_values(entry)) for entry in sheet.points]
    written += [
        _execute(statements.raise_flag, target, now, new_flag=flag_id)
        for flag_id, is_raised in sheet.flags.items()
        if is_raised
    ]
    if sheet.note is not None:
        written.append(_execute(WRITE_NOTE, target, now, new_note=sheet.note))
    if sheet.spoken is not None:
        written.append(_execute(WRITE_SPOKEN, target, now, new_spoken=sheet.spoken))
    withdrawn = [flag_id for flag_id, is_raised in sheet.flags.items() if not is_raised]
    for flag_id in withdrawn:
        _execute(WITHDRAW_FLAG, target, now, new_flag=flag_id)
    if not written:
        return db.session.connection().execute(MAY_MARK, _values(target, now)).first() is not None
    return all(rows == 1 for rows in written)


def _execute(statement: Any, target: Target, now: datetime, **values: Any) -> int:
    return db.session.connection().execute(statement, {**_values(target, now), **values}).rowcount


def _values(target: Target, now: datetime) -> dict[str, Any]:
    return {
        "of_attempt": target.attempt_id,
        "owner_id": target.owner_id,
        "of_number": target.number,
        "of_revision": target.revision_id,
        "of_prompt": target.prompt_id,
        "now": now,
    }


def _mark_values(entry: PointEntry) -> dict[str, Any]:
    return {
        "new_point": entry.point_id,
        "new_mark": entry.mark.value,
        "new_quote": entry.quote or "",
        "has_quote": entry.quote is not None,
    }


def _require_known(target: Target, sheet: Sheet, now: datetime) -> None:
    """Refuse points and flags that the scenario does not have, and texts that are too long."""
    pinned = get_scenario(target.revision_id)
    known = {point.id for point in pinned.prompt(target.prompt_id).points}
    if (
        not known.issuperset(entry.point_id for entry in sheet.points)
        or not sheet.flags.keys() <= pinned.flags.keys()
    ):
        _require_markable(target, now)  # who may not see the checklist must not learn what is on it
        raise NotFound
    if any(len(entry.quote or "") > MAX_QUOTE for entry in sheet.points):
        raise TooLong("quote", MAX_QUOTE)
    if len(sheet.note or "") > MAX_NOTE:
        raise TooLong("note", MAX_NOTE)


def _require_markable(target: Target, now: datetime) -> None:
    """Say why nothing was written; where only the clock had not been written down, write it down."""
    stored = get_attempt(target.attempt_id, target.owner_id)
    number = _in_range(stored.attempt, target.number)
    if stored.revision_id != target.revision_id or stored.answers[number].prompt_id != target.prompt_id:
        raise NotFound
    rules.require_checklist(rules.settle(stored.attempt, now), number)
    change(target.attempt_id, target.owner_id, lambda attempt: rules.settle(attempt, now))


def _in_range(attempt: Attempt, number: int) -> int:
    if not 0 <= number < len(attempt.slots):
        raise NotFound
    return number
