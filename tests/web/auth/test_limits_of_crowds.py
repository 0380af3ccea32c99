"""How many may come at once from one address: the claims of `interview_sim/auth/limits.py` about crowds."""

import pytest
from flask import Flask

from tests.accounts import EMAIL, OTHER_PASSWORD, PASSWORD, make_user
from tests.conftest import MakeApp
from tests.web.auth.looking import new_client, user_ids, whoami
from tests.web.auth.trying import HOME, fail, register, start_as_guest, try_to_log_in

CROWD = range(40)


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    """The application with its rate limits on, and Ada's account."""
    made = make_app(RATELIMIT_ENABLED=True)
    with made.app_context():
        make_user()
    return made


@pytest.mark.usefixtures("quick_hashes")
def test_forty_people_behind_one_address_sign_in_at_once_with_four_slips_each(app: Flask) -> None:
    with app.app_context():
        for number in CROWD:
            make_user(f"student-{number}@school.test")
    browsers = [new_client(app) for _ in CROWD]
    for _ in range(4):
        replies = {
            try_to_log_in(browser, f"student-{n}@school.test").status_code for n, browser in enumerate(browsers)
        }
        assert replies == {401}
    replies = {
        try_to_log_in(browser, f"student-{n}@school.test", PASSWORD).status_code for n, browser in enumerate(browsers)
    }
    assert replies == {303}


@pytest.mark.usefixtures("quick_hashes")
def test_one_address_cannot_try_one_password_on_everybody(app: Flask) -> None:
    client = new_client(app)
    assert {try_to_log_in(client, f"victim-{n}@school.test").status_code for n in range(400)} == {401}
    assert try_to_log_in(new_client(app), "victim-400@school.test").status_code == 429


@pytest.mark.usefixtures("quick_hashes")
def test_forty_people_behind_one_address_register_at_once_with_slips(app: Flask) -> None:
    for number in CROWD:
        browser = new_client(app)
        new = {
            "display_name": f"Student {number}",
            "email": f"student-{number}@school.test",
            "password": PASSWORD,
            "password_again": PASSWORD,
        }
        for slip in ({"password_again": "x"}, {"email": "student"}, {"password": "short"}):
            assert register(browser, {**new, **slip}).status_code == 422
        assert register(browser, new).status_code == 303
    assert len(user_ids(app)) == 41


def test_forty_people_behind_one_address_start_as_guests_at_once_several_times(app: Flask) -> None:
    for _ in CROWD:
        for _ in range(4):
            assert start_as_guest(new_client(app)).status_code == 303
    assert len(user_ids(app)) == 161


def test_guests_without_end_are_refused_by_address(app: Flask) -> None:
    assert {start_as_guest(new_client(app)).status_code for _ in range(200)} == {303}
    refused = start_as_guest(new_client(app))
    assert (refused.status_code, "Wait 60 minutes" in refused.text) == (429, True)
    assert start_as_guest(new_client(app), at=HOME).status_code == 303
    assert len(user_ids(app)) == 202


def test_going_on_as_the_same_guest_counts_nothing(app: Flask) -> None:
    client = new_client(app)
    assert {start_as_guest(client).status_code for _ in range(210)} == {303}


@pytest.mark.usefixtures("quick_hashes")
def test_registering_one_address_again_and_again_is_refused(app: Flask) -> None:
    new = {"display_name": "X", "email": EMAIL, "password": OTHER_PASSWORD, "password_again": OTHER_PASSWORD}
    replies = [register(new_client(app), new) for _ in range(11)]
    assert [reply.status_code for reply in replies] == [409] * 10 + [429]
    assert 'value="X"' in replies[-1].text
    assert "Wait" in replies[-1].text
    assert int(replies[-1].headers["Retry-After"]) > 0


@pytest.mark.usefixtures("quick_hashes")
def test_nobody_at_the_same_address_can_keep_a_guest_from_registering(app: Flask) -> None:
    guest = new_client(app)
    assert start_as_guest(guest).status_code == 303
    for number in range(200):
        new = {
            "display_name": "X",
            "email": f"flood-{number}@x.test",
            "password": PASSWORD,
            "password_again": PASSWORD,
        }
        assert register(new_client(app), new).status_code == 303
    mine = {"display_name": "Me", "email": "me@x.test", "password": PASSWORD, "password_again": PASSWORD}
    assert register(new_client(app), mine).status_code == 429
    assert register(guest, mine).status_code == 303


def test_registering_is_no_way_around_the_limit_of_guessing(app: Flask) -> None:
    fail(app, 10)
    new = {"display_name": "X", "email": EMAIL, "password": PASSWORD, "password_again": PASSWORD}
    client = new_client(app)
    assert register(client, new).status_code == 429
    assert whoami(client) is None
