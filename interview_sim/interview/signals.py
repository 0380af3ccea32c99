"""What other features may want to know of interviews."""

from blinker import Namespace

from interview_sim.domain.review import CardChanges

_signals = Namespace()

debrief_finished = _signals.signal("debrief-finished")
"""The last debrief of an attempt was finished: its marks are final.

Sent inside the transaction, before it is committed, with `attempt_id`, `owner_id` and `now`: whoever keeps something
of missed points writes it together with the marks, or not at all.
"""

card_changes_wanted = _signals.signal("card-changes-wanted")
"""What did the debrief of this attempt do to the cards of spaced review? Sent with `attempt_id` and `owner_id`; who
knows returns `CardChanges`. Interviews must not know the review: so they ask into the room."""


def ask_card_changes(attempt_id: str, owner_id: int) -> CardChanges:
    """What the debrief of the attempt did to the cards."""
    answers = card_changes_wanted.send(None, attempt_id=attempt_id, owner_id=owner_id)
    return next((changes for _receiver, changes in answers if isinstance(changes, CardChanges)), CardChanges(0, 0))
