"""The one deadline of an exam, at its exact edges."""

from datetime import timedelta

import pytest

from interview_sim.domain import quiz as rules
from interview_sim.domain.content import Level
from interview_sim.domain.quiz import FinishedBy, Mode, Quiz, QuizOver, State
from interview_sim.domain.timing import GRACE
from tests.domain.attempts import MOMENT, NOON
from tests.quizzes import several, single

BUDGET = timedelta(seconds=150)
DEADLINE = NOON + BUDGET
CHOSEN = frozenset({"right"})


def exam(count: int = 2) -> Quiz:
    return rules.begin(Mode.EXAM, count, BUDGET, NOON)


@pytest.mark.parametrize(
    ("offset", "state"),
    [
        (timedelta(seconds=-1), State.RUNNING),
        (-MOMENT, State.RUNNING),
        (timedelta(), State.CLOSING),
        (GRACE, State.CLOSING),
        (GRACE + MOMENT, State.FINISHED),
        (GRACE + timedelta(seconds=1), State.FINISHED),
        (timedelta(days=400), State.FINISHED),
    ],
)
def test_an_exam_closes_at_the_deadline_and_is_over_after_the_grace(offset: timedelta, state: State) -> None:
    assert rules.settle(exam(), DEADLINE + offset).state is state


def test_what_the_clock_ended_is_recorded_at_the_deadline_whenever_that_is_noticed() -> None:
    for later in (GRACE + MOMENT, timedelta(days=3)):
        over = rules.settle(exam(), DEADLINE + later)
        assert (over.finished_at, over.finished_by) == (DEADLINE, FinishedBy.CLOCK)
        assert {slot.closed_at for slot in over.slots} == {DEADLINE}


@pytest.mark.parametrize("offset", [timedelta(seconds=-1), timedelta(), GRACE])
def test_a_choice_up_to_the_end_of_the_grace_counts(offset: timedelta) -> None:
    chosen = rules.choose(exam(), 0, CHOSEN, None, DEADLINE + offset)
    graded = rules.grade(rules.settle(chosen, DEADLINE + timedelta(hours=1)), [CHOSEN, CHOSEN])
    assert [slot.is_right for slot in graded.slots] == [True, False]


@pytest.mark.parametrize("offset", [GRACE + MOMENT, GRACE + timedelta(seconds=1)])
def test_a_choice_after_the_grace_is_refused(offset: timedelta) -> None:
    with pytest.raises(QuizOver):
        rules.choose(exam(), 0, CHOSEN, None, DEADLINE + offset)


def test_handing_in_a_second_early_is_the_candidates_and_within_the_grace_it_is_the_clocks() -> None:
    early = rules.finish(exam(), DEADLINE - MOMENT)
    assert (early.finished_at, early.finished_by) == (DEADLINE - MOMENT, FinishedBy.CANDIDATE)
    for offset in (timedelta(), GRACE):
        late = rules.finish(exam(), DEADLINE + offset)
        assert (late.finished_at, late.finished_by) == (DEADLINE, FinishedBy.CLOCK)


def test_learning_has_no_clock() -> None:
    quiz = rules.begin(Mode.LEARN, 2, BUDGET, NOON)
    assert quiz.deadline is None
    assert rules.settle(quiz, NOON + timedelta(days=1000)) is quiz


def test_settling_twice_is_settling_once() -> None:
    over = rules.settle(exam(), DEADLINE + timedelta(minutes=1))
    assert rules.settle(over, DEADLINE + timedelta(days=1)) is over


def test_a_request_that_carries_an_earlier_moment_never_ends_before_the_start() -> None:
    earlier = NOON - timedelta(seconds=1)
    assert rules.finish(exam(), earlier).finished_at == NOON
    learning = rules.begin(Mode.LEARN, 1, BUDGET, NOON)
    assert rules.answer(learning, 0, CHOSEN, None, CHOSEN, earlier).finished_at == NOON


def test_each_question_adds_its_seconds_and_code_adds_more() -> None:
    assert rules.seconds_for(single("a", level=Level.BEGINNER)) == 60
    assert rules.seconds_for(single("a", level=Level.INTERMEDIATE)) == 75
    assert rules.seconds_for(single("a", level=Level.ADVANCED)) == 90
    assert rules.seconds_for(several("a", level=Level.ADVANCED)) == 120
    in_option = single("a")
    options = (in_option.options[0].model_copy(update={"text": "```python\nx\n```"}), *in_option.options[1:])
    assert rules.seconds_for(in_option.model_copy(update={"options": options})) == 90
    assert rules.seconds_for(single("a", stem="Is `x` code? Not a block of it.")) == 60


@pytest.mark.parametrize(("multiplier", "seconds"), [(1.0, 180), (1.25, 225), (1.333, 240), (3.0, 540)])
def test_extra_time_multiplies_the_whole_and_rounds_up_to_a_second(multiplier: float, seconds: int) -> None:
    choices = [single("a"), several("b")]
    assert rules.exam_budget(choices, multiplier) == timedelta(seconds=seconds)


@pytest.mark.parametrize("multiplier", [0.99, 3.01])
def test_extra_time_outside_its_range_is_refused(multiplier: float) -> None:
    with pytest.raises(ValueError, match="from 1 to 3"):
        rules.exam_budget([single("a")], multiplier)


def test_a_quiz_needs_a_question() -> None:
    with pytest.raises(ValueError, match="needs a question"):
        rules.begin(Mode.LEARN, 0, BUDGET, NOON)
