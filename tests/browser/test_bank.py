"""The questions in the browser: searching, answering oneself, offline, two windows, no scripts, for everyone."""

import re

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from interview_sim.auth.models import User
from interview_sim.extensions import db
from tests.browser.driver import Site, Watch, audit, expect_keys, expect_saved, expect_soon, send_form

PAGE = "/questions/what-a-sample-index-costs/"


def enter(page: Page) -> None:
    send_form(page, PAGE, "/auth/guest")
    page.goto(PAGE)
    expect(page.get_by_role("button", name="Answer it yourself")).to_be_visible()


def test_search_and_a_whole_answer_by_keyboard(page: Page) -> None:
    enter(page)
    page.goto("/questions/")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("index")
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/?q=index*")
    page.locator(".questions a").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Answer it yourself").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your answer")).to_be_focused()
    page.keyboard.type("It costs space.")
    page.get_by_role("button", name="Done").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Space on disk, and work on every write.")).to_be_visible()
    expect_keys(page)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Missed")).to_be_focused()
    page.keyboard.press("1")
    expect_saved(page)
    expect(page.locator("#marked")).to_have_text("1 of 1 marked")
    page.get_by_role("button", name="Finish").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("That is 0 %.")).to_be_visible()


def test_without_a_network_adding_to_the_review_stays_on_the_page(page: Page, watch: Watch) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED|Failed to load resource")
    enter(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Add to my review").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no connection, so nothing was sent.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("link", name="In your review")).to_be_visible()


def test_the_model_answer_opens_where_one_is_and_is_seen_from_then_on(page: Page) -> None:
    enter(page)
    note = page.get_by_role("textbox", name="Your private note")
    note.fill("Half a thought")
    page.get_by_role("button", name="Show the model answer").click()
    expect(page.locator("#model-answer summary")).to_be_focused()
    expect(page.get_by_role("heading", name="A model answer")).to_be_visible()
    expect(note).to_have_value("Half a thought")
    expect_saved(page)
    page.goto("/questions/?seen=yes")
    expect(page.locator(f".questions a[href^='{PAGE}']")).to_be_visible()


def test_what_is_written_offline_is_saved_when_the_network_is_back(page: Page, watch: Watch) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED|Failed to load resource")
    enter(page)
    page.get_by_role("button", name="Answer it yourself").click()
    page.wait_for_url("**/answers/*/")
    page.context.set_offline(True)
    page.get_by_label("Your answer").fill("Written offline.")
    expect(page.locator("#save-state")).to_contain_text("no connection")
    page.context.set_offline(False)
    expect_saved(page)
    page.reload()
    expect(page.get_by_label("Your answer")).to_have_value("Written offline.")


# As a page that was killed leaves them: closing it in any other way still sends them.
LEAVE_BEHIND = "(area, text) => localStorage.setItem(area.dataset.key, JSON.stringify({ text }))"


def test_words_that_never_reached_the_server_are_offered_and_not_put_in_unasked(page: Page) -> None:
    enter(page)
    page.get_by_role("button", name="Answer it yourself").click()
    box = page.get_by_label("Your answer")
    box.fill("Saved.")
    expect_saved(page)
    box.evaluate(LEAVE_BEHIND, "Saved. And more.")
    page.reload()
    expect(page.get_by_text("never reached the server")).to_be_visible()
    expect(box).to_have_value("Saved.")
    page.get_by_role("button", name="Bring them back").click()
    expect(box).to_have_value("Saved. And more.")
    expect_saved(page)
    page.reload()
    expect(box).to_have_value("Saved. And more.")
    expect(page.get_by_text("never reached the server")).to_have_count(0)


def test_words_that_were_not_decided_on_are_kept_beside_newer_ones(page: Page) -> None:
    enter(page)
    page.get_by_role("button", name="Answer it yourself").click()
    box = page.get_by_label("Your answer")
    box.fill("Saved.")
    expect_saved(page)
    left = page.locator(".quiet-answer")
    for words, offered in (
        ("The first.", "The first."),
        ("The second.", "The first.\n\nThe second."),
        ("The first. And more.", "The second.\n\nThe first. And more."),
        ("The second.", "The first. And more.\n\nThe second."),
        ("Saved.", "The first. And more.\n\nThe second."),
    ):
        box.evaluate(LEAVE_BEHIND, words)
        page.reload()
        expect(left).to_have_text(offered, use_inner_text=True)
    page.get_by_role("button", name="Bring them back").click()
    expect(box).to_have_value("Saved.\n\nThe first. And more.\n\nThe second.")
    expect_saved(page)
    page.reload()
    expect(box).to_have_value("Saved.\n\nThe first. And more.\n\nThe second.")
    expect(left).to_have_count(0)


def test_a_note_that_is_typed_and_taken_back_at_once_is_neither_unsaved_nor_offered(page: Page) -> None:
    enter(page)
    note = page.get_by_role("textbox", name="Your private note")
    note.press("x")
    expect(page.locator("#save-state")).to_have_text("Not saved yet…")
    note.press("Backspace")
    expect(page.locator("#save-state")).to_be_empty()
    page.reload()
    expect(note).to_have_value("")
    expect(page.get_by_text("never reached the server")).to_have_count(0)


def unsent(page: Page) -> list[str]:
    """The words that this browser keeps, without their keys."""
    return sorted(page.evaluate("Object.values(localStorage).map((kept) => JSON.parse(kept).text)"))


def test_a_guest_who_logs_out_leaves_no_unsent_word_and_nobody_elses_are_touched(page: Page) -> None:
    enter(page)
    page.locator("#text").evaluate(LEAVE_BEHIND, "Of my note.")
    page.get_by_role("button", name="Answer it yourself").click()
    page.get_by_label("Your answer").evaluate(LEAVE_BEHIND, "Of my answer.")
    page.evaluate(
        "localStorage.setItem('interview-sim:note:7-1.5:a', JSON.stringify({ text: 'Somebody else\\'s.' }))"
    )
    assert unsent(page) == ["Of my answer.", "Of my note.", "Somebody else's."]
    page.goto("/auth/leave")
    page.get_by_role("button", name="Log out and delete it").click()
    page.wait_for_url(re.compile("/$"))
    expect_soon(page, lambda: unsent(page), ["Somebody else's."])


def test_the_next_guest_is_not_offered_the_note_of_one_whose_id_is_theirs_now(page: Page, site: Site) -> None:
    def guest_id() -> int:
        with site.app.app_context():
            return db.session.execute(select(User.id)).scalar_one()

    enter(page)
    first = guest_id()
    page.locator("#text").evaluate(LEAVE_BEHIND, "Nobody's business.")
    send_form(page, "/auth/leave", "/auth/logout", confirmed="yes")  # as without a script
    enter(page)
    assert guest_id() == first
    expect(page.locator("#text")).to_be_editable()
    page.locator("#text").fill("Of the next.")
    expect_saved(page)
    expect(page.get_by_text("never reached the server")).to_have_count(0)


def test_a_note_in_two_windows_shows_both_versions(page: Page, watch: Watch) -> None:
    watch.allow("409")
    enter(page)
    other = page.context.new_page()
    other.goto(PAGE)
    other.get_by_role("textbox", name="Your private note").fill("From the other window.")
    expect_saved(other)
    page.get_by_role("textbox", name="Your private note").fill("From this one.")
    dialog = page.get_by_role("dialog", name="This note was changed in another window")
    expect(dialog).to_be_visible()
    audit(page)
    dialog.get_by_role("button", name="Keep both").click()
    expect_saved(page)
    page.reload()
    expect(page.get_by_role("textbox", name="Your private note")).to_have_value(
        "From the other window.\n\nFrom this one."
    )


def test_it_works_without_javascript(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    enter(page)
    page.get_by_role("button", name="Show the model answer").click()
    expect(page.get_by_role("heading", name="A model answer")).to_be_visible()
    page.get_by_role("textbox", name="Your private note").fill("A note.")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("Your note is saved.")).to_be_visible()
    page.get_by_role("button", name="Answer it yourself").click()
    page.get_by_label("Your answer").fill("Space.")
    page.get_by_role("button", name="Done").click()
    page.get_by_role("radio", name="Covered").check()
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text("That is 100 %.")).to_be_visible()
    context.close()


def test_no_axe_violation_and_nothing_scrolls_sideways(page: Page) -> None:
    enter(page)
    for path in ("/questions/", "/questions/?q=index", "/questions/?q=nothing&level=advanced", "/guides/", PAGE):
        page.goto(path)
        for details in page.locator("main details").all():
            details.evaluate("(each) => (each.open = true)")
        audit(page)
    page.get_by_role("button", name="Answer it yourself").click()
    expect(page.get_by_label("Your answer")).to_be_visible()
    audit(page)
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name="Key points")).to_be_visible()
    audit(page)
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("button", name="Count the rest")).to_be_visible()
    audit(page)
    page.get_by_role("button", name="Count the rest").click()
    expect(page.get_by_text("That is 0 %.")).to_be_visible()
    audit(page)
