"""What the debrief's pages send: a prediction, one tick, or the whole sheet.

Fields are `mark-<point id>`, `quote-<point id>`, `flag-<flag id>`, `note` and `spoken`. A script sends only those
it changed, flags and `spoken` as `1` or `0`, and with each text what it had seen in its place, as `seen-<field>`.
The whole form carries `seen` instead: a JSON object of all that the page was shown, so that a page that lay open for
long changes only what was changed on it. Where a page showed two versions of a text, `keep-<field>` has the choice.
"""

import json
from collections.abc import Mapping
from typing import TypeVar

from interview_sim.domain.drafts import is_count
from interview_sim.domain.marking import Edit, PointEntry, Sheet, Target
from interview_sim.domain.rating import Rating
from interview_sim.domain.scoring import PointMark

MARK, QUOTE, FLAG, NOTE, SPOKEN, SEEN, KEEP = "mark-", "quote-", "flag-", "note", "spoken", "seen", "keep-"
Value = TypeVar("Value")

BETWEEN = {NOTE: "\n\n", QUOTE: " … "}
"""What stands between two versions of a text of which both are kept."""


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
    if not is_count(revision) or "prompt" not in form:
        raise BadSheet("This request did not say which checklist it is about. Reload the page and try again.")
    return Target(attempt_id, owner_id, n - 1, int(revision), form["prompt"])


def parse_sheet(form: Mapping[str, str]) -> Sheet:
    """The changes: what differs from `seen` where the whole form was sent, else every field there is."""
    fields, edits = changed_fields(form), changed_texts(form)
    return Sheet(
        points=tuple(PointEntry(point, _mark(value)) for point, value in _under(MARK, fields).items()),
        flags={flag: value == "1" for flag, value in _under(FLAG, fields).items()},
        note=edits.get(NOTE),
        spoken=fields[SPOKEN] == "1" if SPOKEN in fields else None,
        quotes=_under(QUOTE, edits),
    )


def changed_texts(form: Mapping[str, str]) -> dict[str, Edit]:
    """The note and the quotes that were changed, by the name of their field."""
    seen = _seen(form)
    return {name: Edit(text, seen.get(name, "")) for name, text in changed_fields(form).items() if _is_text(name)}


def changed_fields(form: Mapping[str, str]) -> dict[str, str]:
    """The fields that were changed; a box that is no longer ticked is not sent by a browser, and counts as `0`."""
    seen = _seen(form)
    fields = {name: _tidied(name, value) for name, value in form.items()}
    for name, value in fields.items():
        if _is_text(name):
            fields[name] = _chosen(form.get(f"{KEEP}{name}", ""), value, seen.get(name, ""), name)
    if SEEN not in form:
        return fields
    unticked = {
        name: "0"
        for name, value in seen.items()
        if value == "1" and name not in fields and (name == SPOKEN or name.startswith(FLAG))
    }
    return {name: value for name, value in fields.items() if value != seen.get(name, "")} | unticked


def _seen(form: Mapping[str, str]) -> dict[str, str]:
    """What the page had seen, by the name of the field."""
    try:
        shown = json.loads(form.get(SEEN, "{}"))
    except (ValueError, RecursionError):
        shown = {}
    every = (shown if isinstance(shown, dict) else {}) | _under(f"{SEEN}-", form)
    return {str(name): str(value) for name, value in every.items()}


def _under(prefix: str, fields: Mapping[str, Value]) -> dict[str, Value]:
    """The fields whose names begin with the prefix, by what follows it."""
    return {name.removeprefix(prefix): value for name, value in fields.items() if name.startswith(prefix)}


def _chosen(keep: str, mine: str, theirs: str, name: str) -> str:
    """The version that was chosen of two; one's own where nothing was to be chosen."""
    if keep == "saved":
        return theirs
    if keep == "both" and mine != theirs:
        return f"{theirs}{BETWEEN[NOTE if name == NOTE else QUOTE]}{mine}"
    return mine


def _mark(value: str) -> PointMark:
    try:
        return PointMark(value)
    except ValueError:
        raise BadSheet("A point is missed, partly covered or covered. Reload the page and try again.") from None


def _is_text(name: str) -> bool:
    return name == NOTE or name.startswith(QUOTE)


def _tidied(name: str, text: str) -> str:
    """One kind of line end, and no space around a quote: it stands within quotation marks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip() if name.startswith(QUOTE) else text
