"""Whoever posts a form while signed out loses nothing of it."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from interview_sim.auth.carried import unpack
from tests.accounts import EMAIL, PASSWORD, credentials, sign_in
from tests.audit import parse
from tests.client import AuditingClient, form_values
from tests.web.auth.looking import count_logins, get_user, new_client, user_ids, whoami

JSON = {"Accept": "application/json"}
FORM = {"display_name": "Ada & <Lovelace>\r\n", "time_multiplier": "1,5", "theme": "dark", "voice": "y"}
TEXT = "First line & <b>bold</b>\n\n  indented \"quoted\" 'single'\nfür ☃ 🦦\n"


def test_what_was_written_is_shown_and_sent_after_signing_in(app: Flask, ada: int, client: AuditingClient) -> None:
    sign_in(client, ada)
    form = client.get("/auth/settings")
    client.post("/auth/logout")
    asked = client.submit(form, "/auth/settings", **FORM)
    assert asked.status_code == 401
    assert "Sign in to send what you wrote" in asked.text
    assert "Ada &amp; &lt;Lovelace&gt;" in asked.text
    offer = client.submit(asked, "/auth/login", **credentials())
    assert (offer.status_code, whoami(client) is not None) == (200, True)
    sent = client.submit(offer, "/auth/settings")
    assert (sent.status_code, sent.headers["Location"]) == (303, "/auth/settings")
    user = get_user(app, ada)
    assert (user.display_name, user.time_multiplier, user.theme) == ("Ada & <Lovelace>", 1.5, "dark")


def test_every_character_of_a_long_text_survives(client: AuditingClient, ada: int) -> None:
    answer = TEXT * 500
    asked = client.post(
        "/attempts/0123/prompts/1/finish", data={"text": answer, "revision": "7", "flags": ["a", "b"]}
    )
    assert asked.status_code == 401
    assert answer_shown(asked) == answer
    offer = client.submit(asked, "/auth/login", **credentials())
    (form,) = [form for form in parse(offer).iter("form") if form.get("action", "").startswith("/attempts/")]
    values = [
        (field.get("name"), field.get("value")) for field in form.iter("input") if field.get("name") != "csrf_token"
    ]
    assert values == [("text", answer), ("revision", "7"), ("flags", "a"), ("flags", "b")]
    assert answer_shown(offer) == answer


def test_a_single_word_is_shown_where_it_is_an_answer(client: AuditingClient) -> None:
    assert answer_shown(client.post("/attempts/0123/prompts/1/finish", data={"text": "Idempotency"})) == "Idempotency"


def test_mistyping_the_password_keeps_it_all(client: AuditingClient, ada: int) -> None:
    asked = client.post("/attempts/0123/prompts/1/finish?from=room", data={"text": TEXT})
    for _ in range(3):
        asked = client.submit(asked, "/auth/login", **credentials(password="mistyped it"))
        assert asked.status_code == 401
        assert answer_shown(asked) == TEXT
    offer = client.submit(asked, "/auth/login", **credentials())
    assert 'action="/attempts/0123/prompts/1/finish?from=room"' in offer.text


def test_going_on_as_a_guest_keeps_it_too(app: Flask, client: AuditingClient) -> None:
    asked = client.post("/interviews/sample-interview/attempts", data={"start_key": "k" * 16, "pace": "strict"})
    assert asked.status_code == 401
    assert "Sign in to go on" in asked.text
    offer = client.submit(asked, "/auth/guest")
    assert offer.status_code == 200
    assert len(user_ids(app)) == 1
    assert 'value="strict"' in offer.text


def test_passwords_and_tokens_are_not_carried(client: AuditingClient) -> None:
    asked = client.post(
        "/auth/settings/password",
        data={
            "current_password": "old one here",
            "password": "new one here",
            "csrf_token": "t o k e n",
            "note": "a b",
        },
    )
    assert asked.status_code == 401
    for secret in ("old one here", "new one here", "t o k e n"):
        assert secret not in asked.text
    with client.application.test_request_context():
        post = unpack(carried(asked))
    assert post is not None
    assert post.fields == (("note", "a b"),)


def test_the_session_may_have_died_with_its_token(app: Flask, ada: int) -> None:
    client = new_client(app)
    asked = client.post("/attempts/0123/prompts/1/finish", data={"text": TEXT, "csrf_token": "old"}, csrf=False)
    assert asked.status_code == 401
    assert answer_shown(asked) == TEXT
    assert "Send it now" in client.submit(asked, "/auth/login", **credentials()).text


def test_signing_in_in_another_window_only_asks_to_send_again(
    app: Flask, ada: int, ada_client: AuditingClient
) -> None:
    form = ada_client.get("/auth/settings")
    ada_client.post("/auth/login", data=credentials())
    stale = ada_client.submit(form, "/auth/settings", display_name="Ada of London")
    assert stale.status_code == 400
    assert "This page was out of date" in stale.text
    assert get_user(app, ada).display_name == "Ada"
    assert ada_client.submit(stale, "/auth/settings").status_code == 303
    assert get_user(app, ada).display_name == "Ada of London"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_another_site_gets_no_button_to_its_form(
    app: Flask, ada_client: AuditingClient, headers: dict[str, str]
) -> None:
    for client in (ada_client, new_client(app)):
        answer = client.post("/auth/settings", data={"display_name": "Mallory was here"}, headers=headers, csrf=False)
        assert answer.status_code == 400
        assert 'action="/auth/settings"' not in answer.text
        assert 'name="carried"' not in answer.text


def test_nobody_can_make_up_what_is_carried(client: AuditingClient, ada: int) -> None:
    for forged in ("x", "WyIvYXV0aC9sb2dvdXQiLFtdXQ.forged", "\x00", "é" * 50):
        answer = client.post("/auth/login", data={**credentials(), "carried": forged})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_what_is_too_long_to_carry_is_shown_to_be_copied(client: AuditingClient, ada: int) -> None:
    import random

    noise = "".join(
        random.Random(1).choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ", k=240_000)
    )
    asked = client.post("/attempts/0123/prompts/1/finish", data={"text": noise})
    assert "Copy it before you go on" in asked.text
    assert answer_shown(asked) == noise
    assert client.submit(asked, "/auth/login", **credentials()).status_code == 303


def test_a_script_is_told_in_json(client: AuditingClient) -> None:
    for sent in ({}, {"csrf": False}):
        answer = client.post("/auth/settings", data={"display_name": "x y"}, headers=JSON, **sent)
        assert answer.status_code == 401
        assert answer.get_json()["error"] == "signed-out"
    assert client.get("/auth/settings", headers=JSON).status_code == 401


def test_a_stale_log_in_form_is_shown_again(app: Flask, ada: int) -> None:
    client = new_client(app)
    again = client.post("/auth/login", data=credentials(), csrf=False)
    assert again.status_code == 400
    assert "Please send it again" in again.text
    assert f'value="{EMAIL}"' in again.text
    assert PASSWORD not in again.text
    assert client.submit(again, "/auth/login", **credentials()).status_code == 303
    assert count_logins(app, ada) == 1


def test_a_stale_registration_is_shown_again(app: Flask) -> None:
    again = new_client(app).post("/auth/register", data={"display_name": "Grace", "email": "g@x.org"}, csrf=False)
    assert again.status_code == 400
    assert 'value="Grace"' in again.text


def test_a_stale_log_in_form_of_somebody_signed_in_leads_on(ada_client: AuditingClient) -> None:
    answer = ada_client.post("/auth/login", data={**credentials(), "next": "/history/"}, csrf=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/history/")


def test_a_stale_form_with_a_password_is_not_offered_for_sending(ada_client: AuditingClient) -> None:
    answer = ada_client.post("/auth/settings/data", data={"current_password": PASSWORD}, csrf=False)
    assert answer.status_code == 400
    assert PASSWORD not in answer.text
    assert "Send it now" not in answer.text


def answer_shown(page: TestResponse) -> str:
    (area,) = parse(page).iter("textarea")
    assert area.get("readonly") is not None
    return "".join(area.itertext())


def carried(page: TestResponse) -> str:
    for form in parse(page).iter("form"):
        if packed := form_values(form).get("carried"):
            return str(packed)
    raise AssertionError("nothing is carried")
