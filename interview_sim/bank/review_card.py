"""Whether a question is in the user's spaced review. The bank must not know the review: so it asks into the room."""

from dataclasses import dataclass

from blinker import Namespace

review_card_wanted = Namespace().signal("review-card-wanted")
"""Is this question in the user's review? Sent with `user_id` and `item_id`; whoever knows returns a `ReviewCard`, or
None."""


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """The card of a question in the user's review."""

    id: str
    is_suspended: bool


def find_review_card(user_id: int, item_id: int) -> ReviewCard | None:
    """The card of the question, or None where it is not in the user's review."""
    answers = review_card_wanted.send(None, user_id=user_id, item_id=item_id)
    return next((card for _receiver, card in answers if isinstance(card, ReviewCard)), None)
