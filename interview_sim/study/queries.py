"""Reading cards: which there are, what is due, and what comes. Nothing here writes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Select, Table, and_, bindparam, case, func, literal, or_, select, tuple_

from interview_sim.catalog.models import ContentItem
from interview_sim.domain.errors import NotFound
from interview_sim.domain.review import (
    CardKind,
    Limits,
    Reason,
    Source,
    Standing,
    day_of,
)
from interview_sim.extensions import UtcDateTime, db
from interview_sim.study.models import ReviewCard, ReviewRating, StudyLimits
from interview_sim.study.scheduling import REVIEW, Memory

DAY = timedelta(days=1)
FORECAST_DAYS = 14


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A card as it is stored, and the revision that is offered of its item now (None for a retired one)."""

    id: str
    user_id: int
    kind: CardKind
    item_id: int
    part: str
    revision_id: int
    current_id: int | None
    slug: str
    reason: Reason
    created_at: datetime
    suspended_at: datetime | None
    version: int
    memory: Memory


_table = cast(Table, ReviewCard.__table__)
_cards = _table.c
_ratings = ReviewRating.__table__.c
_limits = StudyLimits.__table__.c
_items = ContentItem.__table__.c

MEMORY = ("due", "state", "step", "stability", "difficulty", "last_review")
"""The columns that hold a memory, in a card and in a rating alike."""

_MINE = _cards.user_id == bindparam("user_id")
_AWAKE = _cards.suspended_at.is_(None)
_NOW = bindparam("now", type_=UtcDateTime())
_IS_NEW = _cards.last_review.is_(None)
_IS_KNOWN = and_(_cards.last_review.is_not(None), _cards.state == REVIEW)
_IS_LEARNING = and_(_cards.last_review.is_not(None), _cards.state != REVIEW)

_CARD = (
    select(*_cards, _items.current_id, _items.slug)
    .join_from(ReviewCard.__table__, ContentItem.__table__, _items.id == _cards.item_id)
    .where(_MINE)
)
_ONE = _CARD.where(_cards.id == bindparam("card_id"))

_NEXT = (
    _CARD.where(
        _AWAKE,
        or_(
            _IS_LEARNING,
            and_(_IS_KNOWN, _cards.due <= _NOW, bindparam("reviews_left") > 0),
            and_(_IS_NEW, bindparam("new_left") > 0),
        ),
    )
    .order_by(
        case((and_(_IS_LEARNING, _cards.due <= _NOW), 0), (_IS_KNOWN, 1), (_IS_NEW, 2), else_=3),
        _cards.due,
        _cards.id,
    )
    .limit(1)
)


def _count(*where: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(*where)


_DAY = bindparam("day", type_=UtcDateTime())
_TODAY = and_(_ratings.user_id == bindparam("user_id"), _ratings.rated_at >= _DAY, _ratings.source == Source.STUDY)
_DAY_ENDS = bindparam("day_ends", type_=UtcDateTime())
_STANDING = select(
    _count(_AWAKE, _IS_NEW).label("new"),
    _count(_AWAKE, _IS_LEARNING).label("learning"),
    _count(_AWAKE, _IS_KNOWN, _cards.due <= _NOW).label("reviews"),
    _count(_AWAKE, _IS_KNOWN, _cards.due > _NOW, _cards.due < _DAY_ENDS).label("reviews_later"),
    _count(_cards.suspended_at.is_not(None)).label("suspended"),
    func.count().label("total"),
    func.min(case((and_(_AWAKE, _IS_KNOWN, _cards.due > _NOW), _cards.due))).label("next_known"),
    select(func.count())
    .where(_TODAY, _ratings.last_review.is_(None))
    .correlate(None)
    .scalar_subquery()
    .label("new_done"),
    select(func.count())
    .where(_TODAY, _ratings.last_review.is_not(None), _ratings.state == REVIEW)
    .correlate(None)
    .scalar_subquery()
    .label("reviews_done"),
    select(func.count(_ratings.card_id.distinct()))
    .where(_TODAY)
    .correlate(None)
    .scalar_subquery()
    .label("cards_done"),
    select(_limits.new_per_day).where(_limits.user_id == bindparam("user_id")).scalar_subquery().label("new_per_day"),
    select(_limits.reviews_per_day)
    .where(_limits.user_id == bindparam("user_id"))
    .scalar_subquery()
    .label("reviews_per_day"),
).where(_MINE)

_FILTERS: Mapping[str, ColumnElement[bool]] = {
    "all": literal(True),
    "due": and_(_AWAKE, or_(_IS_NEW, _IS_LEARNING, _cards.due <= _NOW)),
    "new": and_(_AWAKE, _IS_NEW),
    "suspended": _cards.suspended_at.is_not(None),
}
FILTERS = tuple(_FILTERS)
"""What the list of cards can be narrowed to."""

_PLACE = tuple_(_cards.due, _cards.id)
_CURSOR = tuple_(bindparam("due", type_=UtcDateTime()), bindparam("id"))


def _list(which: ColumnElement[bool], after_cursor: bool) -> Select[Any]:
    statement = _CARD.where(which)
    if after_cursor:
        statement = statement.where(_PLACE > _CURSOR)
    return statement.order_by(_cards.due, _cards.id).limit(bindparam("most"))


_LISTS: Mapping[tuple[str, bool], Select[Any]] = {
    (name, after_cursor): _list(which, after_cursor)
    for name, which in _FILTERS.items()
    for after_cursor in (False, True)
}
"""One statement for each (filter, behind a cursor)."""


def get_card(card_id: str, user_id: int) -> StoredCard:
    """The user's card. Raises `NotFound`, also where it is somebody else's."""
    row = db.session.execute(_ONE, {"card_id": card_id, "user_id": user_id}).one_or_none()
    if row is None:
        raise NotFound
    return _card(row)


def get_standing(user_id: int, now: datetime) -> Standing:
    """How the user's day of study stands."""
    day = day_of(now)
    values = {"user_id": user_id, "now": now, "day": day, "day_ends": day + DAY}
    counts = db.session.execute(_STANDING, values).one()._asdict()
    new, reviews, default = counts.pop("new_per_day"), counts.pop("reviews_per_day"), Limits()
    limits = Limits(default.new if new is None else new, default.reviews if reviews is None else reviews)
    return Standing(limits=limits, day_ends=day + DAY, **counts)


def find_next_card(user_id: int, standing: Standing, now: datetime) -> StoredCard | None:
    """The card to ask now: what is being learnt first, then what is due, then what is new; None when done."""
    values = {
        "user_id": user_id,
        "now": now,
        "reviews_left": standing.reviews_left,
        "new_left": standing.new_left,
    }
    row = db.session.execute(_NEXT, values).one_or_none()
    return None if row is None else _card(row)


def list_cards(
    user_id: int, which: str, after: tuple[datetime, str] | None, most: int, now: datetime
) -> list[StoredCard]:
    """At most `most` cards of one of `FILTERS` behind the cursor (due, id), the earliest due first."""
    values: dict[str, Any] = {"user_id": user_id, "most": most, "now": now}
    if after is not None:
        values |= {"due": after[0], "id": after[1]}
    return [_card(row) for row in db.session.execute(_LISTS[which, after is not None], values)]


def count_forecast(user_id: int, now: datetime) -> list[int]:
    """How many cards that were asked before come due on each of the next days; what is overdue comes today."""
    ends = [day_of(now) + (number + 1) * DAY for number in range(FORECAST_DAYS)]
    asked = and_(_cards.user_id == user_id, _AWAKE, _cards.last_review.is_not(None))
    until = db.session.execute(select(*(_count(_cards.due < end) for end in ends)).where(asked)).one()
    return [after - before for before, after in zip((0, *until[:-1]), until, strict=True)]


def find_cards(user_id: int, kind: CardKind, item_id: int, parts: Iterable[str]) -> dict[str, StoredCard]:
    """The user's cards for these parts of an item, by part; locked until the transaction ends, where locks are."""
    statement = _CARD.where(
        _cards.kind == kind.value, _cards.item_id == item_id, _cards.part.in_(list(parts))
    ).with_for_update(of=_table)
    return {row.part: _card(row) for row in db.session.execute(statement, {"user_id": user_id})}


def find_card(user_id: int, kind: CardKind, item_id: int) -> StoredCard | None:
    """The user's card for a whole item."""
    statement = _CARD.where(_cards.kind == kind.value, _cards.item_id == item_id, _cards.part == "")
    row = db.session.execute(statement, {"user_id": user_id}).one_or_none()
    return None if row is None else _card(row)


def list_all_cards(user_id: int) -> Sequence[StoredCard]:
    """Every card of the user, for the export, the oldest first."""
    rows = db.session.execute(_CARD.order_by(_cards.created_at, _cards.id), {"user_id": user_id})
    return [_card(row) for row in rows]


def _card(row: Row[*tuple[Any, ...]]) -> StoredCard:
    return StoredCard(
        id=row.id,
        user_id=row.user_id,
        kind=CardKind(row.kind),
        item_id=row.item_id,
        part=row.part,
        revision_id=row.revision_id,
        current_id=row.current_id,
        slug=row.slug,
        reason=Reason(row.reason),
        created_at=row.created_at,
        suspended_at=row.suspended_at,
        version=row.version,
        memory=memory_of(row),
    )


def memory_of(row: Row[*tuple[Any, ...]]) -> Memory:
    """The memory in the columns of `MEMORY`."""
    return Memory(row.due, row.state, row.step, row.stability, row.difficulty, row.last_review)
