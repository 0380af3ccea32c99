"""No axe violation on any page: light and dark, 1280 and 360 pixels wide; nothing scrolls sideways at 320."""

import pytest
from playwright.sync_api import Browser, Page, expect

from interview_sim.domain.timing import Pace
from tests.browser.driver import Site, Watch, audit, register, start_as_guest


def check(page: Page, *paths: str) -> None:
    for path in paths:
        audit(page, path)


@pytest.fixture(autouse=True)
def _on_a_telephone(page: Page, watch: Watch) -> None:
    """The way there is gone on a narrow screen: what can be reached there can be on a wide one."""
    page.set_viewport_size({"width": 360, "height": 800})
    watch.allow("status of (404|422)")


def test_pages_for_everyone(page: Page) -> None:
    check(
        page,
        "/",
        "/interviews/",
        "/interviews/?level=advanced",
        "/interviews/sample-interview/",
        "/red-flags/",
        "/auth/login",
        "/auth/register",
        "/about/",
        "/scoring/",
        "/no-such-page",
    )


def test_pages_of_an_interview(page: Page, site: Site) -> None:
    attempt = start_as_guest(page, pace=Pace.PRACTICE)
    audit(page)
    page.get_by_label("Your answer").fill("Every table gets a primary key, and money is an exact decimal.")
    page.get_by_role("button", name="Answer given").click()
    expect(page.get_by_label("Follow-up questions")).to_be_visible()
    page.get_by_role("button", name="Hint").click()
    expect(page.get_by_label("Hints")).to_be_visible()
    page.get_by_role("button", name="Keys (?)").click()
    audit(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("The interview is paused.")).to_be_visible()
    audit(page)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    check(page, f"/attempts/{attempt}/prompts/1/skip/", f"/attempts/{attempt}/abandon/", "/", "/history/")
    for number in (1, 2):
        page.goto(f"/attempts/{attempt}/prompts/{number}/")
        page.get_by_role("button", name="Finish").click()
        if number == 2:
            expect(page.get_by_role("dialog", name="Finish without a word?")).to_be_visible()
            audit(page)
            page.get_by_role("button", name="Finish it").click()
        page.wait_for_url(f"**/prompts/{number + 1}/" if number == 1 else "**/debrief/1/")
    for number in (1, 2):
        page.wait_for_url(f"**/debrief/{number}/")
        audit(page)
        page.locator("input[name=prediction]").first.check()
        page.get_by_role("button", name="Open the checklist").click()
        expect(page.locator("fieldset.point")).to_have_count(3)
        page.locator("input[type=checkbox][name^=flag-]").first.check()
        audit(page)
        page.locator("[data-next]").click()
        page.get_by_role("button", name="Count the rest as missed and go on").click()
    page.wait_for_url("**/report/")
    check(page, page.url, "/", "/history/", "/red-flags/", f"/history/{attempt}/delete/")


def test_pages_of_an_account(page: Page) -> None:
    register(page)
    page.goto("/auth/settings")
    found = page.locator("main a[href^='/auth/']").evaluate_all(
        "(links) => [...new Set(links.map((a) => a.getAttribute('href')))]"
    )
    assert found, "the settings lead nowhere"
    check(page, "/auth/settings", *found, "/", "/history/")


def test_nothing_scrolls_sideways_at_320_pixels(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, viewport={"width": 320, "height": 640})
    page = context.new_page()
    for path in ("/", "/interviews/", "/interviews/sample-interview/", "/red-flags/", "/auth/register"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"
    start_as_guest(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
