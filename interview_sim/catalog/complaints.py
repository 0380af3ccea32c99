"""What pydantic refuses, in a sentence that says how to mend it, at the line where it stands."""

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from interview_sim.catalog.schema import Location, Model, keys_of, model_at
from interview_sim.catalog.yaml_tree import ListNode, MapNode, Node, ScalarNode, find_node, find_text, line_of, shown
from interview_sim.domain.content import SLUG

_NOUNS = {
    "competencies": "competency",
    "flags": "flag",
    "follow_ups": "follow-up",
    "hints": "hint",
    "mistakes": "mistake",
    "options": "option",
    "points": "point",
    "prompts": "prompt",
    "red_flags": "red flag",
    "rows": "row",
    "sections": "section",
    "sources": "source",
    "topics": "topic",
}


def list_complaints(
    error: ValidationError, node: MapNode, model: Model, what: str, *, with_rules: bool
) -> Iterator[tuple[int, str]]:
    """Every refusal as a line and a sentence. `what` names the whole item: `scenario`.

    Refusals by the models' own rules are left out unless `with_rules`: files are checked for them separately.
    """
    for details in error.errors(include_url=False):
        if details["type"] == "value_error" and not with_rules:
            continue
        complaint = _Complaint(details, node, model, what)
        write = _SENTENCES.get(details["type"], _other)
        sentence = write(complaint)
        if sentence is not None:
            yield complaint.line, sentence


@dataclass(frozen=True, slots=True)
class _Complaint:
    """One refusal, with what is needed to explain it."""

    details: ErrorDetails
    root: MapNode
    model: Model
    what: str

    @property
    def location(self) -> Location:
        return self.details["loc"]

    @property
    def line(self) -> int:
        return line_of(self.root, self.location)

    @property
    def node(self) -> Node | None:
        return find_node(self.root, *self.location)

    @property
    def limits(self) -> dict[str, Any]:
        return self.details.get("ctx", {})

    @property
    def field(self) -> str:
        """The field's name in quotes; for an entry of a list, its place in it."""
        *before, last = self.location or (self.what,)
        if isinstance(last, int):
            return f"entry {last + 1} of '{before[-1]}'" if before else f"entry {last + 1}"
        return f"'{shown(last)}'"

    @property
    def owner(self) -> str:
        """What the field belongs to: `the point 'io-bound'`, or `the scenario`."""
        location = self.location[:-1]
        while location:
            if isinstance(location[-1], int) and isinstance(location[-2], str):
                noun = _NOUNS.get(location[-2], "entry")
                name = find_text(self.root, *location, "id")
                return f"the {noun} '{shown(name)}'" if name else f"this {noun}"
            location = location[:-1]
        return f"the {self.what}"

    @property
    def written(self) -> str:
        return shown(self.details["input"], 40)


def _missing(complaint: _Complaint) -> str:
    return f"{complaint.field} is missing in {complaint.owner}; add it"


def _unknown(complaint: _Complaint) -> str:
    model = model_at(complaint.model, complaint.location[:-1])
    known = keys_of(model) if model else []
    close = difflib.get_close_matches(str(complaint.location[-1]), known, n=1)
    advice = f"did you mean '{close[0]}'?" if close else "remove it."
    return f"unknown key {complaint.field} in {complaint.owner}; {advice} Known keys: {', '.join(known)}"


def _text_expected(complaint: _Complaint) -> str:
    node = complaint.node
    if isinstance(node, ScalarNode):
        if node.value is None:
            advice = "write something, or remove the line (the word null needs quotes)"
            return f"{complaint.field} in {complaint.owner} is empty; {advice}"
        kind = "true or false" if isinstance(node.value, bool) else "a number"
        written = str(node.value).lower()
        return f'{complaint.field} must be text, but {written} is read as {kind}; put it in quotes: "{written}"'
    found = "a list" if isinstance(node, ListNode) else "a mapping"
    return f"{complaint.field} in {complaint.owner} must be text, not {found}; quote text that contains ': '"


def _empty_text(complaint: _Complaint) -> str:
    return f"{complaint.field} in {complaint.owner} is empty; write something"


def _long_text(complaint: _Complaint) -> str:
    most, length = complaint.limits["max_length"], len(str(complaint.details["input"]).strip())
    return f"{complaint.field} in {complaint.owner} has {length:,} characters; shorten it to {most:,}"


def _pattern(complaint: _Complaint) -> str:
    pattern = str(complaint.limits["pattern"])
    for known, advice in _PATTERNS.items():
        if pattern == known:
            return f"{complaint.field} in {complaint.owner} {advice}".replace("{written}", complaint.written)
    return f"{complaint.field} in {complaint.owner}: '{complaint.written}' does not have the form {pattern}"


_PATTERNS = {
    SLUG: "cannot be '{written}'; use lower-case words and digits joined by single hyphens, such as 'slow-list'",
    r"^[^\n]*$": "must be one line; fold it with '>-' instead of '|' and leave no blank line in it",
    r"^https://[^\s]+$": "must be an address that begins with https://, not '{written}'",
    r"^[a-z0-9-]+/[a-z0-9-]+$": "must be the address of a question, 'pack/question-id', not '{written}'",
    r"^[a-z0-9-]+/[a-z0-9-]+/[a-z0-9-]+$": "must be the address of a red flag, 'pack/scenario/flag' or "
    "'pack/general/flag', not '{written}'",
    r"^[a-z]{2}(-[A-Z]{2})?$": "must be a language code such as 'en' or 'en-GB', not '{written}'",
}


def _one_of(complaint: _Complaint) -> str:
    choices = ", ".join(re.findall(r"'([^']*)'", str(complaint.limits["expected"])))
    return f"{complaint.field} in {complaint.owner} cannot be '{complaint.written}'; use one of: {choices}"


def _number_expected(complaint: _Complaint) -> str:
    return f"{complaint.field} must be a whole number without quotes, not '{complaint.written}'"


def _too_small(complaint: _Complaint) -> str:
    return f"{complaint.field} is {complaint.written}; it must be at least {complaint.limits['ge']}"


def _too_large(complaint: _Complaint) -> str:
    return f"{complaint.field} is {complaint.written}; it must be at most {complaint.limits['le']}"


def _switch_expected(complaint: _Complaint) -> str:
    return f"{complaint.field} in {complaint.owner} must be true or false, not '{complaint.written}'"


def _list_expected(complaint: _Complaint) -> str:
    return f"{complaint.field} in {complaint.owner} must be a list: one entry a line, each begun with '- '"


def _short_list(complaint: _Complaint) -> str | None:
    least = complaint.limits["min_length"]
    node = complaint.node
    if isinstance(node, ListNode) and len(node.items) >= least:
        return None  # the entries are there, and each has a fault that is reported by itself
    if complaint.location[-1] == "points":
        return f"the checklist of {complaint.owner} is empty; add at least one entry to 'points'"
    return f"{complaint.field} in {complaint.owner} needs at least {_entries(least)}"


def _long_list(complaint: _Complaint) -> str:
    return f"{complaint.field} in {complaint.owner} may have {_entries(complaint.limits['max_length'])} at most"


def _entries(count: int) -> str:
    return f"{count} entry" if count == 1 else f"{count} entries"


def _mapping_expected(complaint: _Complaint) -> str:
    model = model_at(complaint.model, complaint.location)
    return f"{complaint.field} must be a mapping with the keys {', '.join(keys_of(model) if model else [])}"


def _rule(complaint: _Complaint) -> str:
    return str(complaint.limits["error"])


def _other(complaint: _Complaint) -> str:
    return f"{complaint.field} in {complaint.owner}: {shown(complaint.details['msg'], 200)}"


_SENTENCES: dict[str, Callable[[_Complaint], str | None]] = {
    "bool_type": _switch_expected,
    "enum": _one_of,
    "extra_forbidden": _unknown,
    "greater_than_equal": _too_small,
    "int_type": _number_expected,
    "less_than_equal": _too_large,
    "literal_error": _one_of,
    "missing": _missing,
    "model_type": _mapping_expected,
    "string_pattern_mismatch": _pattern,
    "string_too_long": _long_text,
    "string_too_short": _empty_text,
    "string_type": _text_expected,
    "too_long": _long_list,
    "too_short": _short_list,
    "tuple_type": _list_expected,
    "value_error": _rule,
}
