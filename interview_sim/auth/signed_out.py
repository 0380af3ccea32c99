"""What happens to a request that needs somebody to be signed in, or whose form is out of date: nothing is lost."""

from urllib.parse import urlsplit

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadRequest

from interview_sim.auth.blueprint import bp
from interview_sim.auth.carried import carry, unpack
from interview_sim.auth.forms import LoginForm, RegisterForm
from interview_sim.auth.guards import find_signed_in_user
from interview_sim.auth.pages import STALE_FORM, login_page, posted, refusal_json, register_page
from interview_sim.extensions import login_manager
from interview_sim.web.negotiation import wants_json

SIGNED_OUT = "You are signed out. What you wrote is still here: sign in again and it will be sent."


@login_manager.unauthorized_handler
def unauthorized() -> ResponseReturnValue:
    """Ask a signed-out person to sign in; what they posted goes along."""
    if wants_json():
        return refusal_json("signed-out", SIGNED_OUT, 401)
    post = carry(request)
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("auth.login", next=post.path if post is not None else None), 303)
    return login_page(LoginForm(formdata=None), 401, post=post)


@bp.app_errorhandler(CSRFError)
def csrf_refused(_error: CSRFError) -> ResponseReturnValue:
    """A form without a valid token: sent from another site, or from a page older than this session."""
    signed_in = find_signed_in_user() is not None
    if wants_json():
        if request.endpoint != "auth.log_in" and not signed_in:
            return refusal_json("signed-out", SIGNED_OUT, 401)
        return refusal_json("csrf", "The security token is out of date. Get a new one and send this again.", 400)
    if not from_this_site():
        return current_app.ensure_sync(current_app.handle_http_exception)(BadRequest())
    if request.endpoint == "auth.logout" and not signed_in:
        return redirect(url_for("progress.home"), 303)
    if request.endpoint == "auth.make_account" and not signed_in:
        return register_page(RegisterForm(), 400, notice=STALE_FORM)
    return _send_again_page() if signed_in else _sign_in_page()


def from_this_site() -> bool:
    """Whether a page of this site sent the request, as browsers tell in headers that no page can forge."""
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None:
        return fetched_from in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def _sign_in_page() -> ResponseReturnValue:
    if request.endpoint in ("auth.log_in", "auth.guest"):
        return login_page(LoginForm(formdata=posted()), 400, notice=STALE_FORM)
    return login_page(LoginForm(formdata=None), 401, post=carry(request))


def _send_again_page() -> ResponseReturnValue:
    post = unpack(request.form.get("carried")) or carry(request)
    return make_response(render_template("auth/send.html", post=post, stale=True), 400)
