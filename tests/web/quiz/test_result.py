"""The result of a quiz, its downloads, asking again, deleting."""

import csv
import io
import json
import re

import pytest
from flask import Flask

from interview_sim.domain.content import Level
from interview_sim.quiz.result_export import COLUMNS, FORMAT
from tests.accounts import credentials, make_user
from tests.quizzes import QUESTIONS, SECRET_EXPLANATION, SECRET_WHY, load_menu, single
from tests.web.quiz.conftest import Player


@pytest.fixture
def finished(player: Player) -> Player:
    """An exam: 1 right and sure, 2 wrong and sure, 3 wrong and guessed, 4 right, 5 to 8 blank."""
    player.begin()
    player.save(player.right(1), 1, confidence="sure")
    player.save(player.wrong(2), 2, confidence="sure")
    player.save(player.wrong(3), 3, confidence="guessing")
    player.save(player.right(4), 4)
    player.finish()
    return player


def slugs(player: Player) -> list[str]:
    """The questions of the quiz in the order in which they were asked."""
    document = json.loads(player.client.get(player.url("result.json")).text)
    return [question["question"].partition("/")[2] for question in document["questions"]]


def test_score_time_topics_and_levels(finished: Player) -> None:
    page = finished.client.get(finished.url("result/"))
    assert "2 of 8 questions right." in page.text
    assert "25&nbsp;%" in page.text
    assert re.search(r"\d+ s of 10 min 30 s", page.text)
    by_topic, by_level = page.text.split('id="by-topic"')[1].split('id="by-level"')
    assert {"Drinks", "Meals and more"} == set(re.findall(r'<th scope="row">(.*?) <span', by_topic))
    assert re.findall(r'<th scope="row">(.*?) <span', by_level) == ["Beginner", "Intermediate", "Advanced"]
    assert '<span class="remark">6 questions</span>' in by_topic
    assert 'href="/questions/?topic=drinks"' in by_topic


def test_the_shares_by_topic_and_level_add_up_and_the_weakest_topic_is_first(finished: Player) -> None:
    document = finished.client.get(finished.url("result.json")).json
    assert document is not None
    for lines in (document["topics"], document["levels"]):
        assert all(line["score"] == 100 * line["right"] // line["questions"] for line in lines)
    levels = document["levels"]
    assert (sum(line["questions"] for line in levels), sum(line["right"] for line in levels)) == (8, 2)
    assert document["topics"] == sorted(document["topics"], key=lambda line: (line["score"], line["name"]))


def test_what_was_sure_but_wrong_comes_first_and_stands_once(finished: Player) -> None:
    page = finished.client.get(finished.url("result/"))
    sure, others = page.text.split('id="sure"')[1].split('id="others"')
    assert re.findall(r'id="question-(\d)"', sure) == ["2"]
    assert re.findall(r'id="question-(\d)"', others) == ["1", "3", "4", "5", "6", "7", "8"]
    assert page.text.index('id="sure"') < page.text.index('id="by-topic"')


def test_each_question_has_its_choice_the_right_one_every_reason_explanation_and_source(finished: Player) -> None:
    page = finished.client.get(finished.url("result/")).text
    wrong_options = sum(not option.correct for question in QUESTIONS for option in question.options)
    assert page.count(SECRET_WHY) == wrong_options
    assert page.count(SECRET_EXPLANATION) == 8
    assert page.count('href="https://www.postgresql.org/docs/current/btree.html"') == 8
    assert page.count("Wrong, and you chose it.") == 2
    assert "You said: guessing" in page
    assert page.count("Not answered") == 4


def test_without_anything_sure_but_wrong_there_is_no_such_list(player: Player) -> None:
    player.learn(1)
    player.press("answer", player.right(), confidence="sure")
    page = player.client.get(player.url("result/"))
    assert "Sure, but wrong" not in page.text
    assert "Every question" in page.text
    assert "again" not in page.text.split("</h2>")[1].split("</section>")[0]


def test_a_quiz_ended_without_an_answer_says_so(player: Player) -> None:
    player.learn()
    player.finish()
    page = player.client.get(player.url("result/"))
    assert "No question was answered." in page.text
    assert "By topic" not in page.text
    assert "again</button>" not in page.text
    reply = player.client.post(player.url("again"))
    assert "There is nothing to ask again" in player.client.get(reply.headers["Location"]).text


def test_these_again_asks_exactly_the_wrong_ones_once(finished: Player) -> None:
    before = slugs(finished)
    page = finished.client.get(finished.url("result/"))
    assert "Quiz me on these 6 again" in page.text
    places = [finished.client.submit(page, "/again").headers["Location"] for _ in range(2)]
    assert places[0] == places[1]
    old = finished.quiz_id
    finished.quiz_id = places[0].strip("/").split("/")[-1]
    assert finished.quiz_id != old
    finished.finish()
    assert set(slugs(finished)) == {slug for number, slug in enumerate(before, 1) if number not in (1, 4)}


def test_asking_again_while_it_goes_on_leads_back_and_where_all_was_right_it_says_so(player: Player) -> None:
    player.learn(1)
    assert player.client.post(player.url("again")).headers["Location"] == player.url()
    player.press("answer", player.right())
    reply = player.client.post(player.url("again"))
    assert "There is nothing to ask again" in player.client.get(reply.headers["Location"]).text


def test_another_like_it_leads_to_the_same_settings(player: Player) -> None:
    data = {"topics": "meals", "count": "3", "mode": "exam", "levels": ["intermediate", "advanced"]}
    started = player.client.post("/quizzes/", data=data)
    player.quiz_id = started.headers["Location"].strip("/").split("/")[-1]
    player.finish()
    link = re.search(r'href="(/quizzes/\?[^"]+)">Another like it', player.client.get(player.url("result/")).text)
    assert link is not None
    page = player.client.get(link[1].replace("&amp;", "&"))
    for checked in ('value="meals" checked', 'value="exam" checked', 'value="intermediate" checked', 'value="3"'):
        assert checked in page.text
    assert 'value="drinks" checked' not in page.text


def test_the_json_has_everything(finished: Player) -> None:
    reply = finished.client.get(finished.url("result.json"))
    assert reply.mimetype == "application/json"
    assert reply.headers["Content-Disposition"].startswith('attachment; filename="quiz-')
    document = json.loads(reply.text)
    assert (document["format"], document["right"], document["counted"], document["score"]) == (FORMAT, 2, 8, 25)
    second = document["questions"][1]
    assert (second["is_right"], second["confidence"]) == (False, "sure")
    assert [option["id"] for option in second["options"] if option["is_chosen"]] == finished.wrong(2)
    assert sorted(option["id"] for option in second["options"] if option["is_right"]) == finished.right(2)
    assert all(option["is_right"] or SECRET_WHY in option["why_wrong"] for option in second["options"])
    last = document["questions"][7]
    assert (last["is_right"], any(option["is_chosen"] for option in last["options"])) == (False, False)


def test_the_csv_has_a_row_for_each_question(finished: Player) -> None:
    reply = finished.client.get(finished.url("result.csv"))
    assert reply.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(reply.text)))
    assert tuple(rows[0]) == COLUMNS
    assert [row["is_right"] for row in rows] == ["yes", "no", "no", "yes", "no", "no", "no", "no"]
    assert [row["confidence"] for row in rows[:4]] == ["sure", "sure", "guessing", ""]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_spreadsheet_takes_no_cell_of_the_csv_for_a_formula(app: Flask, player: Player, start: str) -> None:
    question = single("formula", level=Level.BEGINNER, stem=f"{start}1+1 is what?")
    options = tuple(option.model_copy(update={"text": f"{start}{option.id}"}) for option in question.options)
    with app.app_context():
        load_menu([question.model_copy(update={"options": options})])
    player.learn(1)
    player.press("answer", player.right())
    [row] = csv.DictReader(io.StringIO(player.client.get(player.url("result.csv")).text))
    assert (row["stem"], row["chosen"]) == (f"'{start}1+1 is what?", f"'{start}right")
    assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_result_stays_what_it_was_when_its_questions_are_retired(app: Flask, finished: Player) -> None:
    before = [finished.client.get(finished.url(path)).text for path in ("result.json", "result.csv")]
    with app.app_context():
        load_menu([])
    assert [finished.client.get(finished.url(path)).text for path in ("result.json", "result.csv")] == before
    assert finished.client.get(finished.url("result/")).text.count(SECRET_EXPLANATION) == 8
    reply = finished.client.post(finished.url("again"), follow_redirects=True)
    assert reply.request.path == finished.url("result/")
    assert "There is nothing to ask again" in reply.text


def test_while_it_goes_on_there_is_no_result(player: Player) -> None:
    player.begin()
    for path in ("result/", "result.json", "result.csv"):
        reply = player.client.get(player.url(path))
        assert (reply.status_code, reply.headers["Location"]) == (303, player.url())


def test_deleting_asks_first_and_deletes_once(finished: Player) -> None:
    question = finished.client.get(finished.url("delete/"))
    assert "Delete this quiz?" in question.text
    assert finished.client.get(finished.url("result/")).status_code == 200
    reply = finished.client.submit(question, "/delete")
    assert (reply.status_code, reply.headers["Location"]) == (303, "/history/")
    assert finished.client.get(finished.url("result/")).status_code == 404
    assert finished.client.post(finished.url("delete")).status_code == 404


def test_a_quiz_that_goes_on_can_be_deleted_too(player: Player) -> None:
    player.begin()
    assert player.client.post(player.url("delete")).status_code == 303
    assert player.client.get(player.url()).status_code == 404


def test_a_guest_who_signs_in_brings_the_quiz_along(app: Flask, finished: Player) -> None:
    with app.app_context():
        make_user()
    finished.client.submit(finished.client.get("/auth/login"), "/auth/login", **credentials())
    assert "2 of 8 questions right." in finished.client.get(finished.url("result/")).text


@pytest.mark.parametrize("path", ["result/", "result.json", "result.csv", "delete/"])
def test_the_result_asks_the_database_for_no_more_however_long_the_history(finished: Player, path: str) -> None:
    first = finished.quiz_id
    counts = []
    for quizzes in (1, 6):
        for _ in range(quizzes):
            finished.begin()
            finished.finish()
        finished.quiz_id = first
        for _ in range(2):
            finished.client.get(finished.url(path))
        counts.append(len(finished.client.queries))
    assert counts[0] == counts[1] <= 3, finished.client.queries
