"""Every state × every action × both modes: where it leads, or the refusal it meets."""

import inspect
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from interview_sim.domain import quiz as rules
from interview_sim.domain.quiz import Mode, Quiz, QuizRefusal, State
from interview_sim.domain.timing import GRACE
from tests.domain.attempts import NOON

BUDGET = timedelta(seconds=120)
DEADLINE = NOON + BUDGET
KEY = frozenset({"right"})

ACTIONS: dict[str, Callable[[Quiz, datetime], Quiz]] = {
    "choose": lambda quiz, now: rules.choose(quiz, 0, KEY, None, now),
    "choose-2": lambda quiz, now: rules.choose(quiz, 1, KEY, None, now),
    "answer": lambda quiz, now: rules.answer(quiz, 0, KEY, None, KEY, now),
    "answer-2": lambda quiz, now: rules.answer(quiz, 1, KEY, None, KEY, now),
    "empty": lambda quiz, now: rules.answer(quiz, 0, frozenset(), None, KEY, now),
    "finish": rules.finish,
    "settle": rules.settle,
    "grade": lambda quiz, now: rules.grade(rules.settle(quiz, now), [KEY, KEY]),
}

REFUSALS = {
    "!over": rules.QuizOver,
    "!given": rules.AnswerGiven,
    "!nothing": rules.NothingChosen,
    "!secret": rules.NoFeedbackYet,
}

# A quiz of two questions; `learn-1` has its first question answered. `closing` is an exam within the grace, `lapsed`
# one beyond it that nobody has written down. `=` is "stays as it is".
TABLE = """
            choose    choose-2  answer    answer-2  empty     finish    settle    grade
learn-0     =         =         learn-1   learn-2   !nothing  finished  =         !secret
learn-1     !given    =         !given    finished  !given    finished  =         !secret
exam        =         =         !secret   !secret   !secret   finished  =         !secret
closing     =         =         !secret   !secret   !secret   finished  =         !secret
lapsed      !over     !over     !secret   !secret   !secret   !over     finished  finished
learnt      !over     !over     !over     !over     !over     !over     =         =
examined    !over     !over     !secret   !secret   !secret   !over     =         =
"""


def learning(*given: int) -> Quiz:
    quiz = rules.begin(Mode.LEARN, 2, BUDGET, NOON)
    for number in given:
        quiz = rules.answer(quiz, number, KEY, None, KEY, NOON)
    return quiz


def exam() -> Quiz:
    return rules.begin(Mode.EXAM, 2, BUDGET, NOON)


SITUATIONS: dict[str, tuple[Quiz, datetime]] = {
    "learn-0": (learning(), NOON),
    "learn-1": (learning(0), NOON),
    "exam": (exam(), NOON),
    "closing": (exam(), DEADLINE),
    "lapsed": (exam(), DEADLINE + GRACE + timedelta(microseconds=1)),
    "learnt": (learning(0, 1), NOON),
    "examined": (rules.finish(exam(), NOON), NOON),
}


def situation(quiz: Quiz) -> str:
    if quiz.state is State.FINISHED:
        return "finished"
    if quiz.mode is Mode.EXAM:
        return "closing" if quiz.state is State.CLOSING else "exam"
    given = [slot.closed_at is not None for slot in quiz.slots]
    return {(False, False): "learn-0", (True, False): "learn-1", (False, True): "learn-2"}[given[0], given[1]]


def outcome(name: str, action: str) -> str:
    quiz, now = SITUATIONS[name]
    try:
        return situation(ACTIONS[action](quiz, now))
    except QuizRefusal as refusal:
        return next(word for word, kind in REFUSALS.items() if type(refusal) is kind)


def cells() -> list[tuple[str, str, str]]:
    header, *rows = [line.split() for line in TABLE.strip().splitlines()]
    return [(row[0], action, cell) for row in rows for action, cell in zip(header, row[1:], strict=True)]


@pytest.mark.parametrize(("name", "action", "cell"), cells())
def test_every_action_in_every_situation_leads_where_the_table_says(name: str, action: str, cell: str) -> None:
    stays = {"learnt": "finished", "examined": "finished"}.get(name, name)
    assert outcome(name, action) == (stays if cell == "=" else cell)


def test_the_table_knows_every_situation_and_every_action() -> None:
    found = cells()
    assert {name for name, _action, _cell in found} == set(SITUATIONS)
    assert {action for _name, action, _cell in found} == set(ACTIONS)


def test_the_table_knows_every_transition() -> None:
    """A transition that is added to the rules wants an action here, and its column in the table."""
    transitions = {
        name
        for name, function in inspect.getmembers(rules, inspect.isfunction)
        if function.__module__ == rules.__name__
        and not name.startswith("_")
        and function.__annotations__.get("return") is Quiz
    }
    assert transitions == {"begin", "settle", "choose", "answer", "finish", "grade"}


def test_every_refusal_is_met_somewhere_in_the_table() -> None:
    met = {cell for _name, _action, cell in cells()}
    assert set(REFUSALS) <= met


def test_the_key_is_seen_only_where_nothing_can_be_changed_any_more() -> None:
    seen = {
        (name, number): rules.can_see_key(rules.settle(quiz, now), number)
        for name, (quiz, now) in SITUATIONS.items()
        for number in (0, 1)
    }
    assert {place for place, sees in seen.items() if sees} == {
        ("learn-1", 0),
        *((name, number) for name in ("lapsed", "learnt", "examined") for number in (0, 1)),
    }
    assert not rules.can_see_key(SITUATIONS["learnt"][0], 2)
    assert not rules.can_see_key(SITUATIONS["learnt"][0], -1)
