"""A short storm in every run of the tests; `make faults` runs a long one."""

from pathlib import Path

import pytest

from tests.faults import storm

pytestmark = pytest.mark.fault


def test_whatever_was_acknowledged_is_there_after_the_server_was_killed(tmp_path: Path) -> None:
    damage = storm.run(tmp_path, kills=3, clients=3, seed=7)
    assert damage.losses == []
    assert damage.surprises == []
    assert (damage.kills, damage.workers_killed) == (2, 1)
    assert damage.acknowledged > 30
    assert damage.reads_after_restart >= 2
