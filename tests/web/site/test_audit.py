"""The auditing client notices what it promises to notice: a check that never fails checks nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, Response, jsonify, session

from interview_sim.auth.guards import public
from interview_sim.extensions import db
from tests.client import AuditingClient
from tests.conftest import MakeApp

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A page · Interview Sim</title>{head}</head>
<body><main><h1>A page</h1>{body}</main></body></html>"""


@pytest.fixture
def show(make_app: MakeApp) -> Callable[..., AuditingClient]:
    """A client whose `/page/` shows whatever it is given."""

    def make(
        body: str = "", head: str = "", page: str = PAGE, headers: dict[str, str] | None = None
    ) -> AuditingClient:
        app: Flask = make_app()

        @app.route("/page/", methods=["GET", "POST"])
        @public
        def view() -> Response:
            return Response(PAGE.format(head=head, body=body), mimetype="text/html", headers=headers)

        client = app.test_client()
        assert isinstance(client, AuditingClient)
        return client

    return make


def test_a_sound_page_passes(show: Callable[..., AuditingClient]) -> None:
    sound = """<p id="help">Help</p><form method="post"><input type="hidden" name="csrf_token" value="x">
    <label for="a">Name</label><input id="a" name="a" aria-describedby="help"><label>Wrapped <input name="b"></label>
    <button>Send</button></form><form><input name="q" aria-label="Search"></form>
    <a href="#help">Help</a><a href="https://docs.python.org/">A source</a><img src="/a.png" alt="">
    <svg><use href="/i.svg#a"/></svg>"""
    assert show(sound).get("/page/").status_code == 200


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<p><div></div></p>", "not valid HTML"),
        ("<b><i></b></i>", "not valid HTML"),
        ('<p id="a"></p><p id="a"></p>', "used 2 times"),
        ('<input name="a">', "has no label"),
        ('<label for="a"></label><input id="a">', "has no label"),
        ("<select><option>1</option></select>", "has no label"),
        ('<label for="nothing">Name</label>', "refers to nothing"),
        ('<input aria-label="A" aria-describedby="nothing">', "refers to nothing"),
        ('<a href="#nothing">Down</a>', "leads nowhere"),
        ('<button><svg aria-hidden="true"></svg></button>', "no text a screen reader could say"),
        ('<a href="/"></a>', "no text a screen reader could say"),
        ('<img src="/a.png">', "no alt text"),
        ('<a href="/"><button>Go</button></a>', "holds another"),
        ('<form method="post"><button>Go</button></form>', "has 0 csrf tokens"),
        ('<form><input type="hidden" name="csrf_token" value="x"></form>', "into the address"),
        ('<script src="/a.js"></script>', "does not carry the nonce"),
        ("<script>1</script>", "inline script"),
        ('<p style="color:red">x</p>', "inline style"),
        ('<p onclick="x()">x</p>', "inline handler"),
        ('<a href="javascript:x()">x</a>', "script in disguise"),
        ('<img alt="" src="https://cdn.example/a.png">', "another site"),
        ('<img alt="" src="//cdn.example/a.png">', "another site"),
        ('<form action="https://elsewhere.example/"></form>', "another site"),
        ("<h1>Another</h1>", "exactly one <h1>"),
    ],
)
def test_each_fault_of_a_page_is_named(show: Callable[..., AuditingClient], body: str, fault: str) -> None:
    with pytest.raises(AssertionError, match=fault):
        show(body).get("/page/")


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        ('<link rel="stylesheet" href="https://cdn.example/a.css">', "another site"),
        ("<style>p {}</style>", "inline style"),
        ("<title>Two</title>", "exactly one title"),
    ],
)
def test_each_fault_of_the_head_is_named(show: Callable[..., AuditingClient], head: str, fault: str) -> None:
    with pytest.raises(AssertionError, match=fault):
        show(head=head).get("/page/")


def test_a_page_that_may_be_kept_is_named(show: Callable[..., AuditingClient]) -> None:
    with pytest.raises(AssertionError, match="no-store"):
        show(headers={"Cache-Control": "public, max-age=60"}).get("/page/")


@pytest.mark.parametrize(
    "spelling", ["key &amp; &lt;index&gt;", "key &#38; &#60;index&gt;", "key &amp;\n   <b>&lt;index&gt;</b>"]
)
def test_a_leaked_text_is_noticed_however_it_is_spelled(show: Callable[..., AuditingClient], spelling: str) -> None:
    client = show(spelling)
    client.forbid(["key & <index>"])
    with pytest.raises(AssertionError, match="must not be told yet"):
        client.get("/page/")
    client.allow_all()
    client.get("/page/")


def test_a_leak_in_json_is_noticed(make_app: MakeApp) -> None:
    app = make_app()
    app.get("/data")(public(lambda: jsonify(says='Put an "index" – there')))
    client = app.test_client()
    assert isinstance(client, AuditingClient)
    client.forbid(['an "index" – there'])
    with pytest.raises(AssertionError, match="must not be told yet"):
        client.get("/data")


def test_a_get_that_writes_is_noticed_and_a_post_may(make_app: MakeApp) -> None:
    app = make_app()

    @app.route("/write", methods=["GET", "POST"])
    @public
    def write() -> str:
        db.session.execute(db.text("update packs set document = document"))
        db.session.commit()
        return PAGE.format(head="", body="")

    client: Any = app.test_client()
    assert client.post("/write").status_code == 200
    assert len(client.queries) == 1
    with pytest.raises(AssertionError, match="a GET wrote"):
        client.get("/write")


def test_each_request_has_a_context_of_its_own(make_app: MakeApp) -> None:
    app = make_app()

    @app.get("/who")
    @public
    def who() -> Response:
        return jsonify(session.get("_user_id"))

    client, other = app.test_client(), app.test_client()
    with app.app_context():
        client.post("/auth/guest")
        first, second = client.get("/who").json, other.get("/who").json
    assert first is not None
    assert second is None
