"""Who may call an endpoint: every view is marked with one of these, and a test names the one that is not."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from flask_login import current_user
from flask_login import login_required as _login_required

from interview_sim.auth.session_user import SignedInUser

P = ParamSpec("P")
R = TypeVar("R")

ACCESS = "interview_sim_access"
"""The attribute a guard leaves on a view: `public` or `login`."""


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view that needs no one to be signed in."""
    setattr(view, ACCESS, "public")
    return view


def login_required(view: Callable[P, R]) -> Callable[P, R]:
    """Let only signed-in users (guests among them) through."""
    guarded = cast(Callable[P, R], _login_required(view))
    setattr(guarded, ACCESS, "login")
    return guarded


def signed_in_user() -> SignedInUser:
    """The user of this request; only inside a `login_required` view."""
    return cast(SignedInUser, current_user._get_current_object())


def find_signed_in_user() -> SignedInUser | None:
    """The user of this request, or None where nobody is signed in."""
    return signed_in_user() if current_user.is_authenticated else None
