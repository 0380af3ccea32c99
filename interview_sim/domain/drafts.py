"""What travels with a text that is saved while it is typed: the revision it edits, and which page sent it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

MAX_ANSWER = 20_000
"""Characters an answer may have; even where each takes 12 bytes on the wire, that is below the limit of a form."""

KEY = r"^[0-9a-zA-Z_-]{8,64}\Z"
"""A random token that a page made up for itself, or was made up for it."""


class BadDraft(ValueError):
    """The fields that travel with an answer are missing or not what the page put there."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text on its way to the server: an answer or a note."""

    text: str
    revision: int
    page: str
    sequence: int
    """Counts from 1; 0 where the page has no script to count."""


def parse_draft(form: Mapping[str, str]) -> Draft:
    """A posted text; line ends become line feeds. Raises `BadDraft`.

    Without a script there is no sequence: it is 0, and such a save must edit the stored revision.
    Read by hand, for this is the busiest request there is; the values come from the page, not from typing.
    """
    page = parse_key(form.get("page", ""))
    revision = form.get("revision", "")
    sequence = form.get("sequence", "0")
    text = form.get("text")
    if text is None or not page or not (is_count(revision) and is_count(sequence)):
        raise BadDraft("This request did not carry a text as the page sends it. Reload the page and try again.")
    # PostgreSQL cannot store a NUL, and nobody can type one.
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return Draft(plain, int(revision), page, int(sequence))


def parse_key(value: str) -> str:
    """The key of a page; empty where it is none."""
    return value if re.match(KEY, value) else ""


def is_count(value: str) -> bool:
    """Whether a field of a form holds a small whole number."""
    return value.isascii() and value.isdigit() and len(value) <= 9
