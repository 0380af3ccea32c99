"""What follows from an answer: the review, what is asked next, and that the pages say so."""

import re

import pytest

from tests.web.quiz.conftest import Player


def cards(player: Player) -> int:
    """How many cards the review holds."""
    return len(set(re.findall("/study/cards/[0-9a-f]{32}/", player.client.get("/study/cards/").text)))


def test_what_an_exam_left_blank_is_wrong_for_the_review_for_the_next_draw_and_for_asking_again(
    player: Player,
) -> None:
    player.begin()
    for n in range(1, 8):
        player.save(player.right(n), n)
    player.save([], 8, confidence="sure")
    blank = player.answer(8).item_id
    player.finish()
    result = player.client.get(player.url("result/"))
    assert "1 question was left blank, and counts as not right." in result.text
    assert "Sure, but wrong" not in result.text, "nothing was said that could be wrong"
    assert cards(player) == 1
    assert "1 question matches" in player.client.get("/quizzes/?source=wrong").text
    player.quiz_id = player.client.submit(result, "/again").headers["Location"].strip("/").split("/")[-1]
    assert [answer.item_id for answer in player.stored.answers] == [blank]


def test_what_learn_mode_did_not_reach_is_neither_wrong_nor_a_card(player: Player) -> None:
    player.learn()
    player.press("answer", player.right())
    player.finish()
    assert cards(player) == 0
    assert "No question matches." in player.client.get("/quizzes/?source=wrong").text
    assert "review" not in player.client.get(player.url("result/")).text.split("<main")[1]


def test_the_result_says_which_questions_went_into_the_review_and_leads_there(player: Player) -> None:
    player.begin()
    for n in (1, 2, 3, 4, 5):
        player.save(player.right(n), n)
    player.save(player.wrong(6), 6, confidence="sure")
    player.save(player.right(7), 7, confidence="guessing")
    player.finish()
    told = player.client.get(player.url("result/")).text.split('<p class="to-review">')[1].split("</p>")[0]
    assert re.findall(r'href="#question-(\d)"', told) == ["6", "7", "8"]
    assert 'href="/study/"' in told
    assert cards(player) == 3


@pytest.mark.parametrize(
    ("is_right", "confidence", "words"),
    [
        (False, "sure", "it comes back until you have it"),
        (True, "guessing", "right, but you were guessing"),
        (True, "think-so", ""),
        (True, "", ""),
    ],
)
def test_the_feedback_of_learn_mode_says_whether_it_went_into_the_review(
    player: Player, is_right: bool, confidence: str, words: str
) -> None:
    player.learn(2)
    player.press("answer", player.right() if is_right else player.wrong(), confidence=confidence)
    page = player.client.get(player.url("questions/1/")).text.split("<main")[1]
    assert ('href="/study/"' in page) is bool(words)
    assert words in page
    assert cards(player) == bool(words)


def test_a_question_on_several_topics_counts_in_each_and_the_result_says_so(player: Player) -> None:
    words = "A question on several topics counts in each of them."
    player.begin()
    player.finish()
    assert words in player.client.get(player.url("result/")).text
    player.learn(1)
    player.press("answer", player.right())
    slugs = player.client.get(player.url("result.json")).json
    assert slugs is not None
    is_on_several = len(slugs["questions"][0]["topics"]) > 1
    assert (words in player.client.get(player.url("result/")).text) is is_on_several


def test_one_of_six_is_seventeen_per_cent_and_figure_and_sign_stay_together(player: Player) -> None:
    player.learn(6)
    player.press("answer", player.right())
    for n in range(2, 7):
        player.press("answer", player.wrong(n), n)
    page = player.client.get(player.url("result/")).text
    assert '<span class="score">17&nbsp;%</span>' in page
    assert " %" not in page
    assert "17 %" in player.client.get("/history/").text


def test_the_page_says_whether_one_option_or_several_are_right(player: Player) -> None:
    player.begin()
    for n in range(1, 9):
        page = player.client.get(player.url(f"questions/{n}/")).text
        several = len(player.right(n)) > 1
        assert ("Choose all that apply." in page, "Choose one." in page) == (several, not several)
