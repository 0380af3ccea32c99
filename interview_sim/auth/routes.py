"""Stub: to be replaced."""
from flask import Blueprint

from interview_sim.auth.guards import public

bp = Blueprint("auth", __name__, url_prefix="/auth", template_folder="templates")


def _soon() -> str:
    return "soon"


for name in ("register", "login", "logout", "guest", "settings"):
    bp.add_url_rule(f"/{name}", name, public(_soon), methods=["GET", "POST"])
