"""Own answers to questions of the bank in the history, between the interviews and quizzes."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import insert

from interview_sim.bank.models import QuestionAttempt
from interview_sim.bank.queries import _HISTORY
from interview_sim.extensions import db
from interview_sim.progress.history import PAGE, Kind, list_page
from tests.bank_builders import offered
from tests.builders import NOON, QUESTION_ADDRESS
from tests.web.progress.conftest import Member
from tests.web.progress.seed import make_user, seed_attempt
from tests.web.progress.test_quizzes import seed_quiz, walk

SLUG = QUESTION_ADDRESS.partition("/")[2]
TITLE = "What does an index cost?"


def seed_answer(user_id: int, name: str, started_at: datetime = NOON, score: float | None = 0.5) -> str:
    """An own answer, scored unless `score` is None; its id is `name`."""
    pinned = offered(SLUG)
    done = None if score is None else started_at + timedelta(minutes=1)
    values = {
        "id": name,
        "user_id": user_id,
        "item_id": pinned.item_id,
        "revision_id": pinned.revision_id,
        "start_key": f"key-{name}",
        "started_at": started_at,
        "revealed_at": done,
        "finished_at": done,
        "score": score,
    }
    db.session.execute(insert(QuestionAttempt), values)
    db.session.commit()
    return name


@pytest.mark.usefixtures("db_session")
class TestPages:
    def mixed(self, user_id: int, number: int) -> list[str]:
        """Interviews, quizzes and answers in turn, three at the same moment each; the newest first."""
        seeds: dict[str, Callable[[int, str, datetime], str]] = {"a": seed_attempt, "b": seed_answer, "q": seed_quiz}
        names = []
        for place in range(number):
            kind, moment = "abq"[place % 3], NOON - timedelta(hours=place // 3)
            names.append((moment, seeds[kind](user_id, f"{kind}{place:04}", moment)))
        return [name for _moment, name in sorted(names, reverse=True)]

    def test_one_list_the_newest_first_every_one_once(self) -> None:
        user_id = make_user()
        expected = self.mixed(user_id, 2 * PAGE + 5)
        assert walk(user_id) == expected
        assert walk(user_id, Kind.QUESTIONS) == [name for name in expected if name.startswith("b")]
        assert not any(name.startswith("b") for name in walk(user_id, Kind.QUIZZES) + walk(user_id, Kind.INTERVIEWS))

    def test_walking_back_shows_the_same_pages(self) -> None:
        user_id = make_user()
        self.mixed(user_id, 3 * PAGE)
        first = list_page(user_id, "", "", "", NOON)
        second = list_page(user_id, "", first.older or "", "", NOON)
        back = list_page(user_id, "", "", second.newer or "", NOON)
        assert [each.id for each in back.attempts] == [each.id for each in first.attempts]

    def test_nobody_elses_answers_are_in_it(self) -> None:
        seed_answer(make_user("Somebody else"), "theirs")
        assert walk(make_user()) == []

    @pytest.mark.parametrize("newer", [False, True])
    def test_a_page_is_found_by_the_index_and_never_sorted(self, newer: bool) -> None:
        user_id = make_user()
        seed_answer(user_id, "one")
        compiled = str(_HISTORY[newer].limit(20).compile(db.engine, compile_kwargs={"render_postcompile": True}))
        values = (user_id, "2026-11-02 12:00:00.000000", "x", 20, 0)[: compiled.count("?")]
        rows = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)
        plan = " / ".join(row[3] for row in rows)
        assert "(user_id=? AND (started_at,id)" in plan
        assert "TEMP B-TREE" not in plan


def test_the_history_lists_own_answers_with_a_way_to_each(app: Flask, member: Member) -> None:
    with app.app_context():
        seed_answer(member.user_id, "scored", NOON, 0.75)
        seed_answer(member.user_id, "begun", NOON - timedelta(hours=1), None)
        seed_attempt(member.user_id, "interview", NOON - timedelta(hours=2))
    page = member.client.get("/history/")
    assert f'href="/questions/{SLUG}/answers/scored/">{TITLE}</a>' in page.text
    assert f'href="/questions/{SLUG}/answers/scored/delete/"' in page.text
    for words in ("75 %", "Scored", "Being written", f"Continue: Your answer: {TITLE}"):
        assert words in page.text, words
    answers = member.client.submit(page, "/history/", kind="questions")
    assert "/answers/begun/" in answers.text
    assert "/attempts/interview/" not in answers.text
    assert member.client.get(f"/questions/{SLUG}/answers/begun/").status_code == 200


def test_without_own_answers_it_says_what_to_do(app: Flask, member: Member) -> None:
    with app.app_context():
        seed_attempt(member.user_id, "interview")
    page = member.client.get("/history/?kind=questions").text
    assert "No answers of your own yet" in page
    assert 'href="/questions/">All questions' in page
    beyond = member.client.get("/history/?kind=questions&before=20200101T000000000000-x").text
    assert "Nothing further" in beyond
    assert "Nothing of this kind yet" in member.client.get("/history/?kind=quizzes").text


def test_the_number_of_queries_does_not_grow(app: Flask, member: Member) -> None:
    counts = []
    for size, prefix in ((5, "a"), (60, "b")):
        with app.app_context():
            for number in range(size):
                seed_answer(member.user_id, f"{prefix}{number}", NOON - timedelta(hours=number))
        for _ in range(2):
            member.client.get("/history/?kind=questions")
        counts.append(len(member.client.queries))
    assert counts == [3, 3], member.client.queries
