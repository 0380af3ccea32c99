"""Which points a user missed in an interview and has not learnt since."""

from sqlalchemy import select

from interview_sim.catalog.models import ContentItem
from interview_sim.domain.review import CardKind
from interview_sim.extensions import db
from interview_sim.study.models import ReviewCard
from interview_sim.study.scheduling import REVIEW

_items = ContentItem.__table__.c
_cards = ReviewCard.__table__.c


def list_missed_points(user_id: int, slug: str) -> set[str]:
    """Their addresses within the scenario, `prompt id/point id`."""
    statement = (
        select(_cards.part)
        .join_from(ReviewCard.__table__, ContentItem.__table__, _items.id == _cards.item_id)
        .where(
            _cards.user_id == user_id,
            _cards.kind == CardKind.POINT.value,
            _items.kind == "scenario",
            _items.slug == slug,
            _cards.state != REVIEW,
        )
    )
    return set(db.session.execute(statement).scalars())
