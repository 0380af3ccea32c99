"""Full-text search: the same on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from interview_sim.bank.list_queries import list_rows
from interview_sim.bank.listing import QuestionFilter, parse_filter
from interview_sim.domain.search_words import MOST_WORDS
from interview_sim.extensions import db
from tests.bank_builders import SLUG, TOPICS, cache_question, load_bank, many, plan_question, question
from tests.builders import NOON, load_sample
from tests.conftest import MakeApp
from tests.services.races import at_once


@pytest.fixture
def bank(either_app: Flask) -> Iterator[Flask]:
    with either_app.app_context():
        load_bank()
        yield either_app
        db.session.remove()


def found(query: str, **more: str) -> list[str]:
    """The slugs that are found, best first."""
    wanted: QuestionFilter = parse_filter({"q": query, **more}, TOPICS, is_signed_in=False)
    return [row.slug for row in list_rows(wanted, None)]


def test_a_question_is_found_by_all_it_says(bank: Flask) -> None:
    assert SLUG in found("query plan"), "title"
    assert SLUG in found("overnight"), "prompt"
    assert SLUG in found("innermost"), "answer"
    assert SLUG in found("fresh figures"), "point"
    assert SLUG in found("reason"), "why of a point"
    assert SLUG in found("adds before looking"), "mistake"
    assert SLUG in found("cause"), "why of a mistake"


def test_names_in_code_are_found_by_their_parts(either_app: Flask) -> None:
    with either_app.app_context():
        load_bank(question("joins", "Joins", answer="Use `select_related`."), plan_question())
        assert found("select_related") == ["joins"]
        assert found("related") == ["joins"]


def test_every_word_must_be_there(bank: Flask) -> None:
    assert found("overnight innermost") == [SLUG]
    assert found("overnight elephants") == []


def test_the_last_word_may_be_unfinished_and_the_others_may_not(bank: Flask) -> None:
    assert found("overnight inner") == [SLUG]
    assert found("inner overnight") == []


def test_case_plurals_accents_and_signs_make_no_difference(bank: Flask) -> None:
    for query in ("CACHE", "caches", "cachés", "Cache?", '"cache"', "cache*", "what is a cache"):
        assert "when-to-cache" in found(query), query


def test_title_weighs_more_than_prompt_more_than_points_more_than_answer(either_app: Flask) -> None:
    with either_app.app_context():
        load_bank(
            question("in-answer", "One", answer="The zebra is here."),
            question("in-points", "Two", points=["Names the zebra at once."]),
            question("in-title", "Three zebra"),
            question("in-prompt", "Four", prompt="Where is the zebra?"),
        )
        assert found("zebra") == ["in-title", "in-prompt", "in-points", "in-answer"]


HOSTILE = [
    '"',
    "'",
    '"unclosed',
    "a AND",
    "OR",
    "NOT x",
    "NEAR(a b, 3)",
    "title:cache",
    "- cache",
    "cache^2",
    "{title} : x",
    "a & b | !c <-> d",
    ":*",
    "\\",
    "%_",
    "\0",
    "cache\0cache",
    "🙂",
    "🙂 cache",
    "ﷺ",
    "e\u0301" * 50,
    "İıſß",
    "表 データ",
    "๑๒๓",
    "²³½",
    "x" * 10_000,
    "cache " * 2_000,
    "'; DROP TABLE search_questions; --",
    ") OR 1=1",
    " ".join(f"w{n}" for n in range(MOST_WORDS + 5)),
]


def test_no_query_is_an_error(bank: Flask) -> None:
    for query in HOSTILE:
        found(query)
        assert found("innermost") == [SLUG], query


def test_a_query_without_a_word_in_it_finds_nothing(bank: Flask) -> None:
    assert found('"*" 🙂') == []


def test_a_word_in_another_script_is_found(either_app: Flask) -> None:
    with either_app.app_context():
        load_bank(question("kana", "データベース とは", prompt="Что такое индекс?"), plan_question())
        assert found("データベース") == ["kana"]
        assert found("ИНДЕКС") == ["kana"]


def test_a_changed_question_is_found_by_what_it_says_now(bank: Flask) -> None:
    load_bank(plan_question().model_copy(update={"prompt": "Elephants?"}), cache_question())
    assert found("elephants") == [SLUG]
    assert found("overnight") == []


def test_a_retired_question_is_found_no_more_and_a_revived_one_again(bank: Flask) -> None:
    load_bank(cache_question())
    assert found("innermost") == []
    assert indexed() == 2
    load_bank()
    assert found("innermost") == [SLUG]
    assert indexed() == 3


def test_loading_the_same_again_changes_nothing_in_the_index(bank: Flask) -> None:
    load_bank()
    assert found("innermost") == [SLUG]
    assert indexed() == 3


def test_a_load_that_fails_leaves_the_index_as_it_was(bank: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(db.session, "commit", refuse)
        with pytest.raises(RuntimeError):
            load_bank(cache_question())
    assert found("innermost") == [SLUG]


def test_two_loads_at_once_leave_each_question_in_the_index_once(either_app: Flask) -> None:
    outcomes = at_once(either_app, load_bank, load_bank)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    with either_app.app_context():
        assert found("innermost") == [SLUG]
        assert indexed() == 3


def test_a_search_can_be_narrowed_further(bank: Flask) -> None:
    assert found("reason", topic="web") != []
    assert found("reason", level="advanced") == [SLUG]
    assert found("innermost", level="beginner") == []


def test_pages_of_a_search_do_not_overlap(either_app: Flask) -> None:
    with either_app.app_context():
        load_bank(*many(45))
        pages = [found("question", page=str(number)) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({slug for page in pages for slug in page}) == 45


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_migrating_indexes_what_is_there_already(
    kind: str, make_app: MakeApp, request: pytest.FixtureRequest, tmp_path: object
) -> None:
    address = f"sqlite:///{tmp_path}/old.db" if kind == "sqlite" else request.getfixturevalue("postgresql_url")
    with make_app(SQLALCHEMY_DATABASE_URI=address).app_context():
        upgrade()
        load_sample()
        load_bank(plan_question(), cache_question(), question("naive", "Naïve indexes", points=["Says `ﬁle`."]))
        load_bank(plan_question(), question("naive", "Naïve indexes", points=["Says `ﬁle`."]), now=NOON)
        before = dump(kind)
        downgrade(revision=BEFORE_SEARCH)
        upgrade()
        assert dump(kind) == before
        assert found("naive ind") == ["naive"]
        assert found("when cache") == []


BEFORE_SEARCH = "0003"
"""The revision before the one that made the index."""


def dump(kind: str) -> list[tuple[object, ...]]:
    """Everything the index holds."""
    columns = "rowid, title, prompt, points, answer" if kind == "sqlite" else "item_id, document"
    order = "rowid" if kind == "sqlite" else "item_id"
    rows = db.session.execute(text(f"SELECT {columns} FROM search_questions ORDER BY {order}")).all()
    db.session.rollback()
    return [tuple(row) for row in rows]


def indexed() -> int:
    return int(db.session.execute(text("SELECT count(*) FROM search_questions")).scalar_one())
