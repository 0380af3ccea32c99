"""What a page of the debrief asks to be written: the prompt it is about, and the changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from interview_sim.domain.scoring import PointMark

MAX_QUOTE = 500
"""Characters a quoted piece of evidence may have."""

MAX_NOTE = 5_000
"""Characters a note may have."""


@dataclass(frozen=True, slots=True)
class Target:
    """The prompt that is being debriefed, as its page names it; every statement checks that it is so."""

    attempt_id: str
    owner_id: int
    number: int
    """0 for the first prompt of the attempt."""
    revision_id: int
    prompt_id: str


@dataclass(frozen=True, slots=True)
class PointEntry:
    """A mark to be written; `quote` None leaves the stored quote alone, an empty one removes it."""

    point_id: str
    mark: PointMark
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be changed, all at once."""

    points: tuple[PointEntry, ...] = ()
    flags: Mapping[str, bool] = field(default_factory=dict)
    """Flag id → raised or withdrawn."""
    note: str | None = None
    spoken: bool | None = None
    loose_quotes: Mapping[str, str] = field(default_factory=dict)
    """Point id → a quote for a point without a mark: it can be kept only once the point is marked."""

    def with_rest_missed(self) -> "Sheet":
        """The same, with the points that have a quote but no mark marked as missed."""
        missed = (PointEntry(point, PointMark.MISSED, quote) for point, quote in self.loose_quotes.items())
        return Sheet((*self.points, *missed), self.flags, self.note, self.spoken)
