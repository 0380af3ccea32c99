"""Reading interview attempts: narrow rows turned into the domain's types. Nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Subquery, bindparam, func, select

from interview_sim.domain import attempt as rules
from interview_sim.domain.attempt import Attempt, ClosedBy, Flow, Slot, State
from interview_sim.domain.errors import NotFound
from interview_sim.domain.timing import Pace
from interview_sim.domain.wording import listed
from interview_sim.extensions import db
from interview_sim.interview.models import Answer, InterviewAttempt


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One prompt's answer as it is stored."""

    number: int
    prompt_id: str
    text: str
    revision: int
    saved_at: datetime | None
    saved_by: str | None
    saved_sequence: int
    late_text: str | None
    hints_seen: int
    follow_ups_seen: int
    spoken: bool
    note: str
    slot: Slot


@dataclass(frozen=True, slots=True)
class StoredAttempt:
    """An attempt with all its answers; `attempt` is what the rules see of it."""

    id: str
    user_id: int
    item_id: int
    revision_id: int
    only_prompt: str | None
    version: int
    time_multiplier: float
    score: float | None
    rating: str | None
    attempt: Attempt
    answers: tuple[StoredAnswer, ...]
    lapsed: tuple[int, ...] = ()
    """The questions, from 1, that the clock has closed and no request has written down yet."""

    def settled(self, now: datetime) -> "StoredAttempt":
        """The same, with what the clock has done by `now`; nothing is written."""
        attempt = rules.settle(self.attempt, now)
        if attempt is self.attempt:
            return self
        slots = enumerate(zip(self.attempt.slots, attempt.slots, strict=True), 1)
        lapsed = tuple(n for n, (before, after) in slots if before.closed_at is None and after.closed_at is not None)
        return replace(self.with_attempt(attempt), lapsed=lapsed)

    def with_attempt(self, attempt: Attempt) -> "StoredAttempt":
        """The same, in another state."""
        if attempt is self.attempt:
            return self
        answers = tuple(replace(answer, slot=slot) for answer, slot in zip(self.answers, attempt.slots, strict=True))
        return replace(self, attempt=attempt, answers=answers)

    @property
    def while_away(self) -> str:
        """What the clock did meanwhile, as a sentence; empty where that is nothing."""
        if not self.lapsed:
            return ""
        questions = f"question{'s' if len(self.lapsed) > 1 else ''} {listed(map(str, self.lapsed))}"
        return f"Time ran out on {questions}. What you had written is kept."

    @property
    def answer(self) -> StoredAnswer:
        """The current prompt's answer."""
        return self.answers[self.attempt.position]


_attempts = InterviewAttempt.__table__.c
_answers = Answer.__table__.c

_ATTEMPT = (
    select(
        _attempts.id,
        _attempts.user_id,
        _attempts.item_id,
        _attempts.revision_id,
        _attempts.only_prompt,
        _attempts.version,
        _attempts.time_multiplier,
        _attempts.score,
        _attempts.rating,
        _attempts.state,
        _attempts.pace,
        _attempts.flow,
        _attempts.position,
        _attempts.started_at,
        _attempts.paused_at,
        _attempts.finished_at,
        _answers.number,
        _answers.prompt_id,
        _answers.budget,
        _answers.opened_at,
        _answers.deadline,
        _answers.closed_at,
        _answers.closed_by,
        _answers.paused_seconds,
        _answers.prediction,
        _answers.debriefed_at,
        _answers.text,
        _answers.revision,
        _answers.saved_at,
        _answers.saved_by,
        _answers.saved_sequence,
        _answers.late_text,
        _answers.hints_seen,
        _answers.follow_ups_seen,
        _answers.spoken,
        _answers.note,
    )
    .join_from(InterviewAttempt.__table__, Answer.__table__, _answers.attempt_id == _attempts.id)
    .where(_attempts.id == bindparam("attempt_id"), _attempts.user_id == bindparam("owner_id"))
    .order_by(_answers.number)
)
"""One statement sees one moment: two would show an attempt before a change with its answers after it."""

_EXPIRED = (
    select(_attempts.id, _attempts.user_id)
    .where(_attempts.state == State.ANSWERING.value, _attempts.expires_at <= bindparam("now"))
    .order_by(_attempts.expires_at)
    .limit(bindparam("most"))
)

_STARTED = select(_attempts.id).where(
    _attempts.user_id == bindparam("owner_id"), _attempts.start_key == bindparam("start_key")
)


def get_attempt(attempt_id: str, owner_id: int) -> StoredAttempt:
    """The owner's attempt as stored. Raises `NotFound`, also where it is somebody else's."""
    rows = db.session.execute(_ATTEMPT, {"attempt_id": attempt_id, "owner_id": owner_id}).all()
    if not rows:
        raise NotFound
    return _stored(rows)


def find_started(owner_id: int, start_key: str) -> str | None:
    """The id of the attempt that was started with this key."""
    return db.session.execute(_STARTED, {"owner_id": owner_id, "start_key": start_key}).scalar()


def list_expired(now: datetime, most: int = 200) -> Sequence[tuple[str, int]]:
    """Attempts (id, owner) whose open prompt the clock has closed, the longest overdue first."""
    return [(row.id, row.user_id) for row in db.session.execute(_EXPIRED, {"now": now, "most": most})]


@dataclass(frozen=True, slots=True)
class PastResults:
    """A user's results with one scenario."""

    attempts: int
    best_score: float | None
    last_score: float | None
    last_rating: str | None
    unfinished_id: str | None


def results_by_item(owner_id: int) -> dict[int, PastResults]:
    """The user's results with whole scenarios, by item id: one row an item, however long the history."""
    mine = _attempts.user_id == owner_id
    whole = _attempts.only_prompt.is_(None)
    finished = _attempts.state == State.FINISHED.value
    live = _attempts.state.notin_([State.FINISHED.value, State.ABANDONED.value])
    order = func.row_number().over(partition_by=_attempts.item_id, order_by=_attempts.started_at.desc())

    def newest(which: ColumnElement[bool], *columns: ColumnElement[Any]) -> Subquery:
        ranked = select(_attempts.item_id, *columns, order.label("place")).where(mine, whole, which).subquery()
        return select(ranked).where(ranked.c.place == 1).subquery()

    totals = (
        select(
            _attempts.item_id,
            func.count().filter(finished).label("attempts"),
            func.max(_attempts.score).filter(finished).label("best"),
        )
        .where(mine, whole)
        .group_by(_attempts.item_id)
        .subquery()
    )
    last = newest(finished, _attempts.score, _attempts.rating)
    unfinished = newest(live, _attempts.id)
    rows = db.session.execute(
        select(totals, last.c.score, last.c.rating, unfinished.c.id)
        .join(last, last.c.item_id == totals.c.item_id, isouter=True)
        .join(unfinished, unfinished.c.item_id == totals.c.item_id, isouter=True)
    )
    return {row.item_id: PastResults(row.attempts, row.best, row.score, row.rating, row.id) for row in rows}


def _stored(rows: Sequence[Row[*tuple[Any, ...]]]) -> StoredAttempt:
    """An attempt of the rows of its answers, each of which repeats what the attempt is."""
    row = rows[0]
    pace = Pace(row.pace)
    answers = tuple(_stored_answer(answer) for answer in rows)
    attempt = Attempt(
        state=State(row.state),
        pace=pace,
        flow=Flow(row.flow),
        slots=tuple(answer.slot for answer in answers),
        position=row.position,
        started_at=row.started_at,
        paused_at=row.paused_at,
        finished_at=row.finished_at,
    )
    return StoredAttempt(
        row.id,
        row.user_id,
        row.item_id,
        row.revision_id,
        row.only_prompt,
        row.version,
        row.time_multiplier,
        row.score,
        row.rating,
        attempt,
        answers,
    )


def _stored_answer(row: Row[*tuple[Any, ...]]) -> StoredAnswer:
    slot = Slot(
        budget=timedelta(seconds=row.budget),
        opened_at=row.opened_at,
        deadline=row.deadline,
        closed_at=row.closed_at,
        closed_by=None if row.closed_by is None else ClosedBy(row.closed_by),
        paused=timedelta(seconds=row.paused_seconds),
        prediction=row.prediction,
        debriefed_at=row.debriefed_at,
    )
    return StoredAnswer(
        row.number,
        row.prompt_id,
        row.text,
        row.revision,
        row.saved_at,
        row.saved_by,
        row.saved_sequence,
        row.late_text,
        row.hints_seen,
        row.follow_ups_seen,
        row.spoken,
        row.note,
        slot,
    )
