"""Telling the page of a question whether it is in the review."""

from interview_sim.bank.review_card import ReviewCard, review_card_wanted
from interview_sim.domain.review import CardKind
from interview_sim.study.queries import find_card


@review_card_wanted.connect
def tell_review_card(_sender: object, *, user_id: int, item_id: int) -> ReviewCard | None:
    """The user's card for a question of the bank."""
    card = find_card(user_id, CardKind.QUESTION, item_id)
    return None if card is None else ReviewCard(card.id, is_suspended=card.suspended_at is not None)
