"""A browser without a screen: it follows the site's own forms, keeps its cookies, and autosaves as the room does."""

import http.client
import json
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from tests.builders import SAMPLE_SLUG

BRIEFING = f"/interviews/{SAMPLE_SLUG}/"
SECONDS = 20.0
"""How long a reply may take: longer than the database waits for a lock."""


class Unanswered(Exception):
    """The connection was refused, broken or silent: nobody knows what became of the request."""


@dataclass(frozen=True)
class Reply:
    """What the server answered."""

    status: int
    headers: http.client.HTTPMessage
    text: str


class Visitor:
    """One guest with one interview, in its first prompt, with the untimed pace."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection: http.client.HTTPConnection | None = None
        self._cookies: SimpleCookie = SimpleCookie()
        self.room = ""
        self._fields: dict[str, str] = {}
        self.revision = 0
        self.sequence = 0

    def begin(self) -> None:
        """Sign in as a guest and start the sample interview, by the forms of the pages."""
        guest = self._form(self._page(BRIEFING), "/auth/guest")
        self._redirected("/auth/guest", guest)
        choices = {**self._form(self._page(BRIEFING), "/attempts"), "pace": "untimed", "flow": "at-end"}
        current = self._redirected(f"{BRIEFING}attempts", choices)
        self.room = self._location(self.request("GET", current))
        self._fields = self._form(self._page(self.room), "/draft")

    def save(self, text: str) -> Reply:
        """Autosave: the next one of this page, on the last revision that was acknowledged to it."""
        self.sequence += 1
        reply = self.request(
            "POST", f"{self.room}draft", {**self._draft(text), "sequence": str(self.sequence)}, script=True
        )
        if reply.status == 200:
            self.revision = json.loads(reply.text)["revision"]
        return reply

    def save_by_form(self, text: str) -> Reply:
        """The save button where there is no script."""
        return self.request("POST", f"{self.room}draft", self._draft(text))

    def stored(self) -> str:
        """The answer as the room shows it after a reload."""
        parser = _Forms()
        parser.feed(self._page(self.room))
        return parser.answer

    def request(self, method: str, path: str, fields: dict[str, str] | None = None, *, script: bool = False) -> Reply:
        """Send a request and read its reply. Raises `Unanswered`."""
        headers = {"Cookie": "; ".join(f"{name}={cookie.value}" for name, cookie in self._cookies.items())}
        headers["Accept"] = "application/json" if script else "text/html"
        body = None
        if fields is not None:
            body = urlencode(fields).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=SECONDS)
        try:
            self._connection.request(method, path, body, headers)
            reply = self._connection.getresponse()
            text = reply.read().decode()
        except (OSError, http.client.HTTPException) as fault:
            self.leave()
            raise Unanswered(str(fault)) from fault
        for value in reply.headers.get_all("Set-Cookie") or []:
            self._cookies.load(value)
        if reply.will_close:
            self.leave()
        return Reply(reply.status, reply.headers, text)

    def leave(self) -> None:
        """Close the connection; the cookies stay."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _draft(self, text: str) -> dict[str, str]:
        return {**self._fields, "revision": str(self.revision), "text": text}

    def _page(self, path: str) -> str:
        reply = self.request("GET", path)
        if reply.status != 200:
            raise Unanswered(f"{path} answered {reply.status}")
        return reply.text

    def _redirected(self, path: str, fields: dict[str, str]) -> str:
        return self._location(self.request("POST", path, fields))

    @staticmethod
    def _location(reply: Reply) -> str:
        assert reply.status == 303, (reply.status, reply.text[:500])
        return urlsplit(reply.headers["Location"]).path

    @staticmethod
    def _form(page: str, ending: str) -> dict[str, str]:
        parser = _Forms()
        parser.feed(page)
        return next(fields for action, fields in parser.forms if action.endswith(ending))


class _Forms(HTMLParser):
    """The forms of a page with their hidden fields, and the text of its answer box."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self.answer = ""
        self._in_answer = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((values.get("action", ""), {}))
        elif tag == "input" and values.get("type") == "hidden" and self.forms:
            self.forms[-1][1][values["name"]] = values.get("value", "")
        elif tag == "textarea":
            self._in_answer = values.get("name") == "text"

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._in_answer = False

    def handle_data(self, data: str) -> None:
        if self._in_answer:
            self.answer += re.sub(r"\A\n", "", data) if not self.answer else data
