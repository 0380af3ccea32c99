"""Whether a quote stands in the candidate's own words: evidence is what was said, not what is known by now.

Upper and lower case, white space, and the kinds of quotation marks and dashes do not matter, nor do quotation marks
and stops around the quote. An ellipsis stands for what was left out: the parts must follow each other in one text.
"""

import re
import unicodedata
from collections.abc import Iterable

_SINGLE = "‘’‚‛‹›′`´ʼ"
_DOUBLE = "“”„‟«»″"
_DASHES = "‐‑‒–—―−﹘﹣－"
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_FOLD = str.maketrans(
    dict.fromkeys(_SINGLE, "'") | dict.fromkeys(_DOUBLE, '"') | dict.fromkeys(_DASHES, "-") | dict.fromkeys(_UNSEEN)
)
_DASH_RUN = re.compile("-{2,}")
_ELLIPSIS = re.compile(r"\.{3,}")
_AROUND = " \"'.,;:!?"


def stands_in(quote: str, texts: Iterable[str]) -> bool:
    """Whether one of the texts has the quote, all its parts in their order."""
    folded = _folded(quote)
    parts = [part for each in _ELLIPSIS.split(folded) if (part := each.strip(_AROUND))] or [folded]
    return any(_follow_each_other(parts, _folded(text)) for text in texts)


def _follow_each_other(parts: Iterable[str], text: str) -> bool:
    end = 0
    for part in parts:
        start = text.find(part, end)
        if start < 0:
            return False
        end = start + len(part)
    return True


def _folded(text: str) -> str:
    """The text as it is compared. Folded before normalising, too: NFKC makes a space and an accent of ´."""
    plain = unicodedata.normalize("NFKC", text.translate(_FOLD)).casefold().translate(_FOLD)
    return " ".join(_DASH_RUN.sub("-", plain).split())
