"""The signed cookie of a browser: which login session it belongs to, begun afresh at every sign-in."""

from datetime import timedelta

from flask import current_app, g, request, session
from flask_login import current_user

from interview_sim.auth import queries, service
from interview_sim.auth.guards import find_signed_in_user
from interview_sim.auth.service import Visit
from interview_sim.auth.session_user import SignedInUser, Visitor
from interview_sim.clock import utc_now
from interview_sim.extensions import login_manager

TOUCH_EVERY = timedelta(minutes=10)

login_manager.anonymous_user = Visitor
login_manager.session_protection = None  # The server-side login session is what protects; addresses may change.


def load_user(token: str) -> SignedInUser | None:
    """Whom the token in the cookie stands for, in one query."""
    return queries.find_session_user(token, utc_now())


login_manager.user_loader(load_user)


def this_visit() -> Visit:
    """When and with what this request was made."""
    now = utc_now()
    user_agent = "".join(letter for letter in request.user_agent.string if letter.isprintable())
    return Visit(now, now + current_app.permanent_session_lifetime, user_agent)


def begin(token: str) -> None:
    """Make this browser's cookie anew around a login session: nothing of the old one stays, its CSRF token least."""
    end()
    session.permanent = True
    session["_user_id"] = token
    session["_fresh"] = True


def end() -> None:
    """Empty this browser's cookie; what this request knew of its user and CSRF token is forgotten with it."""
    session.clear()
    g.pop("csrf_token", None)
    g.pop("_login_user", None)


def touch() -> None:
    """Let a login session that is used live on: noted on POSTs alone, at most every ten minutes."""
    if request.method != "POST" or not current_user.is_authenticated:
        return
    user, visit = find_signed_in_user(), this_visit()
    if user is not None and visit.now - user.last_seen_at >= TOUCH_EVERY:
        service.touch(user.session_id, visit.now, visit.expires_at)
        session.modified = True
