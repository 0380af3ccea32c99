"""Reading what a user has of one question, own answers, the bookmark and the note, and all of their answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, Select, bindparam, exists, func, or_, select, tuple_

from interview_sim.bank.models import QuestionAttempt, QuestionBookmark, QuestionLook, QuestionMark, QuestionNote
from interview_sim.catalog.models import ContentItem, ContentRevision
from interview_sim.domain.bank import STAGE_LABELS, Stage, stage_of
from interview_sim.domain.cursor import Cursor
from interview_sim.domain.errors import NotFound
from interview_sim.domain.scoring import PointMark
from interview_sim.extensions import UtcDateTime, db


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """One own answer to a question, with its marks by point id."""

    id: str
    user_id: int
    item_id: int
    revision_id: int
    slug: str
    started_at: datetime
    text: str
    revision: int
    saved_by: str | None
    saved_sequence: int
    stage: Stage
    finished_at: datetime | None
    score: float | None
    marks: Mapping[str, PointMark] = field(default_factory=dict)

    @property
    def stage_label(self) -> str:
        """How far it has come, in words."""
        return STAGE_LABELS[self.stage]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An own answer without its text and marks, for lists; `title` is the question's as it is now."""

    id: str
    slug: str
    title: str
    started_at: datetime
    stage: Stage
    score: float | None

    @property
    def cursor(self) -> Cursor:
        """Its place in the history."""
        return Cursor(self.started_at, self.id)


@dataclass(frozen=True, slots=True)
class StoredNote:
    """A private note; an empty one where there is none yet."""

    text: str = ""
    revision: int = 0
    saved_by: str | None = None
    saved_sequence: int = 0


_attempts = QuestionAttempt.__table__.c
_marks = QuestionMark.__table__.c
_bookmarks = QuestionBookmark.__table__.c
_notes = QuestionNote.__table__.c
_looks = QuestionLook.__table__.c
_items = ContentItem.__table__.c
_revisions = ContentRevision.__table__.c

_MINE = _attempts.user_id == bindparam("user_id")
_OWN = (
    select(*_attempts, _items.slug)
    .join_from(QuestionAttempt.__table__, ContentItem.__table__, _items.id == _attempts.item_id)
    .where(_MINE)
)
_ONE = _OWN.where(_attempts.id == bindparam("attempt_id"))
_OF_ITEM = (
    _OWN.where(_attempts.item_id == bindparam("item_id"))
    .order_by(_attempts.started_at.desc(), _attempts.id.desc())
    .limit(bindparam("most"))
)
_ROW = (
    select(
        _attempts.id,
        _items.slug,
        _items.title,
        _attempts.started_at,
        _attempts.revealed_at,
        _attempts.finished_at,
        _attempts.score,
    )
    .join_from(QuestionAttempt.__table__, ContentItem.__table__, _items.id == _attempts.item_id)
    .where(_MINE)
)
_PLACE = tuple_(_attempts.started_at, _attempts.id)
_CURSOR = tuple_(bindparam("from_moment", type_=UtcDateTime()), bindparam("from_id"))
_MOST = bindparam("most", type_=Integer())
_HISTORY: Mapping[bool, Select[Any]] = {
    False: _ROW.where(_PLACE < _CURSOR).order_by(_attempts.started_at.desc(), _attempts.id.desc()).limit(_MOST),
    True: _ROW.where(_PLACE > _CURSOR).order_by(_attempts.started_at, _attempts.id).limit(_MOST),
}
"""One statement for each direction: older (False) and newer (True)."""
_STARTED = select(_attempts.id).where(_MINE, _attempts.start_key == bindparam("start_key"))
_MARKS = select(_marks.point_id, _marks.mark).where(_marks.attempt_id == bindparam("attempt_id"))
_BOOKMARK = select(_bookmarks.item_id).where(
    _bookmarks.user_id == bindparam("user_id"), _bookmarks.item_id == bindparam("item_id")
)
_SEEN = select(
    or_(
        exists().where(_MINE, _attempts.item_id == bindparam("item_id"), _attempts.revealed_at.is_not(None)),
        exists().where(_looks.user_id == bindparam("user_id"), _looks.item_id == bindparam("item_id")),
    )
)
_NOTE = select(_notes.text, _notes.revision, _notes.saved_by, _notes.saved_sequence).where(
    _notes.user_id == bindparam("user_id"), _notes.item_id == bindparam("item_id")
)

_OFFERED_AMONG = select(_items.slug).where(
    _items.kind == "question", _items.current_id.is_not(None), _items.slug.in_(bindparam("slugs", expanding=True))
)
_KEPT = (
    select(func.max(_revisions.id))
    .join_from(ContentItem.__table__, ContentRevision.__table__, _revisions.item_id == _items.id)
    .where(
        _items.kind == "question",
        _items.slug == bindparam("slug"),
        or_(
            exists().where(_MINE, _attempts.item_id == _items.id),
            exists().where(_bookmarks.user_id == bindparam("user_id"), _bookmarks.item_id == _items.id),
            exists().where(_notes.user_id == bindparam("user_id"), _notes.item_id == _items.id),
        ),
    )
)


def list_offered(slugs: Iterable[str]) -> set[str]:
    """Those of the slugs under which a question is offered now."""
    return set(db.session.execute(_OFFERED_AMONG, {"slugs": list(slugs)}).scalars())


def find_kept_revision(slug: str, user_id: int) -> int | None:
    """The last revision of a question of which the user has something, be it offered or retired."""
    return db.session.execute(_KEPT, {"slug": slug, "user_id": user_id}).scalar()


def get_own_answer(attempt_id: str, user_id: int) -> OwnAnswer:
    """The user's answer with its marks. Raises `NotFound`, also where it is somebody else's."""
    row = db.session.execute(_ONE, {"attempt_id": attempt_id, "user_id": user_id}).one_or_none()
    if row is None:
        raise NotFound
    marks = db.session.execute(_MARKS, {"attempt_id": attempt_id})
    return _own_answer(row, {mark.point_id: PointMark(mark.mark) for mark in marks})


def list_own_answers(user_id: int, item_id: int, most: int) -> list[OwnAnswer]:
    """The user's answers to a question without their marks, the newest first."""
    rows = db.session.execute(_OF_ITEM, {"user_id": user_id, "item_id": item_id, "most": most})
    return [_own_answer(row, {}) for row in rows]


def list_answer_history(user_id: int, cursor: Cursor, most: int, *, newer: bool = False) -> list[AnswerRow]:
    """At most `most` own answers next to the cursor: older ones newest first, or newer ones oldest first."""
    values = {"user_id": user_id, "from_moment": cursor.moment, "from_id": cursor.id, "most": most}
    return [
        AnswerRow(row.id, row.slug, row.title, row.started_at, stage_of(row.revealed_at, row.finished_at), row.score)
        for row in db.session.connection().execute(_HISTORY[newer], values)
    ]


def find_started(user_id: int, start_key: str) -> str | None:
    """The id of the answer that was begun with this key."""
    return db.session.execute(_STARTED, {"user_id": user_id, "start_key": start_key}).scalar()


def is_bookmarked(user_id: int, item_id: int) -> bool:
    """Whether the user wants to find the question again."""
    return db.session.execute(_BOOKMARK, {"user_id": user_id, "item_id": item_id}).first() is not None


def is_seen(user_id: int, item_id: int) -> bool:
    """Whether the user has opened the model answer, beside an own answer or without one."""
    return bool(db.session.execute(_SEEN, {"user_id": user_id, "item_id": item_id}).scalar())


def get_note(user_id: int, item_id: int) -> StoredNote:
    """The user's note on a question."""
    row = db.session.execute(_NOTE, {"user_id": user_id, "item_id": item_id}).one_or_none()
    return StoredNote() if row is None else StoredNote(row.text, row.revision, row.saved_by, row.saved_sequence)


def _own_answer(row: Row[*tuple[Any, ...]], marks: Mapping[str, PointMark]) -> OwnAnswer:
    return OwnAnswer(
        id=row.id,
        user_id=row.user_id,
        item_id=row.item_id,
        revision_id=row.revision_id,
        slug=row.slug,
        started_at=row.started_at,
        text=row.text,
        revision=row.revision,
        saved_by=row.saved_by,
        saved_sequence=row.saved_sequence,
        stage=stage_of(row.revealed_at, row.finished_at),
        finished_at=row.finished_at,
        score=row.score,
        marks=marks,
    )
