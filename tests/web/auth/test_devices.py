"""Seeing where one is signed in, and ending it."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from interview_sim.auth.models import LoginSession
from interview_sim.clock import utc_now
from interview_sim.extensions import db
from tests.accounts import make_login
from tests.audit import parse
from tests.client import AuditingClient
from tests.web.auth.conftest import signed_in_client
from tests.web.auth.looking import count_logins, whoami

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"


def test_devices_are_listed_by_name_and_this_one_is_marked(app: Flask, ada: int, ada_client: AuditingClient) -> None:
    with app.app_context():
        make_login(ada, user_agent=FIREFOX)
        make_login(ada, user_agent=SAFARI)
        make_login(ada, user_agent='<script>alert("x")</script>')
    page = ada_client.get("/auth/settings/devices")
    assert "Firefox on Windows" in page.text
    assert "Safari on an iPhone" in page.text
    assert page.text.count("This device") == 1
    assert "<script>alert" not in page.text


def test_one_device_can_be_signed_out(app: Flask, ada: int, ada_client: AuditingClient) -> None:
    other, third = signed_in_client(app, ada), signed_in_client(app, ada)
    page = ada_client.get("/auth/settings/devices")
    ended = ada_client.submit(page, f"/{session_of(app, other)}/sign-out")
    assert (ended.status_code, ended.headers["Location"]) == (303, "/auth/settings/devices")
    assert (whoami(other), whoami(third) is None, whoami(ada_client) is None) == (None, False, False)


def test_all_others_can_be_signed_out_at_once(app: Flask, ada: int, bob: int, ada_client: AuditingClient) -> None:
    others = [signed_in_client(app, ada) for _ in range(3)]
    bobs = signed_in_client(app, bob)
    ada_client.submit(ada_client.get("/auth/settings/devices"), "/sign-out-others")
    assert [whoami(other) for other in others] == [None, None, None]
    assert whoami(ada_client) is not None
    assert whoami(bobs) is not None
    assert "No other device is signed in." in ada_client.get("/auth/settings/devices").text


def test_signing_out_this_very_device_leads_to_signing_in(app: Flask, ada: int, ada_client: AuditingClient) -> None:
    ended = ada_client.post(f"/auth/settings/devices/{session_of(app, ada_client)}/sign-out")
    assert ada_client.get(ended.headers["Location"]).status_code == 303
    assert count_logins(app, ada) == 0


def test_somebody_elses_device_is_not_found(app: Flask, bob: int, ada_client: AuditingClient) -> None:
    bobs = signed_in_client(app, bob)
    assert ada_client.post(f"/auth/settings/devices/{session_of(app, bobs)}/sign-out").status_code == 404
    assert whoami(bobs) is not None


def test_signing_a_device_out_twice_finds_it_no_more(app: Flask, ada: int, ada_client: AuditingClient) -> None:
    other = f"/auth/settings/devices/{session_of(app, signed_in_client(app, ada))}/sign-out"
    assert [ada_client.post(other).status_code for _ in range(2)] == [303, 404]


def test_a_link_cannot_sign_a_device_out(app: Flask, ada: int, ada_client: AuditingClient) -> None:
    assert ada_client.get(f"/auth/settings/devices/{session_of(app, ada_client)}/sign-out").status_code == 405
    assert ada_client.get("/auth/settings/devices/sign-out-others").status_code == 405


def test_sessions_that_have_expired_are_not_listed(app: Flask, ada: int, ada_client: AuditingClient) -> None:
    with app.app_context():
        make_login(ada, utc_now() - timedelta(days=31), user_agent=FIREFOX)
    assert "Firefox on Windows" not in ada_client.get("/auth/settings/devices").text


def test_signed_out_people_are_asked_to_sign_in(client: AuditingClient) -> None:
    assert client.get("/auth/settings/devices").status_code == 303
    assert client.post("/auth/settings/devices/1/sign-out").status_code == 401
    assert client.post("/auth/settings/devices/sign-out-others").status_code == 401


def test_the_page_takes_two_queries_and_shows_fifty_at_the_most(
    app: Flask, ada: int, ada_client: AuditingClient
) -> None:
    with app.app_context():
        for _ in range(60):
            make_login(ada)
    page = ada_client.get("/auth/settings/devices")
    assert len(ada_client.queries) == 2
    assert len([item for item in parse(page).iter("li") if item.get("class") == "card"]) == 50


def session_of(app: Flask, client: AuditingClient) -> int:
    from interview_sim.auth.queries import token_digest

    with client.session_transaction() as session:
        digest = token_digest(session["_user_id"])
    with app.app_context():
        return db.session.execute(select(LoginSession.id).where(LoginSession.token_digest == digest)).scalar_one()
