"""Changing quizzes: answering to learn, handing in, and what the clock ends.

`starting.py` starts them, `choices.py` saves what is chosen.

Every transition is decided by the pure rules on what was read, and written by an UPDATE guarded with the version it
was decided on; where another request came first, it is read and decided again.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, case, delete, update

from interview_sim.catalog.queries import get_choice, get_choices
from interview_sim.domain import quiz as rules
from interview_sim.domain.errors import Busy, NotFound
from interview_sim.domain.quiz import Mode, Quiz, QuizOver, score_of
from interview_sim.domain.timing import GRACE
from interview_sim.extensions import db
from interview_sim.quiz.models import QuizAnswer, QuizAttempt
from interview_sim.quiz.queries import StoredAnswer, StoredQuiz, get_quiz, list_lapsed
from interview_sim.quiz.signals import question_graded
from interview_sim.start_keys import adopt_started
from interview_sim.statements import count_rows

TRIES = 8
"""How often a decision is made again because another request changed the quiz meanwhile."""


class TooBusy(Busy):
    """Others kept changing the quiz; nothing was written."""


_attempts = cast(Table, QuizAttempt.__table__)
_answers = cast(Table, QuizAnswer.__table__)

_MOVE = (
    update(_attempts)
    .where(_attempts.c.id == bindparam("quiz_id"), _attempts.c.version == bindparam("seen_version"))
    .values(
        state=bindparam("state"),
        version=_attempts.c.version + 1,
        finished_at=bindparam("finished_at"),
        finished_by=bindparam("finished_by"),
    )
)
_SET_SCORE = (
    update(_attempts)
    .where(_attempts.c.id == bindparam("quiz_id"))
    .values(right=bindparam("new_right"), counted=bindparam("new_counted"))
)
_CLOSE = (
    update(_answers)
    .where(_answers.c.attempt_id == bindparam("of_quiz"), _answers.c.closed_at.is_(None))
    .values(
        closed_at=bindparam("now"),
        answered_at=case((_answers.c.chosen == "", bindparam("now")), else_=_answers.c.answered_at),
    )
)
"""What is blank is answered by the end of the exam: as not right."""
_GRADE = (
    update(_answers)
    .where(_answers.c.attempt_id == bindparam("of_quiz"), _answers.c.number.in_(bindparam("numbers", expanding=True)))
    .values(is_right=bindparam("verdict"))
)
_GIVE = (
    update(_answers)
    .where(
        _answers.c.attempt_id == bindparam("of_quiz"),
        _answers.c.number == bindparam("of_number"),
        _answers.c.closed_at.is_(None),
    )
    .values(
        chosen=bindparam("new_chosen"),
        confidence=bindparam("new_confidence"),
        revision=_answers.c.revision + 1,
        saved_by=None,
        answered_at=bindparam("now"),
        closed_at=bindparam("now"),
        is_right=bindparam("verdict"),
    )
)


def give_answer(
    quiz_id: str,
    owner_id: int,
    number: int,
    chosen: frozenset[str],
    confidence: rules.Confidence | None,
    now: datetime,
) -> StoredQuiz:
    """Learn mode: grade the answer to question `number` (from 0) and close it; the last one finishes the quiz.

    Giving the same answer twice gives it once. Raises `NotFound`, `TooBusy`, or what the rules refuse.
    """
    for _ in range(TRIES):
        stored = get_quiz(quiz_id, owner_id)
        before = stored.answer(number)
        if before.slot.closed_at is not None and before.slot.chosen == chosen:
            return stored
        choice = get_choice(before.revision_id).choice
        rules.require_options(choice, chosen)
        given = rules.answer(stored.quiz, number, chosen, confidence, rules.key_of(choice), now)
        moved = stored.with_quiz(given)
        if _moved(stored, moved.quiz) and _given(moved.answer(number), quiz_id, now):
            if moved.quiz.is_over:
                _set_score(moved)
            _tell(moved, [moved.answer(number)], now)
            db.session.commit()
            return moved
        db.session.rollback()
    raise TooBusy


def finish_quiz(quiz_id: str, owner_id: int, now: datetime) -> None:
    """Hand the quiz in, and grade it; once, however often it is asked. Raises `NotFound`, `QuizOver`, `TooBusy`."""
    for _ in range(TRIES):
        stored = get_quiz(quiz_id, owner_id)
        if stored.quiz.is_over:
            raise QuizOver
        settled = rules.settle(stored.quiz, now)
        ended = settled if settled.is_over else rules.finish(settled, now)
        if _ended(stored, ended, now):
            db.session.commit()
            return
        db.session.rollback()
    raise TooBusy


def settle_quiz(quiz_id: str, owner_id: int, now: datetime) -> None:
    """Write down that the clock has ended the quiz, if it has. Raises `NotFound`, `TooBusy`."""
    for _ in range(TRIES):
        stored = get_quiz(quiz_id, owner_id)
        settled = rules.settle(stored.quiz, now)
        if stored.quiz.is_over or not settled.is_over:
            return
        if _ended(stored, settled, now):
            db.session.commit()
            return
        db.session.rollback()
    raise TooBusy


def settle_lapsed(now: datetime, owner_id: int | None = None) -> int:
    """Write down every exam, of one user or of all, whose time and grace are over; how many there were."""
    settled = 0
    while lapsed := list_lapsed(now - GRACE, owner_id):
        for quiz_id, of_owner in lapsed:
            with suppress(NotFound):  # it may be deleted meanwhile
                settle_quiz(quiz_id, of_owner, now)
                settled += 1
    return settled


def delete_quiz(quiz_id: str, owner_id: int) -> None:
    """Delete the owner's quiz with its answers. Raises `NotFound`."""
    statement = delete(_attempts).where(_attempts.c.id == quiz_id, _attempts.c.user_id == owner_id)
    if count_rows(statement) == 0:
        db.session.rollback()
        raise NotFound
    db.session.commit()


def adopt_quizzes(from_user_id: int, to_user_id: int) -> None:
    """Give a guest's quizzes to the account they signed in to, in the caller's transaction."""
    adopt_started(_attempts, from_user_id, to_user_id)
    db.session.execute(update(_answers).where(_answers.c.user_id == from_user_id).values(user_id=to_user_id))


def _moved(stored: StoredQuiz, quiz: Quiz) -> bool:
    """Write the state over what was read, in the open transaction; False where another request came first."""
    values = {
        "quiz_id": stored.id,
        "seen_version": stored.version,
        "state": quiz.state.value,
        "finished_at": quiz.finished_at,
        "finished_by": None if quiz.finished_by is None else quiz.finished_by.value,
    }
    return count_rows(_MOVE, values) == 1


def _given(answer: StoredAnswer, quiz_id: str, now: datetime) -> bool:
    slot = answer.slot
    values = {
        "of_quiz": quiz_id,
        "of_number": answer.number,
        "new_chosen": in_order(slot.chosen, answer.option_order),
        "new_confidence": None if slot.confidence is None else slot.confidence.value,
        "now": now,
        "verdict": slot.is_right,
    }
    return count_rows(_GIVE, values) == 1


def _ended(stored: StoredQuiz, ended: Quiz, now: datetime) -> bool:
    """Write the end and grade, in the open transaction; False where another request came first.

    The answers are closed before they are read again: a save that is on its way is in by then, or finds them closed.
    """
    if not _moved(stored, ended):
        return False
    if ended.mode is Mode.EXAM:
        count_rows(_CLOSE, {"of_quiz": stored.id, "now": ended.finished_at})
    closed = get_quiz(stored.id, stored.user_id)
    choices = get_choices(closed.revision_ids)
    keys = [rules.key_of(choices[revision_id].choice) for revision_id in closed.revision_ids]
    graded = closed.with_quiz(rules.grade(closed.quiz, keys))
    fresh = [
        after
        for before, after in zip(closed.answers, graded.answers, strict=True)
        if before.slot.is_right is None and after.slot.is_right is not None
    ]
    for verdict in (True, False):
        numbers = [answer.number for answer in fresh if answer.slot.is_right is verdict]
        if numbers:
            count_rows(_GRADE, {"of_quiz": stored.id, "numbers": numbers, "verdict": verdict})
    _set_score(graded)
    _tell(graded, fresh, now)
    return True


def _set_score(stored: StoredQuiz) -> None:
    score = score_of(stored.quiz.mode, stored.quiz.slots)
    values = {"quiz_id": stored.id, "new_right": score.right, "new_counted": score.counted}
    count_rows(_SET_SCORE, values)


def _tell(stored: StoredQuiz, graded: Sequence[StoredAnswer], now: datetime) -> None:
    for answer in graded:
        confidence = answer.slot.confidence
        question_graded.send(
            None,
            owner_id=stored.user_id,
            item_id=answer.item_id,
            revision_id=answer.revision_id,
            is_right=answer.slot.is_right,
            confidence=None if confidence is None else confidence.value,
            now=now,
        )


def in_order(chosen: frozenset[str], option_order: Sequence[str]) -> str:
    """Chosen options as they are stored: between spaces, in the order in which they are shown."""
    return " ".join(option_id for option_id in option_order if option_id in chosen)
