"""What the set-up page shows: everything that can be chosen, and how many questions match what is chosen."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from interview_sim.catalog.queries import PinnedScenario, list_current_scenarios, list_topics
from interview_sim.domain.content import Level
from interview_sim.domain.drawing import (
    Candidate,
    Loosening,
    Source,
    Wanted,
    loosenings,
    match_words,
    matching,
)
from interview_sim.domain.wording import listed
from interview_sim.quiz.bank_queries import list_bank
from interview_sim.quiz.forms import Fields, SetUp, parse_set_up
from interview_sim.quiz.needs import find_need

NAMED_TOPICS = 3
"""How many topics the title of a quiz names at most."""


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """A topic that can be chosen, and how many questions on it match what else is chosen."""

    slug: str
    name: str
    questions: int


@dataclass(frozen=True, slots=True)
class ScenarioChoice:
    """An interview whose needs can be chosen."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class SetUpPage:
    """What was asked for, what can be asked for, and what matches."""

    set_up: SetUp
    topics: tuple[TopicChoice, ...]
    levels: tuple[Level, ...]
    scenarios: tuple[ScenarioChoice, ...]
    bank: tuple[Candidate, ...]
    missed: tuple[str, ...]
    """Names of the topics of the points that were missed in the chosen interview."""
    is_refused: bool = False
    """Whether a quiz was to be started and could not be."""

    @property
    def wanted(self) -> Wanted:
        """What was asked for, with the need of the chosen interview."""
        return self.set_up.wanted

    @property
    def matches(self) -> int:
        """How many questions match; none while something of the form cannot be understood."""
        return 0 if self.set_up.errors else len(matching(self.bank, self.wanted))

    @property
    def told(self) -> str:
        """The same as a sentence."""
        if self.set_up.errors:
            return f"{' '.join(self.set_up.errors.values())} Then you see how many questions match."
        return match_words(self.matches, self.wanted)

    @property
    def loosenings(self) -> list[Loosening]:
        """What to drop where nothing matches."""
        return [] if self.matches or self.set_up.errors else loosenings(self.bank, self.wanted)

    @property
    def problems(self) -> dict[str, str]:
        """Why the quiz was not started: sentences by the part of the page they lead to."""
        if not self.is_refused:
            return {}
        return self.set_up.errors or {"matches": self.told}

    @property
    def title(self) -> str:
        """What a quiz of this kind is called."""
        return title_of(
            self.wanted,
            {topic.slug: topic.name for topic in self.topics},
            {scenario.slug: scenario.title for scenario in self.scenarios},
        )


def build_set_up(fields: Fields, user_id: int | None) -> SetUpPage:
    """The page for what `fields` ask for, to a user or to nobody."""
    bank = list_bank(user_id)
    names = list_topics()
    scenarios = list_current_scenarios()
    slugs = _topics_of(bank, names)
    set_up = parse_set_up(fields, slugs, [pinned.slug for pinned in scenarios])
    need = find_need(set_up.wanted.scenario, user_id, names) if set_up.wanted.scenario else None
    set_up = replace(set_up, wanted=replace(set_up.wanted, need=need))
    return SetUpPage(
        set_up=set_up,
        topics=_counted(slugs, names, bank, set_up.wanted),
        levels=tuple(level for level in Level if any(candidate.level is level for candidate in bank)),
        scenarios=tuple(ScenarioChoice(pinned.slug, pinned.scenario.title) for pinned in _by_title(scenarios)),
        bank=tuple(bank),
        missed=tuple(names.get(topic, topic) for topic in sorted(need.missed)) if need else (),
    )


def title_of(wanted: Wanted, topics: Mapping[str, str], scenarios: Mapping[str, str]) -> str:
    """What a quiz is called: `Databases and HTTP`, `Had wrong: Security`, `For “To-do API”`."""
    is_all = wanted.topics >= topics.keys()
    about = "" if is_all else _topics_in_words([topics.get(topic, topic) for topic in sorted(wanted.topics)])
    match wanted.source:
        case Source.ALL:
            return about or "All topics"
        case Source.WRONG:
            return f"Had wrong: {about or 'all topics'}"
        case Source.UNSEEN:
            return f"Not seen: {about or 'all topics'}"
        case Source.SCENARIO:
            title = scenarios.get(wanted.scenario, wanted.scenario)
            return f"For “{title}”: {about}" if about else f"For “{title}”"


def _topics_in_words(names: Sequence[str]) -> str:
    if len(names) <= NAMED_TOPICS:
        return listed(names) if names else ""
    return f"{', '.join(names[:NAMED_TOPICS])} and {len(names) - NAMED_TOPICS} more"


def _topics_of(bank: Sequence[Candidate], names: Mapping[str, str]) -> list[str]:
    """Every topic that has a question, in the order of the packs; one that no pack names comes last."""
    used = {topic for candidate in bank for topic in candidate.topics}
    return [*(slug for slug in names if slug in used), *sorted(used - names.keys())]


def _counted(
    slugs: Sequence[str], names: Mapping[str, str], bank: Sequence[Candidate], wanted: Wanted
) -> tuple[TopicChoice, ...]:
    """Each topic with how many questions on it match; before an interview is chosen, of all questions."""
    is_open = wanted.source is Source.SCENARIO and wanted.need is None
    others = replace(wanted, topics=frozenset(), source=Source.ALL if is_open else wanted.source)
    numbers = Counter(topic for candidate in matching(bank, others) for topic in candidate.topics)
    return tuple(TopicChoice(slug, names.get(slug, slug), numbers[slug]) for slug in slugs)


def _by_title(scenarios: Sequence[PinnedScenario]) -> list[PinnedScenario]:
    return sorted(scenarios, key=lambda pinned: pinned.scenario.title)
