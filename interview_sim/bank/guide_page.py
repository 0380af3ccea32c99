"""A guide as it is read: its highest headings become sections with addresses, and a table of contents."""

import re
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

LONG = 3
"""With so many sections a guide gets a table of contents."""

_HEADING = re.compile(r"<(/?)h([3-6])>")
_SECTION = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the first rank."""

    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The text with its headings one rank higher than content is rendered, each section with an id."""

    body: Markup
    sections: tuple[Section, ...]

    @property
    def is_long(self) -> bool:
        """Whether a table of contents helps."""
        return len(self.sections) >= LONG


@lru_cache(maxsize=256)
def lay_out(html: Markup) -> Layout:
    """Lay out the rendered body of a guide. Its HTML was sanitised, so a tag in it is a tag."""
    sections: list[Section] = []

    def with_anchor(match: re.Match[str]) -> str:
        title = str(Markup(match[1]).striptags())  # noqa: S704 - sanitised when the pack was loaded
        plain = _NOT_IN_ID.sub("-", title.lower()).strip("-") or "section"
        taken = {section.anchor for section in sections}
        anchor = plain if plain not in taken | {"main", "contents"} else f"{plain}-{len(sections) + 1}"
        sections.append(Section(anchor, title))
        return f'<h2 id="{anchor}">{match[1]}</h2>'

    raised = _HEADING.sub(lambda match: f"<{match[1]}h{int(match[2]) - 1}>", str(html))
    body = _SECTION.sub(with_anchor, raised)
    return Layout(Markup(body), tuple(sections))  # noqa: S704
