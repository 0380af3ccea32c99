"""Stub: to be replaced."""
from flask import Blueprint

from interview_sim.auth.guards import public

bp = Blueprint("interview", __name__, template_folder="templates")


@bp.get("/interviews/")
@public
def catalogue() -> str:
    return "soon"
