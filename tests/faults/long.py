"""The long run: `python -m tests.faults.long --kills 200` prints kills, acknowledgements and losses."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.faults import storm


def main() -> int:
    """Run the storm; 1 where anything acknowledged was lost, or nothing was tried."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=60, help="how often to kill (60)")
    parser.add_argument("--clients", type=int, default=6, help="how many clients save at once (6)")
    parser.add_argument("--seed", type=int, default=1, help="what the moments of the kills are drawn from (1)")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="interview-sim-faults-") as name:
        damage = storm.run(Path(name), kills=chosen.kills, clients=chosen.clients, seed=chosen.seed, tell=_tell)
    for note in (*damage.losses, *damage.surprises):
        _tell(note)
    _tell(f"kills: {damage.kills + damage.workers_killed}")
    _tell(f"acknowledgements: {damage.acknowledged}")
    _tell(f"losses: {len(damage.losses)}")
    return 1 if damage.losses or damage.surprises or not damage.acknowledged else 0


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
