"""What happens to a request that needs somebody to be signed in, or whose form is out of date: nothing is lost."""

from urllib.parse import urlsplit

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from interview_sim.auth.blueprint import bp
from interview_sim.auth.carried import carry
from interview_sim.auth.forms import LoginForm, RegisterForm
from interview_sim.auth.guards import find_signed_in_user
from interview_sim.auth.pages import STALE_FORM, go_on, login_page, posted, refusal_json, register_page
from interview_sim.extensions import login_manager
from interview_sim.web.errors import show_csrf_error
from interview_sim.web.negotiation import wants_json

SIGNED_OUT = "You are signed out. What you wrote is still here: sign in again and it will be sent."
SIGN_IN_FORMS = ("auth.log_in", "auth.make_account", "auth.guest")


def unauthorized() -> ResponseReturnValue:
    """Ask a signed-out person to sign in; what they posted goes along."""
    if wants_json():
        return refusal_json("signed-out", SIGNED_OUT, 401)
    post = carry(request)
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("auth.login", next=post.path if post is not None else None), 303)
    return login_page(LoginForm(formdata=None), 401, post=post)


login_manager.unauthorized_handler(unauthorized)


@bp.app_errorhandler(CSRFError)
def csrf_refused(error: CSRFError) -> ResponseReturnValue:
    """A form without a valid token: sent from another site, or from a page older than this session."""
    user = find_signed_in_user()
    if wants_json() and user is None and request.endpoint != "auth.log_in":
        return refusal_json("signed-out", SIGNED_OUT, 401)
    if wants_json() or not from_this_site():
        return show_csrf_error(error)
    if request.endpoint in SIGN_IN_FORMS:
        return _sign_in_form_again(has_account=user is not None and not user.is_guest)
    if user is None and request.endpoint == "auth.logout":
        return go_on()
    if user is None:
        return login_page(LoginForm(formdata=None), 401, post=carry(request))
    if any("password" in name for name in request.form):
        return show_csrf_error(error)
    return make_response(render_template("auth/send.html", post=carry(request), stale=True), 400)


def from_this_site() -> bool:
    """Whether a page of this site sent the request, as browsers tell in headers that no page can forge."""
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None:
        return fetched_from in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc == request.host
    except ValueError:
        return False


def _sign_in_form_again(*, has_account: bool) -> ResponseReturnValue:
    if has_account:
        return go_on()
    if request.endpoint == "auth.make_account":
        return register_page(RegisterForm(), 400, notice=STALE_FORM)
    return login_page(LoginForm(formdata=posted()), 400, notice=STALE_FORM)
