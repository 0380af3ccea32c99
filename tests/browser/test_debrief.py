"""The debrief and the report in a real browser."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from interview_sim.domain.timing import Pace
from interview_sim.extensions import db
from interview_sim.interview.debrief_queries import Findings, get_findings
from interview_sim.interview.models import InterviewAttempt
from interview_sim.interview.queries import get_attempt
from tests.browser.driver import Site, Watch, audit, expect_keys, expect_saved, send_form, start_as_guest


def findings(site: Site, attempt_id: str) -> Findings:
    with site.app.app_context():
        owner = db.session.get_one(InterviewAttempt, attempt_id).user_id
        return get_findings(attempt_id, owner)


def to_the_debrief(page: Page, first: str = "Every table gets a primary key, and money is decimal.") -> str:
    """Through the room with one answer; the attempt's id."""
    attempt_id = start_as_guest(page, pace=Pace.UNTIMED)
    send_form(page, page.url, "/finish", text=first)
    page.goto(send_form(page, page.url.replace("/prompts/1/", "/prompts/2/"), "/finish"))
    page.wait_for_url("**/debrief/1/")
    return attempt_id


def predict(page: Page) -> None:
    page.get_by_role("radio", name="Leaning hire").check()
    page.get_by_role("button", name="Open the checklist").click()
    expect(page.get_by_role("heading", name="What a strong answer says")).to_be_visible()


def group(page: Page, text: str) -> Locator:
    return page.get_by_role("group", name=re.compile(text))


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
    expect_keys(page)
    note = page.get_by_label("Note to yourself")
    note.press_sequentially("3 of 3")
    note.blur()
    expect(page.locator("#marked")).to_have_text("0 of 3 marked")  # what is typed marks nothing
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
    expect(page).to_have_url(re.compile("/debrief/1/$"))


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


def test_no_page_of_it_has_an_accessibility_fault(site: Site, page: Page, watch: Watch) -> None:
    watch.allow("422")
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
    with site.app.app_context():
        assert get_attempt(attempt_id, 1).score == 0


def note(page: Page) -> Locator:
    return page.get_by_label("Note to yourself")


def stored_note(site: Site, attempt_id: str) -> str:
    return site.answer(attempt_id).note


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ("Keep this window's", "Mine."),
        ("Keep the saved one", "Theirs."),
        ("Keep both, one after the other", "Theirs.\n\nMine."),
    ],
)
def test_a_note_changed_in_two_windows_is_shown_in_both_versions(
    site: Site, page: Page, watch: Watch, choice: str, kept: str
) -> None:
    watch.allow("409")
    attempt_id = to_the_debrief(page)
    predict(page)
    other = page.context.new_page()
    other.goto(page.url)
    note(other).fill("Theirs.")
    note(other).blur()
    expect_saved(other)
    note(page).fill("Mine.")
    dialog = page.get_by_role("dialog", name="This note was changed in another window")
    expect(dialog.get_by_label("In this window")).to_have_value("Mine.")
    expect(dialog.get_by_label("Saved")).to_have_value("Theirs.")
    expect(page.locator("#save-state")).to_have_text("Not saved: changed in another window.")
    assert stored_note(site, attempt_id) == "Theirs."
    dialog.get_by_role("button", name=choice).click()
    expect_saved(page)
    expect(note(page)).to_have_value(kept)
    assert stored_note(site, attempt_id) == kept
    note(page).fill("And more.")
    note(page).blur()
    expect_saved(page)
    assert stored_note(site, attempt_id) == "And more."


def test_going_on_with_a_note_that_another_window_changed_asks_first(site: Site, page: Page, watch: Watch) -> None:
    watch.allow("409")
    attempt_id = to_the_debrief(page)
    predict(page)
    other = page.context.new_page()
    other.goto(page.url)
    note(other).fill("Theirs.")
    note(other).blur()
    expect_saved(other)
    for text in ("primary key", "exact number", "for what they hold"):
        group(page, text).get_by_role("radio", name="Covered").check()
    note(page).fill("Mine.")
    page.get_by_role("button", name="Go on to question 2").dispatch_event(
        "click"
    )  # as Enter does: nothing is blurred
    page.get_by_role("dialog").get_by_role("button", name="Keep both").click()
    page.wait_for_url("**/debrief/2/")
    assert stored_note(site, attempt_id) == "Theirs.\n\nMine."


def test_a_quote_that_is_not_in_the_answer_is_refused_until_one_says_it_was_spoken(
    site: Site, page: Page, watch: Watch
) -> None:
    watch.allow("422")
    attempt_id = to_the_debrief(page)
    predict(page)
    keys = group(page, "primary key")
    keys.get_by_role("radio", name="Covered").check()
    keys.get_by_text("Quote as evidence").click()
    keys.get_by_role("textbox").fill("a natural key")
    expect(keys.get_by_text("These words are not in your answer.")).to_be_visible()
    expect(keys.get_by_role("textbox")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#save-state")).to_have_text("Not all is saved: see the message below the text.")
    audit(page)
    assert findings(site, attempt_id).quotes == {}
    assert len(findings(site, attempt_id).marks) == 1
    page.get_by_role("button", name="Go on to question 2").click()
    expect(keys.get_by_role("textbox")).to_be_focused()
    page.get_by_role("checkbox", name="I answered this aloud").check()
    expect_saved(page)
    expect(keys.get_by_text("These words are not in your answer.")).to_be_hidden()
    assert findings(site, attempt_id).quotes == {("storage", "keys"): "a natural key"}


def test_what_is_in_the_way_of_going_on_has_the_focus_and_leaves_once_it_is_seen_to(
    site: Site, page: Page, watch: Watch
) -> None:
    watch.allow("422")
    to_the_debrief(page)
    predict(page)
    page.get_by_role("button", name="Go on to question 2").click()
    page.wait_for_url("**?unmarked=3")
    problems = page.locator("#problems")
    expect(problems).to_be_focused()
    expect(problems).to_be_in_viewport()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(group(page, "primary key")).to_be_focused()
    page.keyboard.press("3")
    expect(group(page, "primary key").get_by_role("radio", name="Covered")).to_be_checked()
    expect(problems.get_by_text("2 points have no mark yet.")).to_be_attached()
    expect(problems.get_by_role("listitem")).to_have_count(2)
    for _ in range(2):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("1")
    expect(problems).to_have_count(0)
    expect_saved(page)
    page.get_by_role("button", name="Go on to question 2").click()
    page.wait_for_url("**/debrief/2/")


def test_a_quote_that_waits_for_its_mark_is_there_after_going_on_was_refused(
    site: Site, page: Page, watch: Watch
) -> None:
    watch.allow("422")
    attempt_id = to_the_debrief(page)
    predict(page)
    keys = group(page, "primary key")
    keys.get_by_text("Quote as evidence").click()
    keys.get_by_role("textbox").fill("a primary key")
    page.get_by_role("button", name="Go on to question 2").click()
    page.wait_for_url("**/debrief/1/next")
    expect(page.locator("#problems")).to_be_focused()
    expect(keys.get_by_role("textbox")).to_have_value("a primary key")
    keys.get_by_role("radio", name="Partly").check()
    expect_saved(page)
    assert findings(site, attempt_id).quotes == {("storage", "keys"): "a primary key"}


def test_a_lost_acknowledgement_is_no_conflict_with_oneself(site: Site, page: Page, watch: Watch) -> None:
    watch.allow("ERR_FAILED|Failed to load resource")
    attempt_id = to_the_debrief(page)
    predict(page)
    lost = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/marks", lose, times=1)
    note(page).fill("First words")
    expect(page.locator("#save-state")).to_contain_text("Not saved: no connection")
    assert (lost, stored_note(site, attempt_id)) == ([200], "First words")
    note(page).fill("First words, and more")
    expect_saved(page)
    assert stored_note(site, attempt_id) == "First words, and more"


def test_going_on_without_a_network_leaves_the_page_as_it_is(site: Site, page: Page, watch: Watch) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED|Failed to load resource")
    attempt_id = to_the_debrief(page)
    predict(page)
    for text in ("primary key", "exact number", "for what they hold"):
        group(page, text).get_by_role("radio", name="Covered").check()
    expect_saved(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Go on to question 2").click()
    expect(page.locator("#save-state")).to_have_text("No connection: press the button again when you are back.")
    note(page).fill("Typed meanwhile.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Go on to question 2").click()
    page.wait_for_url("**/debrief/2/")
    assert stored_note(site, attempt_id) == "Typed meanwhile."


def test_without_javascript_two_versions_are_chosen_between_on_the_page(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    attempt_id = to_the_debrief(page)
    predict(page)
    other = context.new_page()
    other.goto(page.url)
    note(other).fill("Theirs.")
    other.get_by_role("button", name="Save", exact=True).last.click()
    expect(other.get_by_text("Saved.")).to_be_visible()
    note(page).fill("Mine.")
    group(page, "primary key").get_by_label("Covered").check()
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.locator("#problems")).to_be_focused()
    page.get_by_role("link", name="Note: This note was changed").click()
    choices = page.get_by_role("group", name="Which note should be kept?")
    expect(choices).to_contain_text("Theirs.")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(choices).to_be_visible()
    choices.get_by_label("Both, one after the other").check()
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert stored_note(site, attempt_id) == "Theirs.\n\nMine."
    context.close()
