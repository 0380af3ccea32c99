"""Reading the catalogue: pinned revisions, parsed once, in few queries."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import FrozenInstanceError, replace
from threading import Thread

import pytest
from flask import Flask
from markupsafe import Markup
from sqlalchemy import event, select

from interview_sim.catalog.cache import BoundedCache
from interview_sim.catalog.models import ContentItem
from interview_sim.catalog.packs import LoadedPack
from interview_sim.catalog.queries import find_current_scenario, get_scenario, list_current_scenarios
from interview_sim.catalog.store import load_pack
from interview_sim.domain.errors import NotFound
from interview_sim.extensions import db
from tests.builders import NOON, SAMPLE_SLUG, sample_pack, sample_scenario
from tests.conftest import MakeApp


@contextmanager
def count_queries() -> Iterator[list[str]]:
    """Every statement sent to the database meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.usefixtures("db_session")
def test_a_pinned_scenario_is_what_was_loaded() -> None:
    pinned = find_current_scenario(SAMPLE_SLUG)
    assert pinned is not None
    assert (pinned.pack, pinned.slug) == ("sample", SAMPLE_SLUG)
    assert pinned.scenario == sample_scenario()
    assert pinned.general_red_flags == sample_pack().pack.red_flags
    assert pinned.prompt("speed").title == "A slow list"
    assert get_scenario(pinned.revision_id) is pinned


@pytest.mark.usefixtures("db_session")
def test_its_markdown_is_rendered_under_paths_of_ids() -> None:
    pinned = find_current_scenario(SAMPLE_SLUG)
    assert pinned is not None
    assert set(pinned.html) == {
        "setup",
        "closing",
        *(f"prompts/storage/{part}" for part in ("says", "model_answer", "hints/rows", "hints/money")),
        *(f"prompts/speed/{part}" for part in ("says", "model_answer", "hints/plan")),
        "prompts/storage/follow_ups/history",
        *(f"prompts/speed/follow_ups/{part}" for part in ("cost", "when-not")),
    }
    assert pinned.html["setup"] == "<p>You look after a <strong>small shop</strong>. There are two questions.</p>"
    assert isinstance(pinned.html["setup"], Markup)


@pytest.mark.usefixtures("db_session")
def test_flags_are_the_scenarios_own_and_the_packs_under_general() -> None:
    pinned = find_current_scenario(SAMPLE_SLUG)
    assert pinned is not None
    assert list(pinned.flags) == [
        "plain-passwords",
        "guesses",
        "general/general-bluff",
        "general/general-blame",
    ]
    assert pinned.flags["general/general-bluff"].caps.label == "leaning no hire"


@pytest.mark.usefixtures("db_session")
def test_what_is_pinned_cannot_be_changed() -> None:
    pinned = find_current_scenario(SAMPLE_SLUG)
    assert pinned is not None
    with pytest.raises(FrozenInstanceError):
        pinned.slug = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        pinned.html["setup"] = Markup("x")  # type: ignore[index]
    with pytest.raises(TypeError):
        pinned.flags["x"] = pinned.flags["guesses"]  # type: ignore[index]


@pytest.mark.usefixtures("db_session")
def test_what_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound):
        get_scenario(999_999)
    assert find_current_scenario("no-such-scenario") is None
    pinned = find_current_scenario(SAMPLE_SLUG)
    assert pinned is not None
    with pytest.raises(NotFound):
        pinned.prompt("no-such-prompt")


@pytest.mark.usefixtures("db_session")
def test_a_question_is_not_found_as_a_scenario() -> None:
    question = db.session.scalars(select(ContentItem).where(ContentItem.kind == "question")).one()
    assert question.current_id is not None
    with pytest.raises(NotFound):
        get_scenario(question.current_id)
    assert find_current_scenario(question.slug) is None


@pytest.mark.usefixtures("db_session")
def test_a_cached_revision_needs_no_query() -> None:
    with count_queries() as sent:
        pinned = find_current_scenario(SAMPLE_SLUG)
        assert pinned is not None
        assert len(sent) == 2
        get_scenario(pinned.revision_id)
        assert len(sent) == 2
        find_current_scenario(SAMPLE_SLUG)
        assert len(sent) == 3


@pytest.mark.usefixtures("db_session")
def test_the_list_needs_two_queries_at_first_and_one_later_however_long_it_is() -> None:
    scenarios = tuple(sample_scenario(f"scenario-{n}") for n in range(20))
    load_pack(LoadedPack(sample_pack().pack.model_copy(update={"id": "many"}), scenarios=scenarios), NOON)
    with count_queries() as sent:
        first = list_current_scenarios()
        assert len(sent) == 2
        assert list_current_scenarios() == first
        assert len(sent) == 3
    assert [pinned.slug for pinned in first] == [SAMPLE_SLUG, *(f"scenario-{n}" for n in range(20))]
    assert "document" not in sent[-1]


@pytest.mark.usefixtures("db_session")
def test_retired_scenarios_are_not_listed() -> None:
    load_pack(replace(sample_pack(), scenarios=()), NOON)
    assert list_current_scenarios() == []


def test_two_applications_do_not_share_what_they_cached(
    make_app: MakeApp, tmp_path_factory: pytest.TempPathFactory
) -> None:
    first = make_app()
    second = make_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path_factory.mktemp('second')}/other.db")
    with second.app_context():
        db.create_all()
        load_pack(replace(sample_pack(), scenarios=(sample_scenario(title="Another"),)), NOON)
    titles = []
    for app in (first, second):
        with app.app_context():
            found = find_current_scenario(SAMPLE_SLUG)
            assert found is not None
            titles.append((found.revision_id, found.scenario.title))
    assert titles == [(1, "Sample interview"), (1, "Another")]


def test_threads_get_the_same_object(app: Flask) -> None:
    found: list[int] = []

    def read() -> None:
        with app.app_context():
            found.extend(id(pinned) for pinned in list_current_scenarios())

    threads = [Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_cache_drops_what_was_used_longest_ago() -> None:
    cache: BoundedCache[str, int] = BoundedCache(2)
    cache.keep("a", 1)
    cache.keep("b", 2)
    assert cache.find("a") == 1
    cache.keep("c", 3)
    assert (cache.find("a"), cache.find("b"), cache.find("c"), len(cache)) == (1, None, 3, 2)


def test_a_cache_keeps_what_came_first() -> None:
    cache: BoundedCache[str, list[int]] = BoundedCache(1)
    first = cache.keep("a", [1])
    assert cache.keep("a", [1]) is first
    with pytest.raises(ValueError, match="at least one"):
        BoundedCache(0)
