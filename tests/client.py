"""The client every web test uses: it audits each response it gets, and counts what the request asked the database."""

import re
from collections.abc import Iterable
from contextvars import Context
from typing import Any
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from flask_wtf.csrf import URLSafeTimedSerializer
from sqlalchemy import event
from werkzeug.test import TestResponse

from interview_sim.extensions import db
from tests.audit import audit, leaks, parse

WRITES = re.compile(r"(WITH\b.*)?\b(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b", re.IGNORECASE | re.DOTALL)


class AuditingClient(FlaskClient):
    """A browser's worth of checks on every response.

    - `client.forbid(texts)`: from then on no response may contain any of them; `client.allow_all()` ends that.
    - `client.queries`: the SQL of the last request; `len(client.queries)` is what a page may be held to.
    - A GET that writes to the database fails the test.
    - A POST gets a valid CSRF token of its own, unless it is sent with `csrf=False`.
    - `client.submit(page, action, **fields)` sends a form as the page shows it, with the fields given changed.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.queries: list[str] = []
        self.forbidden: tuple[str, ...] = ()

    def forbid(self, texts: Iterable[str]) -> None:
        """Fail on any response that contains one of these texts, however it is escaped."""
        self.forbidden = (*self.forbidden, *texts)

    def allow_all(self) -> None:
        """Forget what was forbidden."""
        self.forbidden = ()

    def open(self, *args: Any, csrf: bool = True, **kwargs: Any) -> TestResponse:
        """Send a request from a context of its own, as a server does, and audit the response."""
        if csrf and kwargs.get("method", "GET") not in ("GET", "HEAD", "OPTIONS"):
            kwargs["headers"] = {"X-CSRFToken": self._csrf_token(), **dict(kwargs.get("headers") or {})}
        kwargs["buffered"] = True  # Static files are read and closed.
        response = self._recorded(*args, **kwargs)
        problems = audit(response)
        problems += leaks(response, self.forbidden)
        if response.request.method in ("GET", "HEAD"):
            problems += [f"a GET wrote to the database: {sql}" for sql in self.queries if WRITES.match(sql)]
        if problems:
            where = f"{response.request.method} {response.request.path} ({response.status_code})"
            raise AssertionError("\n".join([f"{where} has faults:", *problems]))
        return response

    def submit(self, page: TestResponse, action: str, **fields: Any) -> TestResponse:
        """Send the first form of `page` whose own address, or one of whose buttons', ends with `action`."""
        method, target, data = find_form(parse(page), page.request.path, action)
        data.update(fields)
        if method == "get":
            return self.get(target, query_string=data)
        return self.post(target, data=data, csrf=False)

    def _recorded(self, *args: Any, **kwargs: Any) -> TestResponse:
        self.queries = []

        def record(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            self.queries.append(statement.strip())

        with self.application.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", record)
        try:
            # An empty context: an application context pushed by the test would be shared by all its requests,
            # and with it whoever was signed in to the first.
            response: TestResponse = Context().run(super().open, *args, **kwargs)
        finally:
            event.remove(engine, "before_cursor_execute", record)
        return response

    def _csrf_token(self) -> str:
        with self.session_transaction() as session:
            secret = session.setdefault("csrf_token", "0123456789abcdef0123456789abcdef01234567")
        serializer = URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token")
        return str(serializer.dumps(secret))


def find_form(page: Element, address: str, action: str) -> tuple[str, str, dict[str, Any]]:
    """Method, target and values of the first form whose own address, or one of whose buttons', ends with `action`."""
    for form in page.iter("form"):
        targets = [form.get("action") or address]
        targets += [button.get("formaction", "") for button in form.iter("button")]
        for target in targets:
            if target.endswith(action):
                return form.get("method", "get").lower(), target, form_values(form)
    raise AssertionError(f"{address} has no form that goes to …{action}")


def form_values(form: Element) -> dict[str, Any]:
    """What a browser would send of this form if its first button were not named."""
    values: dict[str, Any] = {}
    for control in form.iter("input"):
        name, kind = control.get("name"), control.get("type", "text")
        if not name or kind in ("submit", "button", "reset", "image", "file"):
            continue
        if kind in ("checkbox", "radio") and control.get("checked") is None:
            continue
        values[name] = control.get("value", "on" if kind == "checkbox" else "")
    for control in form.iter("textarea"):
        if name := control.get("name"):
            values[name] = "".join(control.itertext())
    for control in form.iter("select"):
        if name := control.get("name"):
            options = list(control.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            values[name] = chosen[0].get("value", "".join(chosen[0].itertext())) if chosen else ""
    return values
