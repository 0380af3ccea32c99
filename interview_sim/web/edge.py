"""What every response passes on its way out, page or file, success or failure: an id, headers and a line in the log.

It stands around the whole application, below Flask, because it is paid for by every request: a few microseconds here
are ten times as many in `after_request`.
"""

import secrets
from time import perf_counter
from typing import TYPE_CHECKING, Any

from flask import Flask, has_request_context, request
from werkzeug.middleware.proxy_fix import ProxyFix

from interview_sim.web.logs import REQUEST_ID, WELL_FORMED_ID, AccessLog
from interview_sim.web.security import headers_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Edge:
    """The application with its edge around it."""

    def __init__(self, app: "WSGIApplication", log: AccessLog | None) -> None:
        self.app = app
        self.log = log

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        """Answer one request."""
        started = perf_counter()
        sent = environ.get("HTTP_X_REQUEST_ID", "")
        own_id = environ[REQUEST_ID] = sent if WELL_FORMED_ID.fullmatch(sent) else secrets.token_hex(8)
        status = "500"

        def start(line: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            nonlocal status
            status = line[:3]
            return start_response(line, [*headers, ("X-Request-ID", own_id), *headers_for(environ, headers)], *rest)

        body = self.app(environ, start)
        if self.log is not None and not environ["PATH_INFO"].startswith("/static/"):
            self.log(environ, int(status), perf_counter() - started, own_id)
        return body


def request_id() -> str:
    """The id of the request that is being answered."""
    return str(request.environ.get(REQUEST_ID, "")) if has_request_context() else ""


def init_app(app: Flask) -> None:
    """Put the edge around the application, and around that as many proxies as are believed.

    They are believed about the visitor's address and scheme; the host comes in `Host`.
    """
    log = AccessLog.for_settings(app.config["LOG_FORMAT"], app.config["LOG_LEVEL"])
    app.wsgi_app = Edge(app.wsgi_app, log)  # type: ignore[method-assign]
    app.jinja_env.globals["request_id"] = request_id
    if count := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]
