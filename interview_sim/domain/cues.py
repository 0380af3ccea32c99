"""Finding the cues of expected points in the candidate's own words: suggestions where to look, never a score.

A cue is found whatever its case, as whole words, with a simple plural or singular, and with or without hyphens:
`select-related` finds `select related` and `select_related`; `foreign key` finds `Foreign keys`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

_BETWEEN = r"[\s_/‐-―-]{0,3}"
"""What may stand between two parts of a cue: nothing, a space, a line break, a hyphen, a slash or an underscore."""

_SPACES = re.compile(r"\s+")
_PARTS = re.compile(r"[^\s_/‐-―-]+")
_SHORTEST_INFLECTED = 3
EXCERPT = 48
"""Characters of context on each side of a cue in an excerpt, before it is cut back to whole words."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` up to, not including, `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text; `points` are the ids of the points whose cues it holds, empty for plain text."""

    text: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of the text around one cue or several; each piece is either a cue (True) or what lies between."""

    pieces: tuple[tuple[str, bool], ...]


def find_cues(text: str, cues: Iterable[str]) -> tuple[Span, ...]:
    """Where any of the cues occurs, in order; overlapping finds are joined."""
    lower = text.lower()
    patterns = [pattern for probe, pattern in map(_pattern, cues) if probe in lower]
    spans = sorted(Span(*match.span()) for pattern in patterns for match in pattern.finditer(text))
    joined: list[Span] = []
    for span in spans:
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def segments(text: str, found: Mapping[str, Sequence[Span]]) -> tuple[Segment, ...]:
    """The whole text cut at every cue; `found` gives the spans of each point. Joined, the texts are `text` again."""
    edges = sorted({0, len(text), *(edge for spans in found.values() for span in spans for edge in _ends(span))})
    inside: list[list[str]] = [[] for _ in edges[1:]]
    for point, spans in found.items():
        for span in spans:
            for index in range(bisect_left(edges, span.start), bisect_left(edges, span.end)):
                inside[index].append(point)
    return tuple(
        Segment(text[start:end], tuple(points)) for start, end, points in zip(edges, edges[1:], inside, strict=False)
    )


def excerpts(text: str, spans: Sequence[Span], most: int = 3) -> tuple[Excerpt, ...]:
    """The first `most` places where cues were found, each on one line; cues near each other share an excerpt."""
    groups: list[list[Span]] = []
    for span in spans:
        if groups and span.start - groups[-1][-1].end <= EXCERPT:
            groups[-1].append(span)
        elif len(groups) == most:
            break
        else:
            groups.append([span])
    ends = [0, *(group[-1].end + EXCERPT for group in groups)]
    return tuple(_excerpt(text, group, end) for group, end in zip(groups, ends, strict=False))


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _excerpt(text: str, spans: Sequence[Span], earliest: int) -> Excerpt:
    """The excerpt of these spans; it does not begin before `earliest`, where the one before it ends."""
    start, end = max(spans[0].start - EXCERPT, earliest), min(spans[-1].end + EXCERPT, len(text))
    before, after = text[start : spans[0].start], text[spans[-1].end : end]
    if start > 0:
        before = "… " + before.partition(" ")[2]
    if end < len(text):
        after = after.rpartition(" ")[0] + " …"
    pieces = [(before, False)]
    for span, following in zip(spans, [*spans[1:], None], strict=True):
        between = after if following is None else text[span.end : following.start]
        pieces += [(text[span.start : span.end], True), (between, False)]
    return Excerpt(tuple((_one_line(piece), is_cue) for piece, is_cue in pieces if piece))


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", text)


@lru_cache(maxsize=4096)
def _pattern(cue: str) -> tuple[str, re.Pattern[str]]:
    """The cue as a pattern, and a text in lower case that every match contains: looked for first, being far quicker.

    A cue of separators only never matches.
    """
    parts = _PARTS.findall(cue)
    if not parts:
        return "", re.compile(r"(?!)")
    *head, last = parts
    stem, ending = _inflected(last)
    body = _BETWEEN.join([*(re.escape(part) for part in head), re.escape(stem) + ending])
    front = r"(?<!\w)" if re.match(r"\w", parts[0]) else ""
    back = r"(?!\w)" if re.search(r"\w$", last) else ""
    return max([*head, stem], key=len).lower(), re.compile(front + body + back, re.IGNORECASE)


def _inflected(word: str) -> tuple[str, str]:
    """What the word shares with its simple plural and singular, and a pattern of what may follow."""
    if not word.isalpha() or len(word) < _SHORTEST_INFLECTED:
        return word, ""
    lower = word.lower()
    if lower.endswith("ies"):
        return word[:-3], "(?:y|ies)"
    if lower.endswith("y") and lower[-2] not in "aeiou":
        return word[:-1], "(?:y|ies)"
    if lower.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2], "(?:es?)?"
    if lower.endswith("s") and not lower.endswith(("ss", "us", "is")):
        return word[:-1], "s?"
    return word, "(?:es|s)?"
