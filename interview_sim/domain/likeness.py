"""How alike two texts are, by the runs of words they share. Markup and punctuation do not count.

Likeness is Jaccard's: of all runs of `SHINGLE` words in either text, the share that stands in both (Broder, "On the
resemblance and containment of documents", 1997).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SHINGLE = 3
"""How many words in a row are compared."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Alike:
    """Two texts of a list, by their places in it, and the share of runs they have in common."""

    earlier: int
    later: int
    likeness: float


@dataclass(frozen=True, slots=True)
class SharedRun:
    """Words in a row that stand in both of two texts, as they are written in the first."""

    words: int
    text: str


def list_alike(texts: Sequence[str], least: float) -> Iterator[Alike]:
    """Each text that is at least so much like an earlier one, with the earlier one it is most like.

    Only texts that share a run are compared, so the time grows with what is repeated, not with the number of pairs.
    """
    holders: dict[tuple[str, ...], list[int]] = {}
    sizes: list[int] = []
    for later, text in enumerate(texts):
        own = _shingles(text)
        together = Counter(place for shingle in own for place in holders.get(shingle, ()))
        shares = ((count / (len(own) + sizes[place] - count), -place) for place, count in together.items())
        share, place = max(shares, default=(0.0, 0))
        if share >= least:
            yield Alike(earlier=-place, later=later, likeness=share)
        sizes.append(len(own))
        for shingle in own:
            holders.setdefault(shingle, []).append(later)


class WordIndex:
    """A text that others are held against, word by word."""

    def __init__(self, text: str, least: int) -> None:
        """Runs of fewer than `least` words are not looked for."""
        self._least = least
        self._words = _words(text)
        self._places: dict[tuple[str, ...], list[int]] = {}
        for at in range(len(self._words) - least + 1):
            self._places.setdefault(tuple(self._words[at : at + least]), []).append(at)

    def list_shared(self, text: str) -> Iterator[SharedRun]:
        """The runs that `text` shares with this one, each as long as it goes, in the order of `text`."""
        found = list(_WORD.finditer(text))
        words = [match[0].lower() for match in found]
        at = 0
        while at <= len(words) - self._least:
            length = self._longest_at(words, at)
            if length:
                written = text[found[at].start() : found[at + length - 1].end()]
                yield SharedRun(length, " ".join(written.split()))
            at += length or 1

    def _longest_at(self, words: Sequence[str], at: int) -> int:
        """How many words from `at` on stand here in the same order; 0 where they are too few."""
        places = self._places.get(tuple(words[at : at + self._least]), ())
        return max((self._run(words, at, place) for place in places), default=0)

    def _run(self, words: Sequence[str], at: int, place: int) -> int:
        length = self._least
        while at + length < len(words) and self._words[place + length : place + length + 1] == [words[at + length]]:
            length += 1
        return length


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Every run of `SHINGLE` words; a shorter text is one run."""
    words = _words(text)
    return frozenset(tuple(words[at : at + SHINGLE]) for at in range(max(len(words) - SHINGLE, 0) + 1))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
