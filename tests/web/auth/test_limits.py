"""How often one may try to log in: each claim of `interview_sim/auth/limits.py` about passwords."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from interview_sim.auth.limits import client_network
from interview_sim.extensions import limiter
from tests.accounts import EMAIL, PASSWORD, credentials, make_user, sign_in
from tests.builders import NOON
from tests.conftest import MakeApp
from tests.web.auth.looking import new_client
from tests.web.auth.trying import HOME, SCHOOL, WRONG, fail, known_browser, try_to_log_in


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    """The application with its rate limits on, and Ada's account."""
    made = make_app(RATELIMIT_ENABLED=True)
    with made.app_context():
        make_user()
    return made


def test_the_eleventh_failure_on_an_account_from_one_address_is_refused(app: Flask) -> None:
    assert fail(app, 11) == [401] * 10 + [429]


def test_whoever_is_refused_is_told_how_long_to_wait_and_keeps_the_form(app: Flask) -> None:
    fail(app, 10)
    client = new_client(app)
    refused = client.submit(client.get("/auth/login?next=/history/"), "/auth/login", **credentials(password=WRONG))
    assert refused.status_code == 401, "another address: the test client's own"
    refused = try_to_log_in(client, password=PASSWORD)
    assert refused.status_code == 429
    assert "Wait 15 minutes, then try again." in refused.text
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    assert f'value="{EMAIL}"' in refused.text


def test_a_script_is_told_the_same(app: Flask) -> None:
    fail(app, 10)
    json = {"Accept": "application/json"}
    refused = new_client(app).post(
        "/auth/login", data=credentials(), headers=json, environ_base={"REMOTE_ADDR": SCHOOL}
    )
    assert (refused.status_code, refused.get_json()["error"]) == (429, "too-many-attempts")
    assert "Wait 15 minutes" in refused.get_json()["message"]
    assert "Retry-After" in refused.headers


def test_an_account_that_does_not_exist_is_limited_just_the_same(app: Flask) -> None:
    assert fail(app, 11, "nobody@example.org") == [401] * 10 + [429]
    assert fail(app, 11, "no address at all") == [401] * 10 + [429]


def test_a_refused_try_costs_no_hash_and_does_not_lengthen_the_wait(app: Flask) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        fail(app, 10)
        clock.shift(timedelta(minutes=14, seconds=59))
        refused = try_to_log_in(new_client(app), password=PASSWORD)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
        assert "Wait 1 second," in refused.text
        clock.shift(timedelta(seconds=1))
        assert try_to_log_in(new_client(app), password=PASSWORD).status_code == 303


def test_spelling_the_address_differently_gives_no_further_tries(app: Flask) -> None:
    fail(app, 10)
    for spelling in (EMAIL.upper(), f" {EMAIL}", "Ada@EXAMPLE.org"):
        assert fail(app, 1, spelling) == [429]


def test_an_attacker_cannot_lock_out_a_browser_that_was_signed_in_before(app: Flask) -> None:
    mine = known_browser(app)
    fail(app, 11, at=HOME)
    assert try_to_log_in(new_client(app), password=PASSWORD, at=HOME).status_code == 429
    assert try_to_log_in(mine, password=PASSWORD, at=HOME).status_code == 303


@pytest.mark.usefixtures("quick_hashes")
def test_an_attacker_at_one_address_cannot_lock_out_even_a_new_browser_elsewhere(app: Flask) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(4):
            fail(app, 12)
            clock.shift(timedelta(minutes=15))
        assert try_to_log_in(new_client(app), password=PASSWORD, at=HOME).status_code == 303


@pytest.mark.usefixtures("quick_hashes")
def test_an_attacker_with_many_addresses_is_stopped_and_still_locks_out_no_known_browser(app: Flask) -> None:
    mine = known_browser(app)
    for number in range(10):
        assert fail(app, 10, at=f"192.0.2.{number}") == [401] * 10
    assert fail(app, 1, at="192.0.2.200") == [429]
    assert try_to_log_in(mine, password=PASSWORD, at="192.0.2.200").status_code == 303


def test_a_known_browser_has_ten_failures_of_its_own(app: Flask) -> None:
    mine, other = known_browser(app), known_browser(app)
    assert [try_to_log_in(mine, at=HOME).status_code for _ in range(11)] == [401] * 10 + [429]
    assert try_to_log_in(mine, password=PASSWORD, at="192.0.2.1").status_code == 429, "wherever it goes"
    assert try_to_log_in(other, password=PASSWORD, at=HOME).status_code == 303
    assert try_to_log_in(new_client(app), password=PASSWORD, at=HOME).status_code == 303


def test_knowing_one_account_makes_a_browser_known_for_that_one_only(app: Flask) -> None:
    with app.app_context():
        make_user("mallory@example.org")
    mallory = new_client(app)
    assert try_to_log_in(mallory, "mallory@example.org", PASSWORD).status_code == 303
    assert [try_to_log_in(mallory).status_code for _ in range(11)] == [401] * 10 + [429]
    assert fail(app, 1) == [429], "Mallory's tries count with those of every unknown browser"


def test_a_forged_proof_of_being_known_is_worth_nothing(app: Flask) -> None:
    fail(app, 10)
    for forged in ("x", "WyJhYmMiLFsieCJdXQ.forged", ""):
        client = new_client(app)
        client.set_cookie("interview_sim_browser", forged, path="/auth")
        assert try_to_log_in(client, password=PASSWORD).status_code == 429


def test_registering_and_changing_the_address_make_the_browser_known_too(app: Flask) -> None:
    client = new_client(app)
    new = {"display_name": "Grace", "email": "grace@example.org", "password": PASSWORD, "password_again": PASSWORD}
    assert client.post("/auth/register", data=new).status_code == 303
    changed = {"email": "hopper@example.org", "current_password": PASSWORD}
    assert client.post("/auth/settings/email", data=changed).status_code == 303
    client.post("/auth/logout")
    for email in ("grace@example.org", "hopper@example.org"):
        fail(app, 10, email)
    assert try_to_log_in(client, "hopper@example.org", PASSWORD).status_code == 303


def test_the_proof_goes_to_the_account_pages_only_and_names_nobody(app: Flask) -> None:
    client = known_browser(app)
    cookie = client.get_cookie("interview_sim_browser", path="/auth")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", "/auth")
    assert "ada" not in cookie.value.lower()


@pytest.mark.usefixtures("quick_hashes")
def test_signing_in_is_never_limited_by_success(app: Flask) -> None:
    client = new_client(app)
    assert {try_to_log_in(client, password=PASSWORD).status_code for _ in range(25)} == {303}


def test_wrong_current_passwords_are_limited_by_user(app: Flask) -> None:
    with app.app_context():
        bob = make_user("bob@example.org")
    mine, other = new_client(app), new_client(app)
    sign_in(mine, 1)
    sign_in(other, bob)
    sent = {"current_password": WRONG, "email": "new@example.org"}
    replies = [mine.post("/auth/settings/email", data=sent) for _ in range(11)]
    assert [reply.status_code for reply in replies] == [422] * 10 + [429]
    assert 'value="new@example.org"' in replies[-1].text
    assert mine.post("/auth/settings/data", data={"current_password": PASSWORD}).status_code == 429
    new = {"current_password": PASSWORD, "password": "nine quiet umbrellas", "password_again": "nine quiet umbrellas"}
    assert mine.post("/auth/settings/password", data=new).status_code == 429
    assert other.post("/auth/settings/password", data=new).status_code == 303


def test_finding_out_addresses_by_changing_ones_own_is_limited(app: Flask) -> None:
    client = new_client(app)
    with app.app_context():
        sign_in(client, make_user("curious@example.org"))
    sent = {"current_password": PASSWORD, "email": EMAIL}
    assert [client.post("/auth/settings/email", data=sent).status_code for _ in range(11)] == [409] * 10 + [429]


def test_no_bucket_is_named_after_an_address(app: Flask) -> None:
    fail(app, 2)
    buckets = list(limiter.storage.storage)  # type: ignore[attr-defined]
    assert buckets
    assert not [bucket for bucket in buckets if "ada" in bucket or "example" in bucket]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", "unknown"),
        ("somewhere", "unknown"),
    ],
)
def test_an_ipv6_network_counts_as_one_address(app: Flask, address: str, network: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert client_network() == network


def test_other_views_pay_nothing_for_the_limits(app: Flask) -> None:
    assert limiter._check_request_limit not in app.before_request_funcs.get(None, [])


def test_limits_hold_within_the_process_while_their_storage_is_away(make_app: MakeApp) -> None:
    pytest.importorskip("redis")
    made = make_app(RATELIMIT_ENABLED=True, RATELIMIT_STORAGE_URI="redis://127.0.0.1:1/0")
    with made.app_context():
        make_user()
    try:
        assert try_to_log_in(new_client(made), password=PASSWORD).status_code == 303
        assert fail(made, 11) == [401] * 10 + [429]
    finally:
        limiter._storage_dead = False  # The limiter outlives the application.
