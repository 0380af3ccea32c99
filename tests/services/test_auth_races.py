"""Two at once on one account: exactly one effect, on a real SQLite file with connections of their own."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from interview_sim.auth import service
from interview_sim.auth.errors import EmailTaken, WrongCredentials, WrongPassword
from interview_sim.auth.models import LoginSession, User
from interview_sim.auth.queries import find_session_user
from interview_sim.auth.service import NewAccount, Visit
from interview_sim.auth.signals import guest_signed_in
from interview_sim.extensions import db
from tests.accounts import EMAIL, OTHER_PASSWORD, PASSWORD, make_guest, make_login, make_user
from tests.builders import NOON

VISIT = Visit(NOON, NOON + timedelta(days=30), "Firefox")
GRACE = NewAccount("grace@example.org", "Grace", PASSWORD)


def at_once(app: Flask, *actions: Callable[[], object]) -> list[object]:
    """Run the actions in threads of their own, all from one moment; what each returned or raised."""
    barrier = threading.Barrier(len(actions))
    results: list[object] = [None] * len(actions)

    def run(number: int, action: Callable[[], object]) -> None:
        with app.app_context():
            db.session.execute(select(func.count()).select_from(User))
            barrier.wait()
            try:
                results[number] = action()
            except Exception as refusal:
                results[number] = refusal

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def count(app: Flask, model: type[User] | type[LoginSession]) -> int:
    with app.app_context():
        return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def kinds(results: list[object]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


def test_registering_one_address_at_once_makes_one_account(app: Flask) -> None:
    results = at_once(app, *[lambda: service.register(GRACE, VISIT)] * 4)
    assert kinds(results) == ["EmailTaken", "EmailTaken", "EmailTaken", "tuple"]
    assert (count(app, User), count(app, LoginSession)) == (1, 1)


def test_one_guest_registering_twice_at_once_becomes_one_account(app: Flask) -> None:
    with app.app_context():
        guest = make_guest()
    results = at_once(app, *[lambda: service.register(GRACE, VISIT, guest_id=guest)] * 2)
    assert kinds(results) == ["EmailTaken", "tuple"]
    assert (count(app, User), count(app, LoginSession)) == (1, 1)


def test_one_guest_signing_in_twice_at_once_brings_their_work_along_once(app: Flask) -> None:
    with app.app_context():
        make_user()
        guest = make_guest()
        known = service.authenticate(EMAIL, PASSWORD)
    told: list[int] = []

    def listen(_sender: object, *, from_user_id: int, to_user_id: int) -> None:
        told.append(from_user_id)

    with guest_signed_in.connected_to(listen):
        results = at_once(app, *[lambda: service.sign_in(known, VISIT, guest_id=guest)] * 2)
    assert kinds(results) == ["str", "str"]
    assert told == [guest]
    assert (count(app, User), count(app, LoginSession)) == (1, 2)


def test_a_guest_who_registers_while_signing_in_is_never_lost(app: Flask) -> None:
    with app.app_context():
        make_user()
        guest = make_guest()
        known = service.authenticate(EMAIL, PASSWORD)
    at_once(
        app,
        lambda: service.sign_in(known, VISIT, guest_id=guest),
        lambda: service.register(GRACE, VISIT, guest_id=guest),
    )
    with app.app_context():
        emails = set(db.session.execute(select(User.email)).scalars())
    assert emails == {EMAIL, GRACE.email}


def test_changing_the_password_twice_at_once_from_one_form_counts_once(app: Flask) -> None:
    with app.app_context():
        known = service.confirm_password(make_user(), PASSWORD)
    results = at_once(app, *[lambda: service.change_password(known, OTHER_PASSWORD, VISIT)] * 2)
    assert kinds(results) == ["WrongPassword", "str"]
    assert count(app, LoginSession) == 1


def test_a_password_that_was_changed_after_it_was_checked_opens_nothing(app: Flask) -> None:
    with app.app_context():
        ada = make_user()
        stolen = service.authenticate(EMAIL, PASSWORD)
        service.change_password(service.confirm_password(ada, PASSWORD), OTHER_PASSWORD, VISIT)
        with pytest.raises(WrongCredentials):
            service.sign_in(stolen, VISIT)
        with pytest.raises(WrongPassword):
            service.change_password(stolen, "something else entirely", VISIT)
    assert count(app, LoginSession) == 1


def test_an_account_that_was_deleted_after_the_check_opens_nothing(app: Flask) -> None:
    with app.app_context():
        ada = make_user()
        known = service.authenticate(EMAIL, PASSWORD)
        service.delete_account(ada)
        with pytest.raises(WrongCredentials):
            service.sign_in(known, VISIT)
    assert (count(app, User), count(app, LoginSession)) == (0, 0)


def test_a_session_that_was_ended_is_not_brought_back_by_a_late_touch(app: Flask) -> None:
    with app.app_context():
        token = make_login(make_user(), NOON)
        user = find_session_user(token, NOON)
        assert user is not None
        service.sign_out(user.session_id)
        service.touch(user.session_id, NOON + timedelta(hours=1), NOON + timedelta(days=31))
    assert count(app, LoginSession) == 0


def test_two_accounts_taking_one_address_at_once_is_refused_to_one(app: Flask) -> None:
    with app.app_context():
        ids = [make_user("a@example.org"), make_user("b@example.org")]
    results = at_once(
        app, *[lambda user_id=user_id: service.change_email(user_id, "c@example.org") for user_id in ids]
    )
    assert kinds(results) == ["EmailTaken", "NoneType"]


def test_a_refusal_leaves_the_session_usable(app: Flask) -> None:
    with app.app_context():
        make_user()
        with pytest.raises(EmailTaken):
            service.register(NewAccount(EMAIL, "Eve", PASSWORD), VISIT)
        assert service.authenticate(EMAIL, PASSWORD)


def test_signing_in_takes_few_statements(app: Flask) -> None:
    with app.app_context():
        make_user()
        statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        service.sign_in(service.authenticate(EMAIL, PASSWORD), VISIT)
    assert len(statements) == 3
