"""One page of the history: which attempts, and where the pages next to it begin."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from interview_sim.bank.queries import AnswerRow, list_answer_history
from interview_sim.domain.cursor import NEWEST, Cursor, find_cursor
from interview_sim.domain.errors import NotFound
from interview_sim.progress.queries import (
    AttemptedScenario,
    AttemptRow,
    list_attempted_scenarios,
    list_history,
)
from interview_sim.progress.summaries import Summary, summarise_any
from interview_sim.quiz.queries import QuizRow, list_quiz_history

PAGE = 20
"""How many attempts stand on a page."""


Row = AttemptRow | QuizRow | AnswerRow


class Kind(StrEnum):
    """What the history is narrowed to."""

    ALL = ""
    INTERVIEWS = "interviews"
    QUIZZES = "quizzes"
    QUESTIONS = "questions"


KIND_NAMES: Mapping[Kind, str] = {
    Kind.ALL: "Everything",
    Kind.INTERVIEWS: "Interviews",
    Kind.QUIZZES: "Quizzes",
    Kind.QUESTIONS: "Answers to questions",
}


def find_kind(text: str) -> Kind:
    """What an address narrows the history to; anything else means all."""
    return Kind(text) if text in list(Kind) else Kind.ALL


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of attempts, the newest first; `newer` and `older` are cursors, or None at the ends."""

    attempts: tuple[Summary, ...]
    scenarios: tuple[AttemptedScenario, ...]
    chosen: AttemptedScenario | None
    kind: Kind
    newer: str | None
    older: str | None
    is_newest: bool
    """Whether the address asked for no other page than the newest."""

    @property
    def is_narrowed(self) -> bool:
        """Whether the reader asked for a part only."""
        return self.chosen is not None or self.kind is not Kind.ALL


def list_page(
    user_id: int, scenario: str, before: str, after: str, now: datetime, kind: Kind = Kind.ALL
) -> HistoryPage:
    """The attempts before or after a cursor; without one, or with a mangled one, the newest.

    `scenario` is a slug, or empty for all; with one, only interviews are listed. Raises `NotFound` for one the user
    has never sat.
    """
    scenarios = tuple(list_attempted_scenarios(user_id))
    chosen = _choose(scenarios, scenario)
    if chosen:
        kind = Kind.INTERVIEWS
    source = _Source(user_id, chosen.item_id if chosen else None, kind)
    from_below, from_above = find_cursor(after), find_cursor(before)
    rows, newer, older = _newer(source, from_below) if from_below else _older(source, from_above)
    is_newest = not (from_below or from_above)
    summaries = tuple(summarise_any(row, now) for row in rows)
    return HistoryPage(summaries, scenarios, chosen, kind, newer, older, is_newest)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the rows of a page come from."""

    user_id: int
    item_id: int | None
    kind: Kind

    def rows(self, cursor: Cursor, *, newer: bool = False) -> list[Row]:
        """One more than a page of what is wanted next to the cursor: bounded reads, put together."""
        found: list[Row] = []
        if self.kind in (Kind.ALL, Kind.INTERVIEWS):
            found += list_history(self.user_id, self.item_id, cursor, PAGE + 1, newer=newer)
        if self.kind in (Kind.ALL, Kind.QUIZZES):
            found += list_quiz_history(self.user_id, cursor, PAGE + 1, newer=newer)
        if self.kind in (Kind.ALL, Kind.QUESTIONS):
            found += list_answer_history(self.user_id, cursor, PAGE + 1, newer=newer)
        return sorted(found, key=lambda row: (row.started_at, row.id), reverse=not newer)[: PAGE + 1]


def _choose(scenarios: tuple[AttemptedScenario, ...], slug: str) -> AttemptedScenario | None:
    if not slug:
        return None
    for scenario in scenarios:
        if scenario.slug == slug:
            return scenario
    raise NotFound


def _older(source: _Source, start: Cursor | None) -> tuple[list[Row], str | None, str | None]:
    rows = source.rows(start or NEWEST)
    shown = rows[:PAGE]
    newer = str(shown[0].cursor) if start and shown else None
    older = str(shown[-1].cursor) if len(rows) > PAGE else None
    return shown, newer, older


def _newer(source: _Source, start: Cursor) -> tuple[list[Row], str | None, str | None]:
    rows = source.rows(start, newer=True)
    shown = rows[:PAGE][::-1]
    newer = str(shown[0].cursor) if len(rows) > PAGE else None
    older = str(shown[-1].cursor) if shown else None
    return shown, newer, older
