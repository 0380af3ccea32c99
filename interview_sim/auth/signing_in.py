"""Signing a browser in, whichever way: with a password, by registering, as a guest. Each is limited and logged."""

from flask import Response

from interview_sim.auth import browser_session, limits, service
from interview_sim.auth.emails import find_normalised_email
from interview_sim.auth.errors import TooManyAttempts, WrongCredentials, WrongPassword
from interview_sim.auth.guards import find_signed_in_user
from interview_sim.auth.known_browsers import account_key, forget_account, remember_browser
from interview_sim.auth.security_log import record
from interview_sim.auth.service import Credentials, NewAccount


def log_in(email: str, password: str) -> bool:
    """Sign this browser in, and say whether a guest's work came along.

    Raises `WrongCredentials` or `TooManyAttempts`.
    """
    limits.attempt_on(find_normalised_email(email) or email)
    leaving = find_signed_in_user()
    guest_id = leaving.id if leaving is not None and leaving.is_guest else None
    try:
        credentials = _authenticate(email, password)
        token = service.sign_in(
            credentials,
            browser_session.this_visit(),
            guest_id=guest_id,
            leaving_session_id=leaving.session_id if leaving is not None else None,
        )
    except (WrongCredentials, TooManyAttempts) as refusal:
        record("sign-in-refused", account=limits.tried_account(), reason=type(refusal).__name__)
        raise
    browser_session.begin(token)
    record("signed-in", user=credentials.user_id, account=limits.tried_account(), guest=guest_id)
    return guest_id is not None


def register(account: NewAccount) -> None:
    """Make an account, of the guest if one is signed in, and sign this browser in to it.

    Raises `EmailTaken` or `TooManyAttempts`.
    """
    user = find_signed_in_user()
    guest_id = user.id if user is not None and user.is_guest else None
    if guest_id is None:
        limits.attempt_on(account.email)
    else:
        limits.attempt_by_user(guest_id)
    user_id, token = _register(account, guest_id)
    browser_session.begin(token)
    record("registered", user=user_id, was_guest=guest_id is not None)


def start_as_guest() -> None:
    """Make a guest and sign this browser in. Raises `TooManyAttempts`."""
    user_id, token = _start_as_guest()
    browser_session.begin(token)
    record("guest-started", user=user_id)


def confirm_password(user_id: int, password: str) -> Credentials:
    """Check the signed-in user's current password. Raises `WrongPassword` or `TooManyAttempts`."""
    limits.attempt_by_user(user_id)
    try:
        return _confirm_password(user_id, password)
    except (WrongPassword, TooManyAttempts) as refusal:
        record("password-refused", user=user_id, reason=type(refusal).__name__)
        raise


def know_browser(response: Response, email: str) -> Response:
    """Have this browser remember that it signed in to the account."""
    remember_browser(response, account_key(find_normalised_email(email) or email))
    return response


def forget_browser(response: Response, email: str | None) -> Response:
    """Have this browser no longer remember an account that is deleted; a guest has no address to be remembered by."""
    if email is not None:
        forget_account(response, account_key(email))
    return response


@limits.for_login
def _authenticate(email: str, password: str) -> Credentials:
    try:
        return service.authenticate(find_normalised_email(email), password)
    except WrongCredentials:
        limits.note_failure()
        raise


@limits.for_registration
def _register(account: NewAccount, guest_id: int | None) -> tuple[int, str]:
    return service.register(account, browser_session.this_visit(), guest_id=guest_id)


@limits.for_guests
def _start_as_guest() -> tuple[int, str]:
    return service.start_as_guest(browser_session.this_visit())


@limits.for_confirmation
def _confirm_password(user_id: int, password: str) -> Credentials:
    try:
        return service.confirm_password(user_id, password)
    except WrongPassword:
        limits.note_failure()
        raise
