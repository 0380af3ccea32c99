"""The part of a report that is about one question: what was asked, said, timed and judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from interview_sim.catalog.queries import PinnedScenario
from interview_sim.domain.content import ExpectedPoint, Prompt
from interview_sim.domain.delivery import Delivery
from interview_sim.domain.rating import Rating
from interview_sim.domain.scoring import Judgement, PointMark, percent
from interview_sim.domain.timing import Pace
from interview_sim.domain.wording import whole_seconds
from interview_sim.interview.debrief import describe_course
from interview_sim.interview.debrief_queries import Findings
from interview_sim.interview.queries import StoredAttempt
from interview_sim.interview.report_facts import Facts

MOST_PHRASES = 6
"""How many different fillers or structure words of one answer are named."""


@dataclass(frozen=True, slots=True)
class PointResult:
    """An expected point and how it was marked."""

    point: ExpectedPoint
    competency: str
    mark: PointMark
    quote: str


@dataclass(frozen=True, slots=True)
class TimeUse:
    """Time taken, in whole seconds, against the budget; `budget` and `over` are None when untimed.

    Shares are per cent of the longest time or budget in the report.
    """

    used: timedelta
    budget: timedelta | None
    over: timedelta | None
    within_share: float
    over_share: float
    budget_share: float

    @property
    def is_over(self) -> bool:
        """Whether the budget was overrun by a second or more."""
        return self.over is not None and self.over >= timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class PromptReport:
    """One question: what was asked, said and judged. `number` counts from 1; `judgement` is None when not scored."""

    number: int
    prompt: Prompt
    says: Markup
    model_answer: Markup
    course: str
    text: str
    late_text: str
    note: str
    time: TimeUse
    delivery: Delivery
    fillers: str
    """The fillers in words, with how often each came."""
    structure: str
    """The structure words, likewise."""
    predicted: Rating | None
    judgement: Judgement | None
    score: int
    """Whole per cent."""
    missing: tuple[PointResult, ...]
    """Missed and partly covered points."""
    covered: tuple[PointResult, ...]


def prompt_reports_of(
    stored: StoredAttempt, pinned: PinnedScenario, findings: Findings, facts: Facts
) -> tuple[PromptReport, ...]:
    """Every prompt that was asked; where there is no verdict (it was given up), nothing of the key."""
    times = _time_uses(stored)
    judgements = [each.judgement for each in facts.verdict.prompts] if facts.verdict else [None for _ in times]
    names = competency_names(pinned)
    made = []
    for answer, time, judgement, delivery in zip(stored.answers, times, judgements, facts.deliveries, strict=True):
        if answer.slot.opened_at is None:
            continue
        prompt = pinned.prompt(answer.prompt_id)
        prediction = answer.slot.prediction
        points = _points(prompt, names, findings) if judgement else []
        made.append(
            PromptReport(
                number=answer.number + 1,
                prompt=prompt,
                says=pinned.html[f"prompts/{prompt.id}/says"],
                model_answer=pinned.html[f"prompts/{prompt.id}/model_answer"] if judgement else Markup(),
                course=describe_course(answer, stored.attempt.pace),
                text=answer.text,
                late_text=answer.late_text or "",
                note=answer.note,
                time=time,
                delivery=delivery,
                fillers=_counts(delivery.fillers),
                structure=_counts(delivery.structure),
                predicted=None if prediction is None else Rating.of_step(prediction),
                judgement=judgement,
                score=percent(judgement.score) if judgement and judgement.score is not None else 0,
                missing=tuple(each for each in points if each.mark is not PointMark.COVERED),
                covered=tuple(each for each in points if each.mark is PointMark.COVERED),
            )
        )
    return tuple(made)


def _counts(counts: Sequence[tuple[str, int]]) -> str:
    """The commonest phrases as in a sentence: `um ×3, you know`."""
    named = [phrase if count == 1 else f"{phrase} ×{count}" for phrase, count in counts[:MOST_PHRASES]]
    return ", ".join(named) + (", …" if len(counts) > MOST_PHRASES else "")


def _points(prompt: Prompt, names: Mapping[str, str], findings: Findings) -> list[PointResult]:
    marks, quotes = findings.marks, findings.quotes
    return [
        PointResult(
            point,
            names[point.competency],
            marks.get((prompt.id, point.id), PointMark.MISSED),
            quotes.get((prompt.id, point.id), ""),
        )
        for point in prompt.points
    ]


def _time_uses(stored: StoredAttempt) -> list[TimeUse]:
    is_timed = stored.attempt.pace is not Pace.UNTIMED
    slots = [answer.slot for answer in stored.answers]
    used = [whole_seconds(slot.elapsed(slot.closed_at)) if slot.closed_at else timedelta() for slot in slots]
    longest = max([*used, *((slot.budget for slot in slots) if is_timed else ()), timedelta(seconds=1)])
    uses = []
    for slot, length in zip(slots, used, strict=True):
        over = max(length - slot.budget, timedelta()) if is_timed else None
        uses.append(
            TimeUse(
                used=length,
                budget=slot.budget if is_timed else None,
                over=over,
                within_share=_share(length - (over or timedelta()), longest),
                over_share=_share(over or timedelta(), longest),
                budget_share=_share(slot.budget, longest) if is_timed else 0.0,
            )
        )
    return uses


def _share(length: timedelta, longest: timedelta) -> float:
    return round(100 * (length / longest), 2)


def competency_names(pinned: PinnedScenario) -> Mapping[str, str]:
    """The scenario's competencies by id."""
    return {competency.id: competency.name for competency in pinned.scenario.competencies}
