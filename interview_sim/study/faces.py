"""The two sides of a card: what is asked, and what is to be remembered.

Content is shown as it is offered now; where the item is retired, or no longer has the part, as the user met it last.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from markupsafe import Markup

from interview_sim.catalog.queries import (
    PinnedChoice,
    PinnedQuestion,
    PinnedScenario,
    get_choices,
    get_questions,
    get_scenarios,
)
from interview_sim.domain.content import ExpectedPoint, Option, Prompt, Question, Source
from interview_sim.domain.cues import Excerpt, excerpts, find_cues
from interview_sim.domain.review import CardKind
from interview_sim.study.queries import StoredCard


@dataclass(frozen=True, slots=True)
class PointFace:
    """An expected point, asked as the question it belongs to."""

    scenario_title: str
    scenario_slug: str | None
    """None where the scenario is no longer offered."""
    prompt: Prompt
    point: ExpectedPoint
    competency: str
    says: Markup
    model_answer: Markup

    kind = CardKind.POINT

    @property
    def title(self) -> str:
        """What the card is called in lists; it gives nothing away."""
        name = f"{self.competency}: {self.prompt.title}"
        return name if self.siblings == 1 else f"{name} ({self.place} of {self.siblings})"

    @property
    def heading(self) -> str:
        """What stands above the card."""
        return self.title

    @property
    def context(self) -> str:
        """Where the card comes from."""
        return self.scenario_title

    @property
    def bank_slug(self) -> str | None:
        """The question of the bank that teaches it; None where the point leads to none."""
        return self.point.question.partition("/")[2] if self.point.question else None

    @property
    def places(self) -> tuple[Excerpt, ...]:
        """Where in the words of the model answer the point is made."""
        plain = self.model_answer.striptags()
        return excerpts(plain, find_cues(plain, self.point.cues))

    @property
    def siblings(self) -> int:
        """How many points of the same question belong to the same competency, this one included."""
        return len(self._alike)

    @property
    def place(self) -> int:
        """Which of them this one is, from 1."""
        return self._alike.index(self.point.id) + 1

    @property
    def _alike(self) -> list[str]:
        return [point.id for point in self.prompt.points if point.competency == self.point.competency]


@dataclass(frozen=True, slots=True)
class ChoiceFace:
    """A choice question, its options in an order that changes from one time to the next."""

    stem: Markup
    words: str
    options: tuple[tuple[str, Option, Markup], ...]
    """Letter, option and its text."""
    explanation: Markup
    sources: tuple[Source, ...]

    kind = CardKind.CHOICE
    context = heading = "Quiz question"
    """Its own words are what is asked right below."""
    bank_slug = None

    @property
    def title(self) -> str:
        """What the card is called in lists."""
        return self.words

    @property
    def right(self) -> tuple[str, ...]:
        """The letters of the right options."""
        return tuple(letter for letter, option, _ in self.options if option.correct)


@dataclass(frozen=True, slots=True)
class QuestionFace:
    """A question of the bank."""

    question: Question
    bank_slug: str | None
    """None where it is no longer offered."""
    prompt: Markup
    answer: Markup

    kind = CardKind.QUESTION
    context = "Question of the bank"

    @property
    def title(self) -> str:
        """What the card is called in lists."""
        return self.question.title

    @property
    def heading(self) -> str:
        """What stands above the card."""
        return self.title


Face = PointFace | ChoiceFace | QuestionFace

TITLE_LENGTH = 100
_CODE_BLOCK = re.compile(r"<pre\b.*?</pre>", re.DOTALL)


def faces_of(cards: Iterable[StoredCard]) -> dict[str, Face]:
    """The faces of several cards by card id, with at most one statement for each kind."""
    cards = list(cards)
    wanted = {kind: [card for card in cards if card.kind is kind] for kind in CardKind}
    scenarios = get_scenarios(_revisions(wanted[CardKind.POINT], also_met=True))
    choices = get_choices(_revisions(wanted[CardKind.CHOICE]))
    questions = get_questions(_revisions(wanted[CardKind.QUESTION]))
    faces: dict[str, Face] = {}
    for card in cards:
        shown = _shown(card)
        if card.kind is CardKind.POINT:
            faces[card.id] = _point_face(card, scenarios)
        elif card.kind is CardKind.CHOICE:
            faces[card.id] = _choice_face(card, choices[shown])
        else:
            faces[card.id] = _question_face(card, questions[shown])
    return faces


def face_of(card: StoredCard) -> Face:
    """The face of one card."""
    return faces_of([card])[card.id]


def _revisions(cards: Iterable[StoredCard], also_met: bool = False) -> list[int]:
    ids = {_shown(card) for card in cards}
    return sorted(ids | ({card.revision_id for card in cards} if also_met else set()))


def _shown(card: StoredCard) -> int:
    return card.revision_id if card.current_id is None else card.current_id


def _point_face(card: StoredCard, scenarios: Mapping[int, PinnedScenario]) -> PointFace:
    prompt_id, _, point_id = card.part.partition("/")
    pinned, prompt, point = _find_point(scenarios[_shown(card)], prompt_id, point_id) or _get_point(
        scenarios[card.revision_id], prompt_id, point_id
    )
    names = {competency.id: competency.name for competency in pinned.scenario.competencies}
    return PointFace(
        scenario_title=pinned.scenario.title,
        scenario_slug=None if card.current_id is None else card.slug,
        prompt=prompt,
        point=point,
        competency=names[point.competency],
        says=pinned.html[f"prompts/{prompt.id}/says"],
        model_answer=pinned.html[f"prompts/{prompt.id}/model_answer"],
    )


def _find_point(
    pinned: PinnedScenario, prompt_id: str, point_id: str
) -> tuple[PinnedScenario, Prompt, ExpectedPoint] | None:
    for prompt in pinned.scenario.prompts:
        if prompt.id == prompt_id:
            for point in prompt.points:
                if point.id == point_id:
                    return pinned, prompt, point
    return None


def _get_point(pinned: PinnedScenario, prompt_id: str, point_id: str) -> tuple[PinnedScenario, Prompt, ExpectedPoint]:
    found = _find_point(pinned, prompt_id, point_id)
    assert found is not None, "a card points at a revision that has its point"
    return found


def _choice_face(card: StoredCard, pinned: PinnedChoice) -> ChoiceFace:
    options = list(pinned.choice.options)
    # Another order each time, and the same one when the page is loaded again.
    Random(f"{card.id} {card.version}").shuffle(options)  # noqa: S311 - an order, not a secret
    return ChoiceFace(
        stem=pinned.html["stem"],
        words=_title_of(pinned.html["stem"]),
        options=tuple(
            (chr(ord("A") + place), option, pinned.html[f"options/{option.id}"])
            for place, option in enumerate(options)
        ),
        explanation=pinned.html["explanation"],
        sources=pinned.choice.sources,
    )


def _title_of(html: Markup) -> str:
    """The words of a text on one line, without its code blocks, cut to the length of a title."""
    words = Markup(_CODE_BLOCK.sub(" … ", html)).striptags().strip("… ")  # noqa: S704 - it was HTML before
    return words if len(words) <= TITLE_LENGTH else f"{words[: TITLE_LENGTH - 1].rstrip()}…"


def _question_face(card: StoredCard, pinned: PinnedQuestion) -> QuestionFace:
    return QuestionFace(
        question=pinned.question,
        bank_slug=None if card.current_id is None else card.slug,
        prompt=pinned.html["prompt"],
        answer=pinned.html["answer"],
    )
