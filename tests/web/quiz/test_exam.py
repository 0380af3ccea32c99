"""An exam: one clock, free to go back and forth, nothing told before its end."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from interview_sim.auth.models import User
from interview_sim.domain.timing import GRACE
from interview_sim.extensions import db
from tests.quizzes import SECRET_WHY
from tests.web.quiz.conftest import JSON, TIME, Player


def test_a_choice_is_acknowledged_with_revision_and_time(player: Player) -> None:
    player.begin()
    reply = player.save(player.right(), confidence="sure")
    assert reply.json is not None
    assert reply.json["revision"] == 1
    assert TIME - 5 < reply.json["seconds_left"] <= TIME
    assert player.answer().slot.is_right is None


def test_saving_asks_the_database_twice(player: Player) -> None:
    player.begin()
    player.save(player.right())
    player.save(player.wrong(), revision="1", sequence="2")
    assert len(player.client.queries) <= 2, player.client.queries


def test_going_on_keeps_the_choice_and_the_last_leads_to_the_overview(player: Player) -> None:
    player.begin()
    page = player.client.get(player.url("questions/1/"))
    reply = player.client.submit(page, "/answer", choice=player.right())
    assert reply.headers["Location"] == player.url("questions/2/")
    assert player.press("answer", player.wrong(8), 8).headers["Location"] == player.url("finish/")
    assert player.answer(8).slot.chosen == set(player.wrong(8))


def test_choices_can_be_changed_and_taken_back_until_the_end(player: Player) -> None:
    player.begin()
    for chosen in (player.right(), player.wrong(), []):
        player.press("answer", chosen)
        assert player.answer().slot.chosen == set(chosen)


def test_a_flag_keeps_the_choice_and_is_shown(player: Player) -> None:
    player.begin()
    player.press("flag", player.right(), flag="1")
    assert player.answer().is_flagged
    assert player.answer().slot.chosen == set(player.right())
    assert "Question 1, answered, flagged" in player.client.get(player.url("questions/2/")).text
    overview = player.client.get(player.url("finish/"))
    assert f'Flagged: <a href="{player.url("questions/1/")}">question 1</a>.' in overview.text
    player.press("flag", player.right(), flag="0")
    assert not player.answer().is_flagged


def test_handing_in_says_what_is_left_and_grades_once(player: Player) -> None:
    player.begin()
    player.save(player.right())
    overview = player.client.get(player.url("finish/"))
    assert "7 questions have no answer yet." in overview.text
    for _ in range(2):
        reply = player.client.submit(overview, "/finish")
        assert reply.headers["Location"] == player.url("result/")
    result = player.client.get(player.url("result/"))
    assert "1 of 8 questions right." in result.text
    assert "7 questions were left blank, and count as not right." in result.text
    assert (player.row().right, player.row().counted, player.row().version) == (1, 8, 2)


def test_after_the_end_nothing_is_taken_and_every_page_leads_to_the_result(player: Player) -> None:
    player.begin()
    player.finish()
    for reply in (
        player.client.get(player.url()),
        player.client.get(player.url("questions/3/")),
        player.client.get(player.url("finish/")),
        player.press("answer", player.right()),
        player.press("flag", player.right(), flag="1"),
    ):
        assert reply.status_code == 303
        target = reply.headers["Location"]
        assert target in (player.url("result/"), player.url())
    reply = player.save(player.right())
    assert reply.status_code == 409
    assert reply.json is not None
    assert (reply.json["error"], reply.json["next"]) == ("quiz-over", player.url())
    assert player.answer().slot.chosen == set()


class TestTheClock:
    def test_before_the_deadline_it_is_open(self, player: Player) -> None:
        player.begin().let_time_pass(TIME - 5)
        page = player.client.get(player.url("questions/1/"))
        assert page.status_code == 200
        assert 'role="timer"' in page.text
        assert player.save(player.right()).status_code == 200

    def test_in_the_grace_it_waits_and_takes_what_was_on_its_way(self, player: Player) -> None:
        player.begin().let_time_pass(TIME + 1)
        for path in ("result.json", "result.csv", "result/", "", "questions/1/"):
            page = player.client.get(player.url(path), follow_redirects=True)
            assert page.request.path == player.url("finish/")
        assert "Time is up" in page.text
        assert SECRET_WHY not in page.text
        assert player.save(player.right()).status_code == 200
        result = player.client.get(player.client.submit(page, "/finish").headers["Location"])
        assert "1 of 8 questions right." in result.text
        assert "the clock ended it" in result.text
        row = player.row()
        assert row.finished_at == row.expires_at

    def test_after_the_grace_looking_shows_the_result_and_writes_nothing(self, player: Player) -> None:
        player.begin()
        player.save(player.right())
        player.let_time_pass(TIME + GRACE.total_seconds() + 1)
        for path in ("", "questions/1/", "finish/", "result/"):
            result = player.client.get(player.url(path), follow_redirects=True)
            assert result.request.path == player.url("result/")
            assert "1 of 8 questions right." in result.text
        assert player.row().state == "running"
        assert player.client.get(player.url("result.csv")).status_code == 200

    def test_any_later_post_writes_the_end_down_at_the_deadline(self, player: Player) -> None:
        player.begin()
        player.save(player.right())
        player.let_time_pass(TIME + GRACE.total_seconds() + 1)
        assert player.save(player.wrong(), revision="1", sequence="2").status_code == 409
        row = player.row()
        assert (row.state, row.finished_by, row.finished_at, row.right) == ("finished", "clock", row.expires_at, 1)

    def test_the_sweep_writes_it_down(self, player: Player) -> None:
        player.begin().let_time_pass(TIME + GRACE.total_seconds() + 1)
        told = player.app.test_cli_runner().invoke(args=["attempts", "sweep"])
        assert told.output == "1 attempt settled.\n"
        assert player.row().state == "finished"
        told = player.app.test_cli_runner().invoke(args=["attempts", "sweep"])
        assert told.output == "0 attempts settled.\n"

    def test_extra_time_makes_it_longer(self, player: Player) -> None:
        with player.app.app_context():
            db.session.execute(update(User).where(User.id == player.user_id).values(time_multiplier=1.5))
            db.session.commit()
        data = {"topics": ["drinks", "meals"], "count": "8", "mode": "exam"}
        assert "Your extra time makes that ×1.5." in player.client.get("/quizzes/").text
        started = player.client.post("/quizzes/", data=data)
        player.quiz_id = started.headers["Location"].strip("/").split("/")[-1]
        row = player.row()
        assert row.expires_at is not None
        assert row.expires_at - row.started_at == timedelta(seconds=1.5 * TIME)

    def test_scripts_ask_for_the_clock_without_saving(self, player: Player) -> None:
        player.begin()
        player.save(player.right(), confidence="guessing")
        reply = player.client.get(player.url("questions/1/stored"), headers=JSON).json
        assert reply is not None
        assert TIME - 5 < reply.pop("seconds_left") <= TIME
        assert reply == {"closed": False, "chosen": player.right(), "confidence": "guessing", "revision": 1}
        player.let_time_pass(TIME + 1)
        reply = player.client.get(player.url("questions/1/stored"), headers=JSON).json
        assert reply is not None
        assert reply["closed"] is True


class TestTwoWindows:
    def test_a_stale_page_undoes_nothing_and_is_shown_what_is_stored(self, player: Player) -> None:
        player.begin()
        player.save(player.right(), confidence="sure")
        reply = player.save(player.wrong(), page="another-window")
        assert reply.status_code == 409
        assert reply.json == {
            "error": "stale-choice",
            "message": "This question was answered in another window.",
            "chosen": player.right(),
            "confidence": "sure",
            "revision": 1,
        }
        assert player.answer().slot.chosen == set(player.right())

    def test_without_scripts_too_and_choosing_again_counts(self, player: Player) -> None:
        player.begin()
        page = player.client.get(player.url("questions/1/"))
        player.save(player.right(), page="another-window")
        conflict = player.client.submit(page, "/answer", choice=player.wrong())
        assert conflict.status_code == 409
        assert "answered in another window" in conflict.text
        [right], [wrong] = player.right()[:1], player.wrong()
        assert f'value="{right}" checked' in conflict.text
        reply = player.client.submit(conflict, "/answer", choice=[wrong])
        assert reply.status_code == 303
        assert player.answer().slot.chosen == {wrong}


@pytest.mark.parametrize(
    "broken",
    [
        {"revision": "x"},
        {"revision": "-1"},
        {"revision": "9" * 30},
        {"page": ""},
        {"page": "<b>"},
        {"sequence": "1e3"},
        {"confidence": "very"},
        {"choice": ["no such option"]},
        {"choice": ["nothing"]},
        {"choice": ["a\0b"]},
        {"choice": ["x" * 61]},
    ],
)
def test_fields_that_no_page_sends_are_refused(player: Player, broken: dict[str, object]) -> None:
    player.begin()
    data = {**player.fields(player.right(), sequence="1"), **broken}
    for action in ("choice", "answer", "flag"):
        reply = player.client.post(player.url(f"questions/1/{action}"), data=data, headers=JSON)
        assert reply.status_code == 422, action
    assert player.answer().revision == 0


def test_signed_out_is_a_401_and_without_a_token_a_400(player: Player) -> None:
    player.begin()
    path, data = player.url("questions/1/choice"), player.fields(player.right())
    assert player.client.post(path, data=data, headers=JSON, csrf=False).status_code == 400
    player.client.delete_cookie("interview_sim")
    reply = player.save(player.right())
    assert (reply.status_code, (reply.json or {})["error"]) == (401, "signed-out")
    player.client = player.app.test_client()  # type: ignore[assignment]
    assert player.answer().revision == 0


POSTS = ["choice", "answer", "flag", "leave"]


@pytest.mark.parametrize("action", POSTS)
def test_somebody_elses_question_is_a_404(player: Player, stranger: Player, action: str) -> None:
    player.begin()
    data = player.fields(player.right(), flag="1", to="2")
    assert stranger.client.post(player.url(f"questions/1/{action}"), data=data).status_code == 404
    assert (player.answer().revision, player.answer().is_flagged) == (0, False)


@pytest.mark.parametrize(
    "path", ["", "questions/1/", "questions/1/stored", "finish/", "result/", "result.json", "result.csv", "delete/"]
)
def test_somebody_elses_pages_are_404_and_take_no_post(player: Player, stranger: Player, path: str) -> None:
    player.begin()
    player.finish()
    assert stranger.client.get(player.url(path)).status_code == 404
    assert player.client.post(player.url(path)).status_code == 405


@pytest.mark.parametrize("path", ["finish", "again", "delete"])
def test_somebody_elses_quiz_cannot_be_changed(player: Player, stranger: Player, path: str) -> None:
    player.begin()
    assert stranger.client.post(player.url(path)).status_code == 404
    assert player.row().state == "running"
    assert player.client.get(player.url(path)).status_code in (308, 405), "a page that asks, or nothing"
    assert player.row().state == "running"


@pytest.mark.parametrize("action", POSTS)
def test_questions_are_changed_by_posts_only(player: Player, action: str) -> None:
    player.begin()
    assert player.client.get(player.url(f"questions/1/{action}")).status_code == 405


def test_no_page_of_a_quiz_asks_the_database_for_more_however_long_the_history(player: Player) -> None:
    counts = []
    for quizzes in (1, 15):
        for _ in range(quizzes):
            player.begin()
        asked = []
        for path in ("", "questions/4/", "questions/4/stored", "finish/"):
            for _ in range(2):
                player.client.get(player.url(path))
            asked.append(len(player.client.queries))
        player.save(player.right(4), 4)
        counts.append([*asked, len(player.client.queries)])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 2, counts
