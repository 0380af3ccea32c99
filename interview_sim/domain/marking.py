"""What a page of the debrief asks to be written: the prompt it is about, and the changes.

A tick is a single choice, and the last one counts. Words are not: they are written only where the page had seen what
they replace. Words that cannot be written are held back, with the reason, and keep nothing else from being written.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from interview_sim.domain.quoting import stands_in
from interview_sim.domain.scoring import PointMark

MAX_QUOTE = 500
"""Characters a quoted piece of evidence may have."""

MAX_NOTE = 5_000
"""Characters a note may have."""


@dataclass(frozen=True, slots=True)
class Target:
    """The prompt that is being debriefed, as its page names it; every statement checks that it is so."""

    attempt_id: str
    owner_id: int
    number: int
    """0 for the first prompt of the attempt."""
    revision_id: int
    prompt_id: str


@dataclass(frozen=True, slots=True)
class PointEntry:
    """A mark to be written."""

    point_id: str
    mark: PointMark


@dataclass(frozen=True, slots=True)
class Edit:
    """Words to be written, and those the page had seen in their place; empty words remove what is there."""

    text: str
    seen: str = ""

    def may_replace(self, stored: str) -> bool:
        """Whether nobody wrote since. The same words once more come from whoever missed the acknowledgement."""
        return stored in (self.seen, self.text)


class Why(StrEnum):
    """Why words were held back."""

    STALE = "changed-elsewhere"
    NOT_SAID = "not-in-the-answer"
    NO_MARK = "no-mark"
    TOO_LONG = "too-long"


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Words that were not written, what the person can do about it, and what is stored in their place."""

    why: Why
    message: str
    stored: str = ""


@dataclass(frozen=True, slots=True)
class Withheld:
    """All the words of a sheet that were held back; false where there are none."""

    note: HeldBack | None = None
    quotes: Mapping[str, HeldBack] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.note is not None or bool(self.quotes)

    def and_also(self, other: "Withheld") -> "Withheld":
        """Both together."""
        return Withheld(self.note or other.note, {**self.quotes, **other.quotes})


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be changed, all at once."""

    points: tuple[PointEntry, ...] = ()
    flags: Mapping[str, bool] = field(default_factory=dict)
    """Flag id → raised or withdrawn."""
    note: Edit | None = None
    spoken: bool | None = None
    quotes: Mapping[str, Edit] = field(default_factory=dict)
    """Point id → its quote. It belongs to the point's mark, and is kept only where there is one."""

    @property
    def has_words(self) -> bool:
        """Whether a note or quotes are to be changed."""
        return self.note is not None or bool(self.quotes)

    def without(self, withheld: Withheld) -> "Sheet":
        """The same, without the words that are held back."""
        quotes = {point: edit for point, edit in self.quotes.items() if point not in withheld.quotes}
        return replace(self, note=None if withheld.note else self.note, quotes=quotes)


NO_MARK = HeldBack(Why.NO_MARK, "A quote is kept once its point is marked. Mark the point and save again.")
NOT_SAID = HeldBack(
    Why.NOT_SAID,
    "These words are not in your answer. Quote it as it stands; or, if you answered aloud, say so below the note.",
)


def find_faults(sheet: Sheet, answer: Collection[str], *, spoken: bool) -> Withheld:
    """The words that cannot be kept as they are; a quote must stand in the texts of `answer` unless it was spoken."""
    is_long = sheet.note is not None and len(sheet.note.text) > MAX_NOTE
    quotes = {point: _fault_of_quote(edit.text, answer, spoken) for point, edit in sheet.quotes.items()}
    return Withheld(
        _too_long("note", MAX_NOTE) if is_long else None,
        {point: fault for point, fault in quotes.items() if fault is not None},
    )


def find_clashes(unwritten: Sheet, note: str, quotes: Mapping[str, str]) -> Withheld:
    """Why these words could not be written over the stored note and the stored quote of each point that has a mark.

    Words for which there is no reason are not among them: what is stored changed in the meantime.
    """
    found = {point: _clash_of_quote(edit, quotes.get(point)) for point, edit in unwritten.quotes.items()}
    is_stale = unwritten.note is not None and not unwritten.note.may_replace(note)
    return Withheld(
        _stale("note", note) if is_stale else None,
        {point: clash for point, clash in found.items() if clash is not None},
    )


def _fault_of_quote(text: str, answer: Collection[str], spoken: bool) -> HeldBack | None:
    if len(text) > MAX_QUOTE:
        return _too_long("quote", MAX_QUOTE)
    if text and not spoken and not stands_in(text, answer):
        return NOT_SAID
    return None


def _clash_of_quote(edit: Edit, stored: str | None) -> HeldBack | None:
    if stored is None:
        return NO_MARK
    return None if edit.may_replace(stored) else _stale("quote", stored)


def _stale(what: str, stored: str) -> HeldBack:
    return HeldBack(Why.STALE, f"This {what} was changed in another window. Choose which one to keep.", stored)


def _too_long(what: str, most: int) -> HeldBack:
    return HeldBack(Why.TOO_LONG, f"A {what} may have {most:,} characters; shorten this one and save again.")
