"""What of a sheet may be written over what is stored."""

import pytest

from interview_sim.domain.marking import (
    MAX_NOTE,
    MAX_QUOTE,
    NO_MARK,
    NOT_SAID,
    Edit,
    PointEntry,
    Sheet,
    Why,
    Withheld,
    find_clashes,
    find_faults,
)
from interview_sim.domain.scoring import PointMark


@pytest.mark.parametrize(
    ("stored", "allowed"), [("seen", True), ("new", True), ("", False), ("newer", False), ("Seen", False)]
)
def test_words_replace_what_was_seen_or_themselves(stored: str, allowed: bool) -> None:
    assert Edit("new", "seen").may_replace(stored) is allowed


@pytest.mark.parametrize(("length", "fault"), [(MAX_NOTE, None), (MAX_NOTE + 1, Why.TOO_LONG)])
def test_a_note_has_a_greatest_length(length: int, fault: Why | None) -> None:
    found = find_faults(Sheet(note=Edit("x" * length)), (), spoken=False).note
    assert (found.why if found else None) is fault


@pytest.mark.parametrize(("length", "fault"), [(MAX_QUOTE, None), (MAX_QUOTE + 1, Why.TOO_LONG)])
def test_a_quote_has_a_greatest_length_even_where_it_was_said(length: int, fault: Why | None) -> None:
    found = find_faults(Sheet(quotes={"keys": Edit("x" * length)}), (), spoken=True).quotes.get("keys")
    assert (found.why if found else None) is fault


def test_a_quote_must_stand_in_the_answer_unless_it_was_spoken_or_is_removed() -> None:
    sheet = Sheet(quotes={"keys": Edit("a foreign key"), "types": Edit("decimal"), "naming": Edit("", "old")})
    assert find_faults(sheet, ("Money is decimal.",), spoken=False) == Withheld(quotes={"keys": NOT_SAID})
    assert not find_faults(sheet, ("Money is decimal.",), spoken=True)


def test_a_clash_carries_what_is_stored() -> None:
    unwritten = Sheet(note=Edit("mine"), quotes={"keys": Edit("mine"), "types": Edit("mine")})
    clashes = find_clashes(unwritten, "theirs", {"keys": "theirs too"})
    assert clashes.note is not None
    assert (clashes.note.why, clashes.note.stored) == (Why.STALE, "theirs")
    assert clashes.quotes["keys"].stored == "theirs too"
    assert clashes.quotes["types"] is NO_MARK


def test_words_without_a_reason_against_them_are_no_clash() -> None:
    unwritten = Sheet(note=Edit("mine", "seen"), quotes={"keys": Edit("mine")})
    assert not find_clashes(unwritten, "seen", {"keys": ""})


def test_without_the_words_held_back_everything_else_is_left() -> None:
    ticks = (PointEntry("keys", PointMark.COVERED),)
    sheet = Sheet(ticks, {"guesses": True}, Edit("n"), True, {"keys": Edit("a"), "types": Edit("b")})
    assert sheet.without(Withheld(NO_MARK, {"keys": NOT_SAID})) == Sheet(
        ticks, {"guesses": True}, None, True, {"types": Edit("b")}
    )
    assert not Sheet(ticks).has_words
    assert sheet.has_words
