"""From one checklist to the next, and to the end."""

from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from interview_sim.domain.attempt import Flow, State
from interview_sim.domain.drafts import Draft
from interview_sim.domain.scoring import PointMark
from interview_sim.interview import drafts
from tests.audit import parse
from tests.builders import NOON, start_sample
from tests.client import AuditingClient
from tests.web.debrief.conftest import JSON, Debrief, sign_in_guest

MISSED, PARTLY, COVERED = PointMark.MISSED, PointMark.PARTLY, PointMark.COVERED


def test_going_on_is_refused_while_points_are_unmarked_and_offers_to_count_them_as_missed(marking: Debrief) -> None:
    sent = marking.client.submit(marking.page(), "/next", **{"mark-keys": "covered"})
    assert sent.status_code == 303
    page = marking.client.get(sent.headers["Location"])
    assert said(page) == "2 points have no mark yet. Everything else is saved."
    assert links(page) == {
        "#point-2": "Stores money as an exact number.",
        "#point-3": "Names tables for what they hold.",
    }
    assert "Count the rest as missed and go on" in page.text
    assert marking.findings.marks == {("storage", "keys"): COVERED}
    assert marking.stored.attempt.position == 0
    gone_on = marking.client.submit(page, "/next", rest="missed")
    assert gone_on.headers["Location"] == marking.url(2)
    assert marking.findings.marks["storage", "naming"] is MISSED


def said(page: TestResponse) -> str:
    """What the summary at the top of the page says, which has the focus."""
    (summary,) = [each for each in parse(page).iter("div") if each.get("id") == "problems"]
    assert (summary.get("tabindex"), summary.get("autofocus")) == ("-1", "")
    (words,) = [each for each in summary.iter("p") if each.get("id") == "problem"]
    return " ".join("".join(words.itertext()).split())


def links(page: TestResponse) -> dict[str, str]:
    """Where the summary leads, and what it says of each place."""
    (summary,) = [each for each in parse(page).iter("div") if each.get("id") == "problems"]
    return {str(link.get("href")): "".join(link.itertext()) for link in summary.iter("a")}


def test_the_page_that_asks_for_marks_can_be_reloaded_and_asks_no_more_once_they_are_made(marking: Debrief) -> None:
    address = marking.client.submit(marking.page(), "/next").headers["Location"]
    for _ in range(2):
        assert said(marking.client.get(address)) == "3 points have no mark yet. Everything else is saved."
    assert len(marking.client.queries) == 3
    marking.tick({"mark-keys": "missed", "mark-types": "missed", "mark-naming": "missed"})
    assert "no mark yet" not in marking.client.get(address).text


def test_a_quote_of_an_unmarked_point_stays_on_the_page_when_going_on_is_refused(marking: Debrief) -> None:
    fields = {"quote-keys": "a primary key", "mark-types": "covered"}
    page = marking.client.submit(marking.page(), "/next", **fields)
    assert page.status_code == 422
    assert said(page) == "2 points have no mark yet. Some of what you typed is not saved yet; everything else is."
    needs_mark = "A quote is kept once its point is marked. Mark the point and save again."
    assert links(page) == {
        "#point-3": "Names tables for what they hold.",
        "#point-1": f"Quote of point 1: {needs_mark}",
    }
    assert 'value="a primary key"' in page.text
    assert marking.findings.marks == {("storage", "types"): COVERED}
    marking.client.submit(page, "/next", rest="missed")
    assert marking.findings.quotes == {("storage", "keys"): "a primary key"}


def test_a_script_is_told_where_to_go(marking: Debrief) -> None:
    asked = marking.client.post(marking.url(1, "next"), data=marking.names(), headers=JSON)
    assert (asked.status_code, asked.json) == (
        422,
        {
            "error": "points-unmarked",
            "message": "Some points have no mark yet.",
            "next": f"{marking.url()}?unmarked=3",
        },
    )
    data = marking.names() | {"rest": "missed"}
    for _ in range(2):
        gone_on = marking.client.post(marking.url(1, "next"), data=data, headers=JSON)
        assert (gone_on.status_code, gone_on.json) == (200, {"next": marking.url(2)})


def test_a_mark_of_another_window_is_not_counted_as_missed_with_the_rest(marking: Debrief) -> None:
    old_page = marking.page()
    marking.tick({"mark-keys": "covered"})
    marking.client.submit(old_page, "/next", **{"quote-keys": "a primary key"}, rest="missed")
    assert marking.findings.marks["storage", "keys"] is COVERED
    assert marking.findings.quotes == {("storage", "keys"): "a primary key"}


def test_counting_the_rest_as_missed_keeps_a_quote_that_had_no_mark(marking: Debrief) -> None:
    marking.client.submit(marking.page(), "/next", **{"quote-keys": "a primary key"}, rest="missed")
    assert marking.findings.quotes == {("storage", "keys"): "a primary key"}
    assert set(marking.findings.marks.values()) == {MISSED}


def test_with_every_point_marked_it_goes_on_to_the_next_question(marking: Debrief) -> None:
    assert marking.next(1, "covered").headers["Location"] == marking.url(2)
    assert "How do you think it went?" in marking.page(2).text


def test_the_last_one_warns_that_marks_become_final_and_leads_to_the_report(marking: Debrief) -> None:
    assert "makes all marks final" not in marking.page().text
    marking.next(1, "covered")
    marking.predict(2)
    assert "Finishing makes all marks final" in marking.page(2).text
    assert marking.next(2, "partly").headers["Location"] == f"/attempts/{marking.attempt_id}/"
    stored = marking.stored
    assert (stored.attempt.state, stored.score, stored.rating) == (State.FINISHED, 0.75, "leaning-hire")


def test_an_earlier_question_can_be_marked_anew_until_the_end(marking: Debrief) -> None:
    marking.next(1, "missed")
    marking.predict(2)
    assert "Save and go to question 2" in marking.page(1).text
    assert marking.next(1, "covered").headers["Location"] == marking.url(2)
    assert marking.stored.attempt.position == 1
    assert marking.findings.marks["storage", "keys"] is COVERED


def test_going_on_twice_goes_on_once(marking: Debrief) -> None:
    page = marking.page()
    for _ in range(2):
        response = marking.client.submit(page, "/next", rest="missed")
        assert response.headers["Location"] == marking.url(2)
    assert marking.stored.attempt.position == 1


def test_finishing_twice_finishes_once_and_both_lead_to_the_report(marking: Debrief) -> None:
    marking.next(1, "covered")
    marking.predict(2)
    page = marking.page(2)
    for _ in range(2):
        response = marking.client.submit(page, "/next", rest="missed")
        assert response.headers["Location"] == f"/attempts/{marking.attempt_id}/"
    assert marking.stored.score == 0.5


def test_after_the_end_marks_are_final(marking: Debrief) -> None:
    marking.next(1, "covered")
    marking.predict(2)
    marking.next(2, "covered")
    response = marking.tick({"mark-index": "missed"}, 2)
    assert response.status_code == 409
    assert response.json == {
        "error": "attempt-closed",
        "message": "This debrief is finished, and its marks are final.",
    }
    assert marking.page().headers["Location"] == f"/attempts/{marking.attempt_id}/"
    assert marking.stored.score == 1.0


def test_with_a_debrief_after_each_question_the_next_one_opens_and_its_clock_starts(
    app: Flask, client: AuditingClient
) -> None:
    user_id = sign_in_guest(app, client)
    with app.app_context():
        attempt_id = start_sample(user_id, flow=Flow.EACH)
        drafts.finish_answer(attempt_id, user_id, 0, Draft("x", 0, "page-one", 1), NOON + timedelta(seconds=5))
    debrief = Debrief(app, client, user_id, attempt_id)
    debrief.predict()
    assert "The interview goes on with the next question. Its clock starts at once." in debrief.page().text
    assert debrief.next(1, "covered").headers["Location"] == f"/attempts/{attempt_id}/"
    assert debrief.stored.attempt.state is State.ANSWERING
    assert debrief.page().headers["Location"] == f"/attempts/{attempt_id}/"


def test_before_the_prediction_nothing_is_closed(debrief: Debrief) -> None:
    response = debrief.client.post(debrief.url(1, "next"), data=debrief.names() | {"rest": "missed"})
    assert response.headers["Location"] == f"/attempts/{debrief.attempt_id}/"
    asked = debrief.client.post(debrief.url(1, "next"), data=debrief.names() | {"rest": "missed"}, headers=JSON)
    assert (asked.status_code, asked.json["error"] if asked.json else "") == (409, "checklist-closed")
    assert debrief.findings.marks == {}


@pytest.mark.parametrize("n", [0, 3])
def test_a_question_that_does_not_exist_is_not_found(marking: Debrief, n: int) -> None:
    response = marking.client.post(marking.url(n, "next"), data=marking.names() | {"rest": "missed"})
    assert response.status_code == 404


def test_signed_out_or_somebody_else_cannot_go_on(marking: Debrief, app: Flask) -> None:
    other = app.test_client()
    assert isinstance(other, AuditingClient)
    data = marking.names() | {"rest": "missed"}
    assert other.post(marking.url(1, "next"), data=data).status_code == 401
    sign_in_guest(app, other)
    assert other.post(marking.url(1, "next"), data=data).status_code == 404
    assert marking.findings.marks == {}


def test_the_wrong_method_is_refused(marking: Debrief) -> None:
    assert marking.client.get(marking.url(1, "next")).status_code == 405
