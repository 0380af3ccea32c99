"""Reading what a quiz can be drawn from: the current choice questions, and how each went last. It never writes."""

from collections.abc import Collection

from sqlalchemy import bindparam, select

from interview_sim.catalog.models import ContentItem
from interview_sim.domain.content import Level
from interview_sim.domain.drawing import Candidate, Standing
from interview_sim.extensions import db
from interview_sim.quiz.models import QuizAnswer

NOBODY = 0
"""No user has this id: to somebody who is not signed in everything is unseen."""

_items = ContentItem.__table__.c
_answers = QuizAnswer.__table__.c

_LAST = (
    select(_answers.is_right)
    .where(_answers.user_id == bindparam("owner_id"), _answers.item_id == _items.id, _answers.is_right.is_not(None))
    .order_by(_answers.answered_at.desc(), _answers.attempt_id.desc(), _answers.number.desc())
    .limit(1)
    .correlate(ContentItem.__table__)
    .scalar_subquery()
)
_BANK = (
    select(_items.id, _items.current_id, _items.level, _items.topics, _LAST.label("was_right"))
    .where(_items.kind == "choice", _items.current_id.is_not(None))
    .order_by(_items.id)
)
"""One probe of the index per question, however long the history."""


_TOPICS = select(_items.pack, _items.slug, _items.topics).where(
    _items.kind == "question", _items.slug.in_(bindparam("slugs", expanding=True))
)


def list_bank(owner_id: int | None) -> list[Candidate]:
    """Every choice question that is offered now, with the user's standing."""
    rows = db.session.execute(_BANK, {"owner_id": NOBODY if owner_id is None else owner_id})
    return [
        Candidate(
            item_id=row.id,
            revision_id=row.current_id,
            level=Level(row.level),
            topics=frozenset(row.topics.split()),
            standing=_standing(row.was_right),
        )
        for row in rows
    ]


def list_question_topics(addresses: Collection[str]) -> dict[str, frozenset[str]]:
    """The topics of these questions of the bank (`pack/slug`), in one statement; what is not there is left out."""
    slugs = [address.partition("/")[2] for address in addresses]
    rows = db.session.execute(_TOPICS, {"slugs": slugs}) if slugs else ()
    found = {f"{row.pack}/{row.slug}": frozenset(row.topics.split()) for row in rows}
    return {address: found[address] for address in addresses if address in found}


def _standing(was_right: bool | None) -> Standing:
    if was_right is None:
        return Standing.UNSEEN
    return Standing.RIGHT if was_right else Standing.WRONG
