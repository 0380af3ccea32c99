"""Which passwords are accepted: 12 to 128 characters of any kind, and none of those that are guessed first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHORTEST = 12
LONGEST = 128
FEWEST_DIFFERENT = 5

LIST = Path(__file__).parent / "data" / "common_passwords.txt"
LEET = (str.maketrans("@48301!57$", "aabeoiists"), str.maketrans("@48301!57$", "aabeolists"))
DECORATION = re.compile(
    r"[\d\W_]{0,4}"
    r"|[\W_]{0,2}(?:19|20)\d\d[\W_]{0,3}"
    r"|[\d\W_]?(?:1234567890?|12345678?9?|123456|987654321|112233|123123|(\d)\1{4,7})[\d\W_]?"
)
"""What people put around a word to satisfy a rule: a year, a few digits or signs, a count."""
LONGEST_DECORATION = 12


@dataclass(frozen=True, slots=True)
class CommonPasswords:
    """The shipped list; `data/common_passwords.txt` explains its three parts."""

    words: frozenset[str]
    phrases: frozenset[str]
    walks: tuple[str, ...]

    def contain(self, password: str) -> bool:
        """Whether the password is on the list, or is made from it in one of the usual ways."""
        folded = password.casefold()
        if any(folded in walk or folded in walk[::-1] for walk in self.walks):
            return True
        return any(self._lists(body) for body in undecorated(folded))

    def _lists(self, body: str) -> bool:
        return any(
            spelling in self.words or spelling in self.phrases or self._is_two_words(spelling)
            for spelling in spellings(body)
        )

    def _is_two_words(self, text: str) -> bool:
        return any(text[:cut] in self.words and text[cut:] in self.words for cut in range(1, len(text)))


def undecorated(text: str) -> Iterator[str]:
    """The text, and what is left of it without digits and signs before and after, in every way to cut them off."""
    before = [cut for cut in range(LONGEST_DECORATION + 1) if DECORATION.fullmatch(text[:cut])]
    after = [cut for cut in range(LONGEST_DECORATION + 1) if DECORATION.fullmatch(text[max(len(text) - cut, 0) :])]
    for start in before:
        for end in after:
            if start + end < len(text):
                yield text[start : len(text) - end]


def spellings(text: str) -> set[str]:
    """The text as it stands, with letters for the signs that look like them, and without what separates words."""
    plain = {text, *(text.translate(table) for table in LEET)}
    return plain | {re.sub(r"[\W_]", "", spelling) for spelling in plain}


@cache
def common_passwords() -> CommonPasswords:
    """The shipped list, read when first asked for."""
    parts: dict[str, list[str]] = {"[words]": [], "[phrases]": [], "[walks]": []}
    part: list[str] = []
    for line in LIST.read_text("utf-8").splitlines():
        if line in parts:
            part = parts[line]
        elif line and not line.startswith("# ") and line != "#":
            part.append(line)
    return CommonPasswords(frozenset(parts["[words]"]), frozenset(parts["[phrases]"]), tuple(parts["[walks]"]))


def find_password_fault(password: str, *, email: str = "", name: str = "") -> str | None:
    """What is wrong with a new password, in a sentence that says what to do; None where nothing is."""
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters; this one has {len(password)}. A short sentence works well."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters; this one has {len(password)}."
    if len(set(password.casefold())) < FEWEST_DIFFERENT:
        return f"Use at least {FEWEST_DIFFERENT} different characters."
    if _is_personal(password, email, name):
        return "Choose something other than your name or e-mail address: those are tried first."
    if common_passwords().contain(password):
        return "That password is among those that are guessed first. Four unrelated words make a good one."
    return None


def _is_personal(password: str, email: str, name: str) -> bool:
    folded = password.casefold()
    own = {email.casefold(), email.casefold().partition("@")[0], name.casefold(), name.casefold().replace(" ", "")}
    return any(body in own for body in undecorated(folded))
