"""What services ask of a statement that SQLAlchemy leaves to each of them."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import CursorResult, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

from interview_sim.extensions import db

_INSERTS: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def count_rows(statement: Executable, values: Mapping[str, Any] | None = None) -> int:
    """Execute a guarded statement in the open transaction; how many rows its guard let through."""
    return cast("CursorResult[Any]", db.session.execute(statement, dict(values or {}))).rowcount


def insert_into(table: Table) -> Any:
    """An INSERT with ON CONFLICT: both databases spell it alike, but SQLAlchemy has a construct for each."""
    return _INSERTS[db.engine.dialect.name](table)
