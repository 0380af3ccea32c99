"""The red flags: public, filtered, with the user's own record."""

from flask import Flask

from interview_sim.catalog.store import load_pack
from tests.audit import parse
from tests.builders import NOON, SAMPLE_SLUG, answer_drill, load_drills, sample_pack
from tests.client import AuditingClient
from tests.web.progress.conftest import Member
from tests.web.progress.seed import load_second_scenario, seed_attempt, seed_history


def test_anyone_can_read_why_each_one_hurts_and_what_it_leaves(client: AuditingClient) -> None:
    page = client.get("/red-flags/")
    for text in ("Makes up a fact to hide a gap.", "Stores passwords in plain text.", "strong no hire"):
        assert text in page.text
    assert "plain-passwords makes an interviewer doubt the rest." in page.text
    assert "raised" not in page.text.lower()


def test_each_has_a_checkbox_that_no_form_would_send(client: AuditingClient) -> None:
    page = parse(client.get("/red-flags/"))
    boxes = [box for box in page.iter("input") if box.get("type") == "checkbox"]
    assert len(boxes) == 4
    assert not any(box.get("name") for box in boxes)


def test_ones_own_are_counted_and_linked(app: Flask, member: Member) -> None:
    with app.app_context():
        seed_attempt(member.user_id, "one", flags=[("storage", "plain-passwords")])
    page = member.client.get("/red-flags/")
    assert "You raised it once" in page.text
    assert 'href="/attempts/one/report/">Sample interview, Storing orders' in page.text
    only = member.client.submit(page, "/red-flags/", show="raised")
    assert "Stores passwords in plain text." in only.text
    assert "Optimises without measuring" not in only.text


def test_raised_by_me_without_any_says_where_they_come_from(member: Member) -> None:
    page = member.client.get("/red-flags/?show=raised")
    assert "No red flag raised here" in page.text


def test_signed_out_the_filter_for_ones_own_shows_all(client: AuditingClient) -> None:
    assert "Stores passwords in plain text." in client.get("/red-flags/?show=raised").text


def test_one_interview_can_be_chosen_before_sitting_it(app: Flask, client: AuditingClient) -> None:
    with app.app_context():
        load_second_scenario()
    page = client.submit(client.get("/red-flags/"), "/red-flags/", scenario=SAMPLE_SLUG)
    assert page.text.count('type="checkbox"') == 4
    assert '<h2 id="group-2">Sample interview' in page.text


def test_an_unknown_interview_is_not_found(client: AuditingClient) -> None:
    assert client.get("/red-flags/?scenario=nothing").status_code == 404


def test_what_was_missed_and_seen_in_drills_stands_beside_the_flag(app: Flask, member: Member) -> None:
    with app.app_context():
        load_drills()
        answer_drill(member.user_id, ["flag-a", "flag-c"])
    page = member.client.get("/red-flags/")
    for told in ("In drills: recognised once", "In drills: missed once", "In drills: wrongly ticked once"):
        assert page.text.count(told) == 1, told
    only = member.client.submit(page, "/red-flags/", show="missed")
    assert "Makes up a fact to hide a gap." in only.text
    assert "Optimises without measuring" not in only.text


def test_missed_in_drills_without_any_leads_to_the_drill(member: Member) -> None:
    page = member.client.get("/red-flags/?show=missed")
    assert "No red flag missed here" in page.text
    assert 'href="/red-flags/drill/"' in page.text


def test_the_general_ones_are_unfolded_and_the_rest_when_it_is_chosen(client: AuditingClient) -> None:
    assert client.get("/red-flags/").text.count('<details class="flag-group" open>') == 1
    assert client.get(f"/red-flags/?scenario={SAMPLE_SLUG}").text.count('<details class="flag-group" open>') == 2


def test_each_section_says_how_many_it_has_and_how_many_are_ones_own(app: Flask, member: Member) -> None:
    with app.app_context():
        load_drills()
        seed_attempt(member.user_id, "one", flags=[("storage", "plain-passwords")])
        answer_drill(member.user_id, [])
    page = member.client.get("/red-flags/")
    assert "2 flags, 1 missed in drills" in page.text
    assert "2 flags, 1 raised by you, 1 missed in drills" in page.text
    assert "Missed in drills (2)" in page.text


def test_nonsense_in_the_address_shows_all(member: Member) -> None:
    assert member.client.get("/red-flags/?show=%3Cscript%3E").text.count('type="checkbox"') == 4


def test_the_drill_and_the_mistakes_are_reached_from_here(client: AuditingClient) -> None:
    page = client.get("/red-flags/")
    assert 'href="/red-flags/drill/"' in page.text
    assert 'href="/red-flags/mistakes/"' in page.text


def test_another_users_record_is_not_shown(app: Flask, member: Member, stranger: Member) -> None:
    with app.app_context():
        seed_attempt(member.user_id, "one", flags=[("storage", "plain-passwords")])
    assert "You raised it" not in stranger.client.get("/red-flags/").text


def test_without_content_it_says_so(app: Flask, client: AuditingClient) -> None:
    with app.app_context():
        load_pack(type(sample_pack())(sample_pack().pack), NOON)
    assert "No interviews are loaded yet" in client.get("/red-flags/").text


def test_four_queries_whatever_the_size(app: Flask, member: Member) -> None:
    for size, prefix in ((5, "a"), (495, "b")):
        with app.app_context():
            seed_history(member.user_id, size, prefix)
        member.client.get("/red-flags/")
        member.client.get("/red-flags/")
        assert len(member.client.queries) == 4, member.client.queries
