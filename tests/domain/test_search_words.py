"""What a text is searched by, what a query means, and what is marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.domain.search_words import (
    LONGEST_WORD,
    MOST_CHARACTERS,
    MOST_WORDS,
    SNIPPET,
    Wanted,
    fold,
    mark,
    searchable,
    snippet,
    wanted_by,
)


def joined(pieces: tuple[object, ...]) -> str:
    return "".join(getattr(piece, "text") for piece in pieces)  # noqa: B009


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("index", "indexes"),
        ("cache", "caches"),
        ("query", "queries"),
        ("database", "databases"),
        ("class", "classes"),
        ("process", "processes"),
        ("key", "keys"),
        ("batch", "batches"),
    ],
)
def test_a_word_and_its_simple_plural_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("word", ["status", "redis", "css", "aws", "304", "is"])
def test_what_only_looks_like_a_plural_stays(word: str) -> None:
    assert fold(word) == word


def test_a_text_is_found_by_each_word_as_it_is_written_and_folded() -> None:
    assert searchable("Two Indexes, N+1.") == ["two", "indexes", "index", "n", "1"]


def test_case_accents_and_ligatures_make_no_difference() -> None:
    assert searchable("NAÏVE ﬁle STRASSE straße") == ["naive", "naiv", "file", "fil", *["strasse", "strass"] * 2]


def test_common_words_are_not_looked_for() -> None:
    assert wanted_by("What is the GIL?") == Wanted((), "gil")


def test_common_words_alone_are_looked_for() -> None:
    assert wanted_by("what is it").all_words == ("what", "is", "it")


@pytest.mark.parametrize("query", ["", "   ", '"', "***", "AND", "\0", "🙂", "() - : ^", "'; --"])
def test_every_query_means_something_or_nothing(query: str) -> None:
    wanted = wanted_by(query)
    assert bool(wanted) == (query == "AND")
    assert all(word.isalnum() for word in wanted.all_words)


@given(st.text(max_size=400))
def test_no_query_has_anything_but_letters_and_digits_in_it(query: str) -> None:
    wanted = wanted_by(query)
    assert all(word.isalnum() and not any(map(str.isspace, word)) for word in wanted.all_words)
    assert len(wanted.all_words) <= MOST_WORDS
    assert all(len(word) <= LONGEST_WORD for word in (*wanted.words, wanted.last))


def test_only_the_beginning_of_a_very_long_query_counts() -> None:
    assert wanted_by("x" * MOST_CHARACTERS + " index") == wanted_by("x" * MOST_CHARACTERS)


@given(st.text(max_size=200), st.text(max_size=30))
def test_marking_loses_no_character(text: str, query: str) -> None:
    assert joined(mark(text, wanted_by(query))) == text


def test_the_words_searched_for_are_marked_and_the_last_one_may_go_on() -> None:
    pieces = mark("Indexing an index; caches and a cache.", wanted_by("cache index"))
    assert [piece.text for piece in pieces if piece.is_match] == ["Indexing", "index", "caches", "cache"]


def test_a_single_letter_does_not_go_on() -> None:
    pieces = mark("C, cache and C++", wanted_by("c++"))
    assert [piece.text for piece in pieces if piece.is_match] == ["C", "C"]
    assert [wanted_by(query).goes_on for query in ("", "c", "go")] == [False, False, True]


def test_only_the_last_word_may_go_on() -> None:
    pieces = mark("caching indexing", wanted_by("cach indexing"))
    assert [piece.text for piece in pieces if piece.is_match] == ["indexing"]


def test_a_snippet_is_taken_from_where_most_of_the_words_stand_together() -> None:
    found = snippet(["An index.", "A plan with an index."], wanted_by("plan index"))
    assert joined(found) == "A plan with an index."


def test_a_snippet_of_a_long_text_is_cut_at_words_around_the_match() -> None:
    text = "before " * 100 + "needle " + "after " * 100
    found = joined(snippet([text], wanted_by("needle")))
    assert found.startswith("… before")
    assert found.endswith("after …")
    assert "needle" in found
    assert len(found) <= SNIPPET + 4


def test_without_a_match_there_is_no_snippet() -> None:
    assert snippet(["Nothing here."], wanted_by("needle")) == ()
    assert snippet(["Nothing here."], wanted_by("")) == ()
