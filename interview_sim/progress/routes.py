"""Stub: to be replaced."""

from flask import Blueprint

from interview_sim.auth.guards import public

bp = Blueprint("progress", __name__, template_folder="templates")


@bp.get("/")
@public
def home() -> str:
    return "soon"


@bp.get("/history/")
@public
def history() -> str:
    return "soon"


@bp.get("/red-flags/")
@public
def red_flags() -> str:
    return "soon"
