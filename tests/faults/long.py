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
    parser.add_argument("--seed", type=int, default=1, help="the moments of the kills (1)")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="interview-sim-faults-") as directory:
        damage = storm.run(
            Path(directory), kills=chosen.kills, clients=chosen.clients, seed=chosen.seed, tell=sys.stdout.isatty()
        )
    for note in (*damage.losses, *damage.surprises):
        print(note)
    print(f"kills: {damage.kills + damage.workers_killed}")
    print(f"acknowledgements: {damage.acknowledged}")
    print(f"losses: {len(damage.losses)}")
    print(damage)
    return 1 if damage.losses or damage.surprises or not damage.acknowledged else 0


if __name__ == "__main__":
    sys.exit(main())
