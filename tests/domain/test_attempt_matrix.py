"""Every state × every action × pace × flow: where it leads, or the refusal it meets."""

import inspect
import itertools
from datetime import timedelta

import pytest

from interview_sim.domain import attempt as rules
from interview_sim.domain.attempt import Attempt, Flow, Refusal, State
from interview_sim.domain.timing import Pace
from tests.domain.attempts import ACTIONS, NOON

REFUSALS = {
    "!started": rules.AlreadyStarted,
    "!answering": rules.NotAnswering,
    "!answered": rules.AnswerClosed,
    "!pace": rules.PauseNotAllowed,
    "!paused": rules.NotPaused,
    "!debrief": rules.NotDebriefing,
    "!predicted": rules.AlreadyPredicted,
    "!checklist": rules.ChecklistClosed,
    "!closed": rules.AttemptClosed,
}

# An interview of two prompts; `predict-2` is debriefing prompt 2 before its prediction, `mark-2` after it. "finish"
# stands for "skip" too. `=` is "stays as it is"; for a draft, "is taken". A cell with * holds in the practice pace,
# the others answer !pace. A cell with + holds in the strict pace, in the others it is `=`. The paused rows exist in
# the practice pace only. The abandoned attempt is one that never began; giving up an open prompt is in
# test_attempt_endings.py.
AT_END = """
            start      finish     pause      resume     predict    finish-db  abandon    draft      an-hour
briefing    answer-1   !answering !answering !paused    !debrief   !debrief   abandoned  !answering =
answer-1    !started   answer-2   paused-1*  !paused    !debrief   !debrief   abandoned  =          predict-1+
answer-2    !started   predict-1  paused-2*  !paused    !debrief   !debrief   abandoned  =          predict-1+
paused-1    !started   answer-2   !answering answer-1   !debrief   !debrief   abandoned  =          =
paused-2    !started   predict-1  !answering answer-2   !debrief   !debrief   abandoned  =          =
predict-1   !started   !answering !answering !paused    mark-1     !checklist abandoned  !answered  =
mark-1      !started   !answering !answering !paused    !predicted predict-2  abandoned  !answered  =
predict-2   !started   !answering !answering !paused    mark-2     !checklist abandoned  !answered  =
mark-2      !started   !answering !answering !paused    !predicted finished   abandoned  !answered  =
finished    !closed    !closed    !closed    !closed    !closed    !closed    !closed    !answered  =
abandoned   !closed    !closed    !closed    !closed    !closed    !closed    !closed    !answering =
"""

EACH = """
            start      finish     pause      resume     predict    finish-db  abandon    draft      an-hour
briefing    answer-1   !answering !answering !paused    !debrief   !debrief   abandoned  !answering =
answer-1    !started   predict-1  paused-1*  !paused    !debrief   !debrief   abandoned  =          predict-1+
paused-1    !started   predict-1  !answering answer-1   !debrief   !debrief   abandoned  =          =
predict-1   !started   !answering !answering !paused    mark-1     !checklist abandoned  !answered  =
mark-1      !started   !answering !answering !paused    !predicted answer-2   abandoned  !answered  =
answer-2    !started   predict-2  paused-2*  !paused    !debrief   !debrief   abandoned  =          predict-2+
paused-2    !started   predict-2  !answering answer-2   !debrief   !debrief   abandoned  =          =
predict-2   !started   !answering !answering !paused    mark-2     !checklist abandoned  !answered  =
mark-2      !started   !answering !answering !paused    !predicted finished   abandoned  !answered  =
finished    !closed    !closed    !closed    !closed    !closed    !closed    !closed    !answered  =
abandoned   !closed    !closed    !closed    !closed    !closed    !closed    !closed    !answering =
"""

TABLES = {Flow.AT_END: AT_END, Flow.EACH: EACH}
COLUMNS = {"finish-db": ("finish debrief",), "an-hour": ("an hour",), "finish": ("finish", "skip")}
"""Where a column is not one action of its own name."""

EVERY_KIND = list(itertools.product(Pace, Flow))


def situation(attempt: Attempt) -> str:
    """The attempt in the tables' words."""
    number = attempt.position + 1
    if attempt.state is State.DEBRIEFING:
        return f"predict-{number}" if attempt.slot.prediction is None else f"mark-{number}"
    words = {State.ANSWERING: f"answer-{number}", State.PAUSED: f"paused-{number}"}
    return words.get(attempt.state, attempt.state.value)


def reachable(pace: Pace, flow: Flow) -> dict[str, Attempt]:
    """One attempt for every situation that any order of the candidate's actions leads to, the nearest first."""
    fresh = rules.brief((timedelta(seconds=60),) * 2, pace, flow)
    found = {situation(fresh): fresh}
    for attempt in (queue := [fresh]):
        for action in (name for name in ACTIONS if name != "an hour"):
            try:
                moved = ACTIONS[action](attempt, NOON)
            except Refusal:
                continue
            if situation(moved) not in found:
                found[situation(moved)] = moved
                queue.append(moved)
    return found


def outcome(attempt: Attempt, action: str) -> str:
    """Where the action leads, or the refusal it meets, in the tables' words."""
    try:
        return situation(ACTIONS[action](attempt, NOON))
    except Refusal as refusal:
        return next(word for word, kind in REFUSALS.items() if type(refusal) is kind)


def expected(pace: Pace, flow: Flow) -> dict[tuple[str, str], str]:
    """(situation, action) → outcome, as the table of that flow says for that pace."""
    header, *rows = [line.split() for line in TABLES[flow].strip().splitlines()]
    cells = {}
    for row, *outcomes in rows:
        if row.startswith("paused") and pace is not Pace.PRACTICE:
            continue
        for column, cell in zip(header, outcomes, strict=True):
            if cell.endswith("*"):
                cell = cell.rstrip("*") if pace is Pace.PRACTICE else "!pace"
            elif cell.endswith("+"):
                cell = cell.rstrip("+") if pace is Pace.STRICT else "="
            for action in COLUMNS.get(column, (column,)):
                cells[row, action] = row if cell == "=" else cell
    return cells


@pytest.mark.parametrize(("pace", "flow"), EVERY_KIND)
def test_every_action_in_every_situation_leads_where_the_table_says(pace: Pace, flow: Flow) -> None:
    found = reachable(pace, flow)
    seen = {(name, action): outcome(attempt, action) for name, attempt in found.items() for action in ACTIONS}
    assert seen == expected(pace, flow)


@pytest.mark.parametrize(("pace", "flow"), EVERY_KIND)
def test_every_live_situation_has_a_way_on_besides_giving_up(pace: Pace, flow: Flow) -> None:
    for name, attempt in reachable(pace, flow).items():
        onward = {action for action in ACTIONS if outcome(attempt, action) not in (*REFUSALS, name, "abandoned")}
        assert bool(onward) is attempt.state.is_live, name


def test_the_tables_know_every_state() -> None:
    in_tables = {attempt.state for pace, flow in EVERY_KIND for attempt in reachable(pace, flow).values()}
    assert in_tables == set(State)


def test_only_the_practice_pace_is_ever_paused() -> None:
    for pace, flow in EVERY_KIND:
        is_paused = any(attempt.state is State.PAUSED for attempt in reachable(pace, flow).values())
        assert is_paused is (pace is Pace.PRACTICE)


def test_the_tables_know_every_action() -> None:
    """A transition that is added to the rules wants an action here, and its column in the tables."""
    transitions = {
        name
        for name, function in inspect.getmembers(rules, inspect.isfunction)
        if function.__module__ == rules.__name__
        and not name.startswith("_")
        and function.__annotations__["return"] is Attempt
    }
    assert transitions == {
        "brief",  # makes the attempt
        "settle",  # an hour
        "start",
        "finish_prompt",  # finish and skip
        "pause",
        "resume",
        "predict",
        "finish_debrief",
        "abandon",
    }


def test_every_refusal_of_a_transition_is_met_somewhere_in_the_tables() -> None:
    met = {cell for pace, flow in EVERY_KIND for cell in expected(pace, flow).values()}
    assert set(REFUSALS) <= met
