"""The debrief and the report in a real browser."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from interview_sim.extensions import db
from interview_sim.interview.debrief_queries import Findings, get_findings
from interview_sim.interview.models import InterviewAttempt
from interview_sim.interview.queries import get_attempt
from tests.browser.driver import Site, Watch, audit, start_as_guest


def findings(site: Site, attempt_id: str) -> Findings:
    with site.app.app_context():
        owner = db.session.get_one(InterviewAttempt, attempt_id).user_id
        return get_findings(attempt_id, owner)


def to_the_debrief(page: Page, first: str = "Every table gets a primary key, and money is decimal.") -> str:
    """Through the room with one answer; the attempt's id."""
    attempt_id = start_as_guest(page, pace="Untimed")
    page.get_by_label("Your answer").fill(first)
    page.get_by_role("button", name="Finish this question").click()
    page.wait_for_url("**/prompts/2/")
    page.get_by_role("button", name=re.compile("Finish the interview|Finish this question")).last.click()
    page.wait_for_url("**/debrief/1/")
    return attempt_id


def predict(page: Page) -> None:
    page.get_by_role("radio", name="Leaning hire").check()
    page.get_by_role("button", name="Open the checklist").click()
    expect(page.get_by_role("heading", name="What a strong answer says")).to_be_visible()


def group(page: Page, text: str) -> Locator:
    return page.get_by_role("group", name=re.compile(text))


def expect_saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_have_text("Saved")


def test_each_tick_is_saved_as_it_is_made(site: Site, page: Page) -> None:
    attempt_id = to_the_debrief(page)
    predict(page)
    group(page, "primary key").get_by_role("radio", name="Covered").check()
    expect_saved(page)
    expect(page.locator("#marked")).to_have_text("1 of 3 marked")
    assert len(findings(site, attempt_id).marks) == 1
    page.get_by_role("checkbox", name="Optimises without measuring").check()
    page.get_by_label("Note to yourself").fill("Slower.")
    page.get_by_label("Note to yourself").blur()
    expect_saved(page)
    page.reload()
    expect(group(page, "primary key").get_by_role("radio", name="Covered")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Optimises without measuring")).to_be_checked()
    expect(page.get_by_label("Note to yourself")).to_have_value("Slower.")


def test_the_whole_debrief_works_from_the_keyboard(site: Site, page: Page, watch: Watch) -> None:
    watch.allow("422")
    attempt_id = to_the_debrief(page)
    page.get_by_role("radio", name="Strong hire").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("#checklist")
    group(page, "primary key").get_by_role("radio").first.focus()
    for key in ("3", "ArrowDown", "2", "ArrowDown", "1", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    expect(group(page, "primary key").get_by_role("radio", name="Covered")).to_be_focused()
    expect_saved(page)
    marks = {point: mark.value for (_, point), mark in findings(site, attempt_id).marks.items()}
    assert marks == {"keys": "covered", "types": "partly", "naming": "missed"}
    page.get_by_role("button", name="Go on to question 2").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/debrief/2/")
    page.get_by_role("radio", name="Strong no hire").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector("#checklist")
    page.get_by_role("button", name="Finish and see the report").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("3 points have no mark yet.")).to_be_visible()
    page.get_by_role("button", name="Count the rest as missed and go on").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/report/")
    expect(page.get_by_role("heading", name=re.compile("Strong no hire"))).to_be_visible()


def test_enter_in_a_quote_saves_and_stays(site: Site, page: Page) -> None:
    attempt_id = to_the_debrief(page)
    predict(page)
    keys = group(page, "primary key")
    keys.get_by_text("Quote as evidence").click()
    keys.get_by_role("textbox").fill("a primary key")
    keys.get_by_role("textbox").press("Enter")
    expect(page.locator("#save-state")).to_have_text("Mark the point to keep its quote")
    keys.get_by_role("radio", name="Partly").check()
    expect_saved(page)
    assert findings(site, attempt_id).quotes == {("storage", "keys"): "a primary key"}
    assert page.url.endswith("/debrief/1/")


def test_words_selected_in_the_answer_become_the_quote(site: Site, page: Page) -> None:
    attempt_id = to_the_debrief(page, "money is decimal")
    predict(page)
    page.locator("#own-text").click(click_count=3)
    exact = group(page, "money as an exact number")
    exact.get_by_role("radio", name="Covered").check()
    exact.get_by_text("Quote as evidence").click()
    expect(exact.get_by_role("textbox")).to_have_value("money is decimal")
    expect_saved(page)
    assert findings(site, attempt_id).quotes == {("storage", "types"): "money is decimal"}


def test_ticks_made_offline_are_sent_when_the_network_is_back(site: Site, page: Page, watch: Watch) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED|Failed to load resource")
    attempt_id = to_the_debrief(page)
    predict(page)
    page.context.set_offline(True)
    group(page, "primary key").get_by_role("radio", name="Covered").check()
    group(page, "exact number").get_by_role("radio", name="Missed").check()
    expect(page.locator("#save-state")).to_contain_text("Not saved: no connection")
    page.context.set_offline(False)
    expect_saved(page)
    assert len(findings(site, attempt_id).marks) == 2


def test_signed_out_while_marking_one_is_told_and_nothing_is_lost(site: Site, page: Page, watch: Watch) -> None:
    watch.allow("401")
    to_the_debrief(page)
    predict(page)
    site.end_all_sessions()
    group(page, "primary key").get_by_role("radio", name="Covered").check()
    expect(page.get_by_role("dialog", name="You have been signed out")).to_be_visible()
    expect(page.locator("#save-state")).to_have_text("Not saved: you have been signed out.")


def test_two_windows_do_not_undo_each_other(site: Site, page: Page) -> None:
    attempt_id = to_the_debrief(page)
    predict(page)
    other = page.context.new_page()
    other.goto(page.url)
    group(other, "primary key").get_by_role("radio", name="Covered").check()
    expect_saved(other)
    for text in ("exact number", "for what they hold"):
        group(page, text).get_by_role("radio", name="Partly").check()
    expect_saved(page)
    page.get_by_role("button", name="Go on to question 2").click()
    page.wait_for_url("**/debrief/2/")
    marks = {point: mark.value for (_, point), mark in findings(site, attempt_id).marks.items()}
    assert marks == {"keys": "covered", "types": "partly", "naming": "partly"}


def test_it_works_without_javascript(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    attempt_id = to_the_debrief(page)
    predict(page)
    page.get_by_label("Covered").first.check()
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("1 of 3 marked")).to_be_visible()
    page.get_by_role("button", name="Go on to question 2").click()
    page.get_by_role("button", name="Count the rest as missed and go on").click()
    page.wait_for_url("**/debrief/2/")
    assert len(findings(site, attempt_id).marks) == 3
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_of_it_has_an_accessibility_fault(
    site: Site, page: Page, watch: Watch, scheme: str, width: int
) -> None:
    watch.allow("422")
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 800})
    attempt_id = to_the_debrief(page)
    audit(page)
    predict(page)
    audit(page)
    for n in (1, 2):
        page.get_by_role("button", name=re.compile("Go on to question 2|Finish and see the report")).click()
        page.wait_for_url("**?unmarked=3")
        audit(page)
        page.get_by_role("button", name="Count the rest as missed and go on").click()
        if n == 1:
            predict(page)
    page.wait_for_url("**/report/")
    audit(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto("/scoring/")
    audit(page)
    with site.app.app_context():
        assert get_attempt(attempt_id, 1).score == 0
