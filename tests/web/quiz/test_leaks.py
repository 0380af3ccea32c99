"""No key in any response or script before its time, whatever page or file is asked for."""

import re
import sqlite3
from pathlib import Path

import pytest

from tests.client import AuditingClient
from tests.quizzes import SECRET_EXPLANATION, SECRET_WHY
from tests.web.quiz.conftest import JSON, TIME, Player
from tests.web.site.crawl import crawl


def everything(tmp_path: Path) -> str:
    """The whole database as SQL."""
    connection = sqlite3.connect(tmp_path / "test.db")
    try:
        return "\n".join(connection.iterdump())
    finally:
        connection.close()


def look_everywhere(player: Player, tmp_path: Path) -> set[str]:
    """Every page and file that can be reached, and those one would have to guess; nothing is changed by looking."""
    before = everything(tmp_path)
    guessed = [player.url(path) for path in ("", "finish/", "result/", "result.json", "result.csv")]
    guessed += [player.url(f"questions/{n}/{rest}") for n in range(1, 9) for rest in ("", "stored")]
    found = crawl(player.client, *guessed, "/quizzes/", "/export.json", "/history/")
    assert everything(tmp_path) == before
    return set(found)


@pytest.mark.parametrize("time", [0, TIME + 1], ids=["running", "in the grace"])
def test_an_exam_tells_no_reason_and_no_explanation_before_its_end(player: Player, tmp_path: Path, time: int) -> None:
    player.begin()
    player.save(player.wrong())
    player.let_time_pass(time)
    player.client.forbid([SECRET_WHY, SECRET_EXPLANATION, "btree.html"])
    found = look_everywhere(player, tmp_path)
    assert any(path.endswith("js/quiz.js") for path in found) is not bool(time)
    assert player.url("finish/") in found


VERDICTS = ["Right, and you chose it", "Right, but you did not choose it", "Wrong, and you chose it", "Not right"]


@pytest.mark.parametrize("time", [0, TIME + 1], ids=["running", "in the grace"])
def test_no_reply_of_an_exam_tells_anything_whatever_is_sent_to_it(player: Player, time: int) -> None:
    player.begin()
    player.save(player.wrong())
    player.let_time_pass(time)
    player.client.forbid([SECRET_WHY, SECRET_EXPLANATION, "btree.html", *VERDICTS])
    for action in ("choice", "answer", "flag", "leave"):
        url = player.url(f"questions/1/{action}")
        for headers in ({}, JSON):
            for chosen in (player.right(), player.wrong(), ["no-such-option"]):
                data = player.fields(chosen, revision="0", page="another-window", flag="1")
                player.client.post(url, data=data, headers=headers)
        assert player.client.post(url, data={"choice": "<b>"}, follow_redirects=True).status_code == 200
    player.client.allow_all()
    player.finish()
    assert SECRET_WHY in player.client.get(player.url("result/")).text


def test_the_export_of_a_running_exam_holds_no_verdict(player: Player) -> None:
    player.begin()
    player.save(player.right())
    document = player.client.get("/export.json").json
    assert document is not None
    assert {answer["is_right"] for answer in document["quiz_answers"]} == {None}
    player.finish()
    document = player.client.get("/export.json").json
    assert document is not None
    assert {answer["is_right"] for answer in document["quiz_answers"]} == {False, True}


def test_learn_mode_tells_only_of_what_was_answered(player: Player, tmp_path: Path) -> None:
    player.learn()
    player.press("answer", player.wrong())
    told = player.client.get(player.url("questions/1/")).text
    mine = re.findall(rf"{re.escape(SECRET_WHY)}[^<]*|{re.escape(SECRET_EXPLANATION)}[^<]*", told)
    assert mine
    for n in range(2, 9):
        player.client.forbid([SECRET_WHY, SECRET_EXPLANATION])
        player.client.get(player.url(f"questions/{n}/"))
        player.client.get(player.url(f"questions/{n}/stored"), headers=JSON)
        player.save(player.right(n), n)
        player.client.allow_all()
    look_everywhere(player, tmp_path)


def test_whether_an_option_is_right_is_in_no_attribute_of_the_page(player: Player) -> None:
    """The ids of these options would tell; those of the pages are the pack's own, and all of one form."""
    player.begin()
    page = player.client.get(player.url("questions/1/")).text
    inputs = [
        re.sub(r' (id|value)="[^"]*"', "", tag) for tag in re.findall(r'<input type="[^"]*" id="option[^>]*>', page)
    ]
    assert len(inputs) >= 3
    assert len(set(inputs)) == 1


def test_how_many_are_right_is_never_told(player: Player) -> None:
    player.begin()
    client: AuditingClient = player.client
    for n in range(1, 9):
        page = client.get(player.url(f"questions/{n}/")).text
        several = len(player.right(n)) > 1
        assert ("Choose all that apply." in page) is several
        assert ('type="checkbox" id="option-1"' in page) is several
