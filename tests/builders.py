"""What tests stand on: a small pack, made of domain objects. Each feature appends the builders it needs."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from interview_sim.bank import service as bank
from interview_sim.catalog.packs import LoadedPack
from interview_sim.catalog.queries import find_current_drill, find_current_question, find_current_scenario
from interview_sim.catalog.store import LoadReport, load_pack
from interview_sim.domain.attempt import Flow
from interview_sim.domain.content import (
    Budget,
    ChoiceQuestion,
    Competency,
    Drill,
    DrillFlag,
    ExpectedPoint,
    FollowUp,
    Hint,
    KeyPoint,
    Level,
    Option,
    Pack,
    Prompt,
    Question,
    RedFlag,
    Scenario,
    Source,
)
from interview_sim.domain.drafts import Draft
from interview_sim.domain.drawing import Wanted
from interview_sim.domain.marking import PointEntry, Sheet, Target
from interview_sim.domain.rating import Rating
from interview_sim.domain.review import CardKind, Grade, Limits
from interview_sim.domain.scoring import PointMark
from interview_sim.domain.timing import Pace
from interview_sim.drill import service as drills
from interview_sim.interview import debrief_service
from interview_sim.interview.drafts import finish_answer
from interview_sim.interview.queries import get_attempt
from interview_sim.interview.service import start_attempt
from interview_sim.quiz import starting
from interview_sim.study import service as study

SAMPLE_SLUG = "sample-interview"
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
"""A moment for tests that need one and do not care which."""


def load_sample(now: datetime = NOON) -> LoadReport:
    """Load the sample pack into the current application's database, and commit."""
    return load_pack(sample_pack(), now)


def changes(report: LoadReport) -> list[str]:
    """Whatever loading the pack made different from before."""
    return [*report.added, *report.changed, *report.revived, *report.retired]


def sample_pack() -> LoadedPack:
    """One interview of two prompts (90 s and 120 s), one question and one choice question."""
    return LoadedPack(
        pack=Pack(
            id="sample",
            title="Sample pack",
            summary="A small pack for tests.",
            licence="MIT",
            topics=(Competency(id="databases", name="Databases"), Competency(id="caching", name="Caching")),
            red_flags=(
                flag("general-bluff", "Makes up a fact to hide a gap.", Rating.LEANING_NO_HIRE),
                flag("general-blame", "Blames absent colleagues for a past failure.", Rating.LEANING_HIRE),
            ),
        ),
        scenarios=(sample_scenario(),),
        questions=(sample_question(),),
        choice_questions=(sample_choice_question(),),
    )


def sample_scenario(slug: str = SAMPLE_SLUG, title: str = "Sample interview") -> Scenario:
    """A scenario of two prompts: `storage` (30 s + 60 s) and `speed` (30 s + 90 s), with a must-have in each."""
    return Scenario(
        id=slug,
        title=title,
        role="Back-end engineer",
        level=Level.INTERMEDIATE,
        topics=("databases", "caching"),
        summary="Store some orders, then make the list of them fast.",
        interviewer="Staff engineer",
        minutes=4,
        setup="You look after a **small shop**. There are two questions.",
        competencies=(Competency(id="modelling", name="Modelling"), Competency(id="speed", name="Speed")),
        prompts=(storage_prompt(), speed_prompt()),
        red_flags=(
            flag("plain-passwords", "Stores passwords in plain text.", Rating.STRONG_NO_HIRE),
            flag("guesses", "Optimises without measuring anything.", Rating.LEANING_HIRE),
        ),
        closing="Thank you. That was about storing orders and **finding** them again.",
        sources=(Source(title="PostgreSQL: Indexes", url="https://www.postgresql.org/docs/current/indexes.html"),),
    )


def storage_prompt() -> Prompt:
    """The first prompt of the sample: must-have `keys` (weight 3), `types` (2), `naming` (1)."""
    return Prompt(
        id="storage",
        title="Storing orders",
        says="How would you store the orders of a small shop? Please name the *tables*.",
        budget=Budget(thinking=30, answering=60),
        points=(
            point("keys", "Gives every table a primary key.", "modelling", 3, "primary key", must=True),
            point("types", "Stores money as an exact number.", "modelling", 2, "decimal", "exact"),
            point("naming", "Names tables for what they hold.", "modelling", 1, "table name"),
        ),
        hints=(
            Hint(id="rows", text="What tells two **orders** apart?"),
            Hint(id="money", text="What happens to cents in a float?"),
        ),
        follow_ups=(FollowUp(id="history", says="How would you keep *old* prices?"),),
        model_answer="I would have an `orders` table with a **primary key**, and exact amounts.\n\n"
        "```sql\nCREATE TABLE orders (id bigint PRIMARY KEY, total numeric NOT NULL);\n```",
    )


def speed_prompt() -> Prompt:
    """The second prompt of the sample: must-have `index` (weight 3), `measure` (2), `cache` (1)."""
    return Prompt(
        id="speed",
        title="A slow list",
        says="The list of orders has become slow. What do you do **first**?",
        budget=Budget(thinking=30, answering=90),
        points=(
            point(
                "index",
                "Puts an index on the filtered column.",
                "speed",
                3,
                "index",
                must=True,
                question="sample/what-a-sample-index-costs",
            ),
            point("measure", "Reads the query plan before changing anything.", "speed", 2, "EXPLAIN", "plan"),
            point("cache", "Says when a cache would be worth it.", "speed", 1, "cache"),
        ),
        hints=(Hint(id="plan", text="How would you see what the database does?"),),
        follow_ups=(
            FollowUp(id="cost", says="What does an index cost?"),
            FollowUp(id="when-not", says="When does it not help?"),
        ),
        model_answer="First I read the plan with `EXPLAIN ANALYZE`, then I add an **index**.",
    )


def sample_question() -> Question:
    """A question of the bank."""
    return Question(
        id="what-a-sample-index-costs",
        title="What does an index cost?",
        level=Level.BEGINNER,
        topics=("databases",),
        prompt="What does an index on a table cost?",
        answer="Space on disk, and work on every write.",
        points=(KeyPoint(id="writes", text="Slows down writes.", why="It is the price nobody sees at first."),),
        sources=(Source(title="PostgreSQL: Indexes", url="https://www.postgresql.org/docs/current/indexes.html"),),
    )


def sample_choice_question() -> ChoiceQuestion:
    """A quiz question with one right option."""
    return ChoiceQuestion(
        id="sample-unique-ids",
        level=Level.BEGINNER,
        topics=("databases",),
        stem="Which constraint keeps two rows from sharing an `id`?",
        options=(
            Option(id="primary-key", text="`PRIMARY KEY`", correct=True),
            Option(id="check", text="`CHECK`", why="It looks at one row at a time."),
        ),
        explanation="A primary key is unique and not null.",
        sources=(Source(title="PostgreSQL: Indexes", url="https://www.postgresql.org/docs/current/indexes.html"),),
    )


def point(
    slug: str, text: str, competency: str, weight: int, *cues: str, must: bool = False, question: str | None = None
) -> ExpectedPoint:
    """An expected point with a reason of its own."""
    return ExpectedPoint(
        id=slug,
        text=text,
        why=f"It shows whether {slug} was thought of.",
        competency=competency,
        weight=weight,
        must_have=must,
        cues=cues,
        question=question,
    )


def flag(slug: str, text: str, caps: Rating) -> RedFlag:
    """A red flag with a reason of its own."""
    return RedFlag(id=slug, text=text, why=f"{slug} makes an interviewer doubt the rest.", caps=caps)


def start_sample(user_id: int, now: datetime = NOON, **choices: object) -> str:
    """Start the sample interview for a user (strict, debrief at the end, no extra time); the attempt's id."""
    pinned = find_current_scenario(SAMPLE_SLUG)
    assert pinned is not None
    settings: dict[str, Any] = {
        "pace": Pace.STRICT,
        "flow": Flow.AT_END,
        "time_multiplier": 1.0,
        "start_key": secrets.token_hex(16),
        **choices,
    }
    return start_attempt(user_id, pinned, now=now, **settings)


def answer_sample(user_id: int, now: datetime = NOON, texts: Sequence[str] = ("", ""), **choices: object) -> str:
    """Start the sample and answer every prompt after a minute each: it waits for its debrief; the attempt's id."""
    attempt_id = start_sample(user_id, now, **choices)
    for number, answer in enumerate(get_attempt(attempt_id, user_id).answers):
        draft = Draft(texts[number], answer.revision, f"page-of-prompt-{number}", 1)
        finish_answer(attempt_id, user_id, number, draft, now + (number + 1) * timedelta(minutes=1))
    return attempt_id


def debrief_target(attempt_id: str, user_id: int, number: int = 0) -> Target:
    """What a page of the debrief names when it sends something about prompt `number` (from 0)."""
    stored = get_attempt(attempt_id, user_id)
    return Target(attempt_id, user_id, number, stored.revision_id, stored.answers[number].prompt_id)


def debrief_sample(
    user_id: int,
    now: datetime = NOON,
    marks: Mapping[str, str] | None = None,
    flags: Sequence[str] = (),
    texts: Sequence[str] = ("", ""),
    **choices: object,
) -> str:
    """A finished sample: `marks` by point id (the rest covered), `flags` raised on its last prompt; its id."""
    attempt_id = answer_sample(user_id, now, texts, **choices)
    pinned = find_current_scenario(SAMPLE_SLUG)
    assert pinned is not None
    answers = get_attempt(attempt_id, user_id).answers
    later = now + timedelta(minutes=10)
    for answer in answers:
        is_last = answer.number == len(answers) - 1
        points = pinned.prompt(answer.prompt_id).points
        entries = tuple(PointEntry(each.id, PointMark((marks or {}).get(each.id, "covered"))) for each in points)
        sheet = Sheet(entries, dict.fromkeys(flags, True) if is_last else {})
        debrief_service.predict(attempt_id, user_id, answer.number, 3, later)
        target = debrief_target(attempt_id, user_id, answer.number)
        debrief_service.finish(target, sheet, later, rest_is_missed=False)
    return attempt_id


QUESTION_ADDRESS = "sample/what-a-sample-index-costs"


def study_sample(user_id: int, now: datetime = NOON) -> str:
    """A card of spaced review, rated once, and limits of one's own; the card's id."""
    card_id = study.add(user_id, CardKind.QUESTION, QUESTION_ADDRESS, "", now)
    study.rate_card(card_id, user_id, 1, Grade.GOOD, now)
    study.set_limits(user_id, Limits(new=5, reviews=50))
    return card_id


def bank_sample(user_id: int, now: datetime = NOON) -> str:
    """An own answer to the sample question, scored, with a look, a bookmark and a note; the answer's id."""
    pinned = find_current_question(QUESTION_ADDRESS.partition("/")[2])
    assert pinned is not None
    answer_id = bank.begin(user_id, pinned, secrets.token_hex(16), now)
    bank.reveal(answer_id, user_id, Draft("Space, and slower writes.", 0, "page-of-answer", 1), now)
    bank.finish(answer_id, user_id, {"writes": PointMark.COVERED}, now, rest_is_missed=False)
    bank.note_look(user_id, pinned.item_id, now)
    bank.set_bookmark(user_id, pinned.item_id, True, now)
    bank.save_note(user_id, pinned.item_id, Draft("Ask about writes.", 0, "page-of-note", 1), now)
    return answer_id


DRILL_SLUG = "sample-first-index"


def drill_pack() -> LoadedPack:
    """The sample pack with three drills; the first one raises two of its four flags, the others one of three."""
    pack = sample_pack()
    addresses = {
        **{f"sample/general/{flag.id}": flag for flag in pack.pack.red_flags},
        **{f"sample/{SAMPLE_SLUG}/{flag.id}": flag for flag in pack.scenarios[0].red_flags},
    }
    drills = (
        sample_drill(),
        sample_drill("sample-second-drill", 1, "caching"),
        sample_drill("sample-third-drill", 1),
    )
    return replace(pack, drills=drills, referred_flags=addresses)


def sample_drill(slug: str = DRILL_SLUG, raised: int = 2, topic: str = "databases") -> Drill:
    """A drill that raises the first `raised` of its flags; each `why` is told only once it is answered."""
    addresses = (
        f"sample/{SAMPLE_SLUG}/guesses",
        "sample/general/general-bluff",
        "sample/general/general-blame",
        f"sample/{SAMPLE_SLUG}/plain-passwords",
    )
    flags = [
        DrillFlag(id=f"flag-{letter}", flag=address, raised=place < raised, why=f"Reason {letter} of {slug}.")
        for place, (letter, address) in enumerate(zip("abcd", addresses, strict=True))
    ]
    return Drill(
        id=slug,
        level=Level.BEGINNER,
        topics=(topic,),
        asked=f"The list of {slug} is slow. What is your **first** step?",
        answer="I would put an index on the date column, since lists are nearly always slow for want of an index. "
        "If that is not enough I would add one on the customer as well, and then I would look at how it feels in the "
        "browser before anything else is done.",
        flags=tuple(flags if raised == 2 else flags[:3]),
    )


def load_drills(now: datetime = NOON) -> LoadReport:
    """Load the sample pack with its drills, and commit."""
    return load_pack(drill_pack(), now)


def answer_drill(
    user_id: int,
    ticked: Sequence[str] = ("flag-a",),
    now: datetime = NOON,
    *,
    slug: str = DRILL_SLUG,
    start_key: str = "",
) -> str:
    """An answer to a drill that is loaded; its id."""
    pinned = find_current_drill(slug)
    assert pinned is not None
    return drills.answer(user_id, pinned, ticked, start_key=start_key or secrets.token_hex(16), now=now)


def quiz_sample(user_id: int, now: datetime = NOON) -> str:
    """A quiz of the sample's one question, just begun; its id."""
    return starting.start_quiz(
        user_id,
        Wanted(),
        title="All topics",
        settings="",
        time_multiplier=1.0,
        seed=1,
        start_key=secrets.token_hex(16),
        now=now,
    )
