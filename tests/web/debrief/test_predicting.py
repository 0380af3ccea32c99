"""Before the checklist: the question, one's own words, and a prediction."""

import pytest
from flask import Flask

from interview_sim.domain.attempt import AnswerClosed
from interview_sim.domain.drafts import Draft
from interview_sim.domain.timing import Pace
from interview_sim.interview import drafts, service
from tests.builders import NOON, sample_scenario, start_sample
from tests.client import AuditingClient
from tests.web.debrief.conftest import JSON, Debrief, flag_texts, key_of, sign_in_guest

KEY = [*key_of(sample_scenario().prompts), *flag_texts()]


def test_the_page_shows_the_question_and_ones_own_words_and_asks_how_it_went(debrief: Debrief) -> None:
    page = debrief.page()
    assert page.status_code == 200
    assert "How would you store the orders" in page.text
    assert "Every table gets a primary key. &lt;b&gt;Money&lt;/b&gt; is decimal." in page.text
    assert "How do you think it went?" in page.text
    assert "You took 1 min of 1 min 30 s." in page.text


def test_nothing_of_the_checklist_is_told_before_the_prediction(debrief: Debrief) -> None:
    debrief.client.forbid(KEY)
    for n in (1, 2):
        debrief.page(n)
        debrief.client.get(debrief.url(n), headers=JSON)
        debrief.tick({"mark-keys": "covered"}, n)
        debrief.client.post(debrief.url(n, "marks"), data=debrief.names(n) | {"mark-keys": "covered"})
        debrief.client.post(debrief.url(n, "next"), data=debrief.names(n) | {"rest": "missed"})
        debrief.predict(n, prediction="")
    debrief.client.get(f"/attempts/{debrief.attempt_id}/report/")
    debrief.client.get(f"/attempts/{debrief.attempt_id}/report.json")
    debrief.client.get(f"/attempts/{debrief.attempt_id}/report.md")
    assert debrief.findings.marks == {}


def test_the_first_prediction_opens_the_first_checklist_and_tells_nothing_of_the_second(debrief: Debrief) -> None:
    debrief.client.forbid(key_of(sample_scenario().prompts[1:]))
    assert debrief.predict().headers["Location"] == debrief.url()
    assert "Gives every table a primary key." in debrief.page().text
    assert debrief.page(2).status_code == 303


def test_the_form_of_the_page_predicts(debrief: Debrief) -> None:
    assert debrief.client.submit(debrief.page(), "/predict", prediction="2").status_code == 303
    assert debrief.stored.answers[0].slot.prediction == 2
    assert "You predicted leaning no hire." in debrief.page().text


@pytest.mark.parametrize("prediction", ["", "0", "5", "three", "3.0"])
def test_a_prediction_outside_the_four_ratings_is_refused_in_words(debrief: Debrief, prediction: str) -> None:
    page = debrief.predict(prediction=prediction)
    assert page.status_code == 422
    assert "Choose one of the four ratings" in page.text
    assert debrief.stored.answers[0].slot.prediction is None


def test_predicting_twice_keeps_the_first(debrief: Debrief) -> None:
    debrief.predict(prediction="4")
    assert debrief.predict(prediction="1").headers["Location"] == debrief.url()
    assert debrief.predict(prediction="nonsense").status_code == 303
    assert debrief.stored.answers[0].slot.prediction == 4


def test_a_later_question_leads_to_the_current_step(debrief: Debrief) -> None:
    current = f"/attempts/{debrief.attempt_id}/"
    assert debrief.page(2).headers["Location"] == current
    assert debrief.predict(2).headers["Location"] == current


@pytest.mark.parametrize("n", [0, 3])
def test_a_question_that_does_not_exist_is_not_found(debrief: Debrief, n: int) -> None:
    assert debrief.page(n).status_code == 404
    assert debrief.predict(n).status_code == 404


def test_the_debrief_of_a_running_interview_leads_back_into_the_room(app: Flask, client: AuditingClient) -> None:
    user_id = sign_in_guest(app, client)
    with app.app_context():
        attempt_id = start_sample(user_id, pace=Pace.PRACTICE)
    assert client.get(f"/attempts/{attempt_id}/debrief/1/").status_code == 303


def test_words_that_came_too_late_are_shown_as_not_counted(debrief: Debrief) -> None:
    with debrief.app.app_context(), pytest.raises(AnswerClosed):
        drafts.save_draft(debrief.attempt_id, debrief.user_id, 0, Draft("And an index.", 1, "page-late", 9), NOON)
    page = debrief.page().text
    assert "Arrived after the answer was closed; not counted" in page
    assert "And an index." in page


def test_an_abandoned_interview_has_no_debrief(debrief: Debrief) -> None:
    with debrief.app.app_context():
        service.abandon(debrief.attempt_id, debrief.user_id, NOON)
    assert debrief.page().headers["Location"] == f"/attempts/{debrief.attempt_id}/"
    assert debrief.predict().status_code == 303


def test_signed_out_nobody_sees_or_predicts(debrief: Debrief, app: Flask) -> None:
    other = app.test_client()
    assert "/auth/login" in other.get(debrief.url()).headers["Location"]
    assert other.post(debrief.url(1, "predict"), data={"prediction": "3"}).status_code == 401
    assert debrief.stored.answers[0].slot.prediction is None


def test_somebody_else_finds_nothing(debrief: Debrief, app: Flask) -> None:
    other = app.test_client()
    assert isinstance(other, AuditingClient)
    sign_in_guest(app, other)
    assert other.get(debrief.url()).status_code == 404
    assert other.post(debrief.url(1, "predict"), data={"prediction": "3"}).status_code == 404


def test_the_wrong_method_is_refused(debrief: Debrief) -> None:
    assert debrief.client.get(debrief.url(1, "predict")).status_code == 405
    assert debrief.client.post(debrief.url()).status_code == 405


def test_without_a_token_nothing_is_predicted(debrief: Debrief) -> None:
    response = debrief.client.post(debrief.url(1, "predict"), data={"prediction": "3"}, csrf=False)
    assert response.status_code == 400
    assert debrief.stored.answers[0].slot.prediction is None


def test_the_page_asks_the_database_twice(debrief: Debrief) -> None:
    debrief.page()
    debrief.page()
    assert len(debrief.client.queries) == 2, debrief.client.queries
