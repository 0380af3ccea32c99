"""A whole visit on PostgreSQL: what is written for SQLite must work there as well."""

import pytest
from flask import Flask
from flask_migrate import upgrade

from interview_sim.clock import utc_now
from interview_sim.interview.service import sweep
from tests.builders import load_sample
from tests.client import AuditingClient
from tests.conftest import MakeApp
from tests.web.site.crawl import crawl
from tests.web.site.test_crawl import go_on, start

PASSWORD = "quiet otters fold paper maps"
ACCOUNT = {"display_name": "Ada", "email": "ada@school.example", "password": PASSWORD, "password_again": PASSWORD}


@pytest.fixture
def pg_app(make_app: MakeApp, postgresql_url: str) -> Flask:
    app = make_app(SQLALCHEMY_DATABASE_URI=postgresql_url)
    with app.app_context():
        upgrade()
        load_sample()
    return app


def test_a_whole_interview_from_guest_to_account(pg_app: Flask) -> None:
    client = pg_app.test_client()
    assert isinstance(client, AuditingClient)
    page = start(client)
    saved = client.submit(page, "/draft", text="Tables with primary keys.")
    page = client.get(saved.headers["Location"])
    assert "Tables with primary keys." in page.text
    page = go_on(client, page, "/finish")
    page = go_on(client, page, "/finish", text="I would read the plan first.")
    for _ in range(2):
        page = go_on(client, page, "/predict", prediction="3")
        page = go_on(client, page, "/next", rest="missed")
    assert page.request.path.endswith("/report/")
    registered = client.submit(client.get("/auth/register"), "/auth/register", **ACCOUNT)
    assert registered.status_code == 303, registered.text
    found = crawl(client, "/export.json")
    assert page.request.path in found
    with pg_app.app_context():
        load_sample()
        assert sweep(utc_now()) == 0
    assert pg_app.test_client().get("/readyz").status_code == 200


def test_the_commands_work(pg_app: Flask) -> None:
    runner = pg_app.test_cli_runner()
    examined = runner.invoke(args=["doctor"]).output
    assert "The database (postgresql) answers" in examined
    assert "Content is loaded: 3 items are offered." in examined
    refused = runner.invoke(args=["backup", "never-written"])
    assert refused.exit_code == 1
    assert "pg_dump --format=custom" in refused.output


def test_what_the_database_cannot_hold_is_a_refusal_and_not_a_fault(pg_app: Flask) -> None:
    client = pg_app.test_client()
    assert isinstance(client, AuditingClient)
    page = start(client)
    assert client.get("/interviews/a%00b/").status_code == 400
    saved = client.submit(page, "/draft", text="One\0two")
    assert saved.status_code == 303
    assert "Onetwo" in client.get(saved.headers["Location"]).text
    registered = client.submit(client.get("/auth/register"), "/auth/register", **{**ACCOUNT, "display_name": "A\0da"})
    assert registered.status_code in (303, 400, 422)
