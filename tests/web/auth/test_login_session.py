"""How long a login session lives, what keeps it alive, and what ends it."""

from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from interview_sim.auth import operator_service
from interview_sim.auth.models import LoginSession
from interview_sim.auth.queries import find_session_user
from interview_sim.extensions import db
from tests.accounts import EMAIL, MONTH, OTHER_PASSWORD, credentials, make_login, make_user
from tests.builders import NOON
from tests.client import AuditingClient
from tests.web.auth.looking import new_client, whoami

SETTINGS = {"display_name": "Ada", "time_multiplier": "1", "theme": "auto"}


@pytest.mark.parametrize(("offset", "alive"), [(-1, True), (0, False), (1, False)])
def test_a_session_is_over_at_the_very_moment_it_expires(app: Flask, offset: int, alive: bool) -> None:
    with app.app_context():
        token = make_login(make_user(), NOON)
        end = NOON + MONTH
        assert (find_session_user(token, end + timedelta(microseconds=offset)) is not None) is alive


def test_the_session_holds_only_a_digest_of_the_token(app: Flask) -> None:
    with app.app_context():
        token = make_login(make_user(), NOON)
        (stored,) = db.session.execute(select(LoginSession.token_digest)).scalars()
    assert token not in stored
    assert len(stored) == 64


def test_neither_digest_nor_nonsense_is_a_token(app: Flask) -> None:
    with app.app_context():
        make_login(make_user(), NOON)
        (stored,) = db.session.execute(select(LoginSession.token_digest)).scalars()
        for token in (stored, "", "x", "\ud800", "é"):
            assert find_session_user(token, NOON) is None


def test_the_user_of_a_request_is_read_in_one_query_that_takes_no_secret(
    app: Flask, ada_client: AuditingClient
) -> None:
    ada_client.get("/auth/csrf")
    (query,) = ada_client.queries
    assert "password" not in query
    with app.app_context():
        user = find_session_user(make_login(make_user("eve@example.org"), NOON), NOON)
    assert user is not None
    assert user.token not in repr(user)


def test_disabling_the_account_ends_it_everywhere(app: Flask, ada: int, ada_client: AuditingClient) -> None:
    with app.app_context():
        operator_service.disable(EMAIL, NOON)
        token = make_login(ada)
        assert find_session_user(token, NOON) is None, "not even a session that was opened in the meantime"
    assert whoami(ada_client) is None


def test_setting_the_password_anew_ends_it_everywhere(app: Flask, ada_client: AuditingClient) -> None:
    with app.app_context():
        operator_service.reset_password(EMAIL, OTHER_PASSWORD)
    assert whoami(ada_client) is None


def test_reading_never_touches_the_session(app: Flask) -> None:
    client = signed_in_at(app, NOON)
    with time_machine.travel(NOON + timedelta(hours=5), tick=False):
        assert client.get("/auth/settings").status_code == 200
    assert last_seen(app) == NOON


@pytest.mark.parametrize(("minutes", "noted"), [(0, False), (9.99, False), (10, True), (60, True)])
def test_a_post_notes_at_most_every_ten_minutes_that_it_is_used(app: Flask, minutes: float, noted: bool) -> None:
    client, later = signed_in_at(app, NOON), NOON + timedelta(minutes=minutes)
    with time_machine.travel(later, tick=False):
        answer = client.post("/auth/settings", data=SETTINGS)
    assert answer.status_code == 303
    assert last_seen(app) == (later if noted else NOON)
    assert len([sql for sql in client.queries if "UPDATE login_sessions" in sql]) == noted


def test_a_post_from_another_site_notes_nothing(app: Flask) -> None:
    client = signed_in_at(app, NOON)
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        client.post("/auth/settings", data=SETTINGS, csrf=False, headers={"Sec-Fetch-Site": "cross-site"})
    assert last_seen(app) == NOON


def test_a_session_that_is_used_lives_thirty_days_from_then(app: Flask) -> None:
    client = signed_in_at(app, NOON)
    with time_machine.travel(NOON + timedelta(days=29), tick=False):
        assert client.post("/auth/settings", data=SETTINGS).status_code == 303
    with time_machine.travel(NOON + timedelta(days=58), tick=False):
        assert client.get("/auth/settings").status_code == 200
    with time_machine.travel(NOON + timedelta(days=60), tick=False):
        assert client.get("/auth/settings").status_code == 303


def test_a_session_that_is_not_used_ends_after_thirty_days(app: Flask) -> None:
    client = signed_in_at(app, NOON)
    with time_machine.travel(NOON + timedelta(days=30), tick=False):
        assert client.get("/auth/settings").status_code == 303


def test_logging_in_clears_away_sessions_that_have_expired(app: Flask) -> None:
    client = signed_in_at(app, NOON)
    with time_machine.travel(NOON + timedelta(days=31), tick=False):
        assert new_client(app).post("/auth/login", data=credentials()).status_code == 303
    with app.app_context():
        assert len(db.session.execute(select(LoginSession.id)).all()) == 1
    assert client is not None


def test_a_forged_remember_cookie_lets_nobody_in(app: Flask) -> None:
    with app.app_context():
        token = make_login(make_user())
    client = new_client(app)
    client.set_cookie("remember_token", f"{token}|forged")
    assert whoami(client) is None


def test_cookies_are_for_secure_connections_where_there_is_one(app: Flask, ada: int) -> None:
    client = new_client(app)
    headers = {"Referer": "https://localhost/auth/login"}
    answer = client.post("/auth/login", data=credentials(), base_url="https://localhost", headers=headers)
    assert answer.status_code == 303
    known = [cookie for cookie in answer.headers.getlist("Set-Cookie") if "interview_sim_browser" in cookie]
    assert known
    assert all("Secure" in cookie for cookie in known)


def test_the_cookie_is_small(ada_client: AuditingClient) -> None:
    cookie = ada_client.get_cookie("interview_sim")
    assert cookie is not None
    assert len(cookie.value) < 400


def signed_in_at(app: Flask, moment: datetime) -> AuditingClient:
    with app.app_context():
        make_user()
    client = new_client(app)
    with time_machine.travel(moment, tick=False):
        assert client.post("/auth/login", data=credentials()).status_code == 303
    return client


def last_seen(app: Flask) -> datetime:
    with app.app_context():
        return db.session.execute(select(LoginSession.last_seen_at)).scalar_one()
