"""What other features may want to know of the bank."""

from blinker import Namespace

_signals = Namespace()

question_scored = _signals.signal("question-scored")
"""A self-scored answer to a question of the bank was finished: its marks are final.

Sent once, inside the transaction and before it is committed, with `owner_id`, `item_id`, `revision_id`, `score` (0 to
1) and `now`.
"""
