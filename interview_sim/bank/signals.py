"""What other features may want to know of the bank."""

from dataclasses import dataclass
from datetime import datetime

from blinker import Namespace

from interview_sim.domain.review import CardRating

_signals = Namespace()

question_scored = _signals.signal("question-scored")
"""A self-scored answer to a question of the bank was finished: its marks are final.

Sent once, inside the transaction and before it is committed, with `owner_id`, `item_id`, `revision_id`, `score` (0 to
1) and `now`.
"""

card_rating_wanted = _signals.signal("card-rating-wanted")
"""Which card of spaced review did the answer rate that was scored at this moment? Sent with `owner_id`, `item_id` and
`finished_at`; whoever knows returns a `CardRating`, or None."""


def ask_card_rating(owner_id: int, item_id: int, finished_at: datetime) -> CardRating | None:
    """What the answer did to its question's card; None where there was none."""
    answers = card_rating_wanted.send(None, owner_id=owner_id, item_id=item_id, finished_at=finished_at)
    return next((rating for _receiver, rating in answers if isinstance(rating, CardRating)), None)


review_card_wanted = _signals.signal("review-card-wanted")
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
