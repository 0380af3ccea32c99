"""Changing cards: adding, rating, taking back, suspending, deleting. The only place that commits them.

What other features did (`note_…`) is written into their open transaction and committed by them.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, insert, select, update

from interview_sim.catalog.models import ContentItem
from interview_sim.catalog.queries import get_scenario
from interview_sim.domain.errors import NotFound
from interview_sim.domain.review import (
    CardKind,
    Finding,
    Grade,
    Limits,
    Reason,
    Source,
    finding_of_choice,
    finding_of_mark,
    grade_of_score,
)
from interview_sim.extensions import db
from interview_sim.interview.debrief_queries import get_findings
from interview_sim.interview.queries import get_attempt
from interview_sim.statements import count_rows, insert_into
from interview_sim.study.models import ReviewCard, ReviewRating, StudyLimits
from interview_sim.study.queries import MEMORY, StoredCard, find_cards, get_card
from interview_sim.study.rating_queries import find_last_rating
from interview_sim.study.scheduling import Memory, rate


class StaleCard(Exception):
    """The card was rated or changed in the meantime; nothing was written."""


class NothingToUndo(Exception):
    """There is no rating to take back, or the card was rated again by something else since."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a card is about. `part` is `prompt id/point id` for a point, else empty."""

    kind: CardKind
    item_id: int
    revision_id: int
    part: str = ""


_cards = cast(Table, ReviewCard.__table__)
_ratings = cast(Table, ReviewRating.__table__)
_limits = cast(Table, StudyLimits.__table__)
_items = cast(Table, ContentItem.__table__)

FOREIGN = 0
"""The version of a rating that was made of a guest's card and joined the account's: no card has that version."""

_ITEM_KINDS = {CardKind.POINT: "scenario", CardKind.CHOICE: "choice", CardKind.QUESTION: "question"}
"""Which kind of content item a card of each kind is about."""

_REMEMBER = (
    update(_cards)
    .where(_cards.c.id == bindparam("card_id"), _cards.c.version == bindparam("seen_version"))
    .values(
        version=_cards.c.version + 1,
        **{name: bindparam(f"new_{name}") for name in MEMORY},
    )
)


def add(user_id: int, kind: CardKind, address: str, part: str, now: datetime) -> str:
    """Put an item into the user's review, due now, unless it is there already; a suspended card is taken up again.

    `address` is the item's `pack/slug`. Returns the card's id. Raises `NotFound` for what is not offered now.
    """
    pack, _, slug = address.partition("/")
    row = db.session.execute(
        select(_items.c.id, _items.c.current_id).where(
            _items.c.kind == _ITEM_KINDS[kind], _items.c.pack == pack, _items.c.slug == slug
        )
    ).one_or_none()
    if row is None or row.current_id is None or not _has_part(kind, row.current_id, part):
        raise NotFound
    subject = Subject(kind, row.id, row.current_id, part)
    _insert(user_id, [(subject, Reason.ADDED)], now)
    card = find_cards(user_id, kind, row.id, [part])[part]
    if card.suspended_at is not None:
        _change(card.id, user_id, suspended_at=None)
    db.session.commit()
    return card.id


def rate_card(card_id: str, user_id: int, version: int, grade: Grade, now: datetime) -> None:
    """Write the person's rating of a card, once. Raises `NotFound`, or `StaleCard` where `version` is not its own."""
    card = get_card(card_id, user_id)
    if card.version != version or card.suspended_at is not None:
        raise StaleCard
    if not _rate(card, grade, Source.STUDY, None, now):
        db.session.rollback()
        raise StaleCard
    db.session.commit()


def undo(user_id: int, now: datetime) -> str:
    """Take the person's last rating back; the card's id. Raises `NothingToUndo`.

    The card is as it was before, and due at once, so that it can be rated again.
    """
    last = find_last_rating(user_id)
    if last is None:
        raise NothingToUndo
    values = {
        "card_id": last.card_id,
        "seen_version": last.version,
        **_memory_values(last.before),
        "new_due": min(last.before.due, now),
    }
    if count_rows(_REMEMBER, values) == 0 or count_rows(delete(_ratings).where(_ratings.c.id == last.id)) == 0:
        db.session.rollback()
        raise NothingToUndo
    _rechain(last.card_id)
    db.session.commit()
    return last.card_id


def set_suspended(card_id: str, user_id: int, suspended: bool, now: datetime) -> None:
    """Let a card rest, or take it up again. Raises `NotFound`."""
    if not _change(card_id, user_id, suspended_at=now if suspended else None):
        db.session.rollback()
        raise NotFound
    db.session.commit()


def delete_card(card_id: str, user_id: int) -> None:
    """Delete a card with its ratings. Raises `NotFound`."""
    if count_rows(delete(_cards).where(_cards.c.id == card_id, _cards.c.user_id == user_id)) == 0:
        db.session.rollback()
        raise NotFound
    db.session.commit()


def set_limits(user_id: int, limits: Limits) -> None:
    """Keep how many cards the user wants to be asked in a day."""
    row = {"user_id": user_id, "new_per_day": limits.new, "reviews_per_day": limits.reviews}
    statement = insert_into(_limits).values(row)
    news = {name: statement.excluded[name] for name in ("new_per_day", "reviews_per_day")}
    db.session.execute(statement.on_conflict_do_update(index_elements=["user_id"], set_=news))
    db.session.commit()


def note_debrief(attempt_id: str, owner_id: int, now: datetime) -> None:
    """An interview was debriefed: make cards of what was not covered, and rate the cards that are there."""
    stored = get_attempt(attempt_id, owner_id)
    marks = get_findings(attempt_id, owner_id).marks
    findings = {f"{prompt}/{point}": finding_of_mark(mark) for (prompt, point), mark in marks.items()}
    _note(owner_id, CardKind.POINT, stored.item_id, stored.revision_id, findings, (Source.INTERVIEW, attempt_id), now)


def note_choice(owner_id: int, item_id: int, revision_id: int, is_right: bool, is_guess: bool, now: datetime) -> None:
    """A quiz question was graded: make a card where it was wrong or guessed, and rate the one that is there."""
    findings = {"": finding_of_choice(is_right, is_guess)}
    _note(owner_id, CardKind.CHOICE, item_id, revision_id, findings, (Source.QUIZ, None), now)


def note_question(owner_id: int, item_id: int, revision_id: int, score: float, now: datetime) -> None:
    """A bank question was answered and scored by oneself: rate its card where there is one; `score` from 0 to 1."""
    findings = {"": Finding(grade_of_score(score))}
    _note(owner_id, CardKind.QUESTION, item_id, revision_id, findings, (Source.BANK, None), now)


def adopt_cards(from_user_id: int, to_user_id: int) -> None:
    """Give a guest's cards to the account they signed in to, in the caller's transaction.

    Where both have a card for the same thing the account's own stays, due at the earlier of the two moments, and the
    guest's ratings join its history.
    """
    theirs = _cards.alias("theirs")
    same = (
        (theirs.c.user_id == from_user_id)
        & (theirs.c.kind == _cards.c.kind)
        & (theirs.c.item_id == _cards.c.item_id)
        & (theirs.c.part == _cards.c.part)
    )
    pairs = db.session.execute(
        select(_cards.c.id, _cards.c.due, theirs.c.id.label("guest_id"), theirs.c.due.label("guest_due"))
        .join_from(_cards, theirs, same)
        .where(_cards.c.user_id == to_user_id)
    ).all()
    for pair in pairs:
        _change(pair.id, to_user_id, due=min(pair.due, pair.guest_due))
        db.session.execute(
            update(_ratings).where(_ratings.c.card_id == pair.guest_id).values(card_id=pair.id, version=FOREIGN)
        )
        db.session.execute(delete(_cards).where(_cards.c.id == pair.guest_id))
    for table in (_cards, _ratings):
        db.session.execute(update(table).where(table.c.user_id == from_user_id).values(user_id=to_user_id))


def _note(
    owner_id: int,
    kind: CardKind,
    item_id: int,
    revision_id: int,
    findings: Mapping[str, Finding],
    source: tuple[Source, str | None],
    now: datetime,
) -> None:
    """Make or rate the cards of one item, in the open transaction; a suspended card is left alone."""
    present = find_cards(owner_id, kind, item_id, findings)
    absent = [
        (Subject(kind, item_id, revision_id, part), finding.reason)
        for part, finding in findings.items()
        if part not in present and finding.reason is not None
    ]
    _insert(owner_id, absent, now)
    for part, card in present.items():
        if card.suspended_at is None:
            _rate(card, findings[part].grade, *source, now)
            db.session.execute(update(_cards).where(_cards.c.id == card.id).values(revision_id=revision_id))


def _rate(card: StoredCard, grade: Grade, source: Source, source_id: str | None, now: datetime) -> bool:
    """Write a rating in the open transaction; False where another request came first.

    Steps of minutes are for who sits before the cards. What was good elsewhere ends them: it must not be asked again
    the same day (docs/decisions/0008).
    """
    in_steps = source is Source.STUDY or grade is not Grade.GOOD
    values = {
        "card_id": card.id,
        "seen_version": card.version,
        **_memory_values(rate(card.memory, grade, now, in_steps=in_steps)),
    }
    if count_rows(_REMEMBER, values) == 0:
        return False
    row = {
        "card_id": card.id,
        "user_id": card.user_id,
        "grade": grade.value,
        "rated_at": now,
        "source": source.value,
        "source_id": source_id,
        "version": card.version + 1,
        **{name: getattr(card.memory, name) for name in MEMORY},
    }
    db.session.execute(insert(_ratings), row)
    return True


def _insert(user_id: int, subjects: Iterable[tuple[Subject, Reason]], now: datetime) -> None:
    """New cards, due now, in the open transaction; one that is there already is left as it is."""
    fresh = Memory(due=now)
    rows = [
        {
            "id": secrets.token_hex(16),
            "user_id": user_id,
            "kind": subject.kind.value,
            "item_id": subject.item_id,
            "part": subject.part,
            "revision_id": subject.revision_id,
            "reason": reason.value,
            "created_at": now,
            "version": 1,
            **{name: getattr(fresh, name) for name in MEMORY},
        }
        for subject, reason in subjects
    ]
    if rows:
        statement = insert_into(_cards).on_conflict_do_nothing(index_elements=["user_id", "kind", "item_id", "part"])
        db.session.execute(statement, rows)


def _has_part(kind: CardKind, revision_id: int, part: str) -> bool:
    if kind is not CardKind.POINT:
        return part == ""
    return part in {
        f"{prompt.id}/{point.id}" for prompt in get_scenario(revision_id).scenario.prompts for point in prompt.points
    }


def _change(card_id: str, user_id: int, **values: Any) -> bool:
    """Change the user's card otherwise than by rating it, in the open transaction; False where it is gone."""
    statement = update(_cards).where(_cards.c.id == card_id, _cards.c.user_id == user_id)
    if count_rows(statement.values(version=_cards.c.version + 1, **values)) == 0:
        return False
    _rechain(card_id)
    return True


def _rechain(card_id: str) -> None:
    """Let the card's latest rating stand for its present version again, so that it can be taken back in its turn.

    Whatever changes a card's version otherwise than by a rating ends with this (see `ReviewRating.version`).
    """
    own = (_ratings.c.card_id == card_id) & (_ratings.c.version != FOREIGN)
    latest = select(_ratings.c.id).where(own).order_by(_ratings.c.id.desc()).limit(1)
    version = select(_cards.c.version).where(_cards.c.id == card_id)
    db.session.execute(
        update(_ratings).where(_ratings.c.id == latest.scalar_subquery()).values(version=version.scalar_subquery())
    )


def _memory_values(memory: Memory) -> dict[str, Any]:
    return {f"new_{name}": getattr(memory, name) for name in MEMORY}
