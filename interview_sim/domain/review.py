"""Spaced review: what a result elsewhere says about a card, and how much of what is due is asked in a day.

When a card comes back is FSRS's business (`interview_sim.study.scheduling`); here is what is ours.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from interview_sim.domain.scoring import PointMark
from interview_sim.domain.wording import counted, listed


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
    Reason.WRONG: "Not right in a quiz",
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


@dataclass(frozen=True, slots=True)
class CardChanges:
    """What one interview did to the cards: how many that were there it rated, and how many it added."""

    rated: int
    added: int

    @property
    def told(self) -> str:
        """What it did, as the end of a sentence; empty where it did nothing."""
        rated = f"rated {counted(self.rated, 'card')}" if self.rated else ""
        if not self.added:
            return rated
        return f"{rated} and added {self.added} more" if rated else f"added {counted(self.added, 'card')}"


@dataclass(frozen=True, slots=True)
class CardRating:
    """The card that a scored answer rated, and how."""

    card_id: str
    grade: Grade


MAX_PER_DAY = 500
"""The largest daily limit that can be set."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many cards may be asked in a day: new ones, and known ones that are due."""

    new: int = 10
    reviews: int = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """How a day of study stands: what is due now, what comes later today, and what there is in all.

    Due now is exactly what a review asks if it is begun now, and what comes later today is not due yet, both within
    the limits. A card that is being learnt counts as due: its next step is minutes away, and it is asked even before
    its time when nothing else is left. It has no limit.
    """

    limits: Limits
    day_ends: datetime
    """When the next day of study begins."""
    new: int
    """Cards never asked so far."""
    learning: int
    """Cards being learnt."""
    reviews: int
    """Known cards that are due now."""
    reviews_later: int
    """Known cards that come due later today."""
    new_done: int
    reviews_done: int
    cards_done: int
    """How many different cards the person rated today."""
    suspended: int
    total: int
    """All cards, those that rest included."""
    next_known: datetime | None
    """When the next known card comes due."""

    @property
    def new_left(self) -> int:
        """How many new cards will still be asked today."""
        return max(min(self.new, self.limits.new - self.new_done), 0)

    @property
    def reviews_left(self) -> int:
        """How many of the known cards that are due now will still be asked today."""
        return self._within_limit(self.reviews)

    @property
    def due(self) -> int:
        """How many cards are due now."""
        return self.learning + self.reviews_left + self.new_left

    @property
    def kinds(self) -> str:
        """What is due now, by kind: `7 new, 2 being learnt and 1 known`; empty where nothing is."""
        counts = ((self.new_left, "new"), (self.learning, "being learnt"), (self.reviews_left, "known"))
        kinds = [f"{count} {kind}" for count, kind in counts if count]
        return listed(kinds) if kinds else ""

    @property
    def later(self) -> int:
        """How many cards come later today."""
        return self._within_limit(self.reviews + self.reviews_later) - self.reviews_left

    @property
    def next_due(self) -> datetime | None:
        """When the next card comes once nothing is due now; None where none will."""
        moments = []
        if self.new > self.new_left and self.limits.new:
            moments.append(self.day_ends)
        if self.limits.reviews:
            is_open = self.reviews_done < self.limits.reviews
            if self.reviews > self.reviews_left:
                moments.append(self.day_ends)
            if self.next_known is not None:
                moments.append(self.next_known if is_open else max(self.next_known, self.day_ends))
        return min(moments, default=None)

    @property
    def held_back(self) -> tuple[str, ...]:
        """Which cards wait only because of the limits, a sentence for each limit."""
        counts = (
            (self.new - self.new_left, "new card", self.limits.new),
            (self.reviews - self.reviews_left, "known card", self.limits.reviews),
        )
        return tuple(_held_back(count, noun, limit) for count, noun, limit in counts if count)

    def _within_limit(self, known: int) -> int:
        return max(min(known, self.limits.reviews - self.reviews_done), 0)


def _held_back(count: int, noun: str, limit: int) -> str:
    wait = f"{counted(count, noun)} {'waits' if count == 1 else 'wait'}"
    if limit == 0:
        return f"{wait} until you raise your daily limit for {noun}s, which is 0."
    return f"{wait} for another day: your daily limit for {noun}s is {limit}."


def day_of(now: datetime) -> datetime:
    """When the day of study began that `now` lies in: at midnight UTC."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
