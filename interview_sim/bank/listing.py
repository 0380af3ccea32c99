"""The list of questions: what may be asked of it, and the addresses that say so.

An address carries only what differs from the plain list, always in the same order, so that it can be shared.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from interview_sim.domain.content import Level
from interview_sim.domain.drafts import is_count
from interview_sim.domain.search_words import MOST_CHARACTERS, Wanted, wanted_by, words_read

PER_PAGE = 20

LONGEST_TOPIC = 60
"""Characters of a topic in an address that are read; a pack's topics are shorter."""


class Sort(StrEnum):
    """In which order questions are listed."""

    RELEVANCE = "relevance"
    """Best match first; only while searching."""
    LEVEL = "level"
    """Easiest first, then by title."""
    TITLE = "title"
    WEAK = "weak"
    """What was scored weak last comes first, then the rest by title."""


SORT_NAMES: Mapping[Sort, str] = {
    Sort.RELEVANCE: "Best match",
    Sort.LEVEL: "Level",
    Sort.TITLE: "Title",
    Sort.WEAK: "Newest weak first",
}


@dataclass(frozen=True, slots=True)
class QuestionFilter:
    """What the reader asks for; an empty value asks for everything."""

    query: str = ""
    topic: str = ""
    """A slug, or what an address says instead of one; never with a space, so that it is one topic at most."""
    level: str = ""
    seen: str = ""
    """`yes`, `no` or empty."""
    is_bookmarked: bool = False
    is_weak: bool = False
    sort: Sort = Sort.LEVEL
    page: int = 1

    @property
    def wanted(self) -> Wanted:
        """The words that are searched for."""
        return wanted_by(self.query)

    @property
    def has_no_word(self) -> bool:
        """Whether something is searched for that has no word in it, so that nothing can have been meant."""
        return bool(self.query) and not self.wanted

    @property
    def read(self) -> tuple[str, ...]:
        """The words that are looked for, where they are not simply what was typed."""
        words = words_read(self.query)
        return words if list(words) != self.query.casefold().split() else ()

    def why_nothing(self, topics: Mapping[str, str]) -> str:
        """What is said of a list without a question; `topics` are the ones there are."""
        if self.has_no_word:
            return f"There is no word in “{self.query}”"
        if self.topic and self.topic not in topics:
            return f"There is no topic called “{self.topic}”"
        return "Nothing fits"

    @property
    def default_sort(self) -> Sort:
        """The order that needs no saying."""
        return Sort.RELEVANCE if self.wanted else Sort.LEVEL

    def sorts(self, *, is_signed_in: bool) -> dict[str, str]:
        """The orders there are to choose from, with their names; the one that needs no saying has no value."""
        offered = [sort for sort in Sort if _is_possible(sort, self.wanted, is_signed_in=is_signed_in)]
        return {"" if sort is self.default_sort else sort.value: SORT_NAMES[sort] for sort in offered}

    @property
    def said_sort(self) -> str:
        """The order as the address says it."""
        return "" if self.sort is self.default_sort else self.sort.value

    @property
    def active(self) -> dict[str, str]:
        """What narrows the list, as arguments of an address."""
        given = {
            "q": self.query,
            "topic": self.topic,
            "level": self.level,
            "seen": self.seen,
            "bookmarked": "yes" if self.is_bookmarked else "",
            "weak": "yes" if self.is_weak else "",
        }
        return {name: value for name, value in given.items() if value}

    @property
    def arguments(self) -> dict[str, str]:
        """The whole as arguments of an address, but for the page."""
        return self.active | ({"sort": self.said_sort} if self.said_sort else {})

    def on_page(self, number: int) -> dict[str, str]:
        """The arguments of another page of the same list."""
        return self.arguments | ({"page": str(number)} if number > 1 else {})

    def without(self, name: str) -> "QuestionFilter":
        """The same with one thing of `active` less, from its first page."""
        fields = {"q": "query", "bookmarked": "is_bookmarked", "weak": "is_weak"}
        empty = {"is_bookmarked": False, "is_weak": False}
        field = fields.get(name, name)
        loosened: dict[str, Any] = {field: empty.get(field, "")}
        loose = replace(self, **loosened, page=1)
        return replace(loose, sort=loose.default_sort) if self.sort is self.default_sort else loose


def parse_filter(arguments: Mapping[str, str], topics: Mapping[str, str], *, is_signed_in: bool) -> QuestionFilter:
    """What an address asks for; whatever it says beyond that is ignored.

    A topic that is none of `topics` is kept, so that the page can say that there is no such topic.
    """

    def one_of(name: str, known: object) -> str:
        value = arguments.get(name, "")
        return value if value in known else ""  # type: ignore[operator]

    plain = QuestionFilter(
        query=" ".join(arguments.get("q", "")[:MOST_CHARACTERS].replace("\0", " ").split()),
        topic=one_of("topic", topics) or _unknown_topic(arguments.get("topic", "")),
        level=one_of("level", set(Level)),
        page=_page(arguments.get("page", "")),
    )
    if is_signed_in:
        plain = replace(
            plain,
            seen=one_of("seen", ("yes", "no")),
            is_bookmarked=arguments.get("bookmarked") == "yes",
            is_weak=arguments.get("weak") == "yes",
        )
    sort = one_of("sort", plain.sorts(is_signed_in=is_signed_in))
    return replace(plain, sort=Sort(sort) if sort else plain.default_sort)


def _is_possible(sort: Sort, wanted: Wanted, *, is_signed_in: bool) -> bool:
    return {Sort.RELEVANCE: bool(wanted), Sort.WEAK: is_signed_in}.get(sort, True)


def parse_place(arguments: Mapping[str, str]) -> int | None:
    """The place of a question in the list it was reached from, counted from 1; None where it came from elsewhere."""
    value = arguments.get("n", "")
    return int(value) if is_count(value) and int(value) >= 1 else None


def page_of(place: int) -> int:
    """The page of the list on which a place (from 1) is."""
    return -(-place // PER_PAGE)


def _unknown_topic(value: str) -> str:
    return "-".join(value[:LONGEST_TOPIC].replace("\0", " ").split())


def _page(value: str) -> int:
    return max(int(value), 1) if is_count(value) else 1
