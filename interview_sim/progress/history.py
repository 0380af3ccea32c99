"""One page of the history: which attempts, and where the pages next to it begin."""

from dataclasses import dataclass
from datetime import datetime

from interview_sim.domain.cursor import NEWEST, Cursor, find_cursor
from interview_sim.domain.errors import NotFound
from interview_sim.progress.queries import (
    AttemptedScenario,
    AttemptRow,
    list_attempted_scenarios,
    list_history,
)
from interview_sim.progress.summaries import Summary, summarise

PAGE = 20
"""How many attempts stand on a page."""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of attempts, the newest first; `newer` and `older` are cursors, or None at the ends."""

    attempts: tuple[Summary, ...]
    scenarios: tuple[AttemptedScenario, ...]
    chosen: AttemptedScenario | None
    newer: str | None
    older: str | None


def list_page(user_id: int, scenario: str, before: str, after: str, now: datetime) -> HistoryPage:
    """The attempts before or after a cursor; without one, or with a mangled one, the newest.

    `scenario` is a slug, or empty for all. Raises `NotFound` for one the user has never sat.
    """
    scenarios = tuple(list_attempted_scenarios(user_id))
    chosen = _choose(scenarios, scenario)
    item_id = chosen.item_id if chosen else None
    if start := find_cursor(after):
        rows, newer, older = _newer(user_id, item_id, start)
    else:
        rows, newer, older = _older(user_id, item_id, find_cursor(before))
    return HistoryPage(tuple(summarise(row, now) for row in rows), scenarios, chosen, newer, older)


def _choose(scenarios: tuple[AttemptedScenario, ...], slug: str) -> AttemptedScenario | None:
    if not slug:
        return None
    for scenario in scenarios:
        if scenario.slug == slug:
            return scenario
    raise NotFound


def _older(
    user_id: int, item_id: int | None, start: Cursor | None
) -> tuple[list[AttemptRow], str | None, str | None]:
    rows = list_history(user_id, item_id, start or NEWEST, PAGE + 1)
    shown = rows[:PAGE]
    newer = str(shown[0].cursor) if start and shown else None
    older = str(shown[-1].cursor) if len(rows) > PAGE else None
    return shown, newer, older


def _newer(user_id: int, item_id: int | None, start: Cursor) -> tuple[list[AttemptRow], str | None, str | None]:
    rows = list_history(user_id, item_id, start, PAGE + 1, newer=True)
    shown = rows[:PAGE][::-1]
    newer = str(shown[0].cursor) if len(rows) > PAGE else None
    older = str(shown[-1].cursor) if shown else None
    return shown, newer, older
