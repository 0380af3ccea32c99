"""Which topics a text names, for putting first what somebody missed, never for a judgement; and unknown ones."""

import re
from collections.abc import Iterable, Mapping

_WORD = re.compile(r"[a-z]+")
_EMPTY = frozenset({"and", "the", "of", "a", "an", "in", "to", "work", "core", "design"})
"""Words of topics' names that say nothing by themselves."""

_SHORT = 4
"""Words of at most so many letters must be met whole, or as a plural; of longer ones the ending may differ."""


def unknown_words(topics: Iterable[str]) -> str:
    """What a page says of topics that it was asked for and does not have, with nothing unprintable in it."""
    shown = ("".join(each for each in topic[:60] if each.isprintable()) for topic in sorted(topics))
    return f"There is no topic called {', '.join(f'“{topic}”' for topic in shown)}; choose from the list."


def named_topics(texts: Iterable[str], topics: Mapping[str, str]) -> set[str]:
    """The topics (slug → name) of which a word of the slug or name occurs in a text: `caches` names `caching`."""
    words = {word for text in texts for word in _WORD.findall(text.lower())}
    return {slug for slug, name in topics.items() if any(_is_met(word, words) for word in _telling(slug, name))}


def _telling(slug: str, name: str) -> set[str]:
    return set(_WORD.findall(f"{slug} {name}".lower())) - _EMPTY


def _is_met(word: str, words: set[str]) -> bool:
    if len(word) <= _SHORT:
        return word in words or f"{word}s" in words
    stem = word[: max(_SHORT, len(word) - 3)]
    return any(other.startswith(stem) for other in words)
