"""Reviewing in the browser: by keyboard only, without scripts, leaving and coming back, and for everyone's eyes."""

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from interview_sim.auth.models import User
from interview_sim.domain.review import CardKind
from interview_sim.extensions import db
from interview_sim.study import service
from tests.browser.driver import Site, audit, expect_keys, send_form
from tests.builders import NOON, QUESTION_ADDRESS, debrief_sample


def enrol(page: Page, site: Site) -> None:
    """A guest with three missed points, a bank question and a choice question due."""
    send_form(page, "/interviews/sample-interview/", "/auth/guest")
    with site.app.app_context():
        user_id = db.session.execute(select(func.max(User.id))).scalar_one()
        debrief_sample(user_id, marks={"keys": "missed", "measure": "missed", "cache": "partly"})
        service.add(user_id, CardKind.QUESTION, QUESTION_ADDRESS, "", NOON)
        service.add(user_id, CardKind.CHOICE, "sample/sample-unique-ids", "", NOON)


def test_a_whole_session_by_keyboard_only(page: Page, site: Site) -> None:
    enrol(page, site)
    page.goto("/study/")
    page.get_by_role("link", name="Start").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/study/review/")
    page.keyboard.press("Space")
    page.keyboard.press("1")  # on a card never asked, "1" is also the number of its version
    expect(page.get_by_role("button", name="Take back the last rating")).to_be_visible()
    expect_keys(page)
    page.keyboard.press("u")
    page.wait_for_url("**/study/review/?card=*")
    for left in (5, 4, 3, 2, 1):
        expect(page.get_by_text(f"{left} card{'s' if left > 1 else ''} due")).to_be_visible()
        expect(page.locator(".grades")).to_be_hidden()
        expect_keys(page)
        page.keyboard.press("4")
        page.keyboard.press("Space")
        expect(page.locator(".grades")).to_be_visible()
        page.keyboard.press("4")
    expect(page.get_by_role("heading", name="Done for now")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("u")
    page.wait_for_url("**/study/review/?card=*")
    expect(page.get_by_text("1 card due")).to_be_visible()


def test_leaving_and_coming_back_goes_on_where_one_was(page: Page, site: Site) -> None:
    enrol(page, site)
    page.goto("/study/review/")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Easy").click()
    expect(page.get_by_text("4 cards due")).to_be_visible()
    title = page.locator("h1").inner_text()
    page.goto("/")
    page.get_by_role("link", name="Review 4 cards").click()
    expect(page.locator("h1")).to_have_text(title)
    page.reload()
    expect(page.locator("h1")).to_have_text(title)


def test_a_rating_in_a_stale_tab_is_not_written_twice(page: Page, site: Site) -> None:
    enrol(page, site)
    page.goto("/study/review/")
    other = page.context.new_page()
    other.goto("/study/review/")
    for each in (page, other):
        each.keyboard.press("Space")
        each.get_by_role("button", name="Good").click()
        expect(each.get_by_role("button", name="Take back the last rating")).to_be_visible()
    expect(other.get_by_text("not written a second time")).to_be_visible()


def test_without_a_connection_nothing_is_sent_and_the_card_waits(page: Page, site: Site) -> None:
    enrol(page, site)
    page.goto("/study/review/")
    page.keyboard.press("Space")
    page.context.set_offline(True)
    page.get_by_role("button", name="Good").click()
    expect(page.get_by_text("There is no connection")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("There is no connection")).to_be_hidden()
    page.get_by_role("button", name="Easy").click()
    expect(page.get_by_text("4 cards due")).to_be_visible()


def test_without_javascript_everything_is_there(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    enrol(page, site)
    page.goto("/study/review/")
    expect(page.locator(".keys")).to_be_hidden()
    page.locator("#answer > summary").click()
    page.get_by_role("button", name="Easy").click()
    expect(page.get_by_text("4 cards due")).to_be_visible()
    page.get_by_role("button", name="Take back the last rating").click()
    expect(page.get_by_text("5 cards due")).to_be_visible()
    context.close()


def test_no_axe_violation_and_nothing_scrolls_sideways(page: Page, site: Site) -> None:
    page.goto("/interviews/")
    enrol(page, site)
    for path in ("/study/", "/study/review/", "/study/cards/"):
        page.goto(path)
        for details in page.locator("main details").all():
            if details.is_visible():
                details.evaluate("(each) => (each.open = true)")
        audit(page)
    page.locator(".card-list a").first.click()
    audit(page)
    page.get_by_role("link", name="Delete").click()
    audit(page)
    for left in (5, 4, 3, 2, 1):
        page.goto("/study/review/")
        expect(page.get_by_text(f"{left} card{'s' if left > 1 else ''} due")).to_be_visible()
        page.locator("#answer > summary").click()
        page.get_by_role("button", name="Easy").click()
        expect(page.get_by_role("button", name="Take back the last rating")).to_be_visible()
    expect(page.get_by_role("heading", name="Done for now")).to_be_visible()
    audit(page)
