"""What the bank's pages lead to: addresses, neighbours, follow-ups, questions that were retired, guides."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from flask import Flask

from tests.bank_builders import (
    SLUG,
    answer,
    cache_question,
    covered,
    guide,
    load_bank,
    many,
    offered,
    plan_question,
)
from tests.builders import NOON
from tests.client import AuditingClient
from tests.web.progress.conftest import Member, sign_in_guest

PAGE = f"/questions/{SLUG}/"
DAY = timedelta(days=1)


@pytest.fixture
def bank(app: Flask) -> Flask:
    with app.app_context():
        load_bank()
    return app


@pytest.fixture
def member(bank: Flask) -> Member:
    return sign_in_guest(bank)


def titles(client: AuditingClient, address: str) -> list[str]:
    """The titles of a list, in its order; what is marked in them is left out of account."""
    text = client.get(address).text.replace("<mark>", "").replace("</mark>", "")
    return [part.partition("</a>")[0].rpartition(">")[2] for part in text.split("<li><h2>")[1:]]


def test_a_form_with_empty_fields_leads_to_the_address_that_can_be_shared(member: Member) -> None:
    page = member.client.get("/questions/")
    sent = member.client.submit(page, "/questions/", q="  query   plan ", level="advanced")
    assert (sent.status_code, sent.headers["Location"]) == (303, "/questions/?q=query+plan&level=advanced")
    assert titles(member.client, sent.headers["Location"]) == ["How do you read a query plan?"]


def test_a_first_search_is_ordered_by_relevance_and_another_order_stays_chosen(member: Member) -> None:
    client = member.client
    sent = client.submit(client.get("/questions/"), "/questions/", q="cache")
    assert sent.headers["Location"] == "/questions/?q=cache"
    assert '<option value="" selected>Best match</option>' in client.get("/questions/?q=cache").text
    sent = client.submit(client.get("/questions/?sort=title"), "/questions/", q="cache")
    assert sent.headers["Location"] == "/questions/?q=cache&sort=title"


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/questions/?level=advanced&q=plan", "/questions/?q=plan&level=advanced"),
        ("/questions/?page=1", "/questions/"),
        ("/questions/?level=nothing&x=y", "/questions/"),
        ("/questions/?q=plan&sort=relevance", "/questions/?q=plan"),
        ("/questions/?q=plan&q=cache", "/questions/?q=plan"),
        ("/questions/?weak=yes", "/questions/"),
        ("/questions/?q=%00", "/questions/"),
        ("/questions/?q=" + "x" * 300, "/questions/?q=" + "x" * 200),
    ],
)
def test_every_list_has_one_address(bank: Flask, client: AuditingClient, address: str, canonical: str) -> None:
    moved = client.get(address)
    assert (moved.status_code, moved.headers["Location"]) == (303, canonical)
    assert client.get(canonical).status_code == 200


def test_levels_go_from_easy_to_hard_and_titles_by_the_alphabet(bank: Flask, client: AuditingClient) -> None:
    easy, hard = "When is a cache worth it?", "How do you read a query plan?"
    listed = titles(client, "/questions/")
    assert listed.index(easy) < listed.index(hard) == len(listed) - 1
    assert titles(client, "/questions/?sort=title") == [hard, "What does an index cost?", easy]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("estimated", "innermost node and compare <mark>estimated</mark> rows"),
        ("estimates", "Compares <mark>estimates</mark> with actual rows."),
        ("overnight", "You have EXPLAIN"),
    ],
)
def test_a_snippet_reads_as_the_page_does(bank: Flask, client: AuditingClient, query: str, shown: str) -> None:
    page = client.get(f"/questions/?q={query}").text
    assert shown in page
    assert "**" not in page
    assert "`" not in page


def test_what_was_scored_weak_last_comes_first(member: Member) -> None:
    with member.client.application.app_context():
        answer(member.user_id, slug="what-a-sample-index-costs", now=NOON)
        answer(member.user_id, slug="when-to-cache", now=NOON + DAY)
        answer(member.user_id, now=NOON + 2 * DAY)
        answer(member.user_id, covered(), now=NOON + 3 * DAY)
    listed = titles(member.client, "/questions/?sort=weak")
    assert listed == ["When is a cache worth it?", "What does an index cost?", "How do you read a query plan?"]
    assert len(titles(member.client, "/questions/?weak=yes")) == 2
    assert len(titles(member.client, "/questions/?seen=yes")) == 3
    assert titles(member.client, "/questions/?seen=no") == []


def test_an_answer_that_was_begun_only_counts_as_not_seen(member: Member) -> None:
    member.client.submit(member.client.get(PAGE), "/answers")
    assert len(titles(member.client, "/questions/?seen=no")) == 3


def test_deleting_the_latest_answer_makes_the_one_before_it_count(member: Member) -> None:
    with member.client.application.app_context():
        answer(member.user_id)
        latest = answer(member.user_id, covered(), now=NOON + DAY)
    assert "Nothing fits" in member.client.get("/questions/?weak=yes").text
    member.client.post(f"{PAGE}answers/{latest}/delete")
    assert titles(member.client, "/questions/?weak=yes") == ["How do you read a query plan?"]


def test_the_bookmark_comes_back_to_the_same_place_of_the_list(member: Member) -> None:
    address = f"{PAGE}?n=3"
    done = member.client.submit(member.client.get(address), "/bookmark")
    assert (done.status_code, done.headers["Location"]) == (303, address)


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"])
def test_a_bookmark_never_leads_to_another_site(member: Member, target: str) -> None:
    done = member.client.post(f"{PAGE}bookmark", data={"bookmark": "1", "next": target})
    assert done.headers["Location"] == PAGE


def test_a_question_leads_back_to_its_page_of_the_list(app: Flask, client: AuditingClient) -> None:
    with app.app_context():
        load_bank(*many(45))
    page = client.get("/questions/question-030/?q=question&sort=title&n=30").text
    assert 'href="/questions/?q=question&amp;sort=title&amp;page=2"' in page
    assert "/questions/question-029/" in page
    assert "/questions/question-031/" in page


@pytest.mark.parametrize(("place", "before", "after"), [(1, None, "002"), (45, "044", None)])
def test_the_ends_of_the_list_have_one_neighbour(
    app: Flask, client: AuditingClient, place: int, before: str | None, after: str | None
) -> None:
    with app.app_context():
        load_bank(*many(45))
    page = client.get(f"/questions/question-{place:03}/?q=question&sort=title&n={place}").text
    assert ('rel="prev"' in page, 'rel="next"' in page) == (before is not None, after is not None)


@pytest.mark.parametrize("place", ["2", "999999999", "0", "x"])
def test_where_the_list_has_changed_there_are_no_neighbours(bank: Flask, client: AuditingClient, place: str) -> None:
    page = client.get(f"{PAGE}?sort=title&n={place}").text
    assert 'rel="prev"' not in page
    assert 'rel="next"' not in page


def test_a_follow_up_is_a_link_while_it_is_in_the_bank(bank: Flask, client: AuditingClient) -> None:
    assert '<a href="/questions/when-to-cache/">And what would a cache change?</a>' in client.get(PAGE).text
    with bank.app_context():
        load_bank(plan_question())
    page = client.get(PAGE).text
    assert "And what would a cache change?" in page
    assert "/questions/when-to-cache/" not in page


def test_a_retired_question_stays_readable_for_those_who_have_something_of_it(member: Member) -> None:
    client = member.client
    with member.client.application.app_context():
        mine = answer(member.user_id, text="Kept words.")
        load_bank(cache_question())
    page = client.get(PAGE)
    assert "no longer offered" in page.text
    assert "Answer it yourself" not in page.text
    assert "Kept words." in client.get(f"{PAGE}answers/{mine}/").text
    assert client.submit(page, "/note", text="Gone?").status_code == 303
    assert client.post(f"{PAGE}answers").status_code == 404
    stranger = sign_in_guest(member.client.application)
    assert stranger.client.get(PAGE).status_code == 404
    assert stranger.client.post(f"{PAGE}note", data={"text": "x"}).status_code == 404
    assert member.client.application.test_client().get(PAGE).status_code == 404


def test_an_answer_is_read_with_the_revision_it_was_given_to(member: Member) -> None:
    with member.client.application.app_context():
        mine = answer(member.user_id, covered())
        load_bank(plan_question().model_copy(update={"answer": "Something else."}), cache_question())
    page = member.client.get(f"{PAGE}answers/{mine}/").text
    assert "<strong>innermost</strong>" in page
    assert "That is 100 %." in page
    assert "Something else." in member.client.get(PAGE).text


def test_the_number_of_queries_of_a_question_does_not_grow_with_the_answers(member: Member) -> None:
    counts = []
    for number in (1, 40):
        with member.client.application.app_context():
            for _ in range(number):
                answer(member.user_id)
        member.client.get(f"{PAGE}?n=3")
        counts.append(len(member.client.queries))
    assert counts[0] == counts[1] <= 10, member.client.queries


def test_pages_of_an_answer_ask_little(member: Member) -> None:
    with member.client.application.app_context():
        mine = answer(member.user_id)
    member.client.get(f"{PAGE}answers/{mine}/")
    member.client.get(f"{PAGE}answers/{mine}/")
    assert len(member.client.queries) <= 5, member.client.queries


def test_the_stored_note_is_told_to_its_owner_alone(member: Member) -> None:
    member.client.submit(member.client.get(PAGE), "/note", text="Mine.")
    assert member.client.get(f"{PAGE}note").json == {"text": "Mine.", "revision": 1}
    stranger = sign_in_guest(member.client.application)
    assert stranger.client.get(f"{PAGE}note").json == {"text": "", "revision": 0}


LONG = "## First `things`\n\nA.\n\n### Deeper\n\nB.\n\n## Main\n\nC.\n\n## Main\n\nD.\n\n## 表\n\nE."


def test_a_long_guide_has_a_table_of_contents(bank: Flask, client: AuditingClient) -> None:
    with bank.app_context():
        load_bank(plan_question(), guides=[guide("long", "A long one", LONG)])
    page = client.get("/guides/long/").text
    anchors: Mapping[str, str] = {"first-things": "First things", "main-2": "Main", "main-3": "Main", "section": "表"}
    for anchor, title in anchors.items():
        assert f'<a href="#{anchor}">{title}</a>' in page
        assert f'<h2 id="{anchor}">' in page
    assert "<h3>Deeper</h3>" in page


def test_a_short_guide_has_none_and_leads_to_the_next(bank: Flask, client: AuditingClient) -> None:
    with bank.app_context():
        last, first = guide("last", "Last", position=9), guide("first", "First", "## One\n\nA.", position=2)
        load_bank(plan_question(), guides=[last, first])
    listed = client.get("/guides/").text
    assert listed.index("What First is about.") < listed.index("What Last is about.")
    page = client.get("/guides/first/").text
    assert "Contents" not in page
    assert 'href="/guides/last/"' in page
    assert 'rel="next"' not in client.get("/guides/last/").text


def test_the_offered_question_of_another_pack_is_the_one_of_the_address(bank: Flask) -> None:
    with bank.app_context():
        assert offered().pack == "bank"
