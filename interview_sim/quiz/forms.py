"""What the quizzes' pages send. Read by hand: one form is an address that may be shared, the other is sent while
somebody chooses.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from interview_sim.domain.content import SLUG, Level
from interview_sim.domain.drafts import is_count, parse_key
from interview_sim.domain.drawing import MOST_QUESTIONS, USUAL_QUESTIONS, Source, Wanted
from interview_sim.domain.quiz import Choice, Confidence, Mode
from interview_sim.domain.topics import unknown_words

_Kind = TypeVar("_Kind", bound=StrEnum)

SOURCES = {
    Source.ALL: ("All questions", "What you have not seen or had wrong comes before what you had right."),
    Source.WRONG: ("Only what I got wrong", "Questions you had wrong, or left blank in an exam, the last time."),
    Source.UNSEEN: ("Only what I have not seen", "Questions you have never answered."),
    Source.SCENARIO: (
        "What an interview needs",
        "Questions on what the expected points of that interview teach. Those you missed there the last time you sat "
        "it count most.",
    ),
}
"""Label and help of each source."""

MODES = {
    Mode.LEARN: ("Learn", "After each answer you see what is right and why. No clock."),
    Mode.EXAM: (
        "Exam",
        "One clock for the whole. Go back and forth and change your answers; the feedback comes at the end.",
    ),
}
"""Label and help of each mode."""


Fields = MultiDict[str, str]
"""What Werkzeug keeps a form or a query in."""


@dataclass(frozen=True, slots=True)
class SetUp:
    """What was asked for, as far as it could be understood, and what could not."""

    wanted: Wanted
    count: str
    """As it was typed."""
    errors: dict[str, str] = field(default_factory=dict)
    """By field: a sentence that says what to do."""


def parse_set_up(fields: Fields, topics: Collection[str], scenarios: Collection[str]) -> SetUp:
    """Read the set-up form; `topics` and `scenarios` are what can be chosen. What is missing has its default."""
    errors: dict[str, str] = {}
    chosen = {topic for topic in fields.getlist("topics") if topic}
    if unknown := chosen - set(topics):
        errors["topics"] = unknown_words(unknown)
    levels = _levels(fields.getlist("levels"), errors)
    source = _member(fields.get("source", ""), Source, Source.ALL, "source", errors)
    mode = _member(fields.get("mode", ""), Mode, Mode.LEARN, "mode", errors)
    count_text = _printable(fields.get("count", "")).strip() or str(USUAL_QUESTIONS)
    count = int(count_text) if is_count(count_text) else 0
    if not 1 <= count <= MOST_QUESTIONS:
        errors["count"] = f"Enter a whole number from 1 to {MOST_QUESTIONS}."
        count = USUAL_QUESTIONS
    scenario = fields.get("scenario", "") if source is Source.SCENARIO else ""
    if source is Source.SCENARIO and scenario not in scenarios:
        errors["scenario"] = "Choose the interview." if not scenario else "There is no such interview; choose one."
        scenario = ""
    wanted = Wanted(frozenset(chosen & set(topics)), frozenset(levels), count, source, mode, scenario)
    return SetUp(wanted, count_text, errors)


FIELDS = ("mode", "source", "scenario", "levels", "topics", "count")
"""The fields of the set-up form."""


def as_typed(fields: Fields) -> dict[str, list[str]]:
    """What the form says, faults and all, as the query of its address."""
    return {name: fields.getlist(name) for name in FIELDS if any(fields.getlist(name))}


def to_query(wanted: Wanted) -> dict[str, str | list[str]]:
    """The same as the query of an address, in an order of its own."""
    query: dict[str, str | list[str]] = {
        "topics": sorted(wanted.topics),
        "levels": [level.value for level in Level if level in wanted.levels],
        "count": str(wanted.count),
        "source": wanted.source.value,
        "mode": wanted.mode.value,
    }
    return {**query, "scenario": wanted.scenario} if wanted.scenario else query


class BadChoice(ValueError):
    """The fields that travel with a choice are missing or not what the page put there."""


def parse_choice(fields: Fields) -> Choice:
    """Read a question's form. Without a script there is no sequence: it is 0. Raises `BadChoice`."""
    chosen = fields.getlist("choice")
    confidence, page = fields.get("confidence", ""), parse_key(fields.get("page", ""))
    revision, sequence = fields.get("revision", ""), fields.get("sequence", "0")
    if (
        not all(re.fullmatch(SLUG, option_id) and len(option_id) <= 60 for option_id in chosen)
        or not page
        or not (is_count(revision) and is_count(sequence))
        or confidence not in ("", *(each.value for each in Confidence))
    ):
        raise BadChoice("This request did not carry a choice as the page sends it. Reload the page and try again.")
    kept = Confidence(confidence) if confidence else None
    return Choice(frozenset(chosen), kept, int(revision), page, int(sequence))


def parse_number(fields: Fields, name: str) -> int | None:
    """A question's number that a button carries, from 1; None where there is none."""
    text = fields.get(name, "")
    return int(text) or None if is_count(text) and len(text) <= 3 else None


def _printable(text: str) -> str:
    """What can be shown again on a page: no NUL and the like, and not without an end."""
    return "".join(character for character in text[:60] if character.isprintable())


def _member(text: str, kind: type[_Kind], default: _Kind, name: str, errors: dict[str, str]) -> _Kind:
    try:
        return kind(text) if text else default
    except ValueError:
        errors[name] = "Choose one of these."
        return default


def _levels(texts: Iterable[str], errors: dict[str, str]) -> set[Level]:
    found = set()
    for text in texts:
        if text in list(Level):
            found.add(Level(text))
        elif text:
            errors["levels"] = "Choose from these levels."
    return found
