"""The result of a finished quiz, worked out from its pinned questions: templates decide nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from interview_sim.catalog.queries import PinnedChoice, get_choices, list_topics
from interview_sim.domain.content import Level
from interview_sim.domain.quiz import Confidence, FinishedBy, Mode, Score, counts, grade, key_of, score_of
from interview_sim.domain.wording import counted, duration
from interview_sim.quiz.feedback import Feedback, feedback_of
from interview_sim.quiz.queries import StoredAnswer, StoredQuiz


@dataclass(frozen=True, slots=True)
class Line:
    """One topic or level: `points` questions, and the score in whole per cent."""

    name: str
    points: int
    right: int
    score: int


@dataclass(frozen=True, slots=True)
class Result:
    """Everything the result page shows."""

    stored: StoredQuiz
    score: Score
    topics: tuple[Line, ...]
    levels: tuple[Line, ...]
    to_read: tuple[tuple[str, str], ...]
    """Slug and name of each topic of which not everything was right, the weakest first: the bank has more on it."""
    sure_but_wrong: tuple[Feedback, ...]
    questions: tuple[Feedback, ...]
    choices: Mapping[int, PinnedChoice]

    @property
    def others(self) -> tuple[Feedback, ...]:
        """Every question that is not among those the candidate was sure of and had wrong."""
        return tuple(question for question in self.questions if question not in self.sure_but_wrong)

    @property
    def percent(self) -> int:
        """The score in whole per cent."""
        return self.score.percent

    @property
    def verdict(self) -> str:
        """The score as a sentence."""
        if not self.score.counted:
            return "No question was answered."
        return f"{self.score.right} of {counted(self.score.counted, 'question')} right."

    @property
    def blank(self) -> int:
        """How many questions have no answer."""
        return sum(question.is_blank or question.is_right is None for question in self.questions)

    @property
    def blank_words(self) -> str:
        """What not answering them means; empty where there are none."""
        if not self.blank:
            return ""
        left = counted(self.blank, "question was", "questions were")
        if self.stored.quiz.mode is Mode.EXAM:
            return f"{left} left blank, and {'counts' if self.blank == 1 else 'count'} as not right."
        return f"{left} not reached, and {'does' if self.blank == 1 else 'do'} not count."

    @property
    def to_review(self) -> tuple[Feedback, ...]:
        """What went into spaced review: wrong, left blank in an exam, or guessed."""
        return tuple(question for question in self.questions if question.review_reason)

    @property
    def counts_twice(self) -> bool:
        """Whether the topics add up to more questions than there are."""
        return sum(line.points for line in self.topics) > self.score.counted

    @property
    def missed(self) -> int:
        """How many questions "these again" would ask."""
        return self.score.counted - self.score.right

    @property
    def time(self) -> str:
        """How long it took, and how it ended, as a sentence."""
        quiz = self.stored.quiz
        used = duration(quiz.elapsed(quiz.finished_at or quiz.started_at))
        if quiz.deadline is None:
            return f"{used} from the first question to the end."
        allowed = duration(quiz.deadline - quiz.started_at)
        if quiz.finished_by is FinishedBy.CLOCK:
            return f"All of {allowed}: the clock ended it."
        return f"{used} of {allowed}{self._per_question()}."

    def _per_question(self) -> str:
        quiz = self.stored.quiz
        each = quiz.elapsed(quiz.finished_at or quiz.started_at) / len(quiz.slots)
        return f", {duration(each)} a question" if each >= timedelta(seconds=1) else ""

    @property
    def finished_at(self) -> datetime:
        """When it ended."""
        quiz = self.stored.quiz
        return quiz.finished_at or quiz.started_at


def result_of(stored: StoredQuiz) -> Result:
    """The result; `stored` is settled and over. An exam the clock ended may not be written down yet: it is graded."""
    choices = get_choices(stored.revision_ids)
    keys = [key_of(choices[revision_id].choice) for revision_id in stored.revision_ids]
    graded = stored.with_quiz(grade(stored.quiz, keys))
    mode, names = graded.quiz.mode, list_topics()
    questions = tuple(feedback_of(answer, choices[answer.revision_id]) for answer in graded.answers)
    counting = [answer for answer in graded.answers if counts(mode, answer.slot)]

    def topics_of(answer: StoredAnswer) -> Iterable[str]:
        return [names.get(topic, topic) for topic in choices[answer.revision_id].choice.topics]

    def level_of(answer: StoredAnswer) -> Iterable[str]:
        return [choices[answer.revision_id].choice.level.value.capitalize()]

    topics = tuple(sorted(_lines(mode, counting, topics_of), key=lambda line: (line.score, line.name)))
    slugs = {
        names.get(topic, topic): topic for answer in counting for topic in choices[answer.revision_id].choice.topics
    }
    order = [level.value.capitalize() for level in Level]
    return Result(
        stored=graded,
        score=score_of(mode, graded.quiz.slots),
        topics=topics,
        levels=tuple(sorted(_lines(mode, counting, level_of), key=lambda line: order.index(line.name))),
        to_read=tuple((slugs[line.name], line.name) for line in topics if line.right < line.points),
        sure_but_wrong=tuple(
            question
            for question in questions
            if question.is_right is False and question.confidence is Confidence.SURE and not question.is_blank
        ),
        questions=questions,
        choices=choices,
    )


def _lines(
    mode: Mode, answers: Iterable[StoredAnswer], names_of: Callable[[StoredAnswer], Iterable[str]]
) -> list[Line]:
    groups: dict[str, list[StoredAnswer]] = {}
    for answer in answers:
        for name in names_of(answer):
            groups.setdefault(name, []).append(answer)
    scores = {name: score_of(mode, [answer.slot for answer in group]) for name, group in groups.items()}
    return [Line(name, score.counted, score.right, score.percent) for name, score in scores.items()]
