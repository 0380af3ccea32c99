"""The front page, the history, the red flags, the export, and how it all works."""

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from interview_sim.auth.guards import find_signed_in_user, login_required, public, signed_in_user
from interview_sim.clock import utc_now
from interview_sim.progress import dashboard
from interview_sim.progress.export import read_pieces, spool_export
from interview_sim.progress.help import SHORTCUTS
from interview_sim.progress.history import KIND_NAMES, find_kind, list_page
from interview_sim.progress.judgement_queries import LOOKED_BACK
from interview_sim.progress.landing import example_rules, find_landing
from interview_sim.progress.mistakes import EVERY_TOPIC, build_mistakes
from interview_sim.progress.queries import get_attempt_row, list_own
from interview_sim.progress.recommendation import RULE
from interview_sim.progress.red_flags import Which, find_which, list_checklist
from interview_sim.progress.summaries import summarise

MOST_ASKED = 100
"""Attempts whose names one request may ask for."""

bp = Blueprint("progress", __name__, template_folder="templates")


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """What this is, for a visitor; what to do next, for a user."""
    user = find_signed_in_user()
    if user is None:
        return render_template("progress/landing.html", landing=find_landing(), rules=example_rules())
    board = dashboard.build(user.id, utc_now())
    return render_template("progress/dashboard.html", board=board, rule=RULE, looked_back=LOOKED_BACK)


@bp.get("/history/")
@login_required
def history() -> ResponseReturnValue:
    """Every attempt of the user, page by page."""
    arguments = request.args
    page = list_page(
        signed_in_user().id,
        scenario=arguments.get("scenario", ""),
        before=arguments.get("before", ""),
        after=arguments.get("after", ""),
        now=utc_now(),
        kind=find_kind(arguments.get("kind", "")),
    )
    return render_template("progress/history.html", page=page, kinds=KIND_NAMES)


@bp.get("/history/<attempt_id>/delete/")
@login_required
def ask_delete(attempt_id: str) -> ResponseReturnValue:
    """Whether the attempt is really to be deleted."""
    attempt = summarise(get_attempt_row(attempt_id, signed_in_user().id), utc_now())
    return render_template("progress/confirm_delete.html", attempt=attempt)


@bp.post("/history/names")
@login_required
def names() -> ResponseReturnValue:
    """Which of the attempts that a browser keeps something of are the user's own, and what they are called.

    It changes nothing; it is posted so that no list of one's interviews stands in an address or a log.
    """
    asked = request.form.get("attempts", "").split()
    if len(asked) > MOST_ASKED:
        return jsonify(error="too-many", message=f"Ask for {MOST_ASKED} attempts at most."), 422
    now = utc_now()
    own = [summarise(row, now) for row in list_own(signed_in_user().id, asked)]
    return jsonify(
        attempts=[{"id": each.id, "name": each.name, "started_at": each.started_at.isoformat()} for each in own]
    )


@bp.get("/red-flags/")
@public
def red_flags() -> ResponseReturnValue:
    """What makes an interviewer doubt, and where the user did it."""
    user = find_signed_in_user()
    scenario = request.args.get("scenario", "")
    which = find_which(request.args.get("show", "")) if user else Which.ALL
    checklist = list_checklist(user.id if user else None, scenario, which)
    return render_template("progress/red_flags.html", checklist=checklist, scenario=scenario, which=which)


@bp.get("/red-flags/mistakes/")
@public
def mistakes() -> ResponseReturnValue:
    """What is commonly answered wrongly, by topic."""
    user = find_signed_in_user()
    topic = request.args.get("topic")
    page = build_mistakes(user.id if user else None, topic)
    return render_template("progress/mistakes.html", page=page, topic=topic, every=EVERY_TOPIC)


@bp.get("/export.json")
@login_required
def export() -> ResponseReturnValue:
    """Everything that is held of the user, to keep."""
    now = utc_now()
    document = spool_export(signed_in_user().id, now)
    response = Response(read_pieces(document), mimetype="application/json")
    response.call_on_close(document.close)
    response.headers["Content-Disposition"] = f'attachment; filename="interview-sim-{now:%Y-%m-%d}.json"'
    return response


@bp.get("/about/")
@public
def about() -> ResponseReturnValue:
    """How it works, what is stored, the keys, and how scores come about."""
    return render_template("progress/about.html", shortcuts=SHORTCUTS)
