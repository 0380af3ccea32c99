"""Reading ratings: what was rated by whom, and how well it went. Nothing here writes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, select

from interview_sim.domain.review import CardChanges, CardKind, CardRating, Grade, Source, day_of
from interview_sim.extensions import UtcDateTime, db
from interview_sim.interview.models import InterviewAttempt
from interview_sim.study.models import ReviewCard, ReviewRating
from interview_sim.study.queries import DAY, memory_of
from interview_sim.study.scheduling import REVIEW, Memory

RETENTION_WEEKS = 8


@dataclass(frozen=True, slots=True)
class StoredRating:
    """One rating, and what the card was before it."""

    id: int
    card_id: str
    grade: Grade
    rated_at: datetime
    source: Source
    interview_id: str | None
    """The interview it came from; None also where that was deleted."""
    version: int
    before: Memory


@dataclass(frozen=True, slots=True)
class Retention:
    """How many known cards were asked in one week, and how many of them were remembered."""

    begins: datetime
    asked: int
    remembered: int


@dataclass(frozen=True, slots=True)
class RatedByItself:
    """How many cards one interview, or the quizzes, or the bank rated."""

    source: Source
    interview_id: str | None
    """None also where the interview was deleted."""
    cards: int
    rated_at: datetime


_cards = ReviewCard.__table__.c
_ratings = ReviewRating.__table__.c
_interviews = InterviewAttempt.__table__.c

_SOURCES = ReviewRating.__table__.join(InterviewAttempt.__table__, _interviews.id == _ratings.source_id, isouter=True)
"""Ratings with the interview each came from, unless that was deleted."""
_RATING = (
    select(*_ratings, _interviews.id.label("interview_id"))
    .select_from(_SOURCES)
    .where(_ratings.user_id == bindparam("user_id"))
)
_LAST_RATING = (
    _RATING.where(_ratings.source == Source.STUDY).order_by(_ratings.rated_at.desc(), _ratings.id.desc()).limit(1)
)
_RATINGS_OF_CARD = (
    _RATING.where(_ratings.card_id == bindparam("card_id")).order_by(_ratings.id.desc()).limit(bindparam("most"))
)
_BY_ITSELF = (
    select(
        _ratings.source,
        _interviews.id.label("interview_id"),
        func.count().label("cards"),
        func.max(_ratings.rated_at).label("at"),
    )
    .select_from(_SOURCES)
    .where(
        _ratings.user_id == bindparam("user_id"),
        _ratings.rated_at >= bindparam("since", type_=UtcDateTime()),
        _ratings.source != Source.STUDY,
    )
    .group_by(_ratings.source, _ratings.source_id, _interviews.id)
    .order_by(func.max(_ratings.rated_at).desc())
    .limit(bindparam("most"))
)
_DEBRIEFED_AT = select(_interviews.finished_at).where(_interviews.id == bindparam("attempt_id")).scalar_subquery()
_INTERVIEWED_ON = select(_interviews.item_id).where(_interviews.id == bindparam("attempt_id")).scalar_subquery()
_CHANGES = select(
    select(func.count())
    .where(
        _ratings.user_id == bindparam("user_id"),
        _ratings.rated_at == _DEBRIEFED_AT,
        _ratings.source_id == bindparam("attempt_id"),
    )
    .scalar_subquery()
    .label("rated"),
    select(func.count())
    .where(
        _cards.user_id == bindparam("user_id"),
        _cards.kind == CardKind.POINT.value,
        _cards.item_id == _INTERVIEWED_ON,
        _cards.created_at == _DEBRIEFED_AT,
    )
    .scalar_subquery()
    .label("added"),
)
"""Cards do not name the interview that made them, but were made at the very moment its debrief was finished."""


def find_last_rating(user_id: int) -> StoredRating | None:
    """The last rating the user gave by hand."""
    row = db.session.execute(_LAST_RATING, {"user_id": user_id}).one_or_none()
    return None if row is None else _rating(row)


def list_ratings(card_id: str, user_id: int, most: int) -> list[StoredRating]:
    """The ratings of a card, the newest first."""
    values = {"card_id": card_id, "user_id": user_id, "most": most}
    return [_rating(row) for row in db.session.execute(_RATINGS_OF_CARD, values)]


def list_rated_by_itself(user_id: int, since: datetime, most: int) -> list[RatedByItself]:
    """What rated cards by itself since then, the newest first."""
    rows = db.session.execute(_BY_ITSELF, {"user_id": user_id, "since": since, "most": most})
    return [RatedByItself(Source(row.source), row.interview_id, row.cards, row.at) for row in rows]


def count_changes(attempt_id: str, user_id: int) -> CardChanges:
    """How many of the cards that are there the debrief of an interview rated, and how many it made."""
    row = db.session.connection().execute(_CHANGES, {"attempt_id": attempt_id, "user_id": user_id}).one()
    return CardChanges(row.rated, row.added)


def find_rating_by_bank(user_id: int, item_id: int, rated_at: datetime) -> CardRating | None:
    """How the answer to a question of the bank that was scored at that moment rated the question's card."""
    row = db.session.execute(
        select(_ratings.card_id, _ratings.grade)
        .join_from(ReviewRating.__table__, ReviewCard.__table__, _cards.id == _ratings.card_id)
        .where(
            _ratings.user_id == user_id,
            _ratings.rated_at == rated_at,
            _ratings.source == Source.BANK.value,
            _cards.item_id == item_id,
        )
    ).first()
    return None if row is None else CardRating(row.card_id, Grade(row.grade))


def list_retention(user_id: int, now: datetime) -> list[Retention]:
    """How known cards were remembered in each of the last weeks, the oldest first."""
    end = day_of(now) + DAY
    begins = [end - timedelta(weeks=number) for number in range(RETENTION_WEEKS, 0, -1)]
    columns: list[ColumnElement[int]] = []
    for begin in begins:
        week = and_(_ratings.rated_at >= begin, _ratings.rated_at < begin + timedelta(weeks=1))
        remembered = and_(week, _ratings.grade > Grade.AGAIN.value)
        columns += [func.count().filter(week), func.count().filter(remembered)]
    asked = and_(
        _ratings.user_id == user_id,
        _ratings.source == Source.STUDY,
        _ratings.state == REVIEW,
        _ratings.rated_at >= begins[0],
    )
    counts = db.session.execute(select(*columns).where(asked)).one()
    return [Retention(begin, counts[2 * place], counts[2 * place + 1]) for place, begin in enumerate(begins)]


def _rating(row: Row[*tuple[Any, ...]]) -> StoredRating:
    return StoredRating(
        id=row.id,
        card_id=row.card_id,
        grade=Grade(row.grade),
        rated_at=row.rated_at,
        source=Source(row.source),
        interview_id=row.interview_id,
        version=row.version,
        before=memory_of(row),
    )
