"""Answering a question oneself: writing, opening the model answer beside it, marking its key points."""

import json
import secrets
from collections.abc import Mapping

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from interview_sim.auth.guards import login_required, signed_in_user
from interview_sim.bank import service
from interview_sim.bank.blueprint import bp
from interview_sim.bank.forms import MARK, parse_marks
from interview_sim.bank.queries import OwnAnswer, get_own_answer, list_offered
from interview_sim.bank.signals import ask_card_rating
from interview_sim.catalog.queries import PinnedQuestion, find_current_question, get_question
from interview_sim.clock import utc_now
from interview_sim.domain.attempt import Refusal
from interview_sim.domain.bank import (
    AnswerClosed,
    AttemptFinished,
    NotRevealed,
    PointsUnmarked,
    Stage,
    StaleText,
    TextTooLong,
    tell_score,
)
from interview_sim.domain.drafts import BadDraft, parse_draft, parse_key
from interview_sim.domain.errors import NotFound
from interview_sim.domain.scoring import PointMark
from interview_sim.web.errors import Wording
from interview_sim.web.errors import refusal as refusal_page
from interview_sim.web.negotiation import lead_to, wants_json

ANSWER = "/questions/<slug>/answers/<answer_id>"


@bp.post("/questions/<slug>/answers")
@login_required
def begin(slug: str) -> ResponseReturnValue:
    """Begin an own answer."""
    pinned = find_current_question(slug)
    if pinned is None:
        raise NotFound
    key = parse_key(request.form.get("start_key", "")) or secrets.token_hex(16)
    answer_id = service.begin(signed_in_user().id, pinned, key, utc_now())
    return lead_to(url_for(".answer", slug=slug, answer_id=answer_id))


@bp.get(f"{ANSWER}/")
@login_required
def answer(slug: str, answer_id: str) -> ResponseReturnValue:
    """The answer as far as it has come: being written, being marked, or finished."""
    stored = _get(slug, answer_id)
    if wants_json():
        return jsonify(text=stored.text, revision=stored.revision)
    pinned = get_question(stored.revision_id)
    template = "bank/writing.html" if stored.stage is Stage.WRITING else "bank/scoring.html"
    return render_template(
        template,
        stored=stored,
        pinned=pinned,
        question=pinned.question,
        marks=PointMark,
        seen=_seen(pinned, stored),
        linked=list_linked(pinned) if stored.stage is not Stage.WRITING else (),
        asks_for_marks="unmarked" in request.args,
        rated=ask_card_rating(stored.user_id, stored.item_id, stored.finished_at) if stored.finished_at else None,
        told=tell_score(pinned.question.points, stored.marks) if stored.stage is Stage.FINISHED else "",
        page_key=secrets.token_hex(8),
    )


@bp.post(f"{ANSWER}/draft")
@login_required
def save_answer(slug: str, answer_id: str) -> ResponseReturnValue:
    """Keep the text while it is written."""
    _get(slug, answer_id)
    try:
        revision = service.save_text(answer_id, signed_in_user().id, parse_draft(request.form), utc_now())
    except (Refusal, BadDraft) as refusal:
        return _refused(slug, answer_id, refusal)
    if wants_json():
        return jsonify(revision=revision)
    flash("Saved.", "success")
    return redirect(_address(slug, answer_id), 303)


@bp.post(f"{ANSWER}/reveal")
@login_required
def reveal(slug: str, answer_id: str) -> ResponseReturnValue:
    """Open the model answer beside the text, which is final from then on."""
    _get(slug, answer_id)
    try:
        service.reveal(answer_id, signed_in_user().id, parse_draft(request.form), utc_now())
    except (Refusal, BadDraft) as refusal:
        return _refused(slug, answer_id, refusal)
    return redirect(_address(slug, answer_id), 303)


@bp.post(f"{ANSWER}/marks")
@login_required
def mark(slug: str, answer_id: str) -> ResponseReturnValue:
    """Keep the marks so far."""
    _get(slug, answer_id)
    try:
        service.mark(answer_id, signed_in_user().id, parse_marks(request.form), utc_now())
    except BadDraft as fault:
        return _not_understood(fault)
    except Refusal as refusal:
        return _refused(slug, answer_id, refusal)
    if wants_json():
        return jsonify(saved=True)
    flash("Saved.", "success")
    return redirect(_address(slug, answer_id), 303)


@bp.post(f"{ANSWER}/finish")
@login_required
def finish(slug: str, answer_id: str) -> ResponseReturnValue:
    """Keep the marks and make them final."""
    _get(slug, answer_id)
    rest = request.form.get("rest") == "missed"
    try:
        service.finish(answer_id, signed_in_user().id, parse_marks(request.form), utc_now(), rest_is_missed=rest)
    except PointsUnmarked as refusal:
        return redirect(_address(slug, answer_id, unmarked=refusal.count), 303)
    except BadDraft as fault:
        return _not_understood(fault)
    except Refusal as refusal:
        return _refused(slug, answer_id, refusal)
    return redirect(_address(slug, answer_id), 303)


@bp.get(f"{ANSWER}/delete/")
@login_required
def ask_delete(slug: str, answer_id: str) -> ResponseReturnValue:
    """Whether the answer is really to be deleted."""
    stored = _get(slug, answer_id)
    return render_template(
        "bank/confirm_delete.html", stored=stored, question=get_question(stored.revision_id).question
    )


@bp.post(f"{ANSWER}/delete")
@login_required
def delete(slug: str, answer_id: str) -> ResponseReturnValue:
    """Delete the answer with its marks."""
    _get(slug, answer_id)
    service.delete_answer(answer_id, signed_in_user().id)
    flash("Your answer is deleted.", "success")
    return redirect(url_for(".question", slug=slug), 303)


def list_linked(pinned: PinnedQuestion) -> set[str]:
    """The slugs of the follow-ups that are themselves questions of the bank, as it is now."""
    asked = [each.question.partition("/")[2] for each in pinned.question.follow_ups if each.question]
    return list_offered(asked) if asked else set()


def text_refused(
    refusal: BadDraft | TextTooLong | StaleText, action: str, back: str, what: str
) -> ResponseReturnValue:
    """A text that was not saved, with what the person can do about it; their words are in the reply."""
    if isinstance(refusal, StaleText):
        if wants_json():
            message = f"This {what} was changed in another window."
            return jsonify(error="stale-draft", message=message, text=refusal.text, revision=refusal.revision), 409
        page = render_template(
            "bank/conflict.html",
            what=what,
            action=action,
            back=back,
            mine=request.form.get("text", ""),
            theirs=refusal,
            page_key=secrets.token_hex(8),
        )
        return page, 409
    if wants_json():
        return jsonify(error="unacceptable", message=str(refusal)), 422
    page = render_template(
        "bank/unacceptable.html",
        what=what,
        action=action,
        back=back,
        message=str(refusal),
        text=request.form.get("text", ""),
        revision=request.form.get("revision", "0"),
        page_key=secrets.token_hex(8),
    )
    return page, 422


def _not_understood(fault: BadDraft) -> ResponseReturnValue:
    """Marks that no page of ours sends; there are no words to keep."""
    return refusal_page(422, Wording("unacceptable", "That could not be understood", str(fault))), 422


def _refused(slug: str, answer_id: str, refusal: Refusal | BadDraft) -> ResponseReturnValue:
    here = _address(slug, answer_id)
    if isinstance(refusal, StaleText | TextTooLong | BadDraft):
        return text_refused(refusal, url_for(".save_answer", slug=slug, answer_id=answer_id), here, "answer")
    code, message = _WORDS[type(refusal)]
    if wants_json():
        return jsonify(error=code, message=message), 409
    if typed := request.form.get("text", "").strip():
        wording = Wording(code, "This was not saved", f"{message} Copy what you need of it.")
        return refusal_page(409, wording, typed={"Your answer": typed}), 409
    flash(message, "warning")
    return redirect(here, 303)


_WORDS: Mapping[type[Exception], tuple[str, str]] = {
    AnswerClosed: ("answer-final", "The model answer was opened in another window, so the text is final."),
    NotRevealed: ("not-revealed", "Open the model answer first; then the points can be marked."),
    AttemptFinished: ("answer-finished", "This answer is scored, and its marks are final."),
}


def _seen(pinned: PinnedQuestion, stored: OwnAnswer) -> str:
    """The marks the page shows, by their fields: what differs from them later was changed on that page."""
    shown = {f"{MARK}{point.id}": stored.marks.get(point.id, "") for point in pinned.question.points}
    return json.dumps(shown, separators=(",", ":"))


def _get(slug: str, answer_id: str) -> OwnAnswer:
    """The signed-in user's answer to this question. Raises `NotFound`."""
    stored = get_own_answer(answer_id, signed_in_user().id)
    if stored.slug != slug:
        raise NotFound
    return stored


def _address(slug: str, answer_id: str, **more: int) -> str:
    return url_for(".answer", slug=slug, answer_id=answer_id, **more)  # type: ignore[arg-type]
