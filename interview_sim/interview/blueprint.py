"""The blueprint all route modules of the interview register on."""

from flask import Blueprint

bp = Blueprint("interview", __name__, template_folder="templates")
