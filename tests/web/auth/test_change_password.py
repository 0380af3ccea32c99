"""Changing the password."""

import pytest
from flask import Flask

from tests.accounts import EMAIL, OTHER_PASSWORD, PASSWORD, credentials
from tests.client import AuditingClient
from tests.web.auth.conftest import signed_in_client
from tests.web.auth.looking import count_logins, new_client, whoami

NEW = {"current_password": PASSWORD, "password": OTHER_PASSWORD, "password_again": OTHER_PASSWORD}


def test_every_other_device_is_signed_out_and_this_one_gets_a_new_session(
    app: Flask, ada: int, ada_client: AuditingClient
) -> None:
    elsewhere = signed_in_client(app, ada)
    with ada_client.session_transaction() as session:
        old_cookie = dict(session)
    changed = ada_client.submit(ada_client.get("/auth/settings/password"), "/auth/settings/password", **NEW)
    assert (changed.status_code, changed.headers["Location"]) == (303, "/auth/settings/password")
    assert whoami(elsewhere) is None
    assert whoami(ada_client) is not None
    assert count_logins(app, ada) == 1
    thief = new_client(app)
    with thief.session_transaction() as session:
        session.update(old_cookie)
    assert whoami(thief) is None


def test_the_new_password_counts_and_the_old_one_does_not(app: Flask, ada_client: AuditingClient) -> None:
    ada_client.post("/auth/settings/password", data=NEW)
    browser = new_client(app)
    assert browser.post("/auth/login", data=credentials()).status_code == 401
    assert browser.post("/auth/login", data=credentials(password=OTHER_PASSWORD)).status_code == 303


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"current_password": "not this"}, "That is not your current password."),
        ({"current_password": ""}, "Enter your current password."),
        ({"password_again": "something different"}, "The two passwords differ."),
        ({"password": "x7-k2+p9_Qw", "password_again": "x7-k2+p9_Qw"}, "Use at least 12 characters"),
        ({"password": EMAIL.upper(), "password_again": EMAIL.upper()}, "other than your name or e-mail address"),
        ({"password": "Dragon-123456", "password_again": "Dragon-123456"}, "guessed first"),
    ],
)
def test_what_is_refused_changes_nothing(
    app: Flask, ada: int, ada_client: AuditingClient, change: dict[str, str], said: str
) -> None:
    elsewhere = signed_in_client(app, ada)
    refused = ada_client.post("/auth/settings/password", data={**NEW, **change})
    assert refused.status_code == 422
    assert said in refused.text
    assert OTHER_PASSWORD not in refused.text
    assert whoami(elsewhere) is not None
    assert new_client(app).post("/auth/login", data=credentials()).status_code == 303


def test_changing_it_twice_with_one_form_is_refused_the_second_time(ada_client: AuditingClient) -> None:
    assert ada_client.post("/auth/settings/password", data=NEW).status_code == 303
    assert ada_client.post("/auth/settings/password", data=NEW).status_code == 422


def test_other_peoples_devices_stay_signed_in(app: Flask, bob: int, ada_client: AuditingClient) -> None:
    bobs = signed_in_client(app, bob)
    ada_client.post("/auth/settings/password", data=NEW)
    assert whoami(bobs) is not None


def test_signed_out_people_are_asked_to_sign_in(app: Flask, ada: int, client: AuditingClient) -> None:
    assert client.get("/auth/settings/password").status_code == 303
    assert client.post("/auth/settings/password", data=NEW).status_code == 401
    assert client.post("/auth/login", data=credentials()).status_code == 303
