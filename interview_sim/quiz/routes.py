"""Setting a quiz up, starting it, its result and its downloads. `question_routes.py` has what lies between."""

import secrets
from dataclasses import replace

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from interview_sim.auth.guards import find_signed_in_user, login_required, public, signed_in_user
from interview_sim.auth.signals import guest_signed_in
from interview_sim.clock import utc_now
from interview_sim.domain.drafts import parse_key
from interview_sim.domain.drawing import MOST_QUESTIONS
from interview_sim.domain.quiz import GRADING_RULE, SECONDS_FOR_CODE, SECONDS_PER_QUESTION, NoFeedbackYet, State
from interview_sim.quiz import question_routes, service, starting
from interview_sim.quiz.blueprint import bp
from interview_sim.quiz.forms import MODES, SOURCES, as_typed, to_query
from interview_sim.quiz.queries import StoredQuiz, get_quiz, get_quiz_row, list_recent
from interview_sim.quiz.result import Result, result_of
from interview_sim.quiz.result_export import as_csv, as_json, file_name
from interview_sim.quiz.set_up import SetUpPage, build_set_up
from interview_sim.web.negotiation import lead_to, wants_json

__all__ = ["bp", "question_routes"]

RECENT = 5
"""How many quizzes the set-up page lists."""

SEEDS = 2**31
"""A quiz is drawn from one of so many seeds."""


@guest_signed_in.connect
def adopt_quizzes(_sender: object, *, from_user_id: int, to_user_id: int) -> None:
    """A guest signed in to an account: their quizzes come along."""
    service.adopt_quizzes(from_user_id, to_user_id)


@bp.get("/quizzes/")
@public
def set_up() -> ResponseReturnValue:
    """What a quiz can be about, and how many questions match what is chosen."""
    user = find_signed_in_user()
    page = build_set_up(request.args, user.id if user else None)
    if wants_json():
        return jsonify(
            matches=page.matches,
            told=page.told,
            loosen=[each.told for each in page.loosenings],
            errors=page.set_up.errors,
            topics={topic.slug: topic.questions for topic in page.topics},
        )
    return _set_up_page(page)


@bp.post("/quizzes/")
@login_required
def start() -> ResponseReturnValue:
    """Draw the questions and begin."""
    user, now = signed_in_user(), utc_now()
    page = build_set_up(request.form, user.id)
    if page.set_up.errors:
        return _set_up_page(replace(page, is_refused=True)), 422
    query = to_query(page.wanted)
    try:
        quiz_id = starting.start_quiz(
            user.id,
            page.wanted,
            title=page.title,
            settings=url_for(".set_up", **query).partition("?")[2],  # type: ignore[arg-type]
            time_multiplier=user.time_multiplier,
            seed=secrets.randbelow(SEEDS),
            start_key=parse_key(request.args.get("start_key", "")) or secrets.token_hex(16),
            now=now,
        )
    except starting.NothingToAsk:
        return _set_up_page(replace(page, is_refused=True)), 422
    return lead_to(url_for(".current", quiz_id=quiz_id))


@bp.post("/quizzes/as-guest")
@public
def start_as_guest() -> ResponseReturnValue:
    """Go on as a guest, and come back to the form as it is filled in: with or without a script nothing is lost."""
    back = url_for(".set_up", **as_typed(request.form))  # type: ignore[arg-type]
    return redirect(url_for("auth.guest", next=back), 307)


@bp.get("/quizzes/log-in")
@public
def log_in_first() -> ResponseReturnValue:
    """Log in, and come back to the form as it is filled in."""
    back = url_for(".set_up", **as_typed(request.args))  # type: ignore[arg-type]
    return redirect(url_for("auth.login", next=back), 303)


@bp.get("/quizzes/<quiz_id>/result/")
@login_required
def result(quiz_id: str) -> ResponseReturnValue:
    """The result; while the quiz goes on, the current step."""
    found = _find_result(quiz_id)
    if found is None:
        return redirect(url_for(".current", quiz_id=quiz_id), 303)
    settings = f"{url_for('.set_up')}?{found.stored.settings}"
    return render_template(
        "quiz/result.html", result=found, rule=GRADING_RULE, settings=settings, start_key=secrets.token_hex(16)
    )


@bp.get("/quizzes/<quiz_id>/result.json")
@login_required
def result_json(quiz_id: str) -> ResponseReturnValue:
    """The result as data."""
    found = _find_result(quiz_id)
    if found is None:
        return redirect(url_for(".current", quiz_id=quiz_id), 303)
    return _download(as_json(found), "application/json", file_name(found, "json"))


@bp.get("/quizzes/<quiz_id>/result.csv")
@login_required
def result_csv(quiz_id: str) -> ResponseReturnValue:
    """The result as a table."""
    found = _find_result(quiz_id)
    if found is None:
        return redirect(url_for(".current", quiz_id=quiz_id), 303)
    return _download(as_csv(found), "text/csv; charset=utf-8", file_name(found, "csv"))


@bp.post("/quizzes/<quiz_id>/again")
@login_required
def again(quiz_id: str) -> ResponseReturnValue:
    """A new quiz of exactly what was not right."""
    user = signed_in_user()
    try:
        new_id = starting.start_again(
            quiz_id,
            user.id,
            time_multiplier=user.time_multiplier,
            seed=secrets.randbelow(SEEDS),
            start_key=parse_key(request.form.get("start_key", "")) or secrets.token_hex(16),
            now=utc_now(),
        )
    except NoFeedbackYet:
        return lead_to(url_for(".current", quiz_id=quiz_id))
    except starting.NothingToAsk:
        flash("There is nothing to ask again: all of it was right, or is no longer part of the questions.", "warning")
        return lead_to(url_for(".result", quiz_id=quiz_id))
    return lead_to(url_for(".current", quiz_id=new_id))


@bp.get("/quizzes/<quiz_id>/delete/")
@login_required
def ask_delete(quiz_id: str) -> ResponseReturnValue:
    """Whether the quiz is really to be deleted."""
    return render_template("quiz/confirm_delete.html", quiz=get_quiz_row(quiz_id, signed_in_user().id))


@bp.post("/quizzes/<quiz_id>/delete")
@login_required
def delete(quiz_id: str) -> ResponseReturnValue:
    """Delete the quiz with its answers."""
    service.delete_quiz(quiz_id, signed_in_user().id)
    flash("The quiz is deleted.", "success")
    return redirect(url_for("progress.history"), 303)


def _set_up_page(page: SetUpPage) -> str:
    user = find_signed_in_user()
    return render_template(
        "quiz/set_up.html",
        page=page,
        wanted=page.wanted,
        asked=bool(request.args),
        sources=SOURCES,
        modes=MODES,
        most=MOST_QUESTIONS,
        seconds={level.value: seconds for level, seconds in SECONDS_PER_QUESTION.items()},
        seconds_for_code=SECONDS_FOR_CODE,
        multiplier=user.time_multiplier if user else 1.0,
        rule=GRADING_RULE,
        recent=list_recent(user.id, RECENT) if user else (),
        start_key=secrets.token_hex(16),
        running=State.RUNNING,
    )


def _find_result(quiz_id: str) -> Result | None:
    """The owner's result; None while the quiz goes on."""
    stored: StoredQuiz = get_quiz(quiz_id, signed_in_user().id).settled(utc_now())
    return result_of(stored) if stored.quiz.is_over else None


def _download(text: str, kind: str, name: str) -> Response:
    response = Response(text, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
