"""The blueprint all route modules of the bank register on."""

from flask import Blueprint

bp = Blueprint("bank", __name__, template_folder="templates")
