"""Whether the migrations make exactly the tables of the models on an empty database, and take them away again."""

import sys
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from interview_sim.extensions import Base, db
from scripts.scratch import scratch_app

SEARCH_TABLES = "search_"
"""Full-text tables are made by hand in each database's own way; migrations/env.py leaves them out as well."""


def is_compared(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether a table is compared with the models."""
    return not (kind == "table" and (name or "").startswith(SEARCH_TABLES))


def main() -> int:
    """Print what differs; the exit status."""
    with scratch_app():
        upgrade()
        with db.engine.connect() as connection:
            options = {"compare_type": True, "compare_server_default": True, "include_name": is_compared}
            differences = compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)
        for difference in differences:
            print(f"models and migrations differ: {_told(difference)}", file=sys.stderr)
        if differences:
            print("Run: make migration M='what changes'", file=sys.stderr)
            return 1
        downgrade(revision="base")
        if left := set(inspect(db.engine).get_table_names()) - {"alembic_version"}:
            print(f"downgrade() leaves these tables behind: {', '.join(sorted(left))}", file=sys.stderr)
            return 1
    print("Migrations and models agree.")
    return 0


def _told(difference: Any) -> str:
    """One difference in a line: what would have to be done, and to what."""
    if isinstance(difference, list):
        return "; ".join(_told(part) for part in difference)
    what, *parts = difference
    names = [str(getattr(part, "name", part)) for part in parts if part is not None and not isinstance(part, dict)]
    return f"{what.replace('_', ' ')} {' '.join(names)}"


if __name__ == "__main__":
    sys.exit(main())
