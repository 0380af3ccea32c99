"""Learn mode: each answer is judged when it is given, once."""

import pytest
from flask import Flask
from sqlalchemy import delete

from interview_sim.auth.models import LoginSession
from interview_sim.extensions import db
from tests.accounts import credentials, make_user, sign_in
from tests.quizzes import SECRET_EXPLANATION, SECRET_WHY
from tests.web.quiz.conftest import JSON, Player


def multi(player: Player) -> int:
    """The number (from 1) of a question with several right options."""
    return next(n for n in range(1, 9) if len(player.right(n)) > 1)


def test_an_answer_leads_to_its_feedback_with_every_reason(player: Player) -> None:
    player.learn()
    question = player.client.get(player.url("questions/1/"))
    assert SECRET_WHY not in question.text
    chosen = player.wrong()
    reply = player.client.submit(question, "/answer", choice=chosen, confidence="sure")
    assert reply.headers["Location"] == player.url("questions/1/")
    page = player.client.get(player.url("questions/1/"))
    assert "Not right" in page.text
    assert "You said: sure" in page.text
    assert page.text.count(SECRET_WHY) == len(player.answer().option_order) - len(player.right())
    assert SECRET_EXPLANATION in page.text
    assert 'href="https://www.postgresql.org/docs/current/btree.html"' in page.text
    assert 'href="/quizzes/' in page.text
    assert "Next question" in page.text


def test_a_right_answer_says_so(player: Player) -> None:
    player.learn()
    player.press("answer", player.right())
    page = player.client.get(player.url("questions/1/"))
    assert "<title>Right:" in page.text
    assert "Right, and you chose it." in page.text


def test_several_may_be_chosen_where_several_are_right_and_how_many_is_not_told(player: Player) -> None:
    player.learn()
    question = player.client.get(player.url(f"questions/{multi(player)}/"))
    assert "Choose all that apply." in question.text
    assert "Choose two" not in question.text
    assert 'role="timer"' not in question.text
    assert "Flag to come back" not in question.text


@pytest.mark.parametrize(
    ("chosen", "missing", "extra"),
    [
        (("right-a",), ["right-b"], []),
        (("right-b", "wrong-a"), ["right-a"], ["wrong-a"]),
        (("right-a", "right-b", "wrong-b"), [], ["wrong-b"]),
        (("wrong-a", "wrong-b"), ["right-a", "right-b"], ["wrong-a", "wrong-b"]),
        (("right-a", "right-b", "wrong-a", "wrong-b"), [], ["wrong-a", "wrong-b"]),
    ],
)
def test_of_several_what_was_missing_and_too_much_is_named(
    player: Player, chosen: tuple[str, ...], missing: list[str], extra: list[str]
) -> None:
    player.learn()
    n = multi(player)
    player.press("answer", list(chosen), n)
    page = player.client.get(player.url(f"questions/{n}/"))
    assert "<title>Not right:" in page.text
    order = player.answer(n).option_order
    told = []
    for options, words in ((missing, "missing"), (extra, "too much")):
        places = sorted(order.index(option) + 1 for option in options)
        if places:
            told.append(f"{' and '.join(map(str, places))} {'were' if places[1:] else 'was'} {words}")
    assert f"<p>{'; '.join(told)}.</p>" in page.text
    assert page.text.count("Right, but you did not choose it.") == len(missing)
    assert page.text.count("Wrong, and you chose it.") == len(extra)


def test_nothing_chosen_is_asked_for_and_nothing_is_closed(player: Player) -> None:
    player.learn()
    reply = player.press("answer", [], confidence="guessing")
    assert reply.status_code == 422
    assert "Choose an option first" in reply.text
    assert 'value="guessing" checked' in reply.text
    assert player.answer().slot.closed_at is None
    reply = player.client.post(player.url("questions/1/answer"), data=player.fields([]), headers=JSON)
    assert (reply.status_code, (reply.json or {})["error"]) == (422, "nothing-chosen")


def test_an_answer_cannot_be_changed_and_the_same_twice_is_once(player: Player) -> None:
    player.learn()
    wrong, right = player.wrong(), player.right()
    for _ in range(2):
        assert player.press("answer", wrong).status_code == 303
    reply = player.press("answer", right)
    assert "answered already" in player.client.get(reply.headers["Location"]).text
    assert player.answer().slot.is_right is False
    reply = player.save(right, revision="1")
    assert (reply.status_code, (reply.json or {})["error"]) == (409, "answer-given")


def test_a_choice_is_kept_before_it_is_given(player: Player) -> None:
    player.learn()
    [wrong] = player.wrong()
    assert player.save([wrong], confidence="think-so").json == {"revision": 1, "seconds_left": None}
    page = player.client.get(player.url("questions/1/"))
    assert f'value="{wrong}" checked' in page.text
    assert 'value="think-so" checked' in page.text
    assert SECRET_WHY not in page.text


def test_going_to_another_question_keeps_the_choice_without_scripts(player: Player) -> None:
    player.learn()
    [wrong] = player.wrong()
    reply = player.press("choice", [wrong], to="5")
    assert reply.headers["Location"] == player.url("questions/5/")
    assert player.answer().slot.chosen == {wrong}


def test_the_last_answer_ends_it_and_its_feedback_leads_to_the_result(player: Player) -> None:
    player.learn(2)
    for n in (1, 2):
        player.press("answer", player.right(n), n)
    page = player.client.get(player.url("questions/2/"))
    assert "See the result" in page.text
    assert player.client.get(player.url()).headers["Location"] == player.url("result/")
    assert "2 of 2 questions right." in player.client.get(player.url("result/")).text


def test_it_goes_on_where_one_was(player: Player) -> None:
    player.learn()
    player.press("answer", player.right(1), 1)
    player.press("answer", player.right(3), 3)
    assert player.client.get(player.url()).headers["Location"] == player.url("questions/2/")
    page = player.client.get(player.url("questions/3/"))
    assert f'href="{player.url("questions/4/")}" data-go' in page.text


def test_ending_early_counts_only_what_was_answered(player: Player) -> None:
    player.learn()
    player.press("answer", player.right())
    player.save(player.right(2), 2)
    reply = player.press("leave", player.right(2), 2)
    overview = player.client.get(reply.headers["Location"])
    assert "7 questions have no answer." in overview.text
    reply = player.client.submit(overview, "/finish")
    result = player.client.get(reply.headers["Location"])
    assert "1 of 1 question right." in result.text
    assert "7 questions were not reached, and do not count." in result.text


def test_signed_out_an_answer_is_sent_after_signing_in_again(app: Flask, player: Player) -> None:
    with app.app_context():
        player.user_id = make_user()
    sign_in(player.client, player.user_id)
    question = player.learn().client.get(player.url("questions/1/"))
    with app.app_context():
        db.session.execute(delete(LoginSession))
        db.session.commit()
    asked = player.client.submit(question, "/answer", choice=player.wrong())
    assert asked.status_code == 401
    assert player.answer().slot.closed_at is None
    offer = player.client.submit(asked, "/auth/login", **credentials())
    assert player.client.submit(offer, "/answer").headers["Location"] == player.url("questions/1/")
    assert player.answer().slot.chosen == set(player.wrong())


@pytest.mark.parametrize("n", [0, 9, 999, 1000])
def test_a_question_that_is_not_there_is_not_found(player: Player, n: int) -> None:
    player.learn()
    assert player.client.get(player.url(f"questions/{n}/")).status_code == 404
    assert player.client.post(player.url(f"questions/{n}/answer"), data=player.fields(["right"])).status_code == 404
