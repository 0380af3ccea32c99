"""The packs that come with the program hold no faults and keep the editorial standard."""

from pathlib import Path

import pytest

from interview_sim.catalog.loader import SHIPPED, find_packs, read_pack, read_packs
from interview_sim.catalog.packs import LoadedPack
from interview_sim.domain.content import Standard

PACKS = find_packs(SHIPPED)


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.name)
def test_a_shipped_pack_has_no_faults(path: Path) -> None:
    assert read_pack(path).items


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.name)
def test_a_shipped_pack_is_called_like_its_folder(path: Path) -> None:
    assert read_pack(path).pack.id == path.name


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.name)
def test_a_shipped_pack_keeps_the_editorial_standard(path: Path) -> None:
    """Whoever takes the line out of `pack.yaml` is told; what the standard asks is tested with the rules."""
    assert read_pack(path).pack.standard is Standard.EDITORIAL


@pytest.fixture(scope="module")
def packs() -> list[LoadedPack]:
    return read_packs(PACKS)


def test_the_drills_raise_many_flags_of_every_interview(packs: list[LoadedPack]) -> None:
    drills = [drill for pack in packs for drill in pack.drills]
    raised = {entry.flag for drill in drills for entry in drill.flags if entry.raised}
    assert len(drills) >= 28
    assert len(raised) >= 24
    owners = {address.split("/")[1] for address in raised}
    assert owners == {"general", *(scenario.id for pack in packs for scenario in pack.scenarios)}


def test_some_drills_raise_one_flag_and_some_two(packs: list[LoadedPack]) -> None:
    raised = [sum(entry.raised for entry in drill.flags) for pack in packs for drill in pack.drills]
    assert raised.count(1) >= 10
    assert raised.count(2) >= 10
