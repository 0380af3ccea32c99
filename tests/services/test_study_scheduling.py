"""FSRS as it is used here: without chance, and the same after a round trip through the database."""

from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.domain.review import CardKind, Grade
from interview_sim.extensions import db
from interview_sim.study import service
from interview_sim.study.queries import get_card
from interview_sim.study.scheduling import MAX_INTERVAL_DAYS, REVIEW, Memory, intervals, rate
from tests.accounts import make_user
from tests.builders import NOON

GRADES = st.sampled_from(Grade)
WAITS = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400))
COURSES = st.lists(st.tuples(GRADES, WAITS), max_size=12)


def after(course: list[tuple[Grade, timedelta]]) -> tuple[Memory, timedelta]:
    memory, passed = Memory(due=NOON), timedelta()
    for grade, wait in course:
        memory, passed = rate(memory, grade, NOON + passed), passed + wait
    return memory, passed


@given(COURSES)
def test_the_same_ratings_give_the_same_memory(course: list[tuple[Grade, timedelta]]) -> None:
    assert after(course) == after(course)


@given(COURSES)
def test_a_card_always_comes_back_later_than_now_and_within_a_year(course: list[tuple[Grade, timedelta]]) -> None:
    memory, passed = after(course)
    now = NOON + passed
    waits = intervals(memory, now)
    assert all(timedelta(0) < wait <= timedelta(days=MAX_INTERVAL_DAYS) for wait in waits.values())
    assert waits[Grade.AGAIN] <= waits[Grade.HARD] <= waits[Grade.GOOD] <= waits[Grade.EASY]


def test_a_new_card_comes_back_within_minutes_unless_it_was_easy() -> None:
    waits = intervals(Memory(due=NOON), NOON)
    assert waits[Grade.AGAIN] == timedelta(minutes=1)
    assert waits[Grade.GOOD] == timedelta(minutes=10)
    assert waits[Grade.EASY] >= timedelta(days=1)


@given(COURSES)
def test_without_steps_a_good_card_is_known_and_stays_away_for_a_day_at_least(
    course: list[tuple[Grade, timedelta]],
) -> None:
    memory, passed = after(course)
    now = NOON + passed
    rated = rate(memory, Grade.GOOD, now, in_steps=False)
    assert (rated.state, rated.step, rated.last_review) == (REVIEW, None, now)
    assert rated.due >= now + timedelta(days=1)
    assert rated.due <= max(rate(memory, Grade.EASY, now).due, now + timedelta(days=1))
    if memory.state == REVIEW:
        assert rated == rate(memory, Grade.GOOD, now)


@pytest.mark.usefixtures("db_session")
def test_a_memory_survives_its_round_trip_through_the_database(app: Flask) -> None:
    user_id = make_user()
    card_id = service.add(user_id, CardKind.QUESTION, "sample/what-a-sample-index-costs", "", NOON)
    expected, moment = Memory(due=NOON), NOON
    for grade in (Grade.GOOD, Grade.GOOD, Grade.AGAIN, Grade.HARD, Grade.EASY):
        service.rate_card(card_id, user_id, get_card(card_id, user_id).version, grade, moment)
        expected = rate(expected, grade, moment)
        db.session.remove()
        assert get_card(card_id, user_id).memory == expected
        moment = expected.due + timedelta(hours=1)
