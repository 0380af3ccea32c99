"""Spotting red flags: the start, one drill after another, and the result of each."""

import secrets

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from interview_sim.auth.guards import find_signed_in_user, login_required, public, signed_in_user
from interview_sim.auth.signals import guest_signed_in
from interview_sim.catalog.queries import PinnedDrill, find_current_drill, get_drill
from interview_sim.clock import utc_now
from interview_sim.domain.drill import UnknownFlag
from interview_sim.domain.errors import NotFound
from interview_sim.drill import service
from interview_sim.drill.blueprint import bp
from interview_sim.drill.forms import NOT_SHOWN, Ticked, parse_ticked
from interview_sim.drill.play import build_start, find_next, question_of, result_of
from interview_sim.drill.queries import get_answer
from interview_sim.web.negotiation import lead_to

__all__ = ["bp"]


@guest_signed_in.connect
def adopt_answers(_sender: object, *, from_user_id: int, to_user_id: int) -> None:
    """A guest signed in to an account: what they said of drills comes along."""
    service.adopt_answers(from_user_id, to_user_id)


@bp.get("/red-flags/drill/")
@public
def start() -> ResponseReturnValue:
    """What the drills are, how many there are about what, and the user's record."""
    user = find_signed_in_user()
    page = build_start(user.id if user else None, request.args.get("topic", ""))
    return render_template("drill/start.html", page=page)


@bp.get("/red-flags/drill/next")
@login_required
def go_on() -> ResponseReturnValue:
    """Draw the next drill, and lead to it."""
    topic = request.args.get("topic", "")
    slug = find_next(signed_in_user().id, topic, secrets.token_hex(8))
    if slug is None:
        return redirect(url_for(".start"), 303)
    return redirect(url_for(".question", slug=slug, topic=topic or None), 303)


@bp.get("/red-flags/drill/<slug>/")
@login_required
def question(slug: str) -> ResponseReturnValue:
    """One short answer, and the red flags it may raise."""
    pinned = find_current_drill(slug)
    if pinned is None:
        raise NotFound
    shown = Ticked((), False, pinned.revision_id, secrets.token_hex(16), request.args.get("topic", ""))
    return _question_page(pinned, shown)


@bp.post("/red-flags/drill/<slug>/answers")
@login_required
def answer(slug: str) -> ResponseReturnValue:
    """Judge what was ticked, by the revision that was shown; the same page sent twice is judged once."""
    ticked = parse_ticked(request.form)
    pinned = get_drill(ticked.revision_id)
    if pinned.slug != slug:
        raise NotFound
    if ticked.fault:
        return _question_page(pinned, ticked, ticked.fault), 422
    try:
        answer_id = service.answer(
            signed_in_user().id,
            pinned,
            ticked.flags,
            start_key=ticked.start_key or secrets.token_hex(16),
            now=utc_now(),
        )
    except UnknownFlag:
        return _question_page(pinned, ticked, NOT_SHOWN), 422
    return lead_to(url_for(".result", answer_id=answer_id, topic=ticked.topic or None))


@bp.get("/red-flags/drill/answers/<answer_id>/")
@login_required
def result(answer_id: str) -> ResponseReturnValue:
    """What was ticked, what is right, and why, flag by flag."""
    user = signed_in_user()
    found = result_of(get_answer(answer_id, user.id), user.id)
    return render_template("drill/result.html", result=found, topic=request.args.get("topic", ""))


def _question_page(pinned: PinnedDrill, ticked: Ticked, fault: str = "") -> str:
    key = ticked.start_key or secrets.token_hex(16)
    return render_template(
        "drill/question.html",
        question=question_of(pinned, key, ticked.flags),
        start_key=key,
        is_none=ticked.is_none,
        topic=ticked.topic,
        fault=fault,
    )
