"""How a fault reads: `file:line: message`, as editors and people expect it."""

from pathlib import Path

import pytest

from tests.content.packs import list_faults, spoil

S = "scenarios/orders.yaml"


def test_a_fault_reads_as_editors_expect_it(tmp_path: Path) -> None:
    path = spoil(tmp_path, S, "minutes: 3", "minutes: three")
    assert str(list_faults(tmp_path)[0]).startswith(f"{path}:8: 'minutes' must be a whole number")


def test_the_file_is_named_from_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(tmp_path / "demo", S, "minutes: 3", "minutes: three")
    monkeypatch.chdir(tmp_path)
    assert str(list_faults(tmp_path / "demo")[0]).startswith("demo/scenarios/orders.yaml:8: ")


def test_control_characters_of_a_file_never_reach_the_terminal(tmp_path: Path) -> None:
    spoil(tmp_path, S, "level: intermediate", 'level: "\\e[31mred"')
    assert all("\x1b" not in str(fault) for fault in list_faults(tmp_path))
    assert list_faults(tmp_path)
