"""The buttons of a question's page, with and without scripts: what they keep, refuse and lead to."""

import pytest

from interview_sim.domain.timing import GRACE
from tests.audit import parse
from tests.client import form_values
from tests.web.quiz.conftest import JSON, TIME, Player

BUTTONS = ["choice", "answer", "flag", "leave"]
FIELDS_NO_PAGE_SENDS = [{"confidence": "certain"}, {"revision": "x"}, {"page": ""}, {"choice": "<b>"}]


def test_scripts_are_told_where_to_go_next(player: Player) -> None:
    player.begin()
    for action, n, target in (
        ("answer", 1, "questions/2/"),
        ("answer", 8, "finish/"),
        ("flag", 2, "questions/2/"),
        ("leave", 3, "finish/"),
    ):
        data = player.fields(player.right(n), revision=str(player.answer(n).revision))
        reply = player.client.post(player.url(f"questions/{n}/{action}"), data=data, headers=JSON)
        assert reply.json == {"next": player.url(target)}
        assert player.answer(n).slot.chosen == set(player.right(n))
    assert player.client.post(player.url("finish"), headers=JSON).json == {"next": player.url("result/")}


@pytest.mark.parametrize("action", BUTTONS)
def test_a_stale_page_shows_both_choices_and_what_is_then_sent_counts(player: Player, action: str) -> None:
    player.begin()
    [wrong], right = player.wrong(), player.right()
    player.save(right)
    page = player.press(action, [wrong], page="another-window", revision="0", flag="1", to="2")
    assert page.status_code == 409
    texts = dict(zip(player.answer().option_order, options_of(page.text), strict=True))
    assert texts[wrong] in page.text.partition("Here you had chosen:")[2].partition("</ul>")[0]
    assert not player.answer().is_flagged
    values = form_values(next(form for form in parse(page).iter("form") if form.get("id") == "question"))
    assert (values["revision"], values["choice"]) == ("1", right[-1])
    assert player.client.submit(page, f"/{action}", choice=wrong).status_code == 303
    assert player.answer().slot.chosen == {wrong}


def options_of(page: str) -> list[str]:
    """The texts of the options, in the order in which they are shown."""
    return [label.partition("<p>")[2].partition("</p>")[0] for label in page.split('<label for="option-')[1:]]


def test_a_stale_page_on_which_nothing_was_chosen_says_so(player: Player) -> None:
    player.begin()
    player.save(player.right())
    page = player.press("answer", [], page="another-window", revision="0")
    assert page.status_code == 409
    assert "<p>nothing.</p>" in page.text
    assert player.answer().slot.chosen == set(player.right())


@pytest.mark.parametrize("action", BUTTONS)
def test_after_the_grace_nothing_is_counted_and_it_leads_to_the_result(player: Player, action: str) -> None:
    player.begin().let_time_pass(TIME + GRACE.total_seconds() + 1)
    data = player.fields(player.right(), flag="1", to="2")
    reply = player.client.post(player.url(f"questions/1/{action}"), data=data, headers=JSON)
    told = "This quiz is over: what arrives now is not counted."
    assert reply.status_code == 409
    assert reply.json == {"error": "quiz-over", "message": told, "next": player.url()}
    page = player.client.post(player.url(f"questions/1/{action}"), data=data, follow_redirects=True)
    assert page.request.path == player.url("result/")
    assert told in page.text
    assert player.row().state == "finished"
    assert (player.answer().slot.is_answered, player.answer().is_flagged) == (False, False)


@pytest.mark.parametrize("action", BUTTONS)
def test_fields_that_no_page_sends_change_nothing_and_it_says_what_to_do(player: Player, action: str) -> None:
    player.learn()
    before = player.stored
    for broken in FIELDS_NO_PAGE_SENDS:
        data = {**player.fields(player.right()), **broken}
        assert player.client.post(player.url(f"questions/1/{action}"), data=data, headers=JSON).status_code == 422
        page = player.client.post(player.url(f"questions/1/{action}"), data=data, follow_redirects=True)
        assert page.request.path == player.url("questions/1/")
        assert "Reload the page and try again." in page.text
    assert player.stored == before


@pytest.mark.parametrize("action", ["choice", "answer"])
def test_an_option_of_another_question_is_said_to_be_none(player: Player, action: str) -> None:
    player.learn()
    reply = player.press(action, ["no-such-option"])
    assert "That is not one of this question&#39;s options." in player.client.get(reply.headers["Location"]).text
    assert player.answer().revision == 0


def test_looking_over_from_a_question_that_is_answered_is_no_error(player: Player) -> None:
    player.learn()
    player.press("answer", player.wrong())
    assert player.press("leave", player.wrong()).headers["Location"] == player.url("finish/")
    assert player.press("leave", player.right()).headers["Location"] == player.url("finish/")
    assert player.answer().slot.chosen == set(player.wrong())


def test_after_the_last_question_it_goes_on_with_those_left_out(player: Player) -> None:
    player.learn()
    player.press("answer", player.right(8), 8)
    assert f'href="{player.url("questions/1/")}" data-go' in player.client.get(player.url("questions/8/")).text


def test_what_is_sent_without_being_sure_takes_the_confidence_back(player: Player) -> None:
    player.begin()
    player.press("answer", player.right(), confidence="sure")
    assert 'value="sure" checked' in player.client.get(player.url("questions/1/")).text
    player.press("answer", player.right())
    assert 'value="sure" checked' not in player.client.get(player.url("questions/1/")).text
    assert player.answer().slot.confidence is None
