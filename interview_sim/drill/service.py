"""Keeping what is said of drills: the only place that commits it."""

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import cast

from sqlalchemy import Table, insert
from sqlalchemy.exc import IntegrityError

from interview_sim.catalog.queries import PinnedDrill
from interview_sim.domain.drill import grade, in_order, is_exactly_right
from interview_sim.drill.models import DrillAnswer, DrillFinding
from interview_sim.drill.queries import find_answered
from interview_sim.extensions import db
from interview_sim.start_keys import adopt_started

_answers = cast(Table, DrillAnswer.__table__)
_findings = cast(Table, DrillFinding.__table__)


def answer(user_id: int, pinned: PinnedDrill, ticked: Collection[str], *, start_key: str, now: datetime) -> str:
    """Judge what was ticked and keep it; the answer's id.

    The same key again gives the answer that was kept first, whatever is ticked now. Raises `UnknownFlag`.
    """
    verdicts = grade(pinned.drill.flags, ticked)
    answer_id = secrets.token_hex(16)
    header = {
        "id": answer_id,
        "user_id": user_id,
        "item_id": pinned.item_id,
        "revision_id": pinned.revision_id,
        "start_key": start_key,
        "answered_at": now,
        "is_right": is_exactly_right(verdicts),
    }
    findings = [
        {
            "answer_id": answer_id,
            "flag_id": entry.id,
            "position": position,
            "flag": entry.flag,
            "verdict": verdicts[entry.id].value,
        }
        for position, entry in enumerate(in_order(pinned.drill.flags, start_key))
    ]
    try:
        db.session.execute(insert(_answers), header)
        db.session.execute(insert(_findings), findings)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        first = find_answered(user_id, start_key)
        if first is None:
            raise
        return first
    return answer_id


def adopt_answers(from_user_id: int, to_user_id: int) -> None:
    """Give a guest's answers to the account they signed in to, in the caller's transaction."""
    adopt_started(_answers, from_user_id, to_user_id)
