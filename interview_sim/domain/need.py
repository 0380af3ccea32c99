"""What an interview asks a quiz to practise: the topics its expected points lead to, the missed ones above all. Pure.

Each point leads to a question of the bank, and that has topics; choice questions have topics too. How alike the two
are says how well a choice question practises a point. A point that was practised is needed less by the next question,
so that a quiz goes through what the interview expects instead of staying with the topic it expects most.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

MISSED_COUNTS = 4
"""How many covered points a missed one counts for."""

BELONGS_FROM = Fraction(1, 4)
"""From which share of its points on a topic belongs to an interview, whether or not it is filed under it."""


@dataclass(frozen=True, slots=True)
class Taught:
    """All expected points that lead to the same topics, and how much there is still to be practised of them."""

    topics: frozenset[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Need:
    """What a scenario asks for."""

    topics: frozenset[str]
    """A question on any of them comes into question."""
    taught: tuple[Taught, ...] = ()
    """What those come first by that are most like it."""
    missed: frozenset[str] = frozenset()
    """The topics of the points that the user missed there."""


def need_of(topics: Iterable[str], points: Iterable[tuple[Iterable[str], bool]]) -> Need:
    """The need of a scenario filed under `topics`; each of its points by its topics and whether it was missed."""
    led_to = [(frozenset(each), is_missed) for each, is_missed in points]
    weights: Counter[frozenset[str]] = Counter()
    counts: Counter[str] = Counter()
    for each, is_missed in led_to:
        weights[each] += MISSED_COUNTS if is_missed else 1
        counts.update(each)
    belonging = {topic for topic, number in counts.items() if number >= BELONGS_FROM * len(led_to)}
    return Need(
        topics=frozenset(topics) | belonging,
        taught=tuple(Taught(each, weights[each]) for each in sorted(weights, key=sorted) if each),
        missed=frozenset().union(*(each for each, is_missed in led_to if is_missed)),
    )


def worth(topics: frozenset[str], taught: Iterable[Taught]) -> float:
    """How much of what is still to be practised a question on these topics practises."""
    return sum(each.weight * _likeness(topics, each.topics) for each in taught)


def practised(topics: frozenset[str], taught: Iterable[Taught]) -> tuple[Taught, ...]:
    """What is left to be practised after a question on these topics: half of what is exactly like it, else less."""
    return tuple(replace(each, weight=each.weight * (1 - _likeness(topics, each.topics) / 2)) for each in taught)


def _likeness(left: frozenset[str], right: frozenset[str]) -> float:
    """From 0 to 1: how many of all their topics they share."""
    return len(left & right) / len(left | right)
