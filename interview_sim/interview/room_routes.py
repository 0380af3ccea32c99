"""The room: one prompt at a time, and everything that can be done in it.

Each action's form carries the answer as it stands, so nothing typed is lost whichever button is pressed, with or
without JavaScript. Scripts ask for JSON and get the address to go to next.
"""

import secrets
from collections.abc import Callable
from contextlib import suppress

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from interview_sim.auth.guards import login_required, signed_in_user
from interview_sim.catalog.queries import get_scenario
from interview_sim.clock import utc_now
from interview_sim.domain import attempt as rules
from interview_sim.domain.attempt import AnswerClosed, ClosedBy, Refusal, State, TooLate
from interview_sim.domain.content import Prompt
from interview_sim.domain.drafts import BadDraft, parse_draft
from interview_sim.domain.timing import Pace, seconds_left
from interview_sim.interview import drafts, service
from interview_sim.interview.blueprint import bp
from interview_sim.interview.drafts import AnswerTooLong, LateTextTooLong, StaleDraft
from interview_sim.interview.forms import parse_count
from interview_sim.interview.queries import StoredAttempt, get_attempt
from interview_sim.interview.room import room_of
from interview_sim.web.negotiation import lead_to, wants_json

PROMPT = "/attempts/<attempt_id>/prompts/<int(max=999):n>"


@bp.get("/attempts/<attempt_id>/")
@login_required
def current(attempt_id: str) -> ResponseReturnValue:
    """Lead to the current step, whatever it is."""
    return redirect(_current_url(get_attempt(attempt_id, signed_in_user().id).settled(utc_now())), 303)


@bp.get(f"{PROMPT}/")
@login_required
def room(attempt_id: str, n: int) -> ResponseReturnValue:
    """The prompt that is being answered; any other leads to the current step."""
    now = utc_now()
    stored = get_attempt(attempt_id, signed_in_user().id).settled(now)
    if stored.attempt.state not in (State.ANSWERING, State.PAUSED) or stored.attempt.position != n - 1:
        return redirect(_current_url(stored), 303)
    return render_template(
        "interview/room.html", room=room_of(stored, get_scenario(stored.revision_id), now), page=_new_page()
    )


@bp.get(f"{PROMPT}/clock")
@login_required
def clock(attempt_id: str, n: int) -> ResponseReturnValue:
    """The server's clock and text, for a page whose device slept or that was loaded while a save was on its way."""
    now = utc_now()
    stored = get_attempt(attempt_id, signed_in_user().id).settled(now)
    answer = drafts.get_answer(stored, n - 1)
    paused_at = stored.attempt.paused_at
    return jsonify(
        seconds_left=seconds_left(answer.slot.deadline, paused_at or now),
        paused=paused_at is not None,
        closed=answer.slot.closed_at is not None,
        text=answer.text,
        revision=answer.revision,
    )


@bp.post(f"{PROMPT}/draft")
@login_required
def save_draft(attempt_id: str, n: int) -> ResponseReturnValue:
    """Save what was typed; the reply is an acknowledgement only once it is committed."""
    try:
        saved = drafts.save_draft(attempt_id, signed_in_user().id, n - 1, parse_draft(request.form), utc_now())
    except (Refusal, BadDraft) as refusal:
        return _refused(attempt_id, n, refusal)
    if wants_json():
        return jsonify(
            revision=saved.revision,
            seconds_left=saved.seconds_left,
            paused=saved.is_paused,
            closed=saved.is_closed,
        )
    flash("Saved.", "success")
    return redirect(_room_url(attempt_id, n), 303)


@bp.post(f"{PROMPT}/hint")
@login_required
def hint(attempt_id: str, n: int) -> ResponseReturnValue:
    """Reveal the next hint."""

    def reveal(owner_id: int) -> None:
        prompt = _prompt(attempt_id, owner_id, n)
        seen = parse_count(request.form, "hints_seen")
        drafts.show_hint(attempt_id, owner_id, n - 1, seen, len(prompt.hints), utc_now())

    return _save_then(attempt_id, n, reveal, _room_url(attempt_id, n, "hints"))


@bp.post(f"{PROMPT}/follow-up")
@login_required
def follow_up(attempt_id: str, n: int) -> ResponseReturnValue:
    """The first answer is given: let the interviewer ask on."""

    def ask(owner_id: int) -> None:
        prompt = _prompt(attempt_id, owner_id, n)
        seen = parse_count(request.form, "follow_ups_seen")
        drafts.ask_follow_up(attempt_id, owner_id, n - 1, seen, len(prompt.follow_ups), utc_now())

    return _save_then(attempt_id, n, ask, _room_url(attempt_id, n, "follow-ups"))


@bp.post(f"{PROMPT}/finish")
@login_required
def finish(attempt_id: str, n: int) -> ResponseReturnValue:
    """Close the answer with its last words and go on."""
    return _close(attempt_id, n, ClosedBy.CANDIDATE)


@bp.post(f"{PROMPT}/skip")
@login_required
def skip(attempt_id: str, n: int) -> ResponseReturnValue:
    """Leave the prompt unanswered; asks first."""
    if request.form.get("confirmed") != "yes":
        return _save_then(attempt_id, n, lambda _owner: None, url_for(".confirm_skip", attempt_id=attempt_id, n=n))
    return _close(attempt_id, n, ClosedBy.SKIPPED)


@bp.get(f"{PROMPT}/skip/")
@login_required
def confirm_skip(attempt_id: str, n: int) -> ResponseReturnValue:
    """Ask whether to skip, where there is no script to ask."""
    now = utc_now()
    stored = get_attempt(attempt_id, signed_in_user().id).settled(now)
    if stored.attempt.state is not State.ANSWERING or stored.attempt.position != n - 1:
        return redirect(_current_url(stored), 303)
    return render_template("interview/confirm_skip.html", room=room_of(stored, get_scenario(stored.revision_id), now))


@bp.post(f"{PROMPT}/pause")
@login_required
def pause(attempt_id: str, n: int) -> ResponseReturnValue:
    """Stop the clock (practice pace)."""
    return _save_then(
        attempt_id, n, lambda owner: service.pause(attempt_id, owner, n - 1, utc_now()), _room_url(attempt_id, n)
    )


@bp.post(f"{PROMPT}/leave")
@login_required
def leave(attempt_id: str, n: int) -> ResponseReturnValue:
    """Save and go; the interview can be continued from the front page."""

    def say_that_the_clock_runs(owner_id: int) -> None:
        if get_attempt(attempt_id, owner_id).attempt.pace is Pace.STRICT:
            flash("The clock of your interview runs on: come back soon.", "warning")

    return _save_then(attempt_id, n, say_that_the_clock_runs, url_for("progress.home"))


@bp.post("/attempts/<attempt_id>/resume")
@login_required
def resume(attempt_id: str) -> ResponseReturnValue:
    """Let the clock run again."""
    with suppress(Refusal):  # it runs already: the current step shows that
        service.resume(attempt_id, signed_in_user().id, utc_now())
    return lead_to(url_for(".current", attempt_id=attempt_id))


@bp.get("/attempts/<attempt_id>/abandon/")
@login_required
def confirm_abandon(attempt_id: str) -> ResponseReturnValue:
    """Ask whether to give the attempt up."""
    stored = get_attempt(attempt_id, signed_in_user().id).settled(utc_now())
    if not stored.attempt.state.is_live:
        return redirect(_current_url(stored), 303)
    return render_template("interview/confirm_abandon.html", stored=stored, pinned=get_scenario(stored.revision_id))


@bp.post("/attempts/<attempt_id>/abandon")
@login_required
def abandon(attempt_id: str) -> ResponseReturnValue:
    """Give the attempt up; its answers stay readable."""
    with suppress(rules.AttemptClosed):  # it was over already: the current step shows that
        service.abandon(attempt_id, signed_in_user().id, utc_now())
    return lead_to(url_for(".current", attempt_id=attempt_id))


@bp.post(f"{PROMPT}/abandon")
@login_required
def ask_abandon(attempt_id: str, n: int) -> ResponseReturnValue:
    """Save, then ask whether to give the attempt up."""
    return _save_then(attempt_id, n, lambda _owner: None, url_for(".confirm_abandon", attempt_id=attempt_id))


@bp.post("/attempts/<attempt_id>/delete")
@login_required
def delete(attempt_id: str) -> ResponseReturnValue:
    """Delete the attempt with its answers and marks."""
    service.delete_attempt(attempt_id, signed_in_user().id)
    flash("The attempt is deleted.", "success")
    return lead_to(url_for("progress.history"))


def _save_then(attempt_id: str, n: int, act: Callable[[int], None], target: str) -> ResponseReturnValue:
    """Save the posted answer, act, and go to `target`; a refusal becomes a page that keeps the words."""
    owner_id = signed_in_user().id
    try:
        drafts.save_draft(attempt_id, owner_id, n - 1, parse_draft(request.form), utc_now())
        act(owner_id)
    except (Refusal, BadDraft) as refusal:
        return _refused(attempt_id, n, refusal)
    return lead_to(target)


def _close(attempt_id: str, n: int, by: ClosedBy) -> ResponseReturnValue:
    try:
        drafts.finish_answer(attempt_id, signed_in_user().id, n - 1, parse_draft(request.form), utc_now(), by)
    except (Refusal, BadDraft) as refusal:
        return _refused(attempt_id, n, refusal)
    return lead_to(url_for(".current", attempt_id=attempt_id))


def _refused(attempt_id: str, n: int, refusal: Refusal | BadDraft) -> ResponseReturnValue:
    """Turn a refusal into what the person can do about it; their words are in the reply, or kept by the server."""
    if isinstance(refusal, StaleDraft):
        return _conflict(attempt_id, n, refusal)
    if isinstance(refusal, AnswerTooLong | LateTextTooLong | BadDraft):
        return _unacceptable(attempt_id, n, refusal)
    if isinstance(refusal, AnswerClosed):
        message = (
            "The time for that question was over. What arrived afterwards is kept beside your answer, not counted."
            if isinstance(refusal, TooLate)
            else "That answer was closed already. What you sent is kept beside it, not counted."
        )
        if wants_json():
            return jsonify(
                error="answer-closed", message=message, next=url_for(".current", attempt_id=attempt_id)
            ), 409
        if request.form.get("text", "").strip():
            flash(message, "warning")
    elif isinstance(refusal, rules.AnswerFirst):
        return _say(attempt_id, n, "answer-first", "Write an answer first; then the interviewer asks on.")
    elif isinstance(refusal, rules.NothingMoreToAsk):
        return _say(attempt_id, n, "nothing-more", "Nothing more comes here: all of it is on the page.")
    elif isinstance(refusal, rules.PauseNotAllowed):
        return _say(attempt_id, n, "pause-not-allowed", "Only the practice pace can be paused.")
    elif wants_json():
        message = "This question is not being answered now."
        return jsonify(error="not-answering", message=message, next=url_for(".current", attempt_id=attempt_id)), 409
    return lead_to(url_for(".current", attempt_id=attempt_id))


def _conflict(attempt_id: str, n: int, stale: StaleDraft) -> ResponseReturnValue:
    if wants_json():
        message = "This answer was changed in another window."
        return jsonify(error="stale-draft", message=message, text=stale.text, revision=stale.revision), 409
    page = render_template(
        "interview/conflict.html",
        attempt_id=attempt_id,
        n=n,
        mine=parse_draft(request.form),
        theirs=stale,
        page=_new_page(),
    )
    return page, 409


def _unacceptable(attempt_id: str, n: int, refusal: Refusal | BadDraft) -> ResponseReturnValue:
    message = str(refusal)
    if wants_json():
        return jsonify(error="unacceptable", message=message), 422
    page = render_template(
        "interview/unacceptable.html",
        attempt_id=attempt_id,
        n=n,
        message=message,
        text=request.form.get("text", ""),
        revision=request.form.get("revision", "0"),
        page=_new_page(),
    )
    return page, 422


def _say(attempt_id: str, n: int, code: str, message: str) -> ResponseReturnValue:
    if wants_json():
        return jsonify(error=code, message=message), 409
    flash(message, "warning")
    return redirect(_room_url(attempt_id, n), 303)


def _prompt(attempt_id: str, owner_id: int, n: int) -> Prompt:
    stored = get_attempt(attempt_id, owner_id)
    return get_scenario(stored.revision_id).prompt(drafts.get_answer(stored, n - 1).prompt_id)


def _new_page() -> str:
    return secrets.token_hex(8)


def _room_url(attempt_id: str, n: int, anchor: str | None = None) -> str:
    return url_for(".room", attempt_id=attempt_id, n=n, _anchor=anchor)


def _current_url(stored: StoredAttempt) -> str:
    attempt = stored.attempt
    if attempt.state in (State.ANSWERING, State.PAUSED):
        return _room_url(stored.id, attempt.position + 1)
    if attempt.state is State.DEBRIEFING:
        return url_for(".debrief", attempt_id=stored.id, n=attempt.position + 1)
    return url_for(".report", attempt_id=stored.id)
