"""Whether the process answers, and whether it can do its work."""

from functools import cache
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from interview_sim.auth.guards import public
from interview_sim.extensions import db

bp = Blueprint("web", __name__)


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """The process answers; no database is asked."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """The database answers and its tables are those of this version; 503 with the reason otherwise."""
    if (reason := find_unreadiness()) is None:
        return jsonify(status="ready")
    return jsonify(error="not-ready", message=reason), 503, {"Retry-After": "5"}


def find_unreadiness() -> str | None:
    """Why the application cannot do its work yet, or None."""
    try:
        with db.engine.connect() as connection:
            present = set(MigrationContext.configure(connection).get_current_heads())
    except SQLAlchemyError:
        current_app.logger.warning("the database cannot be reached", exc_info=True)
        return "The database cannot be reached."
    wanted = migration_heads(str(current_app.extensions["migrate"].directory))
    if present == wanted:
        return None
    if not present:
        return "The database has no tables yet. Run: flask --app wsgi db upgrade"
    return "The database has the tables of another version. Run: flask --app wsgi db upgrade"


@cache
def migration_heads(directory: str) -> frozenset[str]:
    """The newest revisions that the migration scripts know."""
    return frozenset(ScriptDirectory(str(Path(directory).resolve())).get_heads())
