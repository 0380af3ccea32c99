"""Everything the application holds of one user, as JSON: a fixed number of statements, read side by side.

`PARTS` names every table with something of a user in it. A test walks the foreign keys and names the table that
is missing here; whoever adds such a table adds it here too.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from sqlalchemy import BindParameter, Column, ColumnElement, Row, Select, Table, bindparam, select

from interview_sim.auth.models import LoginSession, User
from interview_sim.bank.models import QuestionAttempt, QuestionBookmark, QuestionLook, QuestionMark, QuestionNote
from interview_sim.catalog.models import ContentItem, ContentRevision
from interview_sim.drill.models import DrillAnswer, DrillFinding
from interview_sim.extensions import db
from interview_sim.interview.models import Answer, FlagMark, InterviewAttempt, Mark
from interview_sim.quiz.models import QuizAnswer, QuizAttempt
from interview_sim.study.models import ReviewCard, ReviewRating, StudyLimits

AT_ONCE = 500
"""How many rows are fetched at a time, so that a long history never stands in memory as a whole."""

IN_MEMORY = 1024 * 1024
"""How many bytes of the document are kept in memory before it goes to a file."""

PIECE = 64 * 1024
"""How many bytes are sent at a time."""

_users, _sessions, _attempts, _answers, _marks, _flag_marks, _items, _revisions = (
    cast(Table, model.__table__)
    for model in (User, LoginSession, InterviewAttempt, Answer, Mark, FlagMark, ContentItem, ContentRevision)
)
_quizzes, _quiz_answers = (cast(Table, model.__table__) for model in (QuizAttempt, QuizAnswer))
_own_answers, _own_marks, _looks, _bookmarks, _notes = (
    cast(Table, model.__table__)
    for model in (QuestionAttempt, QuestionMark, QuestionLook, QuestionBookmark, QuestionNote)
)
_drill_answers, _drill_findings = (cast(Table, model.__table__) for model in (DrillAnswer, DrillFinding))
_cards, _ratings, _limits = (cast(Table, model.__table__) for model in (ReviewCard, ReviewRating, StudyLimits))

SECRETS: Mapping[Table, frozenset[str]] = {
    _users: frozenset({"password_hash"}),
    _sessions: frozenset({"token_digest"}),
}
"""What is left out: it proves who somebody is, and is of no use to them."""

PARTS: Mapping[Table, str] = {
    _users: "profile",
    _sessions: "login_sessions",
    _attempts: "attempts",
    _answers: "attempts[].answers",
    _marks: "attempts[].marks",
    _flag_marks: "attempts[].red_flags",
    _quizzes: "quizzes",
    _quiz_answers: "quiz_answers",
    _own_answers: "question_answers",
    _own_marks: "question_marks",
    _looks: "question_looks",
    _bookmarks: "question_bookmarks",
    _notes: "question_notes",
    _drill_answers: "drill_answers",
    _drill_findings: "drill_findings",
    _cards: "review_cards",
    _ratings: "review_ratings",
    _limits: "study_limits",
}
"""Where in the document each table is."""


def _columns(table: Table) -> list[Column[Any]]:
    left_out = SECRETS.get(table, frozenset()) | {"user_id"}
    return [column for column in table.c if column.name not in left_out]


_SCENARIO: list[ColumnElement[Any]] = [
    _items.c.pack.label("scenario_pack"),
    _items.c.slug.label("scenario_slug"),
    _items.c.title.label("scenario_title"),
    _revisions.c.number.label("scenario_revision"),
]
_USER: BindParameter[int] = bindparam("user_id")
_IN_ORDER = (_attempts.c.started_at, _attempts.c.id)

_PROFILE = select(*_columns(_users)).where(_users.c.id == _USER)
_LOGIN_SESSIONS = select(*_columns(_sessions)).where(_sessions.c.user_id == _USER).order_by(_sessions.c.id)
_ATTEMPTS = (
    select(*_columns(_attempts), *_SCENARIO)
    .join(_items, _items.c.id == _attempts.c.item_id)
    .join(_revisions, _revisions.c.id == _attempts.c.revision_id)
    .where(_attempts.c.user_id == _USER)
    .order_by(*_IN_ORDER)
)


def _of_attempts(table: Table, *order: ColumnElement[Any]) -> Select[Any]:
    """The rows of `table` for all of the user's attempts, in the attempts' own order."""
    return (
        select(*_columns(table), _attempts.c.started_at.label("of_started_at"))
        .join(_attempts, _attempts.c.id == table.c.attempt_id)
        .where(_attempts.c.user_id == _USER)
        .order_by(*_IN_ORDER, *order)
    )


_ANSWERS = _of_attempts(_answers, _answers.c.number)
_MARKS = _of_attempts(_marks, _marks.c.prompt_id, _marks.c.point_id, _marks.c.reviewer_id)
_FLAGS = _of_attempts(_flag_marks, _flag_marks.c.prompt_id, _flag_marks.c.flag_id, _flag_marks.c.reviewer_id)


_ITEM: list[ColumnElement[Any]] = [_items.c.pack, _items.c.slug, _items.c.title]


def _of_user(table: Table, *order: ColumnElement[Any]) -> Select[Any]:
    """The user's rows of a table, each with the item it is about where it is about one."""
    statement = select(*_columns(table)).where(table.c.user_id == _USER).order_by(*order)
    if "item_id" in table.c:
        return statement.add_columns(*_ITEM).join(_items, _items.c.id == table.c.item_id)
    return statement


LISTS: Mapping[str, Select[Any]] = {
    "quizzes": _of_user(_quizzes, _quizzes.c.started_at, _quizzes.c.id),
    "quiz_answers": _of_user(_quiz_answers, _quiz_answers.c.attempt_id, _quiz_answers.c.number).add_columns(
        _quiz_answers.c.attempt_id.label("quiz")
    ),
    "question_answers": _of_user(_own_answers, _own_answers.c.started_at, _own_answers.c.id),
    "question_marks": (
        select(*_columns(_own_marks), _own_marks.c.attempt_id.label("answer"))
        .join(_own_answers, _own_answers.c.id == _own_marks.c.attempt_id)
        .where(_own_answers.c.user_id == _USER)
        .order_by(_own_marks.c.attempt_id, _own_marks.c.point_id)
    ),
    "question_looks": _of_user(_looks, _looks.c.looked_at, _looks.c.item_id),
    "question_bookmarks": _of_user(_bookmarks, _bookmarks.c.created_at),
    "question_notes": _of_user(_notes, _notes.c.item_id),
    "drill_answers": _of_user(_drill_answers, _drill_answers.c.answered_at, _drill_answers.c.id),
    "drill_findings": (
        select(*_columns(_drill_findings), _drill_findings.c.answer_id.label("answer"))
        .join(_drill_answers, _drill_answers.c.id == _drill_findings.c.answer_id)
        .where(_drill_answers.c.user_id == _USER)
        .order_by(_drill_answers.c.answered_at, _drill_findings.c.answer_id, _drill_findings.c.position)
    ),
    "review_cards": _of_user(_cards, _cards.c.created_at, _cards.c.id),
    "review_ratings": _of_user(_ratings, _ratings.c.id),
    "study_limits": _of_user(_limits),
}
"""What stands in lists of its own behind the attempts, by the name it has in the document."""


def spool_export(user_id: int, now: datetime) -> IO[bytes]:
    """The whole document, in memory while it is small and in a file without a name after that; at its beginning.

    It is complete before the first byte is sent: a fault becomes an error page rather than half a download, and a
    slow reader holds no connection to the database.
    """
    spool = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by whoever sends it
    for piece in _pieces(user_id, now):
        spool.write(piece.encode())  # `writelines` looks at `max_size` only once all of it is in memory
    spool.seek(0)
    return spool


def read_pieces(spool: IO[bytes]) -> Iterator[bytes]:
    """The document in pieces for sending; closed at its end."""
    with spool:
        while piece := spool.read(PIECE):
            yield piece


_SIDES: Mapping[str, Select[Any]] = {"answers": _ANSWERS, "marks": _MARKS, "red_flags": _FLAGS}


class _Side:
    """Rows that belong to attempts, in the attempts' order, handed out attempt by attempt."""

    def __init__(self, rows: Iterator[Row[Any]]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def take(self, started_at: datetime, attempt_id: str) -> list[dict[str, Any]]:
        """The attempt's rows; those of attempts that are not listed (made or deleted meanwhile) are passed over."""
        taken = []
        place = (started_at, attempt_id)
        while (row := self._next) is not None and (row.of_started_at, row.attempt_id) <= place:
            if row.attempt_id == attempt_id:
                taken.append(_plain(row))
            self._next = next(self._rows, None)
        return taken


def _rows(statement: Select[Any], user_id: int) -> Iterator[Row[Any]]:
    return iter(db.session.execute(statement, {"user_id": user_id}, execution_options={"yield_per": AT_ONCE}))


def _pieces(user_id: int, now: datetime) -> Iterator[str]:
    profile = db.session.execute(_PROFILE, {"user_id": user_id}).one()
    sessions = [_plain(row) for row in db.session.execute(_LOGIN_SESSIONS, {"user_id": user_id})]
    head = {"exported_at": now.isoformat(), "profile": _plain(profile), "login_sessions": sessions}
    yield _json(head).removesuffix("}") + ', "attempts": ['
    sides = {name: _Side(_rows(statement, user_id)) for name, statement in _SIDES.items()}
    separator = "\n"
    for row in _rows(_ATTEMPTS, user_id):
        attempt = _plain(row)
        for name, side in sides.items():
            attempt[name] = side.take(row.started_at, row.id)
        yield separator + _json(attempt)
        separator = ",\n"
    yield "\n]"
    for name, statement in LISTS.items():
        yield f', "{name}": ['
        separator = "\n"
        for row in _rows(statement, user_id):
            yield separator + _json(_plain(row))
            separator = ",\n"
        yield "\n]"
    yield "}\n"


def _plain(row: Row[Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in row._mapping.items()
        if name not in ("attempt_id", "of_started_at")
    }


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
