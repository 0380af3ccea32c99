"""Word counts, pace, fillers and structure words, by the published formulas."""

from datetime import timedelta

import pytest

from interview_sim.domain.delivery import FILLERS, STRUCTURE_WORDS, measure, pace, per_100_words, words_of

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("  \n ", []),
        ("One two, three.", ["one", "two", "three"]),
        ("Don’t re-use I/O-bound things", ["don't", "re-use", "i/o-bound", "things"]),
        ("Python 3.11 and C++ or C#", ["python", "3.11", "and", "c++", "or", "c#"]),
        ("- a list\n- of `owner_id`", ["a", "list", "of", "owner_id"]),
        ("before\n```python\nSELECT 1\n```\nafter", ["before", "after"]),
        ("before\n~~~\nnever closed", ["before"]),
        ("日本語 naïve", ["日本語", "naïve"]),
    ],
)
def test_words_are_counted_as_defined(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_pace_is_words_per_minute_rounded() -> None:
    assert pace(130, MINUTE) == 130
    assert pace(100, timedelta(seconds=90)) == 67


@pytest.mark.parametrize(("words", "elapsed"), [(10, timedelta()), (10, timedelta(milliseconds=999)), (0, MINUTE)])
def test_there_is_no_pace_without_time_or_words(words: int, elapsed: timedelta) -> None:
    assert pace(words, elapsed) is None


def test_pace_is_reported_only_for_what_was_spoken() -> None:
    assert measure("one two three", MINUTE, spoken=False).pace is None
    assert measure("one two three", MINUTE, spoken=True).pace == 3


def test_fillers_are_counted_whole_and_the_longest_phrase_wins() -> None:
    facts = measure("Um, basically you know, um, to be honest I KNOW the column umber.", MINUTE, spoken=False)
    assert facts.fillers == (("um", 2), ("basically", 1), ("to be honest", 1), ("you know", 1))
    assert facts.fillers_per_100 == per_100_words(5, facts.words) == 38.5


def test_kind_of_is_a_filler_only_where_it_is_not_a_noun() -> None:
    assert measure("It is kind of slow.", MINUTE, spoken=False).fillers == (("kind of", 1),)
    assert measure("This kind of index, some sort of queue.", MINUTE, spoken=False).fillers == ()


def test_structure_words_are_found_in_any_case() -> None:
    facts = measure("First, I assume X. However, for example, Y. First.", MINUTE, spoken=False)
    assert facts.structure == (("first", 2), ("for example", 1), ("however", 1), ("I assume", 1))


def test_an_empty_answer_has_no_rate_of_fillers() -> None:
    facts = measure("", MINUTE, spoken=True)
    assert (facts.words, facts.pace, facts.fillers_per_100, facts.fillers) == (0, None, None, ())


def test_no_phrase_is_listed_twice() -> None:
    listed = [phrase.lower() for phrase in (*FILLERS, *STRUCTURE_WORDS)]
    assert len(listed) == len(set(listed))
