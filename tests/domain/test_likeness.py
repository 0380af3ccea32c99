"""How alike texts are, and which runs of words they share."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.domain.likeness import SHINGLE, Alike, SharedRun, WordIndex, list_alike

texts = st.lists(st.lists(st.sampled_from("abc"), max_size=8).map(" ".join), max_size=8)


def naive(one: str, other: str) -> float:
    """Jaccard's likeness, as its definition says it."""
    here, there = (
        {tuple(words[at : at + SHINGLE]) for at in range(max(len(words) - SHINGLE, 0) + 1)}
        for words in (one.split(), other.split())
    )
    return len(here & there) / len(here | there)


@given(texts, st.sampled_from([0.2, 0.5, 1.0]))
def test_each_text_is_compared_with_every_earlier_one(list_of_texts: list[str], least: float) -> None:
    found = {alike.later: alike for alike in list_alike(list_of_texts, least)}
    for later, text in enumerate(list_of_texts):
        shares = [naive(text, earlier) for earlier in list_of_texts[:later]]
        best = max(shares, default=0.0)
        if best < least:
            assert later not in found
        else:
            assert found[later] == Alike(earlier=shares.index(best), later=later, likeness=best)


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("What does a view return?", "what does a VIEW return", 1.0),
        ("What does `get()` return?", "What does *get* return?", 1.0),
        ("a b c d", "a b c e", 1 / 3),
        ("a b c d", "b c d e", 1 / 3),
        ("a b c", "c b a", 0.0),
        ("select_related", "select related", 1.0),
    ],
)
def test_case_punctuation_and_markup_do_not_count(one: str, other: str, likeness: float) -> None:
    found = list(list_alike([one, other], 0.01))
    assert [alike.likeness for alike in found] == ([likeness] if likeness else [])


def test_a_likeness_exactly_at_the_threshold_counts() -> None:
    assert len(list(list_alike(["a b c d", "a b c e"], 1 / 3))) == 1
    assert len(list(list_alike(["a b c d", "a b c e"], 0.34))) == 0


def test_a_thousand_texts_are_compared_within_a_second() -> None:
    words = [f"word{number}" for number in range(2_000)]
    rng = random.Random(1)
    many = [" ".join(rng.choices(words, k=60)) for _ in range(1_000)]
    began = time.thread_time()
    assert list(list_alike([*many, many[500]], 0.5)) == [Alike(500, 1_000, 1.0)]
    assert time.thread_time() - began < 1


def test_a_thousand_texts_that_are_all_the_same_are_compared_in_bounded_time() -> None:
    began = time.thread_time()
    assert len(list(list_alike(["one two three four five six seven eight"] * 1_000, 0.5))) == 999
    assert time.thread_time() - began < 5


def shared(text: str, other: str, least: int = 3) -> list[SharedRun]:
    return list(WordIndex(other, least).list_shared(text))


def test_a_run_is_as_long_as_it_goes_and_quoted_as_it_is_written() -> None:
    article = "It is said that premature optimisation is the root of all evil, mostly."
    found = shared("Remember: *Premature*\noptimisation is the root, they say; is the root of trouble.", article)
    assert found == [
        SharedRun(5, "Premature* optimisation is the root"),
        SharedRun(4, "is the root of"),
    ]


@pytest.mark.parametrize(("least", "count"), [(4, 1), (5, 0)])
def test_a_run_counts_from_the_length_that_is_asked_for(least: int, count: int) -> None:
    assert len(shared("x one two three four y", "a one two three four b", least)) == count


def test_the_longest_of_several_places_counts() -> None:
    assert shared("one two three four five", "one two three, and one two three four") == [
        SharedRun(4, "one two three four")
    ]


@pytest.mark.parametrize(("text", "other"), [("", "one two three"), ("one two three", ""), ("one two", "one two")])
def test_too_few_words_share_nothing(text: str, other: str) -> None:
    assert shared(text, other) == []
