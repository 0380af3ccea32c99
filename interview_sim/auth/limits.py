"""How often one may try: every number of the accounts' rate limits, and what each protects.

Only failures are counted where somebody must know a password, so any number of people may sign in from one address.
A school sits behind one address: forty people who mistype a few times each stay well within every limit here.

Limits count in the storage of `RATELIMIT_STORAGE_URI`; with `memory://` each worker process counts on its own.
"""

import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from math import ceil
from typing import Any, ParamSpec, TypeVar

from flask import Response, g, request
from flask.sansio.app import App
from flask_limiter import RateLimitExceeded, RouteLimit

from interview_sim.auth.errors import TooManyAttempts
from interview_sim.auth.known_browsers import account_key, find_known_browser
from interview_sim.extensions import limiter

P = ParamSpec("P")
R = TypeVar("R")

LOGIN_KNOWN_BROWSER = "10 per 15 minutes"
"""Failures of one browser on an account it signed in to before. Nobody else can use them up."""
LOGIN_ACCOUNT_AND_ADDRESS = "10 per 15 minutes"
"""Failures on one account from one address, by browsers that never signed in to it."""
LOGIN_ACCOUNT = "100 per hour"
"""Failures on one account from all addresses, by browsers that never signed in to it. One address alone cannot use
them up: the limit above stops it at 40 to 50 in an hour."""
LOGIN_ADDRESS = "400 per 15 minutes"
"""Failures from one address on any account, by browsers that are new to the account: forty people, ten each."""

REGISTER_ADDRESS = "200 per hour"
"""Complete registrations (refused forms do not count) by visitors at one address: forty people, five each."""
REGISTER_EMAIL_AND_ADDRESS = "10 per hour"
"""Complete registrations of one e-mail address by visitors at one address."""
REGISTER_GUEST = "10 per hour"
"""Complete registrations by one guest, counted for that guest alone: nobody else can use them up."""

GUEST_ADDRESS = "200 per hour"
"""Guests started at one address: forty people, five each."""

CONFIRMATION = "10 per 15 minutes"
"""Wrong current passwords (and taken e-mail addresses) in one user's settings."""


@dataclass(slots=True)
class Attempt:
    """Who tries something in this request, in names that show no e-mail address."""

    account: str
    browser: str | None
    """The random name of a browser that signed in to this account before."""
    failed: bool = False


def attempt_on(email: str) -> None:
    """Say which account this request tries; to be called before the limited function."""
    account = account_key(email)
    g.auth_attempt = Attempt(account, find_known_browser(account))


def attempt_by_user(user_id: int) -> None:
    """Say which signed-in user this request is tried by."""
    g.auth_attempt = Attempt(f"user-{user_id}", None)


def note_failure() -> None:
    """Count this request as a failure."""
    g.auth_attempt.failed = True


def client_network() -> str:
    """The client's address; of IPv6 the /64 network, which is what one household or attacker has at the least."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if address.version == 4:
        return str(address)
    mapped = address.ipv4_mapped
    return str(mapped or ipaddress.ip_network((address, 64), strict=False))


def _failed(_response: Response) -> bool:
    attempt: Attempt | None = g.get("auth_attempt")
    return attempt is not None and attempt.failed


def _known() -> bool:
    return g.auth_attempt.browser is not None


def _unknown() -> bool:
    return g.auth_attempt.browser is None


def _account() -> str:
    return str(g.auth_attempt.account)


def _account_and_address() -> str:
    return f"{g.auth_attempt.account}@{client_network()}"


def _account_and_browser() -> str:
    return f"{g.auth_attempt.account}@{g.auth_attempt.browser}"


def _is_user() -> bool:
    return _account().startswith("user-")


def _is_visitor() -> bool:
    return not _is_user()


def _limit(limit: str, scope: str, key: Callable[[], str], **options: Any) -> RouteLimit:
    return limiter.shared_limit(limit, scope, key_func=key, **options)


def _limited_by(*limits: RouteLimit) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Put the limits on a function that a view calls; beyond them it raises `TooManyAttempts` instead of running."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        limited = function
        for limit in limits:
            limited = limit(limited)

        @wraps(function)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return limited(*args, **kwargs)
            except RateLimitExceeded:
                raise TooManyAttempts(_seconds_until_allowed()) from None

        return guarded

    return decorate


def _seconds_until_allowed() -> int:
    reached = limiter.current_limit
    return max(ceil(reached.window[0] - time.time()), 1) if reached is not None else 60


for_login = _limited_by(
    _limit(LOGIN_KNOWN_BROWSER, "login-browser", _account_and_browser, exempt_when=_unknown, deduct_when=_failed),
    _limit(LOGIN_ACCOUNT_AND_ADDRESS, "login-pair", _account_and_address, exempt_when=_known, deduct_when=_failed),
    _limit(LOGIN_ACCOUNT, "login-account", _account, exempt_when=_known, deduct_when=_failed),
    _limit(LOGIN_ADDRESS, "login-address", client_network, exempt_when=_known, deduct_when=_failed),
)
for_registration = _limited_by(
    _limit(REGISTER_GUEST, "register-guest", _account, exempt_when=_is_visitor),
    _limit(REGISTER_EMAIL_AND_ADDRESS, "register-pair", _account_and_address, exempt_when=_is_user),
    _limit(REGISTER_ADDRESS, "register-address", client_network, exempt_when=_is_user),
)
for_guests = _limited_by(_limit(GUEST_ADDRESS, "guest-address", client_network))
for_confirmation = _limited_by(_limit(CONFIRMATION, "confirm-password", _account, deduct_when=_failed))


def keep_other_views_free(app: App) -> None:
    """Take the limiter's check off every request: it serves default limits, of which there are none."""
    checks = app.before_request_funcs.get(None, [])
    if limiter._check_request_limit in checks:
        checks.remove(limiter._check_request_limit)


def tried_account() -> str:
    """The name of the account this request tries, for the log: it shows no e-mail address."""
    return _account()
