"""Reading quizzes: narrow rows turned into the domain's types. Nothing here writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, select, tuple_

from interview_sim.domain import quiz as rules
from interview_sim.domain.cursor import Cursor
from interview_sim.domain.errors import NotFound
from interview_sim.domain.quiz import Confidence, FinishedBy, Mode, Quiz, Score, Slot, State
from interview_sim.extensions import UtcDateTime, db
from interview_sim.quiz.models import QuizAnswer, QuizAttempt


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One question of a quiz as it is stored; its options in the order this quiz shows them."""

    number: int
    item_id: int
    revision_id: int
    option_order: tuple[str, ...]
    is_flagged: bool
    revision: int
    saved_by: str | None
    saved_sequence: int
    slot: Slot


@dataclass(frozen=True, slots=True)
class StoredQuiz:
    """A quiz with all its questions; `quiz` is what the rules see of it."""

    id: str
    user_id: int
    title: str
    settings: str
    version: int
    time_multiplier: float
    quiz: Quiz
    answers: tuple[StoredAnswer, ...]

    def settled(self, now: datetime) -> "StoredQuiz":
        """The same, with what the clock has done by `now`; nothing is written."""
        return self.with_quiz(rules.settle(self.quiz, now))

    def with_quiz(self, quiz: Quiz) -> "StoredQuiz":
        """The same, in another state."""
        if quiz is self.quiz:
            return self
        answers = tuple(replace(answer, slot=slot) for answer, slot in zip(self.answers, quiz.slots, strict=True))
        return replace(self, quiz=quiz, answers=answers)

    def answer(self, number: int) -> StoredAnswer:
        """The question with that number, from 0. Raises `NotFound`."""
        if not 0 <= number < len(self.answers):
            raise NotFound
        return self.answers[number]

    @property
    def revision_ids(self) -> list[int]:
        """What `catalog.queries.get_choices` takes."""
        return [answer.revision_id for answer in self.answers]


@dataclass(frozen=True, slots=True)
class QuizRow:
    """A quiz without its questions, for lists."""

    id: str
    title: str
    mode: Mode
    state: State
    total: int
    started_at: datetime
    expires_at: datetime | None
    score: Score | None

    @property
    def cursor(self) -> Cursor:
        """Its place in the history."""
        return Cursor(self.started_at, self.id)


_attempts = QuizAttempt.__table__.c
_answers = QuizAnswer.__table__.c

_QUIZ = (
    select(
        _attempts.id,
        _attempts.user_id,
        _attempts.title,
        _attempts.settings,
        _attempts.version,
        _attempts.time_multiplier,
        _attempts.mode,
        _attempts.state,
        _attempts.started_at,
        _attempts.expires_at,
        _attempts.finished_at,
        _attempts.finished_by,
        _answers.number,
        _answers.item_id,
        _answers.revision_id,
        _answers.option_order,
        _answers.chosen,
        _answers.confidence,
        _answers.is_flagged,
        _answers.revision,
        _answers.saved_by,
        _answers.saved_sequence,
        _answers.closed_at,
        _answers.is_right,
    )
    .join_from(QuizAttempt.__table__, QuizAnswer.__table__, _answers.attempt_id == _attempts.id)
    .where(_attempts.id == bindparam("quiz_id"), _attempts.user_id == bindparam("owner_id"))
    .order_by(_answers.number)
)
"""One statement sees one moment: two would show a quiz before a change with its answers after it."""

_MINE = _attempts.user_id == bindparam("owner_id")
_RUNNING = _attempts.state == State.RUNNING.value
_NEWEST_FIRST = (_attempts.started_at.desc(), _attempts.id.desc())

_STARTED = select(_attempts.id).where(_MINE, _attempts.start_key == bindparam("start_key"))

_LAPSED = (
    select(_attempts.id, _attempts.user_id)
    .where(_RUNNING, _attempts.expires_at < bindparam("before"))
    .order_by(_attempts.expires_at)
    .limit(bindparam("most"))
)
_LAPSED_OF_ONE = _LAPSED.where(_MINE)

_ROW = select(
    _attempts.id,
    _attempts.title,
    _attempts.mode,
    _attempts.state,
    _attempts.total,
    _attempts.started_at,
    _attempts.expires_at,
    _attempts.right,
    _attempts.counted,
).where(_MINE)

_ONE = _ROW.where(_attempts.id == bindparam("quiz_id"))
_RECENT = _ROW.order_by(*_NEWEST_FIRST).limit(bindparam("most"))
_UNFINISHED = _ROW.where(_RUNNING).order_by(*_NEWEST_FIRST).limit(bindparam("most"))
_RESULTS = _ROW.where(_attempts.state == State.FINISHED.value).order_by(*_NEWEST_FIRST).limit(bindparam("most"))
_PLACE = tuple_(_attempts.started_at, _attempts.id)
_CURSOR = tuple_(bindparam("from_moment", type_=UtcDateTime()), bindparam("from_id"))
_HISTORY: Mapping[bool, Select[Any]] = {
    False: _ROW.where(_PLACE < _CURSOR).order_by(*_NEWEST_FIRST).limit(bindparam("most")),
    True: _ROW.where(_PLACE > _CURSOR).order_by(_attempts.started_at, _attempts.id).limit(bindparam("most")),
}
"""One statement for each direction: older (False) and newer (True)."""


def get_quiz(quiz_id: str, owner_id: int) -> StoredQuiz:
    """The owner's quiz as stored. Raises `NotFound`, also where it is somebody else's."""
    rows = db.session.execute(_QUIZ, {"quiz_id": quiz_id, "owner_id": owner_id}).all()
    if not rows:
        raise NotFound
    return _stored(rows)


def find_started(owner_id: int, start_key: str) -> str | None:
    """The id of the quiz that was started with this key."""
    return db.session.execute(_STARTED, {"owner_id": owner_id, "start_key": start_key}).scalar()


def list_lapsed(before: datetime, owner_id: int | None = None, most: int = 200) -> Sequence[tuple[str, int]]:
    """Exams (id, owner), of one user or of all, that run as stored and whose deadline lies before that moment."""
    values: dict[str, Any] = {"before": before, "most": most}
    if owner_id is None:
        rows = db.session.execute(_LAPSED, values)
    else:
        rows = db.session.execute(_LAPSED_OF_ONE, {**values, "owner_id": owner_id})
    return [(row.id, row.user_id) for row in rows]


def get_quiz_row(quiz_id: str, owner_id: int) -> QuizRow:
    """The owner's quiz without its questions. Raises `NotFound`, also where it is somebody else's."""
    row = db.session.execute(_ONE, {"owner_id": owner_id, "quiz_id": quiz_id}).one_or_none()
    if row is None:
        raise NotFound
    return _quiz_row(row)


def list_recent(owner_id: int, most: int) -> list[QuizRow]:
    """The latest quizzes, finished or not, the newest first."""
    return _rows(_RECENT, owner_id=owner_id, most=most)


def list_unfinished_quizzes(owner_id: int, most: int) -> list[QuizRow]:
    """Quizzes that run as stored, the newest first."""
    return _rows(_UNFINISHED, owner_id=owner_id, most=most)


def list_quiz_results(owner_id: int, most: int) -> list[QuizRow]:
    """Finished quizzes, the newest first."""
    return _rows(_RESULTS, owner_id=owner_id, most=most)


def list_quiz_history(owner_id: int, cursor: Cursor, most: int, *, newer: bool = False) -> list[QuizRow]:
    """At most `most` quizzes next to the cursor: older ones newest first, or newer ones oldest first."""
    return _rows(_HISTORY[newer], owner_id=owner_id, from_moment=cursor.moment, from_id=cursor.id, most=most)


def _rows(statement: Select[Any], **values: Any) -> list[QuizRow]:
    return [_quiz_row(row) for row in db.session.connection().execute(statement, values)]


def _quiz_row(row: Row[*tuple[Any, ...]]) -> QuizRow:
    return QuizRow(
        row.id,
        row.title,
        Mode(row.mode),
        State(row.state),
        row.total,
        row.started_at,
        row.expires_at,
        None if row.right is None else Score(row.right, row.counted),
    )


def _stored(rows: Sequence[Row[*tuple[Any, ...]]]) -> StoredQuiz:
    """A quiz of the rows of its questions, each of which repeats what the quiz is."""
    row = rows[0]
    answers = tuple(_stored_answer(answer) for answer in rows)
    quiz = Quiz(
        mode=Mode(row.mode),
        state=State(row.state),
        slots=tuple(answer.slot for answer in answers),
        started_at=row.started_at,
        deadline=row.expires_at,
        finished_at=row.finished_at,
        finished_by=None if row.finished_by is None else FinishedBy(row.finished_by),
    )
    return StoredQuiz(row.id, row.user_id, row.title, row.settings, row.version, row.time_multiplier, quiz, answers)


def _stored_answer(row: Row[*tuple[Any, ...]]) -> StoredAnswer:
    slot = Slot(
        chosen=frozenset(row.chosen.split()),
        confidence=None if row.confidence is None else Confidence(row.confidence),
        closed_at=row.closed_at,
        is_right=row.is_right,
    )
    return StoredAnswer(
        row.number,
        row.item_id,
        row.revision_id,
        tuple(row.option_order.split()),
        row.is_flagged,
        row.revision,
        row.saved_by,
        row.saved_sequence,
        slot,
    )
