"""An attempt as lists show it: the titles from its pinned scenario, its state in words."""

from dataclasses import dataclass
from datetime import datetime

from interview_sim.catalog.queries import get_scenario
from interview_sim.domain.attempt import State
from interview_sim.domain.rating import Rating
from interview_sim.domain.scoring import percent
from interview_sim.domain.timing import Pace, is_over
from interview_sim.progress.queries import AttemptRow


@dataclass(frozen=True, slots=True)
class Summary:
    """One attempt in a list; nothing is left for the template to work out."""

    id: str
    title: str
    role: str
    question: str | None
    """The title of the one question that was retaken; None for a whole interview."""
    started_at: datetime
    pace: str
    state: str
    is_live: bool
    is_finished: bool
    is_debrief: bool
    percent: int | None
    """The score, rounded down as everywhere."""
    rating: Rating | None

    @property
    def name(self) -> str:
        """What a link to this attempt is about, whole or one question."""
        return f"{self.title}, {self.question}" if self.question else self.title


def summarise(row: AttemptRow, now: datetime) -> Summary:
    """The attempt as a list shows it at that moment."""
    pinned = get_scenario(row.revision_id)
    total = 1 if row.only_prompt else len(pinned.scenario.prompts)
    return Summary(
        id=row.id,
        title=pinned.scenario.title,
        role=pinned.scenario.role,
        question=pinned.prompt(row.only_prompt).title if row.only_prompt else None,
        started_at=row.started_at,
        pace=row.pace.value.capitalize(),
        state=state_in_words(row, total, now),
        is_live=row.state.is_live,
        is_finished=row.state is State.FINISHED,
        is_debrief=row.state is State.DEBRIEFING,
        percent=None if row.score is None else percent(row.score),
        rating=row.rating,
    )


def state_in_words(row: AttemptRow, total: int, now: datetime) -> str:
    """Where the attempt stands, as stored, of `total` questions; whether time ran out meanwhile."""
    if row.state is State.FINISHED:
        return "Finished"
    if row.state is State.ABANDONED:
        return "Given up"
    if row.state is State.BRIEFING:
        return "Not begun"
    where = f"question {row.position + 1} of {total}"
    if row.state is State.DEBRIEFING:
        return f"Debrief waiting, {where}" if total > 1 else "Debrief waiting"
    if row.state is State.PAUSED:
        return f"Paused at {where}" if total > 1 else "Paused"
    if is_over(row.expires_at, Pace.STRICT, now):
        return f"Time ran out on {where}: ready to continue" if total > 1 else "Time ran out: ready to continue"
    return f"At {where}" if total > 1 else "Begun"
