"""What the debrief's pages show, assembled from the stored attempt, its pinned scenario and the marks so far.

`Review` is what may be seen before the prediction: the question and the candidate's own words. `Checklist` adds the
expected points, the model answer and the red flags, and is made only once `can_see_checklist` says so.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from interview_sim.catalog.queries import PinnedScenario
from interview_sim.domain.attempt import ClosedBy, Flow, State, can_see_checklist
from interview_sim.domain.content import ExpectedPoint, Prompt, RedFlag
from interview_sim.domain.cues import Excerpt, Segment, Span, excerpts, find_cues, segments
from interview_sim.domain.errors import NotFound
from interview_sim.domain.marking import HeldBack, Why
from interview_sim.domain.rating import Rating
from interview_sim.domain.timing import Pace
from interview_sim.domain.wording import counted, duration
from interview_sim.interview.debrief_queries import Findings
from interview_sim.interview.debrief_returned import Problem, Returned
from interview_sim.interview.queries import StoredAnswer, StoredAttempt


@dataclass(frozen=True, slots=True)
class Review:
    """One prompt with the candidate's answer; nothing of the key. `number` and `reached` count from 1."""

    attempt_id: str
    number: int
    total: int
    reached: int
    """The last prompt whose debrief is open."""
    scenario_title: str
    interviewer: str
    title: str
    says: Markup
    follow_ups: tuple[Markup, ...]
    text: str
    late_text: str | None
    course: str
    """How the answering went, in a sentence."""
    while_away: str


@dataclass(frozen=True, slots=True)
class PointRow:
    """An expected point with its mark so far; `held` says why the quote that is shown is not saved."""

    number: int
    point: ExpectedPoint
    competency: str
    mark: str
    quote: str
    suggestions: tuple[Excerpt, ...]
    held: HeldBack | None


@dataclass(frozen=True, slots=True)
class FlagRow:
    """A red flag that may be raised."""

    flag_id: str
    flag: RedFlag
    is_raised: bool


@dataclass(frozen=True, slots=True)
class Checklist:
    """Everything needed to mark one prompt."""

    review: Review
    revision_id: int
    prompt_id: str
    prediction: Rating
    answer: tuple[Segment, ...]
    points: tuple[PointRow, ...]
    own_flags: tuple[FlagRow, ...]
    general_flags: tuple[FlagRow, ...]
    model_answer: Markup
    note: str
    note_held: HeldBack | None
    spoken: bool
    seen: str
    next_label: str
    next_warning: str
    fault: str
    asks_for_marks: bool

    @property
    def unmarked(self) -> tuple[PointRow, ...]:
        """The points that have no mark, where going on without them is in question."""
        return tuple(row for row in self.points if not row.mark) if self.asks_for_marks else ()

    @property
    def lack(self) -> str:
        """How many points have no mark, in a sentence; empty where that is not in question."""
        return f"{counted(len(self.unmarked), 'point has', 'points have')} no mark yet." if self.unmarked else ""

    @property
    def saved(self) -> str:
        """What is saved and what is not, in a sentence; empty where nothing is in the way."""
        if self.fault:
            return f"{self.fault} Nothing of this form is saved yet."
        if self._held:
            return "Some of what you typed is not saved yet; everything else is."
        return "Everything else is saved." if self.unmarked else ""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Each thing to see to, in the order of the page."""
        marks = [
            Problem(f"point-{row.number}", row.point.text)
            for row in self.unmarked
            if row.held is None or row.held.why is not Why.NO_MARK
        ]
        return (*marks, *self._held)

    @property
    def _held(self) -> tuple[Problem, ...]:
        quotes = [_held_quote(row, row.held) for row in self.points if row.held is not None]
        return (*quotes, Problem("note", f"Note: {self.note_held.message}")) if self.note_held else (*quotes,)

    @property
    def marked(self) -> int:
        """How many points have a mark."""
        return sum(bool(row.mark) for row in self.points)

    @property
    def general_raised(self) -> int:
        """How many general red flags are raised."""
        return sum(row.is_raised for row in self.general_flags)


def is_reachable(stored: StoredAttempt, n: int) -> bool:
    """Whether the debrief of prompt `n` (from 1) is open. Raises `NotFound` where there is no such prompt."""
    if not 1 <= n <= len(stored.answers):
        raise NotFound
    return stored.attempt.state is State.DEBRIEFING and n - 1 <= stored.attempt.position


def review_of(stored: StoredAttempt, pinned: PinnedScenario, n: int) -> Review:
    """The page before the prediction."""
    answer = stored.answers[n - 1]
    prompt = pinned.prompt(answer.prompt_id)
    path = f"prompts/{prompt.id}"
    asked = prompt.follow_ups[: answer.follow_ups_seen]
    return Review(
        attempt_id=stored.id,
        number=n,
        total=len(stored.answers),
        reached=stored.attempt.position + 1,
        scenario_title=pinned.scenario.title,
        interviewer=pinned.scenario.interviewer,
        title=prompt.title,
        says=pinned.html[f"{path}/says"],
        follow_ups=tuple(pinned.html[f"{path}/follow_ups/{follow_up.id}"] for follow_up in asked),
        text=answer.text,
        late_text=answer.late_text,
        course=describe_course(answer, stored.attempt.pace),
        while_away=stored.while_away,
    )


def checklist_of(
    stored: StoredAttempt,
    pinned: PinnedScenario,
    findings: Findings,
    n: int,
    returned: Returned,
) -> Checklist:
    """The page after the prediction; what is `returned` of a form stands in for what is stored.

    Raises `NotFound` where the checklist may not be seen yet.
    """
    if not can_see_checklist(stored.attempt, n - 1):
        raise NotFound
    answer = stored.answers[n - 1]
    prompt = pinned.prompt(answer.prompt_id)
    stored_fields = _fields(answer, prompt, pinned, findings)
    fields = {name: returned.typed.get(name, value) for name, value in stored_fields.items()}
    found = {point.id: find_cues(answer.text, point.cues) for point in prompt.points}
    flags = [FlagRow(key, flag, fields[f"flag-{key}"] == "1") for key, flag in pinned.flags.items()]
    label, warning = _next(stored, n)
    return Checklist(
        review=review_of(stored, pinned, n),
        revision_id=stored.revision_id,
        prompt_id=prompt.id,
        prediction=Rating.of_step(answer.slot.prediction or 0),
        answer=segments(answer.text, found),
        points=_points(prompt, pinned, answer.text, found, fields, returned.held),
        own_flags=tuple(row for row in flags if not row.flag_id.startswith("general/")),
        general_flags=tuple(row for row in flags if row.flag_id.startswith("general/")),
        model_answer=pinned.html[f"prompts/{prompt.id}/model_answer"],
        note=fields["note"],
        note_held=returned.held.get("note"),
        spoken=fields["spoken"] == "1",
        seen=_packed(stored_fields | dict(returned.seen)),
        next_label=label,
        next_warning=warning,
        fault=returned.fault,
        asks_for_marks=returned.asks_for_marks,
    )


def describe_course(answer: StoredAnswer, pace: Pace) -> str:
    """What ended the answer, how long it took against its budget, and the hints that were taken."""
    slot = answer.slot
    if slot.opened_at is None or slot.closed_at is None:
        return "This question was not reached."
    took = duration(slot.elapsed(slot.closed_at))
    budget = "" if pace is Pace.UNTIMED else f" of {duration(slot.budget)}"
    if slot.overrun(slot.closed_at) >= timedelta(seconds=1):
        over = duration(slot.overrun(slot.closed_at))
        ended = f"You took {took}, {over} more than the {duration(slot.budget)} planned."
    elif slot.closed_by is ClosedBy.CLOCK:
        ended = f"The time ran out after {took}."
    elif slot.closed_by is ClosedBy.SKIPPED:
        ended = f"You skipped it after {took}{budget}."
    elif slot.closed_by is ClosedBy.ABANDONED:
        ended = f"You gave the interview up after {took}{budget}."
    else:
        ended = f"You took {took}{budget}."
    hints = f" You took {counted(answer.hints_seen, 'hint')}." if answer.hints_seen else ""
    return ended + hints


def _points(
    prompt: Prompt,
    pinned: PinnedScenario,
    text: str,
    found: Mapping[str, tuple[Span, ...]],
    fields: Mapping[str, str],
    held: Mapping[str, HeldBack],
) -> tuple[PointRow, ...]:
    names = {competency.id: competency.name for competency in pinned.scenario.competencies}
    return tuple(
        PointRow(
            number=number,
            point=point,
            competency=names[point.competency],
            mark=fields[f"mark-{point.id}"],
            quote=fields[f"quote-{point.id}"],
            suggestions=excerpts(text, found[point.id]),
            held=held.get(f"quote-{point.id}"),
        )
        for number, point in enumerate(prompt.points, 1)
    )


def _held_quote(row: PointRow, held: HeldBack) -> Problem:
    place = f"point-{row.number}" if held.why is Why.NO_MARK else f"quote-{row.number}"
    return Problem(place, f"Quote of point {row.number}: {held.message}")


def _packed(fields: Mapping[str, str]) -> str:
    """The fields as JSON without a space: an error page that shows what was typed must not take it for words."""
    return json.dumps(fields, separators=(",", ":")).replace(" ", "\\u0020")


def _fields(answer: StoredAnswer, prompt: Prompt, pinned: PinnedScenario, findings: Findings) -> dict[str, str]:
    """The form's fields as they are stored: what the page shows, and what `seen` carries."""
    fields = {"note": answer.note, "spoken": "1" if answer.spoken else ""}
    for point in prompt.points:
        mark = findings.marks.get((prompt.id, point.id))
        fields[f"mark-{point.id}"] = mark.value if mark else ""
        fields[f"quote-{point.id}"] = findings.quotes.get((prompt.id, point.id), "")
    raised = {flag_id for prompt_id, flag_id in findings.flags if prompt_id == prompt.id}
    return fields | {f"flag-{flag_id}": "1" if flag_id in raised else "" for flag_id in pinned.flags}


def _next(stored: StoredAttempt, n: int) -> tuple[str, str]:
    """What the button that closes this debrief says, and what is to be known before pressing it."""
    attempt = stored.attempt
    if n - 1 < attempt.position:
        return f"Save and go to question {n + 1}", ""
    if attempt.is_last:
        return "Finish and see the report", "Finishing makes all marks final, those of earlier questions included."
    if attempt.flow is Flow.EACH:
        clock = "" if attempt.pace is Pace.UNTIMED else " Its clock starts at once."
        return f"Go on to question {n + 1}", f"The interview goes on with the next question.{clock}"
    return f"Go on to question {n + 1}", ""
