"""Starting quizzes: from what the set-up page asks for, or from what was not right in another one."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import insert

from interview_sim.catalog.queries import get_choices
from interview_sim.domain import quiz as rules
from interview_sim.domain.drawing import Candidate, Wanted, draw, shuffled
from interview_sim.domain.quiz import Mode
from interview_sim.extensions import db
from interview_sim.quiz.bank_queries import list_bank
from interview_sim.quiz.models import QuizAnswer, QuizAttempt
from interview_sim.quiz.queries import find_started, get_quiz
from interview_sim.quiz.service import settle_lapsed
from interview_sim.start_keys import start_once

AGAIN = " (again)"
"""What the title of a quiz ends with that asks the same questions once more."""


class NothingToAsk(Exception):
    """No question matches what was asked for."""


def start_quiz(
    owner_id: int,
    wanted: Wanted,
    *,
    title: str,
    settings: str,
    time_multiplier: float,
    seed: int,
    start_key: str,
    now: datetime,
) -> str:
    """Draw a quiz and start it; its id.

    The same `start_key` again gives the same quiz, and a new one once that is over. What the clock has ended is
    written down first, so that the draw knows of it. Raises `NothingToAsk`.
    """
    settle_lapsed(now, owner_id)
    rng = Random(seed)  # noqa: S311 - nobody is kept out by it
    drawn = draw(list_bank(owner_id), wanted, rng)
    header = {"title": title, "settings": settings, "mode": wanted.mode.value, "seed": seed}
    return _start(owner_id, drawn, header, time_multiplier, start_key, rng, now)


def start_again(
    quiz_id: str, owner_id: int, *, time_multiplier: float, seed: int, start_key: str, now: datetime
) -> str:
    """A new quiz of exactly the questions that were not right in a finished one, in their present wording.

    Raises `NotFound`, `NoFeedbackYet` while it goes on, and `NothingToAsk` where all was right or is gone.
    """
    settle_lapsed(now, owner_id)
    stored = get_quiz(quiz_id, owner_id)
    if not stored.quiz.is_over:
        raise rules.NoFeedbackYet
    mode = stored.quiz.mode
    missed = {
        answer.item_id
        for answer in stored.answers
        if rules.counts(mode, answer.slot) and answer.slot.is_right is not True
    }
    rng = Random(seed)  # noqa: S311 - nobody is kept out by it
    again = [candidate for candidate in list_bank(owner_id) if candidate.item_id in missed]
    rng.shuffle(again)
    title = stored.title if stored.title.endswith(AGAIN) else stored.title + AGAIN
    header = {"title": title, "settings": stored.settings, "mode": mode.value, "seed": seed}
    return _start(owner_id, again, header, time_multiplier, start_key, rng, now)


def _start(
    owner_id: int,
    drawn: Sequence[Candidate],
    header: Mapping[str, Any],
    time_multiplier: float,
    start_key: str,
    rng: Random,
    now: datetime,
) -> str:
    if not drawn:
        raise NothingToAsk
    choices = get_choices([candidate.revision_id for candidate in drawn])
    budget = rules.exam_budget([pinned.choice for pinned in choices.values()], time_multiplier)
    quiz = rules.begin(Mode(header["mode"]), len(drawn), budget, now)
    quiz_id = secrets.token_hex(16)
    answers = [
        {
            "attempt_id": quiz_id,
            "number": number,
            "user_id": owner_id,
            "item_id": candidate.item_id,
            "revision_id": candidate.revision_id,
            "option_order": " ".join(
                shuffled([option.id for option in choices[candidate.revision_id].choice.options], rng)
            ),
        }
        for number, candidate in enumerate(drawn)
    ]
    attempt = {
        **header,
        "id": quiz_id,
        "user_id": owner_id,
        "state": quiz.state.value,
        "time_multiplier": time_multiplier,
        "total": len(drawn),
        "version": 1,
        "started_at": now,
        "expires_at": quiz.deadline,
    }

    def write(key: str) -> None:
        db.session.execute(insert(QuizAttempt), {**attempt, "start_key": key})
        db.session.execute(insert(QuizAnswer), answers)
        db.session.commit()

    started = start_once(
        start_key,
        write,
        find=lambda key: find_started(owner_id, key),
        is_over=lambda earlier: get_quiz(earlier, owner_id).settled(now).quiz.is_over,
    )
    return started or quiz_id
