"""Seeding a database at a given scale, and the signed-in people the steps act as.

Scale 1 is one user with 50 attempts beside another with 20; scale 100 is one with 5,000 beside one with 2,000.
Attempts are copies of one that went through the real service, debrief and scoring included.
"""

import os
import secrets
from contextvars import Context
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import Table, insert, select, text

from interview_sim import create_app
from interview_sim.auth.operator_service import create_user
from interview_sim.auth.service import NewAccount
from interview_sim.catalog.loader import read_pack
from interview_sim.catalog.queries import PinnedScenario, find_current_scenario
from interview_sim.catalog.store import load_pack
from interview_sim.clock import utc_now
from interview_sim.domain.attempt import Flow
from interview_sim.domain.drafts import Draft
from interview_sim.domain.marking import Edit, PointEntry, Sheet, Target
from interview_sim.domain.scoring import PointMark
from interview_sim.domain.timing import Pace
from interview_sim.extensions import db
from interview_sim.interview import debrief_service, drafts, service
from interview_sim.interview.models import Answer, FlagMark, InterviewAttempt, Mark

SLUG = "to-do-api"
PASSWORD = "a long bench password"
CONNECTIONS = 8
WORDS = "I would first name the load as I/O-bound, then choose for the team, and say what it costs. " * 12


@dataclass(frozen=True)
class Actor:
    """One signed-in person with an attempt in each state the steps need."""

    cookie: str
    csrf: str
    visitor_cookie: str
    visitor_csrf: str
    """The same browser before it signed in."""
    email: str
    answering: str
    debriefing: str
    finished: str
    revision_id: int
    prompt_id: str
    points: tuple[str, ...]
    """The points of the first prompt."""


@dataclass(frozen=True)
class Seeded:
    """A database to measure."""

    environment: dict[str, str]
    actors: tuple[Actor, ...]


def seed(folder: Path, scale: int) -> Seeded:
    """Make a database below `folder`: the first actor owns 50 × scale attempts, others 20 × scale."""
    url = f"sqlite:///{folder / 'bench.db'}"
    environment = {
        "DATABASE_URL": url,
        "SECRET_KEY": secrets.token_hex(16),
        "INTERVIEW_SIM_INSTANCE_PATH": str(folder),
    }
    os.environ.update(environment)
    app = create_app({"RATELIMIT_ENABLED": False, "LOG_LEVEL": "WARNING"})  # seeding is quiet, serving is as shipped
    with app.app_context():
        upgrade()
        load_pack(read_pack(Path(app.root_path) / "content" / "core"), utc_now())
        pinned = find_current_scenario(SLUG)
        assert pinned is not None
        actors = tuple(_actor(app, pinned, number) for number in range(CONNECTIONS))
        _multiply(_owner_of(actors[0].finished), actors[0].finished, 50 * scale - 3)
        stranger = _owner_of(actors[1].finished)
        _multiply(stranger, actors[1].finished, 20 * scale)
        db.session.execute(text("ANALYZE"))
        db.session.commit()
    return Seeded(environment, actors)


def _actor(app: Flask, pinned: PinnedScenario, number: int) -> Actor:
    email = f"bench{number}@interviews.example"
    user_id = create_user(NewAccount(email, f"Bench {number}", PASSWORD), utc_now())
    signed_in = Context().run(_sign_in, app.test_client(), email)
    finished = _start(user_id, pinned)
    _answer_all(user_id, finished, pinned)
    _debrief_all(user_id, finished, pinned)
    debriefing = _start(user_id, pinned)
    _answer_all(user_id, debriefing, pinned)
    debrief_service.predict(debriefing, user_id, 0, 3, utc_now())
    prompt = pinned.scenario.prompts[0]
    return Actor(
        *signed_in,
        email,
        answering=_start(user_id, pinned),
        debriefing=debriefing,
        finished=finished,
        revision_id=pinned.revision_id,
        prompt_id=prompt.id,
        points=tuple(point.id for point in prompt.points),
    )


def _sign_in(client: FlaskClient, email: str) -> tuple[str, str, str, str]:
    headers = {"Accept": "application/json"}
    token = client.get("/auth/csrf", headers=headers).json["csrf_token"]  # type: ignore[index]
    visitor = client.get_cookie("interview_sim")
    form = {"email": email, "password": PASSWORD, "csrf_token": token}
    reply = client.post("/auth/login", data=form, headers=headers)
    assert reply.status_code == 200, reply.text
    cookie = client.get_cookie("interview_sim")
    assert visitor is not None
    assert cookie is not None
    return cookie.value, reply.json["csrf_token"], visitor.value, token  # type: ignore[index]


def _start(user_id: int, pinned: PinnedScenario) -> str:
    key = secrets.token_hex(16)
    return service.start_attempt(
        user_id,
        pinned,
        pace=Pace.UNTIMED,
        flow=Flow.AT_END,
        time_multiplier=1.0,
        start_key=key,
        now=utc_now(),
    )


def _answer_all(user_id: int, attempt_id: str, pinned: PinnedScenario) -> None:
    for number in range(len(pinned.scenario.prompts)):
        drafts.finish_answer(attempt_id, user_id, number, Draft(WORDS, 0, "bench-page", 1), utc_now())


def _debrief_all(user_id: int, attempt_id: str, pinned: PinnedScenario) -> None:
    marks = (PointMark.COVERED, PointMark.PARTLY, PointMark.MISSED)
    for number, prompt in enumerate(pinned.scenario.prompts):
        debrief_service.predict(attempt_id, user_id, number, 3, utc_now())
        entries = tuple(PointEntry(point.id, marks[place % 3]) for place, point in enumerate(prompt.points))
        flags = {pinned.scenario.red_flags[0].id: number == 0}
        sheet = Sheet(points=entries, flags=flags, note=Edit("Say it sooner."))
        target = Target(attempt_id, user_id, number, pinned.revision_id, prompt.id)
        debrief_service.finish(target, sheet, utc_now(), rest_is_missed=False)


def _owner_of(attempt_id: str) -> int:
    return db.session.execute(select(InterviewAttempt.user_id).where(InterviewAttempt.id == attempt_id)).scalar_one()


def _multiply(user_id: int, attempt_id: str, copies: int) -> None:
    """Copy an attempt with everything that hangs on it, each copy an hour earlier than the one before."""
    ids = [secrets.token_hex(16) for _ in range(copies)]
    header = _rows(InterviewAttempt.__table__, "id", attempt_id)[0]
    db.session.execute(
        insert(InterviewAttempt),
        [
            {
                **header,
                "id": new,
                "user_id": user_id,
                "start_key": new,
                "started_at": header["started_at"] - timedelta(hours=place + 1),
            }
            for place, new in enumerate(ids)
        ],
    )
    for model in (Answer, Mark, FlagMark):
        rows = _rows(model.__table__, "attempt_id", attempt_id)
        for start in range(0, len(ids), 500):
            copied = [{**row, "attempt_id": new} for new in ids[start : start + 500] for row in rows]
            if copied:
                db.session.execute(insert(model), copied)
    db.session.commit()


def _rows(table: Any, column: str, value: str) -> list[dict[str, Any]]:
    assert isinstance(table, Table)
    return [dict(row._mapping) for row in db.session.execute(select(table).where(table.c[column] == value))]
