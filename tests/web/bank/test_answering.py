"""Answering a question oneself: nothing of the key before it is opened, nothing lost, everything once."""

import re

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from interview_sim.bank.models import QuestionAttempt
from interview_sim.extensions import db
from tests.builders import QUESTION_ADDRESS
from tests.client import AuditingClient
from tests.web.progress.conftest import Member, sign_in_guest

PAGE = "/questions/what-a-sample-index-costs/"
KEY = ("Space on disk, and work on every write.", "Slows down writes.", "It is the price nobody sees at first.")
JSON = {"Accept": "application/json"}


@pytest.fixture
def member(app: Flask) -> Member:
    return sign_in_guest(app)


def begin(member: Member) -> TestResponse:
    begun = member.client.submit(member.client.get(PAGE), "/answers")
    assert begun.status_code == 303
    member.client.forbid(KEY)
    return member.client.get(begun.headers["Location"])


def reveal(client: AuditingClient, page: TestResponse, text: str = "It costs space.") -> TestResponse:
    client.allow_all()
    revealed = client.submit(page, "/reveal", text=text)
    assert revealed.status_code == 303
    return client.get(revealed.headers["Location"])


def test_from_the_question_to_a_score_without_javascript(member: Member) -> None:
    page = begin(member)
    saved = member.client.submit(page, "/draft", text="It costs")
    assert saved.status_code == 303
    page = member.client.get(page.request.path)
    assert "It costs" in page.text
    scoring = reveal(member.client, page)
    for expected in (*KEY, "It costs space."):
        assert expected in scoring.text
    finished = member.client.submit(scoring, "/finish", **{"mark-writes": "partly"})
    done = member.client.get(finished.headers["Location"]).text
    assert "1 key point: 1 partly covered. That is 50 %." in done
    assert "50\N{NO-BREAK SPACE}%" in member.client.get(PAGE).text


def test_a_scored_answer_says_how_it_rated_the_card_of_its_question_where_there_is_one(member: Member) -> None:
    def score_one() -> str:
        finished = member.client.submit(reveal(member.client, begin(member)), "/finish", **{"mark-writes": "partly"})
        return member.client.get(finished.headers["Location"]).text

    assert "spaced review" not in score_one()
    member.client.post("/study/cards", data={"kind": "question", "item": QUESTION_ADDRESS, "next": PAGE})
    page = score_one()
    link = re.search(r'It rated your <a href="(/study/cards/\w+/)">card in spaced review</a>: hard\.', page)
    assert link is not None
    assert "By itself, from an answer in the bank" in member.client.get(link[1]).text


def test_beginning_twice_with_the_same_form_is_one_answer(member: Member) -> None:
    page = member.client.get(PAGE)
    first, second = (member.client.submit(page, "/answers").headers["Location"] for _ in range(2))
    assert first == second


@pytest.mark.parametrize("key", ["", "x", "\0" * 8, "x" * 65])
def test_a_start_key_that_no_page_has_still_begins_and_is_not_kept(app: Flask, member: Member, key: str) -> None:
    begun = member.client.post(f"{PAGE}answers", data={"start_key": key})
    assert begun.status_code == 303
    with app.app_context():
        kept = db.session.execute(select(QuestionAttempt.start_key)).scalar_one()
    assert re.fullmatch("[0-9a-f]{32}", kept)


def test_a_script_saves_and_is_told_of_what_another_window_wrote(member: Member) -> None:
    address = begin(member).request.path
    mine = {"text": "Mine.", "revision": "0", "page": "page-one-x", "sequence": "1"}
    assert member.client.post(f"{address}draft", data=mine, headers=JSON).json == {"revision": 1}
    assert member.client.post(f"{address}draft", data=mine, headers=JSON).json == {"revision": 1}, "sent again"
    theirs = {**mine, "text": "Theirs.", "page": "page-two-x"}
    told = member.client.post(f"{address}draft", data=theirs, headers=JSON)
    assert told.status_code == 409
    assert told.json is not None
    assert (told.json["error"], told.json["text"], told.json["revision"]) == ("stale-draft", "Mine.", 1)
    shown = member.client.post(f"{address}draft", data={**theirs, "sequence": "0"})
    assert shown.status_code == 409
    assert "Mine." in shown.text
    assert "Theirs." in shown.text


@pytest.mark.parametrize("fields", [{}, {"text": "x"}, {"text": "x", "revision": "y", "page": "page-one-x"}])
def test_a_draft_without_what_the_page_puts_there_is_refused_in_words(member: Member, fields: dict[str, str]) -> None:
    address = begin(member).request.path
    assert member.client.post(f"{address}draft", data=fields).status_code == 422
    assert member.client.post(f"{address}draft", data=fields, headers=JSON).status_code == 422


def test_finishing_without_marks_asks_and_can_count_the_rest_as_missed(member: Member) -> None:
    scoring = reveal(member.client, begin(member))
    asked = member.client.submit(scoring, "/finish")
    assert asked.headers["Location"].endswith("?unmarked=1")
    page = member.client.get(asked.headers["Location"])
    assert "Some points have no mark yet." in page.text
    member.client.post(f"{page.request.path}finish", data={"rest": "missed"})
    assert "1 key point: 1 missed. That is 0 %." in member.client.get(page.request.path).text


def test_marks_are_saved_as_they_are_made_and_final_once_finished(member: Member) -> None:
    page = reveal(member.client, begin(member))
    address = page.request.path
    assert member.client.post(f"{address}marks", data={"mark-writes": "covered"}, headers=JSON).json == {
        "saved": True
    }
    assert member.client.post(f"{address}marks", data={"mark-writes": "great"}).status_code == 422
    assert member.client.post(f"{address}marks", data={"mark-nothing": "covered"}).status_code == 404
    member.client.post(f"{address}finish")
    late = member.client.post(f"{address}marks", data={"mark-writes": "missed"}, headers=JSON)
    assert late.status_code == 409
    assert "That is 100 %." in member.client.get(address).text


def test_once_it_is_open_the_text_is_final(member: Member) -> None:
    page = begin(member)
    reveal(member.client, page)
    for action in ("/draft", "/reveal"):
        late = member.client.submit(page, action, text="Copied.")
        assert late.status_code == 409
        assert "Copied." in late.text, "the words are shown again, to be copied"
    told = member.client.post(
        f"{page.request.path}draft",
        data={"text": "Copied.", "revision": "0", "page": "page-one-x", "sequence": "1"},
        headers=JSON,
    )
    assert told.status_code == 409
    assert told.json is not None
    assert told.json["error"] == "answer-final"
    assert "next" not in told.json, "the page must not go away with the words on it"
    assert "Copied." not in member.client.get(page.request.path).text
    assert member.client.submit(page, "/reveal", text="It costs space.").status_code == 303, "the same words twice"


def test_a_page_that_lay_open_does_not_undo_what_another_window_marked(member: Member) -> None:
    old = reveal(member.client, begin(member))
    member.client.submit(old, "/marks", **{"mark-writes": "missed"})
    old = member.client.get(old.request.path)
    member.client.post(f"{old.request.path}marks", data={"mark-writes": "covered"}, headers=JSON)
    member.client.submit(old, "/finish")
    assert "That is 100 %." in member.client.get(old.request.path).text


@pytest.mark.parametrize("seen", ["", "no json", "[1]", "[" * 5000, '{"mark-writes": {}}'])
def test_nonsense_about_what_was_seen_is_no_error(member: Member, seen: str) -> None:
    page = reveal(member.client, begin(member))
    fields = {"mark-writes": "covered", "seen": seen}
    assert member.client.post(f"{page.request.path}marks", data=fields, headers=JSON).json == {"saved": True}


def test_a_page_that_was_loaded_too_early_can_ask_what_is_stored(app: Flask, member: Member) -> None:
    page = begin(member)
    member.client.submit(page, "/draft", text="It costs")
    stored = member.client.get(page.request.path, headers=JSON)
    assert stored.json == {"text": "It costs", "revision": 1}


def test_somebody_elses_answer_is_not_found(app: Flask, member: Member) -> None:
    address = begin(member).request.path
    stranger = sign_in_guest(app).client
    assert stranger.get(address).status_code == 404
    assert stranger.get(f"{address}delete/").status_code == 404
    for action in ("draft", "reveal", "marks", "finish", "delete"):
        assert stranger.post(f"{address}{action}", data={"text": "x"}).status_code == 404
    assert member.client.get(address.replace("what-a-sample-index-costs", "another")).status_code == 404


def test_an_answer_is_deleted_once_it_was_asked(member: Member) -> None:
    address = begin(member).request.path
    asked = member.client.get(f"{address}delete/")
    assert member.client.submit(asked, "/delete").headers["Location"] == PAGE
    assert member.client.get(address).status_code == 404
    assert member.client.post(f"{address}delete").status_code == 404


def test_what_changes_something_is_never_a_get(member: Member) -> None:
    address = begin(member).request.path
    for action in ("draft", "reveal", "marks", "finish"):
        assert member.client.get(f"{address}{action}").status_code == 405
