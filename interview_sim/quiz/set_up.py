"""What the set-up page shows: everything that can be chosen, and how many questions match what is chosen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from interview_sim.catalog.queries import PinnedScenario, find_current_scenario, list_current_scenarios, list_topics
from interview_sim.domain.content import Level
from interview_sim.domain.drawing import (
    Candidate,
    Loosening,
    Need,
    Source,
    Wanted,
    loosenings,
    match_words,
    matching,
)
from interview_sim.domain.wording import listed
from interview_sim.quiz.bank_queries import list_bank
from interview_sim.quiz.forms import Fields, SetUp, parse_set_up
from interview_sim.quiz.signals import missed_topics_wanted

NAMED_TOPICS = 3
"""How many topics the title of a quiz names at most."""


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """A topic that can be chosen, and how many questions it has."""

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
            return "Something above needs mending first."
        return match_words(self.matches, self.wanted)

    @property
    def loosenings(self) -> list[Loosening]:
        """What to drop where nothing matches."""
        return [] if self.matches or self.set_up.errors else loosenings(self.bank, self.wanted)

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
    topics = _topics(bank, names)
    set_up = parse_set_up(fields, [topic.slug for topic in topics], [pinned.slug for pinned in scenarios])
    need = _need_of(set_up.wanted, user_id)
    return SetUpPage(
        set_up=replace(set_up, wanted=replace(set_up.wanted, need=need)),
        topics=topics,
        levels=tuple(level for level in Level if any(candidate.level is level for candidate in bank)),
        scenarios=tuple(ScenarioChoice(pinned.slug, pinned.scenario.title) for pinned in _by_title(scenarios)),
        bank=tuple(bank),
        missed=tuple(names.get(topic, topic) for topic in sorted(need.missed)) if need else (),
    )


def title_of(wanted: Wanted, topics: Mapping[str, str], scenarios: Mapping[str, str]) -> str:
    """What a quiz is called: `Databases and HTTP`, `Had wrong: Security`, `For “To-do API”`."""
    about = _topics_in_words([topics.get(topic, topic) for topic in sorted(wanted.topics)])
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


def _topics(bank: Sequence[Candidate], names: Mapping[str, str]) -> tuple[TopicChoice, ...]:
    """Every topic that has a question, in the order of the packs; one no pack names stands under its slug."""
    numbers: dict[str, int] = {}
    for candidate in bank:
        for topic in candidate.topics:
            numbers[topic] = numbers.get(topic, 0) + 1
    order = [*(slug for slug in names if slug in numbers), *sorted(numbers.keys() - names.keys())]
    return tuple(TopicChoice(slug, names.get(slug, slug), numbers[slug]) for slug in order)


def _need_of(wanted: Wanted, user_id: int | None) -> Need | None:
    if wanted.source is not Source.SCENARIO or not wanted.scenario:
        return None
    pinned = find_current_scenario(wanted.scenario)
    if pinned is None:
        return None
    missed: set[str] = set()
    if user_id is not None:
        for _receiver, topics in missed_topics_wanted.send(None, user_id=user_id, slug=wanted.scenario):
            missed |= _as_topics(topics)
    topics = frozenset(pinned.scenario.topics)
    return Need(topics, frozenset(missed) & topics)


def _as_topics(answer: object) -> set[str]:
    return set(answer) if isinstance(answer, Collection) else set()


def _by_title(scenarios: Sequence[PinnedScenario]) -> list[PinnedScenario]:
    return sorted(scenarios, key=lambda pinned: pinned.scenario.title)
