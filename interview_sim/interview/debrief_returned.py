"""What a page of the debrief shows of a form that was not, or not wholly, written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from interview_sim.domain.marking import HeldBack


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to see to before going on, and the id of the place where that is done."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What of a form goes back onto the page, because it is not written or because something is asked."""

    fault: str = ""
    """Why nothing of it was written."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """Field → what stands in for what is stored."""
    seen: Mapping[str, str] = field(default_factory=dict)
    """Field → what the person still has not seen anything newer than."""
    held: Mapping[str, HeldBack] = field(default_factory=dict)
    asks_for_marks: bool = False
