"""The list of questions and one question: searching, filtering, bookmarks, notes, and what strangers may see."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from interview_sim.bank.models import QuestionLook
from interview_sim.catalog.store import load_pack
from interview_sim.domain.content import KeyPoint, Level
from interview_sim.extensions import db
from tests.builders import NOON, bank_sample, sample_pack, sample_question
from tests.client import AuditingClient
from tests.web.progress.conftest import Member, sign_in_guest

SLUG = "what-a-sample-index-costs"
PAGE = f"/questions/{SLUG}/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def member(app: Flask) -> Member:
    return sign_in_guest(app)


def load_many(app: Flask, count: int) -> None:
    """So many questions, half of them advanced and about caching."""
    with app.app_context():
        many = [
            sample_question().model_copy(
                update={
                    "id": f"q-{number:03}",
                    "title": f"Question {number:03}",
                    "level": Level.ADVANCED if number % 2 else Level.BEGINNER,
                    "topics": ("caching",) if number % 2 else ("databases",),
                }
            )
            for number in range(count)
        ]
        load_pack(replace(sample_pack(), questions=tuple(many)), NOON)


def test_anybody_may_read_and_the_model_answer_is_folded(client: AuditingClient) -> None:
    assert SLUG in client.get("/questions/").text
    page = client.get(PAGE).text
    assert "What does an index on a table cost?" in page
    folded = page.split('<details class="key" id="model-answer">')[1]
    assert "Space on disk, and work on every write." in folded
    assert "Answer it yourself, as a guest" in page


def test_a_question_that_does_not_exist_is_not_found(member: Member) -> None:
    assert member.client.get("/questions/no-such/").status_code == 404
    for action in ("answers", "bookmark", "note"):
        assert member.client.post(f"/questions/no-such/{action}").status_code == 404


def test_a_search_marks_what_it_found_and_shows_markup_as_it_is_written(app: Flask, client: AuditingClient) -> None:
    with app.app_context():
        point = KeyPoint(id="tags", text="Names <script> & its zebra.", why="A reason.")
        odd = sample_question().model_copy(update={"id": "odd", "title": "Odd <b>zebra</b>", "points": (point,)})
        load_pack(replace(sample_pack(), questions=(odd,)), NOON)
    page = client.get("/questions/?q=zebra").text
    assert "Odd &lt;b&gt;<mark>zebra</mark>&lt;/b&gt;" in page
    assert "&lt;script&gt; &amp; its <mark>zebra</mark>" in page
    assert "<script> &" not in page


@pytest.mark.parametrize("query", ['"', "a AND (", "zebra*", "%00", "x" * 5000, "🦓"])
def test_no_search_is_an_error(client: AuditingClient, query: str) -> None:
    page = client.get("/questions/", query_string={"q": query}, follow_redirects=True)
    assert page.status_code == 200


def test_filters_narrow_the_list_and_an_empty_one_says_what_to_take_away(app: Flask, client: AuditingClient) -> None:
    load_many(app, 6)
    assert client.get("/questions/?level=advanced").text.count("<li><h2>") == 3
    assert client.get("/questions/?topic=caching&level=advanced").text.count("<li><h2>") == 3
    nothing = client.get("/questions/?topic=databases&level=advanced").text
    assert "Nothing fits" in nothing
    assert "without the topic</a>: 3 questions" in nothing
    assert "without the level</a>: 3 questions" in nothing
    nonsense = client.get("/questions/?level=impossible&sort=odd&page=x")
    assert (nonsense.status_code, nonsense.headers["Location"]) == (303, "/questions/")


def test_a_topic_that_there_is_not_is_explained(app: Flask, client: AuditingClient) -> None:
    load_many(app, 6)
    page = client.get("/questions/?topic=cooking&level=advanced")
    assert page.status_code == 200
    assert "There is no topic called “cooking”" in page.text
    assert "without the topic</a>: 3 questions" in page.text
    assert "without the level" not in page.text


@pytest.mark.parametrize("query", ["*", "%", "(", "🙂"])
def test_a_search_without_a_word_lists_nothing_and_says_why(app: Flask, client: AuditingClient, query: str) -> None:
    load_many(app, 3)
    page = client.get("/questions/", query_string={"q": query})
    assert f"There is no word in “{query}”" in page.text
    assert "without the words searched for</a>: 3 questions" in page.text
    assert "<li><h2>" not in page.text


def test_a_single_letter_means_the_word_and_not_what_begins_with_it(app: Flask, client: AuditingClient) -> None:
    with app.app_context():
        titles = {"cpp": "When would you write it in C++?", "cat": "Cats and caches"}
        asked = [sample_question().model_copy(update={"id": slug, "title": name}) for slug, name in titles.items()]
        load_pack(replace(sample_pack(), questions=tuple(asked)), NOON)
    page = client.get("/questions/", query_string={"q": "C++"})
    assert "Searched for <strong>c</strong>: signs and the commonest words are left out." in page.text
    assert "When would you write it in <mark>C</mark>++?" in page.text
    assert "Cats" not in page.text


def test_pages_follow_one_another_and_a_question_knows_its_neighbours(app: Flask, client: AuditingClient) -> None:
    load_many(app, 45)
    first = client.get("/questions/?sort=title")
    assert "45 questions, page 1 of 3" in first.text
    assert 'rel="next" href="/questions/?sort=title&amp;page=2"' in first.text
    assert "Question 020" in client.get("/questions/?sort=title&page=2").text
    middle = client.get("/questions/q-020/?n=21&sort=title").text
    assert 'rel="prev" href="/questions/q-019/?n=20&amp;sort=title"' in middle
    assert 'rel="next" href="/questions/q-021/?n=22&amp;sort=title"' in middle
    assert "There is no such page" in client.get("/questions/?page=9").text


@pytest.mark.parametrize("path", ["/questions/", "/questions/?q=index", "/questions/?weak=yes&sort=weak"])
def test_the_number_of_queries_does_not_grow(app: Flask, member: Member, path: str) -> None:
    counts = []
    for number in (3, 300):
        load_many(app, number)
        member.client.get(path)
        member.client.get(path)
        counts.append(len(member.client.queries))
    assert counts[0] <= counts[1] <= 6, member.client.queries


def test_bookmarked_seen_and_weak_are_the_users_own(app: Flask, member: Member) -> None:
    other = sign_in_guest(app)
    with app.app_context():
        bank_sample(member.user_id)
    assert SLUG in member.client.get("/questions/?bookmarked=yes").text
    assert SLUG in member.client.get("/questions/?seen=yes").text
    assert SLUG not in member.client.get("/questions/?weak=yes").text
    assert "100\N{NO-BREAK SPACE}%" in member.client.get("/questions/").text
    assert SLUG not in other.client.get("/questions/?bookmarked=yes").text
    assert "Ask about writes." not in other.client.get(PAGE).text


def test_reading_the_model_answer_without_answering_counts_as_seen(app: Flask, member: Member) -> None:
    other = sign_in_guest(app)
    member.client.get(f"{PAGE}?answer=shown")  # an address alone changes nothing
    assert SLUG not in member.client.get("/questions/?seen=yes").text
    page = member.client.get(f"{PAGE}?n=1&sort=title")
    assert "It then counts as seen." in page.text
    shown = member.client.submit(page, "/look")
    assert (shown.status_code, shown.headers["Location"]) == (303, f"{PAGE}?n=1&answer=shown&sort=title#model-answer")
    page = member.client.get(shown.headers["Location"])
    assert '<details class="key" id="model-answer" open>' in page.text
    assert "It then counts as seen." not in page.text
    assert '<details class="key" id="model-answer">' in member.client.get(PAGE).text
    assert SLUG in member.client.get("/questions/?seen=yes").text
    assert SLUG not in member.client.get("/questions/?seen=no").text
    assert SLUG not in other.client.get("/questions/?seen=yes").text


def test_looking_twice_is_looking_once(app: Flask, member: Member) -> None:
    for _ in range(2):
        told = member.client.post(f"{PAGE}look", headers=JSON)
        assert (told.status_code, told.json) == (200, {"seen": True})
    with app.app_context():
        assert db.session.execute(select(func.count()).select_from(QuestionLook)).scalar() == 1
    assert member.client.get(f"{PAGE}look").status_code == 405
    assert member.client.post("/questions/no-such/look").status_code == 404


def test_a_bookmark_is_set_and_taken_away(member: Member) -> None:
    page = member.client.get(PAGE)
    assert member.client.submit(page, "/bookmark").status_code == 303
    page = member.client.get(PAGE)
    assert "Remove the bookmark" in page.text
    member.client.submit(page, "/bookmark")
    assert "Remove the bookmark" not in member.client.get(PAGE).text


def test_a_note_is_kept_and_a_stale_one_is_answered_with_both(member: Member) -> None:
    old = member.client.get(PAGE)
    assert member.client.submit(member.client.get(PAGE), "/note", text="First.").status_code == 303
    conflict = member.client.submit(old, "/note", text="Second.")
    assert conflict.status_code == 409
    assert "First." in conflict.text
    assert "Second." in conflict.text
    kept = member.client.submit(conflict, "/note", text="First. Second.")
    assert kept.status_code == 303
    assert "First. Second." in member.client.get(PAGE).text
    fields = {"text": "Third.", "revision": "0", "page": "another-page", "sequence": "1"}
    told = member.client.post(f"{PAGE}note", data=fields, headers=JSON)
    assert told.status_code == 409
    assert told.json is not None
    assert told.json["text"] == "First. Second."


def test_a_note_that_is_too_long_is_shown_again_with_its_reason(member: Member) -> None:
    words = "x" * 5001
    refused = member.client.submit(member.client.get(PAGE), "/note", text=words)
    assert refused.status_code == 422
    assert "A note may have 5,000 characters" in refused.text
    assert words in refused.text


def test_signed_out_nothing_can_be_changed(client: AuditingClient) -> None:
    for action in ("answers", "bookmark", "look", "note"):
        assert client.post(f"{PAGE}{action}").status_code == 401


def test_adding_to_the_review_makes_a_card_and_comes_back(member: Member) -> None:
    reply = member.client.submit(member.client.get(PAGE), "/study/cards")
    assert (reply.status_code, reply.headers["Location"]) == (303, PAGE)
    assert "What does an index cost?" in member.client.get("/study/cards/").text


def test_what_is_in_the_review_says_so_and_leads_to_its_card(member: Member) -> None:
    asked = member.client.get(PAGE)
    assert "In your review" not in asked.text
    member.client.submit(asked, "/study/cards")
    page = member.client.get(PAGE)
    assert "It is in your review now." in page.text
    assert "Add to my review" not in page.text
    card = re.search(r'href="(/study/cards/\w+/)"[^>]*><svg.*?</svg>In your review</a>', page.text)
    assert card
    assert "What does an index cost?" in member.client.get(card[1]).text
    member.client.submit(asked, "/study/cards")  # the page as it was before: there is still one card
    assert member.client.get("/study/cards/").text.count(card[1]) == 1
    member.client.submit(member.client.get(card[1]), "/suspend")
    assert "In your review, suspended</a>" in member.client.get(PAGE).text


def test_the_review_of_somebody_else_is_not_ones_own(app: Flask, member: Member) -> None:
    other = sign_in_guest(app)
    other.client.submit(other.client.get(PAGE), "/study/cards")
    assert "Add to my review" in member.client.get(PAGE).text


def test_guides_are_listed_and_read_and_an_unknown_one_is_not_found(client: AuditingClient) -> None:
    assert "No guides are loaded yet" in client.get("/guides/").text
    assert client.get("/guides/no-such/").status_code == 404
