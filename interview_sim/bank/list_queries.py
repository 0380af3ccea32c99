"""Reading the list of questions: a page of narrow rows, how many there are, and what would make it longer.

The page is found by ids alone; what the reader has of each question is looked up for the rows of the page only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, FromClause, Subquery, Table, and_, case, false, func, or_, select

from interview_sim.bank.listing import PER_PAGE, QuestionFilter, Sort
from interview_sim.bank.models import QuestionAttempt, QuestionBookmark, QuestionLook
from interview_sim.catalog.models import ContentItem
from interview_sim.catalog.search import found_by
from interview_sim.domain.bank import WEAK_BELOW
from interview_sim.domain.content import Level
from interview_sim.extensions import db

_items = cast(Table, ContentItem.__table__)
_attempts = cast(Table, QuestionAttempt.__table__)
_bookmarks = cast(Table, QuestionBookmark.__table__)
_looks = cast(Table, QuestionLook.__table__)

OFFERED = (_items.c.kind == "question") & _items.c.current_id.is_not(None)
_LEVEL = case({level.value: place for place, level in enumerate(Level)}, value=_items.c.level, else_=len(Level))


@dataclass(frozen=True, slots=True)
class Row:
    """One question of the list."""

    item_id: int
    revision_id: int
    slug: str
    title: str
    level: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the reader has of a question; `score` and `scored_at` are of the latest answer that was finished."""

    is_bookmarked: bool = False
    is_seen: bool = False
    score: float | None = None
    scored_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What comes before and after a question in the list it was reached from: slugs, or None at the ends."""

    before: str | None
    after: str | None


def count_questions(wanted: QuestionFilter, user_id: int | None) -> int:
    """How many questions the list has on all its pages."""
    asked = _asked(wanted, user_id)
    statement = select(func.count()).select_from(asked.source).where(*asked.conditions.values())
    return db.session.execute(statement).scalar_one()


def list_rows(wanted: QuestionFilter, user_id: int | None) -> list[Row]:
    """The questions of one page."""
    return _rows(wanted, user_id, (wanted.page - 1) * PER_PAGE, PER_PAGE)


def find_neighbours(wanted: QuestionFilter, user_id: int | None, slug: str, place: int) -> Neighbours | None:
    """What stands before and after the question at `place` (from 1); None where the list has changed since."""
    first = max(place - 2, 0)
    slugs = [row.slug for row in _rows(wanted, user_id, first, 3 if place > 1 else 2)]
    here = place - 1 - first
    if here >= len(slugs) or slugs[here] != slug:
        return None
    return Neighbours(slugs[0] if here else None, slugs[here + 1] if here + 1 < len(slugs) else None)


def count_without(wanted: QuestionFilter, user_id: int | None) -> dict[str, int]:
    """For each thing that narrows the list: how many questions there would be without it. One statement."""
    asked = _asked(wanted, user_id, joins_found=False)
    counts = [
        func.count().filter(and_(*(test for other, test in asked.conditions.items() if other != name))).label(name)
        for name in wanted.active
        if name in asked.conditions
    ]
    if not counts:
        return {}
    row = db.session.execute(select(*counts).select_from(asked.source)).one()
    return {name: count for name, count in row._mapping.items() if count}


def standings_of(user_id: int | None, item_ids: Sequence[int]) -> Mapping[int, Standing]:
    """What the reader has of each of these questions."""
    if user_id is None or not item_ids:
        return {}
    latest = latest_scores(user_id, item_ids)
    rows = db.session.execute(
        select(
            _items.c.id,
            _bookmarks.c.item_id.is_not(None).label("is_bookmarked"),
            _is_seen(user_id).label("is_seen"),
            latest.c.score,
            latest.c.finished_at,
        )
        .join(_bookmarks, _bookmark_of(user_id), isouter=True)
        .join(latest, latest.c.item_id == _items.c.id, isouter=True)
        .where(_items.c.id.in_(item_ids))
    )
    return {row.id: Standing(row.is_bookmarked, bool(row.is_seen), row.score, row.finished_at) for row in rows}


def latest_scores(user_id: int, item_ids: Sequence[int] | None = None) -> Subquery:
    """The latest finished answer to each question: `item_id`, `score`, `finished_at`."""
    order = func.row_number().over(
        partition_by=_attempts.c.item_id, order_by=(_attempts.c.finished_at.desc(), _attempts.c.id.desc())
    )
    ranked = select(_attempts.c.item_id, _attempts.c.score, _attempts.c.finished_at, order.label("place")).where(
        _attempts.c.user_id == user_id, _attempts.c.finished_at.is_not(None)
    )
    if item_ids is not None:
        ranked = ranked.where(_attempts.c.item_id.in_(item_ids))
    inner = ranked.subquery()
    return select(inner).where(inner.c.place == 1).subquery("latest")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a list is made from: its conditions stand under the names of `QuestionFilter.active`."""

    source: FromClause
    conditions: dict[str, ColumnElement[bool]]
    found: Subquery | None
    latest: Subquery | None


def _asked(
    wanted: QuestionFilter, user_id: int | None, *, joins_found: bool = True, in_title: bool = False
) -> _Asked:
    """The list that is asked for. Without `joins_found` the search is a condition like others: slower, removable."""
    source: FromClause = _items
    conditions: dict[str, ColumnElement[bool]] = {"": OFFERED}
    found = found_by(wanted.wanted, in_title=in_title) if wanted.wanted else None
    latest = None
    if found is not None and joins_found:
        source = source.join(found, found.c.item_id == _items.c.id)
    elif wanted.has_no_word:
        conditions["q"] = false()
    elif found is not None:
        conditions["q"] = _items.c.id.in_(select(found.c.item_id))
    if wanted.topic:
        conditions["topic"] = _items.c.topics.contains(f" {wanted.topic} ", autoescape=True)
    if wanted.level:
        conditions["level"] = _items.c.level == wanted.level
    if user_id is not None:
        if wanted.is_weak or wanted.sort is Sort.WEAK:
            latest = latest_scores(user_id)
            source = source.join(latest, latest.c.item_id == _items.c.id, isouter=True)
        if wanted.seen:
            conditions["seen"] = _is_seen(user_id) if wanted.seen == "yes" else ~_is_seen(user_id)
        if wanted.is_bookmarked:
            conditions["bookmarked"] = select(1).where(_bookmark_of(user_id)).exists()
        if wanted.is_weak and latest is not None:
            conditions["weak"] = latest.c.score < float(WEAK_BELOW)
    return _Asked(source, conditions, found, latest)


def _rows(wanted: QuestionFilter, user_id: int | None, first: int, most: int) -> list[Row]:
    """`most` questions from place `first` on; by relevance, those found by their title come first and mostly do."""
    if wanted.sort is Sort.RELEVANCE and wanted.wanted:
        rows = _read(_asked(wanted, user_id, in_title=True), wanted.sort, first, most)
        if len(rows) == most:
            return rows
    return _read(_asked(wanted, user_id), wanted.sort, first, most)


def _read(asked: _Asked, sort: Sort, first: int, most: int) -> list[Row]:
    columns = (_items.c.id, _items.c.current_id, _items.c.slug, _items.c.title, _items.c.level, _items.c.topics)
    statement = select(*columns).select_from(asked.source).where(*asked.conditions.values())
    rows = db.session.execute(statement.order_by(*_order(asked, sort)).limit(most).offset(first))
    return [Row(row.id, row.current_id, row.slug, row.title, row.level, tuple(row.topics.split())) for row in rows]


def _order(asked: _Asked, sort: Sort) -> list[ColumnElement[Any]]:
    by_title: list[ColumnElement[Any]] = [_items.c.title, _items.c.id]
    if sort is Sort.RELEVANCE and asked.found is not None:
        return [asked.found.c.rank, *by_title]
    if sort is Sort.LEVEL:
        return [_LEVEL, *by_title]
    if sort is Sort.WEAK and asked.latest is not None:
        scored_weak = case((asked.latest.c.score < float(WEAK_BELOW), asked.latest.c.finished_at))
        return [scored_weak.desc().nulls_last(), *by_title]
    return by_title


def _is_seen(user_id: int) -> ColumnElement[bool]:
    revealed = select(1).where(
        _attempts.c.user_id == user_id,
        _attempts.c.item_id == _items.c.id,
        _attempts.c.revealed_at.is_not(None),
    )
    looked = select(1).where(_looks.c.user_id == user_id, _looks.c.item_id == _items.c.id)
    return or_(revealed.exists(), looked.exists())


def _bookmark_of(user_id: int) -> ColumnElement[bool]:
    return (_bookmarks.c.user_id == user_id) & (_bookmarks.c.item_id == _items.c.id)
