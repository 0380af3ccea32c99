"""A history made directly in the tables: hundreds of attempts without sitting them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from interview_sim.auth.models import LoginSession, User
from interview_sim.catalog.queries import PinnedScenario, find_current_scenario
from interview_sim.catalog.store import load_pack
from interview_sim.domain.attempt import State
from interview_sim.extensions import db
from interview_sim.interview.models import Answer, FlagMark, InterviewAttempt, Mark
from tests.builders import NOON, SAMPLE_SLUG, sample_pack, sample_scenario

SECOND_SLUG = "second-interview"

Marks = Mapping[tuple[str, str], str]
"""(prompt id, point id) → mark."""


def make_user(name: str = "Candidate", email: str | None = None) -> int:
    """A user; without an e-mail address, a guest."""
    user = User(display_name=name, email=email, created_at=NOON, password_hash="not-a-real-hash")
    db.session.add(user)
    db.session.commit()
    return user.id


def make_login_session(user_id: int, digest: str = "d1g3st") -> None:
    """A sign-in of the user."""
    moments = {"created_at": NOON, "last_seen_at": NOON, "expires_at": NOON + timedelta(days=30)}
    db.session.add(LoginSession(user_id=user_id, token_digest=digest, user_agent="Test browser", **moments))
    db.session.commit()


def load_second_scenario() -> PinnedScenario:
    """A second interview beside the sample, of the same pack and with the same prompts."""
    pack = sample_pack()
    load_pack(replace(pack, scenarios=(*pack.scenarios, sample_scenario(SECOND_SLUG, "Second interview"))), NOON)
    return pinned(SECOND_SLUG)


def pinned(slug: str = SAMPLE_SLUG) -> PinnedScenario:
    """The current revision of a scenario."""
    found = find_current_scenario(slug)
    assert found is not None
    return found


def seed_attempt(
    user_id: int,
    name: str,
    started_at: datetime = NOON,
    *,
    scenario: PinnedScenario | None = None,
    state: State = State.FINISHED,
    score: float | None = None,
    rating: str | None = None,
    marks: Marks | None = None,
    flags: Iterable[tuple[str, str]] = (),
    answer: str = "",
    **columns: Any,
) -> str:
    """One attempt with two answers, as it stands after `state` was reached; its id is `name`."""
    scenario = scenario or pinned()
    if state is State.FINISHED:
        score, rating = (0.5, "leaning-no-hire") if score is None else (score, rating or "leaning-hire")
    db.session.execute(
        insert(InterviewAttempt),
        {
            "id": name,
            "user_id": user_id,
            "item_id": scenario.item_id,
            "revision_id": scenario.revision_id,
            "start_key": f"key-{name}",
            "state": state.value,
            "pace": "strict",
            "flow": "at-end",
            "time_multiplier": 1.0,
            "position": 0,
            "version": 1,
            "started_at": started_at,
            "score": score,
            "rating": rating,
            **columns,
        },
    )
    answers = [
        {"attempt_id": name, "number": number, "prompt_id": prompt_id, "budget": 90, "text": answer}
        for number, prompt_id in enumerate(("storage", "speed"))
    ]
    db.session.execute(insert(Answer), answers)
    who = {"attempt_id": name, "reviewer_id": user_id, "marked_at": started_at}
    if marks:
        rows = [{**who, "prompt_id": p, "point_id": i, "mark": mark} for (p, i), mark in marks.items()]
        db.session.execute(insert(Mark), rows)
    if raised := [{**who, "prompt_id": prompt_id, "flag_id": flag_id} for prompt_id, flag_id in flags]:
        db.session.execute(insert(FlagMark), raised)
    db.session.commit()
    return name


def seed_history(user_id: int, count: int, prefix: str = "a") -> list[str]:
    """`count` finished attempts, an hour apart, each with marks and a red flag; the newest id comes first."""
    scenario = pinned()
    marks = {("storage", "keys"): "missed", ("storage", "types"): "partly", ("speed", "index"): "covered"}
    return [
        seed_attempt(
            user_id,
            f"{prefix}{number:05}",
            NOON - timedelta(hours=number),
            scenario=scenario,
            score=0.4 + (number % 50) / 100,
            marks=marks,
            flags=[("storage", "plain-passwords"), ("speed", "general/general-bluff")],
            answer="Words",
        )
        for number in range(count)
    ]
