"""The blueprint all route modules of the quizzes register on."""

from flask import Blueprint

bp = Blueprint("quiz", __name__, template_folder="templates")
