"""The start of the drills: open to everyone, by topic, with one's own record."""

import pytest
from flask import Flask

from interview_sim.catalog.store import load_pack
from tests.audit import parse
from tests.builders import NOON, sample_pack
from tests.client import AuditingClient
from tests.web.drill.conftest import QUESTION, START, WHYS, Spotter, path_of


def test_anyone_sees_what_it_is_and_how_many_there_are(client: AuditingClient) -> None:
    page = client.get(START)
    assert page.status_code == 200
    for text in ("Spot the red flag", "3 drills", "Databases (2)", "Caching (1)", "Start as a guest"):
        assert text in page.text


def test_one_click_leads_a_visitor_into_the_first_drill(client: AuditingClient) -> None:
    page = client.submit(client.get(f"{START}?topic=caching"), "/auth/guest")
    assert page.headers["Location"] == "/red-flags/drill/next?topic=caching"
    drawn = client.get(page.headers["Location"])
    assert drawn.headers["Location"] == "/red-flags/drill/sample-second-drill/?topic=caching"
    assert "Which red flags does this answer raise?" in client.get(drawn.headers["Location"]).text


def test_a_topic_can_be_chosen_and_shared(spotter: Spotter) -> None:
    page = spotter.client.submit(spotter.client.get(START), START, topic="caching")
    assert "1 drill about this topic" in page.text
    assert 'href="/red-flags/drill/next?topic=caching"' in page.text


@pytest.mark.parametrize(("topic", "shown"), [("cooking", "cooking"), ("<script>", "&lt;script&gt;"), ("%00", "")])
def test_an_unknown_topic_is_explained_and_all_are_offered(client: AuditingClient, topic: str, shown: str) -> None:
    page = client.get(f"{START}?topic={topic}")
    assert page.status_code == 200
    assert f"There is no topic called “{shown}”; choose from the list." in page.text
    assert "3 drills" in page.text
    assert "topic-error" not in client.get(START).text


def test_the_record_is_ones_own(spotter: Spotter, stranger: Spotter) -> None:
    spotter.answer("flag-a", "flag-b")
    page = spotter.client.get(START)
    assert "You have seen 1 of 3, and got 1 exactly right the last time." in page.text
    assert "exactly right</span>" in page.text
    assert "You have not seen any of them yet." in stranger.client.get(START).text


def test_the_latest_answers_lead_back_to_their_results(spotter: Spotter) -> None:
    result = path_of(spotter.answer("flag-a"))
    links = [link.get("href") for link in parse(spotter.client.get(START)).iter("a")]
    assert result in links


def test_without_drills_it_says_so_and_the_next_one_leads_back_here(app: Flask, spotter: Spotter) -> None:
    with app.app_context():
        load_pack(sample_pack(), NOON)
    assert "No drills are loaded yet" in spotter.client.get(START).text
    assert path_of(spotter.client.get(f"{START}next")) == START


def test_going_on_needs_somebody_to_be_signed_in(client: AuditingClient) -> None:
    for path in (f"{START}next", QUESTION):
        assert path_of(client.get(path)) == "/auth/login"


def test_nothing_here_tells_what_is_raised(client: AuditingClient, spotter: Spotter) -> None:
    for visitor in (client, spotter.client):
        visitor.forbid(WHYS)
        visitor.get(START)


def test_the_number_of_queries_does_not_grow(spotter: Spotter) -> None:
    for _ in range(2):  # the first time the drills are parsed
        spotter.client.get(START)
    before = len(spotter.client.queries)
    for _ in range(4):
        spotter.answer("flag-a")
    spotter.client.get(START)
    assert len(spotter.client.queries) == before == 5, spotter.client.queries
    spotter.client.get(f"{START}next")
    assert len(spotter.client.queries) == 3, spotter.client.queries


@pytest.mark.parametrize("path", [START, f"{START}next", QUESTION])
def test_nothing_can_be_posted_to_what_is_read(spotter: Spotter, path: str) -> None:
    assert spotter.client.post(path).status_code == 405
