"""One line for each request, with its id, and with nothing in it that somebody typed."""

import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.builders import SAMPLE_SLUG
from tests.client import AuditingClient
from tests.conftest import MakeApp


@pytest.fixture(autouse=True)
def root_logger_as_before() -> Iterator[None]:
    """Each application sets the process's root logger up; put it back."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers, root.level = handlers, level


@pytest.fixture
def json_app(make_app: MakeApp) -> Flask:
    return make_app(LOG_FORMAT="json", LOG_LEVEL="DEBUG", PROPAGATE_EXCEPTIONS=False)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """What was logged, parsed."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_request_is_one_line_of_json_without_its_query(json_app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    json_app.test_client().get("/healthz?name=somebody")
    (line,) = [line for line in lines(capsys) if line["event"] == "request"]
    assert line["method"] == "GET"
    assert line["path"] == "/healthz"
    assert line["status"] == 200
    assert isinstance(line["ms"], float)
    assert line["level"] == "info"
    assert "somebody" not in json.dumps(line)


def test_a_well_formed_id_of_the_proxy_is_kept_and_given_back(
    json_app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    response = json_app.test_client().get("/healthz", headers={"X-Request-ID": "proxy-0123.4_5"})
    assert response.headers["X-Request-ID"] == "proxy-0123.4_5"
    assert lines(capsys)[-1]["request_id"] == "proxy-0123.4_5"


@pytest.mark.parametrize("sent", ["short", "x" * 65, "with space in it", "<script>alert()</script>", "ünïcödé-id"])
def test_any_other_id_is_replaced(json_app: Flask, sent: str) -> None:
    given = json_app.test_client().get("/healthz", headers={"X-Request-ID": sent}).headers["X-Request-ID"]
    assert given != sent
    assert len(given) == 16


def test_text_is_one_line_for_people(make_app: MakeApp, capsys: pytest.CaptureFixture[str]) -> None:
    make_app(LOG_FORMAT="text", LOG_LEVEL="INFO").test_client().get("/healthz")
    (line,) = capsys.readouterr().err.splitlines()
    assert "GET /healthz 200 in " in line
    assert "request_id=" in line


def test_the_level_decides_whether_requests_are_logged(make_app: MakeApp, capsys: pytest.CaptureFixture[str]) -> None:
    make_app(LOG_LEVEL="WARNING").test_client().get("/healthz")
    assert capsys.readouterr().err == ""


def test_a_line_break_in_a_path_cannot_forge_a_line(json_app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    json_app.test_client().get("/nowhere/%0a%7b%22event%22:%22forged%22%7d")
    assert [line["event"] for line in lines(capsys)].count("forged") == 0


def test_no_answer_password_or_token_is_ever_logged(json_app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    client = json_app.test_client()
    assert isinstance(client, AuditingClient)
    password, answer = "sentinel-password-4711", "sentinel answer: I would add an index"
    account = {"email": "ada@school.example", "display_name": "Ada", "password": password, "password_again": password}
    client.post("/auth/guest")
    started = client.submit(client.get(f"/interviews/{SAMPLE_SLUG}/"), "/attempts")
    room = client.get(started.headers["Location"], follow_redirects=True)
    client.submit(room, "/draft", text=answer)
    client.submit(room, "/draft", text=answer, revision="nonsense")
    client.post("/auth/register", data=account)
    client.post("/auth/login", data={"email": "ada@school.example", "password": password + "x"})
    client.post("/auth/login", data={"email": "ada@school.example", "password": password}, csrf=False)
    cookies = [cookie.value for cookie in client._cookies.values()]  # type: ignore[union-attr]
    told = capsys.readouterr().err
    assert told.count('"event": "request"') >= 8
    for secret in (password, answer, "sentinel", *cookies):
        assert secret not in told


def test_a_fault_is_logged_without_what_was_sent_whichever_way_it_is_spelled(
    json_app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    from flask import request

    @json_app.post("/fail")
    def fail() -> str:
        sent = request.form.get("text") or request.get_json()["deep"][0]["text"]
        raise RuntimeError(f"{sent} {sent!r} {sent!a} {request.cookies.get('interview_sim')}")

    client = json_app.test_client()
    client.get("/auth/login")
    answer = 'First "line" – naïve\nsecond line of it'
    client.post("/fail", data={"text": answer})
    client.post("/fail", json={"deep": [{"text": answer}]})
    faults = [str(line["exception"]) for line in lines(capsys) if "exception" in line]
    assert len(faults) == 2
    for fault in faults:
        assert "RuntimeError" in fault
        for part in ("First", "naïve", "second line", "eyJ"):
            assert part not in fault
