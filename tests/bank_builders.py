"""A small bank of questions and guides for tests, and somebody who uses it."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from interview_sim.bank import service
from interview_sim.catalog.packs import LoadedPack
from interview_sim.catalog.queries import PinnedQuestion, find_current_question
from interview_sim.catalog.store import LoadReport, load_pack
from interview_sim.domain.content import (
    Competency,
    FurtherQuestion,
    Guide,
    KeyPoint,
    Level,
    Mistake,
    Pack,
    Question,
    Source,
)
from interview_sim.domain.drafts import Draft
from interview_sim.domain.scoring import PointMark
from tests.builders import NOON

SOURCE = Source(title="PostgreSQL: Indexes", url="https://www.postgresql.org/docs/current/indexes.html")
SLUG = "reading-a-plan"
"""The question most tests are about: three points, a mistake, a follow-up in the bank and one that is not."""

TOPICS = {"storage": "Storing data", "web": "The web"}


def question(
    slug: str,
    title: str,
    prompt: str = "Tell me about it.",
    answer: str = "It depends.",
    points: Sequence[str] = ("Says that it depends.",),
    mistakes: Sequence[str] = (),
    level: Level = Level.BEGINNER,
    topics: Sequence[str] = ("storage",),
    follow_ups: Sequence[FurtherQuestion] = (),
) -> Question:
    """A question; its points are `p1`, `p2`, … and each has a reason of its own."""
    return Question(
        id=slug,
        title=title,
        level=level,
        topics=tuple(topics),
        prompt=prompt,
        answer=answer,
        points=tuple(KeyPoint(id=f"p{n}", text=text, why=f"Reason {n}.") for n, text in enumerate(points, 1)),
        mistakes=tuple(Mistake(id=f"m{n}", text=text, why=f"Cause {n}.") for n, text in enumerate(mistakes, 1)),
        follow_ups=tuple(follow_ups),
        sources=(SOURCE,),
    )


def plan_question() -> Question:
    """The question called `SLUG`."""
    return question(
        SLUG,
        "How do you read a query plan?",
        prompt="A report got slow overnight. You have `EXPLAIN`: what do you look at *first*?",
        answer="I start at the **innermost** node and compare estimated rows with actual ones.",
        points=("Starts at the innermost node.", "Compares estimates with `actual` rows.", "Asks for fresh figures."),
        mistakes=("Adds an index before looking.",),
        level=Level.ADVANCED,
        topics=("storage", "web"),
        follow_ups=(
            FurtherQuestion(text="And what would a cache change?", question="bank/when-to-cache"),
            FurtherQuestion(text="And in a **year**?".replace("*", "")),
        ),
    )


def cache_question() -> Question:
    """A question of the other topic and level."""
    return question("when-to-cache", "When is a cache worth it?", answer="When reads repeat.", topics=("web",))


def bank_pack(*questions: Question, guides: Sequence[Guide] = ()) -> LoadedPack:
    """A pack called `bank` with these questions, or with two of its own."""
    pack = Pack(
        id="bank",
        title="A bank",
        summary="For tests.",
        licence="MIT",
        topics=tuple(Competency(id=topic, name=name) for topic, name in TOPICS.items()),
    )
    return LoadedPack(pack=pack, questions=questions or (plan_question(), cache_question()), guides=tuple(guides))


def load_bank(*questions: Question, guides: Sequence[Guide] = (), now: datetime = NOON) -> LoadReport:
    """Load the bank into the current application's database, beside the sample pack."""
    return load_pack(bank_pack(*questions, guides=guides), now)


def many(count: int) -> list[Question]:
    """That many questions in the order of their titles."""
    return [question(f"question-{n:03}", f"Question {n:03}") for n in range(1, count + 1)]


def guide(slug: str, title: str, body: str = "Words.", position: int = 1) -> Guide:
    """A guide."""
    return Guide(
        id=slug, title=title, summary=f"What {title} is about.", position=position, topics=("web",), body=body
    )


def offered(slug: str = SLUG) -> PinnedQuestion:
    """The question as it is offered now."""
    pinned = find_current_question(slug)
    assert pinned is not None
    return pinned


def begin(user_id: int, slug: str = SLUG, now: datetime = NOON) -> str:
    """Begin an own answer; its id."""
    return service.begin(user_id, offered(slug), secrets.token_hex(16), now)


def save(text: str, revision: int = 0, page: str = "page-of-the-test", sequence: int = 0) -> Draft:
    """A text on its way."""
    return Draft(text, revision, page, sequence)


def answer(
    user_id: int,
    marks: Mapping[str, PointMark] | None = None,
    *,
    slug: str = SLUG,
    text: str = "My own words.",
    now: datetime = NOON,
) -> str:
    """An own answer, finished a minute later: `marks` by point (the rest missed); its id."""
    answer_id = begin(user_id, slug, now)
    later = now + timedelta(minutes=1)
    service.reveal(answer_id, user_id, save(text), later)
    service.finish(answer_id, user_id, marks or {}, later, rest_is_missed=True)
    return answer_id


def covered(slug: str = SLUG) -> dict[str, PointMark]:
    """Marks that cover every point of a question."""
    return {point.id: PointMark.COVERED for point in offered(slug).question.points}
