"""Settings: preferences, e-mail address, password, devices, one's own data."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from interview_sim.auth import browser_session, limits, queries, service, signing_in
from interview_sim.auth.blueprint import bp
from interview_sim.auth.choices import Theme
from interview_sim.auth.errors import EmailTaken, TooManyAttempts, WrongPassword
from interview_sim.auth.forms import (
    USUAL_MULTIPLIERS,
    DeleteForm,
    DeleteGuestForm,
    EmailForm,
    PasswordForm,
    PreferencesForm,
)
from interview_sim.auth.guards import login_required, signed_in_user
from interview_sim.auth.pages import go_to, refusal_json, wait_sentence, with_retry_after
from interview_sim.auth.security_log import record
from interview_sim.auth.service import Preferences
from interview_sim.auth.user_agents import describe_user_agent
from interview_sim.clock import utc_now
from interview_sim.web.negotiation import wants_json

WRONG_PASSWORD = "That is not your current password."  # noqa: S105 - a sentence, not a password


@bp.get("/settings")
@login_required
def settings() -> ResponseReturnValue:
    """Name, extra time, voice and colours."""
    return _preferences_page(PreferencesForm(obj=signed_in_user()))


@bp.post("/settings")
@login_required
def save_settings() -> ResponseReturnValue:
    """Store name, extra time, voice and colours."""
    form, user = PreferencesForm(), signed_in_user()
    if not form.validate():
        return _preferences_page(form, 422)
    preferences = Preferences(
        display_name=str(form.display_name.data),
        time_multiplier=round(float(form.time_multiplier.data or 1), 2),
        voice=bool(form.voice.data),
        theme=Theme(form.theme.data),
    )
    service.save_preferences(user.id, preferences)
    flash("Your settings are saved.", "success")
    return redirect(url_for("auth.settings"), 303)


@bp.get("/settings/email")
@login_required
def email_settings() -> ResponseReturnValue:
    """The address one logs in with; guests are led to registration."""
    if signed_in_user().is_guest:
        return redirect(url_for("auth.register"), 303)
    return _page("email", EmailForm())


@bp.post("/settings/email")
@login_required
def save_email() -> ResponseReturnValue:
    """Change the address."""
    form, user = EmailForm(), signed_in_user()
    if not form.validate():
        return _page("email", form, 422)
    try:
        signing_in.confirm_password(user.id, str(form.current_password.data))
        service.change_email(user.id, str(form.email.data))
    except WrongPassword:
        return _wrong_password("email", form)
    except EmailTaken:
        limits.note_failure()
        form.email.errors = ["There is an account with this e-mail address already. Choose another one."]
        return _page("email", form, 409)
    except TooManyAttempts as refusal:
        return _too_many("email", form, refusal)
    record("email-changed", user=user.id)
    flash("Your e-mail address is changed. Use it when you log in next.", "success")
    return signing_in.know_browser(_redirect("auth.email_settings"), str(form.email.data))


@bp.get("/settings/password")
@login_required
def password_settings() -> ResponseReturnValue:
    """The password; guests are led to registration."""
    if signed_in_user().is_guest:
        return redirect(url_for("auth.register"), 303)
    return _page("password", PasswordForm())


@bp.post("/settings/password")
@login_required
def save_password() -> ResponseReturnValue:
    """Change the password: every other device is signed out, and this one gets a new login session."""
    user = signed_in_user()
    form = PasswordForm(email=user.email or "", name=user.display_name)
    if not form.validate():
        return _page("password", form, 422)
    try:
        credentials = signing_in.confirm_password(user.id, str(form.current_password.data))
        token = service.change_password(credentials, str(form.password.data), browser_session.this_visit())
    except WrongPassword:
        return _wrong_password("password", form)
    except TooManyAttempts as refusal:
        return _too_many("password", form, refusal)
    browser_session.begin(token)
    record("password-changed", user=user.id)
    flash("Your password is changed, and every other device is signed out.", "success")
    return _redirect("auth.password_settings")


@bp.get("/settings/devices")
@login_required
def devices() -> ResponseReturnValue:
    """Where one is signed in."""
    user = signed_in_user()
    listed = [(device, describe_user_agent(device.user_agent)) for device in queries.list_devices(user.id, utc_now())]
    return render_template("auth/devices.html", devices=listed, current=user.session_id)


@bp.post("/settings/devices/<int(max=999999999999):session_id>/sign-out")
@login_required
def sign_out_device(session_id: int) -> ResponseReturnValue:
    """Sign one device out."""
    user = signed_in_user()
    service.sign_out_device(user.id, session_id)
    record("device-signed-out", user=user.id, session=session_id)
    flash("That device is signed out.", "success")
    return redirect(url_for("auth.devices"), 303)


@bp.post("/settings/devices/sign-out-others")
@login_required
def sign_out_other_devices() -> ResponseReturnValue:
    """Sign every device out but this one."""
    user = signed_in_user()
    service.sign_out_other_devices(user.id, user.session_id)
    record("other-devices-signed-out", user=user.id)
    flash("Every other device is signed out.", "success")
    return redirect(url_for("auth.devices"), 303)


@bp.get("/settings/data")
@login_required
def own_data() -> ResponseReturnValue:
    """Taking one's data away, and deleting it."""
    return _page("data", _delete_form())


@bp.post("/settings/data")
@login_required
def delete_account() -> ResponseReturnValue:
    """Delete the account and everything in it."""
    form, user = _delete_form(), signed_in_user()
    if not form.validate():
        return _page("data", form, 422)
    try:
        if isinstance(form, DeleteForm):
            signing_in.confirm_password(user.id, str(form.current_password.data))
    except WrongPassword:
        return _wrong_password("data", form)
    except TooManyAttempts as refusal:
        return _too_many("data", form, refusal)
    service.delete_account(user.id)
    record("account-deleted", user=user.id, was_guest=user.is_guest)
    browser_session.end()
    flash("Everything is deleted: your account, your interviews and your answers.")
    return signing_in.forget_browser(go_to("progress.home"), user.email)


def _delete_form() -> DeleteForm | DeleteGuestForm:
    return DeleteGuestForm() if signed_in_user().is_guest else DeleteForm()


def _preferences_page(form: PreferencesForm, status: int = 200) -> Response:
    return make_response(
        render_template("auth/preferences.html", form=form, usual_multipliers=USUAL_MULTIPLIERS), status
    )


def _page(name: str, form: FlaskForm, status: int = 200, notice: str | None = None) -> Response:
    """The page; where it is a refusal and a script asked, what it says."""
    if status >= 400 and wants_json():
        errors = [str(error) for field in form for error in field.errors]
        return refusal_json("refused", " ".join([notice] if notice else errors), status)
    return make_response(render_template(f"auth/{name}.html", form=form, notice=notice), status)


def _wrong_password(name: str, form: EmailForm | PasswordForm | DeleteForm | DeleteGuestForm) -> Response:
    form["current_password"].errors = [WRONG_PASSWORD]
    return _page(name, form, 422)


def _too_many(name: str, form: FlaskForm, refusal: TooManyAttempts) -> Response:
    return with_retry_after(_page(name, form, 429, wait_sentence(refusal.wait_seconds)), refusal.wait_seconds)


def _redirect(endpoint: str) -> Response:
    return make_response(redirect(url_for(endpoint), 303))
