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

    *Newly hit*: covered now, and not before. *Lost*: worth less than before. *Still missing*: missed or partly
    covered both times, also where that is more than before.
    """

    newly_hit: tuple[Change, ...]
    still_missing: tuple[Change, ...]
    lost: tuple[Change, ...]
    kept: int
    """Points covered both times."""


def compare(prompts: Sequence[Prompt], before: Marks, now: Marks) -> Comparison:
    """Compare the marks of the prompts asked now; points that one of the two attempts did not have are left out."""
    newly_hit, still_missing, lost, kept = list[Change](), list[Change](), list[Change](), 0
    for number, prompt in enumerate(prompts, 1):
        for point in prompt.points:
            key = (prompt.id, point.id)
            then, today = before.get(key), now.get(key)
            if then is None or today is None:
                continue
            if then is today is PointMark.COVERED:
                kept += 1
                continue
            hit_now = today is PointMark.COVERED
            place = newly_hit if hit_now else lost if today.worth < then.worth else still_missing
            place.append(Change(number, prompt.id, point, then, today))
    return Comparison(tuple(newly_hit), tuple(still_missing), tuple(lost), kept)
