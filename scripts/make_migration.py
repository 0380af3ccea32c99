"""Write the migration from what the migrations make so far to what the models say now: `make migration M='…'`."""

import sys

from flask_migrate import migrate, upgrade

from interview_sim.config import MIGRATIONS
from interview_sim.web.health import migration_heads
from scripts.scratch import scratch_app


def main(message: str) -> int:
    """Write it under the next number; the exit status."""
    if not message:
        print("Say what changes: make migration M='Add a column for …'", file=sys.stderr)
        return 1
    with scratch_app():
        heads = migration_heads(MIGRATIONS)
        if heads:
            upgrade()
        number = 1 + max((int(head) for head in heads if head.isdecimal()), default=0)
        migrate(message=message, rev_id=f"{number:04}")
    print("Read what was written, and mend it: renamed columns look like a new one and a lost one.")
    return 0


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:]).strip()))
