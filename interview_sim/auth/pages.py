"""What the views of signing in show, for people and for scripts."""

from math import ceil

from flask import Response, jsonify, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.datastructures import MultiDict

from interview_sim.auth.carried import CarriedPost, unpack
from interview_sim.auth.forms import LoginForm, RegisterForm
from interview_sim.auth.guards import find_signed_in_user
from interview_sim.auth.local_paths import find_local_path
from interview_sim.auth.service import GUEST_NAME
from interview_sim.domain.wording import counted
from interview_sim.web.negotiation import lead_to

WRONG_CREDENTIALS = (
    "No account has this e-mail address and this password. Check both and try again. "
    "If the password is lost, whoever runs this site can set a new one."
)
STALE_FORM = (
    "This page was open for too long, or in two windows, so nothing was done. Please send it again. "
    "If that keeps happening, allow cookies for this site."
)


def posted() -> MultiDict[str, str]:
    """The texts of a form, or of the JSON object a script sent in its place."""
    if not request.is_json:
        return request.form
    try:
        sent = request.get_json(silent=True)
    except RecursionError:  # thousands of brackets inside each other
        sent = None
    texts = sent.items() if isinstance(sent, dict) else ()
    return MultiDict((name, text) for name, text in texts if isinstance(text, str))


def next_path() -> str | None:
    """Where to go afterwards, if the request names a path of this site."""
    return find_local_path(request.values.get("next"))


def go_on() -> Response:
    """To where the reader wanted to go; or to the page that sends what they had written."""
    post = unpack(request.form.get("carried"))
    if post is not None:
        return make_response(render_template("auth/send.html", post=post, stale=False))
    return make_response(redirect(next_path() or url_for("progress.home"), 303))


def login_page(
    form: LoginForm, status: int = 200, *, notice: str | None = None, post: CarriedPost | None = None
) -> Response:
    """The log-in page, with what a signed-out person had written if there is such."""
    post = post or unpack(request.form.get("carried"))
    page = render_template("auth/login.html", form=form, notice=notice, post=post, next=next_path())
    return make_response(page, status)


def register_page(form: RegisterForm, status: int = 200, *, notice: str | None = None) -> Response:
    """The registration page."""
    return make_response(render_template("auth/register.html", form=form, notice=notice, next=next_path()), status)


def new_register_form() -> RegisterForm:
    """An empty registration form; a guest who has chosen a name finds it there."""
    user = find_signed_in_user()
    return RegisterForm(display_name=user.display_name if user and user.display_name != GUEST_NAME else "")


def wait_sentence(seconds: int) -> str:
    """How long somebody who tried too often has to wait, rounded up."""
    wait = counted(seconds, "second") if seconds < 60 else counted(ceil(seconds / 60), "minute")
    return f"That was tried too often. Wait {wait}, then try again."


def with_retry_after(response: Response, seconds: int) -> Response:
    """Say the same to programs."""
    response.headers["Retry-After"] = str(seconds)
    return response


def signed_in_reply() -> Response:
    """What a script needs after signing in in place: a CSRF token that fits the new session, and who that is."""
    return jsonify(csrf_token=generate_csrf(), signed_in=find_signed_in_user() is not None, user=_user_json())


def go_to(endpoint: str) -> Response:
    """Lead on to a page; a script is told its address."""
    return lead_to(url_for(endpoint))


def refusal_json(error: str, message: str, status: int) -> Response:
    """A refusal for scripts."""
    return make_response(jsonify(error=error, message=message), status)


def _user_json() -> dict[str, object] | None:
    user = find_signed_in_user()
    if user is None:
        return None
    return {"id": user.id, "display_name": user.display_name, "is_guest": user.is_guest}
