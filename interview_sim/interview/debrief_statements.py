"""The debrief's statements, built once.

Each carries its own permission: it writes only while the attempt is its owner's, is being debriefed and has the
prediction of that prompt. It also locks the attempt's row (where the database has row locks), so that a score never
misses a mark that was acknowledged before it. Words are written only over what the page had seen, or themselves.
"""

from collections.abc import Callable
from typing import Any, cast

from sqlalchemy import Select, Table, Text, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from interview_sim.domain.attempt import State
from interview_sim.extensions import UtcDateTime, db
from interview_sim.interview.models import Answer, FlagMark, InterviewAttempt, Mark

ATTEMPTS = cast(Table, InterviewAttempt.__table__)
ANSWERS = cast(Table, Answer.__table__)
MARKS = cast(Table, Mark.__table__)
FLAGS = cast(Table, FlagMark.__table__)

_attempts, _answers, _marks, _flags = ATTEMPTS.c, ANSWERS.c, MARKS.c, FLAGS.c


def _permitted(*columns: Any) -> Select[Any]:
    """Select `columns` for the target's prompt, one row while it may be marked by its owner and none otherwise."""
    return (
        select(*columns)
        .join_from(ATTEMPTS, ANSWERS, _answers.attempt_id == _attempts.id)
        .where(
            _attempts.id == bindparam("of_attempt"),
            _attempts.user_id == bindparam("owner_id"),
            _attempts.revision_id == bindparam("of_revision"),
            _attempts.state == State.DEBRIEFING.value,
            _answers.number == bindparam("of_number"),
            _answers.prompt_id == bindparam("of_prompt"),
            _answers.prediction.is_not(None),
        )
        .with_for_update(key_share=True, of=ATTEMPTS)
    )


_TEXT = Text()

_MARK_ROW = _permitted(
    _attempts.id,
    _attempts.user_id,
    _answers.prompt_id,
    bindparam("new_point", type_=_TEXT),
    bindparam("new_mark", type_=_TEXT),
    bindparam("now", type_=UtcDateTime()),
)
_FLAG_ROW = _permitted(
    _attempts.id,
    _attempts.user_id,
    _answers.prompt_id,
    bindparam("new_flag", type_=_TEXT),
    bindparam("now", type_=UtcDateTime()),
)
_PERMITTED_ID = _permitted(_attempts.id).scalar_subquery()


class Statements:
    """The statements of one dialect: both spell ON CONFLICT alike, but SQLAlchemy has a construct for each.

    `preserve_rowcount` makes them say how many rows they wrote: without it, psycopg says -1 of an INSERT.
    """

    def __init__(self, dialect_insert: Callable[[Any], Any]) -> None:
        def insert(table: Table) -> Any:
            return dialect_insert(table).execution_options(preserve_rowcount=True)

        new_mark = insert(MARKS).from_select(
            ["attempt_id", "reviewer_id", "prompt_id", "point_id", "mark", "marked_at"], _MARK_ROW
        )
        self.mark = new_mark.on_conflict_do_update(
            index_elements=list(MARKS.primary_key),
            set_={"mark": new_mark.excluded.mark, "marked_at": new_mark.excluded.marked_at},
        )
        self.mark_if_unmarked = new_mark.on_conflict_do_nothing()
        new_flag = insert(FLAGS).from_select(
            ["attempt_id", "reviewer_id", "prompt_id", "flag_id", "marked_at"], _FLAG_ROW
        )
        self.raise_flag = new_flag.on_conflict_do_update(
            index_elements=list(FLAGS.primary_key), set_={"flag_id": new_flag.excluded.flag_id}
        )


_BY_DIALECT = {"sqlite": Statements(sqlite.insert), "postgresql": Statements(postgresql.insert)}

WITHDRAW_FLAG = delete(FLAGS).where(
    _flags.attempt_id == _PERMITTED_ID,
    _flags.reviewer_id == bindparam("owner_id"),
    _flags.prompt_id == bindparam("of_prompt"),
    _flags.flag_id == bindparam("new_flag"),
)
_THIS_ANSWER = (_answers.attempt_id == _PERMITTED_ID) & (_answers.number == bindparam("of_number"))
_NEW_WORDS = bindparam("new_words", type_=_TEXT)
_SEEN_OR_NEW = [bindparam("seen_words", type_=_TEXT), _NEW_WORDS]
WRITE_NOTE = update(ANSWERS).where(_THIS_ANSWER, _answers.note.in_(_SEEN_OR_NEW)).values(note=_NEW_WORDS)
WRITE_QUOTE = (
    update(MARKS)
    .where(
        _marks.attempt_id == _PERMITTED_ID,
        _marks.reviewer_id == bindparam("owner_id"),
        _marks.prompt_id == bindparam("of_prompt"),
        _marks.point_id == bindparam("new_point"),
        func.coalesce(_marks.quote, "").in_(_SEEN_OR_NEW),
    )
    .values(quote=func.nullif(_NEW_WORDS, ""))
)
WRITE_SPOKEN = update(ANSWERS).where(_THIS_ANSWER).values(spoken=bindparam("new_spoken"))
FIND_NOTE = _permitted(_answers.note)
"""The note as it is stored; no row where the prompt may not be marked."""

SET_RESULT = (
    update(ATTEMPTS)
    .where(_attempts.id == bindparam("of_attempt"))
    .values(score=bindparam("new_score"), rating=bindparam("new_rating"))
)


def statements_here() -> Statements:
    """The statements in the dialect of the current application's database."""
    return _BY_DIALECT[db.engine.dialect.name]
