"""What the clock does by itself: strict deadlines, walking away, settling."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_sim.domain import attempt as rules
from interview_sim.domain.attempt import Attempt, ClosedBy, Flow, State
from interview_sim.domain.timing import Pace, budget_with_extra_time
from tests.domain.attempts import MOMENT, NOON, after, begun, debriefed

HOURS = 6 * 3600


def closings(attempt: Attempt) -> list[tuple[datetime | None, datetime | None, ClosedBy | None]]:
    return [(slot.opened_at, slot.closed_at, slot.closed_by) for slot in attempt.slots]


def test_starting_opens_the_first_prompt_and_no_other() -> None:
    attempt = begun()
    assert (attempt.state, attempt.position, attempt.started_at) == (State.ANSWERING, 0, NOON)
    assert closings(attempt) == [(NOON, None, None), (None, None, None), (None, None, None)]
    assert attempt.slot.deadline == attempt.expires_at == after(60)


def test_an_interview_without_prompts_is_refused() -> None:
    with pytest.raises(ValueError, match="prompt"):
        rules.brief((), Pace.STRICT, Flow.AT_END)


def test_a_second_before_the_deadline_the_prompt_is_open() -> None:
    assert rules.settle(begun(), after(59)).position == 0


def test_a_moment_before_the_deadline_the_candidate_still_closes_it() -> None:
    attempt = rules.finish_prompt(begun(), 0, after(60) - MOMENT)
    assert closings(attempt)[0] == (NOON, after(60) - MOMENT, ClosedBy.CANDIDATE)
    assert closings(attempt)[1] == (after(60) - MOMENT, None, None)


def test_at_the_deadline_the_clock_closes_it_and_the_next_opens_at_that_very_moment() -> None:
    attempt = rules.settle(begun(), after(60))
    assert closings(attempt)[:2] == [(NOON, after(60), ClosedBy.CLOCK), (after(60), None, None)]
    assert attempt.slot.deadline == after(150)


def test_finishing_at_the_deadline_comes_too_late_and_does_not_close_the_next_prompt() -> None:
    with pytest.raises(rules.NotAnswering):
        rules.finish_prompt(begun(), 0, after(60))
    assert rules.settle(begun(), after(60)).slots[1].closed_at is None


def test_a_closing_noticed_late_is_recorded_at_the_deadline() -> None:
    attempt = rules.settle(begun(), after(149))
    assert attempt.slots[0].closed_at == after(60)
    assert attempt.slots[1].opened_at == after(60)
    assert attempt.slots[0].elapsed(after(149)) == timedelta(seconds=60)


def test_the_next_budget_counts_from_the_early_finish() -> None:
    attempt = rules.finish_prompt(begun(), 0, after(20))
    assert attempt.slot.deadline == after(110)


def test_walking_away_for_hours_closes_every_prompt_at_its_own_deadline() -> None:
    attempt = rules.settle(begun(), after(HOURS))
    assert (attempt.state, attempt.position) == (State.DEBRIEFING, 0)
    assert closings(attempt) == [
        (NOON, after(60), ClosedBy.CLOCK),
        (after(60), after(150), ClosedBy.CLOCK),
        (after(150), after(180), ClosedBy.CLOCK),
    ]


def test_walking_away_through_a_hundred_prompts_leaves_no_gap_between_them() -> None:
    attempt = rules.settle(begun(budgets=(7,) * 100), after(HOURS))
    assert [slot.closed_at for slot in attempt.slots] == [after(7 * number) for number in range(1, 101)]
    assert [slot.opened_at for slot in attempt.slots] == [after(7 * number) for number in range(100)]


def test_walking_away_in_the_debrief_each_flow_waits_in_the_debrief() -> None:
    attempt = rules.settle(begun(flow=Flow.EACH), after(HOURS))
    assert (attempt.state, attempt.position) == (State.DEBRIEFING, 0)
    assert closings(attempt) == [(NOON, after(60), ClosedBy.CLOCK), (None, None, None), (None, None, None)]


def test_in_the_debrief_each_flow_the_next_prompt_opens_when_the_debrief_is_done() -> None:
    attempt = begun(flow=Flow.EACH)
    for number, opened_at in enumerate([0, HOURS, 2 * HOURS]):
        assert (attempt.state, attempt.position) == (State.ANSWERING, number)
        assert attempt.slot.opened_at == after(opened_at)
        deadline = attempt.slot.deadline
        attempt = debriefed(attempt, after(opened_at + HOURS))
        assert attempt.slots[number].closed_at == deadline
    assert (attempt.state, attempt.finished_at) == (State.FINISHED, after(3 * HOURS))


@pytest.mark.parametrize("flow", Flow)
@pytest.mark.parametrize("pace", [Pace.PRACTICE, Pace.UNTIMED])
def test_walking_away_from_a_clock_that_does_not_bind_changes_nothing(pace: Pace, flow: Flow) -> None:
    attempt = begun(pace, flow)
    assert rules.settle(attempt, after(HOURS)) == attempt
    assert attempt.expires_at is None


@pytest.mark.parametrize(("multiplier", "deadline"), [(1.0, 60), (1.25, 75), (3.0, 180)])
def test_extra_time_moves_the_strict_deadline(multiplier: float, deadline: int) -> None:
    attempt = rules.start(rules.brief((budget_with_extra_time(60, multiplier),), Pace.STRICT, Flow.AT_END), NOON)
    assert rules.settle(attempt, after(deadline) - MOMENT).state is State.ANSWERING
    assert rules.settle(attempt, after(deadline)).slots[0].closed_at == after(deadline)


def test_an_attempt_expires_only_while_a_strict_prompt_is_open() -> None:
    attempt = begun()
    assert attempt.expires_at == after(60)
    assert rules.settle(attempt, after(60)).expires_at == after(150)
    assert rules.settle(attempt, after(180)).expires_at is None
    assert rules.abandon(attempt, after(1)).expires_at is None


def test_a_request_that_carries_an_earlier_moment_never_closes_a_prompt_before_it_opened() -> None:
    """Two requests at once: the one that took its time first may be the second to be decided."""
    attempt = rules.finish_prompt(begun(Pace.UNTIMED), 0, after(30))
    for end in (rules.finish_prompt(attempt, 1, after(30) - MOMENT), rules.abandon(attempt, after(30) - MOMENT)):
        assert end.slots[1].closed_at == after(30)
        assert end.slots[1].elapsed(after(30)) == timedelta()


@settings(derandomize=True, database=None, max_examples=150)
@given(
    budgets=st.lists(st.integers(1, 600), min_size=1, max_size=6),
    flow=st.sampled_from(Flow),
    moments=st.tuples(st.integers(0, 4_000), st.integers(0, 4_000)),
)
def test_settling_twice_is_settling_once_at_the_later_moment(
    budgets: list[int], flow: Flow, moments: tuple[int, int]
) -> None:
    attempt = begun(flow=flow, budgets=tuple(budgets))
    first, second = (after(moment) for moment in sorted(moments))
    once = rules.settle(attempt, second)
    assert rules.settle(rules.settle(attempt, first), second) == once
    assert rules.settle(once, second) is once
    assert once.expires_at is None or once.expires_at > second
