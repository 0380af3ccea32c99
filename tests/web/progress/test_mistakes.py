"""The common mistakes of the bank, by topic."""

from collections import Counter
from dataclasses import replace

import pytest
from flask import Flask

from interview_sim.catalog.queries import get_choice
from interview_sim.catalog.store import load_pack
from interview_sim.domain.content import Mistake, Question
from interview_sim.domain.quiz import Mode
from interview_sim.progress.judgement_queries import raised_flags_by_topic, wrong_answers_by_topic
from interview_sim.quiz import service as quizzes
from interview_sim.quiz.choices import save_choice
from tests.builders import NOON, sample_pack, sample_question
from tests.client import AuditingClient
from tests.quizzes import EVERYTHING, choice, load_menu, right_and_wrong, start_learning, start_quiz
from tests.web.progress.conftest import Member
from tests.web.progress.seed import make_user, pinned, seed_attempt

PATH = "/red-flags/mistakes/"


def asked(slug: str, *topics: str, mistakes: int = 2) -> Question:
    """A question of the bank with common mistakes."""
    said = tuple(
        Mistake(id=f"m{n}", text=f"Says `{slug}` {n}.", why=f"Wrong of {slug}, {n}.") for n in range(mistakes)
    )
    return sample_question().model_copy(
        update={"id": slug, "title": f"About {slug}", "topics": topics, "mistakes": said}
    )


def load(*questions: Question) -> None:
    load_pack(replace(sample_pack(), questions=questions), NOON)


@pytest.fixture(autouse=True)
def _loaded(app: Flask) -> None:
    with app.app_context():
        load(
            asked("keys", "databases"),
            asked("speed", "caching", "databases", mistakes=3),
            asked("none", "databases", mistakes=0),
        )


def test_anyone_sees_the_topics_and_how_many_mistakes_each_has(client: AuditingClient) -> None:
    page = client.get(PATH)
    assert page.status_code == 200
    assert "Databases (5)" in page.text
    assert "Caching (3)" in page.text
    assert "All topics (5)" in page.text
    assert "Says <code>keys</code>" not in page.text
    assert "Wrong in your quizzes" not in page.text


def test_a_topic_lists_its_mistakes_with_why_and_a_link_to_the_question(client: AuditingClient) -> None:
    page = client.submit(client.get(PATH), PATH, topic="caching")
    assert "<h1>Common mistakes: Caching</h1>" in page.text
    assert 'href="/questions/speed/">About speed</a>' in page.text
    assert "Says <code>speed</code> 2." in page.text
    assert "Wrong of speed, 2." in page.text
    assert "About keys" not in page.text
    assert page.text.count('type="checkbox"') == 3


def test_all_topics_list_each_mistake_once(client: AuditingClient) -> None:
    assert client.get(f"{PATH}?topic=all").text.count('type="checkbox"') == 5


@pytest.mark.parametrize(
    ("topic", "words"),
    [("cooking", "There is no topic called “cooking”; choose from the list."), ("", "Choose a topic first.")],
)
def test_a_topic_that_is_unknown_or_not_chosen_is_explained_above_those_there_are(
    client: AuditingClient, topic: str, words: str
) -> None:
    page = client.get(f"{PATH}?topic={topic}")
    assert page.status_code == 200
    assert words in page.text
    assert "Databases (5)" in page.text
    assert "topic-error" not in client.get(PATH).text


def test_without_questions_it_says_so(app: Flask, client: AuditingClient) -> None:
    with app.app_context():
        load()
    assert "No questions are loaded yet" in client.get(PATH).text


def test_what_changed_is_listed_as_it_is_now(app: Flask, client: AuditingClient) -> None:
    client.get(PATH)
    with app.app_context():
        load(asked("keys", "databases", mistakes=4))
    assert "Databases (4)" in client.get(PATH).text


def test_wrong_quiz_answers_are_counted_for_each_topic_of_the_question(app: Flask, member: Member) -> None:
    with app.app_context():
        load_menu()
        quiz = start_learning(member.user_id)
        expected: Counter[str] = Counter()
        for number, is_wrong in enumerate((True, False, True, True)):
            right, wrong = right_and_wrong(quiz, member.user_id, number)
            stored = quizzes.give_answer(quiz, member.user_id, number, wrong if is_wrong else right, None, NOON)
            topics = get_choice(stored.answer(number).revision_id).choice.topics
            expected.update(dict.fromkeys(topics, int(is_wrong)))
        assert wrong_answers_by_topic(member.user_id) == {topic: n for topic, n in expected.items() if n}
        assert wrong_answers_by_topic(make_user()) == {}


def test_ones_own_wrong_answers_stand_beside_the_topic(app: Flask, member: Member, client: AuditingClient) -> None:
    with app.app_context():
        load(asked("keys", "databases"))
        quiz = start_quiz(
            member.user_id, wanted=replace(EVERYTHING, topics=frozenset({"databases"}), mode=Mode.LEARN)
        )
        _, wrong = right_and_wrong(quiz, member.user_id, 0)
        quizzes.give_answer(quiz, member.user_id, 0, wrong, None, NOON)
    assert "Wrong in your quizzes" in member.client.get(PATH).text
    page = member.client.get(f"{PATH}?topic=databases")
    assert "1 wrong answer of yours in quizzes." in page.text
    assert "1 question matches" in member.client.get("/quizzes/?topics=databases&source=wrong").text
    assert 'href="/quizzes/?topics=databases&amp;source=wrong"' in page.text
    assert "Wrong in your quizzes" not in client.get(PATH).text


def test_ones_own_red_flags_stand_beside_the_topics_of_their_interviews(
    app: Flask, member: Member, stranger: Member
) -> None:
    with app.app_context():
        topics = pinned().scenario.topics
        flags = [("storage", "plain-passwords"), ("speed", "general/general-bluff")]
        seed_attempt(member.user_id, "first", flags=flags)
        seed_attempt(member.user_id, "second", flags=flags[:1])
        assert raised_flags_by_topic(member.user_id) == dict.fromkeys(topics, 3)
        assert raised_flags_by_topic(stranger.user_id) == {}
    page = member.client.get(PATH).text
    assert "Red flags you raised" in page
    assert page.count('<td class="number">–</td><td class="number">3</td>') == len(topics)
    of_topic = member.client.get(f"{PATH}?topic={topics[0]}").text
    assert "3 red flags raised by you in interviews about it." in of_topic
    assert 'href="/red-flags/?show=raised"' in of_topic
    assert "Red flags you raised" not in stranger.client.get(PATH).text


def test_an_exam_that_goes_on_tells_nothing_of_its_answers(app: Flask, member: Member) -> None:
    with app.app_context():
        load_menu()
        quiz = start_quiz(member.user_id)
        _, wrong = right_and_wrong(quiz, member.user_id, 0)
        save_choice(quiz, member.user_id, 0, choice(wrong), NOON)
        assert wrong_answers_by_topic(member.user_id) == {}


def test_the_number_of_queries_is_the_same_for_every_topic(client: AuditingClient, member: Member) -> None:
    for visitor, most in ((client, 2), (member.client, 5)):
        visitor.get(PATH)
        for path in (PATH, f"{PATH}?topic=databases", f"{PATH}?topic=all"):
            visitor.get(path)
            assert len(visitor.queries) == most, visitor.queries


def test_it_cannot_be_posted_to(member: Member) -> None:
    assert member.client.post(PATH).status_code == 405
