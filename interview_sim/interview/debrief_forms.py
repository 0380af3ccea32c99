"""What the debrief's pages send: a prediction, one tick, or the whole sheet.

Fields are `mark-<point id>`, `quote-<point id>`, `flag-<flag id>`, `note` and `spoken`. A script sends only those
it changed, flags and `spoken` as `1` or `0`. The whole form also carries `seen`: a JSON object of what the page was
shown, so that a page that lay open for long changes only what was changed on it.
"""

import json
from collections.abc import Mapping

from interview_sim.domain.marking import PointEntry, Sheet, Target
from interview_sim.domain.rating import Rating
from interview_sim.domain.scoring import PointMark

MARK, QUOTE, FLAG, NOTE, SPOKEN, SEEN = "mark-", "quote-", "flag-", "note", "spoken", "seen"


class BadSheet(ValueError):
    """The fields are missing or not what the page put there; the message says what to do."""


def parse_prediction(form: Mapping[str, str]) -> int:
    """The step that was chosen, 1 to 4. Raises `BadSheet`."""
    steps = {str(rating.step): rating.step for rating in Rating}
    step = steps.get(form.get("prediction", ""))
    if step is None:
        raise BadSheet("Choose one of the four ratings; the checklist opens then.")
    return step


def parse_target(form: Mapping[str, str], attempt_id: str, owner_id: int, n: int) -> Target:
    """Which prompt the fields are about; `n` counts from 1. Raises `BadSheet`."""
    revision = form.get("revision", "")
    if not (revision.isascii() and revision.isdigit() and len(revision) <= 9) or "prompt" not in form:
        raise BadSheet("This request did not say which checklist it is about. Reload the page and try again.")
    return Target(attempt_id, owner_id, n - 1, int(revision), form["prompt"])


def parse_sheet(form: Mapping[str, str]) -> Sheet:
    """The changes: what differs from `seen` where the whole form was sent, else every field there is."""
    fields = changed_fields(form)
    marks = {name.removeprefix(MARK): _mark(value) for name, value in fields.items() if name.startswith(MARK)}
    quotes = {name.removeprefix(QUOTE): value for name, value in fields.items() if name.startswith(QUOTE)}
    unchanged = {point for point in quotes if point not in marks and f"{MARK}{point}" in form}
    marks |= {point: _mark(form[f"{MARK}{point}"]) for point in unchanged}
    return Sheet(
        points=tuple(PointEntry(point, mark, quotes.get(point)) for point, mark in marks.items()),
        flags={name.removeprefix(FLAG): value == "1" for name, value in fields.items() if name.startswith(FLAG)},
        note=fields.get(NOTE),
        spoken=fields[SPOKEN] == "1" if SPOKEN in fields else None,
        loose_quotes={point: quote for point, quote in quotes.items() if point not in marks and quote},
    )


def changed_fields(form: Mapping[str, str]) -> dict[str, str]:
    """The fields that were changed; a box that is no longer ticked is not sent by a browser, and counts as `0`."""
    fields = {name: _one_kind_of_line_end(value) for name, value in form.items()}
    if SEEN not in form:
        return fields
    seen = _seen(form[SEEN])
    unticked = {
        name: "0"
        for name, value in seen.items()
        if value == "1" and name not in fields and (name == SPOKEN or name.startswith(FLAG))
    }
    return {name: value for name, value in fields.items() if value != seen.get(name, "")} | unticked


def _seen(text: str) -> dict[str, str]:
    try:
        seen = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return {str(name): str(value) for name, value in seen.items()} if isinstance(seen, dict) else {}


def _mark(value: str) -> PointMark:
    try:
        return PointMark(value)
    except ValueError:
        raise BadSheet("A point is missed, partly covered or covered. Reload the page and try again.") from None


def _one_kind_of_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
