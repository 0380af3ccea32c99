"""Every refusal as a page in the site's design, or as JSON for scripts, that says what to do next."""

import logging
import re
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException
from werkzeug.test import create_environ, run_wsgi_app

from interview_sim.domain.errors import Busy, NotFound
from interview_sim.extensions import db, login_manager
from interview_sim.web.negotiation import wants_json

log = logging.getLogger(__name__)

BUSY_SECONDS = "5"
"""When to try again after the database could not be reached or written."""
UNAVAILABLE = re.compile(
    r"locked|busy|unable to open|disk i/o|database or disk is full|readonly database|disk image is malformed"
)
"""What SQLite says when the trouble is with the file and not with the statement."""
SECRET_FIELDS = re.compile(r"password|token|secret|csrf")
FREE_TEXT = {
    "text": "Your answer",
    "note": "Your note",
    "quote": "Your quote",
    "email": "E-mail address",
    "display_name": "Name",
}
"""Fields that are shown again even when they hold a single word, and what they are called then."""


@dataclass(frozen=True)
class Wording:
    """What a page says of a refusal: a code for scripts, a heading, and what to do next."""

    code: str
    title: str
    message: str


UNREAD = "interview_sim.unread"
"""Of the environment of a request whose address was too long for the server to read."""

WORDINGS = {
    400: Wording("bad-request", "That could not be understood", "Go back, reload the page and try once more."),
    403: Wording("forbidden", "This is not for you", "Your account may not do this. Ask whoever runs this site."),
    404: Wording(
        "not-found",
        "There is no such page",
        "The address may be mistyped, or what was here has been deleted. It may also belong to somebody else.",
    ),
    405: Wording("method-not-allowed", "That cannot be done here", "Go back and use the buttons of the page."),
    409: Wording(
        "conflict", "Somebody was faster", "This was changed in the meantime. Reload the page to see how it is now."
    ),
    413: Wording(
        "too-large",
        "That was too much at once",
        "What you sent is larger than this site takes, and nothing of it was saved. Go back, copy your text, shorten "
        "it and send it again.",
    ),
    414: Wording(
        "address-too-long",
        "This address is too long",
        "Nothing was looked up or changed. If you searched for something, search for fewer words.",
    ),
    429: Wording("too-many-requests", "Too many tries in a short time", "Wait a little, then try again."),
    500: Wording(
        "server-error",
        "Something went wrong on our side",
        "It is written down, with the number below. What was saved before is safe. Go back and try again.",
    ),
    503: Wording(
        "unavailable",
        "The site is busy for a moment",
        "What you sent was not saved. Wait a few seconds, go back and send it again.",
    ),
}
BUSY_WHILE_READING = Wording(
    "unavailable", "The site is busy for a moment", "Wait a few seconds, then load this page again. Nothing is lost."
)
UNSTORABLE = Wording(
    "unstorable",
    "That could not be stored",
    "What you sent contains a character that the database cannot hold, such as a NUL. Take it out and send it again.",
)
CSRF = Wording(
    "csrf",
    "Please send that once more",
    "The page had been open too long, or your browser keeps no cookies for this site, so what you sent could not be "
    "accepted and nothing was changed. Open the page again and repeat it there.",
)


def init_app(app: Flask) -> None:
    """Turn refusals and faults into pages."""
    app.before_request(refuse_unread)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(CSRFError, show_csrf_error)
    app.register_error_handler(NotFound, show_not_found)
    app.register_error_handler(Busy, show_busy)
    app.register_error_handler(OperationalError, show_database_error)
    app.register_error_handler(PoolTimeout, show_database_error)
    app.register_error_handler(DataError, show_unstorable)


def show_http_error(error: HTTPException) -> ResponseReturnValue:
    """Any refusal of Flask's or of a view's `abort`; redirects and ready responses pass unchanged."""
    status = error.code
    if error.response is not None or status is None or status < 400:
        return error
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return refusal(status, _wording_of(error, status)), status, headers


def answer_unread(app: Flask) -> bytes:
    """The whole HTTP reply to a request whose first line was too long to be read, with every header of a page."""
    body, status, headers = run_wsgi_app(app, create_environ(environ_overrides={UNREAD: True}))
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"HTTP/1.1 {status}\r\n{head}Connection: close\r\n\r\n".encode() + b"".join(body)


def refuse_unread() -> None:
    """Refuse a request that the server could not read, whatever it asked for."""
    if UNREAD in request.environ:
        abort(414)


def show_not_found(_error: NotFound) -> ResponseReturnValue:
    """What does not exist, or is somebody else's."""
    return refusal(404, WORDINGS[404]), 404


def show_busy(_error: Busy) -> ResponseReturnValue:
    """Others changed the same thing at the same time, again and again."""
    return refusal(503, _unavailable(), typed=_typed()), 503, {"Retry-After": "1"}


def show_csrf_error(error: CSRFError) -> ResponseReturnValue:
    """A form without a valid token: nothing was done, and the words that were typed are on the page."""
    log.info("a form was refused: %s", error.description)
    return refusal(400, CSRF, typed=_typed()), 400


def show_database_error(error: OperationalError | PoolTimeout) -> ResponseReturnValue:
    """A database that is away or locked is a matter of waiting; any other fault is ours."""
    db.session.rollback()
    if not _is_passing(error):
        raise error
    log.warning("the database was not available", exc_info=error)
    return refusal(503, _unavailable(), typed=_typed()), 503, {"Retry-After": BUSY_SECONDS}


def show_unstorable(_error: DataError) -> ResponseReturnValue:
    """PostgreSQL takes no NUL in a text and no number beyond its column; nothing was written."""
    db.session.rollback()
    return refusal(400, UNSTORABLE, typed=_typed()), 400


def refusal(status: int, wording: Wording, typed: dict[str, str] | None = None) -> Response | str:
    """The body of a refusal. From 500 on it asks neither the database nor who is signed in."""
    if wants_json():
        return jsonify(error=wording.code, message=f"{wording.title}. {wording.message}")
    is_plain = status >= 500
    if is_plain:
        _forget_user()
    page = "errors/plain.html" if is_plain else "errors/refusal.html"
    try:
        return render_template(page, status=status, wording=wording, typed=typed or {}, back=_find_page_before())
    except (OperationalError, PoolTimeout):
        # The header wanted to know who is signed in.
        _forget_user()
        return render_template(
            "errors/plain.html", status=status, wording=wording, typed=typed or {}, back=_find_page_before()
        )


def _wording_of(error: HTTPException, status: int) -> Wording:
    known = (_unavailable() if status == 503 else WORDINGS.get(status)) or Wording(
        HTTPStatus(status).phrase.lower().replace(" ", "-") if status in list(HTTPStatus) else "error",
        error.name,
        "Go back and try again.",
    )
    if status < 500 and error.description and error.description != type(error).description:
        return Wording(known.code, known.title, error.description)
    return known


def _unavailable() -> Wording:
    return BUSY_WHILE_READING if request.method in ("GET", "HEAD") else WORDINGS[503]


def _is_passing(error: OperationalError | PoolTimeout) -> bool:
    """PostgreSQL keeps this class for its own absence; SQLite also uses it for statements that make no sense."""
    if isinstance(error, PoolTimeout) or db.engine.dialect.name != "sqlite":
        return True
    return UNAVAILABLE.search(str(error.orig)) is not None


def _forget_user() -> None:
    if "_login_user" not in g:
        g._login_user = login_manager.anonymous_user() if login_manager.anonymous_user else AnonymousUserMixin()


def _typed() -> dict[str, str]:
    """The texts of the form that was sent, by what they were called; no passwords, no tokens."""
    return {
        FREE_TEXT.get(name, name.replace("_", " ").replace("-", " ").capitalize()): value
        for name, value in request.form.items()
        if not SECRET_FIELDS.search(name) and value.strip() and (name in FREE_TEXT or len(value.split()) > 1)
    }


def _find_page_before() -> str | None:
    """The page of this site that the request came from, or None."""
    try:
        before = urlsplit(request.referrer or "")
    except ValueError:  # a bracket that is never closed, say
        return None
    if before.netloc != request.host or not before.path.startswith("/") or before.path.startswith("//"):
        return None
    return f"{before.path}?{before.query}" if before.query else before.path
