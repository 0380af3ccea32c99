"""`flask user …`."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from interview_sim.auth import service
from interview_sim.auth.cli import user as commands
from interview_sim.auth.errors import WrongCredentials
from interview_sim.auth.models import LoginSession, User
from interview_sim.auth.queries import find_session_user
from interview_sim.clock import utc_now
from interview_sim.extensions import db
from interview_sim.interview.models import InterviewAttempt
from tests.accounts import EMAIL, MONTH, OTHER_PASSWORD, PASSWORD, make_guest, make_login, make_user
from tests.builders import NOON, start_sample


def run(app: Flask, *args: str, stdin: str = "") -> tuple[int, str]:
    """Exit code and output of `flask user …`."""
    result = app.test_cli_runner().invoke(commands, list(args), input=stdin)
    return result.exit_code, result.output


def stored(app: Flask) -> User:
    with app.app_context():
        user = db.session.execute(select(User)).scalar_one()
        db.session.expunge(user)
        return user


def can_log_in(app: Flask, password: str) -> bool:
    with app.app_context():
        try:
            service.authenticate(EMAIL, password)
        except WrongCredentials:
            return False
    return True


def test_an_account_is_made_with_a_password_asked_for_twice(app: Flask) -> None:
    code, told = run(app, "create", "ADA@example.org", "--name", "Ada", stdin=f"{PASSWORD}\n{PASSWORD}\n")
    assert (code, "ada@example.org can log in now." in told) == (0, True)
    assert PASSWORD not in told
    user = stored(app)
    assert (user.email, user.display_name, user.role) == (EMAIL, "Ada", "candidate")
    assert can_log_in(app, PASSWORD)


def test_passwords_that_differ_are_asked_for_again(app: Flask) -> None:
    code, told = run(app, "create", EMAIL, stdin=f"{PASSWORD}\nanother\n{PASSWORD}\n{PASSWORD}\n")
    assert (code, "do not match" in told) == (0, True)


def test_an_administrator_is_made_from_a_script(app: Flask) -> None:
    code, told = run(app, "create", EMAIL, "--admin", "--password-stdin", stdin=f"{PASSWORD}\n")
    assert (code, "as an administrator" in told) == (0, True)
    assert (stored(app).role, stored(app).display_name) == ("admin", "ada")
    assert can_log_in(app, PASSWORD)


@pytest.mark.parametrize(
    ("args", "stdin", "said"),
    [
        (("create", "not-an-address", "--password-stdin"), f"{PASSWORD}\n", "is not an e-mail address"),
        (("create", EMAIL, "--password-stdin"), "short\n", "Use at least 12 characters"),
        (("create", EMAIL, "--password-stdin"), "", "Use at least 12 characters"),
        (("create", EMAIL, "--password-stdin"), "password1234\n", "guessed first"),
        (("create",), "", "Missing argument 'EMAIL'"),
        (("reset-password", "nobody@example.org", "--password-stdin"), f"{PASSWORD}\n", "There is no account for"),
        (("disable", "nobody@example.org"), "", "There is no account for nobody@example.org."),
        (("enable", "nobody@example.org"), "", "There is no account for nobody@example.org."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(app: Flask, args: tuple[str, ...], stdin: str, said: str) -> None:
    code, told = run(app, *args, stdin=stdin)
    assert code != 0
    assert said in told
    assert "Traceback" not in told


def test_an_account_is_not_made_twice(app: Flask) -> None:
    with app.app_context():
        make_user()
    code, told = run(app, "create", EMAIL, "--password-stdin", stdin=f"{OTHER_PASSWORD}\n")
    assert (code, "There is an account for ada@example.org already." in told) == (1, True)
    assert can_log_in(app, PASSWORD)


def test_a_password_set_anew_counts_and_signs_out_everywhere(app: Flask) -> None:
    with app.app_context():
        token = make_login(make_user(), NOON)
    code, told = run(app, "reset-password", EMAIL, "--password-stdin", stdin=f"{OTHER_PASSWORD}\n")
    assert (code, OTHER_PASSWORD in told) == (0, False)
    assert (can_log_in(app, PASSWORD), can_log_in(app, OTHER_PASSWORD)) == (False, True)
    with app.app_context():
        assert find_session_user(token, NOON) is None


def test_a_disabled_account_is_signed_out_and_may_come_back(app: Flask) -> None:
    with app.app_context():
        token = make_login(make_user(), NOON)
    assert [run(app, "disable", EMAIL)[0] for _ in range(2)] == [0, 0]
    assert not can_log_in(app, PASSWORD)
    with app.app_context():
        assert find_session_user(token, NOON) is None
    assert run(app, "enable", EMAIL)[0] == 0
    assert can_log_in(app, PASSWORD)
    with app.app_context():
        assert find_session_user(token, NOON) is None, "signing out is for good"


def test_guests_who_are_signed_in_nowhere_go_with_their_work_and_nobody_else_does(app: Flask) -> None:
    with app.app_context():
        make_guest()
        ended, here, account = make_guest(), make_guest(), make_user()
        a_month_ago = utc_now() - MONTH
        for user_id, lifetime in ((ended, MONTH), (here, MONTH + timedelta(minutes=1)), (account, MONTH)):
            make_login(user_id, a_month_ago, lifetime=lifetime)
        start_sample(ended)
        start_sample(here)
    assert "2 guests deleted." in run(app, "purge-guests")[1]
    with app.app_context():
        assert set(db.session.execute(select(User.id)).scalars()) == {here, account}
        assert db.session.execute(select(InterviewAttempt.user_id)).scalars().all() == [here]
        assert db.session.execute(select(LoginSession.user_id)).scalars().all() == [here]
    assert "0 guests deleted." in run(app, "purge-guests")[1]
