"""Setting a quiz up and starting it."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from interview_sim.catalog.store import load_pack
from interview_sim.extensions import db
from interview_sim.quiz.models import QuizAttempt
from interview_sim.quiz.routes import RECENT
from interview_sim.quiz.signals import missed_points_wanted
from tests.audit import parse
from tests.builders import NOON, SAMPLE_SLUG, sample_pack
from tests.client import AuditingClient, form_values
from tests.quizzes import menu_pack
from tests.web.quiz.conftest import JSON, Player

ALL = {"topics": ["drinks", "meals"], "count": "5", "source": "all", "mode": "exam"}


def told(page: str) -> str:
    found = re.search(r'<strong id="told">([^<]*)</strong>', page)
    assert found is not None
    return found[1]


def started(app: Flask) -> int:
    with app.app_context():
        return db.session.execute(select(func.count()).select_from(QuizAttempt)).scalar_one()


def test_before_starting_it_says_how_many_questions_match(player: Player) -> None:
    page = player.client.get("/quizzes/")
    assert told(page.text) == "9 questions match; you will be asked all of them."
    assert "Meals and more" in page.text


def test_showing_how_many_match_is_an_address_that_can_be_shared(player: Player, client: AuditingClient) -> None:
    page = player.client.get("/quizzes/")
    shown = player.client.submit(page, "#matches", topics="meals", levels="advanced", count="1")
    query = urlsplit(shown.request.url).query
    assert set(parse_qs(query)) == {"topics", "levels", "count", "source", "mode"}, "no token and no key in it"
    assert told(shown.text) == "2 questions match; you will be asked 1 of them."
    assert told(client.get(f"/quizzes/?{query}").text) == told(shown.text)
    assert 'id="topics-meals" name="topics" value="meals" checked' in shown.text


def test_scripts_get_the_same_as_json(player: Player) -> None:
    reply = player.client.get("/quizzes/?topics=meals&count=3", headers=JSON)
    assert reply.json == {
        "matches": 4,
        "told": "4 questions match; you will be asked 3 of them.",
        "loosen": [],
        "errors": {},
        "topics": {"drinks": 6, "meals": 4, "databases": 1},
    }
    reply = player.client.get("/quizzes/?topics=meals&source=wrong", headers=JSON)
    assert reply.json == {
        "matches": 0,
        "told": "No question matches.",
        "loosen": ["Draw from all questions: 4 questions then match."],
        "errors": {},
        "topics": {"drinks": 0, "meals": 0, "databases": 0},
    }


def test_where_nothing_matches_the_page_says_what_to_loosen_and_nothing_starts(app: Flask, player: Player) -> None:
    page = player.client.post("/quizzes/", data={"topics": "drinks", "levels": "intermediate"})
    assert page.status_code == 422
    assert told(page.text) == "No question matches."
    assert "Choose more topics, or none: 2 questions then match." in page.text
    assert "Choose every level: 6 questions then match." in page.text
    assert started(app) == 0


def test_starting_leads_to_the_first_question(app: Flask, player: Player) -> None:
    reply = player.client.post("/quizzes/", data=ALL)
    assert reply.status_code == 303
    current = player.client.get(reply.headers["Location"])
    assert current.headers["Location"].endswith("/questions/1/")
    with app.app_context():
        quiz = db.session.execute(select(QuizAttempt)).scalar_one()
    assert (quiz.title, quiz.total, quiz.mode) == ("Drinks and Meals and more", 5, "exam")


@pytest.mark.parametrize(("count", "asked"), [("1", 1), ("50", 8), (" 3 ", 3), ("", 8)])
def test_every_number_within_the_limits_starts(player: Player, count: str, asked: int) -> None:
    reply = player.client.post("/quizzes/", data={**ALL, "count": count})
    player.quiz_id = reply.headers["Location"].strip("/").split("/")[-1]
    assert player.row().total == asked


@pytest.mark.parametrize("key", ["", "x", "<script>alert(1)</script>", "x" * 65])
def test_a_start_key_that_no_page_has_still_starts(app: Flask, player: Player, key: str) -> None:
    assert player.client.post("/quizzes/", query_string={"start_key": key}, data=ALL).status_code == 303
    assert started(app) == 1


def test_signed_out_what_was_chosen_is_started_after_going_on_as_a_guest(app: Flask, player: Player) -> None:
    visitor = app.test_client()
    assert isinstance(visitor, AuditingClient)
    asked = visitor.post("/quizzes/?start_key=0123456789", data=ALL)
    assert asked.status_code == 401
    assert started(app) == 0
    offer = visitor.submit(asked, "/auth/guest")
    for topic in ALL["topics"]:
        assert f'name="topics" value="{topic}"' in offer.text
    reply = visitor.submit(offer, "/quizzes/?start_key=0123456789", topics=ALL["topics"])
    assert reply.status_code == 303
    with app.app_context():
        quiz = db.session.execute(select(QuizAttempt)).scalar_one()
    assert (quiz.total, quiz.mode, quiz.start_key) == (5, "exam", "0123456789")


def test_only_what_i_got_wrong_asks_that(player: Player) -> None:
    player.learn()
    wrong = {player.answer(n).item_id for n in (2, 5)}
    for n in range(1, 9):
        player.press("answer", player.wrong(n) if n in (2, 5) else player.right(n), n)
    reply = player.client.post("/quizzes/", data={"source": "wrong"})
    player.quiz_id = reply.headers["Location"].strip("/").split("/")[-1]
    assert {answer.item_id for answer in player.stored.answers} == wrong
    assert "Had wrong: " in player.client.get(player.url("questions/1/")).text


def test_the_start_button_carries_the_token_and_the_key_of_its_page(app: Flask, player: Player) -> None:
    page = player.client.get("/quizzes/?topics=meals")
    form = next(form for form in parse(page).iter("form") if form.get("id") == "set-up")
    button = next(button for button in form.iter("button") if button.get("formmethod") == "post")
    data = {**form_values(form), str(button.get("name")): button.get("value")}
    target = str(button.get("formaction"))
    places = [player.client.post(target, data=data, csrf=False).headers["Location"] for _ in range(2)]
    assert places[0] == places[1], "the same page starts once"
    assert started(app) == 1
    assert player.client.post(target, data=form_values(form), csrf=False).status_code == 400


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"count": "0"}, "Enter a whole number from 1 to 50."),
        ({"count": "51"}, "Enter a whole number from 1 to 50."),
        ({"count": "many"}, "Enter a whole number from 1 to 50."),
        ({"count": "²"}, "Enter a whole number from 1 to 50."),
        ({"count": "٣"}, "Enter a whole number from 1 to 50."),
        ({"count": "-3"}, "Enter a whole number from 1 to 50."),
        ({"count": "9" * 40}, "Enter a whole number from 1 to 50."),
        ({"topics": "cooking"}, "There is no topic called “cooking”; choose from the list."),
        ({"levels": "expert"}, "Choose from these levels."),
        ({"source": "nowhere"}, "Choose one of these."),
        ({"mode": "fast"}, "Choose one of these."),
        ({"source": "scenario"}, "Choose the interview."),
        ({"source": "scenario", "scenario": "no-such-thing"}, "There is no such interview; choose one."),
    ],
)
def test_what_cannot_be_understood_is_said_and_the_rest_is_kept(
    app: Flask, player: Player, fields: dict[str, str], words: str
) -> None:
    kept = {"topics": "meals", "count": "7", **fields}
    for page in (player.client.post("/quizzes/", data=kept), player.client.get("/quizzes/", query_string=kept)):
        assert page.status_code == (422 if page.request.method == "POST" else 200)
        assert words in page.text
        assert told(page.text) == f"{words} Then you see how many questions match."
        if "topics" not in fields:
            assert 'value="meals" checked' in page.text
        assert f'value="{kept["count"]}"' in page.text
    assert started(app) == 0


def test_a_set_up_page_of_rubbish_is_a_page(player: Player) -> None:
    for query in (
        "topics=%00&topics=%F0%9F%92%A9",
        "count=%00",
        "scenario='%22<b>&source=scenario",
        "levels=a&levels=b",
    ):
        assert player.client.get(f"/quizzes/?{query}").status_code == 200


def test_what_an_interview_needs_are_its_topics_and_it_is_explained(app: Flask, player: Player) -> None:
    page = player.client.get(f"/quizzes/?source=scenario&scenario={SAMPLE_SLUG}")
    assert told(page.text) == "1 question matches; you will be asked it."
    assert "what the expected points of that interview teach" in page.text


def test_what_was_missed_there_is_asked_of_the_room_and_named(player: Player) -> None:
    asked = []

    def tell(_sender: object, *, user_id: int, slug: str) -> set[str]:
        asked.append((user_id, slug))
        return {"speed/index", "speed/no-such-point"}

    with missed_points_wanted.connected_to(tell):
        page = player.client.get(f"/quizzes/?source=scenario&scenario={SAMPLE_SLUG}")
    assert asked == [(player.user_id, SAMPLE_SLUG)]
    assert "You missed points there about: Databases. Those count most." in page.text


def test_a_visitor_may_look_and_count_but_not_start(app: Flask, player: Player, client: AuditingClient) -> None:
    page = client.get("/quizzes/?topics=meals")
    assert told(page.text) == "4 questions match; you will be asked all of them."
    assert "Start the quiz" not in page.text
    assert (
        client.get("/quizzes/log-in?topics=meals").headers["Location"] == "/auth/login?next=/quizzes/?topics%3Dmeals"
    )
    visitor = app.test_client()
    assert visitor.post("/quizzes/", data=ALL).status_code == 401
    assert started(app) == 0


def test_without_questions_the_page_says_who_can_help(app: Flask, player: Player) -> None:
    with app.app_context():
        pack = sample_pack()
        load_pack(type(pack)(pack.pack, pack.scenarios, pack.questions), NOON)
        load_pack(menu_pack([]), NOON)
    page = player.client.get("/quizzes/")
    assert "No quiz questions are loaded yet" in page.text
    assert "Start the quiz" not in page.text


def test_the_latest_quizzes_stand_on_the_page(player: Player) -> None:
    player.learn(1)
    page = player.client.get("/quizzes/").text
    assert "goes on" in page
    assert f'href="{player.url()}"' in page
    player.press("answer", player.right())
    assert "1 of 1" in player.client.get("/quizzes/").text
    for _ in range(6):
        player.learn(2)
    page = player.client.get("/quizzes/").text
    assert page.count("2 questions,") == RECENT
    assert "1 of 1" not in page


def test_other_methods_are_refused(player: Player) -> None:
    assert player.client.put("/quizzes/").status_code == 405


def test_the_number_of_queries_does_not_grow(app: Flask, player: Player) -> None:
    player.begin()  # every question is parsed once for each process
    counts, started_with = [], []
    for rounds in (1, 12):
        for _ in range(rounds):
            player.learn(2)
            player.press("answer", player.right())
        for _ in range(2):
            player.client.get("/quizzes/")
        counts.append(len(player.client.queries))
        player.client.post("/quizzes/", data=ALL)
        started_with.append(len(player.client.queries))
    assert counts[0] == counts[1] <= 6, player.client.queries
    assert started_with[0] == started_with[1] <= 10, player.client.queries
