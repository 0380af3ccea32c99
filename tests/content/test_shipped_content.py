"""The packs that come with the program hold no faults and keep the editorial standard."""

from pathlib import Path

import pytest

from interview_sim.catalog.loader import SHIPPED, find_packs, read_pack
from interview_sim.domain.content import Standard

PACKS = find_packs(SHIPPED)


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.name)
def test_a_shipped_pack_has_no_faults(path: Path) -> None:
    assert read_pack(path).items


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.name)
def test_a_shipped_pack_is_called_like_its_folder(path: Path) -> None:
    assert read_pack(path).pack.id == path.name


@pytest.mark.xfail(reason="items of the pack are being mended; then pack.yaml says 'standard: editorial'")
@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.name)
def test_a_shipped_pack_keeps_the_editorial_standard(path: Path) -> None:
    """Whoever takes the line out of `pack.yaml` is told; what the standard asks is tested with the rules."""
    assert read_pack(path).pack.standard is Standard.EDITORIAL
