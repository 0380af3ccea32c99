"""The rules of answering a question of the bank oneself: what may be done when, what a score is, what is weak."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from interview_sim.domain.attempt import Refusal
from interview_sim.domain.content import KeyPoint
from interview_sim.domain.scoring import PointMark, percent
from interview_sim.domain.wording import counted, listed

WEAK_BELOW = Fraction(1)
"""A question is weak while the latest score of it is below this: some point was missed or partly covered."""

WEAK = "Weak: when you last scored yourself, you missed a key point or covered one only partly."
SEEN = "Seen: you opened the model answer, beside an answer of your own or without one."
"""What the list says of its filters."""


class Stage(StrEnum):
    """How far an own answer has come."""

    WRITING = "writing"
    """The text can be changed; nothing of the key is shown."""
    SCORING = "scoring"
    """The text is final and stands beside the key; the points are being marked."""
    FINISHED = "finished"
    """The marks are final, too."""


STAGE_LABELS: Mapping[Stage, str] = {
    Stage.WRITING: "being written",
    Stage.SCORING: "not yet scored",
    Stage.FINISHED: "scored",
}
"""What a list calls each stage."""


class AnswerClosed(Refusal):
    """The model answer was opened, so the text is final."""


class NotRevealed(Refusal):
    """Points are marked once the model answer was opened."""


class AttemptFinished(Refusal):
    """The marks are final."""


class PointsUnmarked(Refusal):
    """It cannot be finished while points have no mark."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{counted(count, 'point')} {'has' if count == 1 else 'have'} no mark yet.")
        self.count = count


class TextTooLong(Refusal):
    """An answer or a note has more characters than it may."""

    def __init__(self, what: str, length: int, most: int) -> None:
        super().__init__(f"{what} may have {most:,} characters; this one has {length:,}. Shorten it and save again.")


class StaleText(Refusal):
    """The text was changed elsewhere since this one was begun; carries what the server has."""

    def __init__(self, text: str, revision: int) -> None:
        super().__init__("the text was changed elsewhere")
        self.text = text
        self.revision = revision


def stage_of(revealed_at: datetime | None, finished_at: datetime | None) -> Stage:
    """How far an answer has come."""
    if finished_at is not None:
        return Stage.FINISHED
    return Stage.WRITING if revealed_at is None else Stage.SCORING


def require_writing(stage: Stage) -> None:
    """Raise `AnswerClosed` where the text is final."""
    if stage is not Stage.WRITING:
        raise AnswerClosed


def require_scoring(stage: Stage) -> None:
    """Raise `NotRevealed` or `AttemptFinished` where points cannot be marked."""
    if stage is Stage.WRITING:
        raise NotRevealed
    if stage is Stage.FINISHED:
        raise AttemptFinished


def unmarked(points: Sequence[KeyPoint], marks: Mapping[str, PointMark]) -> int:
    """How many points have no mark."""
    return sum(point.id not in marks for point in points)


def score_of(points: Sequence[KeyPoint], marks: Mapping[str, PointMark]) -> Fraction:
    """The mean of what each mark is worth in a debrief: 0, ½ or 1. Every key point weighs the same.

    A point without a mark counts as missed.
    """
    return sum((marks[point.id].worth for point in points if point.id in marks), Fraction(0)) / len(points)


def is_weak(score: Fraction | float) -> bool:
    """Whether a question with this latest score belongs under "weak"."""
    return score < WEAK_BELOW


def tell_score(points: Sequence[KeyPoint], marks: Mapping[str, PointMark]) -> str:
    """The result in a sentence: what was covered, partly covered and missed, and what that comes to."""
    counts = {mark: sum(marks.get(point.id, PointMark.MISSED) is mark for point in points) for mark in PointMark}
    kinds = ((PointMark.COVERED, "covered"), (PointMark.PARTLY, "partly covered"), (PointMark.MISSED, "missed"))
    told = [f"{counts[mark]} {word}" for mark, word in kinds if counts[mark]]
    return f"{counted(len(points), 'key point')}: {listed(told)}. That is {percent(score_of(points, marks))} %."
