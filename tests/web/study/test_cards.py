"""The front page of the study, the list of cards, one card, limits, and the download for Anki."""

import csv
import io

import pytest

from interview_sim.clock import utc_now
from interview_sim.domain.review import CardKind
from tests.web.study.conftest import CHOICE_ADDRESS, Learner


def test_the_front_page_tells_what_is_due_and_starts(learner: Learner) -> None:
    learner.miss("keys", "types")
    page = learner.client.get("/study/").text
    assert "2 cards due now" in page
    assert "<li>2 new</li>" in page
    assert "<li>0 later today</li>" in page
    assert "<li>2 in all</li>" in page
    assert 'href="/study/review/"' in page


def test_before_there_are_cards_it_says_where_they_come_from(learner: Learner) -> None:
    assert "Nothing to review yet" in learner.client.get("/study/").text


def test_a_chart_is_drawn_only_of_something_and_its_days_are_those_of_utc(learner: Learner) -> None:
    card_id = learner.add()
    empty = learner.client.get("/study/").text
    assert "<figure" not in empty
    assert "None of the cards you have been asked before comes due in the next 14 days." in empty
    assert "No known card has come back to you yet" in empty
    learner.rate(card_id, 3, 1)
    page = learner.client.get("/study/").text
    assert page.count("<figure") == 1
    today = utc_now()
    assert f'<tr><td>{today.day} {today:%B}</td><td class="figure">1</td></tr>' in page
    assert "Days are counted in UTC; the next one begins on <time" in page


def test_it_says_which_interview_rated_cards_by_itself_as_long_as_it_is_there(learner: Learner) -> None:
    learner.miss("keys")
    attempt_id = learner.miss()
    with learner.app.app_context():
        from sqlalchemy import update

        from interview_sim.extensions import db
        from interview_sim.study.models import ReviewRating

        db.session.execute(update(ReviewRating).values(rated_at=utc_now()))
        db.session.commit()
    (card,) = learner.cards()
    link = f'<a href="/attempts/{attempt_id}/report/">'
    assert f"{link}An interview</a> rated 1 card" in learner.client.get("/study/").text
    assert f"By itself, from {link}an interview</a>" in learner.client.get(f"/study/cards/{card.id}/").text
    learner.client.post(f"/attempts/{attempt_id}/delete")
    assert "An interview you have deleted rated 1 card" in learner.client.get("/study/").text
    assert "By itself, from an interview you have deleted" in learner.client.get(f"/study/cards/{card.id}/").text


def test_the_dashboard_tells_of_what_is_due(learner: Learner) -> None:
    assert "Review 1 card" not in learner.client.get("/").text
    learner.add()
    page = learner.client.get("/").text
    assert "Review 1 card" in page
    assert 'Due now: 1 new. <a href="/study/">1 in all</a>' in page


def test_limits_are_kept_and_nonsense_is_shown_again_with_its_reason(learner: Learner) -> None:
    page = learner.client.get("/study/")
    assert learner.client.submit(page, "/limits", new="3", reviews="0").status_code == 303
    kept = learner.client.get("/study/").text
    assert 'value="3"' in kept
    learner.add()
    learner.client.submit(page, "/limits", new="0", reviews="0")
    for path in ("/study/", "/study/review/"):
        assert "1 new card waits until you raise your daily limit for new cards" in learner.client.get(path).text
    refused = learner.client.submit(learner.client.get("/study/"), "/limits", new="many", reviews="501")
    assert refused.status_code == 422
    assert 'value="many"' in refused.text
    assert 'value="501"' in refused.text
    assert "whole number from 0 to 500" in refused.text


@pytest.mark.parametrize(("show", "expected"), [("all", 3), ("new", 2), ("suspended", 1), ("nonsense", 3)])
def test_the_list_can_be_narrowed(learner: Learner, show: str, expected: int) -> None:
    learner.miss("keys", "types")
    card_id = learner.add()
    learner.client.post(f"/study/cards/{card_id}/suspend")
    assert learner.client.get(f"/study/cards/?show={show}").text.count("/study/cards/") >= expected
    assert learner.client.get(f"/study/cards/?show={show}").text.count('<li><a href="/study/cards/') == expected


def test_a_card_being_learnt_is_in_the_list_of_what_is_due(learner: Learner) -> None:
    card_id = learner.add()
    learner.rate(card_id, 3, 1)
    assert '<span class="badge warn">being learnt</span>' in learner.client.get("/study/cards/?show=due").text
    assert '<span class="badge warn">being learnt</span>' in learner.client.get(f"/study/cards/{card_id}/").text
    learner.rate(card_id, 4, 2)
    assert "No cards here" in learner.client.get("/study/cards/?show=due").text


def test_a_mangled_cursor_shows_the_first_page(learner: Learner) -> None:
    learner.add()
    assert "What does an index cost?" in learner.client.get("/study/cards/?after=20261345T99-x").text


def test_a_card_tells_its_history_and_can_rest_wake_and_go(learner: Learner) -> None:
    card_id = learner.add()
    learner.rate(card_id, 3, 1)
    page = learner.client.get(f"/study/cards/{card_id}/")
    assert "<td>Good</td><td>You</td>" in page.text
    learner.client.submit(page, "/suspend")
    resting = learner.client.get(f"/study/cards/{card_id}/")
    assert "suspended" in resting.text
    learner.client.submit(resting, "/resume")
    ask = learner.client.get(f"/study/cards/{card_id}/delete/")
    assert learner.cards() != []
    assert learner.client.submit(ask, "/delete").headers["Location"] == "/study/cards/"
    assert learner.cards() == []
    assert learner.client.get(f"/study/cards/{card_id}/").status_code == 404


def test_anki_gets_a_row_for_each_card_with_both_sides(learner: Learner) -> None:
    learner.miss("keys")
    learner.add()
    learner.add(CardKind.CHOICE, CHOICE_ADDRESS)
    reply = learner.client.get("/study/cards.csv")
    assert reply.headers["Content-Disposition"].startswith("attachment")
    head, rows = reply.text.split("#tags column:3\n")
    assert head.startswith("#separator:Comma\n#html:true\n")
    read = list(csv.reader(io.StringIO(rows)))
    assert {row[2].split()[1] for row in read} == {"question", "choice", "point"}
    assert all(len(row) == 3 for row in read)
    fronts, backs = " ".join(row[0] for row in read), " ".join(row[1] for row in read)
    assert "How would you store the orders" in fronts
    assert "Gives every table a primary key." in backs
    assert "Gives every table a primary key." not in fronts
    assert "It shows whether keys was thought of." not in fronts


@pytest.mark.parametrize(
    ("path", "most"), [("/study/", 7), ("/study/review/", 5), ("/study/cards/", 3), ("/study/cards.csv", 4)]
)
def test_the_number_of_queries_does_not_grow_with_the_cards(learner: Learner, path: str, most: int) -> None:
    learner.miss("keys")
    learner.client.get(path)
    learner.client.get(path)
    few = len(learner.client.queries)
    learner.miss("types", "naming", "index", "measure", "cache")
    learner.add()
    learner.client.get(path)
    learner.client.get(path)
    assert len(learner.client.queries) == few <= most, learner.client.queries
