"""Saving what is chosen: nothing acknowledged is lost, and a stale page never undoes a newer choice.

As a draft of an interview does (docs/decisions/0005), a choice says which revision it edits, which page made it and
that page's own count of its saves. It is taken when it edits the stored revision, or when the same page made that
revision and this is a later save of it. Anything else is a conflict, answered with what is stored.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, and_, bindparam, exists, or_, select, update

from interview_sim.catalog.queries import get_choice
from interview_sim.domain import quiz as rules
from interview_sim.domain.errors import NotFound
from interview_sim.domain.quiz import Choice, QuizRefusal, State
from interview_sim.domain.timing import GRACE, seconds_left
from interview_sim.extensions import db
from interview_sim.quiz.models import QuizAnswer, QuizAttempt
from interview_sim.quiz.queries import StoredAnswer, get_quiz
from interview_sim.quiz.service import settle_quiz
from interview_sim.statements import count_rows


@dataclass(frozen=True, slots=True)
class Saved:
    """What the server acknowledges: it is committed."""

    revision: int
    seconds_left: float | None


class StaleChoice(QuizRefusal):
    """The answer was changed elsewhere since this page was made; carries what the server has."""

    def __init__(self, stored: StoredAnswer) -> None:
        super().__init__("the answer was changed elsewhere")
        self.stored = stored


_table = cast(Table, QuizAnswer.__table__)
_answers = _table.c
_attempts = QuizAttempt.__table__.c

_THIS = and_(_answers.attempt_id == bindparam("in_quiz"), _answers.number == bindparam("at_number"))
_DEADLINE = (
    select(_attempts.expires_at).where(_attempts.id == bindparam("in_quiz")).scalar_subquery().label("deadline")
)
_IS_OPEN = and_(
    _answers.closed_at.is_(None),
    exists().where(
        _attempts.id == bindparam("in_quiz"),
        _attempts.user_id == bindparam("owner_id"),
        _attempts.state == State.RUNNING.value,
        or_(_attempts.expires_at.is_(None), _attempts.expires_at >= bindparam("earliest")),
    ),
)

_SAVE = (
    update(_table)
    .where(
        _THIS,
        _IS_OPEN,
        or_(
            _answers.revision == bindparam("base"),
            and_(_answers.saved_by == bindparam("page"), _answers.saved_sequence < bindparam("sequence")),
        ),
    )
    .values(
        chosen=bindparam("new_chosen"),
        confidence=bindparam("new_confidence"),
        revision=_answers.revision + 1,
        saved_by=bindparam("page"),
        saved_sequence=bindparam("sequence"),
        answered_at=bindparam("now"),
    )
    .returning(_answers.revision, _answers.revision_id, _DEADLINE)
)

_FLAG = update(_table).where(_THIS, _IS_OPEN).values(is_flagged=bindparam("flag"))


def save_choice(quiz_id: str, owner_id: int, number: int, choice: Choice, now: datetime) -> Saved:
    """Keep what is chosen for question `number` (from 0).

    The usual case is one guarded UPDATE; whatever that does not cover is read and decided by the rules. Raises
    `NotFound`, `StaleChoice`, `UnknownOption`, or what the rules refuse; an exam that is over is written down first.
    """
    row = db.session.execute(_SAVE, _values(quiz_id, owner_id, number, choice, now)).one_or_none()
    if row is not None:
        try:
            rules.require_options(get_choice(row.revision_id).choice, choice.chosen)
        except rules.UnknownOption:
            db.session.rollback()
            raise
        db.session.commit()
        return Saved(row.revision, seconds_left(row.deadline, now))
    db.session.rollback()
    settle_quiz(quiz_id, owner_id, now)
    stored = get_quiz(quiz_id, owner_id)
    answer = stored.answer(number)
    rules.require_open(stored.quiz, number, now)
    if _is_stored(answer, choice):
        return Saved(answer.revision, seconds_left(stored.quiz.deadline, now))
    raise StaleChoice(answer)


def set_flag(quiz_id: str, owner_id: int, number: int, is_flagged: bool, now: datetime) -> None:
    """Mark question `number` (from 0) to come back to, or no longer. Raises as `save_choice`."""
    values = {
        "in_quiz": quiz_id,
        "at_number": number,
        "owner_id": owner_id,
        "earliest": now - GRACE,
        "flag": is_flagged,
    }
    if count_rows(_FLAG, values) == 1:
        db.session.commit()
        return
    db.session.rollback()
    settle_quiz(quiz_id, owner_id, now)
    stored = get_quiz(quiz_id, owner_id)
    stored.answer(number)
    rules.require_open(stored.quiz, number, now)
    raise NotFound


def _is_stored(answer: StoredAnswer, choice: Choice) -> bool:
    """Whether the server has this very choice, or a later save of the same page."""
    if answer.slot.chosen == choice.chosen and answer.slot.confidence is choice.confidence:
        return True
    is_same_page = answer.saved_by == choice.page and choice.sequence > 0
    return is_same_page and choice.sequence <= answer.saved_sequence


def _values(quiz_id: str, owner_id: int, number: int, choice: Choice, now: datetime) -> dict[str, Any]:
    return {
        "in_quiz": quiz_id,
        "at_number": number,
        "owner_id": owner_id,
        "earliest": now - GRACE,
        "base": choice.revision,
        "page": choice.page,
        "sequence": choice.sequence,
        "new_chosen": " ".join(sorted(choice.chosen)),
        "new_confidence": None if choice.confidence is None else choice.confidence.value,
        "now": now,
    }
