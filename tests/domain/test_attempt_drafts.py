"""Which texts still count: before the deadline, at it, in the grace, after it, and once the prediction is given."""

from datetime import timedelta

import pytest

from interview_sim.domain import attempt as rules
from interview_sim.domain.attempt import Attempt, ClosedBy, Flow
from interview_sim.domain.timing import Pace
from tests.domain.attempts import MOMENT, NOON, after, begun, debriefed

FLOWS = pytest.mark.parametrize("flow", Flow)


def counts(attempt: Attempt, number: int, seconds: float) -> bool:
    """Whether a text that arrives then counts; the refusal must be one that keeps the text aside."""
    try:
        rules.require_draft(attempt, number, after(seconds))
    except rules.AnswerClosed:
        return False
    return True


@FLOWS
@pytest.mark.parametrize("seconds", [0, 59, 60, 65, 70])
def test_an_answer_up_to_the_end_of_the_grace_counts(flow: Flow, seconds: int) -> None:
    assert counts(begun(flow=flow), 0, seconds)


def test_an_answer_at_the_deadline_counts() -> None:
    assert counts(begun(), 0, 60)


@FLOWS
def test_an_answer_after_the_grace_is_refused(flow: Flow) -> None:
    for moment in (after(70) + MOMENT, after(71), after(86_400)):
        with pytest.raises(rules.TooLate):
            rules.require_draft(begun(flow=flow), 0, moment)


def test_the_grace_is_of_each_deadline_while_the_next_prompt_is_open_already() -> None:
    attempt = begun()
    assert counts(attempt, 0, 65)
    assert counts(attempt, 1, 65)
    assert counts(attempt, 1, 160)
    assert not counts(attempt, 1, 161)
    assert counts(attempt, 2, 190)
    assert not counts(attempt, 2, 191)


def test_the_grace_is_the_same_whether_or_not_the_closing_was_written_down() -> None:
    written = rules.settle(begun(), after(60))
    assert counts(written, 0, 70)
    assert not counts(written, 0, 70.000001)


@FLOWS
def test_an_answer_is_refused_in_the_grace_once_the_prediction_is_given(flow: Flow) -> None:
    attempt = rules.predict(rules.settle(begun(flow=flow, budgets=(60,)), after(60)), 0, 3, after(61))
    with pytest.raises(rules.AnswerClosed) as refusal:
        rules.require_draft(attempt, 0, after(61))
    assert not isinstance(refusal.value, rules.TooLate)


def test_another_prompts_prediction_does_not_end_the_grace() -> None:
    attempt = rules.predict(rules.settle(begun(budgets=(60, 30)), after(90)), 0, 3, after(91))
    assert not counts(attempt, 0, 69)
    assert counts(attempt, 1, 100)


@pytest.mark.parametrize("by", [ClosedBy.CANDIDATE, ClosedBy.SKIPPED])
@pytest.mark.parametrize("pace", Pace)
def test_an_answer_the_candidate_closed_has_no_grace(pace: Pace, by: ClosedBy) -> None:
    attempt = rules.finish_prompt(begun(pace), 0, after(30), by)
    assert not counts(attempt, 0, 30)
    assert not counts(attempt, 0, 65)


def test_an_answer_is_refused_once_the_attempt_is_given_up() -> None:
    assert not counts(rules.abandon(begun(), after(30)), 0, 31)


def test_giving_up_the_next_prompt_leaves_the_grace_of_the_last_one_alone() -> None:
    attempt = rules.abandon(begun(), after(62))
    assert counts(attempt, 0, 70)
    assert not counts(attempt, 1, 63)


def test_an_answer_to_a_finished_interview_is_refused() -> None:
    attempt = debriefed(rules.settle(begun(budgets=(60,)), after(60)), after(61))
    assert not counts(attempt, 0, 62)


@pytest.mark.parametrize("pace", [Pace.PRACTICE, Pace.UNTIMED])
def test_an_answer_counts_for_as_long_as_a_prompt_is_open(pace: Pace) -> None:
    assert counts(begun(pace), 0, 86_400)


def test_an_answer_counts_while_its_prompt_is_paused() -> None:
    assert counts(rules.pause(begun(Pace.PRACTICE), after(10)), 0, 86_400)


@pytest.mark.parametrize("number", [1, 2, 3, -1])
def test_an_answer_to_a_prompt_that_was_not_asked_is_refused(number: int) -> None:
    with pytest.raises(rules.NotAnswering):
        rules.require_draft(begun(), number, after(1))


def test_an_answer_before_the_start_is_refused() -> None:
    with pytest.raises(rules.NotAnswering):
        rules.require_draft(rules.brief((timedelta(seconds=60),), Pace.STRICT, Flow.EACH), 0, NOON)
