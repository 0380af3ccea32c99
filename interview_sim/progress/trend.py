"""Where the dots and lines of the trend stand: pure geometry, in whole units of the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

from interview_sim.domain.rating import Rating
from interview_sim.domain.scoring import THRESHOLDS, percent

HEIGHT = 176
"""Of the drawing, in its own units; its width is a percentage, so that text and dots keep their size."""

_TOP, _BOTTOM = 10.0, 166.0
_LEFT, _RIGHT = 3.0, 97.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A result in the drawing: `x` in per cent of the width, `y` in units from the top."""

    x: float
    y: float
    percent: int


@dataclass(frozen=True, slots=True)
class Threshold:
    """A line at the lowest score of a rating."""

    y: float
    percent: int
    rating: Rating


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the template draws, oldest result first."""

    height: int
    top: float
    bottom: float
    dots: tuple[Dot, ...]
    thresholds: tuple[Threshold, ...]

    @property
    def lines(self) -> tuple[tuple[Dot, Dot], ...]:
        """Each result with the one after it."""
        return tuple(zip(self.dots, self.dots[1:], strict=False))


def draw(scores: Sequence[float]) -> Drawing:
    """The drawing of scores (0 to 1), oldest first; a single one stands in the middle."""
    step = (_RIGHT - _LEFT) / (len(scores) - 1) if len(scores) > 1 else 0.0
    first = _LEFT if len(scores) > 1 else (_LEFT + _RIGHT) / 2
    return Drawing(
        height=HEIGHT,
        top=_TOP,
        bottom=_BOTTOM,
        dots=tuple(
            Dot(round(first + place * step, 2), _height_of(score), percent(score))
            for place, score in enumerate(scores)
        ),
        thresholds=tuple(
            Threshold(_height_of(float(lowest)), percent(lowest), rating) for rating, lowest in THRESHOLDS if lowest
        ),
    )


def summarise(percents: Sequence[int]) -> str:
    """The drawing in a sentence, for those who cannot see it."""
    if not percents:
        return "No results yet."
    if len(percents) == 1:
        return f"One result: {percents[0]} per cent."
    return (
        f"The last {len(percents)} results run from {percents[0]} per cent to {percents[-1]} per cent; "
        f"the lowest is {min(percents)} and the highest {max(percents)}."
    )


def _height_of(score: float) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * min(max(score, 0.0), 1.0), 1)
