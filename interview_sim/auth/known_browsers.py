"""Browsers that signed in to an account before carry a signed cookie that says so.

Rate limits give each of them a bucket of its own, so that strangers who fail on an account cannot keep its owner out
(OWASP, "Slow Down Online Guessing Attacks with Device Cookies"). The cookie lets nobody in: it proves only that this
browser once knew the password. It goes to `/auth` alone, so no other page pays for it.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

COOKIE = "interview_sim_browser"
LIFETIME = timedelta(days=365)
MOST_ACCOUNTS = 20
"""How many accounts one browser is remembered for; the oldest is forgotten first."""


def account_key(email: str) -> str:
    """A name for an account (existing or not) that does not show its e-mail address."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, b"account:" + email.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:24]


def find_known_browser(account: str) -> str | None:
    """This browser's own random name, if it signed in to that account before."""
    browser, accounts = _read()
    return browser if account in accounts else None


def remember_browser(response: Response, account: str) -> None:
    """Have this browser carry the proof that it signed in to that account."""
    browser, accounts = _read()
    kept = [account, *(other for other in accounts if other != account)][:MOST_ACCOUNTS]
    _send(response, browser or secrets.token_urlsafe(12), kept)


def forget_account(response: Response, account: str) -> None:
    """Take that proof away from this browser; the cookie goes with the last of them."""
    browser, accounts = _read()
    if account in accounts:
        _send(response, browser, [other for other in accounts if other != account])


def _send(response: Response, browser: str | None, accounts: list[str]) -> None:
    response.set_cookie(
        COOKIE,
        _signer().dumps([browser, accounts]) if accounts else "",
        max_age=LIFETIME if accounts else 0,
        path=f"{request.script_root}/auth",
        secure=request.is_secure or bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )


def _read() -> tuple[str | None, list[str]]:
    try:
        browser, accounts = _signer().loads(request.cookies.get(COOKIE, ""))
    except BadSignature:
        return None, []
    return browser, accounts


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="known-browser")
