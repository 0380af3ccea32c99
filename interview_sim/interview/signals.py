"""What other features may want to know of interviews."""

from blinker import Namespace

_signals = Namespace()

debrief_finished = _signals.signal("debrief-finished")
"""The last debrief of an attempt was finished: its marks are final.

Sent inside the transaction, before it is committed, with `attempt_id`, `owner_id` and `now`: whoever keeps something
of missed points writes it together with the marks, or not at all.
"""
