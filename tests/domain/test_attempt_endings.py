"""Skipping, the debrief's order, the checklist's lock, giving up."""

from datetime import timedelta

import pytest

from interview_sim.domain import attempt as rules
from interview_sim.domain.attempt import Attempt, ClosedBy, Flow, State
from interview_sim.domain.timing import Pace
from tests.domain.attempts import NOON, after, begun, debriefed

ALL = (0, 1, 2)
OUTSIDE = pytest.mark.parametrize("number", [-1, -3, 3, 99])


def answered(flow: Flow = Flow.AT_END) -> Attempt:
    """Every prompt (or, in the debrief-each flow, the first) finished ten seconds after it opened."""
    attempt = begun(flow=flow)
    for number in ALL if flow is Flow.AT_END else (0,):
        attempt = rules.finish_prompt(attempt, number, after(10 * (number + 1)))
    return attempt


@pytest.mark.parametrize("pace", Pace)
def test_a_skipped_prompt_is_closed_as_skipped_and_the_next_opens(pace: Pace) -> None:
    attempt = rules.finish_prompt(begun(pace), 0, after(5), ClosedBy.SKIPPED)
    assert (attempt.slots[0].closed_by, attempt.slots[0].closed_at) == (ClosedBy.SKIPPED, after(5))
    assert (attempt.state, attempt.position, attempt.slot.opened_at) == (State.ANSWERING, 1, after(5))


def test_a_skipped_prompt_is_debriefed_like_any_other() -> None:
    attempt = rules.finish_prompt(begun(flow=Flow.EACH), 0, after(5), ClosedBy.SKIPPED)
    assert debriefed(attempt, after(6)).position == 1


def test_finishing_a_prompt_twice_does_not_close_the_next_one() -> None:
    attempt = rules.finish_prompt(begun(), 0, after(5))
    with pytest.raises(rules.NotAnswering):
        rules.finish_prompt(attempt, 0, after(5))


@OUTSIDE
def test_a_prompt_that_does_not_exist_cannot_be_finished(number: int) -> None:
    with pytest.raises(rules.NotAnswering):
        rules.finish_prompt(begun(), number, after(5))


def test_the_debrief_at_the_end_goes_through_the_prompts_in_order() -> None:
    attempt = answered()
    for number in ALL:
        assert (attempt.state, attempt.position) == (State.DEBRIEFING, number)
        attempt = debriefed(attempt, after(100 + number))
    assert (attempt.state, attempt.finished_at) == (State.FINISHED, after(102))
    assert [slot.debriefed_at for slot in attempt.slots] == [after(100), after(101), after(102)]


def test_a_later_prompt_cannot_be_predicted_or_debriefed_before_its_turn() -> None:
    attempt = answered()
    with pytest.raises(rules.NotDebriefing):
        rules.predict(attempt, 1, 3, after(40))
    with pytest.raises(rules.NotDebriefing):
        rules.finish_debrief(attempt, 1, after(40))


def test_an_earlier_debrief_stays_open_for_marking_but_is_not_finished_again() -> None:
    attempt = debriefed(answered(), after(40))
    rules.require_checklist(attempt, 0)
    with pytest.raises(rules.NotDebriefing):
        rules.finish_debrief(attempt, 0, after(41))


def test_in_the_debrief_each_flow_an_earlier_checklist_is_not_marked_while_the_next_prompt_is_open() -> None:
    attempt = debriefed(answered(Flow.EACH), after(40))
    with pytest.raises(rules.NotDebriefing):
        rules.require_checklist(attempt, 0)


def test_finishing_a_debrief_twice_finishes_one() -> None:
    attempt = debriefed(answered(), after(40))
    with pytest.raises(rules.NotDebriefing):
        rules.finish_debrief(attempt, 0, after(40))


@OUTSIDE
@pytest.mark.parametrize("flow", Flow)
def test_a_prompt_that_does_not_exist_has_no_debrief(flow: Flow, number: int) -> None:
    attempt = answered(flow)
    with pytest.raises(rules.NotDebriefing):
        rules.predict(attempt, number, 3, after(40))
    with pytest.raises(rules.NotDebriefing):
        rules.require_checklist(attempt, number)
    assert not rules.can_see_checklist(attempt, number)


@pytest.mark.parametrize("prediction", [1, 4])
def test_a_prediction_is_kept(prediction: int) -> None:
    assert rules.predict(answered(), 0, prediction, after(40)).slot.prediction == prediction


@pytest.mark.parametrize("prediction", [0, 5])
def test_a_prediction_outside_one_to_four_is_refused(prediction: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 4"):
        rules.predict(answered(), 0, prediction, after(40))


def test_a_prediction_cannot_be_changed() -> None:
    with pytest.raises(rules.AlreadyPredicted):
        rules.predict(rules.predict(answered(), 0, 2, after(40)), 0, 4, after(41))


def test_the_checklist_is_locked_until_the_prediction_and_then_only_that_one_opens() -> None:
    attempt = answered()
    with pytest.raises(rules.ChecklistClosed):
        rules.require_checklist(attempt, 0)
    assert not any(rules.can_see_checklist(attempt, number) for number in ALL)
    attempt = rules.predict(attempt, 0, 3, after(40))
    rules.require_checklist(attempt, 0)
    assert [rules.can_see_checklist(attempt, number) for number in ALL] == [True, False, False]


def test_an_open_prompt_is_not_predicted() -> None:
    with pytest.raises(rules.NotDebriefing):
        rules.predict(begun(flow=Flow.EACH), 0, 3, after(59))
    assert rules.predict(begun(flow=Flow.EACH), 0, 3, after(60)).slot.prediction == 3


def test_the_checklist_stays_visible_in_the_report_and_cannot_be_marked_there() -> None:
    attempt = answered()
    for _ in ALL:
        attempt = debriefed(attempt, after(40))
    assert all(rules.can_see_checklist(attempt, number) for number in ALL)
    with pytest.raises(rules.AttemptClosed):
        rules.require_checklist(attempt, 0)


def test_giving_up_closes_the_open_prompt_and_opens_no_other() -> None:
    attempt = rules.abandon(begun(), after(30))
    assert (attempt.state, attempt.finished_at) == (State.ABANDONED, after(30))
    assert (attempt.slots[0].closed_at, attempt.slots[0].closed_by) == (after(30), ClosedBy.ABANDONED)
    assert attempt.slots[1].opened_at is None


def test_giving_up_at_the_deadline_gives_up_the_next_prompt() -> None:
    attempt = rules.abandon(begun(), after(60))
    assert [slot.closed_by for slot in attempt.slots] == [ClosedBy.CLOCK, ClosedBy.ABANDONED, None]
    assert attempt.slots[1].elapsed(after(99)) == timedelta()


def test_giving_up_before_the_start_asks_nothing() -> None:
    attempt = rules.abandon(rules.brief((timedelta(seconds=60),), Pace.STRICT, Flow.AT_END), NOON)
    assert (attempt.state, attempt.started_at, attempt.finished_at) == (State.ABANDONED, None, NOON)
    assert attempt.slots[0].opened_at is None


def test_giving_up_while_paused_ends_the_pause() -> None:
    attempt = rules.abandon(rules.pause(begun(Pace.PRACTICE), after(10)), after(500))
    assert (attempt.state, attempt.paused_at) == (State.ABANDONED, None)
    assert attempt.slots[0].closed_at == after(500)
    assert attempt.slots[0].elapsed(after(999)) == timedelta(seconds=10)


@pytest.mark.parametrize("flow", Flow)
def test_giving_up_during_the_debrief_keeps_what_was_closed_and_predicted(flow: Flow) -> None:
    before = rules.predict(answered(flow), 0, 2, after(40))
    attempt = rules.abandon(before, after(41))
    assert attempt.state is State.ABANDONED
    assert attempt.slots == before.slots


def test_giving_up_opens_no_checklist() -> None:
    attempt = rules.abandon(answered(), after(41))
    assert not any(rules.can_see_checklist(attempt, number) for number in ALL)


def test_giving_up_twice_is_refused() -> None:
    with pytest.raises(rules.AttemptClosed):
        rules.abandon(rules.abandon(begun(), after(30)), after(31))


def test_a_finished_interview_cannot_be_given_up() -> None:
    attempt = debriefed(rules.finish_prompt(begun(budgets=(60,)), 0, after(5)), after(6))
    with pytest.raises(rules.AttemptClosed):
        rules.abandon(attempt, after(7))


def test_only_a_finished_or_abandoned_attempt_is_not_live() -> None:
    assert [state for state in State if not state.is_live] == [State.FINISHED, State.ABANDONED]
