"""The blueprint of the drills."""

from flask import Blueprint

bp = Blueprint("drill", __name__, template_folder="templates")
