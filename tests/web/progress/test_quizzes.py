"""Quizzes in the history and on the front page, between the interviews."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert

from interview_sim.clock import utc_now
from interview_sim.domain.attempt import State
from interview_sim.extensions import db
from interview_sim.progress.history import PAGE, Kind, list_page
from interview_sim.quiz.models import QuizAttempt
from interview_sim.quiz.queries import _HISTORY
from tests.builders import NOON, SAMPLE_SLUG
from tests.web.progress.conftest import Member
from tests.web.progress.seed import make_user, seed_attempt, seed_history


def seed_quiz(user_id: int, name: str, started_at: datetime = NOON, *, mode: str = "learn", **columns: object) -> str:
    """A quiz without its questions, finished with 3 of 4 unless told otherwise; its id is `name`."""
    values = {
        "id": name,
        "user_id": user_id,
        "start_key": f"key-{name}",
        "title": f"Quiz {name}",
        "settings": "",
        "seed": 1,
        "mode": mode,
        "state": "finished",
        "time_multiplier": 1.0,
        "total": 4,
        "version": 2,
        "started_at": started_at,
        "right": 3,
        "counted": 4,
        **columns,
    }
    db.session.execute(insert(QuizAttempt), values)
    db.session.commit()
    return name


def seed_running(user_id: int, name: str, started_at: datetime = NOON, **columns: object) -> str:
    """A quiz that goes on."""
    running: dict[str, Any] = {"state": "running", "right": None, "counted": None, **columns}
    return seed_quiz(user_id, name, started_at, **running)


def walk(user_id: int, kind: Kind = Kind.ALL) -> list[str]:
    """The whole history, page by page to its end."""
    seen: list[str] = []
    before = ""
    while True:
        shown = list_page(user_id, "", before, "", NOON, kind)
        seen += [attempt.id for attempt in shown.attempts]
        if shown.older is None:
            return seen
        before = shown.older


@pytest.mark.usefixtures("db_session")
class TestPages:
    def mixed(self, user_id: int, number: int) -> list[str]:
        """Interviews and quizzes in turn, an hour apart; some pairs at the same moment; the newest first."""
        names = []
        for place in range(number):
            moment = NOON - timedelta(hours=place // 2 if place < 6 else place)
            seed = seed_quiz if place % 2 else seed_attempt
            names.append((moment, seed(user_id, f"{'q' if place % 2 else 'a'}{place:04}", moment)))
        return [name for _moment, name in sorted(names, reverse=True)]

    def test_one_list_the_newest_first_every_one_once(self) -> None:
        user_id = make_user()
        assert walk(user_id) == []
        expected = self.mixed(user_id, 2 * PAGE + 5)
        assert walk(user_id) == expected

    def test_walking_back_shows_the_same_pages(self) -> None:
        user_id = make_user()
        self.mixed(user_id, 3 * PAGE)
        first = list_page(user_id, "", "", "", NOON)
        second = list_page(user_id, "", first.older or "", "", NOON)
        back = list_page(user_id, "", "", second.newer or "", NOON)
        assert [each.id for each in back.attempts] == [each.id for each in first.attempts]
        assert (back.newer, back.older) == (None, first.older)

    def test_it_can_be_narrowed_to_either(self) -> None:
        user_id = make_user()
        expected = self.mixed(user_id, PAGE * 2)
        assert walk(user_id, Kind.QUIZZES) == [name for name in expected if name.startswith("q")]
        assert walk(user_id, Kind.INTERVIEWS) == [name for name in expected if name.startswith("a")]

    def test_nobody_elses_quizzes_are_in_it(self) -> None:
        seed_quiz(make_user("Somebody else"), "theirs")
        assert walk(make_user()) == []

    @pytest.mark.parametrize("newer", [False, True])
    def test_a_page_is_found_by_the_index_and_never_sorted(self, newer: bool) -> None:
        user_id = make_user()
        seed_quiz(user_id, "one")
        compiled = str(_HISTORY[newer].compile(db.engine, compile_kwargs={"render_postcompile": True}))
        values = (user_id, "2026-11-02 12:00:00.000000", "x", 20, 0)[: compiled.count("?")]
        rows = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)
        plan = " / ".join(row[3] for row in rows)
        assert "(user_id=? AND (started_at,id)" in plan
        assert "TEMP B-TREE" not in plan


def test_the_history_lists_both_and_filters(app: Flask, member: Member) -> None:
    with app.app_context():
        seed_quiz(member.user_id, "quizone", NOON, mode="exam")
        seed_running(member.user_id, "quiztwo", NOON - timedelta(hours=1))
        seed_attempt(member.user_id, "interview", NOON - timedelta(hours=2))
    page = member.client.get("/history/")
    assert page.text.index("/quizzes/quizone/") < page.text.index("/quizzes/quiztwo/") < page.text.index("/attempts/")
    told = ("Quiz quizone", "75 %", "3 of 4 right", "· Exam", "Learn mode", "Unfinished, 4 questions")
    for words in (*told, "Continue: Quiz: Quiz quiztwo"):
        assert words in page.text, words
    assert 'href="/quizzes/quizone/delete/"' in page.text
    quizzes = member.client.submit(page, "/history/", kind="quizzes")
    assert "/quizzes/quizone/" in quizzes.text
    assert "/attempts/interview/" not in quizzes.text
    interviews = member.client.submit(page, "/history/", kind="interviews")
    assert "/quizzes/quizone/" not in interviews.text
    assert "/attempts/interview/" in interviews.text
    of_one = member.client.get(f"/history/?scenario={SAMPLE_SLUG}")
    assert "/quizzes/quizone/" not in of_one.text


def test_an_exam_whose_time_ran_out_unseen_says_so_and_leads_to_its_result(app: Flask, member: Member) -> None:
    gone = utc_now() - timedelta(seconds=1)
    with app.app_context():
        seed_running(member.user_id, "late", NOON, mode="exam", expires_at=gone)
    for path in ("/history/", "/"):
        page = member.client.get(path).text
        assert "Time ran out: the result is ready" in page
        assert "See the result: Quiz: Quiz late" in page


@pytest.mark.parametrize("query", ["", "?kind=quizzes"])
def test_the_number_of_queries_does_not_grow_with_thousands(app: Flask, member: Member, query: str) -> None:
    counts = []
    for size, prefix in ((5, "a"), (2_000, "b")):
        with app.app_context():
            for number in range(min(size, 60)):
                seed_quiz(member.user_id, f"{prefix}{number:05}", NOON - timedelta(hours=number))
            seed_history(member.user_id, min(size, 300), prefix)
        for _ in range(2):
            member.client.get(f"/history/{query}")
        counts.append(len(member.client.queries))
    assert counts[0] == counts[1] <= 5, member.client.queries


def test_the_front_page_goes_on_with_a_quiz_that_is_begun(app: Flask, member: Member) -> None:
    with app.app_context():
        seed_attempt(member.user_id, "older", NOON - timedelta(days=1), state=State.ANSWERING)
        seed_running(member.user_id, "newer", NOON)
    page = member.client.get("/").text
    next_step, others = page.split("Also unfinished")
    assert 'href="/quizzes/newer/">Continue' in next_step
    assert "You have begun this quiz and not finished it." in next_step
    assert "/attempts/older/" not in next_step
    assert "/attempts/older/" in others
    assert "/quizzes/newer/" not in others


def test_the_front_page_shows_results_of_both_and_nobody_is_new_after_a_quiz(app: Flask, member: Member) -> None:
    with app.app_context():
        seed_quiz(member.user_id, "quizone", NOON)
    page = member.client.get("/").text
    assert "A first interview" not in page
    assert 'href="/quizzes/quizone/">Quiz quizone' in page
    assert "75 %" in page
