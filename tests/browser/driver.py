"""What the browser tests do again and again, in the words of a person at the screen."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from flask import Flask
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Route, expect
from sqlalchemy import select, update

from interview_sim.auth.models import LoginSession
from interview_sim.clock import utc_now
from interview_sim.domain.attempt import Flow
from interview_sim.domain.timing import Pace
from interview_sim.extensions import db
from interview_sim.interview.models import Answer, InterviewAttempt
from tests.audit import parse_text
from tests.builders import SAMPLE_SLUG
from tests.client import find_form

LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = (
    (1280, "light"),
    (1280, "dark"),
    (360, "light"),
    (360, "dark"),
)
RUN_AXE = """(only) => axe.run(document, {
    resultTypes: ["violations"], preload: false, ...(only && {runOnly: only}),
}).then((result) => result.violations)"""
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()


@dataclass
class Site:
    """The served application, and a hand on its database."""

    app: Flask
    url: str

    def stored_text(self, attempt_id: str, number: int = 1) -> str:
        """What the server has of an answer."""
        with self.app.app_context():
            statement = select(Answer.text).where(Answer.attempt_id == attempt_id, Answer.number == number - 1)
            return db.session.execute(statement).scalar_one()

    def answer(self, attempt_id: str, number: int = 1) -> Answer:
        """The row of an answer."""
        with self.app.app_context():
            statement = select(Answer).where(Answer.attempt_id == attempt_id, Answer.number == number - 1)
            row = db.session.execute(statement).scalar_one()
            db.session.expunge(row)
            return row

    def let_time_pass(self, attempt_id: str, seconds: float) -> None:
        """Move every moment of the attempt back, as if it had been started earlier."""
        shift = timedelta(seconds=seconds)
        with self.app.app_context():
            for answer in db.session.execute(select(Answer).where(Answer.attempt_id == attempt_id)).scalars():
                for name in ("opened_at", "deadline", "closed_at"):
                    if (moment := getattr(answer, name)) is not None:
                        setattr(answer, name, moment - shift)
            attempt = db.session.get_one(InterviewAttempt, attempt_id)
            for name in ("started_at", "expires_at"):
                if (moment := getattr(attempt, name)) is not None:
                    setattr(attempt, name, moment - shift)
            db.session.commit()

    def leave_time(self, attempt_id: str, seconds: float) -> None:
        """Let so much time pass that the first question of a strict interview has so many seconds left."""
        deadline = self.answer(attempt_id).deadline
        assert deadline is not None
        self.let_time_pass(attempt_id, (deadline - utc_now()).total_seconds() - seconds)

    def end_all_sessions(self) -> None:
        """Sign every device out, as an administrator or a password change would."""
        with self.app.app_context():
            db.session.query(LoginSession).delete()
            db.session.commit()

    def set_pace(self, attempt_id: str, **columns: Any) -> None:
        """Change columns of an attempt directly."""
        with self.app.app_context():
            db.session.execute(update(InterviewAttempt).where(InterviewAttempt.id == attempt_id).values(**columns))
            db.session.commit()


@dataclass
class Watch:
    """Collects what a clean page never does."""

    context: BrowserContext
    origin: str
    problems: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.on("console", self._console)
        self.context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))
        self.context.on("request", self._request)

    def allow(self, pattern: str) -> None:
        """Expect console messages that match: a refused request is a console error in chromium."""
        self.allowed.append(pattern)

    def verdict(self) -> None:
        """Fail with everything that was seen."""
        bad = [text for text in self.problems if not any(re.search(pattern, text) for pattern in self.allowed)]
        assert not bad, "\n".join(bad)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.problems.append(f"request left the origin: {request.url}")


def send_form(page: Page, address: str, action: str, **fields: str) -> str:
    """Send a form of the page at `address` with the cookies of the browser; where that leads.

    Nothing is drawn: on its way to what a test is about, it need not wait for pages that others are about.
    """
    shown = page.request.get(address)
    _, target, data = find_form(parse_text(shown.text()), shown.url, action)
    reply = page.request.post(target, form={**data, **fields})
    assert reply.ok, f"{target} answered {reply.status}"
    return reply.url


def start_as_guest(page: Page, slug: str = SAMPLE_SLUG, pace: Pace = Pace.STRICT, flow: Flow = Flow.AT_END) -> str:
    """From nothing into the room as a guest; the attempt's id."""
    send_form(page, f"/interviews/{slug}/", "/auth/guest")
    page.goto(send_form(page, f"/interviews/{slug}/", "/attempts", pace=pace, flow=flow))
    return attempt_in(page)


def attempt_in(page: Page) -> str:
    """The id of the attempt whose first question is about to be shown."""
    page.wait_for_url("**/prompts/1/")
    return page.url.split("/attempts/")[1].split("/")[0]


def register(page: Page, name: str = "Robin", password: str = "a quite long secret") -> None:
    """Make an account, and be signed in to it."""
    who = {"display_name": name, "email": "robin@interviews.example"}
    address = "/auth/register"
    page.goto(send_form(page, address, address, **who, password=password, password_again=password))
    expect(page.get_by_role("button", name="Log out")).to_be_visible()


def expect_soon(page: Page, read: Callable[[], object], wanted: object, seconds: float = 10) -> None:
    """Wait until `read` gives what is wanted: what a click leads to is not over when the click is."""
    until = time.monotonic() + seconds
    while (found := read()) != wanted and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert found == wanted


def hold(page: Page, *patterns: str) -> dict[str, Route]:
    """Keep what is sent to these addresses from now on, by the last word of the address, until it is let go."""
    held: dict[str, Route] = {}
    for pattern in patterns:
        page.route(pattern, lambda route: held.setdefault(route.request.url.rsplit("/", 1)[1], route))
    return held


def wait_for(page: Page, held: dict[str, Route], number: int) -> None:
    """Until so many are held."""
    for _ in range(1_000):
        if len(held) == number:
            return
        page.wait_for_timeout(10)
    raise AssertionError(f"only {sorted(held)} came")


def expect_keys(page: Page) -> None:
    """Wait until the page's script serves its keys: it says so on the page."""
    expect(page.locator(".keys").first).to_be_visible()


def expect_saved(page: Page) -> None:
    """Wait until the page says that the server has it."""
    expect(page.locator("#save-state")).to_have_text("Saved")


def audit(page: Page, path: str = "") -> None:
    """Fail on any axe violation and on sideways scrolling, in each of `LOOKS`; of the page at `path`, if it is given.

    The page is loaded once: its looks hang on media queries alone, and in the dark only the colours are others.
    """
    if path:
        page.goto(path)
    page.wait_for_load_state()
    size = page.viewport_size
    page.evaluate(f"window.axe ?? (() => {{ {AXE} }})()")
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        look = f"{page.url} ({width} pixels, {scheme})"
        violations = page.evaluate(RUN_AXE, ["color-contrast"] if scheme == "dark" else None)
        found = [
            f"{violation['id']} ({violation['impact']}): {violation['help']}\n    "
            + "\n    ".join(f"{node['html']} {node.get('failureSummary', '')}" for node in violation["nodes"][:4])
            for violation in violations
        ]
        assert not found, f"{look}\n" + "\n".join(found)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{look} scrolls sideways"
    if size:
        page.set_viewport_size(size)
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
