"""The history page and the page that asks before deleting."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from interview_sim.auth.models import User
from interview_sim.domain.attempt import State
from interview_sim.extensions import db
from interview_sim.progress.history import PAGE
from tests.builders import NOON, SAMPLE_SLUG
from tests.client import AuditingClient
from tests.web.progress.conftest import Member
from tests.web.progress.seed import SECOND_SLUG, load_second_scenario, seed_attempt, seed_history


def test_an_empty_history_says_what_to_do(member: Member) -> None:
    page = member.client.get("/history/")
    assert "Nothing here yet" in page.text
    assert 'href="/interviews/"' in page.text


def test_finished_ones_lead_to_the_report_and_unfinished_ones_go_on(app: Flask, member: Member) -> None:
    with app.app_context():
        seed_attempt(member.user_id, "done", NOON, score=0.725, rating="leaning-hire")
        seed_attempt(member.user_id, "open", NOON - timedelta(days=1), state=State.ANSWERING)
        seed_attempt(member.user_id, "gone", NOON - timedelta(days=2), state=State.ABANDONED)
    text = member.client.get("/history/").text
    assert 'href="/attempts/done/report/"' in text
    assert text.count('href="/attempts/open/"') == 2
    assert "72 %" in text
    for words in ("leaning hire", "At question 1 of 2", "Given up", "Strict pace", "Back-end engineer"):
        assert words in text


def test_a_retake_of_one_question_says_which(app: Flask, member: Member) -> None:
    with app.app_context():
        seed_attempt(member.user_id, "one", only_prompt="speed")
    assert "One question: A slow list" in member.client.get("/history/").text


def test_the_links_to_older_and_newer_pages_keep_the_filter(app: Flask, member: Member) -> None:
    with app.app_context():
        second = load_second_scenario()
        seed_attempt(member.user_id, "z", scenario=second)
        seed_history(member.user_id, PAGE + 1)
    page = member.client.get(f"/history/?scenario={SAMPLE_SLUG}")
    assert 'rel="next"' in page.text
    assert 'rel="prev"' not in page.text
    older = page.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert f"scenario={SAMPLE_SLUG}" in older
    last = member.client.get(older)
    assert f"a{PAGE:05}" in last.text
    assert 'rel="next"' not in last.text
    newer = last.text.split('rel="prev" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "a00000" in member.client.get(newer).text


def test_the_filter_is_a_form_that_works(app: Flask, member: Member) -> None:
    with app.app_context():
        second = load_second_scenario()
        seed_attempt(member.user_id, "second", scenario=second)
        seed_attempt(member.user_id, "first")
    page = member.client.submit(member.client.get("/history/"), "/history/", scenario=SECOND_SLUG)
    assert "/attempts/second/report/" in page.text
    assert "/attempts/first/report/" not in page.text
    assert f'<option value="{SECOND_SLUG}" selected>' in page.text


def test_a_scenario_never_sat_is_not_found(member: Member) -> None:
    assert member.client.get("/history/?scenario=nothing").status_code == 404


@pytest.mark.parametrize("query", ["before=rubbish", "after=rubbish", "before=99999999T999999999999-x"])
def test_a_mangled_page_address_shows_the_newest(app: Flask, member: Member, query: str) -> None:
    with app.app_context():
        seed_history(member.user_id, 1)
    assert "/attempts/a00000/report/" in member.client.get(f"/history/?{query}").text


def test_a_page_beyond_the_end_leads_back(app: Flask, member: Member) -> None:
    with app.app_context():
        seed_history(member.user_id, 1)
    assert "Nothing further" in member.client.get("/history/?before=20200101T000000000000-x").text


def test_guests_are_told_how_to_keep_it(app: Flask, member: Member) -> None:
    with app.app_context():
        seed_history(member.user_id, 1)
    assert 'href="/auth/register">Register to keep it' in member.client.get("/history/").text
    with app.app_context():
        db.session.execute(update(User).where(User.id == member.user_id).values(email="me@example.org"))
        db.session.commit()
    assert "Register to keep it" not in member.client.get("/history/").text


def test_another_users_attempts_are_not_listed(app: Flask, member: Member, stranger: Member) -> None:
    with app.app_context():
        seed_history(member.user_id, 2)
    assert "Nothing here yet" in stranger.client.get("/history/").text


@pytest.mark.parametrize("path", ["/history/", "/history/abc/delete/", "/export.json"])
def test_signed_out_it_asks_to_log_in(client: AuditingClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302 or answer.status_code == 303
    assert "/auth/login" in answer.location


@pytest.mark.parametrize(("query", "number"), [("", 5), (f"?scenario={SAMPLE_SLUG}", 3)])
def test_the_same_few_queries_whatever_the_size(app: Flask, member: Member, query: str, number: int) -> None:
    for size, prefix in ((5, "a"), (495, "b")):
        with app.app_context():
            seed_history(member.user_id, size, prefix)
        member.client.get(f"/history/{query}")
        member.client.get(f"/history/{query}")
        assert len(member.client.queries) == number, member.client.queries


def test_deleting_asks_first_and_works_without_scripts(app: Flask, member: Member) -> None:
    with app.app_context():
        seed_attempt(member.user_id, "done", score=0.5, rating="leaning-no-hire")
    assert 'href="/history/done/delete/"' in member.client.get("/history/").text
    question = member.client.get("/history/done/delete/")
    assert "Delete “Sample interview”?" in question.text
    answer = member.client.submit(question, "/attempts/done/delete")
    assert (answer.status_code, answer.location) == (303, "/history/")
    assert "Nothing here yet" in member.client.get("/history/").text
    assert member.client.get("/history/done/delete/").status_code == 404


def test_nobody_is_asked_about_somebody_elses_attempt(app: Flask, member: Member, stranger: Member) -> None:
    with app.app_context():
        seed_attempt(member.user_id, "done")
    assert stranger.client.get("/history/done/delete/").status_code == 404
    assert stranger.client.post("/attempts/done/delete").status_code == 404
    assert member.client.get("/history/done/delete/").status_code == 200


def test_asking_to_delete_deletes_nothing(app: Flask, member: Member) -> None:
    with app.app_context():
        seed_attempt(member.user_id, "open", state=State.ANSWERING)
    member.client.get("/history/open/delete/")
    assert member.client.post("/history/open/delete/").status_code == 405
    assert "/attempts/open/" in member.client.get("/history/").text
