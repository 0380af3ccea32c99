"""What other features may want to know of sign-ins."""

from blinker import Namespace

_signals = Namespace()

guest_signed_in = _signals.signal("guest-signed-in")
"""A guest signed in to an account. Sent inside the transaction, before the guest is deleted, with `from_user_id` and
`to_user_id`: whoever owns rows of the guest gives them to the account."""
