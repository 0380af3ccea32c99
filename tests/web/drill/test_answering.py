"""Answering a drill: what is refused, what is kept, and what the result says."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from interview_sim.catalog.queries import find_current_drill
from interview_sim.catalog.store import load_pack
from tests.accounts import credentials, make_user
from tests.audit import parse
from tests.builders import DRILL_SLUG, NOON, sample_pack
from tests.client import AuditingClient
from tests.web.drill.conftest import QUESTION, START, WHYS, Spotter, path_of

NOTHING = "Tick the red flags that the answer raises, or “None of these”."


def ticked_in(page: TestResponse) -> list[str]:
    boxes = [box for box in parse(page).iter("input") if box.get("type") == "checkbox"]
    return sorted(box.get("value", "") for box in boxes if box.get("checked") is not None)


def test_the_page_shows_question_answer_and_flags_and_none_of_the_key(spotter: Spotter) -> None:
    spotter.client.forbid([*WHYS, "makes an interviewer doubt the rest."])
    page = spotter.client.get(QUESTION)
    for text in ("first</strong> step?", "I would put an index", "Optimises without measuring anything."):
        assert text in page.text
    assert "raised" not in page.text
    assert page.text.count('name="flag"') == 4


def test_each_page_has_a_key_of_its_own_that_decides_the_order(spotter: Spotter) -> None:
    orders = set()
    for _ in range(20):
        page = parse(spotter.client.get(QUESTION))
        orders.add(tuple(box.get("value") for box in page.iter("input") if box.get("name") == "flag"))
    assert len(orders) > 5


def test_exactly_right_is_told_with_every_reason(spotter: Spotter) -> None:
    result = path_of(spotter.answer("flag-a", "flag-b"))
    page = spotter.client.get(result)
    assert "<title>Exactly right" in page.text
    for letter in "abcd":
        assert f"Reason {letter} of {DRILL_SLUG}." in page.text
    assert page.text.count("Raised, and you saw it") == 2
    assert page.text.count("Not raised, and you left it") == 2
    assert "general-bluff makes an interviewer doubt the rest." in page.text
    assert "general-blame makes an interviewer doubt the rest." not in page.text


def test_what_was_missed_and_what_was_not_there_are_told_apart(spotter: Spotter) -> None:
    page = spotter.client.get(path_of(spotter.answer("flag-a", "flag-d")))
    assert "Not quite: 1 missed and 1 ticked that is not raised" in page.text
    assert "Raised, and you missed it" in page.text
    assert "Not raised, though you ticked it" in page.text


def test_none_of_these_is_an_answer(spotter: Spotter) -> None:
    page = spotter.client.get(path_of(spotter.answer(none="1")))
    assert "Not quite: 2 missed" in page.text


def test_nothing_ticked_is_asked_again_and_nothing_is_kept(spotter: Spotter) -> None:
    spotter.client.forbid(WHYS)
    reply = spotter.answer()
    assert reply.status_code == 422
    assert NOTHING in reply.text
    assert spotter.answers() == 0


def test_flags_and_none_of_these_together_are_asked_again_with_the_ticks_kept(spotter: Spotter) -> None:
    spotter.client.forbid(WHYS)
    page = spotter.client.get(QUESTION)
    reply = spotter.client.submit(page, "/answers", flag=["flag-a", "flag-c"], none="1")
    assert reply.status_code == 422
    assert "Take one or the other back." in reply.text
    assert ticked_in(reply) == ["1", "flag-a", "flag-c"]
    key = [box.get("value") for box in parse(page).iter("input") if box.get("name") == "start_key"]
    assert [box.get("value") for box in parse(reply).iter("input") if box.get("name") == "start_key"] == key


def test_a_flag_that_is_not_shown_is_refused(spotter: Spotter) -> None:
    spotter.client.forbid(WHYS)
    reply = spotter.answer("flag-a", "flag-zzz")
    assert reply.status_code == 422
    assert "Choose from the flags below." in reply.text
    assert spotter.answers() == 0


@pytest.mark.parametrize("revision", ["", "x", "0", "999999", "99999999999999999999", "-1"])
def test_a_revision_that_there_is_not_is_not_found(spotter: Spotter, revision: str) -> None:
    assert spotter.answer("flag-a", revision=revision).status_code == 404


def test_the_revision_of_another_drill_is_not_found(app: Flask, spotter: Spotter) -> None:
    with app.app_context():
        other = find_current_drill("sample-second-drill")
        assert other is not None
    assert spotter.answer("flag-a", revision=str(other.revision_id)).status_code == 404


def test_a_key_that_the_page_did_not_make_is_replaced(spotter: Spotter) -> None:
    for key in ("", "short", "<script>alert(1)</script>"):
        assert spotter.answer("flag-a", start_key=key).status_code == 303
    assert spotter.answers() == 3


def test_the_same_page_sent_twice_is_judged_once(spotter: Spotter) -> None:
    page = spotter.client.get(QUESTION)
    first = path_of(spotter.client.submit(page, "/answers", flag=["flag-a"]))
    second = path_of(spotter.client.submit(page, "/answers", flag=["flag-a", "flag-b"]))
    assert first == second
    assert spotter.answers() == 1
    assert "Exactly right" not in spotter.client.get(first).text


def test_the_same_drill_may_be_answered_again_later(spotter: Spotter) -> None:
    assert path_of(spotter.answer("flag-a")) != path_of(spotter.answer("flag-a"))
    assert spotter.answers() == 2


def test_an_answer_to_a_page_from_before_a_change_is_judged_by_what_was_shown(app: Flask, spotter: Spotter) -> None:
    page = spotter.client.get(QUESTION)
    with app.app_context():
        load_pack(sample_pack(), NOON)
    result = path_of(spotter.client.submit(page, "/answers", flag=["flag-a", "flag-b"]))
    assert "Exactly right" in spotter.client.get(result).text
    assert spotter.client.get(QUESTION).status_code == 404


def test_the_topic_travels_along(spotter: Spotter) -> None:
    page = spotter.client.get(f"{QUESTION}?topic=databases")
    reply = spotter.client.submit(page, "/answers", flag=["flag-a"])
    assert reply.headers["Location"].endswith("/?topic=databases")
    assert 'href="/red-flags/drill/next?topic=databases"' in spotter.client.get(reply.headers["Location"]).text


def test_the_next_one_is_another(spotter: Spotter) -> None:
    spotter.answer("flag-a")
    for _ in range(10):
        assert path_of(spotter.client.get(f"{START}next")) != QUESTION


def test_somebody_elses_answer_is_not_found(spotter: Spotter, stranger: Spotter) -> None:
    assert stranger.client.get(path_of(spotter.answer("flag-a"))).status_code == 404


def test_signed_out_nothing_is_answered(app: Flask, spotter: Spotter) -> None:
    result = path_of(spotter.answer("flag-a"))
    visitor = app.test_client()
    assert path_of(visitor.get(result)) == "/auth/login"
    assert visitor.post(f"{QUESTION}answers", data={"flag": "flag-a"}).status_code == 401


def test_without_a_token_nothing_is_answered(spotter: Spotter) -> None:
    reply = spotter.client.post(f"{QUESTION}answers", data={"flag": "flag-a"}, csrf=False)
    assert reply.status_code == 400
    assert spotter.answers() == 0


@pytest.mark.parametrize("path", [f"{QUESTION}answers"])
def test_an_answer_cannot_be_read_into_being(spotter: Spotter, path: str) -> None:
    assert spotter.client.get(path).status_code == 405


def test_an_unknown_drill_is_not_found(spotter: Spotter) -> None:
    for slug in ("nothing", "answers", "sample-interview"):
        assert spotter.client.get(f"{START}{slug}/").status_code == 404


def test_the_number_of_queries_of_each_page_does_not_grow(spotter: Spotter) -> None:
    for _ in range(3):
        result = path_of(spotter.answer("flag-a"))
        posted = len(spotter.client.queries)
        spotter.client.get(result)
        read = len(spotter.client.queries)
        spotter.client.get(QUESTION)
    # who is signed in; then the two inserts / the answer, the drills on offer, the record / the drill's number
    assert (posted, read, len(spotter.client.queries)) == (3, 4, 2)


def test_a_guests_answers_come_along_to_the_account(app: Flask, spotter: Spotter) -> None:
    with app.app_context():
        make_user()
    result = path_of(spotter.answer("flag-a"))
    spotter.client.post("/auth/login", data=credentials())
    assert spotter.client.get(result).status_code == 200


def test_nothing_is_told_before_it_is_answered_wherever_one_looks(spotter: Spotter, client: AuditingClient) -> None:
    """Not on the pages, not in the script, not in the export; after one answer, of that drill alone."""
    spotter.client.forbid(WHYS)
    paths = (
        START,
        QUESTION,
        "/red-flags/",
        "/red-flags/mistakes/",
        "/export.json",
        "/static/js/drill.js",
        "/history/",
    )
    for path in paths:
        spotter.client.get(path, follow_redirects=True)
    spotter.client.allow_all()
    result = path_of(spotter.answer("flag-a"))
    spotter.client.forbid(why for why in WHYS if DRILL_SLUG not in why)
    for path in (*paths, result):
        spotter.client.get(path, follow_redirects=True)
