"""The packs that come with the program hold no faults and keep the house's standard."""

import ast
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from interview_sim.catalog.loader import SHIPPED, find_packs, read_pack, read_packs
from interview_sim.catalog.packs import LoadedPack
from interview_sim.catalog.prose import list_prose
from interview_sim.domain.content import Scenario
from interview_sim.domain.cues import find_cues

PACKS = find_packs(SHIPPED)
PYTHON = re.compile(r"^( *)```python\n(.*?)^ *```$", re.M | re.S)


@pytest.fixture(scope="module")
def packs() -> list[LoadedPack]:
    return read_packs(PACKS)


def scenarios(packs: list[LoadedPack]) -> Iterator[Scenario]:
    for pack in packs:
        yield from pack.scenarios


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.name)
def test_a_shipped_pack_has_no_faults(path: Path) -> None:
    assert read_pack(path).items


def test_a_shipped_pack_is_called_like_its_folder(packs: list[LoadedPack]) -> None:
    assert [pack.pack.id for pack in packs] == [path.name for path in PACKS]


def test_python_code_in_prose_can_be_parsed(packs: list[LoadedPack]) -> None:
    for pack in packs:
        for item in pack.items:
            for prose in list_prose(item):
                for _, code in PYTHON.findall(prose.text):
                    try:
                        ast.parse(textwrap.dedent(code))
                    except SyntaxError as error:
                        pytest.fail(f"{item.id} {prose.path}: {error}\n{code}")


def test_every_scenario_keeps_the_standard(packs: list[LoadedPack]) -> None:
    for scenario in scenarios(packs):
        where = scenario.id
        assert 4 <= len(scenario.prompts) <= 6, where
        assert 25 <= scenario.minutes <= 60, where
        assert 3 <= len(scenario.competencies) <= 6, where
        assert 4 <= len(scenario.red_flags) <= 8, where
        assert len(scenario.summary) <= 160, where
        assert len(scenario.sources) >= 4, where


def test_every_prompt_keeps_the_standard(packs: list[LoadedPack]) -> None:
    for scenario in scenarios(packs):
        for prompt in scenario.prompts:
            where = f"{scenario.id}/{prompt.id}"
            assert 4 <= len(prompt.points) <= 8, where
            assert 1 <= sum(point.must_have for point in prompt.points) <= 2, where
            assert 2 <= len(prompt.hints) <= 3, where
            assert 1 <= len(prompt.follow_ups) <= 3, where
            assert 30 <= prompt.budget.thinking <= 120, where
            assert 240 <= prompt.budget.answering <= 600, where
            for point in prompt.points:
                assert 2 <= len(point.cues) <= 6, f"{where}/{point.id}"


def test_every_point_has_a_cue_that_stands_in_the_model_answer(packs: list[LoadedPack]) -> None:
    """A cue that even the model answer lacks would highlight nothing in a good answer."""
    for scenario in scenarios(packs):
        for prompt in scenario.prompts:
            for point in prompt.points:
                assert find_cues(prompt.model_answer, point.cues), f"{scenario.id}/{prompt.id}/{point.id}"
