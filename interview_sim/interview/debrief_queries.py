"""Reading marks and red flags: narrow rows in one statement, turned into the domain's types."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Float, Row, Text, bindparam, cast, literal, null, select, union_all

from interview_sim.catalog.queries import PinnedScenario
from interview_sim.domain.attempt import State
from interview_sim.domain.content import Prompt
from interview_sim.domain.scoring import Marks, PointMark, RaisedFlag
from interview_sim.extensions import UtcDateTime, db
from interview_sim.interview.models import FlagMark, InterviewAttempt, Mark
from interview_sim.interview.queries import StoredAttempt


@dataclass(frozen=True, slots=True)
class Findings:
    """What a reviewer marked in an attempt. Keys are (prompt id, point id); flags are (prompt id, flag id)."""

    marks: Marks = field(default_factory=dict)
    quotes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    flags: tuple[tuple[str, str], ...] = ()

    def raised(self, pinned: PinnedScenario) -> tuple[RaisedFlag, ...]:
        """The raised flags with what they say, in the order of the scenario's list."""
        order = {flag_id: place for place, flag_id in enumerate(pinned.flags)}
        known = sorted((pair for pair in self.flags if pair[1] in order), key=lambda pair: order[pair[1]])
        return tuple(RaisedFlag(prompt_id, flag_id, pinned.flags[flag_id]) for prompt_id, flag_id in known)


@dataclass(frozen=True, slots=True)
class PreviousAttempt:
    """The finished attempt at the same scenario before this one."""

    id: str
    finished_at: datetime
    score: float
    is_whole: bool
    marks: Marks


_marks = Mark.__table__.c
_flags = FlagMark.__table__.c
_attempts = InterviewAttempt.__table__.c

_NO_TEXT: ColumnElement[str | None] = cast(null(), Text)
_NO_MOMENT: ColumnElement[datetime | None] = cast(null(), UtcDateTime())
_NO_SCORE: ColumnElement[float | None] = cast(null(), Float)

_OWN_MARKS = select(
    literal("mark").label("kind"),
    _marks.prompt_id,
    _marks.point_id.label("id"),
    _marks.mark,
    _marks.quote,
    _NO_MOMENT.label("finished_at"),
    _NO_SCORE.label("score"),
).where(_marks.attempt_id == bindparam("attempt_id"), _marks.reviewer_id == bindparam("reviewer_id"))

_OWN_FLAGS = select(
    literal("flag"), _flags.prompt_id, _flags.flag_id, _NO_TEXT, _NO_TEXT, _NO_MOMENT, _NO_SCORE
).where(_flags.attempt_id == bindparam("attempt_id"), _flags.reviewer_id == bindparam("reviewer_id"))

_PREVIOUS = (
    select(_attempts.id, _attempts.only_prompt, _attempts.finished_at, _attempts.score)
    .where(
        _attempts.user_id == bindparam("reviewer_id"),
        _attempts.item_id == bindparam("item_id"),
        _attempts.state == State.FINISHED.value,
        _attempts.started_at < bindparam("started_at"),
        _attempts.only_prompt.is_(None) | (_attempts.only_prompt == bindparam("only_prompt", type_=Text)),
    )
    .order_by(_attempts.started_at.desc(), _attempts.id.desc())
    .limit(1)
    .cte("previous")
)

_FINDINGS = union_all(_OWN_MARKS, _OWN_FLAGS)

_FINDINGS_AND_PREVIOUS = union_all(
    _OWN_MARKS,
    _OWN_FLAGS,
    select(
        literal("previous"),
        _PREVIOUS.c.only_prompt,
        _PREVIOUS.c.id,
        _NO_TEXT,
        _NO_TEXT,
        _PREVIOUS.c.finished_at,
        _PREVIOUS.c.score,
    ),
    # A scalar, not a join: with a long history SQLite would otherwise begin the join at all marks of the reviewer.
    select(literal("before"), _marks.prompt_id, _marks.point_id, _marks.mark, _NO_TEXT, _NO_MOMENT, _NO_SCORE).where(
        _marks.attempt_id == select(_PREVIOUS.c.id).scalar_subquery(),
        _marks.reviewer_id == bindparam("reviewer_id"),
    ),
)


def get_findings(attempt_id: str, reviewer_id: int) -> Findings:
    """What the reviewer marked so far, in one query."""
    values = {"attempt_id": attempt_id, "reviewer_id": reviewer_id}
    return _sort_out(db.session.connection().execute(_FINDINGS, values))[0]


def get_findings_and_previous(stored: StoredAttempt) -> tuple[Findings, PreviousAttempt | None]:
    """The owner's marks of this attempt and those of the attempt before it that asked all this one asked."""
    values = {
        "attempt_id": stored.id,
        "reviewer_id": stored.user_id,
        "item_id": stored.item_id,
        "started_at": stored.attempt.started_at,
        "only_prompt": stored.only_prompt,
    }
    return _sort_out(db.session.connection().execute(_FINDINGS_AND_PREVIOUS, values))


def asked_prompts(stored: StoredAttempt, pinned: PinnedScenario) -> tuple[Prompt, ...]:
    """The prompts of the attempt in their order: all of the scenario, or the one that is retaken."""
    return tuple(pinned.prompt(answer.prompt_id) for answer in stored.answers)


def _sort_out(rows: Iterable[Row[*tuple[Any, ...]]]) -> tuple[Findings, PreviousAttempt | None]:
    """Put each row of the union where it belongs, in one pass: it is the busiest loop of the report."""
    marks: dict[tuple[str, str], PointMark] = {}
    before: dict[tuple[str, str], PointMark] = {}
    quotes: dict[tuple[str, str], str] = {}
    flags: list[tuple[str, str]] = []
    previous = None
    for kind, prompt_id, name, mark, quote, finished_at, score in rows:
        if kind == "mark":
            marks[prompt_id, name] = _MARKS[mark]
            if quote:
                quotes[prompt_id, name] = quote
        elif kind == "before":
            before[prompt_id, name] = _MARKS[mark]
        elif kind == "flag":
            flags.append((prompt_id, name))
        else:
            previous = PreviousAttempt(name, finished_at, score, prompt_id is None, before)
    return Findings(marks, quotes, tuple(flags)), previous


_MARKS = {mark.value: mark for mark in PointMark}
