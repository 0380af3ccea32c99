"""The numbers of the editorial standard, which a pack takes upon itself with `standard: editorial`.

They are printed in docs/content-format.md, and a test keeps the two the same.
"""

from dataclasses import dataclass

from interview_sim.domain.wording import counted


@dataclass(frozen=True, slots=True)
class Norm:
    """How many of something its owner has."""

    owner: str
    noun: str
    least: int
    most: int | None = None
    plural: str | None = None

    @property
    def span(self) -> str:
        """As in a table: `3–6`, `4`, `4 or more`."""
        return _span(self.least, self.most)

    @property
    def nouns(self) -> str:
        """What is counted, in the plural."""
        return self.plural or f"{self.noun}s"

    def fault(self, count: int) -> str | None:
        """What is wrong with so many."""
        if count < self.least:
            advice = f"add {self.least - count}"
        elif self.most is not None and count > self.most:
            advice = f"take out {count - self.most}"
        else:
            return None
        has = counted(count, self.noun, self.plural) if count else f"no {self.nouns}"
        return f"this {self.owner} has {has}; the editorial standard is {self.span}: {advice}"


@dataclass(frozen=True, slots=True)
class Share:
    """How large a part of the pack's choice questions (or of all its items of a kind) is of one sort, in per cent."""

    of: str
    least: int = 0
    most: int = 100

    @property
    def span(self) -> str:
        """As in a table: `15–35 %`, `10 % or more`, `35 % at most`."""
        if self.most == 100:
            return f"{self.least} % or more"
        return f"{self.least}–{self.most} %" if self.least else f"{self.most} % at most"

    def keeps(self, count: int, total: int) -> bool:
        """Whether `count` of `total` are within it, both ends included."""
        return self.least * total <= 100 * count <= self.most * total


def _span(least: int, most: int | None) -> str:
    if most is None:
        return f"{least} or more"
    return str(least) if least == most else f"{least}–{most}"


ANSWER_WORDS = Norm("answer", "word of prose", 80, 250, "words of prose")
KEY_POINTS = Norm("question", "key point", 3, 6)
MISTAKES = Norm("question", "common mistake", 2, 4)
FURTHER_QUESTIONS = Norm("question", "follow-up", 2, 4)
OPTIONS = Norm("choice question", "option", 4, 4)

PROMPTS = Norm("scenario", "prompt", 4, 6)
MINUTES = Norm("scenario", "minute", 25, 60)
COMPETENCIES = Norm("scenario", "competency", 3, 6, "competencies")
RED_FLAGS = Norm("scenario", "red flag", 4, 8)
SOURCES = Norm("scenario", "source", 4)
SUMMARY = Norm("summary", "character", 1, 160)

POINTS = Norm("prompt", "expected point", 4, 8)
MUST_HAVES = Norm("prompt", "must-have", 1, 2)
HINTS = Norm("prompt", "hint", 2, 3)
FOLLOW_UPS = Norm("prompt", "follow-up", 1, 3)
THINKING = Norm("prompt", "second to think", 30, 120, "seconds to think")
ANSWERING = Norm("prompt", "second to answer", 240, 600, "seconds to answer")
CUES = Norm("expected point", "cue", 2, 6)

NORMS = (
    *(ANSWER_WORDS, KEY_POINTS, MISTAKES, FURTHER_QUESTIONS, OPTIONS),
    *(PROMPTS, MINUTES, COMPETENCIES, RED_FLAGS, SOURCES, SUMMARY),
    *(POINTS, MUST_HAVES, HINTS, FOLLOW_UPS, THINKING, ANSWERING, CUES),
)
"""What each item, and each part of one, is counted for."""

RIGHT_PLACE = Share("the right option stands in any one of the four places", 15, 35)
RIGHT_IS_LONGEST = Share("the right option is longer than every other", most=35)
SEVERAL_RIGHT = Share("several options are right", 10)
WITH_CODE = Share("there is code to read in the stem or the options", 25)
EACH_LEVEL = Share("the level is any one of the three", 10)

SHARES = (RIGHT_PLACE, RIGHT_IS_LONGEST, SEVERAL_RIGHT, WITH_CODE, EACH_LEVEL)
"""What a whole pack is judged by."""

SHARES_FROM = 40
"""From how many items of a kind on their shares are judged: among fewer, chance alone leans to one side."""

REPEATED = 30
"""From how many per cent of shared runs of words on (see `likeness`) a prompt or stem repeats an earlier one."""
