"""The headers of every response, the nonce that lets a page's own scripts run, and secure cookies."""

import secrets
from collections.abc import Iterable
from typing import Any

from flask import Flask, has_request_context, request
from flask.sessions import SecureCookieSessionInterface

POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
BEFORE_NONCE, AFTER_NONCE = POLICY.format(scripts="'nonce-|' 'strict-dynamic'").split("|")
WITHOUT_SCRIPTS = POLICY.format(scripts="'none'")
"""For data and static files: a picture that is opened by itself runs nothing."""

HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "microphone=(self), camera=(), geolocation=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
STAY_ON_HTTPS = ("Strict-Transport-Security", "max-age=31536000")
KEEP_NO_COPY = ("Cache-Control", "no-store")

NONCE = "interview_sim.csp_nonce"


class SessionCookies(SecureCookieSessionInterface):
    """Flask's signed session cookie, marked Secure on every HTTPS request whatever the setting says."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether browsers may send the cookie over HTTPS only."""
        return bool(app.config["SESSION_COOKIE_SECURE"]) or (has_request_context() and request.is_secure)


def csp_nonce() -> str:
    """The nonce of the page that is being made."""
    return nonce_for(request.environ)


def nonce_for(environ: dict[str, Any]) -> str:
    """The nonce of this request's response, made when first asked for."""
    if NONCE not in environ:
        environ[NONCE] = secrets.token_urlsafe(12)
    return str(environ[NONCE])


def headers_for(environ: dict[str, Any], present: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What a response to this request may do in a browser, and whether anybody may keep a copy of it.

    Nobody may, unless the response says otherwise itself: every page is somebody's own.
    """
    said = {name.lower(): value for name, value in present}
    is_page = said.get("content-type", "").startswith("text/html")
    policy = f"{BEFORE_NONCE}{nonce_for(environ)}{AFTER_NONCE}" if is_page else WITHOUT_SCRIPTS
    headers = [*HEADERS, ("Content-Security-Policy", policy)]
    if "cache-control" not in said:
        headers.append(KEEP_NO_COPY)
    if environ["wsgi.url_scheme"] == "https":
        headers.append(STAY_ON_HTTPS)
    return headers


def init_app(app: Flask) -> None:
    """Put the nonce into every template, and mark the cookie as the request deserves."""
    app.session_interface = SessionCookies()
    app.jinja_env.globals["csp_nonce"] = csp_nonce
