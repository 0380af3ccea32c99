"""The report of an attempt, its downloads, and the page that says how scores work."""

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from interview_sim.auth.guards import login_required, public, signed_in_user
from interview_sim.catalog.queries import get_scenario, list_current_scenarios
from interview_sim.clock import utc_now
from interview_sim.domain.attempt import State
from interview_sim.domain.scoring_rules import published
from interview_sim.interview.blueprint import bp
from interview_sim.interview.debrief_queries import get_findings_and_previous
from interview_sim.interview.queries import get_attempt
from interview_sim.interview.report import Report, assemble
from interview_sim.interview.report_export import as_json, as_markdown, file_name
from interview_sim.interview.signals import ask_card_changes


@bp.get("/attempts/<attempt_id>/report/")
@login_required
def report(attempt_id: str) -> ResponseReturnValue:
    """The report; while there is something left to do, the current step."""
    made = _find_report(attempt_id)
    if made is None:
        return redirect(url_for(".current", attempt_id=attempt_id), 303)
    if not made.is_scored:
        return render_template("interview/report_unscored.html", report=made)
    changes = ask_card_changes(attempt_id, signed_in_user().id)
    return render_template("interview/report.html", report=made, card_changes=changes)


@bp.get("/attempts/<attempt_id>/report.json")
@login_required
def report_json(attempt_id: str) -> ResponseReturnValue:
    """The report as data."""
    made = _find_report(attempt_id)
    if made is None:
        return redirect(url_for(".current", attempt_id=attempt_id), 303)
    return _download(as_json(made), "application/json", file_name(made, "json"))


@bp.get("/attempts/<attempt_id>/report.md")
@login_required
def report_markdown(attempt_id: str) -> ResponseReturnValue:
    """The report as Markdown."""
    made = _find_report(attempt_id)
    if made is None:
        return redirect(url_for(".current", attempt_id=attempt_id), 303)
    return _download(as_markdown(made), "text/markdown; charset=utf-8", file_name(made, "md"))


@bp.get("/scoring/")
@public
def scoring_rules() -> ResponseReturnValue:
    """How scores work: the constants that score, in words."""
    return render_template("interview/scoring_rules.html", rules=published())


def _find_report(attempt_id: str) -> Report | None:
    """The owner's report; None while the attempt goes on."""
    stored = get_attempt(attempt_id, signed_in_user().id).settled(utc_now())
    if stored.attempt.state not in (State.FINISHED, State.ABANDONED):
        return None
    findings, previous = get_findings_and_previous(stored)
    return assemble(stored, get_scenario(stored.revision_id), findings, previous, list_current_scenarios())


def _download(text: str, kind: str, name: str) -> Response:
    response = Response(text, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
