"""Saving what is typed, and closing an answer with it: nothing acknowledged is lost, nothing stale overwrites.

A draft says which revision it edits, which page wrote it and that page's own count of its saves. It is taken when it
edits the stored revision, or when the same page wrote that revision and this is a later save of it (its
acknowledgement was lost on the way). An earlier save of that page is known by its count, and not written. Anything
else is a conflict that the person decides.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Integer, Table, Text, and_, bindparam, case, exists, or_, select, update

from interview_sim.domain import attempt as rules
from interview_sim.domain.attempt import AnswerClosed, Attempt, ClosedBy, Refusal, State
from interview_sim.domain.drafts import MAX_ANSWER, Draft
from interview_sim.domain.errors import NotFound
from interview_sim.domain.timing import Pace, seconds_left
from interview_sim.extensions import UtcDateTime, db
from interview_sim.interview.models import Answer, InterviewAttempt
from interview_sim.interview.queries import StoredAnswer, StoredAttempt, get_attempt
from interview_sim.interview.service import TRIES, TooBusy, change, move
from interview_sim.statements import count_rows

MAX_LATE = 5 * MAX_ANSWER
"""Characters that are kept beside an answer, of all windows together."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What the server acknowledges: it is committed."""

    revision: int
    seconds_left: float | None
    is_closed: bool = False
    is_paused: bool = False
    """Whether the clock stands still: the page that saved may not know what another one did."""


class StaleDraft(Refusal):
    """The answer was changed elsewhere since this draft was begun; carries what the server has."""

    def __init__(self, text: str, revision: int) -> None:
        super().__init__("the answer was changed elsewhere")
        self.text = text
        self.revision = revision


class AnswerTooLong(Refusal):
    """More than `MAX_ANSWER` characters."""

    def __init__(self, length: int) -> None:
        super().__init__(
            f"An answer may have {MAX_ANSWER:,} characters; this one has {length:,}. Shorten it and save again."
        )


class LateTextTooLong(Refusal):
    """Nothing more can be kept beside a closed answer."""

    def __init__(self) -> None:
        super().__init__(
            "The answer is closed, and so much was kept beside it already that this was not. Copy it first."
        )


_attempts = InterviewAttempt.__table__.c
_table = cast(Table, Answer.__table__)
_answers = _table.c

_IS_NEWS = _answers.text != bindparam("new_text")
_TEXT = {
    "text": bindparam("new_text"),
    "revision": _answers.revision + case((_IS_NEWS, 1), else_=0),
    "saved_at": case((_IS_NEWS, bindparam("now", type_=UtcDateTime())), else_=_answers.saved_at),
    "saved_by": bindparam("page"),
    "saved_sequence": bindparam("sequence"),
}
"""Words that are stored already make no revision, which would be news to other windows: only their place counts."""
_IS_LATER = and_(_answers.saved_by == bindparam("page"), _answers.saved_sequence < bindparam("sequence"))
_IS_OTHER_PAGE = _answers.saved_by.is_distinct_from(bindparam("page"))
_HAS_NO_PLACE = bindparam("sequence", type_=Integer()) == 0
_MAY_REPLACE = or_(_IS_LATER, and_(_answers.revision == bindparam("base"), or_(_IS_OTHER_PAGE, _HAS_NO_PLACE)))
_THIS_ANSWER = and_(_answers.attempt_id == bindparam("in_attempt"), _answers.number == bindparam("at_number"))

_SAVE_OPEN = (
    update(_table)
    .where(
        _THIS_ANSWER,
        _answers.opened_at.is_not(None),
        _answers.closed_at.is_(None),
        _MAY_REPLACE,
        exists().where(
            _attempts.id == bindparam("in_attempt"),
            _attempts.user_id == bindparam("owner_id"),
            or_(_attempts.pace != Pace.STRICT.value, _answers.deadline > bindparam("now")),
        ),
    )
    .values(_TEXT)
    .returning(
        _answers.revision,
        _answers.deadline,
        select(_attempts.paused_at)
        .where(_attempts.id == bindparam("in_attempt"))
        .scalar_subquery()
        .label("paused_at"),
    )
)

_SAVE_SEEN = update(_table).where(_THIS_ANSWER, _MAY_REPLACE, _answers.prediction.is_(None)).values(_TEXT)

_KEEP_LATE = (
    update(_table)
    .where(_THIS_ANSWER, _answers.late_text.is_not_distinct_from(bindparam("seen_late", type_=Text())))
    .values(late_text=bindparam("late"))
)

_SHOW_HINT = (
    update(_table)
    .where(_THIS_ANSWER, _answers.hints_seen == bindparam("seen"), _answers.closed_at.is_(None))
    .values(hints_seen=_answers.hints_seen + 1)
)

_ASK_FOLLOW_UP = (
    update(_table)
    .where(_THIS_ANSWER, _answers.follow_ups_seen == bindparam("seen"), _answers.closed_at.is_(None))
    .values(follow_ups_seen=_answers.follow_ups_seen + 1)
)


def save_draft(attempt_id: str, owner_id: int, number: int, draft: Draft, now: datetime) -> Saved:
    """Store what was typed. Raises `NotFound`, `StaleDraft`, `AnswerClosed` (the text is kept aside), `TooBusy`.

    The usual case is one guarded UPDATE: the prompt is open and nobody else wrote. Whatever that does not cover is
    read and decided by the rules.
    """
    _require_length(draft)
    values = {**_values(attempt_id, number, draft, now), "base": draft.revision, "owner_id": owner_id}
    row = db.session.execute(_SAVE_OPEN, values).one_or_none()
    if row is not None:
        db.session.commit()
        return _saved(row.revision, row.deadline, row.paused_at, now)
    db.session.rollback()
    return _decide(attempt_id, owner_id, number, draft, now, lambda attempt: rules.settle(attempt, now))


def finish_answer(
    attempt_id: str,
    owner_id: int,
    number: int,
    draft: Draft,
    now: datetime,
    by: ClosedBy = ClosedBy.CANDIDATE,
) -> Saved:
    """Store the last words of an answer and close it, in one transaction; closing it twice closes it once.

    Raises as `save_draft`; where the clock closed it within the grace, the words count and nothing else happens.
    """
    _require_length(draft)

    def close(attempt: Attempt) -> Attempt:
        settled = rules.settle(attempt, now)
        if settled.slots[number].closed_at is not None:
            return settled
        return rules.finish_prompt(settled, number, now, by)

    return _decide(attempt_id, owner_id, number, draft, now, close)


def show_hint(attempt_id: str, owner_id: int, number: int, seen: int, available: int, now: datetime) -> None:
    """Reveal the next hint, once however often it is asked. Raises `NothingMoreToAsk` and what the state refuses."""
    if seen >= available:
        raise rules.NothingMoreToAsk
    _require_open(attempt_id, owner_id, number, now)
    count_rows(_SHOW_HINT, {"in_attempt": attempt_id, "at_number": number, "seen": seen})
    db.session.commit()


def ask_follow_up(attempt_id: str, owner_id: int, number: int, seen: int, available: int, now: datetime) -> None:
    """Let the interviewer ask the next follow-up. Raises `AnswerFirst` while nothing has been answered."""
    if seen >= available:
        raise rules.NothingMoreToAsk
    if not _require_open(attempt_id, owner_id, number, now).text.strip():
        raise rules.AnswerFirst
    count_rows(_ASK_FOLLOW_UP, {"in_attempt": attempt_id, "at_number": number, "seen": seen})
    db.session.commit()


def get_answer(stored: StoredAttempt, number: int) -> StoredAnswer:
    """The answer with that number. Raises `NotFound`."""
    if not 0 <= number < len(stored.answers):
        raise NotFound
    return stored.answers[number]


def _decide(
    attempt_id: str,
    owner_id: int,
    number: int,
    draft: Draft,
    now: datetime,
    transition: Callable[[Attempt], Attempt],
) -> Saved:
    for _ in range(TRIES):
        stored = get_attempt(attempt_id, owner_id)
        answer = get_answer(stored, number)
        try:
            rules.require_draft(stored.attempt, number, now)
        except AnswerClosed:
            if _is_stored(answer, draft):
                return Saved(answer.revision, seconds_left(answer.slot.deadline, now), is_closed=True)
            if not _keep_late_text(answer, draft, attempt_id):
                continue
            raise
        moved = transition(stored.attempt)
        takes_text = _takes_text(answer, draft)
        if move(stored, moved) and (not takes_text or _saves_text(attempt_id, answer, draft, now)):
            db.session.commit()
            slot = moved.slots[number]
            revision = answer.revision + (takes_text and draft.text != answer.text)
            return _saved(revision, slot.deadline, moved.paused_at, now, slot.closed_at is not None)
        db.session.rollback()
    raise TooBusy


def _saved(
    revision: int, deadline: datetime | None, paused_at: datetime | None, now: datetime, is_closed: bool = False
) -> Saved:
    return Saved(revision, seconds_left(deadline, paused_at or now), is_closed, paused_at is not None)


def _takes_text(answer: StoredAnswer, draft: Draft) -> bool:
    """Whether the draft is to be written. Raises `StaleDraft` where another page wrote since."""
    if _is_overtaken(answer, draft):
        return False
    if draft.revision == answer.revision or _is_same_page(answer, draft):
        return True
    if draft.text == answer.text:
        return False
    raise StaleDraft(answer.text, answer.revision)


def _is_stored(answer: StoredAnswer, draft: Draft) -> bool:
    """Whether the server has the draft's words, or a later save of the same page."""
    return draft.text == answer.text or _is_overtaken(answer, draft)


def _is_overtaken(answer: StoredAnswer, draft: Draft) -> bool:
    """Whether the server has this very save, or a later one of the same page."""
    return _is_same_page(answer, draft) and draft.sequence <= answer.saved_sequence


def _is_same_page(answer: StoredAnswer, draft: Draft) -> bool:
    return answer.saved_by == draft.page and draft.sequence > 0


def _saves_text(attempt_id: str, answer: StoredAnswer, draft: Draft, now: datetime) -> bool:
    values = {**_values(attempt_id, answer.number, draft, now), "base": answer.revision}
    return count_rows(_SAVE_SEEN, values) == 1


def _keep_late_text(answer: StoredAnswer, draft: Draft, attempt_id: str) -> bool:
    """Keep words that came too late beside the answer: shown in the debrief, never counted.

    What another window sent too late stays, too. False where somebody else kept words meanwhile: read again. Raises
    `LateTextTooLong` beyond `MAX_LATE` characters.
    """
    late = _joined(answer.late_text, draft.text)
    if not draft.text.strip() or late == answer.late_text:
        return True
    if len(late) > MAX_LATE:
        raise LateTextTooLong
    values = {"in_attempt": attempt_id, "at_number": answer.number, "seen_late": answer.late_text, "late": late}
    kept = count_rows(_KEEP_LATE, values)
    db.session.commit()
    return kept == 1


def _joined(kept: str | None, text: str) -> str:
    """Both texts one below the other; one alone where it has the other in it."""
    if not kept or kept in text:
        return text
    return kept if text in kept else f"{kept}\n\n{text}"


def _require_open(attempt_id: str, owner_id: int, number: int, now: datetime) -> StoredAnswer:
    stored = change(attempt_id, owner_id, lambda attempt: rules.settle(attempt, now))
    answer = get_answer(stored, number)
    if stored.attempt.state is not State.ANSWERING or stored.attempt.position != number:
        raise rules.NotAnswering
    return answer


def _require_length(draft: Draft) -> None:
    if len(draft.text) > MAX_ANSWER:
        raise AnswerTooLong(len(draft.text))


def _values(attempt_id: str, number: int, draft: Draft, now: datetime) -> dict[str, Any]:
    return {
        "in_attempt": attempt_id,
        "at_number": number,
        "new_text": draft.text,
        "now": now,
        "page": draft.page,
        "sequence": draft.sequence,
    }
