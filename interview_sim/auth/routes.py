"""Logging in and out, registering, starting as a guest."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from interview_sim.auth import browser_session, service, settings_routes, signed_out, signing_in
from interview_sim.auth.blueprint import bp
from interview_sim.auth.errors import EmailTaken, TooManyAttempts, WrongCredentials
from interview_sim.auth.forms import LoginForm, RegisterForm
from interview_sim.auth.guards import find_signed_in_user, login_required, public
from interview_sim.auth.pages import (
    WRONG_CREDENTIALS,
    go_on,
    go_to,
    login_page,
    new_register_form,
    posted,
    refusal_json,
    register_page,
    signed_in_reply,
    wait_sentence,
    with_retry_after,
)
from interview_sim.auth.security_log import record
from interview_sim.auth.service import NewAccount
from interview_sim.web.negotiation import wants_json

__all__ = ["bp", "settings_routes", "signed_out"]


@bp.get("/login")
@public
def login() -> ResponseReturnValue:
    """The log-in page; whoever is logged in already goes on."""
    user = find_signed_in_user()
    return go_on() if user is not None and not user.is_guest else login_page(LoginForm(formdata=None))


@bp.post("/login")
@public
def log_in() -> ResponseReturnValue:
    """Log in, from the page or in place from a script."""
    form = LoginForm(formdata=posted())
    if not form.validate():
        return _refuse_login(form, 422, "incomplete", "Enter your e-mail address and your password.")
    email = str(form.email.data)
    try:
        guest_came_along = signing_in.log_in(email, str(form.password.data))
    except WrongCredentials:
        return _refuse_login(form, 401, "wrong-credentials", WRONG_CREDENTIALS)
    except TooManyAttempts as refusal:
        refused = _refuse_login(form, 429, "too-many-attempts", wait_sentence(refusal.wait_seconds))
        return with_retry_after(refused, refusal.wait_seconds)
    if guest_came_along:
        flash("You are logged in, and what you did as a guest has come along.", "success")
    return signing_in.know_browser(signed_in_reply() if wants_json() else go_on(), email)


@bp.get("/register")
@public
def register() -> ResponseReturnValue:
    """The registration page; whoever has an account already goes on."""
    user = find_signed_in_user()
    return go_on() if user is not None and not user.is_guest else register_page(new_register_form())


@bp.post("/register")
@public
def make_account() -> ResponseReturnValue:
    """Make an account and log in to it; a guest's row becomes the account and keeps everything."""
    user, form = find_signed_in_user(), RegisterForm()
    if user is not None and not user.is_guest:
        return go_on()
    if not form.validate():
        return register_page(form, 422)
    account = NewAccount(str(form.email.data), str(form.display_name.data), str(form.password.data))
    try:
        told = _register_or_log_in(account, brings_work=user is not None)
    except WrongCredentials:
        form.email.errors = ["There is an account with this e-mail address already. Log in to it instead."]
        return register_page(form, 409)
    except TooManyAttempts as refusal:
        refused = register_page(form, 429, notice=wait_sentence(refusal.wait_seconds))
        return with_retry_after(refused, refusal.wait_seconds)
    flash(told, "success")
    return signing_in.know_browser(go_on(), account.email)


@bp.post("/guest")
@public
def guest() -> ResponseReturnValue:
    """Start without an account; whoever is signed in already simply goes on."""
    if find_signed_in_user() is None:
        try:
            signing_in.start_as_guest()
        except TooManyAttempts as refusal:
            refused = login_page(LoginForm(formdata=None), 429, notice=wait_sentence(refusal.wait_seconds))
            return with_retry_after(refused, refusal.wait_seconds)
    return go_on()


@bp.get("/leave")
@login_required
def leave() -> ResponseReturnValue:
    """Ask a guest before their work is gone: nobody could ever log in to it again."""
    return render_template("auth/leave.html")


@bp.post("/logout")
@public
def logout() -> ResponseReturnValue:
    """End this browser's login session; a guest is asked first, and then deleted."""
    user = find_signed_in_user()
    if user is None:
        return go_to("progress.home")
    if user.is_guest and "confirmed" not in request.form:
        return redirect(url_for("auth.leave"), 303)
    if user.is_guest:
        service.delete_account(user.id)
    else:
        service.sign_out(user.session_id)
    record("signed-out", user=user.id, was_guest=user.is_guest)
    browser_session.end()
    flash("You are logged out." if not user.is_guest else "You are logged out, and your work as a guest is deleted.")
    return go_to("progress.home")


@bp.get("/csrf")
@public
def csrf() -> ResponseReturnValue:
    """For scripts: a CSRF token that fits this browser's session, and whether somebody is signed in."""
    return signed_in_reply()


def _register_or_log_in(account: NewAccount, *, brings_work: bool) -> str:
    """What to tell whoever has the account now."""
    # Whoever registers twice with the same password (a double click) simply has their account.
    try:
        signing_in.register(account)
    except EmailTaken:
        signing_in.log_in(account.email, account.password)
        return "You are logged in to your account."
    return f"You have an account now{', and everything you did as a guest is in it' if brings_work else ''}."


def _refuse_login(form: LoginForm, status: int, error: str, message: str) -> Response:
    if wants_json():
        return refusal_json(error, message, status)
    return login_page(form, status, notice=message if status != 422 else None)
