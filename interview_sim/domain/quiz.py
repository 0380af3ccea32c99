"""A quiz: its modes, its states and clock, and what makes an answer right.

A transition takes a `Quiz` and `now` and returns the next `Quiz`, or raises a refusal that says why not. Each first
lets the clock do what it did while nobody looked (`settle`), so a decision never rests on a stale state.

An exam has one deadline for the whole. At the deadline it stops being shown as open; what was chosen before may
still arrive within the grace, and so nothing is graded before the grace is over, unless the candidate says that
everything has arrived by finishing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from interview_sim.domain.content import ChoiceQuestion, Level
from interview_sim.domain.timing import budget_with_extra_time, in_grace

SECONDS_PER_QUESTION: dict[Level, int] = {Level.BEGINNER: 60, Level.INTERMEDIATE: 75, Level.ADVANCED: 90}
"""What one question adds to the time of an exam."""

SECONDS_FOR_CODE = 30
"""What it adds besides where there is code to read."""

GRADING_RULE = (
    "A question counts as right only if you chose every right option and no other. "
    "There are no half points; the result shows what was missing and what was too much."
)
"""How answers are graded, as the pages print it; docs/decisions/0009 says why."""


class Mode(StrEnum):
    """Learn: feedback after each answer, untimed. Exam: one deadline, feedback at the end."""

    LEARN = "learn"
    EXAM = "exam"


class State(StrEnum):
    """Where a quiz stands. `CLOSING` is never stored: it is the grace between the deadline and the grading."""

    RUNNING = "running"
    CLOSING = "closing"
    FINISHED = "finished"


class FinishedBy(StrEnum):
    """What ended a quiz."""

    CANDIDATE = "candidate"
    CLOCK = "clock"


class Confidence(StrEnum):
    """How sure somebody was of an answer."""

    SURE = "sure"
    THINK_SO = "think-so"
    GUESSING = "guessing"

    @property
    def label(self) -> str:
        """As it stands beside its button."""
        return {"sure": "Sure", "think-so": "Think so", "guessing": "Guessing"}[self.value]


class QuizRefusal(Exception):
    """An action the quiz's state does not allow."""


class QuizOver(QuizRefusal):
    """The quiz is finished, or its time and the grace are over."""


class AnswerGiven(QuizRefusal):
    """In learn mode an answer is given once: its feedback has been seen."""


class NothingChosen(QuizRefusal):
    """An answer of learn mode needs at least one option."""


class UnknownOption(QuizRefusal):
    """An option that the question does not have, or several where one is right."""


class NoFeedbackYet(QuizRefusal):
    """An exam tells nothing before its end."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen, on its way to the server."""

    chosen: frozenset[str]
    confidence: Confidence | None
    revision: int
    page: str
    sequence: int
    """Counts from 1; 0 where the page has no script to count."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One question's answer as the rules see it."""

    chosen: frozenset[str] = frozenset()
    confidence: Confidence | None = None
    closed_at: datetime | None = None
    is_right: bool | None = None
    """None while it is not graded, and for ever where learn mode never got an answer."""

    @property
    def is_answered(self) -> bool:
        """Whether anything is chosen."""
        return bool(self.chosen)


@dataclass(frozen=True, slots=True)
class Quiz:
    """A quiz as the rules see it."""

    mode: Mode
    state: State
    slots: tuple[Slot, ...]
    started_at: datetime
    deadline: datetime | None = None
    finished_at: datetime | None = None
    finished_by: FinishedBy | None = None

    @property
    def is_over(self) -> bool:
        """Whether there is a result."""
        return self.state is State.FINISHED

    def elapsed(self, now: datetime) -> timedelta:
        """From the start to the end, or to `now`."""
        return max((self.finished_at or now) - self.started_at, timedelta())


def seconds_for(choice: ChoiceQuestion) -> int:
    """What a question adds to the time of an exam, in seconds."""
    return SECONDS_PER_QUESTION[choice.level] + (SECONDS_FOR_CODE if shows_code(choice) else 0)


def shows_code(choice: ChoiceQuestion) -> bool:
    """Whether a block of code has to be read before it can be answered."""
    return any("```" in text for text in (choice.stem, *(option.text for option in choice.options)))


def exam_budget(choices: Sequence[ChoiceQuestion], multiplier: float) -> timedelta:
    """The time of an exam of these questions, with the candidate's extra time; ValueError outside 1 to 3."""
    return budget_with_extra_time(sum(seconds_for(choice) for choice in choices), multiplier)


def begin(mode: Mode, count: int, budget: timedelta, now: datetime) -> Quiz:
    """A new quiz of `count` questions; `budget` binds an exam only. ValueError without questions."""
    if count < 1:
        raise ValueError("a quiz needs a question")
    deadline = now + budget if mode is Mode.EXAM else None
    return Quiz(mode, State.RUNNING, (Slot(),) * count, now, deadline)


def settle(quiz: Quiz, now: datetime) -> Quiz:
    """What the clock has done by `now`: at the deadline it closes, after the grace it is finished at the deadline."""
    if quiz.state is State.FINISHED or quiz.deadline is None or now < quiz.deadline:
        return quiz
    if in_grace(quiz.deadline, now):
        return replace(quiz, state=State.CLOSING)
    return _finished(quiz, quiz.deadline, FinishedBy.CLOCK)


def choose(quiz: Quiz, number: int, chosen: frozenset[str], confidence: Confidence | None, now: datetime) -> Quiz:
    """Keep what is chosen for question `number` (from 0); it can be changed until it is closed."""
    quiz = settle(quiz, now)
    slot = _open_slot(quiz, number)
    return _with_slot(quiz, number, replace(slot, chosen=chosen, confidence=confidence))


def answer(
    quiz: Quiz,
    number: int,
    chosen: frozenset[str],
    confidence: Confidence | None,
    key: frozenset[str],
    now: datetime,
) -> Quiz:
    """Learn mode: give the answer, once. It is graded by `key` at once; the last one finishes the quiz."""
    if quiz.mode is not Mode.LEARN:
        raise NoFeedbackYet
    _open_slot(quiz, number)
    if not chosen:
        raise NothingChosen
    now = max(now, quiz.started_at)
    given = Slot(chosen, confidence, now, is_right(chosen, key))
    quiz = _with_slot(quiz, number, given)
    if all(slot.closed_at is not None for slot in quiz.slots):
        return _finished(quiz, now, FinishedBy.CANDIDATE)
    return quiz


def require_open(quiz: Quiz, number: int, now: datetime) -> None:
    """Refuse where question `number` can no longer be changed."""
    _open_slot(settle(quiz, now), number)


def finish(quiz: Quiz, now: datetime) -> Quiz:
    """Hand the quiz in. Within the grace it is finished at its deadline, for the clock was first."""
    quiz = settle(quiz, now)
    if quiz.state is State.FINISHED:
        raise QuizOver
    if quiz.state is State.CLOSING and quiz.deadline is not None:
        return _finished(quiz, quiz.deadline, FinishedBy.CLOCK)
    return _finished(quiz, max(now, quiz.started_at), FinishedBy.CANDIDATE)


def grade(quiz: Quiz, keys: Sequence[frozenset[str]]) -> Quiz:
    """A finished quiz with every answer graded; `keys` are the right options, question by question.

    What an exam left blank is not right; what learn mode never handed in stays ungraded.
    """
    if quiz.state is not State.FINISHED:
        raise NoFeedbackYet
    slots = tuple(_graded(quiz.mode, slot, key) for slot, key in zip(quiz.slots, keys, strict=True))
    return replace(quiz, slots=slots)


def is_right(chosen: frozenset[str], key: frozenset[str]) -> bool:
    """Whether exactly the right options were chosen."""
    return chosen == key


def key_of(choice: ChoiceQuestion) -> frozenset[str]:
    """The ids of the right options."""
    return frozenset(option.id for option in choice.options if option.correct)


def takes_several(choice: ChoiceQuestion) -> bool:
    """Whether more than one option is right; how many is never told."""
    return len(key_of(choice)) > 1


def require_options(choice: ChoiceQuestion, chosen: frozenset[str]) -> None:
    """Refuse options that the question does not have, and several where one is right."""
    if not chosen <= {option.id for option in choice.options}:
        raise UnknownOption
    if len(chosen) > 1 and not takes_several(choice):
        raise UnknownOption


def can_see_key(quiz: Quiz, number: int) -> bool:
    """Whether the right options of question `number` may stand in a response at all."""
    if not 0 <= number < len(quiz.slots):
        return False
    return quiz.state is State.FINISHED or (quiz.mode is Mode.LEARN and quiz.slots[number].closed_at is not None)


@dataclass(frozen=True, slots=True)
class Score:
    """How many answers were right, of how many that count."""

    right: int
    counted: int

    @property
    def share(self) -> Fraction:
        """From 0 to 1; 0 where nothing counts."""
        return Fraction(self.right, self.counted) if self.counted else Fraction(0)

    @property
    def percent(self) -> int:
        """The share in whole per cent, rounded to the nearest, a half up.

        An interview's score is rounded down (`scoring.percent`), lest it seem to reach a threshold that it did not.
        A quiz has no thresholds, and at most 50 questions: all but all right never rounds to 100.
        """
        return (200 * self.share + 1) // 2


def counts(mode: Mode, slot: Slot) -> bool:
    """Whether a question counts in the result: all of an exam; of a quiz to learn from, what was answered."""
    return mode is Mode.EXAM or slot.is_right is not None


def score_of(mode: Mode, slots: Sequence[Slot]) -> Score:
    """The score of graded answers; what an exam left blank counts as not right."""
    return Score(sum(slot.is_right is True for slot in slots), sum(counts(mode, slot) for slot in slots))


def _graded(mode: Mode, slot: Slot, key: frozenset[str]) -> Slot:
    if slot.is_right is not None or mode is Mode.LEARN:
        return slot
    return replace(slot, is_right=is_right(slot.chosen, key))


def _finished(quiz: Quiz, at: datetime, by: FinishedBy) -> Quiz:
    slots = tuple(replace(slot, closed_at=at) if _stays_open(quiz.mode, slot) else slot for slot in quiz.slots)
    return replace(quiz, state=State.FINISHED, slots=slots, finished_at=at, finished_by=by)


def _stays_open(mode: Mode, slot: Slot) -> bool:
    return mode is Mode.EXAM and slot.closed_at is None


def _open_slot(quiz: Quiz, number: int) -> Slot:
    if quiz.state is State.FINISHED:
        raise QuizOver
    slot = quiz.slots[number]
    if slot.closed_at is not None:
        raise AnswerGiven
    return slot


def _with_slot(quiz: Quiz, number: int, slot: Slot) -> Quiz:
    return replace(quiz, slots=(*quiz.slots[:number], slot, *quiz.slots[number + 1 :]))
