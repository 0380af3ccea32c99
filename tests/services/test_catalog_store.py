"""Loading packs: immutable revisions, nothing twice, nothing lost."""

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update

from interview_sim.auth.models import User
from interview_sim.catalog.models import ContentItem, ContentRevision, PackMeta
from interview_sim.catalog.packs import LoadedPack
from interview_sim.catalog.queries import find_current_scenario, get_scenario
from interview_sim.catalog.store import SlugTaken, load_pack, load_packs
from interview_sim.domain.content import Item, Pack, Scenario
from interview_sim.domain.rating import Rating
from interview_sim.extensions import db
from interview_sim.interview.queries import get_attempt
from tests.builders import NOON, SAMPLE_SLUG, changes, flag, load_sample, sample_pack, sample_scenario, start_sample

pytestmark = pytest.mark.usefixtures("db_session")

LATER = NOON + timedelta(days=1)


def changed(pack: LoadedPack, **fields: Any) -> LoadedPack:
    """The pack with other words in its scenario."""
    return replace(pack, scenarios=(pack.scenarios[0].model_copy(update=fields), *pack.scenarios[1:]))


def with_pack(pack: LoadedPack, **fields: Any) -> LoadedPack:
    """The pack with other words in its `pack.yaml`."""
    return replace(pack, pack=pack.pack.model_copy(update=fields))


def other_pack(pack_id: str, *slugs: str) -> LoadedPack:
    """A pack of scenarios with those slugs."""
    about: Pack = sample_pack().pack.model_copy(update={"id": pack_id})
    return LoadedPack(about, scenarios=tuple(sample_scenario(slug) for slug in slugs))


def count_rows() -> tuple[int, int]:
    """How many items and revisions there are."""
    items = db.session.scalar(select(func.count()).select_from(ContentItem))
    revisions = db.session.scalar(select(func.count()).select_from(ContentRevision))
    assert items is not None
    assert revisions is not None
    return items, revisions


def current(slug: str = SAMPLE_SLUG) -> tuple[str, int]:
    """Title and number of the scenario's current revision."""
    row = db.session.execute(
        select(ContentItem.title, ContentRevision.number)
        .join(ContentRevision, ContentRevision.id == ContentItem.current_id)
        .where(ContentItem.kind == "scenario", ContentItem.slug == slug)
    ).one()
    return row.title, row.number


def test_a_first_load_adds_everything() -> None:
    report = load_pack(other_pack("new", "a-first", "a-second"), NOON)
    assert report.added == ["scenario a-first", "scenario a-second"]
    assert [*report.changed, *report.retired, *report.revived, *report.unchanged] == []
    assert current("a-first") == ("Sample interview", 1)


def test_every_kind_is_stored_with_what_lists_show() -> None:
    rows = db.session.execute(
        select(ContentItem.kind, ContentItem.pack, ContentItem.title, ContentItem.level, ContentItem.topics)
    )
    assert sorted(map(tuple, rows)) == [
        ("choice", "sample", "Which constraint keeps two rows from sharing an id?", "beginner", " databases "),
        ("question", "sample", "What does an index cost?", "beginner", " databases "),
        ("scenario", "sample", "Sample interview", "intermediate", " databases caching "),
    ]


def test_the_same_pack_again_changes_nothing() -> None:
    before = count_rows(), current()
    report = load_sample(LATER)
    assert report.unchanged == [
        "scenario sample-interview",
        "question what-a-sample-index-costs",
        "choice sample-unique-ids",
    ]
    assert changes(report) == []
    assert (count_rows(), current()) == before


def test_a_change_makes_a_new_revision_and_keeps_the_old_one() -> None:
    old = find_current_scenario(SAMPLE_SLUG)
    assert old is not None
    report = load_pack(changed(sample_pack(), title="Better interview"), LATER)
    assert report.changed == ["scenario sample-interview"]
    assert len(report.unchanged) == 2
    assert current() == ("Better interview", 2)
    assert get_scenario(old.revision_id).scenario.title == "Sample interview"


@pytest.mark.parametrize(
    "pack",
    [
        changed(sample_pack(), setup="A setup of *other* words."),
        changed(sample_pack(), sources=()),
        with_pack(sample_pack(), red_flags=(flag("new-general", "Something new.", Rating.LEANING_HIRE),)),
    ],
    ids=["words", "sources", "the pack's general red flags"],
)
def test_every_part_of_what_an_attempt_sees_makes_a_revision(pack: LoadedPack) -> None:
    assert load_pack(pack, LATER).changed == ["scenario sample-interview"]


def test_what_only_the_pack_says_makes_no_revision() -> None:
    report = load_pack(with_pack(sample_pack(), summary="Other words."), LATER)
    assert changes(report) == []
    stored = db.session.execute(select(PackMeta.document, PackMeta.loaded_at).where(PackMeta.id == "sample")).one()
    assert "Other words." in stored.document
    assert stored.loaded_at == LATER


def test_going_back_points_at_the_first_revision_again() -> None:
    load_pack(changed(sample_pack(), title="Better interview"), LATER)
    report = load_sample(LATER)
    assert report.changed == ["scenario sample-interview"]
    assert current() == ("Sample interview", 1)
    assert count_rows() == (3, 4)


def test_an_item_that_leaves_its_pack_is_retired_and_keeps_its_revisions() -> None:
    pinned = find_current_scenario(SAMPLE_SLUG)
    assert pinned is not None
    report = load_pack(replace(sample_pack(), scenarios=()), LATER)
    assert report.retired == ["scenario sample-interview"]
    assert find_current_scenario(SAMPLE_SLUG) is None
    assert get_scenario(pinned.revision_id) == pinned
    assert count_rows() == (3, 3)


def test_retiring_is_reported_once() -> None:
    without = replace(sample_pack(), scenarios=())
    load_pack(without, LATER)
    report = load_pack(without, LATER)
    assert report.retired == []
    assert changes(report) == []


def test_an_item_that_returns_unchanged_is_revived_at_its_old_revision() -> None:
    load_pack(replace(sample_pack(), scenarios=()), LATER)
    report = load_sample(LATER)
    assert report.revived == ["scenario sample-interview"]
    assert current() == ("Sample interview", 1)


def test_an_item_that_returns_changed_is_revived_at_a_new_revision() -> None:
    load_pack(replace(sample_pack(), scenarios=()), LATER)
    report = load_pack(changed(sample_pack(), title="Back again"), LATER)
    assert report.revived == ["scenario sample-interview"]
    assert current() == ("Back again", 2)


def test_a_slug_of_another_pack_is_refused_and_nothing_is_loaded() -> None:
    before = count_rows()
    with pytest.raises(
        SlugTaken, match="the pack 'sample' already holds a scenario called 'sample-interview'; "
    ) as no:
        load_packs([other_pack("other", "fresh-one", SAMPLE_SLUG)], LATER)
    assert "give the one in 'other' another id and rename its file to match" in str(no.value)
    assert count_rows() == before
    assert db.session.scalar(select(PackMeta.id).where(PackMeta.id == "other")) is None


def test_a_retired_slug_stays_with_its_pack() -> None:
    load_pack(replace(sample_pack(), scenarios=()), LATER)
    with pytest.raises(SlugTaken):
        load_pack(other_pack("other", SAMPLE_SLUG), LATER)


def test_the_same_slug_of_another_kind_is_no_clash() -> None:
    assert load_pack(other_pack("other", "what-a-sample-index-costs"), LATER).added == [
        "scenario what-a-sample-index-costs"
    ]


def test_several_packs_are_loaded_together_or_not_at_all() -> None:
    good, bad = other_pack("aaa", "fresh-one"), other_pack("zzz", SAMPLE_SLUG)
    with pytest.raises(SlugTaken):
        load_packs([good, bad], LATER)
    assert find_current_scenario("fresh-one") is None
    reports = load_packs([other_pack("zzz", "fresh-two"), good], LATER)
    assert [(report.pack, len(report.added)) for report in reports] == [("aaa", 1), ("zzz", 1)]


def test_loading_one_pack_retires_nothing_of_another() -> None:
    load_pack(other_pack("other", "fresh-one"), LATER)
    assert find_current_scenario(SAMPLE_SLUG) is not None


def test_an_attempt_keeps_the_words_it_was_started_with() -> None:
    user = User(display_name="Candidate", created_at=NOON)
    db.session.add(user)
    db.session.commit()
    attempt_id = start_sample(user.id)
    load_pack(changed(sample_pack(), title="Better interview"), LATER)
    load_pack(replace(sample_pack(), scenarios=()), LATER)
    pinned = get_scenario(get_attempt(attempt_id, user.id).revision_id)
    assert pinned.scenario == sample_scenario()


def test_a_revision_cannot_be_deleted_while_it_is_current() -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"):
        db.session.execute(delete(ContentRevision))
    db.session.rollback()


_numbers = count()


def _variants(prefix: str) -> list[Item]:
    first, second = sample_scenario(f"{prefix}-one"), sample_scenario(f"{prefix}-two")
    return [first, first.model_copy(update={"title": "Other"}), second, second.model_copy(update={"setup": "New."})]


@given(st.lists(st.tuples(st.sets(st.integers(0, 3)), st.booleans()), min_size=1, max_size=7))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_loaded_no_revision_ever_changes(loads: list[tuple[set[int], bool]]) -> None:
    prefix = f"pack-{next(_numbers)}"
    variants = _variants(prefix)
    seen: dict[int, tuple[object, ...]] = {}
    for chosen, with_flags in loads:
        scenarios = {variants[place].id: variants[place] for place in sorted(chosen)}
        about = sample_pack().pack.model_copy(update={"id": prefix} | ({} if with_flags else {"red_flags": ()}))
        pack = LoadedPack(about, scenarios=tuple(item for item in scenarios.values() if isinstance(item, Scenario)))
        load_pack(pack, LATER)
        assert changes(load_pack(pack, LATER)) == []
        for slug in (f"{prefix}-one", f"{prefix}-two"):
            found = find_current_scenario(slug)
            assert (found.scenario if found else None) == scenarios.get(slug)
        rows = {row.id: tuple(row) for row in db.session.execute(select(ContentRevision.__table__))}
        assert seen.items() <= rows.items()
        seen = rows


def test_the_cache_never_hides_a_change_of_what_is_current() -> None:
    find_current_scenario(SAMPLE_SLUG)
    load_pack(changed(sample_pack(), title="Better interview"), LATER)
    found = find_current_scenario(SAMPLE_SLUG)
    assert found is not None
    assert found.scenario.title == "Better interview"
    db.session.execute(update(ContentItem).values(current_id=None))
    assert find_current_scenario(SAMPLE_SLUG) is None
    db.session.rollback()
