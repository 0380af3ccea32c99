"""What the page of a drill sends."""

import re
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

KEY = re.compile(r"^[0-9a-zA-Z_-]{8,64}$")

NOTHING_TICKED = "Tick the red flags that the answer raises, or “None of these”."
CONTRADICTION = "You ticked red flags and also “None of these”. Take one or the other back."
NOT_SHOWN = "Something was ticked that this page does not show. Choose from the flags below."


@dataclass(frozen=True, slots=True)
class Ticked:
    """What was ticked on which page; `fault` says what is wrong with it, or is empty."""

    flags: tuple[str, ...]
    is_none: bool
    revision_id: int
    """0 where the field was not what the page put there; no revision has that number."""
    start_key: str
    """Empty likewise."""
    topic: str

    @property
    def fault(self) -> str:
        """In a sentence."""
        if self.flags and self.is_none:
            return CONTRADICTION
        return "" if self.flags or self.is_none else NOTHING_TICKED


def parse_ticked(form: MultiDict[str, str]) -> Ticked:
    """Read the form. Whatever the page itself put there and is not well formed is left empty."""
    revision, key = form.get("revision", ""), form.get("start_key", "")
    is_count = revision.isascii() and revision.isdigit() and len(revision) <= 9
    return Ticked(
        flags=tuple(form.getlist("flag")),
        is_none=bool(form.get("none")),
        revision_id=int(revision) if is_count else 0,
        start_key=key if KEY.match(key) else "",
        topic=form.get("topic", ""),
    )
