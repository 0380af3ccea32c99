"""Two loads at the same time have the effect of one after the other."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from interview_sim.catalog.models import ContentItem, ContentRevision
from interview_sim.catalog.packs import LoadedPack
from interview_sim.catalog.store import LoadReport, SlugTaken, load_pack, load_packs
from interview_sim.extensions import db
from tests.builders import NOON, sample_pack, sample_scenario

ROUNDS = 5

Outcome = list[LoadReport] | Exception


def pack_of(pack_id: str, *slugs: str, title: str = "Sample interview") -> LoadedPack:
    about = sample_pack().pack.model_copy(update={"id": pack_id})
    return LoadedPack(about, scenarios=tuple(sample_scenario(slug, title) for slug in slugs))


def at_once(app: Flask, *loads: Callable[[], list[LoadReport]]) -> list[Outcome]:
    """Run the loads in a thread each, begun together; what came of each."""
    barrier, outcomes = Barrier(len(loads)), dict[int, Outcome]()

    def run(number: int, load: Callable[[], list[LoadReport]]) -> None:
        with app.app_context():
            db.session.execute(select(1))
            barrier.wait()
            try:
                outcomes[number] = load()
            except Exception as error:
                outcomes[number] = error

    threads = [Thread(target=run, args=pair) for pair in enumerate(loads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return [outcomes[number] for number in range(len(loads))]


def reports(outcomes: list[Outcome]) -> list[LoadReport]:
    found = [report for outcome in outcomes if isinstance(outcome, list) for report in outcome]
    assert len(found) == len(outcomes), outcomes
    return found


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_the_same_new_pack_loaded_twice_at_once_is_added_once(app: Flask, round_number: int) -> None:
    pack = pack_of("new", *(f"new-{n}" for n in range(6)))
    load = lambda: [load_pack(pack, NOON)]  # noqa: E731
    added = sorted(len(report.added) for report in reports(at_once(app, load, load, load)))
    assert added == [0, 0, 6]
    with app.app_context():
        items = select(ContentItem.id).where(ContentItem.pack == "new")
        assert len(db.session.scalars(items).all()) == 6
        revisions = select(func.count()).where(ContentRevision.item_id.in_(items))
        assert db.session.scalar(revisions) == 6


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_two_changes_at_once_are_two_revisions_one_of_them_current(app: Flask, round_number: int) -> None:
    with app.app_context():
        load_pack(pack_of("new", "new-1"), NOON)
    outcomes = at_once(
        app,
        lambda: [load_pack(pack_of("new", "new-1", title="One"), NOON)],
        lambda: [load_pack(pack_of("new", "new-1", title="Two"), NOON)],
    )
    assert [report.changed for report in reports(outcomes)] == [["scenario new-1"]] * 2
    with app.app_context():
        rows = db.session.execute(
            select(ContentRevision.number, ContentItem.title)
            .join(ContentItem, ContentItem.id == ContentRevision.item_id)
            .where(ContentItem.slug == "new-1")
        ).all()
        assert sorted(row.number for row in rows) == [1, 2, 3]
        assert {row.title for row in rows} < {"One", "Two"}


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_two_packs_that_want_one_slug_at_once_get_it_once(app: Flask, round_number: int) -> None:
    outcomes = at_once(
        app,
        lambda: [load_pack(pack_of("left", "wanted"), NOON)],
        lambda: [load_pack(pack_of("right", "wanted"), NOON)],
    )
    assert [type(outcome) for outcome in outcomes if not isinstance(outcome, list)] == [SlugTaken]
    with app.app_context():
        assert len(db.session.scalars(select(ContentItem.id).where(ContentItem.slug == "wanted")).all()) == 1


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_two_loads_of_several_packs_in_opposite_order_both_succeed(app: Flask, round_number: int) -> None:
    packs = [pack_of(f"pack-{n}", f"slug-{n}") for n in range(4)]
    outcomes = at_once(app, lambda: load_packs(packs, NOON)[:1], lambda: load_packs(list(reversed(packs)), NOON)[:1])
    assert sorted(len(report.added) for report in reports(outcomes)) == [0, 1]
