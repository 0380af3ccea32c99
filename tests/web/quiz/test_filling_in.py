"""Filling the set-up form in: what is said of mistakes, and that nothing chosen is lost on the way to a quiz."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from interview_sim.auth.models import User
from interview_sim.extensions import db
from interview_sim.quiz.models import QuizAttempt
from interview_sim.quiz.signals import missed_points_wanted
from tests.audit import parse
from tests.builders import SAMPLE_SLUG
from tests.client import AuditingClient
from tests.web.quiz.conftest import JSON, Player

CHOSEN = {"mode": ["exam"], "levels": ["beginner"], "topics": ["drinks", "meals"], "count": ["1"]}


def numbers(page: str) -> dict[str, int]:
    """What stands beside each topic."""
    return {slug: int(number) for slug, number in re.findall(r'for="topics-(\w+)">.*?data-number>(\d+)<', page)}


def problems(page: str) -> list[tuple[str, str]]:
    """Where each line of the summary leads, and what it says."""
    return re.findall('<a href="#([a-z]+)">([^<]+)</a>', page.split('id="problems"')[1].split("</ul>")[0])


def test_a_visitor_who_goes_on_as_a_guest_finds_the_form_as_it_was_filled_in(client: AuditingClient) -> None:
    client.get("/quizzes/")
    reply = client.post("/quizzes/as-guest", data={**CHOSEN, "count": "70"})
    assert reply.status_code == 307, "the browser sends the form on, token and all"
    signed_in = client.post(reply.headers["Location"], data=CHOSEN)
    where = urlsplit(signed_in.headers["Location"])
    assert (where.path, parse_qs(where.query)) == ("/quizzes/", {**CHOSEN, "count": ["70"]})
    page = client.get(signed_in.headers["Location"]).text
    assert "Start the quiz" in page
    assert 'value="70"' in page, "also what is to be mended"


def test_both_ways_in_stand_in_the_form_they_send(client: AuditingClient, player: Player) -> None:
    form = next(form for form in parse(client.get("/quizzes/")).iter("form") if form.get("id") == "set-up")
    buttons = {button.get("formaction"): button for button in form.iter("button") if button.get("formaction")}
    assert buttons["/quizzes/as-guest"].get("formmethod") == "post"
    assert buttons["/quizzes/as-guest"].get("name") == "csrf_token"
    assert buttons["/quizzes/log-in"].get("formmethod") is None, "no token in an address"


def test_going_on_as_a_guest_needs_the_token_and_changes_nothing_by_itself(
    app: Flask, client: AuditingClient
) -> None:
    before = client.post("/quizzes/as-guest", data=CHOSEN)
    assert before.status_code == 307
    with app.app_context():
        assert db.session.execute(select(func.count()).select_from(User)).scalar_one() == 0
    assert client.post("/quizzes/as-guest", data=CHOSEN, csrf=False).status_code == 401
    assert client.get("/quizzes/as-guest").status_code in (308, 404, 405)


def test_whoever_is_signed_in_already_simply_comes_back(player: Player) -> None:
    reply = player.client.post("/quizzes/as-guest", data={"topics": "meals"})
    back = player.client.post(reply.headers["Location"], data={"topics": "meals"})
    assert back.headers["Location"] == "/quizzes/?topics=meals"


@pytest.mark.parametrize("next_page", ["//elsewhere.example", "https://elsewhere.example/"])
def test_no_field_leads_to_another_site(client: AuditingClient, next_page: str) -> None:
    reply = client.post("/quizzes/as-guest", data={"next": next_page, "topics": next_page})
    assert reply.headers["Location"].startswith("/auth/guest?next=/quizzes/?topics")


def test_what_is_still_to_be_chosen_is_named_where_the_matches_stand(player: Player) -> None:
    reply = player.client.get("/quizzes/?source=scenario&count=5", headers=JSON).json
    assert reply is not None
    assert reply["told"] == "Choose the interview. Then you see how many questions match."
    assert reply["errors"] == {"scenario": "Choose the interview."}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"source": "scenario"}, [("scenario", "Choose the interview.")]),
        (
            {"source": "scenario", "count": "70"},
            [("count", "Enter a whole number from 1 to 50."), ("scenario", "Choose the interview.")],
        ),
        ({"levels": "expert"}, [("levels", "Choose from these levels.")]),
        ({"topics": "drinks", "levels": "intermediate"}, [("matches", "No question matches.")]),
    ],
)
def test_why_a_quiz_was_not_started_stands_at_the_top_and_leads_to_its_place(
    player: Player, fields: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    page = player.client.post("/quizzes/", data=fields)
    assert page.status_code == 422
    assert sorted(problems(page.text)) == expected
    assert "<title>Please check: Quizzes" in page.text
    for place, _words in expected:
        assert f'id="{place}"' in page.text
    assert 'id="problems"' not in player.client.get("/quizzes/", query_string=fields).text, "only who started is told"


def test_the_figures_beside_the_topics_follow_the_levels_and_the_source(player: Player) -> None:
    assert numbers(player.client.get("/quizzes/?topics=meals").text) == {"drinks": 6, "meals": 4, "databases": 1}
    advanced = player.client.get("/quizzes/?levels=advanced").text
    assert numbers(advanced) == {"drinks": 2, "meals": 2, "databases": 0}
    assert set(numbers(player.client.get("/quizzes/?source=wrong").text).values()) == {0}
    assert numbers(player.client.get("/quizzes/?source=scenario&levels=advanced").text) == numbers(advanced)


def test_a_quiz_of_all_topics_is_called_that(app: Flask, player: Player) -> None:
    player.client.post("/quizzes/", data={"topics": ["drinks", "meals", "databases"], "count": "2"})
    player.client.post("/quizzes/", data={"count": "2"})
    with app.app_context():
        assert set(db.session.execute(select(QuizAttempt.title)).scalars()) == {"All topics"}


def test_a_quiz_that_goes_on_can_be_gone_on_with_by_its_badge(player: Player) -> None:
    player.learn(2)
    page = player.client.get("/quizzes/").text
    assert re.search(rf'<a class="badge accent" href="{player.url()}">goes on<', page)


def test_scripts_are_told_where_to_go_after_starting_and_after_asking_again(player: Player) -> None:
    started = player.client.post("/quizzes/", data={"topics": "meals", "mode": "exam"}, headers=JSON).json
    assert started is not None
    player.quiz_id = started["next"].strip("/").split("/")[-1]
    assert player.row().total == 4
    early = player.client.post(player.url("again"), headers=JSON).json
    assert early == {"next": player.url()}
    assert player.client.post(player.url("finish"), headers=JSON).json == {"next": player.url("result/")}
    again = player.client.post(player.url("again"), headers=JSON).json
    assert again is not None
    assert again["next"] not in (player.url(), player.url("result/"))
    refused = player.client.post("/quizzes/", data={"count": "70"}, headers=JSON)
    assert (refused.status_code, refused.mimetype) == (422, "text/html"), "the browser is to show it as a page"


def test_what_an_interview_needs_costs_no_more_queries_however_much_was_missed(player: Player) -> None:
    address = f"/quizzes/?source=scenario&scenario={SAMPLE_SLUG}"
    counts = []
    points = ["keys", "types", "naming"]
    for missed in (set[str](), {f"storage/{point}" for point in points} | {"speed/index"}):

        def tell(_sender: object, missed: set[str] = missed, **_values: Any) -> set[str]:
            return missed

        with missed_points_wanted.connected_to(tell):
            for _ in range(2):
                player.client.get(address)
            counts.append(len(player.client.queries))
    assert counts[0] == counts[1] <= 9, player.client.queries
