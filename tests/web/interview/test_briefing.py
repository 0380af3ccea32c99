"""The briefing page, and starting from it."""

from flask import Flask
from sqlalchemy import func, select

from interview_sim.extensions import db
from interview_sim.interview.models import InterviewAttempt
from tests.builders import SAMPLE_SLUG, sample_scenario
from tests.client import AuditingClient
from tests.web.interview.conftest import Sitting, begin

PAGE = f"/interviews/{SAMPLE_SLUG}/"


def count_attempts(app: Flask) -> int:
    with app.app_context():
        return db.session.execute(select(func.count()).select_from(InterviewAttempt)).scalar_one()


def test_a_visitor_reads_the_setup_and_may_go_on_as_a_guest(client: AuditingClient) -> None:
    page = client.get(PAGE)
    assert "small shop" in page.text
    assert "Go on as a guest" in page.text
    assert "Start the interview" not in page.text


def test_the_briefing_tells_nothing_of_the_questions(client: AuditingClient) -> None:
    scenario = sample_scenario()
    client.forbid([prompt.says for prompt in scenario.prompts])
    client.forbid([point.text for prompt in scenario.prompts for point in prompt.points])
    client.post("/auth/guest")
    client.get(PAGE)


def test_starting_leads_into_the_room(app: Flask, client: AuditingClient) -> None:
    sitting = begin(app, client)
    current = client.get(sitting.url())
    assert current.status_code == 303
    assert current.headers["Location"] == sitting.url("prompts/1/")


def test_the_same_form_sent_twice_starts_once(app: Flask, client: AuditingClient) -> None:
    client.post("/auth/guest")
    page = client.get(PAGE)
    first = client.submit(page, "/attempts")
    assert client.submit(page, "/attempts").headers["Location"] == first.headers["Location"]
    assert count_attempts(app) == 1


def test_starting_signed_out_asks_to_sign_in_and_starts_nothing(app: Flask, client: AuditingClient) -> None:
    reply = client.post(f"{PAGE}attempts", data={"pace": "strict"})
    assert reply.status_code == 401
    assert count_attempts(app) == 0


def test_a_pace_that_does_not_exist_is_refused_on_the_page(app: Flask, client: AuditingClient) -> None:
    client.post("/auth/guest")
    reply = client.submit(client.get(PAGE), "/attempts", pace="hurried")
    assert reply.status_code == 422
    assert "Start the interview" in reply.text
    assert count_attempts(app) == 0


def test_one_question_can_be_taken_by_itself(app: Flask, client: AuditingClient) -> None:
    client.post("/auth/guest")
    page = client.get(f"{PAGE}?prompt=speed")
    assert "retaking one question" in page.text
    assert "The interviewer asks this one question." in page.text
    assert "Answer everything first" not in page.text
    started = client.submit(page, "/attempts")
    room = client.get(started.headers["Location"] + "prompts/1/")
    assert "has become slow" in room.text


def test_an_interview_or_question_that_does_not_exist_is_a_404(client: AuditingClient) -> None:
    assert client.get("/interviews/nothing/").status_code == 404
    assert client.get(f"{PAGE}?prompt=nothing").status_code == 404
    client.post("/auth/guest")
    assert client.post("/interviews/nothing/attempts").status_code == 404


def test_getting_the_start_address_is_refused(sitting: Sitting) -> None:
    assert sitting.client.get(f"{PAGE}attempts").status_code == 405
