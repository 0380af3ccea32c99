"""Making an account."""

import pytest
from flask import Flask

from tests.accounts import EMAIL, OTHER_PASSWORD, PASSWORD
from tests.client import AuditingClient
from tests.web.auth.looking import count_logins, get_user, new_client, user_ids, whoami

NEW = {
    "display_name": "Grace",
    "email": "Grace@Example.org",
    "password": OTHER_PASSWORD,
    "password_again": OTHER_PASSWORD,
}


def test_registering_signs_in_at_once(app: Flask, client: AuditingClient) -> None:
    answer = client.submit(client.get("/auth/register?next=/interviews/"), "/auth/register", **NEW)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/interviews/")
    (grace,) = user_ids(app)
    assert whoami(client) == {"id": grace, "display_name": "Grace", "is_guest": False}
    assert "You have an account now." in client.get("/").text
    assert get_user(app, grace).email == "grace@example.org"
    assert get_user(app, grace).role == "candidate"


def test_a_guest_keeps_their_row_and_gets_a_new_session(app: Flask, guest_client: AuditingClient) -> None:
    (guest,) = user_ids(app)
    with guest_client.session_transaction() as session:
        before = session["_user_id"]
    page = guest_client.get("/auth/register")
    assert "Keep your work" in page.text
    assert guest_client.submit(page, "/auth/register", **NEW).status_code == 303
    assert user_ids(app) == [guest]
    assert whoami(guest_client) == {"id": guest, "display_name": "Grace", "is_guest": False}
    assert "You have an account now, and everything you did as a guest is in it." in guest_client.get("/").text
    with guest_client.session_transaction() as session:
        assert session["_user_id"] != before
    assert count_logins(app, guest) == 1


def test_a_double_click_makes_one_account(app: Flask, client: AuditingClient) -> None:
    assert client.post("/auth/register", data=NEW).status_code == 303
    assert client.post("/auth/register", data=NEW).status_code == 303
    assert new_client(app).post("/auth/register", data=NEW).status_code == 303, "the same password: it is theirs"
    assert len(user_ids(app)) == 1


def test_a_taken_address_is_said_on_its_field_and_what_was_typed_is_kept(
    app: Flask, ada: int, client: AuditingClient
) -> None:
    answer = client.post("/auth/register", data={**NEW, "email": EMAIL.upper()})
    assert answer.status_code == 409
    assert "There is an account with this e-mail address already." in answer.text
    assert 'value="Grace"' in answer.text
    assert OTHER_PASSWORD not in answer.text
    assert user_ids(app) == [ada]


def test_a_guest_who_registers_a_taken_address_is_still_a_guest(
    app: Flask, ada: int, guest_client: AuditingClient
) -> None:
    assert guest_client.post("/auth/register", data={**NEW, "email": EMAIL}).status_code == 409
    user = whoami(guest_client)
    assert user is not None
    assert user["is_guest"]


def test_a_guest_who_registers_their_own_account_again_is_signed_in_to_it(
    app: Flask, ada: int, guest_client: AuditingClient
) -> None:
    again = {**NEW, "email": EMAIL, "password": PASSWORD, "password_again": PASSWORD}
    assert guest_client.post("/auth/register", data=again).status_code == 303
    assert (whoami(guest_client) or {}).get("id") == ada
    assert user_ids(app) == [ada]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("display_name", "   ", "Enter the name you want to see here."),
        ("display_name", "x" * 81, "Use at most 80 characters; this one has 81."),
        ("email", "", "Enter your e-mail address."),
        ("email", "not an address", "That is not an e-mail address."),
        ("email", "a@b@c.org", "That is not an e-mail address."),
        ("password", "x7-k2+p9_Qw", "Use at least 12 characters; this one has 11."),
        ("password", "x7-k2+p9_" * 14 + "abc", "Use at most 128 characters; this one has 129."),
        ("password", "password1234", "among those that are guessed first"),
        ("password", "Grace@Example.org", "other than your name or e-mail address"),
        ("password_again", "nine quiet umbrellas hun", "The two passwords differ."),
    ],
)
def test_what_is_refused_says_why_and_keeps_the_rest(
    app: Flask, client: AuditingClient, field: str, value: str, said: str
) -> None:
    sent = {**NEW, field: value}
    if field == "password":
        sent["password_again"] = value
    answer = client.post("/auth/register", data=sent)
    assert answer.status_code == 422
    assert said in answer.text
    for kept in {"display_name", "email"} - {field}:
        assert f'value="{NEW[kept] if kept != "email" else NEW[kept].lower()}"' in answer.text
    assert user_ids(app) == []


@pytest.mark.parametrize(
    "password", ["x7-k2+p9_Qw!", ("x7-k2+p9_" * 15)[:128], "  été 🦦 ничего  ", "tab\tand\x07bell ok"]
)
def test_any_characters_make_a_password_and_all_of_them_count(app: Flask, password: str) -> None:
    sent = {**NEW, "password": password, "password_again": password}
    assert new_client(app).post("/auth/register", data=sent).status_code == 303
    browser = new_client(app)
    for almost in (password[:-1], password.strip() + "x", password + " "):
        assert browser.post("/auth/login", data={"email": NEW["email"], "password": almost}).status_code == 401
    assert browser.post("/auth/login", data={"email": NEW["email"], "password": password}).status_code == 303


def test_a_name_of_eighty_characters_fits(app: Flask, client: AuditingClient) -> None:
    assert client.post("/auth/register", data={**NEW, "display_name": "ß" * 80}).status_code == 303


def test_control_characters_fall_out_of_names_and_addresses(app: Flask, client: AuditingClient) -> None:
    client.post("/auth/register", data={**NEW, "display_name": "Gr\x00ace\x1b", "email": "gr\x00ace@example.org"})
    (grace,) = user_ids(app)
    assert (get_user(app, grace).display_name, get_user(app, grace).email) == ("Grace", "grace@example.org")


def test_addresses_of_a_closed_network_are_as_good_as_any(app: Flask, client: AuditingClient) -> None:
    assert client.post("/auth/register", data={**NEW, "email": "grace@school.local"}).status_code == 303


def test_whoever_has_an_account_is_led_on(app: Flask, ada: int, ada_client: AuditingClient) -> None:
    assert ada_client.get("/auth/register").status_code == 303
    assert ada_client.post("/auth/register", data=NEW).status_code == 303
    assert user_ids(app) == [ada]


def test_nobody_can_make_themselves_an_administrator(app: Flask, client: AuditingClient) -> None:
    client.post("/auth/register", data={**NEW, "role": "admin", "id": "1", "time_multiplier": "3"})
    (grace,) = user_ids(app)
    assert (get_user(app, grace).role, get_user(app, grace).time_multiplier) == ("candidate", 1.0)


def test_the_page_asks_the_database_nothing(client: AuditingClient) -> None:
    client.get("/auth/register")
    assert client.queries == []


def test_the_password_field_would_not_cut_a_long_password_short(client: AuditingClient) -> None:
    assert "maxlength" not in client.get("/auth/register").text


def test_other_methods_are_not_allowed(client: AuditingClient) -> None:
    assert client.put("/auth/register").status_code == 405
