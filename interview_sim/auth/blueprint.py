"""The blueprint all route modules of the accounts register on."""

from flask import Blueprint

from interview_sim.auth import browser_session, limits

bp = Blueprint("auth", __name__, url_prefix="/auth", template_folder="templates")
bp.before_app_request(browser_session.touch)
bp.record_once(lambda state: limits.keep_other_views_free(state.app))
