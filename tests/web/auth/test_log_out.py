"""Logging out."""

from flask import Flask

from tests.client import AuditingClient
from tests.web.auth.looking import count_logins, find_user, new_client, user_ids, whoami


def test_logging_out_ends_the_session_on_the_server(app: Flask, ada: int, ada_client: AuditingClient) -> None:
    with ada_client.session_transaction() as session:
        stolen = dict(session)
    answer = ada_client.submit(ada_client.get("/auth/settings"), "/auth/logout")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert count_logins(app, ada) == 0
    thief = new_client(app)
    with thief.session_transaction() as session:
        session.update(stolen)
    assert whoami(thief) is None


def test_nothing_of_the_session_stays_in_the_cookie(ada_client: AuditingClient) -> None:
    ada_client.post("/auth/logout")
    with ada_client.session_transaction() as session:
        assert "_user_id" not in session


def test_logging_out_twice_is_no_fault(ada_client: AuditingClient) -> None:
    assert ada_client.post("/auth/logout").status_code == 303
    assert ada_client.post("/auth/logout").status_code == 303


def test_a_log_out_button_of_a_page_that_is_out_of_date_leads_home(app: Flask) -> None:
    answer = new_client(app).post("/auth/logout", csrf=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_other_sites_cannot_log_one_out(app: Flask, ada: int, ada_client: AuditingClient) -> None:
    answer = ada_client.post("/auth/logout", csrf=False, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    assert count_logins(app, ada) == 1


def test_a_link_cannot_log_one_out(ada_client: AuditingClient) -> None:
    assert ada_client.get("/auth/logout").status_code == 405


def test_a_guest_is_asked_before_their_work_is_gone(app: Flask, guest_client: AuditingClient) -> None:
    asked = guest_client.post("/auth/logout")
    assert (asked.status_code, asked.headers["Location"]) == (303, "/auth/leave")
    page = guest_client.get("/auth/leave")
    assert "everything you did here would be deleted" in page.text
    assert whoami(guest_client) is not None
    left = guest_client.submit(page, "/auth/logout", confirmed="yes")
    assert left.status_code == 303
    assert user_ids(app) == []


def test_leaving_is_asked_of_signed_in_people_only(client: AuditingClient, ada_client: AuditingClient) -> None:
    assert client.get("/auth/leave").status_code == 303
    assert "Your interviews stay where they are" in ada_client.get("/auth/leave").text


def test_an_account_stays_when_its_owner_leaves(app: Flask, ada: int, ada_client: AuditingClient) -> None:
    ada_client.submit(ada_client.get("/auth/leave"), "/auth/logout")
    assert find_user(app, ada) is not None


def test_a_script_that_logs_a_guest_out_is_told_where_to_go(app: Flask, guest_client: AuditingClient) -> None:
    reply = guest_client.post("/auth/logout", data={"confirmed": "yes"}, headers={"Accept": "application/json"})
    assert (reply.status_code, reply.json) == (200, {"next": "/"})
    assert user_ids(app) == []
