"""Writing the debrief: predictions, marks, red flags, notes, and the score once it is finished."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from interview_sim.catalog.queries import get_scenario
from interview_sim.domain import attempt as rules
from interview_sim.domain.attempt import Attempt, Refusal, State
from interview_sim.domain.content import ExpectedPoint
from interview_sim.domain.errors import NotFound
from interview_sim.domain.marking import Edit, Sheet, Target, Withheld, find_clashes, find_faults
from interview_sim.domain.scoring import PointMark, judge, unmarked
from interview_sim.extensions import db
from interview_sim.interview.debrief_queries import asked_prompts, get_findings
from interview_sim.interview.debrief_statements import (
    FIND_NOTE,
    SET_RESULT,
    WITHDRAW_FLAG,
    WRITE_NOTE,
    WRITE_QUOTE,
    WRITE_SPOKEN,
    statements_here,
)
from interview_sim.interview.queries import StoredAttempt, get_attempt
from interview_sim.interview.service import TRIES, TooBusy, change, move


class PointsUnmarked(Refusal):
    """The debrief of a prompt cannot be closed while some of its points have no mark."""

    def __init__(self, points: Sequence[ExpectedPoint]) -> None:
        super().__init__(f"{len(points)} points have no mark")
        self.points = tuple(points)


class WordsHeldBack(Refusal):
    """A note or quotes could not be written; everything else was."""

    def __init__(self, withheld: Withheld) -> None:
        super().__init__("some words were held back")
        self.withheld = withheld


def predict(attempt_id: str, owner_id: int, number: int, step: int, now: datetime) -> None:
    """Record how the candidate thinks prompt `number` (from 0) went; the checklist opens with it.

    Raises `NotFound`, `AlreadyPredicted`, or what else the state refuses.
    """
    change(attempt_id, owner_id, lambda attempt: rules.predict(attempt, _in_range(attempt, number), step, now))


def save(target: Target, sheet: Sheet, now: datetime, *, rest_is_missed: bool = False) -> None:
    """Write the sheet in one transaction: all of it, or all but the words that cannot be written.

    Raises `NotFound` (also where there is no such point or flag), the refusal that says why the prompt cannot be
    marked now, or, when everything else is committed, `WordsHeldBack`.
    """
    _require_known(target, sheet, now)
    faults = _find_faults(target, sheet)
    sound = sheet.without(faults)
    for _ in range(TRIES):
        clashes = _write(target, sound, now, rest_is_missed)
        if clashes is not None:
            db.session.commit()
            if withheld := faults.and_also(clashes):
                raise WordsHeldBack(withheld)
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
    save(target, sheet, now, rest_is_missed=rest_is_missed)
    for _ in range(TRIES):
        stored = get_attempt(target.attempt_id, target.owner_id)
        rules.require_checklist(rules.settle(stored.attempt, now), target.number)
        closed = _close(stored, target, now)
        if closed is not None:
            db.session.commit()
            return closed
        db.session.rollback()
    raise TooBusy


def _close(stored: StoredAttempt, target: Target, now: datetime) -> StoredAttempt | None:
    """Close the debrief in the open transaction; None where another request came first."""
    pinned = get_scenario(stored.revision_id)
    prompt = pinned.prompt(target.prompt_id)
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
    return stored.with_attempt(moved)


def _write(target: Target, sheet: Sheet, now: datetime, rest_is_missed: bool) -> Withheld | None:
    """Write the sheet in the open transaction; the words that clash with what others wrote.

    None where the target may not be marked as things are stored, or where they changed while this was decided.
    """
    ticks = _write_ticks(target, sheet, now)
    if not all(rows == 1 for rows in ticks):
        return None
    if rest_is_missed:
        for point in get_scenario(target.revision_id).prompt(target.prompt_id).points:
            missed = {"new_point": point.id, "new_mark": PointMark.MISSED.value}
            _execute(statements_here().mark_if_unmarked, target, now, **missed)
    unwritten = _write_words(target, sheet, now)
    if unwritten.has_words or not (ticks or sheet.has_words):
        return _look_again(target, unwritten, now)
    return Withheld()


def _write_ticks(target: Target, sheet: Sheet, now: datetime) -> list[int]:
    """Write the single choices; how many rows each wrote, which is one where it was permitted."""
    statements = statements_here()
    written = [
        _execute(statements.mark, target, now, new_point=entry.point_id, new_mark=entry.mark.value)
        for entry in sheet.points
    ]
    for flag_id, is_raised in sheet.flags.items():
        rows = _execute(statements.raise_flag if is_raised else WITHDRAW_FLAG, target, now, new_flag=flag_id)
        if is_raised:  # one that is not there to be withdrawn is no sign of anything
            written.append(rows)
    if sheet.spoken is not None:
        written.append(_execute(WRITE_SPOKEN, target, now, new_spoken=sheet.spoken))
    return written


def _write_words(target: Target, sheet: Sheet, now: datetime) -> Sheet:
    """Write the note and the quotes where they may replace what is stored; a sheet of those that may not."""
    note = sheet.note
    if note is not None and _execute(WRITE_NOTE, target, now, **_word_values(note)) == 1:
        note = None
    quotes = {
        point: edit
        for point, edit in sheet.quotes.items()
        if _execute(WRITE_QUOTE, target, now, new_point=point, **_word_values(edit)) != 1
    }
    return Sheet(note=note, quotes=quotes)


def _look_again(target: Target, unwritten: Sheet, now: datetime) -> Withheld | None:
    """Why words were not written, read in the transaction that tried; None as for `_write`."""
    row = db.session.connection().execute(FIND_NOTE, _values(target, now)).first()
    if row is None:
        return None
    if not unwritten.has_words:
        return Withheld()
    findings = get_findings(target.attempt_id, target.owner_id)
    marked = [point for prompt, point in findings.marks if prompt == target.prompt_id]
    quotes = {point: findings.quotes.get((target.prompt_id, point), "") for point in marked}
    clashes = find_clashes(unwritten, row.note, quotes)
    return None if unwritten.without(clashes).has_words else clashes


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


def _word_values(edit: Edit) -> dict[str, str]:
    return {"new_words": edit.text, "seen_words": edit.seen}


def _find_faults(target: Target, sheet: Sheet) -> Withheld:
    """What is wrong with the words themselves; the answer is read only where something is quoted from it."""
    if not any(edit.text for edit in sheet.quotes.values()):
        return find_faults(sheet, (), spoken=True)
    stored = get_attempt(target.attempt_id, target.owner_id)
    answer = stored.answers[_in_range(stored.attempt, target.number)]
    spoken = answer.spoken if sheet.spoken is None else sheet.spoken
    return find_faults(sheet, (answer.text, answer.late_text or ""), spoken=spoken)


def _require_known(target: Target, sheet: Sheet, now: datetime) -> None:
    """Refuse points and flags that the scenario does not have."""
    pinned = get_scenario(target.revision_id)
    known = {point.id for point in pinned.prompt(target.prompt_id).points}
    named = {entry.point_id for entry in sheet.points} | sheet.quotes.keys()
    if not (named <= known and sheet.flags.keys() <= pinned.flags.keys()):
        _require_markable(target, now)  # who may not see the checklist must not learn what is on it
        raise NotFound


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
