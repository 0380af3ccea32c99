"""Logging in from a script, in place, when the session died under a page."""

import pytest
from flask import Flask

from tests.accounts import EMAIL, PASSWORD, credentials
from tests.client import AuditingClient
from tests.web.auth.looking import new_client, whoami

JSON = {"Accept": "application/json"}


def test_the_reply_carries_a_token_that_works_in_the_new_session(client: AuditingClient, ada: int) -> None:
    before = client.get("/auth/csrf", headers=JSON).get_json()
    assert (before["signed_in"], before["user"]) == (False, None)
    answer = client.post(
        "/auth/login", data=credentials(), headers={**JSON, "X-CSRFToken": before["csrf_token"]}, csrf=False
    )
    assert answer.status_code == 200
    reply = answer.get_json()
    assert reply["user"] == {"id": ada, "display_name": "Ada", "is_guest": False}
    saved = client.post(
        "/auth/settings",
        data={"display_name": "Ada L.", "time_multiplier": "1", "theme": "auto", "csrf_token": reply["csrf_token"]},
        csrf=False,
    )
    assert saved.status_code == 303


def test_credentials_may_be_sent_as_json(client: AuditingClient, ada: int) -> None:
    assert client.post("/auth/login", json=credentials(), headers=JSON).status_code == 200


@pytest.mark.parametrize("sent", [[1, 2], {"email": 5, "password": ["x"]}, "text", None, {"email": "\ud800@x.org"}])
def test_strange_json_is_refused(client: AuditingClient, ada: int, sent: object) -> None:
    answer = client.post("/auth/login", json=sent, headers=JSON)
    assert (answer.status_code, answer.get_json()["error"]) == (422, "incomplete")


def test_half_a_character_in_a_password_is_refused_calmly(client: AuditingClient, ada: int) -> None:
    answer = client.post("/auth/login", json=credentials(password="\ud800" * 12), headers=JSON)
    assert answer.status_code == 401


@pytest.mark.parametrize(("email", "password"), [(EMAIL, "wrong"), ("nobody@example.org", PASSWORD)])
def test_wrong_credentials_are_refused_with_a_sentence(
    client: AuditingClient, ada: int, email: str, password: str
) -> None:
    answer = client.post("/auth/login", data=credentials(email, password), headers=JSON)
    assert answer.status_code == 401
    assert answer.get_json()["error"] == "wrong-credentials"
    assert answer.get_json()["message"].startswith("No account has this e-mail address and this password.")


def test_a_missing_token_is_told_apart_from_being_signed_out(client: AuditingClient, ada: int) -> None:
    refused = client.post("/auth/login", data=credentials(), headers=JSON, csrf=False)
    assert (refused.status_code, refused.get_json()["error"]) == (400, "csrf")


def test_the_token_address_says_who_is_signed_in(ada_client: AuditingClient, ada: int, app: Flask) -> None:
    reply = ada_client.get("/auth/csrf").get_json()
    assert reply["signed_in"] is True
    assert whoami(ada_client) == {"id": ada, "display_name": "Ada", "is_guest": False}
    assert whoami(new_client(app)) is None


def test_the_token_of_a_dead_session_still_lets_one_sign_in_again(
    client: AuditingClient, ada_client: AuditingClient, ada: int
) -> None:
    page = ada_client.get("/auth/settings/devices")
    assert page.status_code == 200
    ada_client.post("/auth/logout")
    token = ada_client.get("/auth/csrf").get_json()["csrf_token"]
    answer = ada_client.post("/auth/login", data=credentials(), headers={**JSON, "X-CSRFToken": token}, csrf=False)
    assert answer.status_code == 200
