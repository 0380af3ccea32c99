"""Reading what a user got wrong: points missed, red flags raised, quiz answers by topic. Nothing here writes."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, case, func, select

from interview_sim.catalog.models import ContentItem
from interview_sim.domain.attempt import State
from interview_sim.domain.scoring import PointMark
from interview_sim.extensions import db
from interview_sim.interview.models import FlagMark, InterviewAttempt, Mark
from interview_sim.quiz.models import QuizAnswer

LOOKED_BACK = 50
"""How many of the latest finished attempts the most-missed points are counted over."""

LINKS_PER_FLAG = 3
"""How many of the latest places where a red flag was raised are listed."""


@dataclass(frozen=True, slots=True)
class MissedPoint:
    """An expected point, how often it was missed, and the latest attempt where it was."""

    attempt_id: str
    revision_id: int
    prompt_id: str
    point_id: str
    started_at: datetime
    missed: int
    judged: int


@dataclass(frozen=True, slots=True)
class RaisedFlag:
    """One place where a red flag was raised, and how often it was raised in all."""

    pack: str
    item_id: int
    flag_id: str
    attempt_id: str
    revision_id: int
    prompt_id: str
    state: State
    started_at: datetime
    times: int


_attempts = InterviewAttempt.__table__.c
_marks = Mark.__table__.c
_flag_marks = FlagMark.__table__.c
_items = ContentItem.__table__.c
_quiz_answers = QuizAnswer.__table__.c

_MINE = _attempts.user_id == bindparam("user_id")
_FINISHED = _attempts.state == State.FINISHED.value
_NEWEST_FIRST = (_attempts.started_at.desc(), _attempts.id.desc())


def _missed_points() -> Select[Any]:
    recent = (
        select(_attempts.id, _attempts.item_id, _attempts.revision_id, _attempts.started_at)
        .where(_MINE, _FINISHED)
        .order_by(*_NEWEST_FIRST)
        .limit(LOOKED_BACK)
        .subquery("recent")
    )
    point = (recent.c.item_id, _marks.prompt_id, _marks.point_id)
    is_missed = _marks.mark == PointMark.MISSED.value
    covered_at = case((_marks.mark == PointMark.COVERED.value, recent.c.started_at))
    latest = (recent.c.started_at.desc(), recent.c.id.desc())
    judged = (
        select(
            recent.c.id.label("attempt_id"),
            recent.c.revision_id,
            recent.c.started_at,
            _marks.prompt_id,
            _marks.point_id,
            _marks.mark,
            func.count().over(partition_by=point).label("judged"),
            func.sum(case((is_missed, 1), else_=0)).over(partition_by=point).label("missed"),
            func.max(covered_at).over(partition_by=point).label("covered_at"),
            func.row_number().over(partition_by=(*point, _marks.mark), order_by=latest).label("place"),
        )
        .join(Mark.__table__, (_marks.attempt_id == recent.c.id) & (_marks.reviewer_id == bindparam("user_id")))
        .subquery("judged")
    )
    never_since = judged.c.covered_at.is_(None) | (judged.c.covered_at < judged.c.started_at)
    return (
        select(judged)
        .where(judged.c.mark == PointMark.MISSED.value, judged.c.place == 1, never_since)
        .order_by(judged.c.missed.desc(), judged.c.started_at.desc(), judged.c.prompt_id, judged.c.point_id)
        .limit(bindparam("most"))
    )


_MISSED_POINTS = _missed_points()


def _raised_flags() -> Select[Any]:
    general = _flag_marks.flag_id.like("general/%")
    flag = (_items.pack, case((general, 0), else_=_attempts.item_id), _flag_marks.flag_id)
    latest = (_attempts.started_at.desc(), _attempts.id.desc(), _flag_marks.prompt_id)
    places = (
        select(
            _items.pack,
            _attempts.item_id,
            _flag_marks.flag_id,
            _attempts.id.label("attempt_id"),
            _attempts.revision_id,
            _flag_marks.prompt_id,
            _attempts.state,
            _attempts.started_at,
            func.count().over(partition_by=flag).label("times"),
            func.row_number().over(partition_by=flag, order_by=latest).label("place"),
        )
        .join(InterviewAttempt.__table__, _attempts.id == _flag_marks.attempt_id)
        .join(ContentItem.__table__, _items.id == _attempts.item_id)
        .where(_MINE, _flag_marks.reviewer_id == bindparam("user_id"))
        .subquery("places")
    )
    return (
        select(places)
        .where(places.c.place <= LINKS_PER_FLAG)
        .order_by(places.c.started_at.desc(), places.c.attempt_id.desc(), places.c.prompt_id)
    )


_RAISED_FLAGS = _raised_flags()

_WRONG = (
    select(_items.topics, func.count().label("wrong"))
    .join_from(QuizAnswer.__table__, ContentItem.__table__, _items.id == _quiz_answers.item_id)
    .where(_quiz_answers.user_id == bindparam("user_id"), _quiz_answers.is_right.is_(False))
    .group_by(_items.topics)
)
"""One row for each different list of topics. An answer is graded only once its quiz may tell of it."""


_RAISED = (
    select(_items.topics, func.count().label("raised"))
    .join_from(FlagMark.__table__, InterviewAttempt.__table__, _attempts.id == _flag_marks.attempt_id)
    .join(ContentItem.__table__, _items.id == _attempts.item_id)
    .where(_MINE, _flag_marks.reviewer_id == bindparam("user_id"))
    .group_by(_items.topics)
)
"""One row for each different list of topics of an interview."""


def list_missed_points(user_id: int, most: int) -> list[MissedPoint]:
    """The points missed most often in the latest finished attempts and not covered since, the worst first."""
    return [
        MissedPoint(
            row.attempt_id,
            row.revision_id,
            row.prompt_id,
            row.point_id,
            row.started_at,
            row.missed,
            row.judged,
        )
        for row in db.session.execute(_MISSED_POINTS, {"user_id": user_id, "most": most})
    ]


def list_raised_flags(user_id: int) -> list[RaisedFlag]:
    """The latest places where the user raised each red flag on their own attempts, the newest first."""
    return [
        RaisedFlag(
            row.pack,
            row.item_id,
            row.flag_id,
            row.attempt_id,
            row.revision_id,
            row.prompt_id,
            State(row.state),
            row.started_at,
            row.times,
        )
        for row in db.session.execute(_RAISED_FLAGS, {"user_id": user_id})
    ]


def wrong_answers_by_topic(user_id: int) -> dict[str, int]:
    """How many answers of the user's quizzes were wrong, by topic; a question about two topics counts for both."""
    return _by_topic(_WRONG, user_id)


def raised_flags_by_topic(user_id: int) -> dict[str, int]:
    """How often the user raised a red flag in interviews, by the topics of the interview; each of them counts."""
    return _by_topic(_RAISED, user_id)


def _by_topic(statement: Select[Any], user_id: int) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for topics, count in db.session.execute(statement, {"user_id": user_id}):
        counts.update(dict.fromkeys(topics.split(), count))
    return dict(counts)
