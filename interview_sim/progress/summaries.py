"""An attempt as lists show it, its state in words: an interview, a quiz, or an own answer to a question."""

from dataclasses import dataclass
from datetime import datetime

from interview_sim.bank.queries import AnswerRow
from interview_sim.catalog.queries import get_scenario
from interview_sim.domain.attempt import State
from interview_sim.domain.bank import STAGE_LABELS, Stage
from interview_sim.domain.quiz import Mode
from interview_sim.domain.quiz import State as QuizState
from interview_sim.domain.rating import Rating
from interview_sim.domain.scoring import percent
from interview_sim.domain.timing import Pace, is_over
from interview_sim.domain.wording import counted
from interview_sim.progress.queries import AttemptRow
from interview_sim.quiz.queries import QuizRow


@dataclass(frozen=True, slots=True)
class Summary:
    """One attempt in a list; nothing is left for the template to work out."""

    id: str
    title: str
    role: str
    question: str | None
    """The title of the one question that was retaken; None for a whole interview."""
    started_at: datetime
    pace: str
    state: str
    is_live: bool
    is_finished: bool
    is_debrief: bool
    percent: int | None
    """The score, rounded down as everywhere."""
    rating: Rating | None
    is_quiz: bool = False
    is_answer: bool = False
    slug: str = ""
    """Of the question that was answered."""
    is_time_up: bool = False
    """Whether an exam's clock has run out: nothing is left but to see the result."""

    @property
    def action(self) -> str:
        """What is left to do with it."""
        if self.is_time_up:
            return "See the result"
        if self.is_answer and self.is_debrief:
            return "Score it"
        return "Debrief" if self.is_debrief else "Continue"

    @property
    def manner(self) -> str:
        """How it was sat: `Strict pace`; `Exam` and `Learn mode` of a quiz; an own answer has no clock."""
        return self.pace if self.is_quiz or self.is_answer else f"{self.pace} pace"

    @property
    def name(self) -> str:
        """What a link to this attempt is about, whole or one question."""
        if self.is_quiz:
            return f"Quiz: {self.title}"
        if self.is_answer:
            return f"Your answer: {self.title}"
        return f"{self.title}, {self.question}" if self.question else self.title


def summarise(row: AttemptRow, now: datetime) -> Summary:
    """The attempt as a list shows it at that moment."""
    pinned = get_scenario(row.revision_id)
    total = 1 if row.only_prompt else len(pinned.scenario.prompts)
    return Summary(
        id=row.id,
        title=pinned.scenario.title,
        role=pinned.scenario.role,
        question=pinned.prompt(row.only_prompt).title if row.only_prompt else None,
        started_at=row.started_at,
        pace=row.pace.value.capitalize(),
        state=state_in_words(row, total, now),
        is_live=row.state.is_live,
        is_finished=row.state is State.FINISHED,
        is_debrief=row.state is State.DEBRIEFING,
        percent=None if row.score is None else percent(row.score),
        rating=row.rating,
    )


def summarise_quiz(row: QuizRow, now: datetime) -> Summary:
    """The quiz as a list shows it at that moment."""
    is_finished = row.state is QuizState.FINISHED
    is_time_up = not is_finished and row.expires_at is not None and now >= row.expires_at
    return Summary(
        id=row.id,
        title=row.title,
        role="Quiz",
        question=None,
        started_at=row.started_at,
        pace="Exam" if row.mode is Mode.EXAM else "Learn mode",
        state=quiz_state_in_words(row, is_time_up),
        is_live=not is_finished,
        is_finished=is_finished,
        is_debrief=False,
        percent=row.score.percent if row.score and row.score.counted else None,
        rating=None,
        is_quiz=True,
        is_time_up=is_time_up,
    )


def summarise_answer(row: AnswerRow) -> Summary:
    """The own answer as a list shows it."""
    return Summary(
        id=row.id,
        title=row.title,
        role="Question",
        question=None,
        started_at=row.started_at,
        pace="Your own answer",
        state=STAGE_LABELS[row.stage].capitalize(),
        is_live=row.stage is not Stage.FINISHED,
        is_finished=row.stage is Stage.FINISHED,
        is_debrief=row.stage is Stage.SCORING,
        percent=None if row.score is None else percent(row.score),
        rating=None,
        is_answer=True,
        slug=row.slug,
    )


def summarise_any(row: AttemptRow | QuizRow | AnswerRow, now: datetime) -> Summary:
    """An interview, a quiz or an own answer as a list shows it."""
    if isinstance(row, AnswerRow):
        return summarise_answer(row)
    return summarise_quiz(row, now) if isinstance(row, QuizRow) else summarise(row, now)


def quiz_state_in_words(row: QuizRow, is_time_up: bool) -> str:
    """Where the quiz stands, as stored, or that its time ran out meanwhile."""
    if row.score is not None:
        return f"{row.score.right} of {row.score.counted} right" if row.score.counted else "Nothing answered"
    if is_time_up:
        return "Time ran out: the result is ready"
    return f"Unfinished, {counted(row.total, 'question')}"


def state_in_words(row: AttemptRow, total: int, now: datetime) -> str:
    """Where the attempt stands, as stored, of `total` questions; whether time ran out meanwhile."""
    if row.state is State.FINISHED:
        return "Finished"
    if row.state is State.ABANDONED:
        return "Given up"
    if row.state is State.BRIEFING:
        return "Not begun"
    where = f"question {row.position + 1} of {total}"
    if row.state is State.DEBRIEFING:
        return f"Debrief waiting, {where}" if total > 1 else "Debrief waiting"
    if row.state is State.PAUSED:
        return f"Paused at {where}" if total > 1 else "Paused"
    if is_over(row.expires_at, Pace.STRICT, now):
        return f"Time ran out on {where}" if total > 1 else "Time ran out"
    return f"At {where}" if total > 1 else "Begun"
