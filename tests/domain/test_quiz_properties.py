"""What holds of a quiz whatever is done to it, in whatever order."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.domain import quiz as rules
from interview_sim.domain.content import Level
from interview_sim.domain.quiz import Mode, Quiz, QuizRefusal, Slot, State
from interview_sim.domain.timing import GRACE
from tests.domain.attempts import NOON
from tests.quizzes import single

BUDGET = timedelta(minutes=5)
A, B = frozenset({"a"}), frozenset({"b"})
CHOSEN = st.frozensets(st.sampled_from("abc"))
STEPS = st.tuples(
    st.sampled_from(["choose", "answer", "finish", "settle"]),
    st.integers(0, 2),
    CHOSEN,
    st.integers(0, int((BUDGET + GRACE).total_seconds()) + 5),
)


def act(quiz: Quiz, name: str, number: int, chosen: frozenset[str], now: datetime) -> Quiz:
    """What is stored afterwards: a refusal stores nothing, and `closing` is never stored."""
    try:
        after = {
            "choose": lambda: rules.choose(quiz, number, chosen, None, now),
            "answer": lambda: rules.answer(quiz, number, chosen, None, A, now),
            "finish": lambda: rules.finish(quiz, now),
            "settle": lambda: rules.settle(quiz, now),
        }[name]()
    except QuizRefusal:
        return quiz
    return replace(after, state=State.RUNNING) if after.state is State.CLOSING else after


@given(st.sampled_from(Mode), st.lists(STEPS, max_size=12))
def test_nothing_undoes_an_end_or_a_given_answer_or_shows_a_key_that_can_still_be_answered(
    mode: Mode, steps: list[tuple[str, int, frozenset[str], int]]
) -> None:
    quiz = rules.begin(mode, 3, BUDGET, NOON)
    for name, number, chosen, second in steps:
        now = NOON + timedelta(seconds=second)
        after = act(quiz, name, number, chosen, now)
        if quiz.is_over:
            assert after == quiz
        for before_slot, slot in zip(quiz.slots, after.slots, strict=True):
            assert before_slot.closed_at is None or slot == before_slot
        for seen in range(3):
            if rules.can_see_key(after, seen):
                assert act(after, "choose", seen, B, now) == after
        if after.is_over:
            assert after.finished_at is not None
            assert after.finished_at <= (after.deadline or after.finished_at)
        quiz = after


@given(st.sampled_from(Mode), st.lists(st.tuples(CHOSEN, CHOSEN.filter(bool)), min_size=1, max_size=12))
def test_right_is_never_more_than_counted_and_an_exam_counts_every_question(
    mode: Mode, answers: list[tuple[frozenset[str], frozenset[str]]]
) -> None:
    quiz = rules.begin(mode, len(answers), BUDGET, NOON)
    for number, (chosen, key) in enumerate(answers):
        if mode is Mode.EXAM:
            quiz = rules.choose(quiz, number, chosen, None, NOON)
        elif chosen:
            quiz = rules.answer(quiz, number, chosen, None, key, NOON)
    over = quiz if quiz.is_over else rules.finish(quiz, NOON)
    score = rules.score_of(mode, rules.grade(over, [key for _chosen, key in answers]).slots)
    answered = sum(bool(chosen) for chosen, _key in answers)
    assert score.right == sum(chosen == key for chosen, key in answers)
    assert score.counted == (len(answers) if mode is Mode.EXAM else answered)


@given(st.lists(st.sampled_from(Level), min_size=1, max_size=50), st.floats(1, 3))
def test_extra_time_is_never_less_than_it_says_nor_a_second_more(levels: list[Level], multiplier: float) -> None:
    budget = rules.exam_budget([single("a", level=level) for level in levels], multiplier)
    exact = sum(rules.SECONDS_PER_QUESTION[level] for level in levels) * multiplier
    assert exact - 0.001 <= budget.total_seconds() < exact + 1


def test_a_closed_answer_of_an_exam_that_runs_shows_no_key_and_stays() -> None:
    exam = replace(rules.begin(Mode.EXAM, 1, BUDGET, NOON), slots=(Slot(A, closed_at=NOON),))
    assert not rules.can_see_key(exam, 0)
    with pytest.raises(rules.AnswerGiven):
        rules.choose(exam, 0, B, None, NOON)


@pytest.mark.parametrize("mode", Mode)
def test_the_time_it_took_runs_until_the_end_and_is_never_less_than_nothing(mode: Mode) -> None:
    quiz = rules.begin(mode, 2, BUDGET, NOON)
    assert quiz.elapsed(NOON + timedelta(seconds=7)) == timedelta(seconds=7)
    assert quiz.elapsed(NOON - timedelta(hours=1)) == timedelta()
    over = rules.finish(quiz, NOON + timedelta(seconds=9))
    assert over.elapsed(NOON + timedelta(days=1)) == timedelta(seconds=9)
