"""What a content pack holds: the one definition of every item, used by files, database and pages alike.

The models are frozen and refuse unknown keys. They carry the rules that need one item only; rules that need
the whole pack (duplicate slugs, dangling references) live in `interview_sim.catalog.rules`, which also applies the
`fault_in_…` functions to files, so that every fault has its line.

Stored revisions are read with these models for ever: add fields with a default, never rename or remove one.
"""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from interview_sim.domain.delivery import words_of
from interview_sim.domain.rating import Rating
from interview_sim.domain.wording import counted

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"

Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=60)]
"""A stable id: lower-case words joined by hyphens, at most 60 characters."""

ItemRef = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=121)]
"""The address of an item in a pack: `pack/slug`."""


class PlainText:
    """Marks a field as plain text: shown as it is written."""


class CodeMarks:
    """Marks a field as plain text in which `backticks` mark code."""


class MarkdownText:
    """Marks a field as Markdown: rendered to safe HTML once, when the pack is loaded."""


FlagRef = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+/[a-z0-9-]+$", max_length=182), PlainText()
]
"""The address of a red flag: `pack/scenario/flag`, or `pack/general/flag` for one of the pack's own."""

_ONE_LINE = StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=r"^[^\n]*$")

Line = Annotated[str, _ONE_LINE, PlainText()]
"""One line of plain text."""

Sentence = Annotated[str, _ONE_LINE, CodeMarks()]
"""One line of text in which `backticks` mark code, and nothing else is marked."""

MARKDOWN_LENGTH = 12_000
"""How many characters one Markdown text may have: some 1,800 words."""

Markdown = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MARKDOWN_LENGTH), MarkdownText()
]
"""Prose with CommonMark and tables."""


class Level(StrEnum):
    """How much experience an item expects."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Frozen(BaseModel):
    """A value that cannot change and knows all its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def fault_in_ids(earlier: Collection[str], entry_id: str) -> str | None:
    """What is wrong where an id stood in the same list before."""
    if entry_id not in earlier:
        return None
    return f"the id '{entry_id}' is used twice in this list; give each entry an id of its own"


def _refuse(fault: str | None) -> None:
    if fault is not None:
        raise ValueError(fault)


def _refuse_repeats(items: tuple["Identified", ...]) -> tuple["Identified", ...]:
    seen: set[str] = set()
    for item in items:
        _refuse(fault_in_ids(seen, item.id))
        seen.add(item.id)
    return items


class Identified(Frozen):
    """Something with a stable id that marks and history point at."""

    id: Slug


UniqueIds = AfterValidator(_refuse_repeats)


class Source(Frozen):
    """A page of official documentation, a PEP, an RFC or an OWASP text that supports an item."""

    title: Line
    url: Annotated[str, StringConstraints(pattern=r"^https://[^\s]+$", max_length=300)]


class Competency(Identified):
    """A skill that expected points are grouped under in the report."""

    name: Line


class ExpectedPoint(Identified):
    """One thing a strong answer says."""

    text: Sentence
    why: Sentence
    competency: Slug
    weight: Annotated[int, Field(ge=1, le=5)] = 1
    must_have: bool = False
    cues: Annotated[tuple[Line, ...], Field(max_length=12)] = ()
    question: ItemRef | None = None


class Hint(Identified):
    """A nudge; a prompt's hints go from gentle to nearly telling."""

    text: Markdown


class FollowUp(Identified):
    """What the interviewer asks once the first answer is given."""

    says: Markdown


class Budget(Frozen):
    """How long a prompt should take, in whole seconds."""

    thinking: Annotated[int, Field(ge=0, le=900)]
    answering: Annotated[int, Field(ge=60, le=3600)]

    @property
    def total(self) -> int:
        """Thinking and answering together, in seconds."""
        return self.thinking + self.answering


class Prompt(Identified):
    """One question of the scripted interviewer, with everything needed to judge the answer."""

    title: Line
    says: Markdown
    budget: Budget
    points: Annotated[tuple[ExpectedPoint, ...], Field(min_length=1, max_length=12), UniqueIds]
    follow_ups: Annotated[tuple[FollowUp, ...], Field(max_length=5), UniqueIds] = ()
    hints: Annotated[tuple[Hint, ...], Field(max_length=5), UniqueIds] = ()
    model_answer: Markdown


class RedFlag(Identified):
    """Something that makes an interviewer doubt, and the best rating that is left once it is raised."""

    text: Sentence
    why: Sentence
    caps: Rating


def fault_in_minutes(minutes: int, seconds: int) -> str | None:
    """What is wrong where a scenario's length is not its budgets' sum, rounded up to whole minutes."""
    whole = -(-seconds // 60)
    if whole == minutes:
        return None
    return (
        f"the prompts' budgets add up to {seconds} s, which makes {whole} minutes, but 'minutes' says {minutes}; "
        f"write {whole} or change a budget"
    )


def fault_in_competency(named: str, known: Sequence[str]) -> str | None:
    """What is wrong where a point belongs to a competency that its scenario does not list."""
    if named in known:
        return None
    others = ", ".join(known)
    return f"the competency '{named}' is not listed under 'competencies'; add it there, or use one of: {others}"


class Scenario(Identified):
    """A mock interview from its setup to its closing."""

    kind: Literal["scenario"] = "scenario"
    title: Line
    role: Line
    level: Level
    topics: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=8)]
    summary: Line
    interviewer: Line
    minutes: Annotated[int, Field(ge=1, le=180)]
    setup: Markdown
    competencies: Annotated[tuple[Competency, ...], Field(min_length=1, max_length=10), UniqueIds]
    prompts: Annotated[tuple[Prompt, ...], Field(min_length=1, max_length=10), UniqueIds]
    red_flags: Annotated[tuple[RedFlag, ...], Field(min_length=1, max_length=12), UniqueIds]
    closing: Markdown
    sources: Annotated[tuple[Source, ...], Field(max_length=20)] = ()

    @property
    def seconds(self) -> int:
        """The sum of all budgets, in seconds."""
        return sum(prompt.budget.total for prompt in self.prompts)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        known = tuple(competency.id for competency in self.competencies)
        _refuse(fault_in_minutes(self.minutes, self.seconds))
        for prompt in self.prompts:
            for point in prompt.points:
                _refuse(fault_in_competency(point.competency, known))
        return self


class KeyPoint(Identified):
    """One thing a good answer to a bank question says."""

    text: Sentence
    why: Sentence


class Mistake(Identified):
    """Something candidates commonly say, and why it is wrong."""

    text: Sentence
    why: Sentence


class FurtherQuestion(Frozen):
    """What an interviewer may ask next; linked when it is itself in the bank."""

    text: Sentence
    question: ItemRef | None = None


class Question(Identified):
    """An interview question of the bank, with a model answer."""

    kind: Literal["question"] = "question"
    title: Line
    level: Level
    topics: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=8)]
    prompt: Markdown
    answer: Markdown
    points: Annotated[tuple[KeyPoint, ...], Field(min_length=1, max_length=8), UniqueIds]
    mistakes: Annotated[tuple[Mistake, ...], Field(max_length=6), UniqueIds] = ()
    follow_ups: Annotated[tuple[FurtherQuestion, ...], Field(max_length=6)] = ()
    sources: Annotated[tuple[Source, ...], Field(min_length=1, max_length=10)]


class Option(Identified):
    """One choice; a wrong one says why it is wrong."""

    text: Markdown
    correct: bool = False
    why: Sentence | None = None


def fault_in_options(correct: Sequence[bool]) -> str | None:
    """What is wrong where a choice cannot be made: nothing is right, or nothing is wrong."""
    if not any(correct):
        return "no option is right; mark at least one with 'correct: true'"
    if all(correct):
        return "every option is marked correct; at least one must be wrong"
    return None


def fault_in_option(option_id: str, correct: bool, has_reason: bool) -> str | None:
    """What is wrong where a wrong option does not teach anything."""
    if correct or has_reason:
        return None
    return f"the option '{option_id}' is wrong but does not say why; add 'why'"


class ChoiceQuestion(Identified):
    """A quiz question with one right option or several."""

    kind: Literal["choice"] = "choice"
    level: Level
    topics: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=8)]
    stem: Markdown
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=8), UniqueIds]
    explanation: Markdown
    sources: Annotated[tuple[Source, ...], Field(min_length=1, max_length=10)]

    @model_validator(mode="after")
    def _can_be_answered(self) -> Self:
        _refuse(fault_in_options([option.correct for option in self.options]))
        for option in self.options:
            _refuse(fault_in_option(option.id, option.correct, option.why is not None))
        return self


class Guide(Identified):
    """A text to be read at leisure: how to interview, how to prepare."""

    kind: Literal["guide"] = "guide"
    title: Line
    summary: Line
    position: Annotated[int, Field(ge=1, le=99)]
    topics: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=8)]
    body: Markdown
    sources: Annotated[tuple[Source, ...], Field(max_length=10)] = ()


SPOKEN_WORDS = range(40, 141)
"""How many words the answer of a drill may have: what is said in twenty seconds to a minute."""


class DrillFlag(Identified):
    """A red flag to look for in the answer of a drill, and why the answer raises it or does not."""

    flag: FlagRef
    raised: bool
    why: Sentence


def fault_in_spoken(words: int) -> str | None:
    """What is wrong where an answer cannot be spoken in a minute, or says too little to judge."""
    if words in SPOKEN_WORDS:
        return None
    least, most = SPOKEN_WORDS[0], SPOKEN_WORDS[-1]
    return f"the answer has {counted(words, 'word')}; write {least} to {most}, as it would be spoken"


def fault_in_raised(raised: Sequence[bool]) -> str | None:
    """What is wrong where there is nothing to tell apart: no flag is raised, or every one is."""
    if not any(raised):
        return "no flag is raised; mark at least one with 'raised: true'"
    if all(raised):
        return "every flag is raised; add one that tempts and is not"
    return None


def fault_in_flags(earlier: Collection[str], address: str) -> str | None:
    """What is wrong where a red flag stood in the same drill before."""
    return f"the red flag '{address}' stands twice in this drill; remove one" if address in earlier else None


class Drill(Identified):
    """A short answer of a candidate, in which red flags are to be spotted."""

    kind: Literal["drill"] = "drill"
    level: Level
    topics: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=8)]
    asked: Markdown
    answer: Markdown
    flags: Annotated[tuple[DrillFlag, ...], Field(min_length=3, max_length=6), UniqueIds]

    @model_validator(mode="after")
    def _can_be_judged(self) -> Self:
        _refuse(fault_in_spoken(len(words_of(self.answer))))
        _refuse(fault_in_raised([entry.raised for entry in self.flags]))
        seen: set[str] = set()
        for entry in self.flags:
            _refuse(fault_in_flags(seen, entry.flag))
            seen.add(entry.flag)
        return self


class Standard(StrEnum):
    """What a pack promises: that it can be used, or also that it keeps the numbers of `domain.standard`."""

    BASIC = "basic"
    EDITORIAL = "editorial"


class Pack(Identified):
    """What `pack.yaml` says of a whole pack."""

    title: Line
    summary: Line
    licence: Line
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] = "en"
    standard: Standard = Standard.BASIC
    topics: Annotated[tuple[Competency, ...], Field(min_length=1), UniqueIds]
    red_flags: Annotated[tuple[RedFlag, ...], UniqueIds] = ()


class PlayableScenario(Frozen):
    """What an attempt pins: a scenario together with the general red flags of its pack at that time."""

    scenario: Scenario
    general_red_flags: tuple[RedFlag, ...] = ()


class PlayableDrill(Frozen):
    """What an answer to a drill pins: the drill, and the red flags it refers to, as they were at that time."""

    drill: Drill
    red_flags: tuple[RedFlag, ...]
    """One for each of the drill's `flags`, in the same order."""


Item = Scenario | Question | ChoiceQuestion | Guide | Drill
