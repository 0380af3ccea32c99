"""Changing what a user has of the bank: answers, marks, looks, bookmarks, notes. The only place that commits them."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, and_, bindparam, case, delete, insert, or_, select, update

from interview_sim.bank.models import QuestionAttempt, QuestionBookmark, QuestionLook, QuestionMark, QuestionNote
from interview_sim.bank.queries import OwnAnswer, StoredNote, find_started, get_note, get_own_answer
from interview_sim.bank.signals import question_scored
from interview_sim.catalog.queries import PinnedQuestion, get_question
from interview_sim.domain import bank as rules
from interview_sim.domain.bank import Stage, StaleText, TextTooLong
from interview_sim.domain.drafts import MAX_ANSWER, Draft
from interview_sim.domain.errors import NotFound
from interview_sim.domain.marking import MAX_NOTE
from interview_sim.domain.scoring import PointMark
from interview_sim.extensions import db
from interview_sim.start_keys import adopt_started, start_once
from interview_sim.statements import count_rows, insert_into

_attempts = cast(Table, QuestionAttempt.__table__)
_marks = cast(Table, QuestionMark.__table__)
_bookmarks = cast(Table, QuestionBookmark.__table__)
_notes = cast(Table, QuestionNote.__table__)
_looks = cast(Table, QuestionLook.__table__)


def _may_replace(table: Table) -> Any:
    """Whether a save edits what is stored, or is a later save of the page that wrote it (docs/decisions/0005)."""
    is_same_page = and_(table.c.saved_by == bindparam("page"), table.c.saved_sequence < bindparam("sequence"))
    return or_(table.c.revision == bindparam("base"), is_same_page)


def _saved(table: Table) -> dict[str, Any]:
    return {
        "text": bindparam("new_text"),
        "revision": table.c.revision + 1,
        "saved_at": bindparam("now"),
        "saved_by": bindparam("page"),
        "saved_sequence": bindparam("sequence"),
    }


_WRITING = and_(
    _attempts.c.id == bindparam("attempt_id"),
    _attempts.c.user_id == bindparam("owner_id"),
    _attempts.c.revealed_at.is_(None),
)
_SAVE_TEXT = (
    update(_attempts)
    .where(_WRITING, _may_replace(_attempts))
    .values(**_saved(_attempts))
    .returning(_attempts.c.revision)
)
_SAVE_NOTE = (
    update(_notes)
    .where(
        _notes.c.user_id == bindparam("owner_id"),
        _notes.c.item_id == bindparam("of_item"),
        _may_replace(_notes),
    )
    .values(**_saved(_notes))
)
_REVEAL = (
    update(_attempts)
    .where(_WRITING, or_(_attempts.c.text == bindparam("new_text"), _may_replace(_attempts)))
    .values(**_saved(_attempts), revealed_at=bindparam("now"))
)
"""The text and its end in one statement: nothing can come between."""
_FINISH = (
    update(_attempts)
    .where(_attempts.c.id == bindparam("attempt_id"), _attempts.c.finished_at.is_(None))
    .values(finished_at=bindparam("now"), score=bindparam("new_score"))
)
_LOCK_UNFINISHED = (
    update(_attempts)
    .where(
        _attempts.c.id == bindparam("attempt_id"),
        _attempts.c.user_id == bindparam("owner_id"),
        _attempts.c.revealed_at.is_not(None),
        _attempts.c.finished_at.is_(None),
    )
    .values(revision=_attempts.c.revision)
)
"""Changes nothing, and locks the row: no mark slips in behind the score."""


def begin(user_id: int, pinned: PinnedQuestion, start_key: str, now: datetime) -> str:
    """Begin an own answer; its id. The same key again gives the same answer, and a new one once that is finished."""
    attempt_id = secrets.token_hex(16)
    row = {
        "id": attempt_id,
        "user_id": user_id,
        "item_id": pinned.item_id,
        "revision_id": pinned.revision_id,
        "started_at": now,
    }

    def write(key: str) -> None:
        db.session.execute(insert(_attempts), {**row, "start_key": key})
        db.session.commit()

    started = start_once(
        start_key,
        write,
        find=lambda key: find_started(user_id, key),
        is_over=lambda earlier: get_own_answer(earlier, user_id).stage is Stage.FINISHED,
    )
    return started or attempt_id


def save_text(attempt_id: str, owner_id: int, draft: Draft, now: datetime) -> int:
    """Keep the text while it is written; its revision.

    Raises `NotFound`, `TextTooLong`, `StaleText`, or `AnswerClosed` once the model answer was opened.
    """
    _require_length("An answer", draft.text, MAX_ANSWER)
    values = {"attempt_id": attempt_id, "owner_id": owner_id, **_values(draft, now)}
    revision = db.session.execute(_SAVE_TEXT, values).scalar()
    if revision is not None:
        db.session.commit()
        return cast(int, revision)
    db.session.rollback()
    stored = get_own_answer(attempt_id, owner_id)
    if _has_words(draft, stored):
        return stored.revision
    rules.require_writing(stored.stage)
    raise StaleText(stored.text, stored.revision)


def reveal(attempt_id: str, owner_id: int, draft: Draft, now: datetime) -> None:
    """Keep the text and open the model answer beside it: the text is final from now on.

    Doing it twice with the same words does it once. Raises as `save_text`.
    """
    _require_length("An answer", draft.text, MAX_ANSWER)
    values = {"attempt_id": attempt_id, "owner_id": owner_id, **_values(draft, now)}
    if count_rows(_REVEAL, values) == 1:
        db.session.commit()
        return
    db.session.rollback()
    stored = get_own_answer(attempt_id, owner_id)
    if stored.stage is Stage.WRITING:
        raise StaleText(stored.text, stored.revision)
    if not _has_words(draft, stored):
        rules.require_writing(stored.stage)


def mark(attempt_id: str, owner_id: int, marks: Mapping[str, PointMark], now: datetime) -> None:
    """Keep what the user thinks of each of these points.

    Raises `NotFound` (also where there is no such point), `NotRevealed` or `AttemptFinished`.
    """
    _write_marks(attempt_id, owner_id, marks, now)
    db.session.commit()


def finish(
    attempt_id: str, owner_id: int, marks: Mapping[str, PointMark], now: datetime, *, rest_is_missed: bool
) -> None:
    """Keep the marks and make them final; finishing twice finishes once.

    Raises as `mark`, and, with the marks kept, `PointsUnmarked` where some have none and `rest_is_missed` is false.
    """
    if get_own_answer(attempt_id, owner_id).stage is Stage.FINISHED:
        return
    stored = _write_marks(attempt_id, owner_id, marks, now)
    points = get_question(stored.revision_id).question.points
    left = rules.unmarked(points, stored.marks)
    if left and not rest_is_missed:
        db.session.commit()
        raise rules.PointsUnmarked(left)
    if left:
        missed = {point.id: PointMark.MISSED for point in points if point.id not in stored.marks}
        stored = _write_marks(attempt_id, owner_id, missed, now)
    score = float(rules.score_of(points, stored.marks))
    if count_rows(_FINISH, {"attempt_id": attempt_id, "now": now, "new_score": score}) == 1:
        question_scored.send(
            None,
            owner_id=owner_id,
            item_id=stored.item_id,
            revision_id=stored.revision_id,
            score=score,
            now=now,
        )
    db.session.commit()


def delete_answer(attempt_id: str, owner_id: int) -> None:
    """Delete an own answer with its marks. Raises `NotFound`."""
    statement = delete(_attempts).where(_attempts.c.id == attempt_id, _attempts.c.user_id == owner_id)
    if count_rows(statement) == 0:
        db.session.rollback()
        raise NotFound
    db.session.commit()


def set_bookmark(user_id: int, item_id: int, wanted: bool, now: datetime) -> None:
    """Bookmark a question, or no longer."""
    if wanted:
        row = {"user_id": user_id, "item_id": item_id, "created_at": now}
        db.session.execute(insert_into(_bookmarks).values(row).on_conflict_do_nothing())
    else:
        db.session.execute(delete(_bookmarks).where(_bookmarks.c.user_id == user_id, _bookmarks.c.item_id == item_id))
    db.session.commit()


def note_look(user_id: int, item_id: int, now: datetime) -> None:
    """Note that the user opened the model answer without an own answer; only the first time counts."""
    row = {"user_id": user_id, "item_id": item_id, "looked_at": now}
    db.session.execute(insert_into(_looks).values(row).on_conflict_do_nothing())
    db.session.commit()


def save_note(user_id: int, item_id: int, draft: Draft, now: datetime) -> int:
    """Keep the private note; its revision. Raises `TextTooLong` or `StaleText`."""
    _require_length("A note", draft.text, MAX_NOTE)
    fresh = {"user_id": user_id, "item_id": item_id, "text": "", "revision": 0, "saved_at": now, "saved_by": ""}
    new = insert_into(_notes).values(**fresh, saved_sequence=0)
    db.session.execute(new.on_conflict_do_nothing())
    written = count_rows(_SAVE_NOTE, {"owner_id": user_id, "of_item": item_id, **_values(draft, now)})
    stored = get_note(user_id, item_id)
    db.session.commit()
    if written == 1 or _has_words(draft, stored):
        return stored.revision
    raise StaleText(stored.text, stored.revision)


def adopt(from_user_id: int, to_user_id: int) -> None:
    """Give what a guest has of the bank to the account they signed in to, in the caller's transaction.

    Of two notes on one question both are kept, one after the other.
    """
    for table in (_bookmarks, _looks, _notes):
        both = select(table.c.item_id).where(table.c.user_id == to_user_id)
        clash = and_(table.c.user_id == from_user_id, table.c.item_id.in_(both))
        if table is _notes:
            for row in db.session.execute(select(_notes.c.item_id, _notes.c.text).where(clash)).all():
                _join_note(to_user_id, row.item_id, row.text)
        db.session.execute(delete(table).where(clash))
        db.session.execute(update(table).where(table.c.user_id == from_user_id).values(user_id=to_user_id))
    adopt_started(_attempts, from_user_id, to_user_id)


def _join_note(user_id: int, item_id: int, text: str) -> None:
    """Put a text below the user's note, in the open transaction.

    No page wrote what stands there then: whichever page saves next edits an older revision and is told so.
    """
    if text.strip():
        joined = case((_notes.c.text == "", text), else_=_notes.c.text + f"\n\n{text}")
        db.session.execute(
            update(_notes)
            .where(_notes.c.user_id == user_id, _notes.c.item_id == item_id)
            .values(text=joined, revision=_notes.c.revision + 1, saved_by="", saved_sequence=0)
        )


def _write_marks(attempt_id: str, owner_id: int, marks: Mapping[str, PointMark], now: datetime) -> OwnAnswer:
    """Write the marks in the open transaction; the answer as it is with them."""
    if count_rows(_LOCK_UNFINISHED, {"attempt_id": attempt_id, "owner_id": owner_id}) == 0:
        db.session.rollback()
        rules.require_scoring(get_own_answer(attempt_id, owner_id).stage)
        raise NotFound
    stored = get_own_answer(attempt_id, owner_id)
    known = {point.id for point in get_question(stored.revision_id).question.points}
    if not marks.keys() <= known:
        db.session.rollback()
        raise NotFound
    for point_id, value in marks.items():
        row = {"attempt_id": attempt_id, "point_id": point_id, "mark": value.value, "marked_at": now}
        statement = insert_into(_marks).values(row)
        news = {"mark": statement.excluded.mark, "marked_at": statement.excluded.marked_at}
        db.session.execute(statement.on_conflict_do_update(index_elements=["attempt_id", "point_id"], set_=news))
    return get_own_answer(attempt_id, owner_id)


def _has_words(draft: Draft, stored: OwnAnswer | StoredNote) -> bool:
    """Whether the words are stored already, or the same page has saved something later."""
    is_earlier = draft.sequence > 0 and stored.saved_by == draft.page and draft.sequence <= stored.saved_sequence
    return stored.text == draft.text or is_earlier


def _require_length(what: str, text: str, most: int) -> None:
    if len(text) > most:
        raise TextTooLong(what, len(text), most)


def _values(draft: Draft, now: datetime) -> dict[str, Any]:
    return {
        "base": draft.revision,
        "page": draft.page,
        "sequence": draft.sequence,
        "new_text": draft.text,
        "now": now,
    }
