"""Every endpoint of the address map × {signed out, another user, the owner}; a new endpoint is tried by itself."""

from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.routing import Rule

from interview_sim.auth.guards import ACCESS
from interview_sim.extensions import db
from interview_sim.interview.models import InterviewAttempt
from tests.builders import SAMPLE_SLUG, quiz_sample
from tests.client import AuditingClient
from tests.web.interview.conftest import begin

NOTHING = "0" * 32
BAD = {
    "attempt_id": NOTHING,
    "card_id": NOTHING,
    "quiz_id": NOTHING,
    "answer_id": NOTHING,
    "slug": SAMPLE_SLUG,
    "n": 1,
    "session_id": 1,
}


def rules_of(app: Flask, access: str) -> list[tuple[Rule, str]]:
    """The endpoints with that guard, each with each of its methods."""
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], ACCESS, None) == access
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def address(app: Flask, rule: Rule, **values: Any) -> str:
    known = {**BAD, **values}
    missing = rule.arguments - known.keys()
    assert not missing, f"give this test a value for {missing} of {rule.endpoint}"
    with app.test_request_context():
        return url_for(rule.endpoint, **{name: known[name] for name in rule.arguments})


FIELDS = {
    "text": "Mine.",
    "revision": "0",
    "page": "0123456789abcdef",
    "hints_seen": "0",
    "follow_ups_seen": "0",
    "prompt": "storage",
    "prediction": "3",
    "choice": "check",
    "confidence": "sure",
}
"""What makes the forms of the room, the debrief and the quizzes whole."""

OWNED = {"attempt_id", "quiz_id"}
"""What addresses name that belongs to somebody."""


def begin_both(app: Flask, client: AuditingClient) -> dict[str, str]:
    """An interview and a quiz of a new guest in this browser, as addresses name them."""
    attempt_id = begin(app, client).attempt_id
    with app.app_context():
        owner_id = db.session.get_one(InterviewAttempt, attempt_id).user_id
        return {"attempt_id": attempt_id, "quiz_id": quiz_sample(owner_id)}


@pytest.fixture
def begun(app: Flask, client: AuditingClient) -> dict[str, str]:
    return begin_both(app, client)


def test_signed_out_nobody_gets_past_a_guard(app: Flask, begun: dict[str, str]) -> None:
    for rule, method in rules_of(app, "login"):
        visitor = app.test_client()
        reply = visitor.open(address(app, rule, **begun), method=method)
        where = f"{method} {rule} → {reply.status_code}"
        if method == "GET":
            assert reply.status_code == 303, where
            assert "/auth/login" in reply.headers["Location"], where
        else:
            assert reply.status_code == 401, where


def test_another_user_is_told_that_there_is_no_such_attempt_or_quiz(app: Flask, begun: dict[str, str]) -> None:
    tried = 0
    for rule, method in rules_of(app, "login"):
        if not OWNED & rule.arguments:
            continue
        other = app.test_client()
        other.post("/auth/guest")
        reply = other.open(address(app, rule, **begun), method=method, data=FIELDS)
        assert reply.status_code == 404, f"{method} {rule} → {reply.status_code}"
        tried += 1
    assert tried > 30


def test_the_owner_is_never_refused_for_not_being_the_owner(app: Flask, client: AuditingClient) -> None:
    for rule, method in rules_of(app, "login"):
        owner = app.test_client()
        assert isinstance(owner, AuditingClient)
        begun = (
            begin_both(app, owner) if "quiz_id" in rule.arguments else {"attempt_id": begin(app, owner).attempt_id}
        )
        reply = owner.open(address(app, rule, **begun), method=method, data=FIELDS)
        where = f"{method} {rule} → {reply.status_code}"
        assert reply.status_code < 500, where
        if OWNED & rule.arguments:
            assert reply.status_code not in (401, 403), where


def test_public_pages_answer_everyone(app: Flask, begun: dict[str, str]) -> None:
    for rule, method in rules_of(app, "public"):
        if (
            method != "GET" or rule.endpoint == "web.readyz"
        ):  # not ready, for these tables were made without migrations
            continue
        visitor = app.test_client()
        reply = visitor.get(address(app, rule))
        assert reply.status_code < 500, f"GET {rule} → {reply.status_code}"
