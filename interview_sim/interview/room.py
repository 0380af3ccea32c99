"""What the room shows: assembled from the stored attempt and its pinned scenario, so that templates decide nothing.

Only what the candidate may know by now is in here: revealed hints and follow-ups, never points or later prompts.
"""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from interview_sim.catalog.queries import PinnedScenario
from interview_sim.domain.attempt import State
from interview_sim.domain.timing import Pace, seconds_left
from interview_sim.interview.queries import StoredAttempt


@dataclass(frozen=True, slots=True)
class Room:
    """One prompt of a running interview, as its page shows it."""

    attempt_id: str
    slug: str
    scenario_title: str
    interviewer: str
    number: int
    total: int
    title: str
    says: Markup
    hints: tuple[Markup, ...]
    hints_left: int
    follow_ups: tuple[Markup, ...]
    follow_ups_left: int
    pace: Pace
    is_paused: bool
    is_last: bool
    seconds_left: float | None
    seconds_elapsed: float
    budget: float
    closes_at: datetime | None
    text: str
    revision: int
    saved_at: datetime | None
    while_away: str


def room_of(stored: StoredAttempt, pinned: PinnedScenario, now: datetime) -> Room:
    """The page of the current prompt; `stored` is settled and being answered or paused."""
    attempt, answer = stored.attempt, stored.answer
    slot = answer.slot
    prompt = pinned.prompt(answer.prompt_id)
    path = f"prompts/{prompt.id}"
    moment = attempt.paused_at or now
    return Room(
        attempt_id=stored.id,
        slug=pinned.slug,
        scenario_title=pinned.scenario.title,
        interviewer=pinned.scenario.interviewer,
        number=answer.number + 1,
        total=len(stored.answers),
        title=prompt.title,
        says=pinned.html[f"{path}/says"],
        hints=tuple(pinned.html[f"{path}/hints/{hint.id}"] for hint in prompt.hints[: answer.hints_seen]),
        hints_left=max(len(prompt.hints) - answer.hints_seen, 0),
        follow_ups=tuple(
            pinned.html[f"{path}/follow_ups/{follow_up.id}"]
            for follow_up in prompt.follow_ups[: answer.follow_ups_seen]
        ),
        follow_ups_left=max(len(prompt.follow_ups) - answer.follow_ups_seen, 0),
        pace=attempt.pace,
        is_paused=attempt.state is State.PAUSED,
        is_last=attempt.is_last,
        seconds_left=seconds_left(slot.deadline, moment),
        seconds_elapsed=slot.elapsed(moment).total_seconds(),
        budget=slot.budget.total_seconds(),
        closes_at=slot.deadline if attempt.pace is Pace.STRICT else None,
        text=answer.text,
        revision=answer.revision,
        saved_at=answer.saved_at,
        while_away=stored.while_away,
    )
