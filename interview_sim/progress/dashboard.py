"""The front page of a signed-in user: what to go on with, how it went, what to do next."""

from dataclasses import dataclass
from datetime import datetime

from interview_sim.catalog.queries import get_scenario, list_current_scenarios
from interview_sim.domain.review import Standing
from interview_sim.progress.judgement_queries import MissedPoint, list_missed_points
from interview_sim.progress.queries import AttemptRow, latest_results, list_results, list_scored, list_unfinished
from interview_sim.progress.recommendation import Begun, LastResult, Offer, Recommendation, recommend
from interview_sim.progress.summaries import Summary, summarise, summarise_quiz
from interview_sim.progress.trend import Drawing, draw
from interview_sim.progress.trend import summarise as summarise_trend
from interview_sim.quiz.queries import list_quiz_results, list_unfinished_quizzes
from interview_sim.study.queries import get_standing

UNFINISHED, RESULTS, TREND, MISSED = 5, 5, 20, 5
"""How many of each the page shows at most."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A point that is missed again and again, with the report where it was missed last."""

    text: str
    why: str
    title: str
    question: str
    how_often: str
    missed_at: datetime
    attempt_id: str


@dataclass(frozen=True, slots=True)
class Trend:
    """The results of whole interviews, oldest first, and their drawing."""

    results: tuple[Summary, ...]
    drawing: Drawing
    summary: str


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything the page shows."""

    unfinished: tuple[Summary, ...]
    """In the order of the rule of what to do next: what is begun, then debriefs; exams whose time is up come last."""
    more_unfinished: bool
    results: tuple[Summary, ...]
    trend: Trend
    missed: tuple[Missed, ...]
    next: Recommendation | None
    study: Standing
    """How the day of spaced review stands."""

    @property
    def others(self) -> tuple[Summary, ...]:
        """What is unfinished besides the one that is recommended."""
        return tuple(each for each in self.unfinished if self.next is None or each.id != self.next.attempt_id)

    @property
    def current(self) -> Summary | None:
        """The attempt that is recommended to be gone on with."""
        return next((each for each in self.unfinished if self.next and each.id == self.next.attempt_id), None)

    @property
    def is_newcomer(self) -> bool:
        """Whether nothing has been begun yet."""
        return not (self.unfinished or self.results)


def build(user_id: int, now: datetime) -> Dashboard:
    """The user's front page at that moment."""
    begun = [summarise(row, now) for row in list_unfinished(user_id, UNFINISHED + 1)]
    quizzes = [summarise_quiz(row, now) for row in list_unfinished_quizzes(user_id, UNFINISHED + 1)]
    unfinished = sorted(_newest([*begun, *quizzes]), key=lambda each: (each.is_time_up, each.is_debrief))
    return Dashboard(
        unfinished=tuple(unfinished[:UNFINISHED]),
        more_unfinished=len(unfinished) > UNFINISHED,
        results=tuple(_results(user_id, now)),
        trend=_trend(list_scored(user_id, TREND)[::-1], now),
        missed=tuple(_missed(point) for point in list_missed_points(user_id, MISSED)),
        study=get_standing(user_id, now),
        next=recommend(
            [Begun(each.id, each.name, each.is_debrief, each.is_quiz) for each in unfinished if not each.is_time_up],
            _offers(user_id),
        ),
    )


def _results(user_id: int, now: datetime) -> list[Summary]:
    """The latest results of interviews and quizzes."""
    interviews = [summarise(row, now) for row in list_results(user_id, RESULTS)]
    quizzes = [summarise_quiz(row, now) for row in list_quiz_results(user_id, RESULTS)]
    return _newest([*interviews, *quizzes])[:RESULTS]


def _newest(summaries: list[Summary]) -> list[Summary]:
    return sorted(summaries, key=lambda each: (each.started_at, each.id), reverse=True)


def _trend(rows: list[AttemptRow], now: datetime) -> Trend:
    drawing = draw([row.score or 0.0 for row in rows])
    return Trend(
        results=tuple(summarise(row, now) for row in rows),
        drawing=drawing,
        summary=summarise_trend([dot.percent for dot in drawing.dots]),
    )


def _missed(point: MissedPoint) -> Missed:
    pinned = get_scenario(point.revision_id)
    prompt = pinned.prompt(point.prompt_id)
    expected = next(each for each in prompt.points if each.id == point.point_id)
    if point.judged == 1:
        how_often = "Missed the one time it was asked"
    elif point.missed == point.judged:
        how_often = f"Missed all {point.judged} times it was asked"
    else:
        how_often = f"Missed {point.missed} of the {point.judged} times it was asked"
    return Missed(
        text=expected.text,
        why=expected.why,
        title=pinned.scenario.title,
        question=prompt.title,
        how_often=how_often,
        missed_at=point.started_at,
        attempt_id=point.attempt_id,
    )


def _offers(user_id: int) -> list[Offer]:
    latest = latest_results(user_id)
    offers = []
    for pinned in list_current_scenarios():
        last = latest.get(pinned.item_id)
        result = LastResult(last.rating, last.score, last.started_at) if last else None
        scenario = pinned.scenario
        offers.append(Offer(pinned.slug, scenario.title, scenario.level, scenario.minutes, result))
    return offers
