"""Which choice questions a quiz asks: what matches the reader's wishes, and the seeded draw from it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from random import Random

from interview_sim.domain.content import Level
from interview_sim.domain.need import Need, practised, worth
from interview_sim.domain.quiz import Mode
from interview_sim.domain.wording import counted

MOST_QUESTIONS = 50
"""How many questions a quiz may have."""

USUAL_QUESTIONS = 10


class Source(StrEnum):
    """Which questions come into question at all."""

    ALL = "all"
    WRONG = "wrong"
    UNSEEN = "unseen"
    SCENARIO = "scenario"


class Standing(StrEnum):
    """How a question went the last time the user answered it."""

    UNSEEN = "unseen"
    WRONG = "wrong"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question of the bank, as far as drawing needs to know it."""

    item_id: int
    revision_id: int
    level: Level
    topics: frozenset[str]
    standing: Standing = Standing.UNSEEN


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks of a quiz. No topics or levels means any."""

    topics: frozenset[str] = frozenset()
    levels: frozenset[Level] = frozenset()
    count: int = USUAL_QUESTIONS
    source: Source = Source.ALL
    mode: Mode = Mode.LEARN
    scenario: str = ""
    """The slug of the scenario; empty unless the source is `SCENARIO`."""
    need: Need | None = field(default=None, compare=False)
    """What that scenario needs; None where none is chosen."""


def matching(bank: Sequence[Candidate], wanted: Wanted) -> list[Candidate]:
    """The questions that may be drawn."""
    return [
        candidate
        for candidate in bank
        if (not wanted.topics or wanted.topics & candidate.topics)
        and (not wanted.levels or candidate.level in wanted.levels)
        and _is_of_source(candidate, wanted)
    ]


def draw(bank: Sequence[Candidate], wanted: Wanted, rng: Random) -> tuple[Candidate, ...]:
    """At most `wanted.count` different questions of those that match, in the order in which they are asked.

    What is unseen or was wrong comes before what was right; for a scenario, within that, what practises most of what
    it needs. Among equals every question is equally likely. The same bank and seed give the same quiz.
    """
    pool = sorted(matching(bank, wanted), key=lambda candidate: candidate.item_id)
    rng.shuffle(pool)
    pool.sort(key=lambda candidate: candidate.standing is Standing.RIGHT)  # stable: chance decides within a class
    if wanted.source is Source.SCENARIO and wanted.need is not None:
        pool = _most_needed_first(pool, wanted.need, wanted.count)
    drawn = pool[: max(wanted.count, 0)]
    rng.shuffle(drawn)
    return tuple(drawn)


def shuffled(option_ids: Sequence[str], rng: Random) -> tuple[str, ...]:
    """The options in the order in which one attempt shows them."""
    return tuple(rng.sample(list(option_ids), len(option_ids)))


@dataclass(frozen=True, slots=True)
class Loosening:
    """One wish that could be dropped, and how many questions match without it."""

    advice: str
    matches: int

    @property
    def told(self) -> str:
        """As a sentence."""
        return f"{self.advice}: {counted(self.matches, 'question')} then {_match(self.matches)}."


def loosenings(bank: Sequence[Candidate], wanted: Wanted) -> list[Loosening]:
    """What to drop where nothing matches: each single wish that helps, or all of them if none does by itself."""
    tries: list[tuple[str, Wanted]] = []
    if wanted.source is not Source.ALL:
        tries.append(("Draw from all questions", replace(wanted, source=Source.ALL)))
    if wanted.topics:
        tries.append(("Choose more topics, or none", replace(wanted, topics=frozenset())))
    if wanted.levels:
        tries.append(("Choose every level", replace(wanted, levels=frozenset())))
    found = [Loosening(advice, len(matching(bank, looser))) for advice, looser in tries]
    helping = [each for each in found if each.matches]
    if helping or not bank:
        return helping
    return [Loosening("Take back every choice", len(bank))]


def match_words(matches: int, wanted: Wanted) -> str:
    """How many questions match, and how many will be asked, as a sentence."""
    if matches == 0:
        return "No question matches."
    told = f"{counted(matches, 'question')} {_match(matches)}"
    if matches <= wanted.count:
        return f"{told}; you will be asked {'it' if matches == 1 else 'all of them'}."
    return f"{told}; you will be asked {wanted.count} of them."


def _match(number: int) -> str:
    return "matches" if number == 1 else "match"


def _is_of_source(candidate: Candidate, wanted: Wanted) -> bool:
    match wanted.source:
        case Source.ALL:
            return True
        case Source.WRONG:
            return candidate.standing is Standing.WRONG
        case Source.UNSEEN:
            return candidate.standing is Standing.UNSEEN
        case Source.SCENARIO:
            return wanted.need is not None and bool(candidate.topics & wanted.need.topics)


def _most_needed_first(pool: Sequence[Candidate], need: Need, count: int) -> list[Candidate]:
    """`count` of the pool: each one the most useful after those before it, and the first of several as useful."""
    left, taught, chosen = list(pool), need.taught, list[Candidate]()
    while left and len(chosen) < count:
        worths = {topics: worth(topics, taught) for topics in {candidate.topics for candidate in left}}
        best = max(left, key=lambda each: (each.standing is not Standing.RIGHT, worths[each.topics]))
        left.remove(best)
        chosen.append(best)
        taught = practised(best.topics, taught)
    return chosen
