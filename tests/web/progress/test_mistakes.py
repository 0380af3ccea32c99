"""The common mistakes of the bank, by topic."""

from dataclasses import replace

import pytest
from flask import Flask

from interview_sim.catalog.store import load_pack
from interview_sim.domain.content import Mistake, Question
from interview_sim.quiz import service as quizzes
from tests.builders import NOON, sample_pack, sample_question
from tests.client import AuditingClient
from tests.quizzes import choice, load_menu, right_and_wrong, start_learning, start_quiz
from tests.web.progress.conftest import Member

PATH = "/red-flags/mistakes/"


def asked(slug: str, *topics: str, mistakes: int = 2) -> Question:
    """A question of the bank with common mistakes."""
    said = tuple(Mistake(id=f"m{n}", text=f"Says `{slug}` {n}.", why=f"Wrong of {slug}, {n}.") for n in range(mistakes))
    return sample_question().model_copy(
        update={"id": slug, "title": f"About {slug}", "topics": topics, "mistakes": said}
    )


def load(*questions: Question) -> None:
    load_pack(replace(sample_pack(), questions=questions), NOON)


@pytest.fixture(autouse=True)
def _loaded(app: Flask) -> None:
    with app.app_context():
        load(asked("keys", "databases"), asked("speed", "caching", "databases", mistakes=3), asked("none", mistakes=0))


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


def test_an_unknown_topic_is_not_found(client: AuditingClient) -> None:
    assert client.get(f"{PATH}?topic=cooking").status_code == 404


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
        load_pack(replace(sample_pack(), questions=(asked("tea", "databases"),)), NOON)
        quiz = start_learning(member.user_id)
        _, wrong = right_and_wrong(quiz, member.user_id, 0)
        quizzes.give_answer(quiz, member.user_id, 0, choice(wrong), NOON)
    from interview_sim.progress.judgement_queries import wrong_answers_by_topic

    with app.app_context():
        counts = wrong_answers_by_topic(member.user_id)
    assert set(counts) <= {"drinks", "meals"}
    assert set(counts.values()) == {1}


def test_an_exam_that_goes_on_tells_nothing_of_its_answers(app: Flask, member: Member) -> None:
    from interview_sim.progress.judgement_queries import wrong_answers_by_topic
    from interview_sim.quiz.choices import save_choice

    with app.app_context():
        load_menu()
        quiz = start_quiz(member.user_id)
        _, wrong = right_and_wrong(quiz, member.user_id, 0)
        save_choice(quiz, member.user_id, 0, choice(wrong), NOON)
        assert wrong_answers_by_topic(member.user_id) == {}


def test_four_queries_signed_in_and_three_signed_out(client: AuditingClient, member: Member) -> None:
    for visitor, most in ((client, 2), (member.client, 4)):
        visitor.get(PATH)
        for path in (PATH, f"{PATH}?topic=databases", f"{PATH}?topic=all"):
            visitor.get(path)
            assert len(visitor.queries) == most, visitor.queries


def test_it_cannot_be_posted_to(member: Member) -> None:
    assert member.client.post(PATH).status_code == 405
