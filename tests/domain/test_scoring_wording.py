"""Numbers and lists in sentences."""

from datetime import timedelta

import pytest

from interview_sim.domain.wording import counted, duration, interval, listed, quoted


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (-5, "0 s"),
        (59.9, "59 s"),
        (60, "1 min"),
        (90, "1 min 30 s"),
        (3599, "59 min 59 s"),
        (3600, "1 h"),
        (3960, "1 h 6 min"),
    ],
)
def test_a_length_of_time_in_words(seconds: float, words: str) -> None:
    assert duration(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=1), "1 min"),
        (timedelta(minutes=10), "10 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=34), "34 days"),
        (timedelta(days=60), "60 days"),
        (timedelta(days=61), "2 months"),
        (timedelta(days=364), "12 months"),
        (timedelta(days=365), "1 year"),
    ],
)
def test_an_interval_is_told_in_whole_units(length: timedelta, words: str) -> None:
    assert interval(length) == words


def test_numbers_lists_and_quotations_as_in_a_sentence() -> None:
    assert (counted(1, "point"), counted(2, "point")) == ("1 point", "2 points")
    assert counted(0, "try", "tries") == "0 tries"
    assert [listed("a"), listed("ab"), listed("abc")] == ["a", "a and b", "a, b and c"]
    assert quoted("Says so.") == "“Says so”"
