"""One card after another: what is asked, rating, taking back, leaving and coming back."""

from dataclasses import replace

import pytest
from flask import Flask

from interview_sim.catalog.store import load_pack
from interview_sim.domain.review import CardKind
from tests.builders import NOON, QUESTION_ADDRESS, sample_choice_question, sample_pack
from tests.client import AuditingClient
from tests.web.study.conftest import CHOICE_ADDRESS, Learner


def test_a_missed_point_is_asked_as_the_question_it_belongs_to(learner: Learner) -> None:
    learner.miss("keys")
    page = learner.client.get("/study/review/").text
    assert "How would you store the orders of a small shop?" in page
    assert "What should you have said about <strong>Modelling</strong>?" in page
    assert "Missed in an interview" in page
    front, _, back = page.partition('<details class="answer"')
    assert "Modelling: Storing orders (1 of 3)" in front
    assert "There are 3 points about it." in front
    for given_away in ("Gives every table a primary key.", "It shows whether keys was thought of."):
        assert given_away in back
        assert given_away not in front


def test_the_place_in_the_model_answer_is_shown(learner: Learner) -> None:
    learner.miss("measure")
    page = learner.client.get("/study/review/").text
    assert "In the model answer:" in page
    assert "First I read the <mark>plan</mark> with <mark>EXPLAIN</mark> ANALYZE, then I add an index." in page


def test_a_quiz_question_is_called_by_its_words_without_markdown_or_code(learner: Learner, app: Flask) -> None:
    stem = "Which **one** prints `1`?\n\n```python runnable\nclass A: pass\n```\n\nAnd *why*?"
    pack = sample_pack()
    changed = sample_choice_question().model_copy(update={"stem": stem})
    with app.app_context():
        load_pack(replace(pack, choice_questions=(changed,)), NOON)
    card_id = learner.add(CardKind.CHOICE, CHOICE_ADDRESS)
    for path in ("/study/cards/", f"/study/cards/{card_id}/delete/"):
        page = learner.client.get(path).text
        assert "Which one prints 1? … And why?<" in page
        assert "class A" not in page
    assert learner.client.get("/study/review/").text.count("Which <strong>one</strong> prints") == 1


def test_each_button_shows_when_the_card_would_come_back(learner: Learner) -> None:
    learner.add()
    page = learner.client.get("/study/review/").text
    for label, interval in (("Again", "1 min"), ("Hard", "6 min"), ("Good", "10 min"), ("Easy", "8 days")):
        assert f'<span>{label}</span><span class="interval">{interval}</span>' in page


def test_rating_goes_on_to_the_next_card_and_ends_with_what_comes_next(learner: Learner) -> None:
    learner.miss("keys", "types")
    for _ in range(2):
        page = learner.client.get("/study/review/")
        reply = learner.client.submit(page, "/rate", grade="4")
        assert (reply.status_code, reply.headers["Location"]) == (303, "/study/review/")
    done = learner.client.get("/study/review/").text
    assert "Done for now" in done
    assert "You answered 2 cards today." in done
    assert "The next one comes on" in done


def test_a_card_that_is_still_being_learnt_is_due_now_and_counted_once(learner: Learner) -> None:
    card_id = learner.add()
    learner.rate(card_id, 1, 1)
    learner.rate(card_id, 1, 2)
    assert "1 card due now" in learner.client.get("/study/review/").text
    front = learner.client.get("/study/").text
    assert "<li>1 being learnt</li>" in front
    assert "<li>1 answered today</li>" in front
    assert "1 due today, 1 in the next 14 days" in front
    learner.rate(card_id, 4, 3)
    out_of_turn = learner.client.get(f"/study/review/?card={card_id}").text
    assert "Nothing is due now; this card is asked out of turn" in out_of_turn
    assert "You answered 1 card today." in learner.client.get("/study/review/").text


def test_a_choice_question_shows_every_option_and_why_the_wrong_ones_are_wrong(learner: Learner) -> None:
    learner.add(CardKind.CHOICE, CHOICE_ADDRESS)
    page = learner.client.get("/study/review/").text
    assert "It looks at one row at a time." in page
    assert '<h1 class="small-title">Quiz question</h1>' in page
    assert "A primary key is unique and not null." in page


def test_a_question_of_the_bank_shows_its_answer_and_key_points(learner: Learner) -> None:
    learner.add()
    page = learner.client.get("/study/review/").text
    assert "Space on disk, and work on every write." in page
    assert "Slows down writes." in page


def test_the_same_form_sent_twice_rates_once(learner: Learner) -> None:
    card_id = learner.add()
    page = learner.client.get("/study/review/")
    learner.client.submit(page, "/rate", grade="3")
    reply = learner.client.submit(page, "/rate", grade="3")
    assert reply.status_code == 303
    assert learner.grades(card_id) == [3]
    assert "not written a second time" in learner.client.get("/study/review/").text


@pytest.mark.parametrize(
    "fields", [{}, {"grade": "5", "version": "1"}, {"grade": "3"}, {"grade": "3", "version": "x"}]
)
def test_a_rating_without_sense_changes_nothing_and_says_so(learner: Learner, fields: dict[str, str]) -> None:
    card_id = learner.add()
    reply = learner.client.post(f"/study/cards/{card_id}/rate", data=fields)
    assert reply.status_code == 303
    assert learner.grades(card_id) == []
    assert "did not say how the card was rated" in learner.client.get(reply.headers["Location"]).text


def test_taking_back_asks_that_card_again(learner: Learner) -> None:
    card_id = learner.add()
    learner.client.submit(learner.client.get("/study/review/"), "/rate", grade="4")
    reply = learner.client.submit(learner.client.get("/study/review/"), "/undo")
    assert reply.headers["Location"] == f"/study/review/?card={card_id}"
    assert learner.grades(card_id) == []
    assert "What does an index cost?" in learner.client.get(reply.headers["Location"]).text


def test_taking_back_nothing_says_so(learner: Learner) -> None:
    reply = learner.client.post("/study/undo")
    assert "no rating of yours to take back" in learner.client.get(reply.headers["Location"]).text


def test_letting_a_card_rest_in_the_middle_goes_on_with_the_next(learner: Learner) -> None:
    learner.miss("keys", "types")
    page = learner.client.get("/study/review/")
    reply = learner.client.submit(page, "/suspend")
    assert reply.headers["Location"] == "/study/review/"
    assert sum(card.suspended_at is not None for card in learner.cards()) == 1


def test_without_any_card_it_says_how_cards_come_about(learner: Learner) -> None:
    assert "Nothing to review yet" in learner.client.get("/study/review/").text


def test_signed_out_one_is_asked_to_sign_in(client: AuditingClient) -> None:
    for path in ("/study/", "/study/review/", "/study/cards/", "/study/cards.csv"):
        assert "/auth/login" in client.get(path).headers["Location"]
    assert client.post("/study/undo").status_code == 401


def test_somebody_elses_card_is_not_found(learner: Learner, stranger: Learner) -> None:
    card_id = learner.add()
    assert stranger.client.get(f"/study/review/?card={card_id}").status_code == 404
    assert stranger.client.get(f"/study/cards/{card_id}/").status_code == 404
    assert stranger.client.get(f"/study/cards/{card_id}/delete/").status_code == 404
    assert stranger.rate(card_id, 3, 1) == 404
    for action in ("suspend", "resume", "delete"):
        assert stranger.client.post(f"/study/cards/{card_id}/{action}").status_code == 404
    assert learner.grades(card_id) == []


def test_what_changes_something_is_never_a_get(learner: Learner) -> None:
    card_id = learner.add()
    for path in ("rate", "suspend", "resume"):
        assert learner.client.get(f"/study/cards/{card_id}/{path}").status_code == 405
    assert learner.client.get("/study/undo").status_code == 405


def test_adding_comes_back_to_where_one_was(learner: Learner) -> None:
    fields = {"kind": "question", "item": QUESTION_ADDRESS, "part": "", "next": "/interviews/"}
    reply = learner.client.post("/study/cards", data=fields)
    assert (reply.status_code, reply.headers["Location"]) == (303, "/interviews/")
    assert len(learner.cards()) == 1
    again = learner.client.post("/study/cards", data={**fields, "next": "//elsewhere.example"})
    assert again.headers["Location"] == "/study/cards/"
    assert len(learner.cards()) == 1


def test_adding_what_does_not_exist_is_not_found_and_nonsense_says_so(learner: Learner) -> None:
    assert learner.client.post("/study/cards", data={"kind": "choice", "item": "no/such"}).status_code == 404
    reply = learner.client.post("/study/cards", data={"kind": "poem", "item": QUESTION_ADDRESS})
    assert "did not say what is to be added" in learner.client.get(reply.headers["Location"]).text
