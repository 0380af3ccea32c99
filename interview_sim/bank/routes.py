"""The list of questions, one question, bookmarks, notes and guides. `answer_routes.py` has answering it oneself."""

import secrets
from itertools import pairwise
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from interview_sim.auth.guards import find_signed_in_user, login_required, public, signed_in_user
from interview_sim.auth.local_paths import find_local_path
from interview_sim.auth.signals import guest_signed_in
from interview_sim.bank import answer_routes, service
from interview_sim.bank.answer_routes import list_linked
from interview_sim.bank.blueprint import bp
from interview_sim.bank.guide_page import lay_out
from interview_sim.bank.list_page import build_list
from interview_sim.bank.list_queries import find_neighbours
from interview_sim.bank.listing import page_of, parse_filter, parse_place
from interview_sim.bank.queries import find_kept_revision, get_note, is_bookmarked, is_seen, list_own_answers
from interview_sim.bank.signals import find_review_card
from interview_sim.catalog.queries import (
    PinnedQuestion,
    find_current_guide,
    find_current_question,
    get_question,
    list_current_guides,
    list_topics,
)
from interview_sim.clock import utc_now
from interview_sim.domain.bank import SEEN, WEAK, StaleText, TextTooLong
from interview_sim.domain.drafts import BadDraft, parse_draft
from interview_sim.domain.errors import NotFound
from interview_sim.web.negotiation import lead_to, wants_json

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
    address = wanted.on_page(wanted.page)
    if list(request.args.items(multi=True)) != list(address.items()):
        plain: dict[str, Any] = dict(address)  # a form sends its empty fields, too
        return redirect(url_for(".questions", **plain), 303)
    page = build_list(wanted, user.id if user else None)
    return render_template("bank/questions.html", page=page, wanted=wanted, topics=topics, weak=WEAK, seen=SEEN)


@bp.get("/questions/<slug>/")
@public
def question(slug: str) -> ResponseReturnValue:
    """One question, its model answer folded."""
    user = find_signed_in_user()
    pinned, is_offered = _get_question(slug, user.id if user else None)
    topics = list_topics()
    wanted = parse_filter(request.args, topics, is_signed_in=user is not None)
    place = parse_place(request.args)
    return render_template(
        "bank/question.html",
        pinned=pinned,
        question=pinned.question,
        is_offered=is_offered,
        linked=list_linked(pinned),
        here=request.full_path if request.query_string else request.path,
        topics=topics,
        neighbours=find_neighbours(wanted, user.id if user else None, slug, place) if place else None,
        place=place,
        list_page=page_of(place) if place else 1,
        wanted=wanted,
        is_bookmarked=user is not None and is_bookmarked(user.id, pinned.item_id),
        is_folded=user is not None and not is_seen(user.id, pinned.item_id),
        is_shown=request.args.get("answer") == "shown",
        card=find_review_card(user.id, pinned.item_id) if user else None,
        note=get_note(user.id, pinned.item_id) if user else None,
        answers=list_own_answers(user.id, pinned.item_id, OWN_ANSWERS) if user else (),
        start_key=secrets.token_hex(16),
        page_key=secrets.token_hex(8),
    )


@bp.post("/questions/<slug>/bookmark")
@login_required
def bookmark(slug: str) -> ResponseReturnValue:
    """Bookmark the question, or no longer."""
    user_id = signed_in_user().id
    pinned, _ = _get_question(slug, user_id)
    wanted = request.form.get("bookmark") == "1"
    service.set_bookmark(user_id, pinned.item_id, wanted, utc_now())
    flash("Bookmarked." if wanted else "The bookmark is gone.", "success")
    return lead_to(find_local_path(request.form.get("next")) or url_for(".question", slug=slug))


@bp.post("/questions/<slug>/look")
@login_required
def look(slug: str) -> ResponseReturnValue:
    """Open the model answer without an own answer, and note that it is seen."""
    user_id = signed_in_user().id
    pinned, _ = _get_question(slug, user_id)
    service.note_look(user_id, pinned.item_id, utc_now())
    if wants_json():
        return jsonify(seen=True)
    back = find_local_path(request.form.get("next"))
    return redirect(back or url_for(".question", slug=slug, answer="shown", _anchor="model-answer"), 303)


@bp.get("/questions/<slug>/note")
@login_required
def stored_note(slug: str) -> ResponseReturnValue:
    """The note as it is stored, for a page that was loaded while a save was on its way."""
    user_id = signed_in_user().id
    pinned, _ = _get_question(slug, user_id)
    stored = get_note(user_id, pinned.item_id)
    return jsonify(text=stored.text, revision=stored.revision)


@bp.post("/questions/<slug>/note")
@login_required
def note(slug: str) -> ResponseReturnValue:
    """Keep the private note."""
    user_id = signed_in_user().id
    pinned, _ = _get_question(slug, user_id)
    try:
        revision = service.save_note(user_id, pinned.item_id, parse_draft(request.form), utc_now())
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
    following = next((after for before, after in pairwise(every) if before.slug == slug), None)
    return render_template(
        "bank/guide.html", guide=pinned.guide, layout=lay_out(pinned.html["body"]), following=following
    )


def _get_question(slug: str, user_id: int | None) -> tuple[PinnedQuestion, bool]:
    """The question, and whether it is offered; a retired one only for those who have something of it.

    Raises `NotFound`.
    """
    pinned = find_current_question(slug)
    if pinned is not None:
        return pinned, True
    revision_id = find_kept_revision(slug, user_id) if user_id is not None else None
    if revision_id is None:
        raise NotFound
    return get_question(revision_id), False
