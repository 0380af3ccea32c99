"""Words: what a text is searched by, what somebody who searches means, and what is marked in what they find.

Texts and queries are cut into the same words, so no character of a query has a meaning of its own. Case, accents and
simple plurals make no difference, and the last word of a query is also the beginning of longer ones, unless it is a
single letter: `C++` means the word `c`, and not everything that begins with it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

MOST_CHARACTERS = 200
"""How much of a query is read; the rest is ignored."""

MOST_WORDS = 12
"""How many words of a query are looked for."""

LONGEST_WORD = 40
"""Characters of a word that count."""

COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "how",
        "i",
        "in",
        "is",
        "it",
        "of",
        "on",
        "or",
        "should",
        "that",
        "the",
        "this",
        "to",
        "was",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)
"""Words nobody means when they search, unless they search for nothing else."""

AROUND = 70
"""Characters of a snippet before its first match."""

SNIPPET = 240
"""Characters a snippet may have."""

SHORTEST_BEGINNING = 2
"""Characters a word must have to be looked for as the beginning of others."""

_WORD = re.compile(r"[^\W_]+")
_SHORTEST_FOLDED = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for: every word of `words` (folded), and `last`, which may go on."""

    words: tuple[str, ...]
    last: str
    """The last word as it was written; empty where nothing is searched for."""

    @property
    def goes_on(self) -> bool:
        """Whether longer words that begin like the last one are wanted, too."""
        return len(self.last) >= SHORTEST_BEGINNING

    def __bool__(self) -> bool:
        return bool(self.last)

    @property
    def all_words(self) -> tuple[str, ...]:
        """Every word, folded, the last one included."""
        return (*self.words, fold(self.last)) if self.last else ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and whether it was searched for."""

    text: str
    is_match: bool


def wanted_by(query: str) -> Wanted:
    """What a query means, whatever characters it is made of."""
    words = words_read(query)
    if not words:
        return Wanted((), "")
    *others, last = words
    return Wanted(tuple(dict.fromkeys(fold(word) for word in others)), last)


def words_read(query: str) -> tuple[str, ...]:
    """The words of a query that are looked for, each once, in its order: no signs, and none of `COMMON` but alone."""
    written = [word for word, _, _ in _words_of(query[:MOST_CHARACTERS])]
    meant = [word for word in written if word not in COMMON] or written
    return tuple(dict.fromkeys(meant))[:MOST_WORDS]


def searchable(text: str) -> list[str]:
    """The words a text is found by, in its order: each as it is written and, where that differs, folded."""
    found: list[str] = []
    for word, _, _ in _words_of(text):
        found.append(word)
        if (folded := fold(word)) != word:
            found.append(folded)
    return found


def fold(word: str) -> str:
    """What a word shares with its simple plural: `index` and `indexes`, `query` and `queries`, `cach` of `caches`."""
    if len(word) < _SHORTEST_FOLDED or not word.isalpha():
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) >= _SHORTEST_FOLDED else word


def mark(text: str, wanted: Wanted) -> tuple[Piece, ...]:
    """The whole text in pieces; joined, they are the text again."""
    pieces: list[Piece] = []
    end = 0
    for start, stop in _matches(text, wanted):
        if start < end:
            continue  # one character that is several words, such as ¼
        if start > end:
            pieces.append(Piece(text[end:start], False))
        pieces.append(Piece(text[start:stop], True))
        end = stop
    if end < len(text):
        pieces.append(Piece(text[end:], False))
    return tuple(pieces)


def snippet(texts: Iterable[str], wanted: Wanted) -> tuple[Piece, ...]:
    """Where the most of what is searched for stands together: a stretch of one of the texts; empty without a match.

    Of equals the first text wins, and in it the first place.
    """
    best: tuple[int, str] = (0, "")
    for text in texts:
        for start, _ in _matches(text, wanted)[:20]:
            stretch = _stretch(text, start)
            found = len({fold(_plain(stretch[a:b])) for a, b in _matches(stretch, wanted)})
            if found > best[0]:
                best = (found, stretch)
    return mark(best[1], wanted) if best[0] else ()


def _stretch(text: str, match: int) -> str:
    """The text around a match, cut at words, on one line."""
    start, end = max(match - AROUND, 0), max(match - AROUND, 0) + SNIPPET
    before, after = text[start:match], text[match:end]
    if start > 0:
        before = "… " + before.partition(" ")[2]
    if end < len(text):
        after = (after.rpartition(" ")[0] or after) + " …"
    return " ".join((before + after).split())


def _matches(text: str, wanted: Wanted) -> Sequence[tuple[int, int]]:
    words = frozenset(wanted.all_words)
    return [
        (start, end)
        for word, start, end in _words_of(text)
        if fold(word) in words or (wanted.goes_on and word.startswith(wanted.last))
    ]


def _words_of(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word without case and accents, and where it stands in the text as it is written."""
    if text.isascii():
        for match in _WORD.finditer(text):
            yield match[0].lower()[:LONGEST_WORD], match.start(), match.end()
        return
    plain, places = [], []
    for place, character in enumerate(text):
        for part in _plain(character):
            plain.append(part)
            places.append(place)
    for match in _WORD.finditer("".join(plain)):
        yield match[0][:LONGEST_WORD], places[match.start()], places[match.end() - 1] + 1


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in decomposed if not unicodedata.combining(part))
