"""Plain facts about how an answer was put: counts by published formulas, never part of the score.

Sources: the lists and formulas are this project's own definitions, printed on the page "How scores work".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

FILLERS: tuple[str, ...] = (
    "um", "umm", "uh", "uhm", "er", "erm", "hmm", "you know", "I mean", "kind of", "sort of", "basically",
    "actually", "literally", "obviously", "honestly", "to be honest", "or something", "and stuff", "or whatever",
    "stuff like that", "at the end of the day",
)  # fmt: skip
"""Words and phrases that can be left out without a loss. "Like" is not among them: too often it carries meaning."""

STRUCTURE_WORDS: tuple[str, ...] = (
    "first", "firstly", "second", "secondly", "third", "thirdly", "next", "then", "finally", "lastly",
    "because", "therefore", "so that", "which means", "for example", "for instance", "such as",
    "however", "on the other hand", "instead", "compared with", "compared to", "whereas", "trade-off", "drawback",
    "I assume", "assuming", "in short", "to sum up", "in summary", "overall",
)  # fmt: skip
"""Words that show order, reason, contrast, an assumption or a summary."""

QUANTIFIED = frozenset(
    ("a", "the", "this", "that", "these", "those", "what", "which", "some", "any", "one", "another", "every", "each",
     "no", "same", "different", "right", "wrong", "new", "certain")
)  # fmt: skip
"""Before "kind of" and "sort of" these make it a noun ("this kind of index"), so it is not counted as a filler."""

_CODE = re.compile(r"^(```|~~~).*?(?:^\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)
_WORD = re.compile(r"[^\W_]\w*(?:['./+#-]+\w+)*[+#]*")


@dataclass(frozen=True, slots=True)
class Delivery:
    """The facts of one answer. `pace` is in words per minute, None unless it was spoken and took time."""

    words: int
    pace: int | None
    fillers: tuple[tuple[str, int], ...]
    fillers_per_100: float | None
    structure: tuple[tuple[str, int], ...]


def measure(text: str, elapsed: timedelta, *, spoken: bool) -> Delivery:
    """All facts of an answer that took `elapsed`, pauses left out."""
    words = words_of(text)
    fillers = count_phrases(words, FILLERS)
    return Delivery(
        words=len(words),
        pace=pace(len(words), elapsed) if spoken else None,
        fillers=fillers,
        fillers_per_100=per_100_words(sum(count for _, count in fillers), len(words)),
        structure=count_phrases(words, STRUCTURE_WORDS),
    )


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, code between ``` or ~~~ fences left out.

    Definition: a word is a run of letters and digits; an apostrophe, hyphen, full stop, slash, plus or number sign
    inside it does not divide it (`don't`, `trade-off`, `3.11`, `I/O`, `C++` are one word each).
    """
    if "```" in text or "~~~" in text:
        text = _CODE.sub(" ", text)
    return _WORD.findall(text.lower().replace("’", "'"))


def pace(words: int, elapsed: timedelta) -> int | None:
    """Words per minute, rounded: words ÷ (seconds ÷ 60); None where no second passed or nothing was said.

    The seconds run from the opening of the prompt to its closing, so thinking counts and pauses do not.
    """
    seconds = elapsed.total_seconds()
    return round(words * 60 / seconds) if seconds >= 1 and words else None


def per_100_words(count: int, words: int) -> float | None:
    """`count` × 100 ÷ words, to one decimal; None without words."""
    return round(count * 100 / words, 1) if words else None


def count_phrases(words: Sequence[str], phrases: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """How often each phrase occurs, the commonest first; a word belongs to the longest phrase it is part of."""
    counts: dict[str, int] = {}
    for phrase in _found(words, _by_first_word(phrases)):
        counts[phrase] = counts.get(phrase, 0) + 1
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0].lower())))


@lru_cache
def _by_first_word(phrases: tuple[str, ...]) -> Mapping[str, Sequence[tuple[list[str], str]]]:
    """Each phrase in words under its first word, the longest first."""
    by_first: dict[str, list[tuple[list[str], str]]] = {}
    for phrase in sorted(phrases, key=lambda each: -len(each.split())):
        parts = phrase.lower().split()
        by_first.setdefault(parts[0], []).append((parts, phrase))
    return by_first


def _found(words: Sequence[str], by_first: Mapping[str, Sequence[tuple[list[str], str]]]) -> Iterator[str]:
    end = 0
    for at in [place for place, word in enumerate(words) if word in by_first]:
        if at < end:
            continue
        for parts, phrase in by_first[words[at]]:
            if words[at : at + len(parts)] == parts:
                end = at + len(parts)
                if not (phrase in _NOUN_LIKE and at > 0 and words[at - 1] in QUANTIFIED):
                    yield phrase
                break


_NOUN_LIKE = frozenset({"kind of", "sort of"})
