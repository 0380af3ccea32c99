"""How numbers, lengths of time and moments read on every page."""

import math
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from flask import Flask
from markupsafe import Markup

from interview_sim.domain import scoring, wording
from interview_sim.domain.rating import Rating
from interview_sim.web.sections import section_of


def rating_label(rating: str) -> str:
    """A rating (or its value) in words: `leaning hire`."""
    return Rating(rating).label


def duration(length: float | timedelta) -> str:
    """Seconds, or a length of time, in words: `4 min 30 s`."""
    return wording.duration(length if isinstance(length, timedelta) else timedelta(seconds=length))


def interval(length: timedelta) -> str:
    """A length of time in whole units of one kind: `10 min`, `4 days`, `3 months`."""
    return wording.interval(length)


def clock(seconds: float) -> str:
    """Seconds as the digits of a countdown, as `timer.js` writes them: `4:05`, and `−0:12` beyond zero."""
    whole = abs(math.floor(seconds) if seconds < 0 else math.ceil(seconds))
    return f"{'−' if seconds < 0 else ''}{whole // 60}:{whole % 60:02}"


def day(moment: datetime) -> Markup:
    """The day of a moment: `3 November 2026`; the time stands in its title."""
    utc = moment.astimezone(UTC)
    return _time(utc, "day", _day(utc))


@lru_cache(maxsize=1024)
def moment(moment: datetime) -> Markup:
    """A moment to the minute: `3 November 2026, 14:05 UTC`."""
    utc = moment.astimezone(UTC)
    return _time(utc, "moment", _moment(utc))


def time_of_day(moment: datetime) -> Markup:
    """A moment of today: `14:05 UTC`."""
    utc = moment.astimezone(UTC)
    return _time(utc, "time", f"{utc:%H:%M} UTC")


def percent(share: float) -> str:
    """A share from 0 to 1 in whole per cent: `73 %`, rounded as an interview's score is."""
    return f"{scoring.percent(share)}\N{NO-BREAK SPACE}%"


def plural(number: int, noun: str, plural: str | None = None) -> str:
    """The number with its noun: `1 question`, `2 questions`."""
    return wording.counted(number, noun, plural)


def init_app(app: Flask) -> None:
    """Give templates all of these by their names."""
    for function in (rating_label, duration, interval, clock, day, moment, time_of_day, percent, plural):
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.filters["section"] = section_of


def _day(utc: datetime) -> str:
    return f"{utc.day} {utc:%B} {utc.year}"


def _moment(utc: datetime) -> str:
    return f"{_day(utc)}, {utc:%H:%M} UTC"


def _time(utc: datetime, layout: str, words: str) -> Markup:
    """In UTC, and said to be; `times.js` writes the same layout in the reader's own time zone."""
    machine = utc.isoformat(timespec="seconds")
    return Markup(f'<time datetime="{machine}" title="{_moment(utc)}" data-layout="{layout}">{words}</time>')  # noqa: S704 - digits and the names of months
