"""What the pages of the drills show: the start, one answer to judge, and what was said of one."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from interview_sim.catalog.queries import (
    PinnedDrill,
    get_drill,
    list_current_drills,
    list_topics,
)
from interview_sim.domain.content import Level
from interview_sim.domain.drill import Latest, Verdict, draw, in_order, result_words
from interview_sim.domain.rating import Rating
from interview_sim.domain.topics import unknown_words
from interview_sim.drill.queries import AnswerRow, StoredAnswer, list_latest, list_recent

RECENT = 8
"""How many of the latest answers the start lists."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic to choose, and how many drills there are about it."""

    slug: str
    name: str
    drills: int


@dataclass(frozen=True, slots=True)
class Record:
    """How far the user is with the drills on offer."""

    total: int
    seen: int
    right: int

    @property
    def told(self) -> str:
        """In a sentence; empty before the first answer."""
        if not self.seen:
            return ""
        return f"You have seen {self.seen} of {self.total}, and got {self.right} exactly right the last time."


@dataclass(frozen=True, slots=True)
class StartPage:
    """What there is, and the user's record with it."""

    topics: tuple[Topic, ...]
    topic: str
    fault: str
    """What is wrong with the topic that was asked for; empty where nothing is. Then all are shown."""
    total: int
    """How many drills there are about every topic."""
    record: Record
    """Of those about the chosen topic."""
    recent: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One flag to tick; its key is its place on the page."""

    number: int
    id: str
    text: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One drill to be answered; nothing of what it is judged by."""

    slug: str
    revision_id: int
    level: Level
    asked: Markup
    answer: Markup
    flags: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """One flag of an answered drill."""

    text: str
    hurts: str
    """Why the flag makes an interviewer doubt."""
    caps: Rating
    verdict: Verdict
    why: str
    """Why this answer raises it or does not."""


@dataclass(frozen=True, slots=True)
class Result:
    """An answered drill."""

    told: str
    stored: StoredAnswer
    level: Level
    asked: Markup
    answer: Markup
    flags: tuple[Judged, ...]
    record: Record


def build_start(user_id: int | None, topic: str) -> StartPage:
    """The start for a user, or for nobody."""
    drills = list_current_drills()
    counts = Counter(slug for pinned in drills for slug in pinned.drill.topics)
    fault = unknown_words([topic]) if topic and topic not in counts else ""
    topic = "" if fault else topic
    names = list_topics()
    offered = [pinned.item_id for pinned in _about(drills, topic)]
    return StartPage(
        topics=tuple(Topic(slug, name, counts[slug]) for slug, name in names.items() if slug in counts),
        topic=topic,
        fault=fault,
        total=len(drills),
        record=_record(offered, list_latest(user_id) if user_id is not None else []),
        recent=tuple(list_recent(user_id, RECENT)) if user_id is not None else (),
    )


def find_next(user_id: int, topic: str, seed: str) -> str | None:
    """The slug of the drill to show next; None where none is about `topic`."""
    offered = {pinned.item_id: pinned.slug for pinned in _about(list_current_drills(), topic)}
    drawn = draw(offered, list_latest(user_id), seed)
    return None if drawn is None else offered[drawn]


def question_of(pinned: PinnedDrill, seed: str, ticked: Collection[str] = ()) -> Question:
    """The drill as it is shown before it is answered, its flags in the order of `seed`."""
    drill = pinned.drill
    entries = in_order(list(zip(drill.flags, pinned.red_flags, strict=True)), seed)
    return Question(
        slug=pinned.slug,
        revision_id=pinned.revision_id,
        level=drill.level,
        asked=pinned.html["asked"],
        answer=pinned.html["answer"],
        flags=tuple(
            Shown(number, entry.id, flag.text, entry.id in ticked)
            for number, (entry, flag) in enumerate(entries, start=1)
        ),
    )


def result_of(stored: StoredAnswer, user_id: int) -> Result:
    """What was said of the drill, flag by flag, worded as it was then."""
    pinned = get_drill(stored.revision_id)
    entries = {entry.id: (entry, flag) for entry, flag in zip(pinned.drill.flags, pinned.red_flags, strict=True)}
    judged = []
    for finding in stored.findings:
        entry, flag = entries[finding.flag_id]
        judged.append(Judged(flag.text, flag.why, flag.caps, finding.verdict, entry.why))
    return Result(
        told=result_words([finding.verdict for finding in stored.findings]),
        stored=stored,
        level=pinned.drill.level,
        asked=pinned.html["asked"],
        answer=pinned.html["answer"],
        flags=tuple(judged),
        record=_record([each.item_id for each in list_current_drills()], list_latest(user_id)),
    )


def _about(drills: Sequence[PinnedDrill], topic: str) -> list[PinnedDrill]:
    return [pinned for pinned in drills if not topic or topic in pinned.drill.topics]


def _record(offered: Sequence[int], latest: Sequence[Latest]) -> Record:
    known = [each for each in latest if each.item_id in set(offered)]
    return Record(len(offered), len(known), sum(each.is_right for each in known))
