"""Reading the catalogue: items by revision or by slug. Nothing here writes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from markupsafe import Markup
from sqlalchemy import select

from interview_sim.catalog.models import PackMeta
from interview_sim.catalog.shelf import Shelf, StoredRevision
from interview_sim.domain.content import (
    ChoiceQuestion,
    Drill,
    Guide,
    Pack,
    PlayableDrill,
    PlayableScenario,
    Prompt,
    Question,
    RedFlag,
    Scenario,
)
from interview_sim.domain.errors import NotFound
from interview_sim.extensions import db

CACHED_SCENARIOS = 512
"""How many parsed scenarios a process keeps; about 150 KB each."""

CACHED_GUIDES = 256
"""How many parsed guides a process keeps; about 30 KB each."""

CACHED_DRILLS = 1_024
"""How many parsed drills a process keeps; about 10 KB each."""

CACHED_QUESTIONS = 2_048
"""How many parsed questions of each kind a process keeps; about 15 KB each."""


@dataclass(frozen=True)
class PinnedScenario:
    """One revision of a scenario, parsed, with its Markdown rendered."""

    revision_id: int
    item_id: int
    pack: str
    slug: str
    scenario: Scenario
    general_red_flags: tuple[RedFlag, ...]
    html: Mapping[str, Markup]
    """Safe HTML by path: `setup`, `prompts/<id>/says`, `prompts/<id>/hints/<hint id>`, …"""

    def prompt(self, prompt_id: str) -> Prompt:
        """The prompt with that id. Raises `NotFound`."""
        try:
            return self._prompts[prompt_id]
        except KeyError:
            raise NotFound from None

    @cached_property
    def _prompts(self) -> Mapping[str, Prompt]:
        return {prompt.id: prompt for prompt in self.scenario.prompts}

    @cached_property
    def flags(self) -> Mapping[str, RedFlag]:
        """Every red flag that can be raised, by id: the scenario's own, then the pack's under `general/<id>`."""
        own = {flag.id: flag for flag in self.scenario.red_flags}
        return MappingProxyType(own | {f"general/{flag.id}": flag for flag in self.general_red_flags})


@dataclass(frozen=True, slots=True)
class PinnedQuestion:
    """One revision of a question of the bank, parsed, with its Markdown rendered."""

    revision_id: int
    item_id: int
    pack: str
    slug: str
    question: Question
    html: Mapping[str, Markup]
    """Safe HTML by path: `prompt`, `answer`."""


@dataclass(frozen=True, slots=True)
class PinnedChoice:
    """One revision of a choice question, parsed, with its Markdown rendered."""

    revision_id: int
    item_id: int
    pack: str
    slug: str
    choice: ChoiceQuestion
    html: Mapping[str, Markup]
    """Safe HTML by path: `stem`, `options/<option id>`, `explanation`."""


@dataclass(frozen=True, slots=True)
class PinnedGuide:
    """One revision of a guide, parsed, with its Markdown rendered."""

    revision_id: int
    item_id: int
    pack: str
    slug: str
    guide: Guide
    html: Mapping[str, Markup]
    """Safe HTML by path: `body`."""


@dataclass(frozen=True, slots=True)
class PinnedDrill:
    """One revision of a drill, parsed, with its Markdown rendered."""

    revision_id: int
    item_id: int
    pack: str
    slug: str
    drill: Drill
    red_flags: tuple[RedFlag, ...]
    """What the drill's flags refer to, in their order and worded as they were when the pack was loaded."""
    html: Mapping[str, Markup]
    """Safe HTML by path: `asked`, `answer`."""


def _pinned_scenario(stored: StoredRevision) -> PinnedScenario:
    playable = PlayableScenario.model_validate_json(stored.document)
    return PinnedScenario(
        stored.revision_id,
        stored.item_id,
        stored.pack,
        stored.slug,
        playable.scenario,
        playable.general_red_flags,
        stored.html,
    )


def _pinned_question(stored: StoredRevision) -> PinnedQuestion:
    question = Question.model_validate_json(stored.document)
    return PinnedQuestion(stored.revision_id, stored.item_id, stored.pack, stored.slug, question, stored.html)


def _pinned_choice(stored: StoredRevision) -> PinnedChoice:
    choice = ChoiceQuestion.model_validate_json(stored.document)
    return PinnedChoice(stored.revision_id, stored.item_id, stored.pack, stored.slug, choice, stored.html)


def _pinned_guide(stored: StoredRevision) -> PinnedGuide:
    guide = Guide.model_validate_json(stored.document)
    return PinnedGuide(stored.revision_id, stored.item_id, stored.pack, stored.slug, guide, stored.html)


def _pinned_drill(stored: StoredRevision) -> PinnedDrill:
    playable = PlayableDrill.model_validate_json(stored.document)
    return PinnedDrill(
        stored.revision_id,
        stored.item_id,
        stored.pack,
        stored.slug,
        playable.drill,
        playable.red_flags,
        stored.html,
    )


_PACKS = select(PackMeta.__table__.c.document).order_by(PackMeta.__table__.c.id)


_scenarios = Shelf("scenario", _pinned_scenario, CACHED_SCENARIOS)
_questions = Shelf("question", _pinned_question, CACHED_QUESTIONS)
_choices = Shelf("choice", _pinned_choice, CACHED_QUESTIONS)
_guides = Shelf("guide", _pinned_guide, CACHED_GUIDES)
_drills = Shelf("drill", _pinned_drill, CACHED_DRILLS)


def get_scenario(revision_id: int) -> PinnedScenario:
    """The scenario at that revision, current or not. Raises `NotFound`."""
    return _scenarios.get(revision_id)


def get_scenarios(revision_ids: Iterable[int]) -> dict[int, PinnedScenario]:
    """Several scenarios by revision, in at most one statement. Raises `NotFound` where one is missing."""
    return _scenarios.get_all(revision_ids)


def find_current_scenario(slug: str) -> PinnedScenario | None:
    """The scenario as it is offered now; None where there is none of that slug, or it is retired."""
    return _scenarios.find_current(slug)


def list_current_scenarios() -> list[PinnedScenario]:
    """Every scenario that is offered now, in the order in which they were first loaded."""
    return _scenarios.list_current()


def list_topics() -> dict[str, str]:
    """The names of all topics by their slugs, pack by pack in the order in which each pack lists them."""
    documents = db.session.execute(_PACKS).scalars()
    return {topic.id: topic.name for document in documents for topic in Pack.model_validate_json(document).topics}


def get_question(revision_id: int) -> PinnedQuestion:
    """The question of the bank at that revision, current or not. Raises `NotFound`."""
    return _questions.get(revision_id)


def get_questions(revision_ids: Iterable[int]) -> dict[int, PinnedQuestion]:
    """Several questions by revision, in at most one statement. Raises `NotFound` where one is missing."""
    return _questions.get_all(revision_ids)


def find_current_question(slug: str) -> PinnedQuestion | None:
    """The question as it is offered now; None where there is none of that slug, or it is retired."""
    return _questions.find_current(slug)


def get_choice(revision_id: int) -> PinnedChoice:
    """The choice question at that revision, current or not. Raises `NotFound`."""
    return _choices.get(revision_id)


def get_choices(revision_ids: Iterable[int]) -> dict[int, PinnedChoice]:
    """Several choice questions by revision, in at most one statement. Raises `NotFound` where one is missing."""
    return _choices.get_all(revision_ids)


def find_current_guide(slug: str) -> PinnedGuide | None:
    """The guide as it is offered now; None where there is none of that slug, or it is retired."""
    return _guides.find_current(slug)


def get_drill(revision_id: int) -> PinnedDrill:
    """The drill at that revision, current or not. Raises `NotFound`."""
    return _drills.get(revision_id)


def find_current_drill(slug: str) -> PinnedDrill | None:
    """The drill as it is offered now; None where there is none of that slug, or it is retired."""
    return _drills.find_current(slug)


def list_current_drills() -> list[PinnedDrill]:
    """Every drill that is offered now, in the order in which they were first loaded."""
    return _drills.list_current()


def list_current_question_ids() -> list[int]:
    """The revisions of the questions that are offered now, in the order in which they were first loaded."""
    return _questions.list_current_ids()


def list_current_guides() -> list[PinnedGuide]:
    """Every guide that is offered now, in the order its pack gives them."""
    return sorted(_guides.list_current(), key=lambda pinned: (pinned.guide.position, pinned.guide.title))
