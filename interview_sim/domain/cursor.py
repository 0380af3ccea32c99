"""Where a page of a long list begins: a moment and an id, as a link carries them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

_FORM = re.compile(r"(\d{8}T\d{12})-([0-9a-zA-Z]{1,64})")
_MOMENT = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list that is ordered by (moment, id)."""

    moment: datetime
    id: str

    def __str__(self) -> str:
        """The cursor as it stands in a link: `20261121T140500000000-<id>`."""
        return f"{self.moment.astimezone(UTC):{_MOMENT}}-{self.id}"


NEWEST = Cursor(datetime(9999, 12, 31, tzinfo=UTC), "")
"""Before this comes everything: where a list of the newest first begins."""


def find_cursor(text: str) -> Cursor | None:
    """The cursor a link carried; None where it carries none, or a mangled one."""
    found = _FORM.fullmatch(text)
    if found is None or not text.isascii():
        return None
    try:
        moment = datetime.strptime(found[1], _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Cursor(moment, found[2])
