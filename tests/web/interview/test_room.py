"""The room without JavaScript: everything by forms, nothing told early."""

import re

import pytest
from flask import Flask

from interview_sim.domain.timing import Pace
from tests.builders import sample_scenario
from tests.client import AuditingClient
from tests.web.interview.conftest import Sitting, begin

STORAGE, SPEED = sample_scenario().prompts


def secrets_of_both() -> list[str]:
    """Everything that judges an answer."""
    found = []
    for prompt in (STORAGE, SPEED):
        found += [point.text for point in prompt.points] + [point.why for point in prompt.points]
        found.append(prompt.model_answer.split("\n")[0].replace("**", "").replace("`", "")[:40])
    return found


def test_the_room_shows_the_question_and_the_time(sitting: Sitting) -> None:
    page = sitting.client.get(sitting.url("prompts/1/"))
    assert "small shop" in page.text
    assert "Question 1 of 2" in page.text
    assert re.search(r'class="digits">1:(30|29)<', page.text)


def test_points_model_answers_and_later_questions_are_told_nowhere(sitting: Sitting) -> None:
    client = sitting.client
    client.forbid(secrets_of_both())
    client.forbid(["has become slow", "cents in a float", "keep old prices"])
    client.get(sitting.url("prompts/1/"))
    sitting.save("Tables.")
    sitting.act("hint", "Tables.", revision="1")
    client.get(sitting.url("prompts/1/"))
    client.get("/interviews/")
    client.get("/")
    client.get("/history/")


def test_saving_without_a_script_comes_back_to_the_room_with_the_text(sitting: Sitting) -> None:
    page = sitting.client.get(sitting.url("prompts/1/"))
    reply = sitting.client.submit(page, "/draft", text="Line one\r\nLine two")
    assert reply.status_code == 303
    assert sitting.answer().text == "Line one\nLine two"
    again = sitting.client.get(sitting.url("prompts/1/"))
    assert "Line one\nLine two" in again.text


def test_a_text_that_begins_with_an_empty_line_comes_back_as_it_was(sitting: Sitting) -> None:
    sitting.save("\n\nIndented start")
    page = sitting.client.get(sitting.url("prompts/1/"))
    sitting.client.submit(page, "/draft")
    assert sitting.answer().text == "\n\nIndented start"


@pytest.mark.parametrize("action", ["hint", "follow-up", "finish", "leave", "skip", "abandon"])
def test_every_button_takes_the_text_along(sitting: Sitting, action: str) -> None:
    reply = sitting.act(action, "Typed just now.")
    assert reply.status_code == 303
    assert sitting.answer().text == "Typed just now."


@pytest.mark.parametrize(("pace", "is_told"), [(Pace.STRICT, True), (Pace.PRACTICE, False), (Pace.UNTIMED, False)])
def test_whoever_leaves_is_told_where_the_clock_runs_on(
    app: Flask, client: AuditingClient, pace: Pace, is_told: bool
) -> None:
    sitting = begin(app, client, pace=pace.value)
    assert sitting.act("leave", "So far.").headers["Location"] == "/"
    assert ("The clock of your interview runs on" in client.get("/").text) == is_told


def test_hints_come_one_at_a_time_and_are_recorded(sitting: Sitting) -> None:
    sitting.act("hint", "")
    page = sitting.client.get(sitting.url("prompts/1/"))
    assert "tells two" in page.text
    assert "cents in a float" not in page.text
    assert sitting.answer().hints_seen == 1


def test_a_follow_up_is_asked_only_after_an_answer(sitting: Sitting) -> None:
    refused = sitting.act("follow-up", "")
    assert refused.status_code == 303
    page = sitting.client.get(sitting.url("prompts/1/"))
    assert "Write an answer first" in page.text
    sitting.client.submit(page, "/follow-up", text="Tables.")
    assert "prices?" in sitting.client.get(sitting.url("prompts/1/")).text


def test_finishing_opens_the_next_question_and_in_the_end_the_debrief(sitting: Sitting) -> None:
    sitting.act("finish", "One.")
    assert sitting.client.get(sitting.url()).headers["Location"] == sitting.url("prompts/2/")
    sitting.act("finish", "Two.", n=2)
    assert sitting.client.get(sitting.url()).headers["Location"] == sitting.url("debrief/1/")


def test_finishing_twice_goes_on_once_and_says_nothing(sitting: Sitting) -> None:
    sitting.act("finish", "One.")
    sitting.act("finish", "One.")
    page = sitting.client.get(sitting.url("prompts/2/"))
    assert "kept beside" not in page.text
    assert sitting.answer(2).closed_at is None


def test_skipping_asks_without_a_script_too(sitting: Sitting) -> None:
    asked = sitting.act("skip", "Half a thought.")
    confirm = sitting.client.get(asked.headers["Location"])
    assert "Skip “Storing orders”?" in confirm.text
    assert sitting.answer().closed_at is None
    sitting.client.submit(confirm, "/skip")
    closed = sitting.answer()
    assert (closed.closed_by, closed.text) == ("skipped", "Half a thought.")


def test_giving_up_asks_and_keeps_the_answers(sitting: Sitting) -> None:
    asked = sitting.act("abandon", "Enough.")
    confirm = sitting.client.get(asked.headers["Location"])
    sitting.client.submit(confirm, "/abandon")
    report = sitting.client.get(sitting.url("report/"))
    assert "Enough." in report.text


def test_only_practice_can_be_paused(sitting: Sitting) -> None:
    sitting.act("pause", "Wait.")
    page = sitting.client.get(sitting.url("prompts/1/"))
    assert "Only the practice pace can be paused." in page.text


def test_practice_is_paused_and_goes_on(app: Flask, client: AuditingClient) -> None:
    sitting = begin(app, client, pace="practice")
    sitting.act("pause", "Wait.")
    paused = client.get(sitting.url("prompts/1/"))
    assert "The interview is paused." in paused.text
    assert "Wait." in paused.text
    client.submit(paused, "/resume")
    assert "Wait." in client.get(sitting.url("prompts/1/")).text


def test_a_question_that_is_not_the_current_one_leads_to_the_current_step(sitting: Sitting) -> None:
    for n in (2, 7):
        reply = sitting.client.get(sitting.url(f"prompts/{n}/"))
        assert (reply.status_code, reply.headers["Location"]) == (303, sitting.url("prompts/1/"))


def test_walking_away_for_hours_leads_to_the_debrief_and_a_get_writes_nothing(sitting: Sitting) -> None:
    sitting.save("Before I left.")
    sitting.let_time_pass(7200)
    assert sitting.client.get(sitting.url()).headers["Location"] == sitting.url("debrief/1/")
    told = "Time ran out on questions 1 and 2. What you had written is kept."
    assert told in sitting.client.get(sitting.url("debrief/1/")).text
    assert sitting.answer().closed_at is None


def test_coming_back_to_a_question_that_the_clock_opened_one_is_told_so_until_something_is_sent(
    sitting: Sitting,
) -> None:
    sitting.let_time_pass(89)
    assert "Time ran out" not in sitting.client.get(sitting.url("prompts/1/")).text
    sitting.let_time_pass(1)
    told = "Time ran out on question 1. What you had written is kept."
    assert told in sitting.client.get(sitting.url("prompts/2/")).text
    sitting.act("draft", "Here I am again.", n=2)
    assert told not in sitting.client.get(sitting.url("prompts/2/")).text


def test_what_comes_too_late_is_kept_and_said(sitting: Sitting) -> None:
    sitting.let_time_pass(130)
    reply = sitting.act("finish", "Very late words.")
    page = sitting.client.get(sitting.client.get(reply.headers["Location"]).headers["Location"])
    assert "kept beside your answer, not counted" in page.text
    assert (sitting.answer().text, sitting.answer().late_text) == ("", "Very late words.")


def test_a_stale_form_shows_both_texts_and_saves_neither_by_itself(sitting: Sitting) -> None:
    sitting.save("From one window.")
    reply = sitting.act("finish", "From another window.", page="another-window")
    assert reply.status_code == 409
    assert "From one window." in reply.text
    assert "From another window." in reply.text
    assert sitting.answer().text == "From one window."
    sitting.client.submit(reply, "/draft", text="Both.")
    assert sitting.answer().text == "Both."


def test_a_form_kept_from_before_its_own_save_is_a_conflict_too(sitting: Sitting) -> None:
    page = sitting.client.get(sitting.url("prompts/1/"))
    sitting.client.submit(page, "/draft", text="First.")
    reply = sitting.client.submit(page, "/draft", text="Second, from the page before.")
    assert reply.status_code == 409
    assert "First." in reply.text
    assert "Second, from the page before." in reply.text


def test_an_answer_that_is_too_long_is_refused_and_shown_again(sitting: Sitting) -> None:
    reply = sitting.act("draft", "word " * 4001)
    assert reply.status_code == 422
    assert "may have 20,000 characters" in reply.text
    assert "word " * 4000 in reply.text


def test_the_room_asks_the_database_twice(sitting: Sitting) -> None:
    sitting.client.get(sitting.url("prompts/1/"))
    assert len(sitting.client.queries) == 2


def test_the_room_page_is_small(sitting: Sitting) -> None:
    page = sitting.client.get(sitting.url("prompts/1/"))
    headers = sum(len(name) + len(value) + 4 for name, value in page.headers)
    assert len(page.data) + headers <= 6 * 1024
