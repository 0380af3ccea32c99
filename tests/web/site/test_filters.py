"""How numbers, lengths of time and moments read."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from interview_sim.domain.rating import Rating
from interview_sim.web import filters

AFTERNOON = datetime(2026, 11, 3, 14, 5, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59.9, "59 s"), (60, "1 min"), (270, "4 min 30 s"), (3900, "1 h 5 min"), (-3, "0 s")],
)
def test_a_length_of_time_is_in_words(seconds: float, words: str) -> None:
    assert filters.duration(seconds) == words
    assert filters.duration(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("seconds", "digits"),
    [(0, "0:00"), (0.2, "0:01"), (59.4, "1:00"), (245, "4:05"), (4000, "66:40"), (-0.5, "−0:01"), (-75, "−1:15")],
)
def test_a_countdown_has_the_digits_the_script_gives_it(seconds: float, digits: str) -> None:
    assert filters.clock(seconds) == digits


@pytest.mark.parametrize(
    ("read", "layout", "words"),
    [
        (filters.day, "day", "3 November 2026"),
        (filters.moment, "moment", "3 November 2026, 14:05 UTC"),
        (filters.time_of_day, "time", "14:05 UTC"),
    ],
)
def test_moments_read_in_utc_say_so_and_carry_the_moment_for_scripts(
    read: Callable[[datetime], str], layout: str, words: str
) -> None:
    assert read(AFTERNOON) == (
        '<time datetime="2026-11-03T14:05:59+00:00" title="3 November 2026, 14:05 UTC" '
        f'data-layout="{layout}">{words}</time>'
    )


def test_a_moment_of_another_zone_is_turned_to_utc() -> None:
    late = datetime(2026, 11, 3, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert ">4 November 2026, 04:30 UTC<" in filters.moment(late)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "0\N{NO-BREAK SPACE}%"),
        (0.734, "73\N{NO-BREAK SPACE}%"),
        (0.999, "99\N{NO-BREAK SPACE}%"),
        (1, "100\N{NO-BREAK SPACE}%"),
    ],
)
def test_a_share_is_in_whole_per_cent(share: float, words: str) -> None:
    assert filters.percent(share) == words


def test_a_noun_follows_its_number() -> None:
    assert filters.plural(1, "question") == "1 question"
    assert filters.plural(0, "question") == "0 questions"
    assert filters.plural(2, "reply", "replies") == "2 replies"


def test_a_rating_is_in_words_whether_as_itself_or_as_stored() -> None:
    assert filters.rating_label(Rating.LEANING_NO_HIRE) == "leaning no hire"
    assert filters.rating_label("strong-hire") == "strong hire"
