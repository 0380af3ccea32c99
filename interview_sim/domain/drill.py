"""Spotting red flags: which drill comes next, in which order its flags stand, and what an answer was worth. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import TypeVar

from interview_sim.domain.content import DrillFlag
from interview_sim.domain.wording import listed

RESTS = 3
"""How many other drills come before one that was answered comes again, where there are enough."""

Entry = TypeVar("Entry")


class UnknownFlag(ValueError):
    """Something was ticked that the drill does not show."""


class Verdict(StrEnum):
    """What was said of one flag, against what the answer raises."""

    RECOGNISED = "recognised"
    MISSED = "missed"
    MISTAKEN = "mistaken"
    PASSED = "passed"

    @property
    def is_raised(self) -> bool:
        """Whether the answer raises the flag."""
        return self in (Verdict.RECOGNISED, Verdict.MISSED)

    @property
    def is_ticked(self) -> bool:
        """Whether it was ticked."""
        return self in (Verdict.RECOGNISED, Verdict.MISTAKEN)

    @property
    def is_right(self) -> bool:
        """Whether the two agree."""
        return self.is_raised is self.is_ticked

    @property
    def told(self) -> str:
        """In the words of a result."""
        return _TOLD[self]


_TOLD = {
    Verdict.RECOGNISED: "Raised, and you saw it",
    Verdict.MISSED: "Raised, and you missed it",
    Verdict.MISTAKEN: "Not raised, though you ticked it",
    Verdict.PASSED: "Not raised, and you left it",
}


@dataclass(frozen=True, slots=True)
class Latest:
    """The last time a drill was answered, and whether exactly right."""

    item_id: int
    is_right: bool


def grade(flags: Sequence[DrillFlag], ticked: Collection[str]) -> dict[str, Verdict]:
    """The verdict on each flag, by its id. Raises `UnknownFlag`."""
    if unknown := set(ticked) - {entry.id for entry in flags}:
        raise UnknownFlag(f"not a flag of this drill: {', '.join(sorted(unknown))}")
    verdicts = {(True, True): Verdict.RECOGNISED, (True, False): Verdict.MISSED, (False, True): Verdict.MISTAKEN}
    return {entry.id: verdicts.get((entry.raised, entry.id in ticked), Verdict.PASSED) for entry in flags}


def is_exactly_right(verdicts: Mapping[str, Verdict]) -> bool:
    """Whether every raised flag was ticked, and no other."""
    return all(verdict.is_right for verdict in verdicts.values())


def result_words(verdicts: Collection[Verdict]) -> str:
    """A whole answer in one sentence: `Exactly right`, or what was missed and what was not there."""
    counts = {verdict: sum(each is verdict for each in verdicts) for verdict in Verdict}
    faults = []
    if missed := counts[Verdict.MISSED]:
        faults.append(f"{missed} missed")
    if mistaken := counts[Verdict.MISTAKEN]:
        faults.append(f"{mistaken} ticked that {'is' if mistaken == 1 else 'are'} not raised")
    return f"Not quite: {listed(faults)}" if faults else "Exactly right"


def draw(offered: Collection[int], latest: Sequence[Latest], seed: str) -> int | None:
    """The item id of the drill to show next, out of those offered; None where none is.

    `latest` has each drill that was ever answered once, the one answered last coming first. What is new or was not
    right comes before what was; nothing comes back before `RESTS` others, where there are enough. Among equals chance
    decides, and the same seed decides alike.
    """
    if not offered:
        return None
    rights = {each.item_id: each.is_right for each in latest}
    wanted = {item_id for item_id in offered if not rights.get(item_id, False)}
    resting = [each.item_id for each in latest[:RESTS]]
    pool: Collection[int] = offered
    for pool in (wanted - {*resting}, {*offered} - {*resting}, {*offered} - {*resting[:1]}, offered):
        if pool:
            break
    return Random(seed).choice(sorted(pool))  # noqa: S311 - nothing secret


def in_order(entries: Sequence[Entry], seed: str) -> tuple[Entry, ...]:
    """The flags of a drill in the order in which the page with that seed shows them."""
    return tuple(Random(seed).sample(list(entries), len(entries)))  # noqa: S311 - nothing secret
