"""What travels with a text that is saved while it is typed: the revision it edits, and which page sent it."""

import re
from collections.abc import Mapping

KEY = r"^[0-9a-zA-Z_-]{8,64}$"
"""A random token that a page made up for itself."""


class BadDraft(ValueError):
    """The fields that travel with an answer are missing or not what the page put there."""


def parse_draft(form: Mapping[str, str]) -> tuple[str, int, str, int]:
    """Text, revision, page and sequence of a posted text; line ends become line feeds. Raises `BadDraft`.

    Without a script there is no sequence: it is 0, and such a save must edit the stored revision.
    Read by hand, for this is the busiest request there is; the values come from the page, not from typing.
    """
    page = form.get("page", "")
    revision = form.get("revision", "")
    sequence = form.get("sequence", "0")
    text = form.get("text")
    if text is None or not re.match(KEY, page) or not (is_count(revision) and is_count(sequence)):
        raise BadDraft("This request did not carry a text as the page sends it. Reload the page and try again.")
    # PostgreSQL cannot store a NUL, and nobody can type one.
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""), int(revision), page, int(sequence)


def is_count(value: str) -> bool:
    """Whether a field of a form holds a small whole number."""
    return value.isascii() and value.isdigit() and len(value) <= 9
