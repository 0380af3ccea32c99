"""One question of a quiz after another: choosing, answering, flagging, handing in.

Each button's form carries the choice as it stands, so nothing chosen is lost whichever is pressed, with or without
JavaScript. Scripts ask for JSON and get the address to go to next.
"""

import secrets
from dataclasses import replace
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from interview_sim.auth.guards import login_required, signed_in_user
from interview_sim.catalog.queries import get_choice
from interview_sim.clock import utc_now
from interview_sim.domain.quiz import (
    GRADING_RULE,
    AnswerGiven,
    Confidence,
    Mode,
    NothingChosen,
    QuizOver,
    QuizRefusal,
    State,
    UnknownOption,
)
from interview_sim.domain.timing import seconds_left
from interview_sim.quiz import choices, service
from interview_sim.quiz.blueprint import bp
from interview_sim.quiz.choices import Saved, StaleChoice
from interview_sim.quiz.forms import BadChoice, parse_choice, parse_number
from interview_sim.quiz.play import clock_of, next_open, question_page, steps_of
from interview_sim.quiz.queries import StoredAnswer, StoredQuiz, get_quiz
from interview_sim.web.negotiation import lead_to, wants_json

QUESTION = "/quizzes/<quiz_id>/questions/<int(max=999):n>"
CHOOSE_FIRST = "Choose an option first; then you are told whether it is right."


@bp.get("/quizzes/<quiz_id>/")
@login_required
def current(quiz_id: str) -> ResponseReturnValue:
    """Lead to the current step, whatever it is."""
    return redirect(_current_url(_settled(quiz_id)), 303)


@bp.get(f"{QUESTION}/")
@login_required
def question(quiz_id: str, n: int) -> ResponseReturnValue:
    """One question; in learn mode its feedback once it is answered."""
    stored = _settled(quiz_id)
    stored.answer(n - 1)
    if stored.quiz.state is State.CLOSING or (stored.quiz.is_over and stored.quiz.mode is Mode.EXAM):
        return redirect(_current_url(stored), 303)
    return _question_page(stored, n)


@bp.post(f"{QUESTION}/choice")
@login_required
def choose(quiz_id: str, n: int) -> ResponseReturnValue:
    """Keep what is chosen, without giving it as an answer yet; `to` names the question to go to then."""
    try:
        saved = _save(quiz_id, n)
    except (QuizRefusal, BadChoice) as refusal:
        return _refused(quiz_id, n, refusal)
    if wants_json():
        return jsonify(revision=saved.revision, seconds_left=saved.seconds_left)
    return redirect(_question_url(quiz_id, parse_number(request.form, "to") or n), 303)


@bp.get(f"{QUESTION}/stored")
@login_required
def stored(quiz_id: str, n: int) -> ResponseReturnValue:
    """What the server has, for a page whose device slept: the clock, the choice, and whether it is open still."""
    now = utc_now()
    quiz = get_quiz(quiz_id, signed_in_user().id).settled(now)
    answer = quiz.answer(n - 1)
    return jsonify(
        seconds_left=seconds_left(quiz.quiz.deadline, now),
        closed=quiz.quiz.state is not State.RUNNING or answer.slot.closed_at is not None,
        **_stored_choice(answer),
    )


@bp.post(f"{QUESTION}/answer")
@login_required
def answer(quiz_id: str, n: int) -> ResponseReturnValue:
    """Learn mode: give the answer and see whether it is right. Exam: keep it and go to the next question."""
    stored = _settled(quiz_id)
    try:
        if stored.quiz.mode is Mode.EXAM:
            _save(quiz_id, n)
            last = n >= len(stored.answers)
            return lead_to(url_for(".ask_finish", quiz_id=quiz_id) if last else _question_url(quiz_id, n + 1))
        posted = parse_choice(request.form)
        service.give_answer(quiz_id, signed_in_user().id, n - 1, posted.chosen, posted.confidence, utc_now())
    except (QuizRefusal, BadChoice) as refusal:
        return _refused(quiz_id, n, refusal)
    return lead_to(_question_url(quiz_id, n))


@bp.post(f"{QUESTION}/flag")
@login_required
def flag(quiz_id: str, n: int) -> ResponseReturnValue:
    """Keep what is chosen, and mark the question to come back to (or no longer)."""
    is_flagged = request.form.get("flag") == "1"
    try:
        _save(quiz_id, n)
        choices.set_flag(quiz_id, signed_in_user().id, n - 1, is_flagged, utc_now())
    except (QuizRefusal, BadChoice) as refusal:
        return _refused(quiz_id, n, refusal)
    return lead_to(_question_url(quiz_id, n))


@bp.post(f"{QUESTION}/leave")
@login_required
def leave(quiz_id: str, n: int) -> ResponseReturnValue:
    """Keep what is chosen and look over the whole quiz."""
    try:
        _save(quiz_id, n)
    except AnswerGiven:
        pass  # in learn mode it is graded already
    except (QuizRefusal, BadChoice) as refusal:
        return _refused(quiz_id, n, refusal)
    return lead_to(url_for(".ask_finish", quiz_id=quiz_id))


@bp.get("/quizzes/<quiz_id>/finish/")
@login_required
def ask_finish(quiz_id: str) -> ResponseReturnValue:
    """Every question at a glance, and whether to hand the quiz in; after the time is up, only that."""
    now = utc_now()
    stored = get_quiz(quiz_id, signed_in_user().id).settled(now)
    if stored.quiz.is_over:
        return redirect(_current_url(stored), 303)
    steps = steps_of(stored)
    return render_template(
        "quiz/finish.html",
        stored=stored,
        clock=None if stored.quiz.state is State.CLOSING else clock_of(stored, now),
        steps=steps,
        left=[step for step in steps if not step.is_done],
        flagged=[step for step in steps if step.is_flagged],
        is_exam=stored.quiz.mode is Mode.EXAM,
        is_time_up=stored.quiz.state is State.CLOSING,
        back=next_open(stored) or len(steps),
    )


@bp.post("/quizzes/<quiz_id>/finish")
@login_required
def finish(quiz_id: str) -> ResponseReturnValue:
    """Hand the quiz in; twice has no other effect than once."""
    owner_id = signed_in_user().id
    try:
        service.finish_quiz(quiz_id, owner_id, utc_now())
    except QuizOver:
        get_quiz(quiz_id, owner_id)
    return lead_to(url_for(".result", quiz_id=quiz_id))


def _settled(quiz_id: str) -> StoredQuiz:
    return get_quiz(quiz_id, signed_in_user().id).settled(utc_now())


def _save(quiz_id: str, n: int) -> Saved:
    return choices.save_choice(quiz_id, signed_in_user().id, n - 1, parse_choice(request.form), utc_now())


def _refused(quiz_id: str, n: int, refusal: QuizRefusal | BadChoice) -> ResponseReturnValue:
    """Turn a refusal into what the person can do about it; nothing that was chosen is lost without a word."""
    if isinstance(refusal, StaleChoice):
        return _conflict(quiz_id, n, refusal.stored)
    if isinstance(refusal, NothingChosen):
        return _nothing_chosen(quiz_id, n)
    if isinstance(refusal, BadChoice | UnknownOption):
        message = str(refusal) or "That is not one of this question's options. Reload the page and choose again."
        return _say(quiz_id, n, "unacceptable", message, 422)
    if isinstance(refusal, AnswerGiven):
        return _say(quiz_id, n, "answer-given", "This question was answered already, and its answer counts.", 409)
    message = "This quiz is over: what arrives now is not counted."
    if wants_json():
        return jsonify(error="quiz-over", message=message, next=url_for(".current", quiz_id=quiz_id)), 409
    flash(message, "warning")
    return redirect(url_for(".current", quiz_id=quiz_id), 303)


def _conflict(quiz_id: str, n: int, answer: StoredAnswer) -> ResponseReturnValue:
    """What the other window saved, beside what was chosen here."""
    if wants_json():
        return jsonify(
            error="stale-choice",
            message="This question was answered in another window.",
            **_stored_choice(answer),
        ), 409
    return _question_page(_settled(quiz_id), n, mine=parse_choice(request.form).chosen), 409


def _nothing_chosen(quiz_id: str, n: int) -> ResponseReturnValue:
    """Ask for an option; how sure somebody said they were stays chosen."""
    if wants_json():
        return _say(quiz_id, n, "nothing-chosen", CHOOSE_FIRST, 422)
    flash(CHOOSE_FIRST, "warning")
    return _question_page(_settled(quiz_id), n, confidence=parse_choice(request.form).confidence), 422


def _stored_choice(answer: StoredAnswer) -> dict[str, Any]:
    """What is chosen as stored, for scripts."""
    confidence = answer.slot.confidence
    return {
        "chosen": sorted(answer.slot.chosen),
        "confidence": confidence.value if confidence else "",
        "revision": answer.revision,
    }


def _say(quiz_id: str, n: int, code: str, message: str, status: int) -> ResponseReturnValue:
    if wants_json():
        return jsonify(error=code, message=message, next=_question_url(quiz_id, n)), status
    flash(message, "warning")
    return redirect(_question_url(quiz_id, n), 303)


def _question_page(
    stored: StoredQuiz, n: int, mine: frozenset[str] | None = None, confidence: Confidence | None = None
) -> str:
    page = question_page(stored, n - 1, get_choice(stored.answer(n - 1).revision_id), utc_now())
    page = replace(page, confidence=confidence or page.confidence)
    return render_template(
        "quiz/feedback.html" if page.feedback else "quiz/question.html",
        page=page,
        mine=[] if mine is None else [option for option in page.options if option.id in mine],
        is_conflict=mine is not None,
        is_exam=page.mode is Mode.EXAM,
        confidences=Confidence,
        page_key=secrets.token_hex(8),
        rule=GRADING_RULE,
        choose_first=CHOOSE_FIRST,
    )


def _question_url(quiz_id: str, n: int) -> str:
    return url_for(".question", quiz_id=quiz_id, n=n)


def _current_url(stored: StoredQuiz) -> str:
    if stored.quiz.is_over:
        return url_for(".result", quiz_id=stored.id)
    if stored.quiz.state is State.CLOSING:
        return url_for(".ask_finish", quiz_id=stored.id)
    return _question_url(stored.id, next_open(stored) or 1)
