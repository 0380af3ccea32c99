"""Changing the address one logs in with."""

from flask import Flask

from tests.accounts import EMAIL, PASSWORD, credentials
from tests.client import AuditingClient
from tests.web.auth.looking import get_user, new_client

NEW = {"email": "Ada.Lovelace@Example.org", "current_password": PASSWORD}


def test_the_new_address_counts_from_then_on(app: Flask, ada: int, ada_client: AuditingClient) -> None:
    changed = ada_client.submit(ada_client.get("/auth/settings/email"), "/auth/settings/email", **NEW)
    assert (changed.status_code, changed.headers["Location"]) == (303, "/auth/settings/email")
    assert get_user(app, ada).email == "ada.lovelace@example.org"
    assert "ada.lovelace@example.org" in ada_client.get("/auth/settings/email").text
    browser = new_client(app)
    assert browser.post("/auth/login", data=credentials(EMAIL)).status_code == 401
    assert browser.post("/auth/login", data=credentials("ada.lovelace@example.org")).status_code == 303


def test_it_asks_the_current_password(app: Flask, ada: int, ada_client: AuditingClient) -> None:
    refused = ada_client.post("/auth/settings/email", data={**NEW, "current_password": "not this"})
    assert refused.status_code == 422
    assert "That is not your current password." in refused.text
    assert 'value="ada.lovelace@example.org"' in refused.text
    assert ada_client.post("/auth/settings/email", data={"email": NEW["email"]}).status_code == 422
    assert get_user(app, ada).email == EMAIL


def test_somebody_elses_address_is_refused(app: Flask, ada: int, bob: int, ada_client: AuditingClient) -> None:
    refused = ada_client.post("/auth/settings/email", data={**NEW, "email": "BOB@example.org"})
    assert refused.status_code == 409
    assert "There is an account with this e-mail address already." in refused.text
    assert get_user(app, ada).email == EMAIL


def test_whether_an_address_is_taken_is_told_only_to_whoever_knows_the_password(
    bob: int, ada_client: AuditingClient
) -> None:
    for email in ("bob@example.org", "nobody@example.org"):
        answer = ada_client.post("/auth/settings/email", data={"email": email, "current_password": "not this"})
        assert answer.status_code == 422


def test_ones_own_address_again_is_no_fault(app: Flask, ada: int, ada_client: AuditingClient) -> None:
    for _ in range(2):
        assert ada_client.post("/auth/settings/email", data={**NEW, "email": EMAIL}).status_code == 303


def test_what_is_no_address_is_refused(app: Flask, ada: int, ada_client: AuditingClient) -> None:
    assert ada_client.post("/auth/settings/email", data={**NEW, "email": "ada"}).status_code == 422


def test_signed_out_people_are_asked_to_sign_in(app: Flask, ada: int, client: AuditingClient) -> None:
    assert client.get("/auth/settings/email").status_code == 303
    assert client.post("/auth/settings/email", data=NEW).status_code == 401
    assert get_user(app, ada).email == EMAIL
