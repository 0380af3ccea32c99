"""The checklist: ticks as they are made, the whole form without JavaScript, and what is refused."""

import json
from html import unescape

import pytest
from flask import Flask

from interview_sim.domain.marking import MAX_NOTE
from interview_sim.domain.scoring import PointMark
from tests.audit import parse
from tests.client import AuditingClient
from tests.web.debrief.conftest import Debrief, sign_in_guest

MISSED, PARTLY, COVERED = PointMark.MISSED, PointMark.PARTLY, PointMark.COVERED


def test_the_checklist_shows_points_flags_model_answer_and_cues(marking: Debrief) -> None:
    text = marking.page().text
    for expected in (
        "Gives every table a primary key.",
        "It shows whether keys was thought of.",
        "must-have",
        "Modelling, weight 3",
        "Stores passwords in plain text.",
        "Caps at strong no hire.",
        "Makes up a fact to hide a gap.",
        "exact amounts.",
        "0 of 3 marked",
    ):
        assert expected in text


def test_cues_are_marked_in_the_text_and_offered_beside_their_point(marking: Debrief) -> None:
    page = parse(marking.page())
    marks = [(mark.get("data-points"), "".join(mark.itertext())) for mark in page.iter("mark")]
    assert ("keys", "primary key") in marks
    assert ("types", "decimal") in marks
    assert (None, "primary key") in marks
    assert "Your words that may belong here" in "".join(page.itertext())


def test_the_candidates_own_markup_is_shown_not_obeyed(marking: Debrief) -> None:
    assert "&lt;b&gt;Money&lt;/b&gt;" in marking.page().text


def test_a_tick_is_saved_at_once_and_is_there_after_a_reload(marking: Debrief) -> None:
    response = marking.tick({"mark-keys": "covered"})
    assert response.json == {"saved": True}
    assert marking.findings.marks == {("storage", "keys"): COVERED}
    radios = [radio for radio in parse(marking.page()).iter("input") if radio.get("name") == "mark-keys"]
    assert [radio.get("value") for radio in radios if radio.get("checked") is not None] == ["covered"]
    assert "1 of 3 marked" in marking.page().text


def test_a_tick_is_one_statement_beside_signing_in(marking: Debrief) -> None:
    marking.tick({"mark-keys": "partly"})
    marking.tick({"mark-keys": "covered"})
    session, upsert = marking.client.queries
    assert session.startswith("SELECT")
    assert upsert.startswith("INSERT INTO marks")


def test_the_page_asks_the_database_three_times(marking: Debrief) -> None:
    marking.page()
    assert len(marking.client.queries) == 3, marking.client.queries


def test_a_quote_travels_with_its_mark(marking: Debrief) -> None:
    marking.tick({"mark-keys": "covered", "quote-keys": "a primary key"})
    marking.tick({"mark-keys": "partly"})
    assert marking.findings.quotes == {("storage", "keys"): "a primary key"}
    assert 'value="a primary key"' in marking.page().text


def test_flags_notes_and_spoken_are_saved_as_they_are_changed(marking: Debrief) -> None:
    marking.tick(
        {"flag-guesses": "1", "flag-general/general-blame": "1", "note": "Breathe.\r\nSlower.", "spoken": "1"}
    )
    assert set(marking.findings.flags) == {("storage", "guesses"), ("storage", "general/general-blame")}
    assert (marking.stored.answers[0].note, marking.stored.answers[0].spoken) == ("Breathe.\nSlower.", True)
    marking.tick({"flag-guesses": "0", "spoken": "0"})
    assert set(marking.findings.flags) == {("storage", "general/general-blame")}
    assert not marking.stored.answers[0].spoken


def test_without_javascript_one_button_saves_everything(marking: Debrief) -> None:
    fields = {"mark-keys": "covered", "mark-types": "partly", "quote-types": "decimal", "flag-guesses": "1"}
    response = marking.client.submit(marking.page(), "/marks", **fields, note="Again.")
    assert response.headers["Location"] == marking.url()
    assert marking.findings.marks == {("storage", "keys"): COVERED, ("storage", "types"): PARTLY}
    assert marking.findings.quotes == {("storage", "types"): "decimal"}
    assert marking.findings.flags == (("storage", "guesses"),)
    assert marking.stored.answers[0].note == "Again."


def test_unticking_a_flag_withdraws_it_without_javascript(marking: Debrief) -> None:
    marking.tick({"flag-guesses": "1"})
    page = marking.page()
    form = next(form for form in parse(page).iter("form") if form.get("id") == "checklist")
    seen = next(field.get("value") for field in form.iter("input") if field.get("name") == "seen")
    marking.client.post(marking.url(1, "marks"), data=marking.names() | {"seen": seen, "note": ""})
    assert marking.findings.flags == ()


def test_a_page_that_lay_open_changes_only_what_was_changed_on_it(marking: Debrief) -> None:
    old_page = marking.page()
    marking.tick({"mark-keys": "covered", "note": "Newer.", "flag-guesses": "1"})
    marking.client.submit(old_page, "/marks", **{"mark-types": "missed"})
    assert marking.findings.marks == {("storage", "keys"): COVERED, ("storage", "types"): MISSED}
    assert marking.findings.flags == (("storage", "guesses"),)
    assert marking.stored.answers[0].note == "Newer."


def test_a_quote_without_a_mark_is_kept_on_the_page_and_asks_for_the_mark(marking: Debrief) -> None:
    page = marking.client.submit(marking.page(), "/marks", **{"quote-keys": "a primary key", "mark-types": "covered"})
    assert page.status_code == 422
    assert "A quote is kept once its point is marked." in page.text
    assert 'value="a primary key"' in page.text
    assert marking.findings.marks == {("storage", "types"): COVERED}
    assert marking.tick({"quote-keys": "a primary key"}).json == {
        "error": "words-held-back",
        "message": "Some words were not saved.",
        "held": {
            "quote-keys": {
                "why": "no-mark",
                "message": "A quote is kept once its point is marked. Mark the point and save again.",
                "stored": "",
            }
        },
    }


def test_a_note_that_is_too_long_is_kept_on_the_page_and_the_rest_is_saved(marking: Debrief) -> None:
    note = "x" * (MAX_NOTE + 1)
    page = marking.client.submit(marking.page(), "/marks", note=note, **{"mark-keys": "missed", "flag-guesses": "1"})
    assert page.status_code == 422
    assert "A note may have 5,000 characters" in page.text
    assert note in page.text
    assert marking.findings.marks == {("storage", "keys"): MISSED}
    assert marking.stored.answers[0].note == ""


@pytest.mark.parametrize(
    "fields", [{"mark-keys": "perfect"}, {"revision": "x"}, {"revision": "9" * 30}, {"mark-keys": ""}]
)
def test_fields_no_page_would_send_are_refused_in_words(marking: Debrief, fields: dict[str, str]) -> None:
    response = marking.tick(fields)
    assert response.status_code == 422
    assert response.json is not None
    assert response.json["error"] == "unacceptable"
    assert "Reload the page" in response.json["message"]


@pytest.mark.parametrize(
    "fields", [{"mark-index": "covered"}, {"flag-nothing": "1"}, {"prompt": "speed"}, {"revision": "4711"}]
)
def test_what_the_checklist_does_not_have_is_not_found(marking: Debrief, fields: dict[str, str]) -> None:
    assert marking.tick({"mark-keys": "covered"} | fields).status_code == 404
    assert marking.findings.marks == {}


def test_a_seen_field_that_was_tampered_with_does_no_harm(marking: Debrief) -> None:
    for seen in ("", "[1]", "{", json.dumps({"note": {"a": 1}})):
        data = marking.names() | {"seen": seen, "mark-keys": "covered"}
        assert marking.client.post(marking.url(1, "marks"), data=data).status_code == 303
    assert marking.findings.marks == {("storage", "keys"): COVERED}


def test_before_the_prediction_a_tick_is_refused_and_says_why(debrief: Debrief) -> None:
    response = debrief.tick({"mark-keys": "covered"})
    assert response.status_code == 409
    assert response.json == {
        "error": "checklist-closed",
        "message": "Say first how you think it went; the checklist opens then.",
    }
    whole = debrief.client.post(debrief.url(1, "marks"), data=debrief.names() | {"mark-keys": "covered"})
    assert whole.headers["Location"] == f"/attempts/{debrief.attempt_id}/"


def test_signed_out_a_tick_is_refused(marking: Debrief, app: Flask) -> None:
    other = app.test_client()
    data = marking.names() | {"mark-keys": "covered"}
    response = other.post(marking.url(1, "marks"), data=data, headers={"Accept": "application/json"})
    assert response.status_code == 401
    assert marking.findings.marks == {}


def test_somebody_else_cannot_tick(marking: Debrief, app: Flask) -> None:
    other = app.test_client()
    assert isinstance(other, AuditingClient)
    sign_in_guest(app, other)
    data = marking.names() | {"mark-keys": "covered"}
    assert other.post(marking.url(1, "marks"), data=data).status_code == 404
    assert marking.findings.marks == {}


def test_the_wrong_method_is_refused(marking: Debrief) -> None:
    assert marking.client.get(marking.url(1, "marks")).status_code == 405


def test_ticking_twice_is_one_mark(marking: Debrief) -> None:
    for _ in range(2):
        assert marking.tick({"mark-keys": "covered"}).json == {"saved": True}
    assert marking.findings.marks == {("storage", "keys"): COVERED}


def test_the_page_carries_what_it_was_shown(marking: Debrief) -> None:
    marking.tick({"mark-keys": "covered", "note": 'A "quoted" <note>'})
    fields = {field.get("name"): field.get("value", "") for field in parse(marking.page()).iter("input")}
    seen = json.loads(unescape(str(fields["seen"])))
    assert (seen["mark-keys"], seen["note"], seen["mark-types"]) == ("covered", 'A "quoted" <note>', "")


def test_a_note_sent_after_the_attempt_was_given_up_is_shown_again_and_not_dropped(marking: Debrief) -> None:
    page = marking.page()
    marking.client.post(f"/attempts/{marking.attempt_id}/abandon")
    reply = marking.client.submit(page, "/marks", note="Words that took a while.")
    assert reply.status_code == 409
    assert "Words that took a while." in reply.text
