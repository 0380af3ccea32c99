"""The practice pace (overrun and pauses) and the untimed one (elapsed time only)."""

from datetime import timedelta

import pytest

from interview_sim.domain import attempt as rules
from interview_sim.domain.attempt import Attempt, State
from interview_sim.domain.timing import Pace, seconds_left
from tests.domain.attempts import MOMENT, NOON, after, begun

NOTHING = timedelta()


def practising(*pauses: tuple[int, int]) -> Attempt:
    """A practice interview whose first prompt (60 s) was paused from each first second to each second one."""
    attempt = begun(Pace.PRACTICE)
    for pause, resume in pauses:
        attempt = rules.resume(rules.pause(attempt, after(pause)), after(resume))
    return attempt


def test_the_overrun_begins_after_the_deadline_and_is_recorded() -> None:
    attempt = practising()
    assert attempt.slot.overrun(after(59)) == NOTHING
    assert attempt.slot.overrun(after(60)) == NOTHING
    assert attempt.slot.overrun(after(60) + MOMENT) == MOMENT
    closed = rules.finish_prompt(attempt, 0, after(85))
    assert closed.slots[0].closed_at == after(85)
    assert closed.slots[0].overrun(after(9_999)) == timedelta(seconds=25)
    assert closed.slots[1].opened_at == after(85)
    assert closed.slots[1].deadline == after(85 + 90)


def test_a_prompt_finished_in_time_has_no_overrun() -> None:
    assert rules.finish_prompt(practising(), 0, after(60)).slots[0].overrun(after(9_999)) == NOTHING


def test_a_pause_moves_the_deadline_by_its_length() -> None:
    attempt = practising((20, 50))
    assert attempt.slot.deadline == after(90)
    assert attempt.slot.paused == timedelta(seconds=30)
    assert attempt.slot.elapsed(after(50)) == timedelta(seconds=20)
    assert attempt.slot.overrun(after(90)) == NOTHING
    assert attempt.slot.overrun(after(91)) == timedelta(seconds=1)


def test_several_pauses_add_up() -> None:
    attempt = practising((10, 20), (20, 25), (30, 3_630))
    assert attempt.slot.paused == timedelta(seconds=3_615)
    assert attempt.slot.deadline == after(3_675)
    closed = rules.finish_prompt(attempt, 0, after(3_680))
    assert closed.slots[0].elapsed(after(9_999)) == timedelta(seconds=65)
    assert closed.slots[0].overrun(after(9_999)) == timedelta(seconds=5)


def test_a_pause_of_no_length_changes_nothing_but_is_no_error() -> None:
    assert practising((30, 30)) == practising()


def test_a_resume_that_carries_an_earlier_moment_is_a_pause_of_no_length() -> None:
    assert practising((30, 29)) == practising()


def test_a_pause_after_the_deadline_does_not_shrink_the_overrun() -> None:
    attempt = practising((70, 100))
    assert attempt.slot.overrun(after(100)) == timedelta(seconds=10)
    assert seconds_left(attempt.slot.deadline, after(100)) == -10


def test_the_pauses_of_one_prompt_are_not_those_of_the_next() -> None:
    attempt = rules.finish_prompt(practising((10, 40)), 0, after(50))
    assert attempt.slot.paused == NOTHING
    assert attempt.slot.deadline == after(50 + 90)


def test_pausing_twice_and_resuming_twice_are_refused() -> None:
    paused = rules.pause(practising(), after(10))
    with pytest.raises(rules.NotAnswering):
        rules.pause(paused, after(11))
    with pytest.raises(rules.NotPaused):
        rules.resume(rules.resume(paused, after(11)), after(12))


def test_finishing_while_paused_counts_the_time_up_to_the_pause() -> None:
    paused = rules.pause(practising(), after(10))
    closed = rules.finish_prompt(paused, 0, after(500))
    assert closed.slots[0].closed_at == after(500)
    assert closed.slots[0].elapsed(after(9_999)) == timedelta(seconds=10)
    assert closed.slots[0].overrun(after(9_999)) == NOTHING
    assert (closed.state, closed.paused_at) == (State.ANSWERING, None)


def test_finishing_another_prompt_does_not_end_the_pause() -> None:
    paused = rules.pause(practising(), after(10))
    with pytest.raises(rules.NotAnswering):
        rules.finish_prompt(paused, 1, after(11))


@pytest.mark.parametrize("pace", [Pace.STRICT, Pace.UNTIMED])
def test_only_the_practice_pace_can_be_paused(pace: Pace) -> None:
    with pytest.raises(rules.PauseNotAllowed):
        rules.pause(begun(pace), after(10))


def test_pausing_a_strict_interview_whose_last_deadline_has_passed_finds_no_open_prompt() -> None:
    with pytest.raises(rules.NotAnswering):
        rules.pause(begun(), after(180))


def test_untimed_records_the_elapsed_time_and_never_an_overrun() -> None:
    attempt = begun(Pace.UNTIMED)
    assert attempt.slot.deadline is None
    closed = rules.finish_prompt(attempt, 0, after(86_400))
    assert closed.slots[0].elapsed(after(99_999)) == timedelta(days=1)
    assert closed.slots[0].overrun(after(99_999)) == NOTHING


def test_a_prompt_that_was_not_asked_has_taken_no_time() -> None:
    assert begun().slots[2].elapsed(after(9_999)) == NOTHING
    assert begun().slots[2].overrun(after(9_999)) == NOTHING


def test_elapsed_time_is_never_below_nothing() -> None:
    assert begun().slots[0].elapsed(NOON - MOMENT) == NOTHING
