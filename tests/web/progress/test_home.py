"""The front page: for visitors and for users."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from interview_sim.auth.models import User
from interview_sim.catalog.store import load_pack
from interview_sim.clock import utc_now
from interview_sim.domain.attempt import State
from interview_sim.domain.scoring_rules import published
from interview_sim.extensions import db
from tests.builders import NOON, SAMPLE_SLUG, sample_pack, sample_scenario
from tests.client import AuditingClient
from tests.web.progress.conftest import Member
from tests.web.progress.seed import make_user, seed_attempt, seed_history


def test_a_visitor_sees_what_it_is_and_starts_with_one_click(client: AuditingClient) -> None:
    page = client.get("/")
    assert "How would you store the orders" in page.text
    started = client.submit(page, "/auth/guest")
    assert (started.status_code, started.location) == (303, f"/interviews/{SAMPLE_SLUG}/")
    assert client.get(started.location).status_code == 200


def test_the_landing_page_tells_nothing_an_answer_is_judged_by(client: AuditingClient) -> None:
    first, second = sample_scenario().prompts
    client.forbid([point.text for prompt in (first, second) for point in prompt.points])
    client.forbid([second.says.replace("**", ""), "What tells two", "How would you keep", "orders table with a"])
    client.get("/")


def test_the_reference_scenario_is_shown_where_it_is_loaded(app: Flask, client: AuditingClient) -> None:
    with app.app_context():
        pack = sample_pack()
        scenarios = (*pack.scenarios, sample_scenario("to-do-api", "The reference"))
        load_pack(type(pack)(pack.pack, scenarios, pack.questions, pack.choice_questions), NOON)
    page = client.get("/")
    assert "“The reference”" in page.text
    assert client.submit(page, "/auth/guest").location == "/interviews/to-do-api/"


def test_without_content_the_landing_page_says_so_and_starts_nothing(app: Flask, client: AuditingClient) -> None:
    with app.app_context():
        pack = sample_pack()
        load_pack(type(pack)(pack.pack), NOON)
    page = client.get("/")
    assert "No interviews are loaded on this server yet" in page.text
    assert "/auth/guest" not in page.text


def test_the_pictured_report_is_the_published_example(client: AuditingClient) -> None:
    page = client.get("/")
    for reason in published().example_result.reasons:
        assert reason in page.text


def test_a_visitors_page_asks_the_database_for_no_more_than_the_interview(client: AuditingClient) -> None:
    client.get("/")
    client.get("/")
    assert len(client.queries) <= 2


def test_a_newcomer_is_told_what_to_do(member: Member) -> None:
    page = member.client.get("/")
    assert "A first interview" in page.text
    assert f'href="/interviews/{SAMPLE_SLUG}/"' in page.text
    assert "Register to keep it" not in page.text


def test_a_newcomer_without_content_is_told_who_can_help(app: Flask, member: Member) -> None:
    with app.app_context():
        pack = sample_pack()
        load_pack(type(pack)(pack.pack), NOON)
    assert "No interviews are loaded yet" in member.client.get("/").text


def test_unfinished_interviews_lead_to_their_current_step(app: Flask, member: Member) -> None:
    with app.app_context():
        seed_attempt(member.user_id, "answering", NOON, state=State.ANSWERING)
        seed_attempt(member.user_id, "waiting", NOON + timedelta(days=1), state=State.DEBRIEFING)
    page = member.client.get("/")
    assert 'href="/attempts/answering/"' in page.text
    assert 'href="/attempts/waiting/"' in page.text
    assert "Debrief waiting, question 1 of 2" in page.text
    assert page.text.index("/attempts/answering/") < page.text.index("Also unfinished")


def test_the_front_page_asks_the_database_no_more_for_many_unfinished_interviews(app: Flask, member: Member) -> None:
    asked = []
    for round_number in range(2):
        with app.app_context():
            for number in range(1 + 10 * round_number):
                day = NOON - timedelta(days=number)
                seed_attempt(member.user_id, f"b{round_number}-{number}", day, state=State.ANSWERING)
                seed_attempt(member.user_id, f"d{round_number}-{number}", day, state=State.DEBRIEFING)
        member.client.get("/")
        member.client.get("/")
        asked.append(len(member.client.queries))
    assert asked[0] == asked[1]


def test_time_that_ran_out_unseen_is_said_and_nothing_is_written(app: Flask, member: Member) -> None:
    gone = utc_now() - timedelta(seconds=1)
    with app.app_context():
        seed_attempt(member.user_id, "first", utc_now(), state=State.ANSWERING)
        seed_attempt(member.user_id, "late", NOON, state=State.ANSWERING, expires_at=gone)
    assert "Time ran out on question 1 of 2" in member.client.get("/").text


def test_results_trend_and_missed_points_link_to_their_reports(app: Flask, member: Member) -> None:
    with app.app_context():
        names = seed_history(member.user_id, 3)
    page = member.client.get("/")
    for name in names:
        assert f'href="/attempts/{name}/report/"' in page.text
    assert "Gives every table a primary key." in page.text
    assert "Missed all 3 times it was asked" in page.text
    assert "The same figures in a table" in page.text


def test_a_guest_is_reminded_to_register_and_a_member_is_not(app: Flask, member: Member) -> None:
    with app.app_context():
        seed_history(member.user_id, 1)
    assert "Register to keep it" in member.client.get("/").text
    with app.app_context():
        db.session.execute(update(User).where(User.id == member.user_id).values(email="me@example.org"))
        db.session.commit()
    assert "Register to keep it" not in member.client.get("/").text


def test_nothing_of_another_user_is_shown(app: Flask, member: Member) -> None:
    with app.app_context():
        seed_history(make_user(), 3)
    assert "A first interview" in member.client.get("/").text


def test_the_number_of_queries_does_not_grow_with_the_history(app: Flask, member: Member) -> None:
    counts = []
    for size, prefix in ((5, "a"), (495, "b")):
        with app.app_context():
            seed_history(member.user_id, size, prefix)
        member.client.get("/")
        member.client.get("/")
        counts.append(len(member.client.queries))
    assert counts[0] == counts[1] <= 10, member.client.queries


def test_posting_to_the_front_page_is_refused(member: Member) -> None:
    assert member.client.post("/").status_code == 405
