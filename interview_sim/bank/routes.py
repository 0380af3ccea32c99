"""The list of questions, one question, bookmarks, notes and guides. `answer_routes.py` has answering it oneself."""

import secrets

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from interview_sim.auth.guards import find_signed_in_user, login_required, public, signed_in_user
from interview_sim.auth.signals import guest_signed_in
from interview_sim.bank import answer_routes, service
from interview_sim.bank.blueprint import bp
from interview_sim.bank.forms import parse_text
from interview_sim.bank.list_page import build_list
from interview_sim.bank.list_queries import find_neighbours
from interview_sim.bank.listing import parse_filter, parse_place
from interview_sim.bank.queries import get_note, is_bookmarked, list_own_answers
from interview_sim.catalog.queries import (
    PinnedQuestion,
    find_current_guide,
    find_current_question,
    list_current_guides,
    list_topics,
)
from interview_sim.clock import utc_now
from interview_sim.domain.bank import SEEN, WEAK, StaleText, TextTooLong
from interview_sim.domain.drafts import BadDraft
from interview_sim.domain.errors import NotFound
from interview_sim.web.negotiation import wants_json

__all__ = ["answer_routes", "bp"]

OWN_ANSWERS = 20
"""How many own answers a question's page lists."""


@guest_signed_in.connect
def adopt(_sender: object, *, from_user_id: int, to_user_id: int) -> None:
    """A guest signed in to an account: their answers, bookmarks and notes come along."""
    service.adopt(from_user_id, to_user_id)


@bp.get("/questions/")
@public
def questions() -> ResponseReturnValue:
    """The questions that fit what the address asks for."""
    user = find_signed_in_user()
    topics = list_topics()
    wanted = parse_filter(request.args, topics, is_signed_in=user is not None)
    page = build_list(wanted, user.id if user else None)
    return render_template("bank/questions.html", page=page, wanted=wanted, topics=topics, weak=WEAK, seen=SEEN)


@bp.get("/questions/<slug>/")
@public
def question(slug: str) -> ResponseReturnValue:
    """One question, its model answer folded."""
    user, pinned = find_signed_in_user(), get_offered(slug)
    topics = list_topics()
    wanted = parse_filter(request.args, topics, is_signed_in=user is not None)
    place = parse_place(request.args)
    return render_template(
        "bank/question.html",
        pinned=pinned,
        question=pinned.question,
        topics=topics,
        neighbours=find_neighbours(wanted, user.id if user else None, slug, place) if place else None,
        place=place,
        wanted=wanted,
        is_bookmarked=user is not None and is_bookmarked(user.id, pinned.item_id),
        note=get_note(user.id, pinned.item_id) if user else None,
        answers=list_own_answers(user.id, pinned.item_id, OWN_ANSWERS) if user else (),
        start_key=secrets.token_hex(16),
        page_key=secrets.token_hex(8),
    )


@bp.post("/questions/<slug>/bookmark")
@login_required
def bookmark(slug: str) -> ResponseReturnValue:
    """Bookmark the question, or no longer."""
    pinned = get_offered(slug)
    wanted = request.form.get("bookmark") == "1"
    service.set_bookmark(signed_in_user().id, pinned.item_id, wanted, utc_now())
    flash("Bookmarked." if wanted else "The bookmark is gone.", "success")
    return redirect(url_for(".question", slug=slug), 303)


@bp.post("/questions/<slug>/note")
@login_required
def note(slug: str) -> ResponseReturnValue:
    """Keep the private note."""
    pinned, user_id = get_offered(slug), signed_in_user().id
    try:
        revision = service.save_note(user_id, pinned.item_id, parse_text(request.form), utc_now())
    except (BadDraft, TextTooLong, StaleText) as refusal:
        return answer_routes.text_refused(
            refusal, url_for(".note", slug=slug), url_for(".question", slug=slug), "note"
        )
    if wants_json():
        return jsonify(revision=revision)
    flash("Your note is saved.", "success")
    return redirect(url_for(".question", slug=slug, _anchor="note"), 303)


@bp.get("/guides/")
@public
def guides() -> ResponseReturnValue:
    """Every guide, in its pack's order."""
    return render_template("bank/guides.html", guides=list_current_guides())


@bp.get("/guides/<slug>/")
@public
def guide(slug: str) -> ResponseReturnValue:
    """One guide."""
    pinned = find_current_guide(slug)
    if pinned is None:
        raise NotFound
    every = list_current_guides()
    place = [each.slug for each in every].index(slug)
    following = every[place + 1] if place + 1 < len(every) else None
    return render_template("bank/guide.html", pinned=pinned, guide=pinned.guide, following=following)


def get_offered(slug: str) -> PinnedQuestion:
    """The question as it is offered now. Raises `NotFound`."""
    pinned = find_current_question(slug)
    if pinned is None:
        raise NotFound
    return pinned
