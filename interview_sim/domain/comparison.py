"""What changed from one attempt at a scenario to the next, point by point, matched by their stable ids."""

from collections.abc import Sequence
from dataclasses import dataclass

from interview_sim.domain.content import ExpectedPoint, Prompt
from interview_sim.domain.scoring import Marks, PointMark


@dataclass(frozen=True, slots=True)
class Change:
    """One expected point, then and now; `number` is the prompt's, from 1."""

    number: int
    prompt_id: str
    point: ExpectedPoint
    before: PointMark
    now: PointMark


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every point marked both times that is not covered both times, and how many were.

    *Newly hit*: worth more than before. *Lost*: worth less. *Still missing*: missed or partly, the same as before.
    """

    newly_hit: tuple[Change, ...]
    still_missing: tuple[Change, ...]
    lost: tuple[Change, ...]
    kept: int
    """Points covered both times."""


def compare(prompts: Sequence[Prompt], before: Marks, now: Marks) -> Comparison:
    """Compare the marks of the prompts asked now; points that one of the two attempts did not have are left out."""
    changes = [
        Change(number, prompt.id, point, before[key], now[key])
        for number, prompt in enumerate(prompts, 1)
        for point in prompt.points
        if (key := (prompt.id, point.id)) in before and key in now
    ]
    same = [change for change in changes if change.now is change.before]
    return Comparison(
        newly_hit=tuple(change for change in changes if change.now.worth > change.before.worth),
        still_missing=tuple(change for change in same if change.now is not PointMark.COVERED),
        lost=tuple(change for change in changes if change.now.worth < change.before.worth),
        kept=sum(change.now is PointMark.COVERED for change in same),
    )
