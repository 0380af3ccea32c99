"""Logging in from the page."""

import re

import pytest
from argon2 import PasswordHasher
from flask import Flask
from werkzeug.test import TestResponse

from interview_sim.auth.passwords import HASHER
from interview_sim.auth.service import authenticate
from interview_sim.extensions import db
from tests.accounts import EMAIL, PASSWORD, credentials, make_guest, make_user
from tests.builders import NOON
from tests.client import AuditingClient
from tests.web.auth.looking import count_logins, find_user, get_user, new_client, whoami


def test_the_right_password_signs_in_and_leads_home(client: AuditingClient, ada: int) -> None:
    answer = client.submit(client.get("/auth/login"), "/auth/login", **credentials())
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert whoami(client) == {"id": ada, "display_name": "Ada", "is_guest": False}


def test_the_address_may_be_written_in_capitals_and_with_spaces(client: AuditingClient, ada: int) -> None:
    answer = client.post("/auth/login", data=credentials(f"  {EMAIL.upper()} "))
    assert answer.status_code == 303


def test_a_wrong_password_is_refused_and_the_address_kept(client: AuditingClient, ada: int) -> None:
    answer = client.submit(client.get("/auth/login"), "/auth/login", **credentials(password="something else"))
    assert answer.status_code == 401
    assert f'value="{EMAIL}"' in answer.text
    assert "something else" not in answer.text
    assert whoami(client) is None


def test_an_incomplete_form_is_refused_without_looking_anything_up(client: AuditingClient, ada: int) -> None:
    answer = client.post("/auth/login", data={"email": EMAIL})
    assert answer.status_code == 422
    assert "Enter your password." in answer.text
    assert client.queries == []


def test_the_reply_does_not_tell_an_unknown_user_from_a_wrong_password(client: AuditingClient, app: Flask) -> None:
    with app.app_context():
        make_user("known@example.org")
        make_user("away-@example.org", disabled_at=NOON)
    replies = [
        comparable(new_client(app).post("/auth/login", data=credentials(email, password)))
        for email, password in [
            ("known@example.org", "not the password"),
            ("nobod@example.org", "not the password"),
            ("away-@example.org", PASSWORD),
        ]
    ]
    assert replies[0] == replies[1] == replies[2]


@pytest.mark.parametrize("email", ["known@example.org", "nobody@example.org", "disabled@example.org", "no address"])
def test_every_refusal_costs_exactly_one_verification(
    app: Flask, monkeypatch: pytest.MonkeyPatch, email: str
) -> None:
    with app.app_context():
        make_user("known@example.org")
        make_user("disabled@example.org", disabled_at=NOON)
    verified: list[str] = []
    verify = PasswordHasher.verify

    def counting(hasher: PasswordHasher, stored: str, password: str) -> bool:
        verified.append(stored)
        return verify(hasher, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", counting)
    assert new_client(app).post("/auth/login", data=credentials(email, "not the password")).status_code == 401
    assert len(verified) == 1
    assert not HASHER.check_needs_rehash(verified[0]), "it would take another time than a real one"


def test_a_guest_has_no_password_to_log_in_with(app: Flask, client: AuditingClient) -> None:
    with app.app_context():
        make_guest()
    for email in ("", "None", "Guest"):
        assert client.post("/auth/login", data=credentials(email, "None")).status_code in (401, 422)


def test_a_disabled_account_cannot_log_in(app: Flask, client: AuditingClient) -> None:
    with app.app_context():
        make_user(disabled_at=NOON)
    assert client.post("/auth/login", data=credentials()).status_code == 401


def test_logging_in_again_replaces_this_browsers_session(app: Flask, ada: int, ada_client: AuditingClient) -> None:
    assert ada_client.post("/auth/login", data=credentials()).status_code == 303
    assert count_logins(app, ada) == 1


def test_logging_in_as_somebody_else_ends_the_first_session(
    app: Flask, ada: int, bob: int, ada_client: AuditingClient
) -> None:
    ada_client.post("/auth/login", data=credentials("bob@example.org"))
    assert whoami(ada_client) == {"id": bob, "display_name": "Bob", "is_guest": False}
    assert (count_logins(app, ada), find_user(app, ada) is not None) == (0, True)


def test_whoever_is_signed_in_is_led_on_from_the_log_in_page(ada_client: AuditingClient) -> None:
    answer = ada_client.get("/auth/login?next=/history/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/history/")


def test_every_sign_in_gets_a_cookie_of_its_own(app: Flask, client: AuditingClient, ada: int) -> None:
    client.get("/auth/login")
    with client.session_transaction() as session:
        session["left over"] = "from before"
        csrf_before = session["csrf_token"]
    client.post("/auth/login", data=credentials())
    with client.session_transaction() as session:
        first = dict(session)
    assert "left over" not in first
    assert first.get("csrf_token") != csrf_before
    assert first["_permanent"] is True
    client.post("/auth/login", data=credentials())
    with client.session_transaction() as session:
        assert session["_user_id"] != first["_user_id"]


def test_an_older_hash_is_renewed_when_its_owner_logs_in(app: Flask, client: AuditingClient) -> None:
    with app.app_context():
        ada = make_user()
        user = get_user(app, ada)
        user.password_hash = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
        db.session.merge(user)
        db.session.commit()
    assert client.post("/auth/login", data=credentials()).status_code == 303
    renewed = get_user(app, ada).password_hash
    assert renewed is not None
    assert renewed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    with app.app_context():
        assert authenticate(EMAIL, PASSWORD).user_id == ada


def test_the_page_shows_no_form_twice_and_asks_the_database_nothing(client: AuditingClient) -> None:
    client.get("/auth/login")
    assert client.queries == []


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_not_allowed(client: AuditingClient, method: str) -> None:
    assert client.open("/auth/login", method=method).status_code == 405


def comparable(response: TestResponse) -> tuple[object, ...]:
    text = re.sub(r'value="[^"]{60,}"', 'value="token"', response.text)
    text = re.sub(r'value="[a-z-]+@example.org"', 'value="address"', text)
    text = re.sub(r'nonce="[^"]+"', 'nonce="…"', text)
    headers = [
        (name, re.sub(r"'nonce-[^']+'|interview_sim=[^;]+|expires=[^;]+", "…", value, flags=re.I))
        for name, value in response.headers.items()
        if name not in ("X-Request-ID", "Date")
    ]
    return response.status_code, text, headers
