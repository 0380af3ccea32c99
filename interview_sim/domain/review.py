"""Spaced review: what a result elsewhere says about a card, and how much of what is due is asked in a day.

When a card comes back is FSRS's business (`interview_sim.study.scheduling`); here is what is ours.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from interview_sim.domain.scoring import PointMark

LOOK_AHEAD = timedelta(minutes=20)
"""How far before its time a card that is just being learnt may come when nothing else is left."""


class Grade(IntEnum):
    """How well a card was remembered, as FSRS counts it."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4

    @property
    def label(self) -> str:
        """The word on its button."""
        return self.name.capitalize()


GRADE_MEANING = {
    Grade.AGAIN: "Not remembered, or wrong",
    Grade.HARD: "Remembered in part, or with much effort",
    Grade.GOOD: "Remembered",
    Grade.EASY: "Remembered at once",
}


class CardKind(StrEnum):
    """What a card asks for."""

    POINT = "point"
    CHOICE = "choice"
    QUESTION = "question"


class Reason(StrEnum):
    """Why there is a card."""

    MISSED = "missed"
    PARTLY = "partly"
    WRONG = "wrong"
    GUESSED = "guessed"
    ADDED = "added"

    @property
    def sentence(self) -> str:
        """The reason as the card's page tells it."""
        return _REASONS[self]


_REASONS = {
    Reason.MISSED: "Missed in an interview",
    Reason.PARTLY: "Covered only in part in an interview",
    Reason.WRONG: "Answered wrong in a quiz",
    Reason.GUESSED: "Guessed in a quiz",
    Reason.ADDED: "Added by you",
}


class Source(StrEnum):
    """Where a rating came from: from the person, or by itself from what they did elsewhere."""

    STUDY = "study"
    INTERVIEW = "interview"
    QUIZ = "quiz"
    BANK = "bank"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a result says: the grade for a card that is there, and the reason to make one where there is none."""

    grade: Grade
    reason: Reason | None = None


def finding_of_mark(mark: PointMark) -> Finding:
    """What the mark of an expected point in a debrief says: all but a covered point asks for a card."""
    return _OF_MARKS[mark]


_OF_MARKS = {
    PointMark.MISSED: Finding(Grade.AGAIN, Reason.MISSED),
    PointMark.PARTLY: Finding(Grade.HARD, Reason.PARTLY),
    PointMark.COVERED: Finding(Grade.GOOD),
}


def finding_of_choice(is_right: bool, is_guess: bool) -> Finding:
    """What an answer in a quiz says: wrong, or right by guessing, asks for a card."""
    if not is_right:
        return Finding(Grade.AGAIN, Reason.WRONG)
    return Finding(Grade.HARD, Reason.GUESSED) if is_guess else Finding(Grade.GOOD)


def grade_of_score(score: float) -> Grade:
    """The grade for a bank question whose key points were scored by oneself; `score` from 0 to 1."""
    if score >= 1:
        return Grade.GOOD
    return Grade.HARD if score >= 0.5 else Grade.AGAIN


MAX_PER_DAY = 500
"""The largest daily limit that can be set."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many cards may be asked in a day: new ones, and known ones that are due."""

    new: int = 10
    reviews: int = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """How a day of study stands. Cards that are being learnt are due within minutes and have no limit."""

    limits: Limits
    new: int
    """Cards never asked so far."""
    learning: int
    """Cards being learnt that are due now."""
    reviews: int
    """Known cards that are due now."""
    new_done: int
    reviews_done: int
    answers_done: int
    """All ratings given today."""
    suspended: int
    total: int
    next_due: datetime | None
    """When the next card that is not due yet comes."""

    @property
    def new_left(self) -> int:
        """How many new cards will still be asked today."""
        return max(min(self.new, self.limits.new - self.new_done), 0)

    @property
    def reviews_left(self) -> int:
        """How many known cards will still be asked today."""
        return max(min(self.reviews, self.limits.reviews - self.reviews_done), 0)

    @property
    def due(self) -> int:
        """How many cards can be asked now, within the limits."""
        return self.learning + self.reviews_left + self.new_left

    @property
    def held_back(self) -> int:
        """How many cards wait only because of the day's limits."""
        return self.new + self.reviews - self.new_left - self.reviews_left


def day_of(now: datetime) -> datetime:
    """When the day of study began that `now` lies in: at midnight UTC."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
