"""What is written down of sign-ins, and what never is."""

import logging

import pytest
from flask import Flask

from tests.accounts import EMAIL, OTHER_PASSWORD, PASSWORD, credentials
from tests.client import AuditingClient
from tests.conftest import MakeApp
from tests.web.auth.looking import new_client


def test_each_event_is_one_line_and_none_tells_a_secret(
    app: Flask, ada: int, client: AuditingClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client.post("/auth/guest")
    client.post("/auth/login", data=credentials(password="Mistyped it today"))
    client.post("/auth/login", data=credentials())
    with client.session_transaction() as session:
        token = session["_user_id"]
    new = {"current_password": PASSWORD, "password": OTHER_PASSWORD, "password_again": OTHER_PASSWORD}
    client.post("/auth/settings/password", data=new)
    client.post("/auth/settings/email", data={"email": "new@example.org", "current_password": "Mistyped it today"})
    client.post("/auth/logout")
    new_client(app).post(
        "/auth/register",
        data={"display_name": "G", "email": "g@x.org", "password": PASSWORD, "password_again": PASSWORD},
    )
    events = [
        getattr(record, "security_event", "") for record in caplog.records if record.name == "interview_sim.auth"
    ]
    assert events == [
        "guest-started",
        "sign-in-refused",
        "signed-in",
        "password-changed",
        "password-refused",
        "signed-out",
        "registered",
    ]
    for secret in (EMAIL, "new@example.org", PASSWORD, OTHER_PASSWORD, "Mistyped it today", token, "csrf_token"):
        assert secret not in caplog.text


def test_a_failure_says_which_account_was_tried_without_naming_it(
    app: Flask, client: AuditingClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "interview_sim.auth")
    for email in (EMAIL, EMAIL.upper(), "nobody@example.org"):
        client.post("/auth/login", data=credentials(email, "not it"))
    tried = [record.security_fields["account"] for record in caplog.records if hasattr(record, "security_fields")]
    assert tried[0] == tried[1] != tried[2]
    assert {len(account) for account in tried} == {24}


def test_limits_that_are_reached_name_no_address_either(make_app: MakeApp, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = new_client(make_app(RATELIMIT_ENABLED=True))
    for _ in range(11):
        client.post("/auth/login", data=credentials("somebody@example.org", "not it"))
    assert "exceeded" in caplog.text
    assert "somebody" not in caplog.text
