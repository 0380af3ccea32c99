"""Starting without an account."""

import pytest
from flask import Flask

from tests.accounts import sign_in
from tests.client import AuditingClient
from tests.web.auth.looking import get_user, new_client, user_ids, whoami


def test_a_visitor_becomes_a_guest_and_goes_where_they_wanted(app: Flask, client: AuditingClient) -> None:
    answer = client.post("/auth/guest", data={"next": "/interviews/"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/interviews/")
    (guest,) = user_ids(app)
    assert whoami(client) == {"id": guest, "display_name": "Guest", "is_guest": True}
    assert get_user(app, guest).email is None


def test_the_log_in_page_offers_it_and_remembers_the_way(client: AuditingClient) -> None:
    page = client.get("/auth/login?next=/interviews/")
    assert client.submit(page, "/auth/guest").headers["Location"] == "/interviews/"


def test_a_guest_who_starts_again_stays_the_same(app: Flask, guest_client: AuditingClient) -> None:
    assert guest_client.post("/auth/guest", data={"next": "/history/"}).headers["Location"] == "/history/"
    assert len(user_ids(app)) == 1


def test_whoever_has_an_account_stays_signed_in_to_it(app: Flask, ada: int, ada_client: AuditingClient) -> None:
    assert ada_client.post("/auth/guest").status_code == 303
    assert user_ids(app) == [ada]


def test_a_link_makes_no_guest(app: Flask, client: AuditingClient) -> None:
    assert client.get("/auth/guest").status_code == 405
    assert user_ids(app) == []


def test_two_browsers_are_two_guests(app: Flask, guest_client: AuditingClient) -> None:
    new_client(app).post("/auth/guest")
    assert len(user_ids(app)) == 2


def test_the_cookie_lasts_thirty_days_and_the_session_as_long(app: Flask, client: AuditingClient) -> None:
    client.post("/auth/guest")
    cookie = client.get_cookie("interview_sim")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert cookie.expires is not None


@pytest.mark.parametrize("path", ["/auth/settings/email", "/auth/settings/password"])
def test_a_guest_is_led_to_registration_instead(guest_client: AuditingClient, path: str) -> None:
    answer = guest_client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/auth/register")


def test_a_guest_cannot_give_themselves_an_address_or_a_password(app: Flask, guest_client: AuditingClient) -> None:
    new = "nine quiet umbrellas hum"
    sent = {"email": "new@example.org", "current_password": "x", "password": new, "password_again": new}
    for path in ("/auth/settings/email", "/auth/settings/password"):
        assert guest_client.post(path, data=sent).status_code == 422
    (guest,) = user_ids(app)
    assert (get_user(app, guest).email, get_user(app, guest).password_hash) == (None, None)


def test_a_stale_page_of_a_guest_whose_session_is_gone_asks_to_sign_in(app: Flask, ada: int) -> None:
    client = new_client(app)
    sign_in(client, ada)
    client.post("/auth/logout")
    assert client.get("/auth/settings").headers["Location"] == "/auth/login?next=/auth/settings"
