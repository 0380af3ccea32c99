"""The editorial standard of one item: counts, lengths, stems that say too much, and places that are shuffled.

What a pack of that standard is judged by as a whole is in `interview_sim.catalog.balance`.
"""

import re
from collections.abc import Iterator, Sized

from interview_sim.catalog.code_blocks import list_code_blocks, prose_of
from interview_sim.catalog.prose import Location
from interview_sim.catalog.yaml_tree import shown
from interview_sim.domain import standard
from interview_sim.domain.content import ChoiceQuestion, ExpectedPoint, Prompt, Question, Scenario
from interview_sim.domain.cues import find_cues
from interview_sim.domain.delivery import words_of
from interview_sim.domain.standard import Norm

Found = Iterator[tuple[Location, str]]

_NUMBER_OF_RIGHT_OPTIONS = re.compile(
    r"""\b(?:choose|find|mark|name|pick|select|tick)\ (?:(?:the|any|exactly|all)\ )?(?:one|two|three|four|[1-4])\b
      | \bwhich\ (?:two|three|four|[2-4])\b
      | (?:^|[.?!:]\s)which\ one\b
      | \b(?:one|two|three|[1-3])\ (?:of\ (?:these|them|the\ following)\ )?(?:are|is)\ (?:correct|right|true)\b
      | \ball\ that\ apply\b""",
    re.IGNORECASE | re.VERBOSE,
)

_SAYS = r"""\ (?:all|also|both|only|is|are|was|were|does|do|did|has|have|had|can|cannot|could|may|might|must|needs?
      |will|would|should|answers?|appl(?:y|ies)|asks?|holds?|says?|shows?|tells?|works?)\b"""
"""What follows on options that are named by their place, and not on an adjective: `the first three are`."""

_PLACE_OF_AN_OPTION = re.compile(
    rf"""\b(?i:option|choice|alternative)s?\ [A-D1-4]\b
      | \b(?i:answers?)\ [A-D](?i:{_SAYS})
      | (?i:\bthe\ (?:first|second|third|fourth|last|next|previous|top|bottom)\ (?:(?:one|two|three)\ )?
            (?:option|alternative)s?\b(?!\ of\b))
      | (?i:\b(?:option|alternative)s?\ (?:above|below)\b)
      | (?i:\b(?:all|any|both|each|either|neither|none|one|two|three)\ of\ the\ (?:above|below)
            (?=[.,;:!?)]|$|{_SAYS}))""",
    re.VERBOSE,
)

_PLACE_OF_CODE = re.compile(
    rf"""\bthe\ (?:first|second|third|fourth|last)\ (?:(?:one|two|three)\ )?(?:line|snippet)s?\b(?!\ of\b)
      | \bthe\ (?:line|snippet|one)s?\ (?:above|below)\b
      | \bthe\ (?:first|last)\ (?:two|three)(?={_SAYS})(?!\ \w+s\b)""",
    re.IGNORECASE | re.VERBOSE,
)
"""What may be meant of code that stays where it is; where none is shown, only options are left."""


def list_editorial_faults(item: object) -> Found:
    """Every rule of the standard that an item breaks, with the way to where it does."""
    match item:
        case Question():
            yield from _of_question(item)
        case ChoiceQuestion():
            yield from _of_choice(item)
        case Scenario():
            yield from _of_scenario(item)


def _of_question(question: Question) -> Found:
    yield from _count(standard.ANSWER_WORDS, len(words_of(prose_of(question.answer))), "answer")
    yield from _size(standard.KEY_POINTS, question.points, "points")
    yield from _size(standard.MISTAKES, question.mistakes, "mistakes")
    yield from _size(standard.FURTHER_QUESTIONS, question.follow_ups, "follow_ups")


def _of_choice(choice: ChoiceQuestion) -> Found:
    yield from _size(standard.OPTIONS, choice.options, "options")
    stem = " ".join(prose_of(choice.stem).replace("*", "").split())
    if found := _NUMBER_OF_RIGHT_OPTIONS.search(stem):
        yield (
            ("stem",),
            f"'{shown(found[0].strip(' .?!:'))}' tells how many options are right; ask 'Which of these …' instead",
        )
    yield from _place(choice, choice.explanation, "explanation")
    for place, option in enumerate(choice.options):
        yield from _place(choice, option.why or "", "options", place, "why")


def _place(choice: ChoiceQuestion, text: str, *at: str | int) -> Found:
    """Options are shown in another order each time, so a text that counts them points at the wrong ones."""
    prose = " ".join(prose_of(text).replace("*", "").split())
    found = _PLACE_OF_AN_OPTION.search(prose)
    if found is None and not any(any(list_code_blocks(each)) for each in (choice.stem, text)):
        found = _PLACE_OF_CODE.search(prose)
    if found:
        yield (
            at,
            f"'{shown(found[0])}' points at a place, but options are shuffled; name what is meant by what it says",
        )


def _of_scenario(scenario: Scenario) -> Found:
    yield from _size(standard.PROMPTS, scenario.prompts, "prompts")
    yield from _count(standard.MINUTES, scenario.minutes, "minutes")
    yield from _size(standard.COMPETENCIES, scenario.competencies, "competencies")
    yield from _size(standard.RED_FLAGS, scenario.red_flags, "red_flags")
    yield from _size(standard.SOURCES, scenario.sources, "sources")
    yield from _size(standard.SUMMARY, scenario.summary, "summary")
    for place, prompt in enumerate(scenario.prompts):
        yield from _of_prompt(prompt, ("prompts", place))


def _of_prompt(prompt: Prompt, at: Location) -> Found:
    yield from _size(standard.POINTS, prompt.points, *at, "points")
    yield from _count(standard.MUST_HAVES, sum(point.must_have for point in prompt.points), *at, "points")
    yield from _size(standard.HINTS, prompt.hints, *at, "hints")
    yield from _size(standard.FOLLOW_UPS, prompt.follow_ups, *at, "follow_ups")
    yield from _count(standard.THINKING, prompt.budget.thinking, *at, "budget", "thinking")
    yield from _count(standard.ANSWERING, prompt.budget.answering, *at, "budget", "answering")
    for place, point in enumerate(prompt.points):
        yield from _of_point(point, prompt.model_answer, (*at, "points", place))


def _of_point(point: ExpectedPoint, model_answer: str, at: Location) -> Found:
    if point.question is None:
        yield at, f"the point '{point.id}' leads to no question; add 'question:' with the one that teaches it"
    yield from _size(standard.CUES, point.cues, *at, "cues")
    if point.cues and not find_cues(model_answer, point.cues):
        yield (
            (*at, "cues"),
            f"no cue of the point '{point.id}' stands in the model answer; add one that a good answer would use",
        )


def _size(norm: Norm, things: Sized, *at: str | int) -> Found:
    yield from _count(norm, len(things), *at)


def _count(norm: Norm, count: int, *at: str | int) -> Found:
    if fault := norm.fault(count):
        yield at, fault
