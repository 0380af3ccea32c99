"""Any order of actions, at any moments: nothing accepted is lost, the clock is kept, every room has a door.

The machine does what the service does: it applies the rules to the attempt as it was last written (so the clock has
often moved on unseen), and keeps the texts that `require_draft` lets through.
"""

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from interview_sim.domain import attempt as rules
from interview_sim.domain.attempt import Attempt, ClosedBy, Flow, Refusal, State
from interview_sim.domain.timing import GRACE, Pace
from tests.domain.attempts import ACTIONS, MOMENT, NOON

NUMBERS = st.integers(-1, 3)
NOTHING = timedelta()
STEPS = st.one_of(
    st.sampled_from([MOMENT, timedelta(seconds=1), GRACE, GRACE + MOMENT, timedelta(hours=5)]),
    st.integers(1, 120).map(lambda seconds: timedelta(seconds=seconds)),
)
EDGES = st.sampled_from([-timedelta(seconds=1), -MOMENT, NOTHING, MOMENT, GRACE, GRACE + MOMENT])


class Interview(RuleBasedStateMachine):
    """One attempt, the clock, and the texts that were acknowledged."""

    pace: Pace
    flow: Flow

    @initialize(
        budgets=st.lists(st.integers(1, 60), min_size=2, max_size=3),
        still_briefing=st.sampled_from([False] * 9 + [True]),
    )
    def begin(self, budgets: list[int], still_briefing: bool) -> None:
        """An interview that has begun, or is about to."""
        self.now = NOON
        self.attempt = rules.brief(tuple(timedelta(seconds=budget) for budget in budgets), self.pace, self.flow)
        self.seen = self.attempt
        self.stored: dict[int, str] = {}
        self.acknowledged: dict[int, str] = {}
        self.accepted: list[tuple[int, datetime]] = []
        self.count = 0
        if not still_briefing:
            self.start()

    def is_in(self, *states: State) -> bool:
        """Whether whoever looks now finds the attempt in one of these."""
        return self.settled.state in states

    def act(self, transition: Callable[[Attempt, datetime], Attempt]) -> None:
        """Write what the rules decide; a refusal writes nothing."""
        try:
            self.attempt = transition(self.attempt, self.now)
        except Refusal:
            return

    @rule()
    @precondition(lambda self: self.is_in(State.BRIEFING))
    def start(self) -> None:
        self.act(rules.start)

    @rule(number=NUMBERS, by=st.sampled_from([ClosedBy.CANDIDATE, ClosedBy.SKIPPED]))
    def finish_any(self, number: int, by: ClosedBy) -> None:
        self.act(lambda attempt, now: rules.finish_prompt(attempt, number, now, by))

    @rule()
    @precondition(lambda self: self.is_in(State.ANSWERING, State.PAUSED))
    def finish(self) -> None:
        self.act(ACTIONS["finish"])

    @rule()
    @precondition(lambda self: self.is_in(State.ANSWERING))
    def pause(self) -> None:
        self.act(rules.pause)

    @rule()
    @precondition(lambda self: self.is_in(State.PAUSED, State.DEBRIEFING))
    def resume(self) -> None:
        self.act(rules.resume)

    @rule(number=NUMBERS, prediction=st.integers(1, 4))
    def predict_any(self, number: int, prediction: int) -> None:
        self.act(lambda attempt, now: rules.predict(attempt, number, prediction, now))

    @rule()
    @precondition(lambda self: self.is_in(State.DEBRIEFING))
    def debrief(self) -> None:
        self.act(ACTIONS["predict"])
        self.act(ACTIONS["finish debrief"])

    @rule(number=NUMBERS)
    def finish_debrief_any(self, number: int) -> None:
        self.act(lambda attempt, now: rules.finish_debrief(attempt, number, now))

    @rule(means_it=st.sampled_from([False] * 4 + [True]))
    def abandon(self, means_it: bool) -> None:
        if means_it:
            self.act(rules.abandon)

    @rule()
    @precondition(lambda self: self.is_in(State.ANSWERING, State.DEBRIEFING))
    def sweep(self) -> None:
        self.act(rules.settle)

    @rule(step=STEPS)
    def time_passes(self, step: timedelta) -> None:
        self.now += step

    @rule(edge=EDGES)
    def time_passes_to_an_edge(self, edge: timedelta) -> None:
        deadline = self.settled.slot.deadline
        if deadline is not None:
            self.now = max(self.now, deadline + edge)

    @rule(number=NUMBERS, edge=EDGES)
    def draft_at_an_edge(self, number: int, edge: timedelta) -> None:
        """The unsent tail, just before or after the end of the time or of the grace."""
        if 0 <= number < len(self.settled.slots) and self.settled.slots[number].deadline is not None:
            self.now = max(self.now, _moment(self.settled.slots[number].deadline) + edge)
            self.draft(number)

    @rule(number=NUMBERS)
    def draft(self, number: int) -> None:
        """Save as the service does; the text is acknowledged only where the rules let it through."""
        self.count += 1
        text = f"text {self.count}"
        try:
            rules.require_draft(self.attempt, number, self.now)
        except Refusal:
            assert not self.must_take(number)
            return
        assert self.must_take(number)
        self.stored[number] = self.acknowledged[number] = text
        self.accepted.append((number, self.now))

    def must_take(self, number: int) -> bool:
        """Whether a text counts now, said once more in other words than the rules'."""
        if not 0 <= number < len(self.settled.slots):
            return False
        slot = self.settled.slots[number]
        if slot.closed_by is ClosedBy.CLOCK:
            return slot.prediction is None and self.now - _moment(slot.closed_at) <= GRACE
        return slot.opened_at is not None and slot.closed_by is None

    @property
    def settled(self) -> Attempt:
        """What anyone who looks now is shown."""
        return rules.settle(self.attempt, self.now)

    @invariant()
    def every_acknowledged_text_is_there_and_belongs_to_its_answer(self) -> None:
        assert self.stored == self.acknowledged
        for number, at in self.accepted:
            slot = self.settled.slots[number]
            assert _moment(slot.opened_at) <= at
            last = slot.closed_at if slot.closed_by is not ClosedBy.CLOCK else _moment(slot.closed_at) + GRACE
            assert last is None or at <= last

    @invariant()
    def the_clock_closes_at_the_deadline_and_nobody_else_after_it(self) -> None:
        strict = self.settled.pace is Pace.STRICT
        for slot in self.settled.slots:
            if slot.deadline is not None:
                assert slot.deadline == _moment(slot.opened_at) + slot.budget + slot.paused
            if slot.closed_by is ClosedBy.CLOCK:
                assert strict
                assert slot.closed_at == slot.deadline
            elif strict and slot.opened_at is not None:
                assert (slot.closed_at or self.now) < _moment(slot.deadline)

    @invariant()
    def prompts_open_one_at_a_time_in_their_order(self) -> None:
        slots = self.settled.slots
        assert sum(slot.is_open for slot in slots) == (self.settled.state in (State.ANSWERING, State.PAUSED))
        assert (self.settled.paused_at is not None) is self.is_in(State.PAUSED)
        for before, after in itertools.pairwise(slots):
            if after.opened_at is None:
                continue
            each = self.settled.flow is Flow.EACH
            assert after.opened_at == (before.debriefed_at if each else before.closed_at)
            assert _moment(before.closed_at) <= after.opened_at <= self.now

    @invariant()
    def what_has_happened_stays(self) -> None:
        """Openings, closings and predictions are never taken back or moved, and no closing lies ahead."""
        for before, after in zip(self.seen.slots, self.settled.slots, strict=True):
            for name in ("opened_at", "closed_at", "closed_by", "prediction", "debriefed_at"):
                assert getattr(before, name) in (None, getattr(after, name)), name
            assert after.closed_at is None or after.closed_at <= self.now
            assert after.elapsed(self.now) >= NOTHING
        self.seen = self.settled

    @invariant()
    def every_answer_is_debriefed_in_its_turn(self) -> None:
        attempt = self.settled
        if attempt.state is State.DEBRIEFING:
            assert attempt.slot.closed_at is not None
            done = [slot.debriefed_at is not None for slot in attempt.slots]
            assert done == [number < attempt.position for number in range(len(done))]
        if attempt.state is State.FINISHED:
            assert all(slot.debriefed_at is not None for slot in attempt.slots)

    @invariant()
    def no_checklist_is_seen_early_and_no_text_is_taken_after_it(self) -> None:
        for number, slot in enumerate(self.settled.slots):
            if rules.can_see_checklist(self.settled, number):
                assert slot.closed_at is not None
                assert slot.prediction is not None
                assert not self.must_take(number)

    @invariant()
    def a_live_attempt_has_a_way_on_and_a_dead_one_has_none(self) -> None:
        ways = {name for name, act in ACTIONS.items() if _succeeds(act, self.settled, self.now)}
        onward = ways & {"start", "finish", "predict", "finish debrief"}
        assert bool(onward) is ("abandon" in ways) is self.settled.state.is_live

    @invariant()
    def looking_again_shows_the_same(self) -> None:
        assert rules.settle(self.settled, self.now) == self.settled
        expires_at = self.settled.expires_at
        assert expires_at is None or expires_at > self.now


def _moment(value: datetime | None) -> datetime:
    assert value is not None
    return value


def _succeeds(act: Callable[[Attempt, datetime], Attempt], attempt: Attempt, now: datetime) -> bool:
    try:
        act(attempt, now)
    except Refusal:
        return False
    return True


@pytest.mark.parametrize(("pace", "flow"), list(itertools.product(Pace, Flow)))
def test_no_order_of_actions_breaks_an_interview(pace: Pace, flow: Flow) -> None:
    class Sitting(Interview):
        """An interview of one kind: drawing the kind as well would leave some kinds hardly tried."""

    Sitting.pace, Sitting.flow = pace, flow
    few = settings(derandomize=True, database=None, max_examples=60, stateful_step_count=30, deadline=None)
    run_state_machine_as_test(Sitting, settings=few)
