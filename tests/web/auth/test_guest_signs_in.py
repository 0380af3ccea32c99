"""A guest who signs in to an account brings their work along."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import select

from interview_sim.auth.signals import guest_signed_in
from interview_sim.extensions import db
from interview_sim.interview.models import InterviewAttempt
from tests.accounts import credentials
from tests.builders import start_sample
from tests.client import AuditingClient
from tests.web.auth.looking import find_user, user_ids, whoami


def test_the_guests_interview_belongs_to_the_account_and_the_guest_is_gone(
    app: Flask, ada: int, guest_client: AuditingClient
) -> None:
    guest = next(user for user in user_ids(app) if user != ada)
    with app.app_context():
        attempt = start_sample(guest)
    answer = guest_client.submit(guest_client.get("/auth/login?next=/history/"), "/auth/login", **credentials())
    assert (answer.status_code, answer.headers["Location"]) == (303, "/history/")
    assert (whoami(guest_client) or {}).get("id") == ada
    assert find_user(app, guest) is None
    with app.app_context():
        owner = select(InterviewAttempt.user_id).where(InterviewAttempt.id == attempt)
        assert db.session.execute(owner).scalar_one() == ada


def test_a_briefing_page_used_as_the_account_and_as_a_guest_keeps_nobody_out(
    app: Flask, ada: int, guest_client: AuditingClient
) -> None:
    guest = next(user for user in user_ids(app) if user != ada)
    with app.app_context():
        attempts = {start_sample(user, start_key="one-kept-page") for user in (ada, guest)}
    answer = guest_client.submit(guest_client.get("/auth/login"), "/auth/login", **credentials())
    assert answer.status_code == 303
    with app.app_context():
        hers = select(InterviewAttempt.id).where(InterviewAttempt.user_id == ada)
        assert set(db.session.execute(hers).scalars()) == attempts


def test_features_are_told_before_the_guest_is_deleted(app: Flask, ada: int, guest_client: AuditingClient) -> None:
    guest = next(user for user in user_ids(app) if user != ada)
    with listening() as told:
        guest_client.post("/auth/login", data=credentials())
    assert told == [(guest, ada)]


def test_a_wrong_password_changes_nothing_for_the_guest(app: Flask, ada: int, guest_client: AuditingClient) -> None:
    before = user_ids(app)
    with listening() as told:
        guest_client.post("/auth/login", data=credentials(password="not this one"))
    assert told == []
    assert user_ids(app) == before
    assert (whoami(guest_client) or {}).get("is_guest") is True


def test_a_feature_that_fails_leaves_guest_and_account_as_they_were(
    app: Flask, ada: int, guest_client: AuditingClient
) -> None:
    def fail(_sender: object, *, from_user_id: int, to_user_id: int) -> None:
        raise RuntimeError(f"cannot move {from_user_id} to {to_user_id}")

    before = user_ids(app)
    with guest_signed_in.connected_to(fail), pytest.raises(RuntimeError):
        guest_client.post("/auth/login", data=credentials())
    assert user_ids(app) == before
    assert (whoami(guest_client) or {}).get("is_guest") is True


def test_nobody_is_told_when_an_account_signs_in(ada_client: AuditingClient) -> None:
    with listening() as told:
        ada_client.post("/auth/login", data=credentials())
    assert told == []


def test_in_place_the_work_comes_along_too(app: Flask, ada: int, guest_client: AuditingClient) -> None:
    answer = guest_client.post("/auth/login", data=credentials(), headers={"Accept": "application/json"})
    assert answer.get_json()["user"]["id"] == ada
    assert user_ids(app) == [ada]


@contextmanager
def listening() -> Iterator[list[tuple[int, int]]]:
    told: list[tuple[int, int]] = []

    def listen(_sender: object, *, from_user_id: int, to_user_id: int) -> None:
        told.append((from_user_id, to_user_id))

    with guest_signed_in.connected_to(listen):
        yield told
