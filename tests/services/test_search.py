"""Finding questions by their words: the same on SQLite and PostgreSQL, whatever is typed."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from interview_sim.catalog.models import ContentItem
from interview_sim.catalog.search import found_by
from interview_sim.catalog.store import load_pack
from interview_sim.domain.content import KeyPoint, Level, Mistake, Question, Source
from interview_sim.domain.search_words import wanted_by
from interview_sim.extensions import db
from tests.builders import NOON, sample_pack

SOURCE = Source(title="PostgreSQL", url="https://www.postgresql.org/docs/")


def question(slug: str, **fields: str) -> Question:
    """A question about nothing but what `fields` say."""
    return Question(
        id=slug,
        title=fields.get("title", "A title"),
        level=Level.BEGINNER,
        topics=("databases",),
        prompt=fields.get("prompt", "A prompt."),
        answer=fields.get("answer", "An answer."),
        points=(KeyPoint(id="one", text=fields.get("point", "A point."), why="A reason."),),
        mistakes=(Mistake(id="one", text=fields.get("mistake", "A mistake."), why="Another reason."),),
        sources=(SOURCE,),
    )


QUESTIONS = (
    question("by-title", title="Zebra crossings"),
    question("by-prompt", prompt="What does a zebra eat?"),
    question("by-point", point="Says that zebras graze."),
    question("by-answer", answer="The zebra is striped, and its herds are large."),
    question("by-mistake", mistake="Takes the quagga for a horse."),
    question("indexes", title="What indexes cost", answer="Writes, and `select_related` has nothing to do with it."),
)


@pytest.fixture
def searched(either_app: Flask) -> Flask:
    with either_app.app_context():
        load(QUESTIONS)
    return either_app


def load(questions: tuple[Question, ...]) -> None:
    load_pack(replace(sample_pack(), questions=questions), NOON)


def find(app: Flask, query: str) -> list[str]:
    """The slugs, the best match first."""
    with app.app_context():
        found = found_by(wanted_by(query))
        items = ContentItem.__table__.c
        statement = select(items.slug).join(found, found.c.item_id == items.id).order_by(found.c.rank, items.slug)
        return list(db.session.execute(statement).scalars())


def test_every_part_of_a_question_is_searched_and_a_title_weighs_most(searched: Flask) -> None:
    found = find(searched, "zebra")
    assert set(found) == {"by-title", "by-prompt", "by-point", "by-answer"}
    assert found[0] == "by-title"
    assert find(searched, "quagga") == ["by-mistake"]


@pytest.mark.parametrize("query", ["ZEBRA crossing", "crossings zebras", "zebra cross"])
def test_case_plurals_and_the_beginning_of_the_last_word_do_not_matter(searched: Flask, query: str) -> None:
    assert find(searched, query) == ["by-title"]


def test_every_word_must_be_there(searched: Flask) -> None:
    assert find(searched, "zebra quagga") == []


def test_names_in_code_are_found(searched: Flask) -> None:
    assert find(searched, "select_related") == ["indexes"]
    assert find(searched, "index") == ["indexes"]


@pytest.mark.parametrize(
    "query",
    [
        '"', "'", "zebra AND", "NOT", "NEAR(zebra, 2)", "zebra*", "* *", "title:zebra", "(", "a & b | !c", "\\", "%_",
        "\0zebra", "🦓", "'; DROP TABLE search_questions; --", "x" * 10_000, "zebra " * 2_000, "the of and", "-zebra",
    ],
)  # fmt: skip
def test_nothing_that_can_be_typed_is_an_error(searched: Flask, query: str) -> None:
    wanted = wanted_by(query)
    if wanted:
        find(searched, query)
    assert find(searched, "quagga") == ["by-mistake"]


def test_what_is_retired_is_not_found_and_what_changed_is_found_by_what_it_says_now(searched: Flask) -> None:
    with searched.app_context():
        load((question("by-title", title="Okapi crossings"),))
    assert find(searched, "zebra") == []
    assert find(searched, "okapi") == ["by-title"]
    with searched.app_context():
        load(QUESTIONS)
    assert len(find(searched, "zebra")) == 4
    assert find(searched, "okapi") == []
