"""The catalogue of interviews, the briefing, and starting one."""

import secrets

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from interview_sim.auth.guards import find_signed_in_user, login_required, public, signed_in_user
from interview_sim.auth.signals import guest_signed_in
from interview_sim.catalog.queries import PinnedScenario, find_current_scenario, list_topics
from interview_sim.clock import utc_now
from interview_sim.domain.attempt import Flow
from interview_sim.domain.errors import NotFound
from interview_sim.domain.timing import Pace, budget_with_extra_time
from interview_sim.interview import debrief_routes, report_routes, room_routes, service
from interview_sim.interview.blueprint import bp
from interview_sim.interview.catalogue import CatalogueFilter, list_cards
from interview_sim.interview.forms import FLOW_HELP, PACE_HELP, BriefingForm

__all__ = ["bp", "debrief_routes", "report_routes", "room_routes"]


@guest_signed_in.connect
def adopt_attempts(_sender: object, *, from_user_id: int, to_user_id: int) -> None:
    """A guest signed in to an account: their interviews come along."""
    service.adopt_attempts(from_user_id, to_user_id)


@bp.get("/interviews/")
@public
def catalogue() -> ResponseReturnValue:
    """Every interview there is, with the user's own results."""
    user = find_signed_in_user()
    wanted = CatalogueFilter(
        level=request.args.get("level", ""), topic=request.args.get("topic", ""), seen=request.args.get("seen", "")
    )
    listing = list_cards(user.id if user else None, wanted)
    return render_template("interview/catalogue.html", listing=listing, wanted=wanted)


@bp.get("/interviews/<slug>/")
@public
def briefing(slug: str) -> ResponseReturnValue:
    """What the interview is about, and how the candidate wants to sit it."""
    return _briefing_page(_get_scenario(slug), BriefingForm(start_key=secrets.token_hex(16)))


@bp.post("/interviews/<slug>/attempts")
@login_required
def start(slug: str) -> ResponseReturnValue:
    """Start the interview; the same form sent twice starts it once."""
    pinned, user, form = _get_scenario(slug), signed_in_user(), BriefingForm()
    if not form.validate():
        form.start_key.data = secrets.token_hex(16)
        return _briefing_page(pinned, form, 422)
    attempt_id = service.start_attempt(
        user.id,
        pinned,
        pace=Pace(form.pace.data),
        flow=Flow(form.flow.data),
        time_multiplier=user.time_multiplier,
        start_key=form.start_key.data or "",
        only_prompt=form.prompt.data or None,
        now=utc_now(),
    )
    return redirect(url_for("interview.current", attempt_id=attempt_id), 303)


def _get_scenario(slug: str) -> PinnedScenario:
    pinned = find_current_scenario(slug)
    if pinned is None:
        raise NotFound
    return pinned


def _briefing_page(pinned: PinnedScenario, form: BriefingForm, status: int = 200) -> Response:
    user = find_signed_in_user()
    multiplier = user.time_multiplier if user else 1.0
    only = request.values.get("prompt") or None
    prompts = [prompt for prompt in pinned.scenario.prompts if only in (None, prompt.id)]
    if not prompts:
        raise NotFound
    form.prompt.data = only or ""
    page = render_template(
        "interview/briefing.html",
        pinned=pinned,
        scenario=pinned.scenario,
        topics=list_topics(),
        prompts=prompts,
        only=prompts[0] if only else None,
        form=form,
        pace_help=PACE_HELP,
        flow_help=FLOW_HELP,
        multiplier=multiplier,
        seconds=sum(budget_with_extra_time(prompt.budget.total, multiplier).total_seconds() for prompt in prompts),
    )
    return Response(page, status)
