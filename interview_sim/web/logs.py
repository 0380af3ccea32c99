"""One line for each event, as text or JSON, with the request it belongs to; never an answer, password or token.

Every module logs with the standard library; structlog only writes the lines. Addresses are logged without their
query, and where an exception is logged, whatever this request sent is struck out of its text.
"""

import logging
import re
import secrets
import sys
from collections.abc import Iterator
from contextlib import suppress
from time import perf_counter
from typing import Any

import structlog
from flask import Flask, Response, g, has_request_context, request
from structlog.typing import EventDict, Processor
from werkzeug.exceptions import HTTPException

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
SHORTEST_STRUCK_OUT = 4
"""Shorter values are everyday words and numbers: striking them out would only make a trace unreadable."""

access = logging.getLogger("interview_sim.request")


class StderrHandler(logging.Handler):
    """Writes each record to whatever stderr is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line in one piece, so that lines of several processes do not mix."""
        try:
            sys.stderr.write(self.format(record) + "\n")
        except Exception:
            self.handleError(record)


def init_app(app: Flask) -> None:
    """Send every log through one format, and log each request when it is answered."""
    set_up(app.config["LOG_FORMAT"], app.config["LOG_LEVEL"])
    app.before_request(_start)
    app.after_request(_finish)
    app.jinja_env.globals["request_id"] = request_id


def set_up(log_format: str, level: str) -> None:
    """Write the records of every logger from `level` on as `text` or `json`."""
    renderer: Processor = structlog.processors.JSONRenderer()
    if log_format == "text":
        renderer = structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0, pad_level=False, sort_keys=False)
    chain: list[Processor] = [
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        unfold_security_event,
        add_request_id,
        structlog.processors.format_exc_info,
        strike_out_what_was_sent,
    ]
    handler = StderrHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=chain,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    for old in [old for old in root.handlers if isinstance(old, StderrHandler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    # Says at each look at the migrations' version that it looked.
    logging.getLogger("alembic").setLevel(logging.WARNING)


def request_id() -> str:
    """This request's id: the proxy's where it sent a well-formed one, else a new one."""
    if "request_id" not in g:
        sent = request.headers.get("X-Request-ID", "")
        g.request_id = sent if REQUEST_ID.fullmatch(sent) else secrets.token_hex(8)
    return str(g.request_id)


def add_request_id(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Say which request a line belongs to."""
    if has_request_context():
        event["request_id"] = request_id()
    return event


def unfold_security_event(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Put the fields of a security event beside each other instead of into one sentence."""
    event.pop("message", None)  # Another handler's rendering of the same event.
    if name := event.pop("security_event", None):
        event.update(event.pop("security_fields", {}))
        event["event"] = name
    return event


def strike_out_what_was_sent(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Take everything this request sent out of the text of an exception."""
    trace = event.get("exception")
    if trace and has_request_context():
        for value in sorted(_sent_values(), key=len, reverse=True):
            for spelling in (value, repr(value)[1:-1], ascii(value)[1:-1]):
                trace = trace.replace(spelling, "[sent by the client]")
        event["exception"] = trace
    return event


def _sent_values() -> Iterator[str]:
    values = [*request.cookies.values(), request.headers.get("Authorization", "")]
    # What was not read yet is left alone: reading a form that was refused for its size would raise again, in here.
    for name in {"form", "args"} & set(request.__dict__):
        values += [value for _, value in request.__dict__[name].items(multi=True)]
    with suppress(HTTPException):
        values += _texts_of(request.get_json(silent=True))
    for value in values:
        for line in (value, *value.splitlines()):
            if len(line.strip()) >= SHORTEST_STRUCK_OUT:
                yield line.strip()


def _texts_of(sent: Any) -> Iterator[str]:
    if isinstance(sent, str):
        yield sent
    elif isinstance(sent, list | dict):
        for part in sent.values() if isinstance(sent, dict) else sent:
            yield from _texts_of(part)


def _start() -> None:
    g.started = perf_counter()


def _finish(response: Response) -> Response:
    response.headers["X-Request-ID"] = request_id()
    if access.isEnabledFor(logging.INFO):
        took = round((perf_counter() - g.started) * 1000, 1) if "started" in g else None
        fields = {"method": request.method, "path": request.path, "status": response.status_code, "ms": took}
        access.info("request", extra=fields)
    return response
