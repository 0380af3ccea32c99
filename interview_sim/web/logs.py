"""One line for each event, as text or JSON, with the request it belongs to; never an answer, password or token.

Every module logs with the standard library; structlog only writes the lines. Addresses are logged without their
query, and where an exception is logged, whatever this request sent is struck out of its text.
"""

import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import structlog
from flask import Flask, has_request_context, request
from structlog.typing import EventDict, Processor
from werkzeug.exceptions import HTTPException

REQUEST_ID = "interview_sim.request_id"
"""Where the environment of a request holds its id."""
WELL_FORMED_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
SHORTEST_STRUCK_OUT = 4
"""Shorter values are everyday words and numbers: striking them out would only make a trace unreadable."""


class StderrHandler(logging.Handler):
    """Writes each record to whatever stderr is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line in one piece, so that lines of several processes do not mix."""
        try:
            sys.stderr.write(self.format(record) + "\n")
        except Exception:
            self.handleError(record)


def init_app(app: Flask) -> None:
    """Send every log through one format."""
    set_up(app.config["LOG_FORMAT"], app.config["LOG_LEVEL"])


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


class AccessLog:
    """One line for each request, written past the machinery of logging: it would cost a tenth of the request."""

    def __init__(self, write: Callable[[dict[str, Any]], str]) -> None:
        self.write = write

    @classmethod
    def for_settings(cls, log_format: str, level: str) -> "AccessLog | None":
        """The log in that format; None where the level leaves requests out."""
        if logging.getLevelNamesMapping()[level] > logging.INFO:
            return None
        return cls(json.dumps if log_format == "json" else _as_text)

    def __call__(self, environ: dict[str, Any], status: int, seconds: float, request_id: str) -> None:
        """Tell of one request that was answered."""
        line = {
            "event": "request",
            "timestamp": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
            "level": "info",
            "method": environ["REQUEST_METHOD"],
            "path": environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace"),
            "status": status,
            "ms": round(seconds * 1000, 1),
            "request_id": request_id,
        }
        with suppress(OSError, ValueError):
            sys.stderr.write(self.write(line) + "\n")


def add_request_id(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Say which request a line belongs to."""
    if has_request_context() and (own_id := request.environ.get(REQUEST_ID)):
        event["request_id"] = own_id
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
    with suppress(HTTPException, RecursionError):
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


def _as_text(line: dict[str, Any]) -> str:
    path = line["path"] if line["path"].isprintable() else json.dumps(line["path"])
    return (
        f"{line['timestamp']} [info] {line['method']} {path} {line['status']} in {line['ms']} ms "
        f"request_id={line['request_id']}"
    )
