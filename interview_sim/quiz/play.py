"""What a question's page shows: assembled from the stored quiz and the pinned question, so that templates decide
nothing. Nothing of the key is in here before `domain.quiz.can_see_key` allows it.
"""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from interview_sim.catalog.queries import PinnedChoice
from interview_sim.domain.quiz import Confidence, Mode, can_see_key, takes_several
from interview_sim.domain.timing import Pace, seconds_left
from interview_sim.quiz.feedback import Feedback, feedback_of
from interview_sim.quiz.queries import StoredAnswer, StoredQuiz


@dataclass(frozen=True, slots=True)
class OptionChoice:
    """One option to choose."""

    id: str
    number: int
    """The key that chooses it."""
    text: Markup
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One question of the quiz in the row of steps."""

    number: int
    is_current: bool
    is_done: bool
    is_flagged: bool

    @property
    def kind(self) -> str:
        """How it is drawn."""
        return " ".join(word for word, holds in (("done", self.is_done), ("flagged", self.is_flagged)) if holds)

    @property
    def told(self) -> str:
        """What a screen reader says of it."""
        done = "answered" if self.is_done else "not answered"
        return f"Question {self.number}, {done}{', flagged' if self.is_flagged else ''}"


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of an exam, as `macros/timer.html` shows it."""

    pace: Pace
    seconds_left: float | None
    seconds_elapsed: float
    budget: float
    closes_at: datetime | None
    is_paused: bool = False


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One question of a quiz."""

    quiz_id: str
    title: str
    mode: Mode
    number: int
    total: int
    stem: Markup
    takes_several: bool
    options: tuple[OptionChoice, ...]
    confidence: Confidence | None
    is_flagged: bool
    revision: int
    steps: tuple[Step, ...]
    clock: Clock | None
    feedback: Feedback | None
    is_over: bool
    """Whether the quiz has a result."""
    next_open: int | None
    """The number of the question to go on with; None where every one is answered."""

    @property
    def is_last(self) -> bool:
        """Whether no question comes after it."""
        return self.number == self.total

    @property
    def is_chosen(self) -> bool:
        """Whether something is chosen, and stored."""
        return any(option.is_chosen for option in self.options)


def question_page(stored: StoredQuiz, number: int, pinned: PinnedChoice, now: datetime) -> QuestionPage:
    """The page of question `number` (from 0); `stored` is settled."""
    answer = stored.answer(number)
    return QuestionPage(
        quiz_id=stored.id,
        title=stored.title,
        mode=stored.quiz.mode,
        number=number + 1,
        total=len(stored.answers),
        stem=pinned.html["stem"],
        takes_several=takes_several(pinned.choice),
        options=options_of(answer, pinned),
        confidence=answer.slot.confidence,
        is_flagged=answer.is_flagged,
        revision=answer.revision,
        steps=steps_of(stored, number),
        clock=clock_of(stored, now),
        feedback=feedback_of(answer, pinned) if can_see_key(stored.quiz, number) else None,
        is_over=stored.quiz.is_over,
        next_open=next_open(stored, number),
    )


def options_of(answer: StoredAnswer, pinned: PinnedChoice) -> tuple[OptionChoice, ...]:
    """The options in the order this quiz shows them."""
    return tuple(
        OptionChoice(option_id, place, pinned.html[f"options/{option_id}"], option_id in answer.slot.chosen)
        for place, option_id in enumerate(answer.option_order, 1)
    )


def steps_of(stored: StoredQuiz, current: int | None = None) -> tuple[Step, ...]:
    """Every question in the row of steps; `current` (from 0) is the one that is shown."""
    return tuple(
        Step(answer.number + 1, answer.number == current, is_done(stored.quiz.mode, answer), answer.is_flagged)
        for answer in stored.answers
    )


def is_done(mode: Mode, answer: StoredAnswer) -> bool:
    """Whether nothing is left to do: in learn mode it was handed in, in an exam something is chosen."""
    return answer.slot.closed_at is not None if mode is Mode.LEARN else answer.slot.is_answered


def next_open(stored: StoredQuiz, after: int = -1) -> int | None:
    """The number (from 1) of the first question that is not done after that one, or else before it."""
    left = [answer.number for answer in stored.answers if not is_done(stored.quiz.mode, answer)]
    later = [number for number in left if number > after]
    return (later or left)[0] + 1 if left else None


def clock_of(stored: StoredQuiz, now: datetime) -> Clock | None:
    """The clock; None in learn mode."""
    quiz = stored.quiz
    if quiz.deadline is None:
        return None
    return Clock(
        pace=Pace.STRICT,
        seconds_left=seconds_left(quiz.deadline, now),
        seconds_elapsed=quiz.elapsed(now).total_seconds(),
        budget=(quiz.deadline - quiz.started_at).total_seconds(),
        closes_at=quiz.deadline,
    )
