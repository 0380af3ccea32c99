"""The headers of every response, the nonce that lets a page's own scripts run, and secure cookies."""

import secrets

from flask import Flask, Response, g, has_request_context, request
from flask.sessions import SecureCookieSessionInterface
from werkzeug.middleware.proxy_fix import ProxyFix

POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self' blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
FILE_POLICY = "default-src 'none'; style-src 'self'; frame-ancestors 'none'"
"""For static files: a picture that is opened by itself runs nothing."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SessionCookies(SecureCookieSessionInterface):
    """Flask's signed session cookie, marked Secure on every HTTPS request whatever the setting says."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether browsers may send the cookie over HTTPS only."""
        return bool(app.config["SESSION_COOKIE_SECURE"]) or (has_request_context() and request.is_secure)


def csp_nonce() -> str:
    """This response's nonce, made when first asked for."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(12)
    return str(g.csp_nonce)


def add_headers(response: Response) -> Response:
    """Say what this response may do in a browser, and that nobody keeps a copy of it."""
    headers = response.headers
    headers.update(HEADERS)
    headers["Content-Security-Policy"] = POLICY.format(nonce=csp_nonce())
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def init_app(app: Flask) -> None:
    """Put the headers on every response and the nonce into every template."""
    app.session_interface = SessionCookies()
    app.after_request(add_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce


def trust_proxies(app: Flask) -> None:
    """Believe as many proxies as are set about the visitor's address and scheme; the host comes in `Host`."""
    if count := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]
