"""Which topics the points are about that a user missed in an interview and has not learnt since."""

from collections.abc import Sequence

from sqlalchemy import select

from interview_sim.catalog.models import ContentItem
from interview_sim.catalog.queries import PinnedScenario, find_current_scenario, list_topics
from interview_sim.domain.content import ExpectedPoint
from interview_sim.domain.review import CardKind
from interview_sim.domain.topics import named_topics
from interview_sim.extensions import db
from interview_sim.study.models import ReviewCard
from interview_sim.study.scheduling import REVIEW

_items = ContentItem.__table__.c
_cards = ReviewCard.__table__.c


def list_missed_topics(user_id: int, slug: str) -> set[str]:
    """The topics of the bank questions that those points link to, else those the point names; often none."""
    pinned = find_current_scenario(slug)
    if pinned is None:
        return set()
    parts = db.session.execute(
        select(_cards.part).where(
            _cards.user_id == user_id,
            _cards.kind == CardKind.POINT.value,
            _cards.item_id == pinned.item_id,
            _cards.state != REVIEW,
        )
    ).scalars()
    missed = set(parts)
    points = [
        point for prompt in pinned.scenario.prompts for point in prompt.points if f"{prompt.id}/{point.id}" in missed
    ]
    questions = {point.question.partition("/")[2] for point in points if point.question}
    named = _named_by([point for point in points if not point.question], pinned)
    if not questions:
        return named
    rows = db.session.execute(
        select(_items.topics).where(_items.kind == "question", _items.slug.in_(questions))
    ).scalars()
    return named | {topic for topics in rows for topic in topics.split()}


def _named_by(points: Sequence[ExpectedPoint], pinned: PinnedScenario) -> set[str]:
    """The scenario's topics that the words of these points, their cues or their competencies name."""
    if not points:
        return set()
    names, competencies = list_topics(), {each.id: each.name for each in pinned.scenario.competencies}
    texts = [text for point in points for text in (point.text, *point.cues, competencies[point.competency])]
    return named_topics(texts, {topic: names.get(topic, topic) for topic in pinned.scenario.topics})
