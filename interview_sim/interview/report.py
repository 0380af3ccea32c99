"""A report: everything an attempt amounts to, assembled from its rows and the scenario it was started with.

The scenario is the pinned revision, so later changes of the content change no report. Pages and downloads are made
from the same `Report`; nothing is computed in them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from interview_sim.catalog.queries import PinnedScenario
from interview_sim.domain.attempt import Flow, State
from interview_sim.domain.calibration import Foresight, describe
from interview_sim.domain.comparison import Comparison, compare
from interview_sim.domain.content import Prompt, RedFlag
from interview_sim.domain.rating import Rating
from interview_sim.domain.scoring import (
    PointMark,
    RaisedFlag,
    Verdict,
    percent,
)
from interview_sim.domain.timing import Pace
from interview_sim.domain.wording import duration, listed
from interview_sim.interview.debrief_queries import Findings, PreviousAttempt, asked_prompts
from interview_sim.interview.queries import StoredAttempt
from interview_sim.interview.report_facts import facts_of
from interview_sim.interview.report_prompts import PromptReport, competency_names, prompt_reports_of

RULES_CHANGED = "This attempt was rated under earlier rules. Its score and rating stand as they were given."


@dataclass(frozen=True, slots=True)
class CompetencyReport:
    """A competency with its score in whole per cent."""

    name: str
    score: int
    points: int


@dataclass(frozen=True, slots=True)
class FlagReport:
    """A raised red flag, and where."""

    flag: RedFlag
    where: str


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since the previous finished attempt at the same scenario."""

    previous: PreviousAttempt
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What to do next; parts that do not apply are None."""

    retake_slug: str | None
    weakest: PromptReport | None
    scenario: PinnedScenario | None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything on the report's page. `rating` is None for an attempt that was given up: it is not scored."""

    attempt_id: str
    pinned: PinnedScenario
    is_whole: bool
    pace: Pace
    flow: Flow
    time_multiplier: float
    started_at: datetime | None
    finished_at: datetime | None
    rating: Rating | None
    score: int
    reasons: tuple[str, ...]
    prompts: tuple[PromptReport, ...]
    competencies: tuple[CompetencyReport, ...]
    foresight: str
    time: str
    flags: tuple[FlagReport, ...]
    since: Since | None
    next_steps: NextSteps
    has_fillers: bool
    has_pace: bool

    @property
    def is_scored(self) -> bool:
        """Whether the debrief was finished."""
        return self.rating is not None

    @property
    def missing_count(self) -> int:
        """How many points were not fully covered."""
        return sum(len(prompt.missing) for prompt in self.prompts)

    @property
    def lost(self) -> Mapping[tuple[str, str], PointMark]:
        """What was better in the previous attempt, by prompt and point: its mark then."""
        changes = self.since.comparison.lost if self.since else ()
        return {(change.prompt_id, change.point.id): change.before for change in changes}

    @property
    def has_notes(self) -> bool:
        """Whether the candidate wrote a note to any question."""
        return any(prompt.note for prompt in self.prompts)


def assemble(
    stored: StoredAttempt,
    pinned: PinnedScenario,
    findings: Findings,
    previous: PreviousAttempt | None,
    current: Sequence[PinnedScenario],
) -> Report:
    """The report of a finished or abandoned attempt; `current` are the scenarios that are offered now."""
    prompts = asked_prompts(stored, pinned)
    raised = findings.raised(pinned)
    scored = stored.attempt.state is State.FINISHED
    facts = facts_of(stored, pinned, findings)
    verdict = facts.verdict
    reports = prompt_reports_of(stored, pinned, findings, facts)
    score, rating, reasons = _result(stored, verdict)
    return Report(
        attempt_id=stored.id,
        pinned=pinned,
        is_whole=stored.only_prompt is None,
        pace=stored.attempt.pace,
        flow=stored.attempt.flow,
        time_multiplier=stored.time_multiplier,
        started_at=stored.attempt.started_at,
        finished_at=stored.attempt.finished_at,
        rating=rating,
        score=score,
        reasons=reasons,
        prompts=reports,
        competencies=_competencies(pinned, verdict),
        foresight=_foresight(reports),
        time=_total_time(reports),
        flags=_flags(raised, prompts) if scored else (),
        since=_since(previous, prompts, findings) if scored else None,
        next_steps=_next_steps(stored, reports, current),
        has_fillers=any(report.delivery.fillers for report in reports),
        has_pace=any(report.delivery.pace for report in reports),
    )


def _result(stored: StoredAttempt, verdict: Verdict | None) -> tuple[int, Rating | None, tuple[str, ...]]:
    """Score, rating and reasons. What was stored stands, also where the rules have changed since."""
    if verdict is None or stored.score is None or stored.rating is None:
        return 0, None, ()
    score, rating = percent(stored.score), Rating(stored.rating)
    judged = verdict.overall
    if judged.score is None or (percent(judged.score), judged.rating) != (score, rating):
        return score, rating, (RULES_CHANGED,)
    return score, rating, judged.reasons


def _total_time(prompts: Sequence[PromptReport]) -> str:
    used = sum((report.time.used for report in prompts), timedelta())
    budget = sum((report.time.budget or timedelta() for report in prompts), timedelta())
    late = [report for report in prompts if report.time.is_over]
    if not budget:
        return f"You took {duration(used)} in all; no time was set."
    total = f"You took {duration(used)} of {duration(budget)} in all."
    if not late:
        return total
    numbers = listed(str(report.number) for report in late)
    return f"{total} You ran over on question{'s' if len(late) > 1 else ''} {numbers}."


def _competencies(pinned: PinnedScenario, verdict: Verdict | None) -> tuple[CompetencyReport, ...]:
    if verdict is None:
        return ()
    names = competency_names(pinned)
    return tuple(
        CompetencyReport(names[each.competency_id], percent(each.score), each.points) for each in verdict.competencies
    )


def _foresight(prompts: Sequence[PromptReport]) -> str:
    return describe(
        [
            Foresight(report.predicted, report.judgement.rating)
            for report in prompts
            if report.predicted and report.judgement and report.judgement.rating
        ]
    )


def _flags(raised: Sequence[RaisedFlag], prompts: Sequence[Prompt]) -> tuple[FlagReport, ...]:
    numbers = {prompt.id: number for number, prompt in enumerate(prompts, 1)}
    where: dict[str, list[int]] = {}
    for each in raised:
        if each.prompt_id in numbers:
            where.setdefault(each.flag_id, []).append(numbers[each.prompt_id])
    flags = {each.flag_id: each.flag for each in raised}
    return tuple(
        FlagReport(flags[flag_id], f"question{'s' if len(found) > 1 else ''} {listed(map(str, sorted(found)))}")
        for flag_id, found in where.items()
    )


def _since(previous: PreviousAttempt | None, prompts: Sequence[Prompt], findings: Findings) -> Since | None:
    if previous is None:
        return None
    return Since(previous, compare(prompts, previous.marks, findings.marks))


def _next_steps(
    stored: StoredAttempt,
    prompts: Sequence[PromptReport],
    current: Sequence[PinnedScenario],
) -> NextSteps:
    """Retaking is offered while the scenario is; a single question only where it still has that question."""
    items = [each.item_id for each in current]
    here = items.index(stored.item_id) if stored.item_id in items else None
    following = [*current[here + 1 :], *current[:here]] if here is not None else list(current)
    offered = None if here is None else current[here]
    still_asked = {prompt.id for prompt in offered.scenario.prompts} if offered else set()
    weak = [
        report
        for report in prompts
        if report.prompt.id in still_asked and report.judgement and report.judgement.rating is not Rating.STRONG_HIRE
    ]
    return NextSteps(
        retake_slug=offered.slug if offered else None,
        weakest=min(weak, key=_strength) if weak and len(still_asked) > 1 else None,
        scenario=following[0] if following else None,
    )


def _strength(report: PromptReport) -> tuple[int, int]:
    rating = report.judgement.rating if report.judgement else None
    return (rating.step if rating else 0, report.score)
