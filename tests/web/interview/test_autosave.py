"""The autosave protocol as scripts speak it."""

import pytest
from flask import Flask

from tests.client import AuditingClient
from tests.web.interview.conftest import JSON, Sitting, begin


def test_a_save_is_acknowledged_with_revision_and_time(sitting: Sitting) -> None:
    reply = sitting.save("Tables.")
    assert reply.status_code == 200
    assert reply.json is not None
    assert (reply.json["revision"], reply.json["closed"]) == (1, False)
    assert 85 < reply.json["seconds_left"] <= 90


def test_a_conflict_is_a_409_with_the_servers_text_and_revision(sitting: Sitting) -> None:
    sitting.save("One.")
    reply = sitting.save("Two.", page="another-window")
    assert reply.status_code == 409
    assert reply.json == {
        "error": "stale-draft",
        "message": "This answer was changed in another window.",
        "text": "One.",
        "revision": 1,
    }


def test_a_save_after_the_end_says_where_to_go(sitting: Sitting) -> None:
    sitting.let_time_pass(120)
    reply = sitting.save("Late.")
    assert reply.status_code == 409
    assert reply.json is not None
    assert (reply.json["error"], reply.json["next"]) == ("answer-closed", sitting.url())


def test_actions_answer_scripts_with_the_next_address(sitting: Sitting) -> None:
    data = sitting.draft("Done.", hints_seen="0", follow_ups_seen="0")
    reply = sitting.client.post(sitting.url("prompts/1/finish"), data=data, headers=JSON)
    assert reply.json == {"next": sitting.url()}


@pytest.mark.parametrize(
    "broken",
    [
        {"revision": "x"},
        {"revision": "-1"},
        {"page": ""},
        {"page": "<b>"},
        {"sequence": "1e3"},
        {"revision": "9" * 30},
    ],
)
def test_fields_that_no_page_sends_are_refused(sitting: Sitting, broken: dict[str, str]) -> None:
    data = {**sitting.draft("Text."), **broken}
    reply = sitting.client.post(sitting.url("prompts/1/draft"), data=data, headers=JSON)
    assert reply.status_code == 422
    assert sitting.answer().text == ""


def test_a_request_without_a_text_empties_nothing(sitting: Sitting) -> None:
    sitting.save("Text.")
    reply = sitting.client.post(sitting.url("prompts/1/draft"), data={"page": "0123456789abcdef"}, headers=JSON)
    assert reply.status_code == 422
    assert sitting.answer().text == "Text."


def test_signed_out_is_a_401_that_says_so(sitting: Sitting) -> None:
    sitting.client.delete_cookie("interview_sim")
    reply = sitting.save("Text.")
    assert reply.status_code == 401
    assert reply.json is not None
    assert reply.json["error"] == "signed-out"


def test_without_a_csrf_token_nothing_is_saved(sitting: Sitting) -> None:
    path, data = sitting.url("prompts/1/draft"), sitting.draft("Text.")
    reply = sitting.client.post(path, data=data, headers=JSON, csrf=False)
    assert reply.status_code == 400
    assert reply.json is not None
    assert reply.json["error"] == "csrf"
    assert sitting.answer().text == ""


@pytest.mark.parametrize("action", ["draft", "hint", "follow-up", "finish", "skip", "pause", "leave", "abandon"])
def test_somebody_elses_room_is_a_404(sitting: Sitting, stranger: AuditingClient, action: str) -> None:
    data = sitting.draft("Mine now.", hints_seen="0", follow_ups_seen="0", confirmed="yes")
    assert stranger.post(sitting.url(f"prompts/1/{action}"), data=data).status_code == 404
    assert sitting.answer().text == ""
    assert sitting.answer().closed_at is None


@pytest.mark.parametrize("path", ["", "prompts/1/", "prompts/1/clock", "prompts/1/skip/", "abandon/", "report/"])
def test_somebody_elses_pages_are_404(sitting: Sitting, stranger: AuditingClient, path: str) -> None:
    assert stranger.get(sitting.url(path)).status_code == 404


@pytest.mark.parametrize("action", ["resume", "abandon", "delete"])
def test_somebody_elses_attempt_cannot_be_changed(sitting: Sitting, stranger: AuditingClient, action: str) -> None:
    assert stranger.post(sitting.url(action)).status_code == 404
    assert sitting.client.get(sitting.url("prompts/1/")).status_code == 200


def test_the_clock_can_be_asked_without_saving(sitting: Sitting) -> None:
    reply = sitting.client.get(sitting.url("prompts/1/clock"), headers=JSON)
    assert reply.json is not None
    assert 85 < reply.json["seconds_left"] <= 90
    assert reply.json["closed"] is False
    assert sitting.client.get(sitting.url("prompts/9/clock")).status_code == 404


def test_an_autosave_asks_the_database_twice(sitting: Sitting) -> None:
    sitting.save("Text.")
    assert len(sitting.client.queries) <= 2


def test_deleting_an_attempt_removes_it(sitting: Sitting) -> None:
    reply = sitting.client.post(sitting.url("delete"))
    assert reply.status_code == 303
    assert sitting.client.get(sitting.url()).status_code == 404


def pause(sitting: Sitting, text: str) -> None:
    assert sitting.act("pause", text, page="another-window").status_code == 303


def test_a_save_while_the_interview_is_paused_is_kept_and_told_of_the_pause(
    app: Flask, client: AuditingClient
) -> None:
    sitting = begin(app, client, pace="practice")

    def reply(text: str, revision: int, sequence: int) -> tuple[int, bool, float]:
        body = sitting.save(text, revision=str(revision), sequence=str(sequence)).json or {}
        return body["revision"], body["paused"], body["seconds_left"]

    assert reply("Before.", 0, 1)[:2] == (1, False)
    pause(sitting, "Before.")
    first = reply("During.", 1, 2)
    assert first[:2] == (2, True)
    assert sitting.answer().text == "During."
    assert reply("During.", 2, 3) == first
    client.post(sitting.url("resume"))
    assert reply("After.", 2, 4)[:2] == (3, False)


def test_the_clock_that_is_asked_for_stands_still_while_the_interview_is_paused(
    app: Flask, client: AuditingClient
) -> None:
    sitting = begin(app, client, pace="practice")
    pause(sitting, "")
    replies = [client.get(sitting.url("prompts/1/clock"), headers=JSON).json or {} for _ in range(2)]
    assert [reply["paused"] for reply in replies] == [True, True]
    assert replies[0]["seconds_left"] == replies[1]["seconds_left"]


def test_a_save_while_paused_asks_the_database_no_more_than_any_other(app: Flask, client: AuditingClient) -> None:
    sitting = begin(app, client, pace="practice")
    pause(sitting, "")
    sitting.save("During.")
    assert len(client.queries) <= 2


def test_a_script_that_deletes_an_attempt_is_told_where_to_go(sitting: Sitting) -> None:
    reply = sitting.client.post(sitting.url("delete"), headers=JSON)
    assert (reply.status_code, reply.json) == (200, {"next": "/history/"})
    assert sitting.client.post(sitting.url("delete"), headers=JSON).status_code == 404
