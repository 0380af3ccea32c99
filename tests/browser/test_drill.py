"""Spotting red flags in the browser: by keyboard only, without scripts, for everyone's eyes, and on paper."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from interview_sim.drill.models import DrillAnswer
from interview_sim.extensions import db
from tests.browser.driver import Site, Watch, audit, expect_keys
from tests.builders import DRILL_SLUG, load_drills

QUESTION = f"/red-flags/drill/{DRILL_SLUG}/"


@pytest.fixture(autouse=True)
def _loaded(site: Site) -> None:
    with site.app.app_context():
        load_drills()


def begin(page: Page, *, has_scripts: bool = True) -> None:
    """From nothing into the first drill, as a guest."""
    page.goto("/red-flags/drill/")
    page.get_by_role("button", name="Start as a guest").click()
    expect(page.get_by_role("heading", name="Which red flags does this answer raise?")).to_be_visible()
    if has_scripts:
        expect_keys(page)


def boxes(page: Page) -> dict[str, str]:
    """The key of each flag on the page, by the flag's id."""
    pairs = page.locator("input[name=flag]").evaluate_all("(all) => all.map((box) => [box.value, box.dataset.key])")
    return dict(pairs)


def test_a_whole_round_by_keyboard_only(page: Page, watch: Watch) -> None:
    watch.allow("422")
    begin(page)
    page.goto(QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text(re.compile("Tick the red flags"))
    keys = boxes(page)
    for flag in ("flag-a", "flag-b", "flag-c"):
        page.keyboard.press(keys[flag])
    page.keyboard.press(keys["flag-c"])
    expect(page.locator("input[name=flag]:checked")).to_have_count(2)
    expect(page.locator("input[value=flag-c]")).not_to_be_checked()
    page.keyboard.press("Enter")
    page.wait_for_url("**/answers/*/")
    expect(page.get_by_role("heading", name="Exactly right")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/drill/sample-(second|third)-drill/"))
    page.keyboard.press("0")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Not quite: 1 missed")).to_be_visible()


def test_none_of_these_and_the_flags_exclude_each_other(page: Page) -> None:
    begin(page)
    page.keyboard.press("1")
    page.keyboard.press("0")
    expect(page.locator("input[name=flag]:checked")).to_have_count(0)
    expect(page.get_by_role("checkbox", name="None of these")).to_be_checked()
    page.keyboard.press("2")
    expect(page.get_by_role("checkbox", name="None of these")).not_to_be_checked()


def test_keys_with_a_modifier_are_the_browsers_own(page: Page) -> None:
    begin(page)
    page.keyboard.press("Control+1")
    page.keyboard.press("7")
    expect(page.locator("input[type=checkbox]:checked")).to_have_count(0)


def test_enter_on_a_link_follows_the_link(page: Page) -> None:
    begin(page)
    page.get_by_role("main").get_by_role("link", name="Spot the red flag").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/red-flags/drill/")


def test_checking_twice_in_a_hurry_is_judged_once(site: Site, page: Page) -> None:
    begin(page)
    page.goto(QUESTION)
    page.keyboard.press(boxes(page)["flag-a"])
    page.get_by_role("button", name="Check").dblclick()
    page.wait_for_url("**/answers/*/")
    expect(page.get_by_role("heading", name="Not quite: 1 missed")).to_be_visible()
    with site.app.app_context():
        assert db.session.execute(select(func.count()).select_from(DrillAnswer)).scalar_one() == 1


def test_it_works_without_javascript(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    begin(page, has_scripts=False)
    page.goto(QUESTION)
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("alert")).to_be_visible()
    for flag in ("flag-a", "flag-d"):
        page.locator(f"input[value={flag}]").check(force=True)
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", name=re.compile("Not quite: 1 missed and 1 ticked"))).to_be_visible()
    page.get_by_role("link", name="Next answer").click()
    expect(page.get_by_role("heading", name="Which red flags does this answer raise?")).to_be_visible()
    context.close()


def test_no_page_of_it_has_an_accessibility_fault(page: Page, watch: Watch) -> None:
    watch.allow("status of 422")
    for path in ("/red-flags/drill/", "/red-flags/", "/red-flags/mistakes/", "/red-flags/mistakes/?topic=all"):
        page.goto(path)
        audit(page)
    begin(page)
    page.goto(QUESTION)
    audit(page)
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("alert")).to_be_visible()
    audit(page)
    keys = boxes(page)
    page.keyboard.press(keys["flag-a"])
    page.keyboard.press(keys["flag-c"])
    audit(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/answers/*/")
    audit(page)
    for path in ("/red-flags/drill/", "/red-flags/?show=missed"):
        page.goto(path)
        audit(page)


def test_folded_interviews_are_printed(page: Page) -> None:
    page.goto("/red-flags/")
    flag = page.get_by_text("Stores passwords in plain text.")
    expect(flag).to_be_hidden()
    page.emulate_media(media="print")
    expect(flag).to_be_visible()
    expect(page.get_by_role("link", name="To the drill")).to_be_hidden()
