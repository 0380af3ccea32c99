"""The debrief: the prediction, then the checklist beside the candidate's own words, prompt by prompt."""

from dataclasses import asdict

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from interview_sim.auth.guards import login_required, signed_in_user
from interview_sim.catalog.queries import get_scenario
from interview_sim.clock import utc_now
from interview_sim.domain.attempt import AlreadyPredicted, AttemptClosed, ChecklistClosed, Refusal, can_see_checklist
from interview_sim.domain.marking import Why, Withheld
from interview_sim.domain.scoring_rules import published
from interview_sim.interview import debrief_service, prose  # noqa: F401 - its filters are for the templates
from interview_sim.interview.blueprint import bp
from interview_sim.interview.debrief import checklist_of, is_reachable, review_of
from interview_sim.interview.debrief_forms import (
    NOTE,
    QUOTE,
    BadSheet,
    changed_fields,
    changed_texts,
    parse_prediction,
    parse_sheet,
    parse_target,
)
from interview_sim.interview.debrief_queries import get_findings
from interview_sim.interview.debrief_returned import Returned
from interview_sim.interview.debrief_service import PointsUnmarked, WordsHeldBack
from interview_sim.interview.queries import StoredAttempt, get_attempt
from interview_sim.web.errors import Wording
from interview_sim.web.errors import refusal as refusal_page
from interview_sim.web.negotiation import lead_to, wants_json

DEBRIEF = "/attempts/<attempt_id>/debrief/<int(max=999):n>"
NOT_OPEN = ("not-debriefing", "This question's checklist is not open now.")


@bp.get(f"{DEBRIEF}/")
@login_required
def debrief(attempt_id: str, n: int) -> ResponseReturnValue:
    """The prediction, or once that is given the checklist; another step leads to the current one."""
    stored = get_attempt(attempt_id, signed_in_user().id).settled(utc_now())
    if not is_reachable(stored, n):
        return redirect(url_for(".current", attempt_id=attempt_id), 303)
    if can_see_checklist(stored.attempt, n - 1):
        return _checklist_page(stored, n, Returned(asks_for_marks="unmarked" in request.args))
    return _prediction_page(stored, n)


@bp.post(f"{DEBRIEF}/predict")
@login_required
def predict(attempt_id: str, n: int) -> ResponseReturnValue:
    """Take the prediction; the first one counts."""
    owner_id = signed_in_user().id
    try:
        debrief_service.predict(attempt_id, owner_id, n - 1, parse_prediction(request.form), utc_now())
    except BadSheet as fault:
        stored = get_attempt(attempt_id, owner_id).settled(utc_now())
        if is_reachable(stored, n) and not can_see_checklist(stored.attempt, n - 1):
            return _prediction_page(stored, n, str(fault)), 422
    except AlreadyPredicted:
        pass  # sent twice, or from two windows: the checklist is open
    except Refusal:
        return redirect(url_for(".current", attempt_id=attempt_id), 303)
    return redirect(_debrief_url(attempt_id, n), 303)


@bp.post(f"{DEBRIEF}/marks")
@login_required
def mark(attempt_id: str, n: int) -> ResponseReturnValue:
    """Save one tick of the checklist, or all of it."""
    owner_id = signed_in_user().id
    try:
        target, sheet = parse_target(request.form, attempt_id, owner_id, n), parse_sheet(request.form)
        debrief_service.save(target, sheet, utc_now())
    except (Refusal, BadSheet) as refusal:
        return _refused(attempt_id, n, refusal)
    if wants_json():
        return jsonify(saved=True)
    flash("Saved.", "success")
    return redirect(_debrief_url(attempt_id, n), 303)


@bp.post(f"{DEBRIEF}/next")
@login_required
def close_debrief(attempt_id: str, n: int) -> ResponseReturnValue:
    """Save the checklist, close it and go on; unmarked points are counted as missed only where that was asked for."""
    owner_id, rest_is_missed = signed_in_user().id, request.form.get("rest") == "missed"
    try:
        target, sheet = parse_target(request.form, attempt_id, owner_id, n), parse_sheet(request.form)
        stored = debrief_service.finish(target, sheet, utc_now(), rest_is_missed=rest_is_missed)
    except PointsUnmarked as refusal:
        return _ask_for_marks(attempt_id, n, len(refusal.points))
    except (Refusal, BadSheet) as refusal:
        return _refused(attempt_id, n, refusal, is_closing=True)
    goes_on = n < len(stored.answers) and is_reachable(stored, n + 1)
    target_url = _debrief_url(attempt_id, n + 1) if goes_on else url_for(".current", attempt_id=attempt_id)
    return lead_to(target_url)


def _prediction_page(stored: StoredAttempt, n: int, fault: str = "") -> str:
    review = review_of(stored, get_scenario(stored.revision_id), n)
    thresholds = published().thresholds
    return render_template("interview/debrief_predict.html", review=review, thresholds=thresholds, fault=fault)


def _checklist_page(stored: StoredAttempt, n: int, returned: Returned) -> str:
    pinned = get_scenario(stored.revision_id)
    findings = get_findings(stored.id, stored.user_id)
    checklist = checklist_of(stored, pinned, findings, n, returned)
    return render_template("interview/debrief.html", checklist=checklist, review=checklist.review)


def _ask_for_marks(attempt_id: str, n: int, unmarked: int) -> ResponseReturnValue:
    """All that was sent is saved, so the page that asks for the marks may be reloaded."""
    page = url_for(".debrief", attempt_id=attempt_id, n=n, unmarked=unmarked)
    if wants_json():
        return jsonify(error="points-unmarked", message="Some points have no mark yet.", next=page), 422
    return redirect(page, 303)


def _refused(
    attempt_id: str, n: int, refusal: Refusal | BadSheet, *, is_closing: bool = False
) -> ResponseReturnValue:
    """Turn a refusal into what the person can do about it; what they typed is on the page again."""
    if isinstance(refusal, WordsHeldBack):
        return _held_back(attempt_id, n, refusal.withheld, is_closing)
    if isinstance(refusal, BadSheet):
        if wants_json():
            return jsonify(error="unacceptable", message=str(refusal)), 422
        seen = {name: edit.seen for name, edit in changed_texts(request.form).items()}
        return _kept_open(attempt_id, n, Returned(str(refusal), changed_fields(request.form), seen), 422)
    return _shut(attempt_id, n, *_closed(refusal))


def _shut(attempt_id: str, n: int, code: str, message: str) -> ResponseReturnValue:
    """The checklist takes nothing now: lead to the current step, or show the words that would be lost by that."""
    if wants_json():
        return jsonify(error=code, message=message), 409
    if unsaved := _unsaved_words(attempt_id, n):
        wording = Wording(code, "This was not saved", f"{message} What you typed is below: copy what you need.")
        return refusal_page(409, wording, typed=unsaved), 409
    flash(message, "warning")
    return redirect(url_for(".current", attempt_id=attempt_id), 303)


def _held_back(attempt_id: str, n: int, withheld: Withheld, is_closing: bool) -> ResponseReturnValue:
    """Show the words that were not written where they were typed; where others were stored meanwhile, both."""
    held = {f"{QUOTE}{point}": words for point, words in withheld.quotes.items()}
    held |= {NOTE: withheld.note} if withheld.note else {}
    status = 409 if any(words.why is Why.STALE for words in held.values()) else 422
    if wants_json():
        reasons = {name: asdict(words) for name, words in held.items()}
        return jsonify(error="words-held-back", message="Some words were not saved.", held=reasons), status
    edits = {name: edit for name, edit in changed_texts(request.form).items() if name in held}
    typed = {name: edit.text for name, edit in edits.items()}
    seen = {name: edit.seen for name, edit in edits.items() if held[name].why is not Why.STALE}
    return _kept_open(attempt_id, n, Returned("", typed, seen, held, is_closing), status)


def _unsaved_words(attempt_id: str, n: int) -> dict[str, str]:
    """The note and the quotes of this request that are not stored; the same form sent twice has none."""
    stored = get_attempt(attempt_id, signed_in_user().id)
    kept = set(get_findings(attempt_id, stored.user_id).quotes.values())
    kept |= {answer.note for answer in stored.answers[n - 1 : n]}
    words = {name: text for name, text in changed_fields(request.form).items() if text.strip() and text not in kept}
    notes = {"Your note": words[NOTE]} if NOTE in words else {}
    quotes = [text for name, text in words.items() if name.startswith(QUOTE)]
    return notes | {f"Quote {place}": text for place, text in enumerate(quotes, 1)}


def _closed(refusal: Refusal) -> tuple[str, str]:
    if isinstance(refusal, AttemptClosed):
        return "attempt-closed", "This debrief is finished, and its marks are final."
    if isinstance(refusal, ChecklistClosed):
        return "checklist-closed", "Say first how you think it went; the checklist opens then."
    return NOT_OPEN


def _kept_open(attempt_id: str, n: int, returned: Returned, status: int) -> ResponseReturnValue:
    stored = get_attempt(attempt_id, signed_in_user().id).settled(utc_now())
    if not is_reachable(stored, n) or not can_see_checklist(stored.attempt, n - 1):
        return _shut(attempt_id, n, *NOT_OPEN)
    return _checklist_page(stored, n, returned), status


def _debrief_url(attempt_id: str, n: int) -> str:
    return url_for(".debrief", attempt_id=attempt_id, n=n)
