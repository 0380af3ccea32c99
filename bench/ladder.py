"""The steps of the ladder and how far each may stand above the floor."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from bench.load import Request, Requests
from bench.seed import PASSWORD, WORDS, Actor, Seeded

JSON = ("Accept", "application/json")


@dataclass(frozen=True)
class Step:
    """One kind of request; `limit` is the CPU multiple of `unit` it may cost at one connection."""

    name: str
    server: str
    requests: Requests
    count: int
    unit: str = "hello"
    limit: float | None = None


def ladder(seeded: Seeded) -> list[Step]:
    """Every step against one seeded database."""
    actors = seeded.actors
    return [
        Step("hello", "floor", _same("GET", "/hello"), 800),
        Step("bare update", "floor", _same("POST", "/update"), 400),
        Step("bare hash", "floor", _same("POST", "/hash"), 24),
        Step(
            "room page",
            "app",
            lambda n: _page(actors[n], f"/attempts/{actors[n].answering}/prompts/1/"),
            300,
            limit=6,
        ),
        Step("autosave", "app", lambda n: _autosave(actors[n]), 300, limit=4.5),
        Step("debrief tick", "app", lambda n: _tick(actors[n]), 300, limit=5),
        Step("report", "app", lambda n: _page(actors[n], f"/attempts/{actors[n].finished}/report/"), 150, limit=8),
        Step("history", "app", lambda n: _page(actors[n], "/history/"), 150, limit=8),
        Step("login", "app", lambda n: _login(actors[n]), 24, unit="bare hash", limit=1.3),
    ]


def _same(method: str, path: str) -> Requests:
    def requests(_number: int) -> Iterator[Request]:
        while True:
            yield Request(method, path)

    return requests


def _signed_in(actor: Actor) -> tuple[tuple[str, str], ...]:
    return (("Cookie", f"interview_sim={actor.cookie}"), ("X-CSRFToken", actor.csrf))


def _page(actor: Actor, path: str) -> Iterator[Request]:
    while True:
        yield Request("GET", path, headers=_signed_in(actor))


def _autosave(actor: Actor) -> Iterator[Request]:
    page = secrets.token_hex(8)
    first = True
    path = f"/attempts/{actor.answering}/prompts/1/draft"
    for sequence in count(1):
        text = f"{WORDS} {sequence}"
        # A new page first brings the answer to its own words; after that its sequence carries it.
        revision = _revisions.setdefault(actor.answering, 0) if first else 0
        first = False
        _revisions[actor.answering] += 1
        form = {"text": text, "revision": str(revision), "page": page, "sequence": str(sequence)}
        yield Request("POST", path, form, (*_signed_in(actor), JSON))


_revisions: dict[str, int] = {}


def _tick(actor: Actor) -> Iterator[Request]:
    path = f"/attempts/{actor.debriefing}/debrief/1/marks"
    for place in count():
        point = actor.points[place % len(actor.points)]
        mark = ("covered", "partly", "missed")[place % 3]
        form = {"revision": str(actor.revision_id), "prompt": actor.prompt_id, f"mark-{point}": mark}
        yield Request("POST", path, form, (*_signed_in(actor), JSON))


def _login(actor: Actor) -> Iterator[Request]:
    headers = (("Cookie", f"interview_sim={actor.visitor_cookie}"), ("X-CSRFToken", actor.visitor_csrf), JSON)
    while True:
        yield Request("POST", "/auth/login", {"email": actor.email, "password": PASSWORD}, headers)
