"""The common mistakes of the bank's questions by topic, beside the user's own record in quizzes and interviews."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from interview_sim.catalog.queries import PinnedQuestion, get_questions, list_current_question_ids, list_topics
from interview_sim.domain.content import Mistake
from interview_sim.domain.topics import unknown_words
from interview_sim.domain.wording import counted
from interview_sim.extensions import db
from interview_sim.progress.judgement_queries import raised_flags_by_topic, wrong_answers_by_topic

EVERY_TOPIC = "all"
"""What the address says for all topics at once; no topic has this name in a shipped pack."""


@dataclass(frozen=True, slots=True)
class MistakeGroup:
    """What is commonly said wrongly to one question."""

    slug: str
    title: str
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic, how many mistakes are listed about it, and the user's own record there."""

    slug: str
    name: str
    mistakes: int
    wrong: int
    """How often the user was wrong about it in quizzes."""
    raised: int
    """How many red flags the user raised in interviews about it."""

    @property
    def told_wrong(self) -> str:
        """The record in quizzes; empty where there is none."""
        return f"{counted(self.wrong, 'wrong answer')} of yours in quizzes" if self.wrong else ""

    @property
    def told_raised(self) -> str:
        """The record in interviews; empty where there is none."""
        return f"{counted(self.raised, 'red flag')} raised by you in interviews about it" if self.raised else ""


@dataclass(frozen=True, slots=True)
class MistakePage:
    """The topics to choose from, and the mistakes of the chosen one."""

    topics: tuple[TopicRow, ...]
    chosen: TopicRow | None
    """None where all topics, or none, are shown."""
    groups: tuple[MistakeGroup, ...]
    total: int
    fault: str
    """What is wrong with the topic that was asked for; empty where nothing is."""

    @property
    def has_record(self) -> bool:
        """Whether the user was ever wrong in a quiz, or raised a red flag in an interview."""
        return any(row.wrong or row.raised for row in self.topics)


@dataclass(frozen=True, slots=True)
class _Index:
    """The mistakes of one set of revisions, sorted once and kept as long as that set is current."""

    revision_ids: tuple[int, ...]
    by_topic: Mapping[str, tuple[MistakeGroup, ...]]
    every: tuple[MistakeGroup, ...]


_indexes: WeakKeyDictionary[Engine, _Index] = WeakKeyDictionary()
"""One for each database: two applications in one process number their revisions independently."""


def build_mistakes(user_id: int | None, topic: str | None) -> MistakePage:
    """The mistakes about `topic`, or the topics alone: where it is None, or with what is wrong with it."""
    index = _index()
    wrong = wrong_answers_by_topic(user_id) if user_id is not None else {}
    raised = raised_flags_by_topic(user_id) if user_id is not None else {}
    rows = tuple(
        TopicRow(slug, name, _count(index.by_topic[slug]), wrong.get(slug, 0), raised.get(slug, 0))
        for slug, name in list_topics().items()
        if slug in index.by_topic
    )
    return MistakePage(
        topics=rows,
        chosen=next((row for row in rows if row.slug == topic), None),
        groups=index.every if topic == EVERY_TOPIC else index.by_topic.get(topic or "", ()),
        total=_count(index.every),
        fault=_fault(topic, index),
    )


def _fault(topic: str | None, index: _Index) -> str:
    if topic in (None, EVERY_TOPIC) or topic in index.by_topic:
        return ""
    return unknown_words([topic]) if topic else "Choose a topic first."


def _index() -> _Index:
    revision_ids = tuple(list_current_question_ids())
    kept = _indexes.get(db.engine)
    if kept is None or kept.revision_ids != revision_ids:
        kept = _indexes[db.engine] = _sort(revision_ids, get_questions(revision_ids).values())
    return kept


def _sort(revision_ids: tuple[int, ...], questions: Iterable[PinnedQuestion]) -> _Index:
    by_topic: dict[str, list[MistakeGroup]] = {}
    every = []
    for pinned in questions:
        question = pinned.question
        if not question.mistakes:
            continue
        group = MistakeGroup(pinned.slug, question.title, question.mistakes)
        every.append(group)
        for topic in question.topics:
            by_topic.setdefault(topic, []).append(group)
    return _Index(revision_ids, {topic: tuple(groups) for topic, groups in by_topic.items()}, tuple(every))


def _count(groups: Sequence[MistakeGroup]) -> int:
    return sum(len(group.mistakes) for group in groups)
