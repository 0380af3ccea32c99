"""What the quizzes' tests stand on: a pack of choice questions of their own, and ways through a quiz."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from interview_sim.catalog.packs import LoadedPack
from interview_sim.catalog.queries import get_choices
from interview_sim.catalog.store import load_pack
from interview_sim.domain.content import ChoiceQuestion, Competency, Level, Option, Pack, Source
from interview_sim.domain.drawing import Wanted
from interview_sim.domain.quiz import Choice, Confidence, Mode, key_of
from interview_sim.extensions import db
from interview_sim.quiz import starting
from interview_sim.quiz.models import QuizAttempt
from interview_sim.quiz.queries import StoredAnswer, get_quiz
from tests.builders import NOON

SOURCE = Source(title="PostgreSQL: B-Tree", url="https://www.postgresql.org/docs/current/btree.html")
SECRET_WHY = "This reason must not be seen before the answer."
SECRET_EXPLANATION = "This explanation must not be seen before the answer."


def single(slug: str, topic: str = "drinks", level: Level = Level.BEGINNER, stem: str = "") -> ChoiceQuestion:
    """A question with one right option, `right`, and two wrong ones, `wrong-a` and `wrong-b`."""
    return ChoiceQuestion(
        id=slug,
        level=level,
        topics=(topic,),
        stem=stem or f"What is `{slug}`?",
        options=(
            Option(id="right", text=f"The first of {slug}", correct=True),
            Option(id="wrong-a", text=f"The second of {slug}", why=f"{SECRET_WHY} A of {slug}."),
            Option(id="wrong-b", text=f"The third of {slug}", why=f"{SECRET_WHY} B of {slug}."),
        ),
        explanation=f"{SECRET_EXPLANATION} It is {slug}.",
        sources=(SOURCE,),
    )


def several(slug: str, topic: str = "meals", level: Level = Level.ADVANCED) -> ChoiceQuestion:
    """A question with two right options, `right-a` and `right-b`, of four, and a block of code in its stem."""
    return ChoiceQuestion(
        id=slug,
        level=level,
        topics=(topic, "drinks"),
        stem=f"Which of these belong to {slug}?\n\n```python\nprint('{slug}')\n```",
        options=(
            Option(id="right-a", text=f"Bread of {slug}", correct=True),
            Option(id="right-b", text=f"Butter of {slug}", correct=True),
            Option(id="wrong-a", text=f"Bricks of {slug}", why=f"{SECRET_WHY} Bricks are not eaten."),
            Option(id="wrong-b", text=f"Bolts of {slug}", why=f"{SECRET_WHY} Bolts are not eaten."),
        ),
        explanation=f"{SECRET_EXPLANATION} One eats {slug}.",
        sources=(SOURCE,),
    )


QUESTIONS = (
    *(single(f"tea-{number}") for number in range(4)),
    *(single(f"soup-{number}", "meals", Level.INTERMEDIATE) for number in range(2)),
    *(several(f"lunch-{number}") for number in range(2)),
)
"""Eight questions: `drinks` has the four teas and the two lunches, `meals` the two soups and the two lunches."""


def menu_pack(questions: Sequence[ChoiceQuestion] = QUESTIONS) -> LoadedPack:
    """A pack of choice questions alone."""
    pack = Pack(
        id="menu",
        title="Menu",
        summary="A pack for the tests of the quizzes.",
        licence="MIT",
        topics=(Competency(id="drinks", name="Drinks"), Competency(id="meals", name="Meals and more")),
    )
    return LoadedPack(pack=pack, choice_questions=tuple(questions))


def load_menu(questions: Sequence[ChoiceQuestion] = QUESTIONS, now: datetime = NOON) -> None:
    """Load the pack, and commit. The sample pack's one choice question (topic `databases`) stays beside it."""
    load_pack(menu_pack(questions), now)


def change_question(slug: str, **changes: Any) -> None:
    """Load the pack again with one question changed: it gets a new revision."""
    load_menu([each.model_copy(update=changes) if each.id == slug else each for each in QUESTIONS])


SOON = NOON + timedelta(seconds=5)
DEADLINE = NOON + timedelta(seconds=630)
"""Of an exam of all eight begun at noon: four of 60 s, two of 75 s, two of 90 s with 30 s more for their code."""

EVERYTHING = Wanted(topics=frozenset({"drinks", "meals"}), count=8, mode=Mode.EXAM)


def start_quiz(
    user_id: int,
    now: datetime = NOON,
    wanted: Wanted = EVERYTHING,
    *,
    seed: int = 1,
    multiplier: float = 1.0,
    **more: Any,
) -> str:
    """Start a quiz (an exam of all eight questions) and commit; its id."""
    return starting.start_quiz(
        user_id,
        wanted,
        title=more.get("title", "Drinks and Meals"),
        settings="topics=drinks",
        time_multiplier=multiplier,
        seed=seed,
        start_key=more.get("start_key") or secrets.token_hex(16),
        now=now,
    )


def start_learning(user_id: int, now: datetime = NOON, count: int = 8, **more: Any) -> str:
    """Start a quiz to learn from."""
    return start_quiz(user_id, now, replace(EVERYTHING, mode=Mode.LEARN, count=count), **more)


def get_row(quiz_id: str) -> QuizAttempt:
    """The row of a quiz, as it is in the database now."""
    db.session.expire_all()
    return db.session.get_one(QuizAttempt, quiz_id)


def key_for(answer: StoredAnswer) -> frozenset[str]:
    """The right options of a stored question."""
    return key_of(get_choices([answer.revision_id])[answer.revision_id].choice)


def right_and_wrong(quiz_id: str, user_id: int, number: int) -> tuple[frozenset[str], frozenset[str]]:
    """The right choice for question `number` (from 0), and one wrong option."""
    answer = get_quiz(quiz_id, user_id).answer(number)
    key = key_for(answer)
    return key, frozenset({next(option for option in answer.option_order if option not in key)})


def choice(
    chosen: Iterable[str],
    revision: int = 0,
    page: str = "page-one",
    sequence: int = 1,
    confidence: Confidence | None = None,
) -> Choice:
    """A choice as a page's script sends it."""
    return Choice(frozenset(chosen), confidence, revision, page, sequence)
