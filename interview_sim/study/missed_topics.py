"""Which topics the points are about that a user missed in an interview and has not learnt since."""

from sqlalchemy import select

from interview_sim.catalog.models import ContentItem
from interview_sim.catalog.queries import find_current_scenario
from interview_sim.domain.review import CardKind
from interview_sim.extensions import db
from interview_sim.study.models import ReviewCard
from interview_sim.study.scheduling import REVIEW

_items = ContentItem.__table__.c
_cards = ReviewCard.__table__.c


def list_missed_topics(user_id: int, slug: str) -> set[str]:
    """The topics of the bank questions that those points link to; empty where nothing was missed."""
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
    questions = {
        point.question.partition("/")[2]
        for prompt in pinned.scenario.prompts
        for point in prompt.points
        if point.question and f"{prompt.id}/{point.id}" in missed
    }
    if not questions:
        return set()
    rows = db.session.execute(
        select(_items.topics).where(_items.kind == "question", _items.slug.in_(questions))
    ).scalars()
    return {topic for topics in rows for topic in topics.split()}
