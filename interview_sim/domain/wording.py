"""Putting numbers and lists into English sentences."""

from collections.abc import Iterable
from datetime import timedelta


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """The number with its noun: `1 point`, `2 points`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def listed(items: Iterable[str]) -> str:
    """Items as in a sentence: `a`, `a and b`, `a, b and c`."""
    *others, last = items
    return f"{', '.join(others)} and {last}" if others else last


def quoted(text: str) -> str:
    """A sentence from the content as a quotation inside another: without its full stop, in quotation marks."""
    return f"“{text.removesuffix('.')}”"


def whole_seconds(length: timedelta) -> timedelta:
    """The length as `duration` says it, so that sums agree with what is read."""
    return timedelta(seconds=max(int(length.total_seconds()), 0))


def duration(length: timedelta) -> str:
    """A length of time to the second, rounded down: `6 min 20 s`, `45 s`, `1 h 5 min`."""
    seconds = int(whole_seconds(length).total_seconds())
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minute} min" if minute else f"{hours} h"
    if minutes:
        return f"{minutes} min {second} s" if second else f"{minutes} min"
    return f"{second} s"


def interval(length: timedelta) -> str:
    """A length of time in whole units of one kind, for a glance: `10 min`, `3 h`, `45 days`, `3 months`, `1 year`."""
    minutes = length.total_seconds() / 60
    if minutes < 60:
        return f"{max(round(minutes), 1)} min"
    if minutes < 24 * 60:
        return f"{round(minutes / 60)} h"
    days = round(minutes / (24 * 60))
    if days <= 60:
        return counted(days, "day")
    if days < 365:
        return counted(round(days / 30.44), "month")
    return counted(round(days / 365), "year")
