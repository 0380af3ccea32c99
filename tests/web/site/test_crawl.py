"""The whole site, followed link by link: every link leads somewhere, no GET writes, nothing is told too early."""

import sqlite3
from pathlib import Path

from werkzeug.test import TestResponse

from interview_sim.domain.content import Prompt
from tests.builders import SAMPLE_SLUG, sample_scenario
from tests.client import AuditingClient
from tests.web.site.crawl import crawl


def everything(tmp_path: Path) -> str:
    """The whole database as SQL."""
    connection = sqlite3.connect(tmp_path / "test.db")
    try:
        return "\n".join(connection.iterdump())
    finally:
        connection.close()


def start(client: AuditingClient) -> TestResponse:
    """Sign in as a guest and start the sample interview; its first page."""
    client.post("/auth/guest")
    started = client.submit(client.get(f"/interviews/{SAMPLE_SLUG}/"), "/attempts")
    return client.get(started.headers["Location"], follow_redirects=True)


def go_on(client: AuditingClient, page: TestResponse, action: str, **fields: str) -> TestResponse:
    """Press a button, and follow to the next page."""
    done = client.submit(page, action, **fields)
    assert done.status_code == 303, done.text
    return client.get(done.headers["Location"], follow_redirects=True)


def judged_by(prompts: tuple[Prompt, ...]) -> list[str]:
    """What nobody may read before the answers to these prompts are closed."""
    points = [text for prompt in prompts for point in prompt.points for text in (point.text, point.why)]
    return [
        *points,
        *(text for prompt in prompts for text in (prompt.says, "CREATE TABLE orders", "EXPLAIN ANALYZE")),
    ]


def test_a_visitor_reaches_every_public_page(client: AuditingClient, tmp_path: Path) -> None:
    before = everything(tmp_path)
    found = crawl(client)
    for path in ("/interviews/", f"/interviews/{SAMPLE_SLUG}/", "/red-flags/", "/auth/login", "/auth/register"):
        assert path in found
    assert any(path.endswith("css/app.css") for path in found)
    assert everything(tmp_path) == before


def test_a_guest_without_attempts_reaches_every_page(client: AuditingClient, tmp_path: Path) -> None:
    client.post("/auth/guest")
    before = everything(tmp_path)
    found = crawl(client)
    assert {"/history/", "/auth/settings"} <= set(found)
    assert everything(tmp_path) == before


def test_before_the_answer_is_closed_no_page_and_no_file_tells_what_is_expected(
    client: AuditingClient, tmp_path: Path
) -> None:
    page = start(client)
    first, second = sample_scenario().prompts
    client.forbid([text for text in judged_by((first, second)) if text != first.says])
    before = everything(tmp_path)
    found = crawl(client, page.request.path, "/export.json", f"{page.request.path}clock")
    assert any(path.endswith("js/room.js") for path in found)
    assert any(path.endswith("js/timer.js") for path in found)
    assert everything(tmp_path) == before


def test_every_state_of_an_interview_can_be_looked_at_without_changing_it(
    client: AuditingClient, tmp_path: Path
) -> None:
    page = start(client)
    page = go_on(client, page, "/finish", text="Tables with primary keys.")
    page = go_on(client, page, "/finish", text="I would read the plan first.")
    seen = [page.request.path]
    for number in (1, 2):
        before = everything(tmp_path)
        crawl(client, *seen)
        assert everything(tmp_path) == before, f"looking at debrief {number} changed something"
        page = go_on(client, page, "/predict", prediction="3")
        before = everything(tmp_path)
        crawl(client, *seen)
        assert everything(tmp_path) == before, f"looking at checklist {number} changed something"
        page = go_on(client, page, "/next", rest="missed")
        seen.append(page.request.path)
    assert page.request.path.endswith("/report/")
    before = everything(tmp_path)
    found = crawl(client, *seen)
    assert any(path.endswith("report.md") for path in found)
    assert everything(tmp_path) == before


DRAFT = {"text": "x", "revision": "0", "page": "0123456789abcdef", "hints_seen": "0", "follow_ups_seen": "0"}


def test_to_a_stranger_an_attempt_looks_like_one_that_does_not_exist(client: AuditingClient) -> None:
    attempt_id = start(client).request.path.split("/")[2]
    app = client.application
    stranger = app.test_client()
    stranger.post("/auth/guest")
    for rule in app.url_map.iter_rules():
        if "attempt_id" not in rule.arguments:
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            answers = []
            for some_id in (attempt_id, "0" * 32):
                _, path = rule.build({"attempt_id": some_id, "n": 1}) or ("", "")
                data = DRAFT if method == "POST" else None
                answers.append(stranger.open(path, method=method, data=data).status_code)
            assert answers[0] == answers[1], f"{method} {rule.endpoint}: a stranger learns that it exists"
            assert answers[0] in (404, 422), f"{method} {rule.endpoint} answers a stranger with {answers[0]}"
