"""The report: why the rating, what was missing, and what to do next."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from interview_sim.catalog.store import load_pack
from interview_sim.domain.attempt import Flow
from interview_sim.domain.content import Prompt
from interview_sim.domain.drafts import Draft
from interview_sim.domain.marking import Sheet
from interview_sim.domain.timing import Pace
from interview_sim.extensions import db
from interview_sim.interview import debrief_service, service
from interview_sim.interview.drafts import finish_answer, save_draft
from interview_sim.interview.models import InterviewAttempt
from tests.builders import (
    NOON,
    answer_sample,
    debrief_sample,
    debrief_target,
    sample_pack,
    sample_scenario,
    start_sample,
)
from tests.client import AuditingClient
from tests.web.report.conftest import TEXTS, Reader, sign_in_guest


def asked(prompt: Prompt) -> list[str]:
    """What the interviewer says of a prompt."""
    return [
        prompt.title,
        prompt.says,
        *(each.text for each in prompt.hints),
        *(each.says for each in prompt.follow_ups),
    ]


def flat(text: str) -> str:
    return " ".join(text.split())


def test_it_says_the_rating_the_score_and_every_reason(reader: Reader) -> None:
    text = flat(reader.report().text)
    for expected in (
        "Leaning no hire",
        "75 %",
        "The marks come to 75 % of the points by weight, which is leaning hire (65 % or more).",
        "Capped at leaning no hire: “Puts an index on the filtered column” (must-have) was missed on question 2.",
        "1 red flag would cap the rating too, but the score alone allows no more.",
    ):
        assert expected in text


def test_it_shows_scores_by_question_and_competency_and_predictions(reader: Reader) -> None:
    text = flat(reader.report().text)
    for expected in ("1. Storing orders", "100 %", "50 %", "Modelling", "Speed", "3 points", "leaning hire"):
        assert expected in text
    assert "You expected more than the marks gave on 1 question, and less on 1." in text


def test_it_shows_time_against_the_budget_with_the_overrun(app: Flask, client: AuditingClient) -> None:
    user_id = sign_in_guest(app, client)
    with app.app_context():
        attempt_id = start_sample(user_id, pace=Pace.PRACTICE)
        finish_answer(attempt_id, user_id, 0, Draft("x", 0, "page-one", 1), NOON + timedelta(seconds=131.6))
        finish_answer(attempt_id, user_id, 1, Draft("x", 0, "page-one", 1), NOON + timedelta(seconds=192.4))
        for number in (0, 1):
            debrief_service.predict(attempt_id, user_id, number, 2, NOON)
            target = debrief_target(attempt_id, user_id, number)
            debrief_service.finish(target, Sheet(), NOON, rest_is_missed=True)
    text = client.get(f"/attempts/{attempt_id}/report/").text
    for expected in ("2 min 11 s", "1 min 30 s", "<strong>41 s</strong>", "You ran over on question 1.", "<svg"):
        assert expected in text
    assert "You took 3 min 11 s of 3 min 30 s in all." in text


def test_it_gives_each_missing_point_its_why_and_folds_the_model_answer(reader: Reader) -> None:
    text = reader.report().text
    assert "It shows whether index was thought of." in text
    assert "It shows whether measure was thought of." not in text
    assert "EXPLAIN ANALYZE" in text


def test_it_lists_red_flags_with_why_they_hurt(reader: Reader) -> None:
    text = reader.report().text
    assert "Optimises without measuring anything." in text
    assert "guesses makes an interviewer doubt the rest." in text
    assert "Stores passwords in plain text." not in text


def test_it_gives_delivery_facts_and_the_closing_words(reader: Reader) -> None:
    text = flat(reader.report().text)
    assert "basically" in text
    assert "um" in text
    assert "That was about storing orders and <strong>finding</strong> them again." in text


def test_ones_own_markup_is_shown_not_obeyed(reader: Reader) -> None:
    text = reader.report().text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert" not in text


def test_it_offers_to_retake_the_weakest_question_and_the_whole(reader: Reader) -> None:
    text = reader.report().text
    assert "/interviews/sample-interview/?prompt=speed" in text
    assert 'href="/interviews/sample-interview/"' in text


def test_it_offers_another_scenario_where_there_is_one(reader: Reader) -> None:
    assert "Try Another one" not in reader.report().text
    add_scenario(reader.app)
    assert "Try Another one" in reader.report().text


def add_scenario(app: Flask) -> None:
    with app.app_context():
        pack = sample_pack()
        another = sample_scenario("another", "Another one")
        load_pack(type(pack)(pack.pack, (*pack.scenarios, another), pack.questions, pack.choice_questions), NOON)


def test_a_first_attempt_is_compared_with_nothing(reader: Reader) -> None:
    assert "Since last time" not in reader.report().text


def test_from_the_second_attempt_on_it_shows_newly_hit_still_missing_and_lost(reader: Reader) -> None:
    with reader.app.app_context():
        marks = {"index": "partly", "cache": "missed", "types": "missed"}
        second = debrief_sample(reader.user_id, NOON + timedelta(days=1), marks=marks)
        third = debrief_sample(reader.user_id, NOON + timedelta(days=2), marks={"cache": "missed", "index": "partly"})
    text = flat(reader.report(second).text)
    assert "0 newly hit, 1 still missing, 2 lost, 3 covered both times." in text
    assert "missed → <span" in text
    assert text.count("last time)") == 2
    assert text.count("(covered last time)") == 2
    assert reader.attempt_id in text
    assert "1 newly hit, 2 still missing, 0 lost, 3 covered both times." in flat(reader.report(third).text)


def test_a_retaken_question_is_compared_with_the_last_time_it_was_asked(reader: Reader) -> None:
    with reader.app.app_context():
        retake = debrief_sample(reader.user_id, NOON + timedelta(days=1), only_prompt="speed")
    text = flat(reader.report(retake).text)
    assert "One question retaken" in text
    assert sample_scenario().closing not in text
    assert "1 newly hit, 0 still missing, 0 lost, 2 covered both times." in text
    assert "Retake question" not in text


def test_changed_content_changes_no_report(reader: Reader) -> None:
    before = reader.report().text
    json_before = reader.client.get(reader.url("report.json")).text
    with reader.app.app_context():
        pack = sample_pack()
        scenario = pack.scenarios[0]
        harsher = [
            prompt.model_copy(
                update={
                    "points": tuple(
                        point.model_copy(update={"text": "Changed.", "must_have": True, "weight": 5})
                        for point in prompt.points
                    )
                }
            )
            for prompt in scenario.prompts
        ]
        changed = scenario.model_copy(update={"prompts": tuple(harsher), "closing": "Changed."})
        load_pack(type(pack)(pack.pack, (changed,), pack.questions, pack.choice_questions), NOON)
    assert without_nonces(reader.report().text) == without_nonces(before)
    assert reader.client.get(reader.url("report.json")).text == json_before


def without_nonces(text: str) -> list[str]:
    return [line for line in text.splitlines() if "nonce" not in line and "csrf_token" not in line]


def test_what_was_stored_stands_where_the_rules_have_changed(reader: Reader) -> None:
    with reader.app.app_context():
        table = InterviewAttempt.__table__
        db.session.execute(update(table).values(score=0.9, rating="strong-hire"))  # type: ignore[arg-type]
        db.session.commit()
    text = flat(reader.report().text)
    assert "Strong hire" in text
    assert "This attempt was rated under earlier rules. Its score and rating stand as they were given." in text
    assert "Capped at" not in text


def test_a_retired_scenario_keeps_its_report_and_offers_no_retake(reader: Reader) -> None:
    with reader.app.app_context():
        pack = sample_pack()
        another = sample_scenario("another", "Another one")
        load_pack(type(pack)(pack.pack, (another,), pack.questions, pack.choice_questions), NOON)
    page = reader.report()
    assert page.status_code == 200
    assert "Retake" not in page.text
    assert "Try Another one" in page.text


def test_an_abandoned_interview_shows_its_answers_and_is_not_scored(reader: Reader) -> None:
    with reader.app.app_context():
        attempt_id = start_sample(reader.user_id)
        save_draft(attempt_id, reader.user_id, 0, Draft("Half an answer.", 0, "page-one", 1), NOON)
        service.abandon(attempt_id, reader.user_id, NOON + timedelta(seconds=20))
    reader.client.forbid([point.text for prompt in sample_scenario().prompts for point in prompt.points])
    text = reader.report(attempt_id).text
    assert "it was not scored" in text
    assert "Half an answer." in text
    assert "A slow list" not in text
    never_heard = [*asked(sample_scenario().prompts[1]), sample_scenario().closing]
    reader.client.forbid(never_heard)
    for ending in ("report/", "report.json", "report.md"):
        assert "Half an answer." in reader.client.get(reader.url(ending, attempt_id)).text


def test_an_interview_given_up_in_its_debrief_tells_nothing_of_the_checklist(reader: Reader) -> None:
    with reader.app.app_context():
        attempt_id = answer_sample(reader.user_id, texts=TEXTS)
        debrief_service.predict(attempt_id, reader.user_id, 0, 3, NOON)
        service.abandon(attempt_id, reader.user_id, NOON)
    reader.client.forbid([point.why for prompt in sample_scenario().prompts for point in prompt.points])
    assert "it was not scored" in reader.report(attempt_id).text
    for ending in ("report.json", "report.md"):
        assert reader.client.get(reader.url(ending, attempt_id)).status_code == 200


@pytest.mark.parametrize("flow", list(Flow))
@pytest.mark.parametrize("ending", ["report/", "report.json", "report.md"])
def test_an_unfinished_interview_leads_to_its_current_step(reader: Reader, flow: Flow, ending: str) -> None:
    with reader.app.app_context():
        attempt_id = start_sample(reader.user_id, flow=flow)
    assert reader.client.get(reader.url(ending, attempt_id)).headers["Location"] == f"/attempts/{attempt_id}/"


@pytest.mark.parametrize("ending", ["report/", "report.json", "report.md"])
def test_signed_out_or_somebody_else_sees_nothing(reader: Reader, app: Flask, ending: str) -> None:
    other = app.test_client()
    assert isinstance(other, AuditingClient)
    assert "/auth/login" in other.get(reader.url(ending)).headers["Location"]
    sign_in_guest(app, other)
    other.forbid(TEXTS)
    assert other.get(reader.url(ending)).status_code == 404
    assert other.post(reader.url(ending)).status_code == 405


def test_the_report_asks_the_database_five_times_however_long_the_history(reader: Reader) -> None:
    reader.report()
    reader.report()
    assert len(reader.client.queries) == 5, reader.client.queries
    with reader.app.app_context():
        for day in range(1, 6):
            debrief_sample(reader.user_id, NOON + timedelta(days=day), marks={"types": "missed"})
        last = debrief_sample(reader.user_id, NOON + timedelta(days=9))
    reader.report(last)
    assert len(reader.client.queries) == 5, reader.client.queries


def test_an_untimed_interview_shows_the_time_taken_only(reader: Reader) -> None:
    with reader.app.app_context():
        attempt_id = debrief_sample(reader.user_id, pace=Pace.UNTIMED)
    text = reader.report(attempt_id).text
    assert "You took 2 min in all; no time was set." in text
    assert "Planned" not in text


def test_a_strong_interview_says_so_and_offers_no_weakest_question(reader: Reader) -> None:
    with reader.app.app_context():
        attempt_id = debrief_sample(reader.user_id, NOON - timedelta(days=1))
    text = flat(reader.report(attempt_id).text)
    assert "No must-have was missed and no red flag was raised, so nothing caps the rating." in text
    assert "Every point is covered." in text
    assert "None was raised." in text
    assert "It was the weakest." not in text


def test_what_was_missed_is_said_to_be_in_the_review_and_is_there(reader: Reader) -> None:
    told = 'In your <a href="/study/">spaced review</a> this interview added 1 card. What was missing comes back'
    assert told in reader.report().text
    assert "Puts an index on the filtered column" in reader.client.get("/study/review/").text


def test_where_nothing_was_missed_nothing_is_said_to_be_added(app: Flask, client: AuditingClient) -> None:
    user_id = sign_in_guest(app, client)
    with app.app_context():
        attempt_id = debrief_sample(user_id)
    assert "spaced review" not in client.get(f"/attempts/{attempt_id}/report/").text
    assert "Nothing to review yet" in client.get("/study/review/").text


def test_each_report_tells_how_many_cards_it_rated_and_how_many_it_added(reader: Reader) -> None:
    with reader.app.app_context():
        missed = debrief_sample(reader.user_id, NOON + timedelta(days=1), marks={"index": "missed", "keys": "missed"})
        covered = debrief_sample(reader.user_id, NOON + timedelta(days=2))
    text = reader.report(missed).text
    assert "this interview rated 1 card and added 1 more. What was missing comes back until you have it." in text
    assert "this interview rated 2 cards.</p>" in reader.report(covered).text
    assert "this interview added 1 card." in reader.report().text


def test_a_missed_point_leads_to_the_question_that_teaches_it(reader: Reader) -> None:
    address = "/questions/what-a-sample-index-costs/"
    assert f'href="{address}"' in reader.report().text
    assert reader.client.get(address).status_code == 200
    assert f'href="{address}"' in reader.client.get("/study/review/").text
