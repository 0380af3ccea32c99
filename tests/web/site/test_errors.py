"""Refusals are pages of the site, say what to do next, and lose nothing that was typed."""

import logging
import runpy
import socket
import sqlite3
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask, abort, request
from gunicorn.http.errors import LimitRequestLine
from sqlalchemy.exc import OperationalError

from interview_sim.domain.errors import Busy, NotFound
from interview_sim.extensions import db
from tests.client import AuditingClient
from tests.conftest import MakeApp

ROOT = Path(__file__).parents[3]
JSON = {"Accept": "application/json"}


@pytest.fixture
def broken_app(make_app: MakeApp) -> Flask:
    """The application with views that fail in every way there is."""
    app = make_app(PROPAGATE_EXCEPTIONS=False)

    @app.route("/broken/<int:status>", methods=["GET", "POST"])
    def refuse(status: int) -> str:
        abort(status)

    @app.get("/broken/hidden")
    def hide() -> str:
        raise NotFound

    @app.get("/broken/busy")
    def be_busy() -> str:
        raise Busy

    @app.get("/broken/worded")
    def refuse_in_words() -> str:
        abort(409, "This interview is over. Start another one.")

    @app.post("/broken/code")
    def fail() -> str:
        raise RuntimeError(f"cannot work with {request.form['text']}")

    @app.get("/broken/statement")
    def ask_nonsense() -> str:
        db.session.execute(db.text("SELECT * FROM nowhere"))
        return "unreachable"

    @app.post("/broken/write")
    def write() -> str:
        db.session.execute(db.text("UPDATE packs SET document = document"))
        db.session.commit()
        return "<!doctype html><html lang=en><title>Saved</title><main><h1>Saved</h1></main></html>"

    return app


@pytest.fixture
def visitor(broken_app: Flask) -> AuditingClient:
    made = broken_app.test_client()
    assert isinstance(made, AuditingClient)
    return made


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (400, "That could not be understood"),
        (403, "This is not for you"),
        (404, "There is no such page"),
        (405, "That cannot be done here"),
        (409, "Somebody was faster"),
        (413, "That was too much at once"),
        (418, "I&#39;m a teapot"),
        (429, "Too many tries in a short time"),
        (500, "Something went wrong on our side"),
        (503, "The site is busy for a moment"),
    ],
)
def test_every_refusal_has_a_page_of_the_site_and_a_way_on(visitor: AuditingClient, status: int, title: str) -> None:
    response = visitor.get(f"/broken/{status}")
    assert response.status_code == status
    assert f"<h1>{title}</h1>" in response.text
    assert 'href="/interviews/"' in response.text
    assert 'class="brand"' in response.text


def test_scripts_get_a_code_and_a_sentence(visitor: AuditingClient) -> None:
    response = visitor.get("/broken/409", headers=JSON)
    assert response.status_code == 409
    assert response.json == {
        "error": "conflict",
        "message": "Somebody was faster. This was changed in the meantime. Reload the page to see how it is now.",
    }


def test_a_view_may_say_in_its_own_words_what_it_refuses(visitor: AuditingClient) -> None:
    assert "This interview is over. Start another one." in visitor.get("/broken/worded").text


def test_what_is_not_there_looks_like_what_is_somebody_elses(visitor: AuditingClient) -> None:
    missing, hidden = visitor.get("/nowhere/"), visitor.get("/broken/hidden")
    assert missing.status_code == hidden.status_code == 404
    assert "There is no such page" in hidden.text


def test_a_wrong_method_names_the_right_ones(client: AuditingClient) -> None:
    response = client.post("/healthz")
    assert response.status_code == 405
    assert set(response.headers["Allow"].replace(" ", "").split(",")) == {"GET", "HEAD", "OPTIONS"}


def test_the_page_before_can_be_opened_again_only_if_it_was_of_this_site(visitor: AuditingClient) -> None:
    ours = visitor.get("/broken/400", headers={"Referer": "http://localhost/interviews/?level=beginner"})
    assert 'href="/interviews/?level=beginner"' in ours.text
    theirs = visitor.get("/broken/400", headers={"Referer": "http://elsewhere.example/trap"})
    assert "elsewhere" not in theirs.text
    assert "Open the page again" not in theirs.text


def test_a_fault_shows_its_number_and_is_written_down_without_what_was_typed(
    visitor: AuditingClient, capsys: pytest.CaptureFixture[str]
) -> None:
    response = visitor.post("/broken/code", data={"text": "my secret answer"}, headers={"X-Request-ID": "no-4711x"})
    assert response.status_code == 500
    assert "no-4711x" in response.text
    assert "my secret answer" not in response.text
    told = capsys.readouterr().err
    assert "cannot work with [sent by the client]" in told
    assert "no-4711x" in told
    assert "my secret answer" not in told


def test_faults_do_not_ask_the_database(visitor: AuditingClient) -> None:
    visitor.post("/auth/guest")
    for status in (500, 503):
        visitor.get(f"/broken/{status}")
        assert visitor.queries == []


def test_a_wrong_statement_is_our_fault_and_not_a_busy_database(visitor: AuditingClient) -> None:
    assert visitor.get("/broken/statement").status_code == 500


def test_losing_every_race_is_a_matter_of_trying_again(visitor: AuditingClient) -> None:
    response = visitor.get("/broken/busy")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "1"


def test_a_database_locked_by_another_program_is_a_503_that_keeps_the_text(
    broken_app: Flask, visitor: AuditingClient, tmp_path: Path
) -> None:
    with broken_app.app_context():
        db.session.execute(db.text("PRAGMA busy_timeout=50"))
        db.session.remove()
    holder = sqlite3.connect(tmp_path / "test.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        response = visitor.post("/broken/write", data={"text": "Half an hour of work"})
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert "What you sent was not saved" in response.text
    assert "Half an hour of work</textarea>" in response.text
    assert visitor.post("/broken/write").status_code == 200


def test_a_database_that_is_gone_is_a_503_and_other_refusals_stay(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/no/such/folder/file.db")
    visitor = app.test_client()
    visitor.set_cookie("interview_sim", _signed_in_cookie(app))
    assert visitor.get("/nowhere/").status_code == 404
    for path in ("/interviews/", "/"):
        response = visitor.get(path)
        assert response.status_code == 503, path
        assert "The site is busy for a moment" in response.text
    assert visitor.get("/interviews/", headers=JSON).json == {
        "error": "unavailable",
        "message": "The site is busy for a moment. Wait a few seconds, then load this page again. Nothing is lost.",
    }


def test_a_form_without_its_token_is_refused_and_its_words_are_shown(client: AuditingClient) -> None:
    client.post("/auth/guest")
    response = client.post(
        "/auth/settings/password",
        data={"password": "correct horse battery", "note": "Two words", "revision": "3", "display_name": "Ada"},
        csrf=False,
    )
    assert response.status_code == 400
    assert "Please send that once more" in response.text
    assert "Two words</textarea>" in response.text
    assert "Ada</textarea>" in response.text
    assert "correct horse" not in response.text


def test_a_script_without_a_token_is_told_so(client: AuditingClient) -> None:
    client.post("/auth/guest")
    response = client.post("/auth/settings", headers=JSON, csrf=False)
    assert response.status_code == 400
    assert response.json is not None
    assert response.json["error"] == "csrf"


def test_an_address_too_long_to_be_read_is_refused_by_the_sites_own_page(app: Flask) -> None:
    settings = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    worker = object.__new__(settings["worker_class"])
    worker.log, worker.wsgi = logging.getLogger("gunicorn"), app
    visitor, server = socket.socketpair()
    with visitor, server:
        worker.handle_error(None, server, ("127.0.0.1", 4000), LimitRequestLine(8192, 4094))
        server.shutdown(socket.SHUT_WR)
        head, _, body = visitor.makefile("rb").read().partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 414 ")
    for header in (b"Connection: close", b"Content-Security-Policy: default-src 'none'", b"Content-Length: "):
        assert header in head
    assert f"Content-Length: {len(body)}".encode() in head
    for words in ("<h1>This address is too long</h1>", "search for fewer words", 'class="site-header"'):
        assert words in body.decode()


def test_a_body_beyond_the_limit_is_refused_as_too_large(client: AuditingClient) -> None:
    response = client.post("/auth/login", data={"text": "x" * (512 * 1024)})
    assert response.status_code == 413
    assert "nothing of it was saved" in response.text


def test_a_text_in_parts_beyond_the_limit_of_memory_is_refused_as_too_large(client: AuditingClient) -> None:
    response = client.post("/auth/login", data={"text": "x" * (257 * 1024), "file": (BytesIO(b""), "f.txt")})
    assert response.status_code == 413


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_form_of_more_fields_than_any_page_has_is_refused(client: AuditingClient) -> None:
    response = client.post("/auth/login", data={f"field-{n}": (BytesIO(b""), f"{n}.txt") for n in range(201)})
    assert response.status_code == 413


def test_the_error_of_a_database_does_not_repeat_its_values(db_session: object) -> None:
    with pytest.raises(OperationalError) as raised:
        db.session.execute(db.text("SELECT * FROM nowhere WHERE text = :text"), {"text": "my secret answer"})
    assert "my secret answer" not in str(raised.value)


def _signed_in_cookie(app: Flask) -> str:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(serializer.dumps({"_user_id": "a token nobody knows", "_fresh": True}))
