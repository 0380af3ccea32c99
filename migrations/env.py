"""Alembic's entry: the tables of this application, on whatever database it is set to."""

from collections.abc import Iterable
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations import MigrationScript, ops
from alembic.runtime.migration import MigrationContext
from flask import current_app
from sqlalchemy import Connection, ForeignKeyConstraint, event

from interview_sim.extensions import Base, UtcDateTime, db

SEARCH_TABLES = "search_"
"""Full-text tables are made by hand in each database's own way, so they are not compared with models."""


LOCK = 7_307_193
"""The number of the lock that keeps two servers of PostgreSQL from migrating at once; any would do."""


def include_object(thing: Any, name: str | None, kind: str, _reflected: bool, _compared: Any) -> bool:
    """Whether a table (or what belongs to one) is compared with the models."""
    table = name if kind == "table" else getattr(getattr(thing, "table", None), "name", "")
    return not (table or "").startswith(SEARCH_TABLES)


def render_item(kind: str, thing: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our own types as what they are in the database, so that old migrations need no code of ours."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


def revise(_context: MigrationContext, _revision: str | Iterable[str | None], scripts: list[MigrationScript]) -> None:
    """Mend what autogenerate gets wrong; write no file where nothing has changed."""
    script = scripts[0]
    up, down = script.upgrade_ops, script.downgrade_ops
    if up is None or down is None:
        return
    if up.is_empty() and getattr(context.config.cmd_opts, "autogenerate", False):
        scripts[:] = []
    for table in [made for made in up.ops if isinstance(made, ops.CreateTableOp)]:
        for key in [part for part in table.columns if isinstance(part, ForeignKeyConstraint) and part.use_alter]:
            # Two tables refer to each other: the key of one is made after both, and dropped before.
            table.columns = [part for part in table.columns if part is not key]
            create = ops.CreateForeignKeyOp.from_constraint(key)
            up.ops.append(ops.ModifyTableOps(table.table_name, [create]))
            drop = ops.DropConstraintOp(key.name, table.table_name, type_="foreignkey")
            down.ops.insert(0, ops.ModifyTableOps(table.table_name, [drop]))


def migrate(connection: Connection) -> None:
    """Run the migrations that were asked for in one transaction: all of them, or none; one process at a time."""
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        # Batch mode rebuilds a table under another name; with enforcement on, dropping the old one would delete
        # every row that refers to it.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.commit()
        # The driver begins a transaction at the first INSERT only, which would leave tables outside of it.
        event.listen(connection, "begin", lambda begun: begun.exec_driver_sql("BEGIN IMMEDIATE"))
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=include_object,
        render_item=render_item,
        process_revision_directives=revise,
        transactional_ddl=True,
        **current_app.extensions["migrate"].configure_args,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        context.run_migrations()
        if is_sqlite and (dangling := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
            raise RuntimeError(f"the migration would leave a row of {dangling[0]} without what it refers to")


if context.is_offline_mode():
    raise SystemExit("Migrations are run against a database: batch changes of SQLite need to look at its tables.")

with db.engine.connect() as connection:
    try:
        migrate(connection)
    finally:
        # The next to use this connection of the pool expects foreign keys to be enforced.
        connection.invalidate()
