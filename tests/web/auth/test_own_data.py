"""Taking one's data away, and deleting it."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from interview_sim.extensions import Base, db
from tests.accounts import EMAIL, PASSWORD, credentials, make_user
from tests.builders import start_sample
from tests.client import AuditingClient
from tests.web.auth.conftest import signed_in_client
from tests.web.auth.looking import find_user, new_client, user_ids, whoami


def rows_of(app: Flask, user_id: int) -> dict[str, int]:
    """How many rows of each table belong to a user, by every foreign key to users there is."""
    counted: dict[str, int] = {}
    with app.app_context():
        for table in Base.metadata.tables.values():
            for column in table.columns:
                if any(key.column.table.name == "users" for key in column.foreign_keys):
                    found = db.session.execute(select(func.count()).where(column == user_id)).scalar_one()
                    counted[f"{table.name}.{column.name}"] = found
    return counted


def test_deleting_the_account_leaves_nothing_of_it(
    app: Flask, ada: int, bob: int, ada_client: AuditingClient
) -> None:
    with app.app_context():
        start_sample(ada)
        start_sample(bob)
    elsewhere = signed_in_client(app, ada)
    page = ada_client.get("/auth/settings/data")
    gone = ada_client.submit(page, "/auth/settings/data", current_password=PASSWORD)
    assert (gone.status_code, gone.headers["Location"]) == (303, "/")
    assert find_user(app, ada) is None
    assert set(rows_of(app, ada).values()) == {0}
    assert rows_of(app, bob)["interview_attempts.user_id"] == 1
    assert (whoami(ada_client), whoami(elsewhere)) == (None, None)
    assert new_client(app).post("/auth/login", data=credentials()).status_code == 401
    assert "Everything is deleted" in ada_client.get("/").text


def test_the_browser_forgets_the_deleted_account_and_no_other(app: Flask, ada: int) -> None:
    def known() -> str | None:
        cookie = client.get_cookie("interview_sim_browser", path="/auth")
        return cookie.value if cookie else None

    with app.app_context():
        make_user("bob@example.org")
    client = new_client(app)
    remembered = []
    for email in ("bob@example.org", EMAIL):
        client.post("/auth/login", data=credentials(email))
        remembered.append(known())
    client.post("/auth/settings/data", data={"current_password": PASSWORD})
    assert known() == remembered[0] != remembered[1]
    client.post("/auth/login", data=credentials("bob@example.org"))
    client.post("/auth/settings/data", data={"current_password": PASSWORD})
    assert known() is None


@pytest.mark.parametrize("typed", ["", "not this", EMAIL, PASSWORD + " "])
def test_it_asks_the_password(app: Flask, ada: int, ada_client: AuditingClient, typed: str) -> None:
    assert ada_client.post("/auth/settings/data", data={"current_password": typed}).status_code == 422
    assert find_user(app, ada) is not None
    assert whoami(ada_client) is not None


def test_the_guests_word_does_not_delete_an_account(app: Flask, ada: int, ada_client: AuditingClient) -> None:
    assert ada_client.post("/auth/settings/data", data={"word": "delete"}).status_code == 422
    assert find_user(app, ada) is not None


@pytest.mark.parametrize(("typed", "status"), [("", 422), ("yes", 422), ("deleted", 422), (" Delete ", 303)])
def test_a_guest_types_a_word(app: Flask, guest_client: AuditingClient, typed: str, status: int) -> None:
    page = guest_client.get("/auth/settings/data")
    assert guest_client.submit(page, "/auth/settings/data", word=typed).status_code == status
    assert len(user_ids(app)) == (0 if status == 303 else 1)


def test_deleting_twice_asks_to_sign_in_the_second_time(ada_client: AuditingClient) -> None:
    sent = {"current_password": PASSWORD}
    assert [ada_client.post("/auth/settings/data", data=sent).status_code for _ in range(2)] == [303, 401]


def test_signed_out_people_are_asked_to_sign_in(app: Flask, ada: int, client: AuditingClient) -> None:
    assert client.get("/auth/settings/data").status_code == 303
    assert client.post("/auth/settings/data", data={"current_password": PASSWORD}).status_code == 401
    assert find_user(app, ada) is not None


def test_other_sites_cannot_delete_an_account(app: Flask, ada: int, ada_client: AuditingClient) -> None:
    sent = {"current_password": PASSWORD}
    assert ada_client.post("/auth/settings/data", data=sent, csrf=False).status_code == 400
    assert find_user(app, ada) is not None


def test_the_page_leads_to_the_export(ada_client: AuditingClient) -> None:
    assert 'href="/export.json"' in ada_client.get("/auth/settings/data").text
    assert len(ada_client.queries) == 1


def test_a_script_is_told_why_nothing_was_deleted_and_where_to_go_when_it_was(
    app: Flask, ada: int, ada_client: AuditingClient
) -> None:
    def send(password: str) -> tuple[int, object]:
        sent = {"current_password": password}
        reply = ada_client.post("/auth/settings/data", data=sent, headers={"Accept": "application/json"})
        return reply.status_code, reply.json

    assert send("") == (422, {"error": "refused", "message": "Enter your password."})
    assert send("wrong") == (422, {"error": "refused", "message": "That is not your current password."})
    assert find_user(app, ada) is not None
    assert send(PASSWORD) == (200, {"next": "/"})
    assert find_user(app, ada) is None


def test_the_page_says_that_recordings_are_elsewhere(ada_client: AuditingClient) -> None:
    assert "each is in the browser that made it" in ada_client.get("/auth/settings/data").text
