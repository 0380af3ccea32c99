"""Reading cards and ratings: what is due, what comes, and how well it went. Nothing here writes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Select, Table, and_, bindparam, case, func, literal, or_, select, tuple_

from interview_sim.catalog.models import ContentItem
from interview_sim.domain.errors import NotFound
from interview_sim.domain.review import LOOK_AHEAD, CardKind, Grade, Limits, Reason, Source, Standing, day_of
from interview_sim.extensions import UtcDateTime, db
from interview_sim.study.models import ReviewCard, ReviewRating, StudyLimits
from interview_sim.study.scheduling import REVIEW, Memory

FORECAST_DAYS = 14
RETENTION_WEEKS = 8


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


@dataclass(frozen=True, slots=True)
class StoredRating:
    """One rating, and what the card was before it."""

    id: int
    card_id: str
    grade: Grade
    rated_at: datetime
    source: Source
    source_id: str | None
    version: int
    before: Memory


@dataclass(frozen=True, slots=True)
class Retention:
    """How many known cards were asked in one week, and how many of them were remembered."""

    begins: datetime
    asked: int
    remembered: int


_table = cast(Table, ReviewCard.__table__)
_cards = _table.c
_ratings = ReviewRating.__table__.c
_limits = StudyLimits.__table__.c
_items = ContentItem.__table__.c

MEMORY = ("due", "state", "step", "stability", "difficulty", "last_review")
"""The columns that hold a memory, in a card and in a rating alike."""

_MINE = _cards.user_id == bindparam("user_id")
_ACTIVE = and_(_MINE, _cards.suspended_at.is_(None))
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
        _cards.suspended_at.is_(None),
        or_(
            and_(_IS_LEARNING, _cards.due <= bindparam("ahead", type_=UtcDateTime())),
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
_STANDING = select(
    _count(_cards.suspended_at.is_(None), _IS_NEW).label("new"),
    _count(_cards.suspended_at.is_(None), _IS_LEARNING, _cards.due <= _NOW).label("learning"),
    _count(_cards.suspended_at.is_(None), _IS_KNOWN, _cards.due <= _NOW).label("reviews"),
    _count(_cards.suspended_at.is_not(None)).label("suspended"),
    func.count().label("total"),
    func.min(
        case((and_(_cards.suspended_at.is_(None), _cards.last_review.is_not(None), _cards.due > _NOW), _cards.due))
    ).label("next_due"),
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
    select(func.count()).where(_TODAY).correlate(None).scalar_subquery().label("answers_done"),
    select(_limits.new_per_day).where(_limits.user_id == bindparam("user_id")).scalar_subquery().label("new_per_day"),
    select(_limits.reviews_per_day)
    .where(_limits.user_id == bindparam("user_id"))
    .scalar_subquery()
    .label("reviews_per_day"),
).where(_MINE)

_RATING = select(*_ratings).where(_ratings.user_id == bindparam("user_id"))
_LAST_RATING = (
    _RATING.where(_ratings.source == Source.STUDY).order_by(_ratings.rated_at.desc(), _ratings.id.desc()).limit(1)
)
_RATINGS_OF_CARD = (
    _RATING.where(_ratings.card_id == bindparam("card_id")).order_by(_ratings.id.desc()).limit(bindparam("most"))
)
_BY_ITSELF = (
    select(_ratings.source, _ratings.source_id, func.count().label("cards"), func.max(_ratings.rated_at).label("at"))
    .where(
        _ratings.user_id == bindparam("user_id"),
        _ratings.rated_at >= bindparam("since", type_=UtcDateTime()),
        _ratings.source != Source.STUDY,
    )
    .group_by(_ratings.source, _ratings.source_id)
    .order_by(func.max(_ratings.rated_at).desc())
    .limit(bindparam("most"))
)

_FILTERS: Mapping[str, ColumnElement[bool]] = {
    "all": literal(True),
    "due": and_(_cards.suspended_at.is_(None), or_(_IS_NEW, _cards.due <= _NOW)),
    "new": and_(_cards.suspended_at.is_(None), _IS_NEW),
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
    row = db.session.execute(_STANDING, {"user_id": user_id, "now": now, "day": day_of(now)}).one()
    default = Limits()
    limits = Limits(
        default.new if row.new_per_day is None else row.new_per_day,
        default.reviews if row.reviews_per_day is None else row.reviews_per_day,
    )
    return Standing(
        limits=limits,
        new=row.new,
        learning=row.learning,
        reviews=row.reviews,
        new_done=row.new_done,
        reviews_done=row.reviews_done,
        answers_done=row.answers_done,
        suspended=row.suspended,
        total=row.total,
        next_due=row.next_due,
    )


def find_next_card(user_id: int, standing: Standing, now: datetime) -> StoredCard | None:
    """The card to ask now: what is being learnt first, then what is due, then what is new; None when done."""
    values = {
        "user_id": user_id,
        "now": now,
        "ahead": now + LOOK_AHEAD,
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


def find_last_rating(user_id: int) -> StoredRating | None:
    """The last rating the user gave by hand."""
    row = db.session.execute(_LAST_RATING, {"user_id": user_id}).one_or_none()
    return None if row is None else _rating(row)


def list_ratings(card_id: str, user_id: int, most: int) -> list[StoredRating]:
    """The ratings of a card, the newest first."""
    values = {"card_id": card_id, "user_id": user_id, "most": most}
    return [_rating(row) for row in db.session.execute(_RATINGS_OF_CARD, values)]


@dataclass(frozen=True, slots=True)
class RatedByItself:
    """How many cards one interview or quiz rated."""

    source: Source
    source_id: str | None
    cards: int
    rated_at: datetime


def list_rated_by_itself(user_id: int, since: datetime, most: int) -> list[RatedByItself]:
    """What rated cards by itself since then, the newest first."""
    rows = db.session.execute(_BY_ITSELF, {"user_id": user_id, "since": since, "most": most})
    return [RatedByItself(Source(row.source), row.source_id, row.cards, row.at) for row in rows]


def count_forecast(user_id: int, now: datetime) -> list[int]:
    """How many known cards come due on each of the next days, from today on; what is overdue comes today."""
    day = day_of(now)
    ends = [day + timedelta(days=number + 1) for number in range(FORECAST_DAYS)]
    known = and_(_cards.user_id == user_id, _cards.suspended_at.is_(None), _cards.last_review.is_not(None))
    until = db.session.execute(select(*(_count(_cards.due < end) for end in ends)).where(known)).one()
    return [after - before for before, after in zip((0, *until[:-1]), until, strict=True)]


def list_retention(user_id: int, now: datetime) -> list[Retention]:
    """How known cards were remembered in each of the last weeks, the oldest first."""
    end = day_of(now) + timedelta(days=1)
    begins = [end - timedelta(weeks=number) for number in range(RETENTION_WEEKS, 0, -1)]
    columns: list[ColumnElement[int]] = []
    for begin in begins:
        week = and_(_ratings.rated_at >= begin, _ratings.rated_at < begin + timedelta(weeks=1))
        columns += [_count(week), _count(week, _ratings.grade > Grade.AGAIN.value)]
    asked = and_(
        _ratings.user_id == user_id,
        _ratings.source == Source.STUDY,
        _ratings.state == REVIEW,
        _ratings.rated_at >= begins[0],
    )
    counts = db.session.execute(select(*columns).where(asked)).one()
    return [Retention(begin, counts[2 * place], counts[2 * place + 1]) for place, begin in enumerate(begins)]


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
        memory=_memory(row),
    )


def _rating(row: Row[*tuple[Any, ...]]) -> StoredRating:
    return StoredRating(
        id=row.id,
        card_id=row.card_id,
        grade=Grade(row.grade),
        rated_at=row.rated_at,
        source=Source(row.source),
        source_id=row.source_id,
        version=row.version,
        before=_memory(row),
    )


def _memory(row: Row[*tuple[Any, ...]]) -> Memory:
    return Memory(row.due, row.state, row.step, row.stability, row.difficulty, row.last_review)
