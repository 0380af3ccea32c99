"""What other features may want to know of the bank."""

from dataclasses import dataclass

from blinker import Namespace

_signals = Namespace()

question_scored = _signals.signal("question-scored")
"""A self-scored answer to a question of the bank was finished: its marks are final.

Sent once, inside the transaction and before it is committed, with `owner_id`, `item_id`, `revision_id`, `score` (0 to
1) and `now`.
"""

review_card_wanted = _signals.signal("review-card-wanted")
"""Is this question in the user's spaced review? Sent with `user_id` and `item_id`; whoever knows returns its
`ReviewCard`, or None. The bank must not know the review: so it asks into the room."""


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """The card of a question in the user's review."""

    id: str
    is_suspended: bool


def find_review_card(user_id: int, item_id: int) -> ReviewCard | None:
    """The card of the question, or None where it is not in the user's review."""
    answers = review_card_wanted.send(None, user_id=user_id, item_id=item_id)
    return next((card for _receiver, card in answers if isinstance(card, ReviewCard)), None)
