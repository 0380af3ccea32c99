"""The main job from a cold start to the history: by keyboard only, and without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.driver import Site, Watch, attempt_in, expect_keys, expect_soon


def tab_to(page: Page, name: str, most: int = 80) -> None:
    """Press Tab until the control with that name has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        label = page.evaluate(
            "(() => { const e = document.activeElement;"
            " return (e.labels?.[0]?.innerText ?? e.getAttribute('aria-label') ?? e.innerText ?? '').trim(); })()"
        )
        if label == name or label.startswith(name):
            return
    raise AssertionError(f"Tab never reached “{name}” on {page.url}")


def press(page: Page, name: str) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")


def test_a_whole_interview_by_keyboard_only(page: Page, site: Site) -> None:
    page.goto("/")
    press(page, "Start as a guest")
    page.wait_for_url("**/interviews/sample-interview/")
    tab_to(page, "Strict")
    press(page, "Start the interview")
    page.wait_for_url("**/prompts/1/")
    page.keyboard.type("Every table gets a primary key; money is decimal.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_label("Follow-up questions")).to_be_visible()
    expect(page.get_by_role("button", name="Keys (?)")).to_be_visible()
    page.keyboard.type(" Old prices are copied into the order.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/prompts/2/")
    expect(page.get_by_role("button", name="Keys (?)")).to_be_visible()
    page.keyboard.type("I read the plan with EXPLAIN, then add an index.")
    page.keyboard.press("Alt+Shift+F")
    page.wait_for_url("**/debrief/1/")

    for number in (1, 2):
        page.wait_for_url(f"**/debrief/{number}/")
        expect(page.get_by_text("How do you think it went?")).to_be_visible()
        page.locator("input[name=prediction]").first.focus()
        page.keyboard.press("Space")
        press(page, "Open the checklist")
        expect(page.locator("fieldset.point")).to_have_count(3)
        expect_keys(page)
        tab_to(page, "Missed")
        for _ in range(3):
            page.keyboard.press("3")
            page.keyboard.press("ArrowDown")
        expect(page.locator("#marked")).to_have_text("3 of 3 marked")
        press(page, "Go on to question 2" if number == 1 else "Finish")
    page.wait_for_url("**/report/")
    expect(page.get_by_text("100 %").first).to_be_visible()

    page.goto("/")
    press(page, "Keep my work")
    page.wait_for_url("**/auth/register*")
    tab_to(page, "Name")
    page.keyboard.press("Control+a")
    page.keyboard.type("Robin")
    tab_to(page, "E-mail address")
    page.keyboard.type("robin@interviews.example")
    tab_to(page, "Password")
    page.keyboard.type("a quite long secret")
    tab_to(page, "Password again")
    page.keyboard.type("a quite long secret")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Keep my work")).to_have_count(0)
    page.goto("/history/")
    expect(page.get_by_role("link", name="Sample interview", exact=True)).to_be_visible()
    expect(page.get_by_text("strong hire").first).to_be_visible()


@pytest.fixture
def plain_context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    size = ViewportSize(width=1280, height=900)
    opened = browser.new_context(base_url=site.url, java_script_enabled=False, viewport=size)
    opened.set_default_timeout(10_000)
    watch = Watch(opened, site.url)
    watch.allow("status of 422")  # going on with points unmarked is refused first
    yield opened
    watch.verdict()
    opened.close()


def test_a_whole_interview_without_javascript(plain_context: BrowserContext, site: Site) -> None:
    page = plain_context.new_page()
    page.goto("/")
    page.get_by_role("button", name="Start as a guest").click()
    page.get_by_role("button", name="Start the interview").click()
    attempt = attempt_in(page)
    expect_soon(page, lambda: "when this page was loaded; closes at" in page.content(), True)
    page.get_by_label("Your answer").fill("Every table gets a key.")
    page.get_by_role("button", name="Hint").click()
    expect(page.get_by_label("Hints")).to_contain_text("tells two")
    page.get_by_role("button", name="Answer given").click()
    expect(page.get_by_label("Follow-up questions")).to_contain_text("prices")
    page.get_by_role("button", name="Finish").click()
    page.wait_for_url("**/prompts/2/")
    assert site.stored_text(attempt) == "Every table gets a key."
    page.get_by_label("Your answer").fill("I would read the plan.")
    page.get_by_role("button", name="Skip").click()
    page.get_by_role("button", name="Skip it").click()
    for number in (1, 2):
        page.wait_for_url(f"**/debrief/{number}/")
        page.locator("input[name=prediction]").nth(1).check()
        page.get_by_role("button", name="Open the checklist").click()
        page.locator("fieldset.point").first.get_by_label("Covered").check()
        page.get_by_role("button", name="Save").last.click()
        expect(page.get_by_text("1 of 3 marked")).to_be_visible()
        expect(page.locator("fieldset.point").first.get_by_label("Covered")).to_be_checked()
        page.locator("[data-next]").click()
        page.get_by_role("button", name="Count the rest as missed and go on").click()
    page.wait_for_url("**/report/")
    expect(page.get_by_text("50 %").first).to_be_visible()
    page.goto("/history/")
    expect(page.get_by_role("link", name="Sample interview", exact=True)).to_be_visible()
