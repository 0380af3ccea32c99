"""The study: what is due, one card after another, the list of cards, and what other features tell of."""

from datetime import datetime

from flask import Response, flash, get_template_attribute, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from interview_sim.auth.guards import login_required, signed_in_user
from interview_sim.auth.local_paths import find_local_path
from interview_sim.auth.signals import guest_signed_in
from interview_sim.bank.signals import ReviewCard, card_rating_wanted, question_scored, review_card_wanted
from interview_sim.clock import utc_now
from interview_sim.domain.quiz import Confidence
from interview_sim.domain.review import GRADE_MEANING, CardChanges, CardKind, CardRating, Grade, Limits
from interview_sim.interview.signals import card_changes_wanted, debrief_finished
from interview_sim.quiz.signals import missed_points_wanted, question_graded
from interview_sim.study import overview, service
from interview_sim.study.blueprint import bp
from interview_sim.study.export import pieces_of
from interview_sim.study.faces import face_of
from interview_sim.study.forms import BadRequest, LimitsForm, parse_rating, parse_subject
from interview_sim.study.listing import list_page
from interview_sim.study.missed_points import list_missed_points
from interview_sim.study.queries import StoredCard, find_card, find_next_card, get_card, get_standing, list_all_cards
from interview_sim.study.rating_queries import count_changes, find_last_rating, find_rating_by_bank, list_ratings
from interview_sim.study.scheduling import intervals
from interview_sim.web.negotiation import lead_to

__all__ = ["bp"]

RATINGS_SHOWN = 20
"""How many ratings the page of a card shows."""


@guest_signed_in.connect
def adopt_cards(_sender: object, *, from_user_id: int, to_user_id: int) -> None:
    """A guest signed in to an account: their cards come along."""
    service.adopt_cards(from_user_id, to_user_id)


@debrief_finished.connect
def note_debrief(_sender: object, *, attempt_id: str, owner_id: int, now: datetime) -> None:
    """An interview was debriefed: what was not covered becomes cards."""
    service.note_debrief(attempt_id, owner_id, now)


@question_graded.connect
def note_choice(
    _sender: object,
    *,
    owner_id: int,
    item_id: int,
    revision_id: int,
    is_right: bool,
    confidence: str | None,
    now: datetime,
) -> None:
    """A quiz question was graded: wrong or guessed becomes a card."""
    is_guess = confidence == Confidence.GUESSING
    service.note_choice(owner_id, item_id, revision_id, is_right, is_guess, now)


@question_scored.connect
def note_question(
    _sender: object, *, owner_id: int, item_id: int, revision_id: int, score: float, now: datetime
) -> None:
    """A question of the bank was answered and scored by oneself: its card is rated, where there is one."""
    service.note_question(owner_id, item_id, revision_id, score, now)


@missed_points_wanted.connect
def tell_missed_points(_sender: object, *, user_id: int, slug: str) -> set[str]:
    """A quiz asks which points of an interview were missed."""
    return list_missed_points(user_id, slug)


@card_changes_wanted.connect
def tell_card_changes(_sender: object, *, attempt_id: str, owner_id: int) -> CardChanges:
    """The report of an interview asks what its debrief did to the cards."""
    return count_changes(attempt_id, owner_id)


@card_rating_wanted.connect
def tell_card_rating(_sender: object, *, owner_id: int, item_id: int, finished_at: datetime) -> CardRating | None:
    """A scored answer to a question of the bank asks which card it rated."""
    return find_rating_by_bank(owner_id, item_id, finished_at)


@review_card_wanted.connect
def tell_review_card(_sender: object, *, user_id: int, item_id: int) -> ReviewCard | None:
    """The page of a question of the bank asks for the user's card of it."""
    card = find_card(user_id, CardKind.QUESTION, item_id)
    return None if card is None else ReviewCard(card.id, is_suspended=card.suspended_at is not None)


@bp.get("/study/")
@login_required
def home() -> ResponseReturnValue:
    """What is due, what comes, and how well it goes."""
    made = overview.build(signed_in_user().id, utc_now())
    limits = made.standing.limits
    return render_template("study/home.html", overview=made, form=LimitsForm(new=limits.new, reviews=limits.reviews))


@bp.get("/study/review/")
@login_required
def review() -> ResponseReturnValue:
    """The card to ask now; `card` names one that is to be asked out of turn (after its rating was taken back)."""
    user_id, now = signed_in_user().id, utc_now()
    standing = get_standing(user_id, now)
    named = request.args.get("card")
    card = get_card(named, user_id) if named else find_next_card(user_id, standing, now)
    if card is None:
        return render_template("study/done.html", standing=standing, now=now, can_undo=standing.cards_done > 0)
    return render_template(
        "study/review.html",
        card=card,
        face=face_of(card),
        standing=standing,
        intervals=intervals(card.memory, now),
        meaning=GRADE_MEANING,
        can_undo=find_last_rating(user_id) is not None,
    )


@bp.post("/study/cards/<card_id>/rate")
@login_required
def rate(card_id: str) -> ResponseReturnValue:
    """Write how well a card was remembered, and go on to the next."""
    try:
        version, grade = parse_rating(request.form)
        service.rate_card(card_id, signed_in_user().id, version, grade, utc_now())
    except BadRequest as refusal:
        flash(str(refusal), "error")
        return redirect(url_for(".review", card=card_id), 303)
    except service.StaleCard:
        flash("That card had been rated or changed already, so this rating was not written a second time.", "warning")
    return redirect(url_for(".review"), 303)


@bp.post("/study/undo")
@login_required
def undo() -> ResponseReturnValue:
    """Take the last rating back, and ask that card again."""
    try:
        card_id = service.undo(signed_in_user().id, utc_now())
    except service.NothingToUndo:
        flash("There is no rating of yours to take back, or something else has rated that card since.", "warning")
        return redirect(url_for(".review"), 303)
    return redirect(url_for(".review", card=card_id), 303)


@bp.get("/study/cards/")
@login_required
def cards() -> ResponseReturnValue:
    """Every card, page by page."""
    arguments = request.args
    page = list_page(signed_in_user().id, arguments.get("show", ""), arguments.get("after", ""), utc_now())
    return render_template("study/cards.html", page=page, now=utc_now())


@bp.post("/study/cards")
@login_required
def add() -> ResponseReturnValue:
    """Put something into the review."""
    back = find_local_path(request.form.get("next")) or url_for(".cards")
    try:
        kind, address, part = parse_subject(request.form)
    except BadRequest as refusal:
        flash(str(refusal), "error")
        return lead_to(back)
    service.add(signed_in_user().id, kind, address, part, utc_now())
    flash("It is in your review now.", "success")
    return lead_to(back)


@bp.get("/study/cards/<card_id>/")
@login_required
def card(card_id: str) -> ResponseReturnValue:
    """One card with both sides and its history."""
    found = get_card(card_id, signed_in_user().id)
    ratings = list_ratings(card_id, found.user_id, RATINGS_SHOWN)
    return _card_page("study/card.html", found, ratings=ratings, now=utc_now())


@bp.post("/study/cards/<card_id>/suspend")
@login_required
def suspend(card_id: str) -> ResponseReturnValue:
    """Let a card rest until it is taken up again."""
    service.set_suspended(card_id, signed_in_user().id, True, utc_now())
    flash("The card rests. You find it under Suspended in your cards.", "success")
    return redirect(_after_change(card_id), 303)


@bp.post("/study/cards/<card_id>/resume")
@login_required
def resume(card_id: str) -> ResponseReturnValue:
    """Take a resting card up again."""
    service.set_suspended(card_id, signed_in_user().id, False, utc_now())
    flash("The card is asked again.", "success")
    return redirect(_after_change(card_id), 303)


@bp.get("/study/cards/<card_id>/delete/")
@login_required
def ask_delete(card_id: str) -> ResponseReturnValue:
    """Whether the card is really to be deleted."""
    return _card_page("study/confirm_delete.html", get_card(card_id, signed_in_user().id))


@bp.post("/study/cards/<card_id>/delete")
@login_required
def delete(card_id: str) -> ResponseReturnValue:
    """Delete a card with its history."""
    service.delete_card(card_id, signed_in_user().id)
    flash("The card is deleted.", "success")
    return redirect(url_for(".cards"), 303)


@bp.post("/study/limits")
@login_required
def limits() -> ResponseReturnValue:
    """Keep how many cards may be asked in a day."""
    form = LimitsForm()
    if not form.validate_on_submit():
        made = overview.build(signed_in_user().id, utc_now())
        return render_template("study/home.html", overview=made, form=form), 422
    service.set_limits(signed_in_user().id, Limits(form.new.data or 0, form.reviews.data or 0))
    flash("Your daily limits are saved.", "success")
    return redirect(url_for(".home"), 303)


@bp.get("/study/cards.csv")
@login_required
def export() -> ResponseReturnValue:
    """Every card, for Anki."""
    made = list_all_cards(signed_in_user().id)
    front, back = (get_template_attribute("study/_sides.html", name) for name in ("front", "back"))
    response = Response("".join(pieces_of(made, front, back)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="interview-sim-cards.csv"'
    return response


def _card_page(template: str, found: StoredCard, **values: object) -> str:
    return render_template(template, card=found, face=face_of(found), grades=Grade, kinds=CardKind, **values)


def _after_change(card_id: str) -> str:
    """Where the reader was: in the middle of a review, or at the card."""
    return url_for(".review") if request.form.get("from") == "review" else url_for(".card", card_id=card_id)
