"""The blueprint all route modules of the study register on."""

from flask import Blueprint

bp = Blueprint("study", __name__, template_folder="templates")
