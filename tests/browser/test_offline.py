"""Without a connection nothing is lost: starting a quiz, handing it in, checking a drill; and filling the form in."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.browser.driver import Site, Watch, audit
from tests.builders import DRILL_SLUG, load_drills
from tests.quizzes import load_menu

TOLD = "There is no connection, so nothing was sent."


def test_a_quiz_is_started_and_handed_in_once_the_connection_is_back(page: Page, site: Site, watch: Watch) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED")
    with site.app.app_context():
        load_menu()
    page.goto("/quizzes/?topics=meals&mode=exam&count=2")
    page.get_by_role("button", name="Go on as a guest").click()
    expect(page.get_by_label("Exam")).to_be_checked()
    page.context.set_offline(True)
    page.get_by_role("button", name="Start the quiz").click()
    expect(page.get_by_role("alert")).to_contain_text(TOLD)
    expect(page.get_by_label("Meals and more")).to_be_checked()
    audit(page)
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    page.wait_for_url("**/questions/1/")
    page.get_by_role("button", name="Look over and hand in").click()
    page.wait_for_url("**/finish/")
    page.context.set_offline(True)
    page.get_by_role("button", name="Hand in and see the result").click()
    expect(page.get_by_role("alert")).to_contain_text(TOLD)
    expect(page.get_by_role("timer")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Hand in and see the result").click()
    page.wait_for_url("**/result/")
    expect(page.get_by_text("0 of 2 questions right.")).to_be_visible()


def test_what_was_ticked_in_a_drill_stays_and_is_checked_later(page: Page, site: Site, watch: Watch) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED")
    with site.app.app_context():
        load_drills()
    page.goto("/red-flags/drill/")
    page.get_by_role("button", name="Start as a guest").click()
    page.goto(f"/red-flags/drill/{DRILL_SLUG}/")
    page.locator("input[value=flag-a]").check(force=True)
    page.context.set_offline(True)
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("alert")).to_contain_text(TOLD)
    expect(page.locator("input[value=flag-a]")).to_be_checked()
    page.context.set_offline(False)
    page.keyboard.press("Enter")  # the focus is where it was: on the button
    page.wait_for_url("**/answers/*/")
    expect(page.get_by_role("heading", name="Not quite: 1 missed")).to_be_visible()


def test_the_form_says_what_is_to_be_mended_where_it_is_and_a_guest_finds_it_filled_in(
    page: Page, site: Site, watch: Watch
) -> None:
    watch.allow("status of 422")
    with site.app.app_context():
        load_menu()
    page.goto("/quizzes/")
    page.get_by_label("What an interview needs").check()
    expect(page.locator("#told")).to_have_text("Choose the interview. Then you see how many questions match.")
    expect(page.locator("#scenario-error")).to_have_count(0)
    page.get_by_label("How many questions").fill("70")
    expect(page.locator("#count-error")).to_have_text("Enter a whole number from 1 to 50.")
    page.get_by_label("How many questions").fill("2")
    expect(page.locator("#count-error")).to_have_count(0)
    page.get_by_label("Advanced").check()
    expect(page.locator("label[for=topics-drinks] [data-number]")).to_have_text("2")
    page.get_by_role("button", name="Go on as a guest").click()
    expect(page.get_by_role("button", name="Start the quiz")).to_be_visible()
    query = parse_qs(urlsplit(page.url).query)
    assert (query["source"], query["levels"], query["count"]) == (["scenario"], ["advanced"], ["2"])
    page.get_by_role("button", name="Start the quiz").click()
    expect(page).to_have_title(re.compile("Please check"))
    expect(page.locator("#problems")).to_be_focused()
    page.locator("#problems").get_by_role("link", name="Choose the interview.").click()
    expect(page.get_by_label("Which interview")).to_be_in_viewport()
    audit(page)
