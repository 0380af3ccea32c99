"""Reading what users said of drills: narrow rows, a bounded number of them. Nothing here writes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from interview_sim.catalog.models import ContentItem
from interview_sim.domain.drill import Latest, Verdict
from interview_sim.domain.errors import NotFound
from interview_sim.drill.models import DrillAnswer, DrillFinding
from interview_sim.extensions import db


@dataclass(frozen=True, slots=True)
class Finding:
    """What was said of one flag of a drill."""

    flag_id: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One answer with its findings, in the order in which the page showed the flags."""

    id: str
    item_id: int
    revision_id: int
    answered_at: datetime
    is_right: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer in a list."""

    id: str
    title: str
    answered_at: datetime
    is_right: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How a user has dealt with one red flag over all drills."""

    recognised: int = 0
    missed: int = 0
    mistaken: int = 0


_answers = DrillAnswer.__table__.c
_findings = DrillFinding.__table__.c
_items = ContentItem.__table__.c

_MINE = _answers.user_id == bindparam("owner_id")
_NEWEST_FIRST = (_answers.answered_at.desc(), _answers.id.desc())

_ANSWER = (
    select(
        _answers.id,
        _answers.item_id,
        _answers.revision_id,
        _answers.answered_at,
        _answers.is_right,
        _findings.flag_id,
        _findings.verdict,
    )
    .join_from(DrillAnswer.__table__, DrillFinding.__table__, _findings.answer_id == _answers.id)
    .where(_MINE, _answers.id == bindparam("answer_id"))
    .order_by(_findings.position)
)

_ANSWERED = select(_answers.id).where(_MINE, _answers.start_key == bindparam("start_key"))

_ranked = (
    select(
        _answers.item_id,
        _answers.is_right,
        _answers.answered_at,
        _answers.id,
        func.row_number().over(partition_by=_answers.item_id, order_by=_NEWEST_FIRST).label("place"),
    )
    .where(_MINE)
    .subquery("ranked")
)
_LATEST = (
    select(_ranked.c.item_id, _ranked.c.is_right)
    .where(_ranked.c.place == 1)
    .order_by(_ranked.c.answered_at.desc(), _ranked.c.id.desc())
)

_RECENT = (
    select(_answers.id, _items.title, _answers.answered_at, _answers.is_right)
    .join_from(DrillAnswer.__table__, ContentItem.__table__, _items.id == _answers.item_id)
    .where(_MINE)
    .order_by(*_NEWEST_FIRST)
    .limit(bindparam("most"))
)

_COUNTS = (
    select(
        _findings.flag,
        *(
            func.count().filter(_findings.verdict == verdict.value).label(verdict.value)
            for verdict in (Verdict.RECOGNISED, Verdict.MISSED, Verdict.MISTAKEN)
        ),
    )
    .join_from(DrillFinding.__table__, DrillAnswer.__table__, _findings.answer_id == _answers.id)
    .where(_MINE, _findings.verdict != Verdict.PASSED.value)
    .group_by(_findings.flag)
)


def get_answer(answer_id: str, owner_id: int) -> StoredAnswer:
    """The owner's answer. Raises `NotFound`, also where it is somebody else's."""
    rows = db.session.execute(_ANSWER, {"answer_id": answer_id, "owner_id": owner_id}).all()
    if not rows:
        raise NotFound
    row = rows[0]
    findings = tuple(Finding(each.flag_id, Verdict(each.verdict)) for each in rows)
    return StoredAnswer(row.id, row.item_id, row.revision_id, row.answered_at, row.is_right, findings)


def find_answered(owner_id: int, start_key: str) -> str | None:
    """The id of the answer that was sent with this key."""
    return db.session.execute(_ANSWERED, {"owner_id": owner_id, "start_key": start_key}).scalar()


def list_latest(owner_id: int) -> list[Latest]:
    """How each drill went the last time, the one answered last coming first: one row a drill."""
    return [Latest(row.item_id, row.is_right) for row in db.session.execute(_LATEST, {"owner_id": owner_id})]


def list_recent(owner_id: int, most: int) -> list[AnswerRow]:
    """The user's latest answers."""
    rows = db.session.execute(_RECENT, {"owner_id": owner_id, "most": most})
    return [AnswerRow(row.id, row.title, row.answered_at, row.is_right) for row in rows]


def counts_by_flag(owner_id: int) -> dict[str, Counts]:
    """How the user has dealt with each red flag, by its address: one row a flag."""
    rows = db.session.execute(_COUNTS, {"owner_id": owner_id})
    return {row.flag: Counts(row.recognised, row.missed, row.mistaken) for row in rows}
