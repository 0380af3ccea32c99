"""Reading a user's attempts: every statement is bounded, or one row per scenario. Nothing here writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, select, tuple_

from interview_sim.catalog.models import ContentItem
from interview_sim.domain.attempt import State
from interview_sim.domain.cursor import Cursor
from interview_sim.domain.errors import NotFound
from interview_sim.domain.rating import Rating
from interview_sim.domain.timing import Pace
from interview_sim.extensions import UtcDateTime, db
from interview_sim.interview.models import InterviewAttempt


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """An attempt without its answers, as it is stored."""

    id: str
    item_id: int
    revision_id: int
    only_prompt: str | None
    state: State
    pace: Pace
    position: int
    started_at: datetime
    expires_at: datetime | None
    score: float | None
    rating: Rating | None

    @property
    def cursor(self) -> Cursor:
        """Its place in the history."""
        return Cursor(self.started_at, self.id)


@dataclass(frozen=True, slots=True)
class AttemptedScenario:
    """A scenario the user has sat, retired ones among them."""

    item_id: int
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class LatestResult:
    """How the latest finished attempt at a whole scenario went."""

    score: float
    rating: Rating
    started_at: datetime


_attempts = InterviewAttempt.__table__.c
_items = ContentItem.__table__.c

_MINE = _attempts.user_id == bindparam("user_id")
_FINISHED = _attempts.state == State.FINISHED.value
_WHOLE = _attempts.only_prompt.is_(None)
_LIVE = _attempts.state.in_([state.value for state in State if state.is_live])
_NEWEST_FIRST = (_attempts.started_at.desc(), _attempts.id.desc())

_ROW = select(
    _attempts.id,
    _attempts.item_id,
    _attempts.revision_id,
    _attempts.only_prompt,
    _attempts.state,
    _attempts.pace,
    _attempts.position,
    _attempts.started_at,
    _attempts.expires_at,
    _attempts.score,
    _attempts.rating,
).where(_MINE)

_ONE = _ROW.where(_attempts.id == bindparam("attempt_id"))
_OWN = _ROW.where(_attempts.id.in_(bindparam("attempt_ids", expanding=True)))
_IS_DEBRIEF = _attempts.state == State.DEBRIEFING.value
_UNFINISHED = _ROW.where(_LIVE).order_by(_IS_DEBRIEF, *_NEWEST_FIRST).limit(bindparam("most"))
_RESULTS = _ROW.where(_FINISHED).order_by(*_NEWEST_FIRST).limit(bindparam("most"))
_SCORED = (
    _ROW.where(_FINISHED, _WHOLE, _attempts.score.is_not(None)).order_by(*_NEWEST_FIRST).limit(bindparam("most"))
)

_PLACE = tuple_(_attempts.started_at, _attempts.id)
_CURSOR = tuple_(bindparam("started_at", type_=UtcDateTime()), bindparam("id"))


def _history(newer: bool, of_scenario: bool) -> Select[Any]:
    statement = _ROW.where(_PLACE > _CURSOR if newer else _PLACE < _CURSOR)
    if of_scenario:
        statement = statement.where(_attempts.item_id == bindparam("item_id"))
    order = (_attempts.started_at, _attempts.id) if newer else _NEWEST_FIRST
    return statement.order_by(*order).limit(bindparam("most"))


_HISTORY: Mapping[tuple[bool, bool], Select[Any]] = {
    (newer, of_scenario): _history(newer, of_scenario) for newer in (False, True) for of_scenario in (False, True)
}
"""One statement for each (newer, of one scenario)."""

_ATTEMPTED = (
    select(_items.id, _items.slug, _items.title)
    .where(
        _items.kind == "scenario",
        select(_attempts.id).where(_MINE, _attempts.item_id == _items.id).exists(),
    )
    .order_by(_items.title, _items.id)
)

_inner = InterviewAttempt.__table__.alias("latest")
_LATEST_ID = (
    select(_inner.c.id)
    .where(
        _inner.c.user_id == bindparam("user_id"),
        _inner.c.item_id == _items.id,
        _inner.c.state == State.FINISHED.value,
        _inner.c.only_prompt.is_(None),
        _inner.c.score.is_not(None),
    )
    .order_by(_inner.c.started_at.desc(), _inner.c.id.desc())
    .limit(1)
    .correlate(ContentItem.__table__)
    .scalar_subquery()
)
_LATEST = (
    select(_items.id.label("item_id"), _attempts.score, _attempts.rating, _attempts.started_at)
    .select_from(ContentItem.__table__.join(InterviewAttempt.__table__, _attempts.id == _LATEST_ID))
    .where(_items.kind == "scenario", _items.current_id.is_not(None))
)
"""One probe of the index per scenario, however long the history."""


def get_attempt_row(attempt_id: str, user_id: int) -> AttemptRow:
    """The user's attempt. Raises `NotFound`, also where it is somebody else's."""
    row = db.session.execute(_ONE, {"user_id": user_id, "attempt_id": attempt_id}).one_or_none()
    if row is None:
        raise NotFound
    return _attempt_row(row)


def list_own(user_id: int, attempt_ids: Sequence[str]) -> list[AttemptRow]:
    """Those of the attempts that are the user's own, in no particular order."""
    return _rows(_OWN, user_id=user_id, attempt_ids=attempt_ids)


def list_unfinished(user_id: int, most: int) -> list[AttemptRow]:
    """Attempts with something left to do: what is being answered, then the debriefs; of each the newest first."""
    return _rows(_UNFINISHED, user_id=user_id, most=most)


def list_results(user_id: int, most: int) -> list[AttemptRow]:
    """Finished attempts, retakes of one question among them, the newest first."""
    return _rows(_RESULTS, user_id=user_id, most=most)


def list_scored(user_id: int, most: int) -> list[AttemptRow]:
    """The latest finished attempts at whole scenarios that have a score, the newest first."""
    return _rows(_SCORED, user_id=user_id, most=most)


def list_history(
    user_id: int, item_id: int | None, cursor: Cursor, most: int, *, newer: bool = False
) -> list[AttemptRow]:
    """At most `most` attempts next to the cursor: older ones newest first, or newer ones oldest first."""
    values = {"user_id": user_id, "started_at": cursor.moment, "id": cursor.id, "most": most}
    if item_id is not None:
        values["item_id"] = item_id
    return _rows(_HISTORY[newer, item_id is not None], **values)


def list_attempted_scenarios(user_id: int) -> list[AttemptedScenario]:
    """The scenarios the user has begun at least once, by title."""
    rows = db.session.connection().execute(_ATTEMPTED, {"user_id": user_id})
    return [AttemptedScenario(row.id, row.slug, row.title) for row in rows]


def latest_results(user_id: int) -> dict[int, LatestResult]:
    """The latest result with each current scenario, by item id."""
    return {
        row.item_id: LatestResult(row.score, Rating(row.rating), row.started_at)
        for row in db.session.execute(_LATEST, {"user_id": user_id})
    }


def _rows(statement: Select[Any], **values: Any) -> list[AttemptRow]:
    return [_attempt_row(row) for row in db.session.connection().execute(statement, values)]


def _attempt_row(row: Row[*tuple[Any, ...]]) -> AttemptRow:
    return AttemptRow(
        row.id,
        row.item_id,
        row.revision_id,
        row.only_prompt,
        State(row.state),
        Pace(row.pace),
        row.position,
        row.started_at,
        row.expires_at,
        row.score,
        None if row.rating is None else Rating(row.rating),
    )
