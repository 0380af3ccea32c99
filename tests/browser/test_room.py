"""The room in a real browser: whatever is done to the page, nothing acknowledged is lost."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from interview_sim.domain.attempt import Flow
from interview_sim.domain.timing import Pace
from tests.browser.driver import (
    Site,
    Watch,
    attempt_in,
    audit,
    expect_saved,
    expect_soon,
    hold,
    register,
    send_form,
    start_as_guest,
    wait_for,
)


def answer_box(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_label("Your answer")


def test_typing_is_saved_by_itself_and_survives_a_reload(page: Page, site: Site) -> None:
    attempt = start_as_guest(page)
    answer_box(page).fill("Tables for orders.")
    expect_saved(page)
    assert site.stored_text(attempt) == "Tables for orders."
    page.reload()
    expect(answer_box(page)).to_have_value("Tables for orders.")


def test_on_a_small_screen_the_page_begins_with_the_question_and_the_box_has_the_focus(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 400})
    start_as_guest(page)
    expect(answer_box(page)).to_be_focused()
    assert page.evaluate("scrollY") == 0


def test_a_save_keeps_focus_and_caret(page: Page) -> None:
    start_as_guest(page)
    box = answer_box(page)
    box.press_sequentially("One two")
    for _ in range(3):
        box.press("ArrowLeft")
    expect_saved(page)
    assert page.evaluate("document.activeElement.id") == "text"
    assert page.evaluate("document.activeElement.selectionStart") == 4


def test_text_is_saved_at_least_every_five_seconds_while_typing_goes_on(page: Page, site: Site) -> None:
    attempt = start_as_guest(page)
    for _ in range(20):  # of half a second each, and a pause of a second would be a reason to save
        answer_box(page).press_sequentially("word ", delay=110)
        if site.stored_text(attempt).startswith("word word"):
            return
    raise AssertionError("nothing was saved while typing went on")


def test_what_is_typed_and_taken_back_at_once_is_neither_unsaved_nor_offered(page: Page) -> None:
    start_as_guest(page)
    state, box = page.locator("#save-state"), answer_box(page)
    box.press("x")
    expect(state).to_have_text("Not saved yet…")
    box.press("Backspace")
    expect(state).to_have_text("Nothing written yet")
    box.fill("Saved.")
    expect_saved(page)
    box.press_sequentially("x")
    expect(state).to_have_text("Not saved yet…")
    box.press("Backspace")
    expect_saved(page)
    expect_soon(page, lambda: page.evaluate("Object.keys(localStorage)"), [])
    page.reload()
    expect(box).to_have_value("Saved.")
    expect(page.get_by_text("never reached the server")).to_have_count(0)


def test_what_is_taken_back_while_it_is_saved_is_saved_without_it(page: Page, site: Site, watch: Watch) -> None:
    watch.allow("ERR_FAILED")
    attempt = start_as_guest(page)
    box = answer_box(page)
    box.fill("Saved.")
    expect_saved(page)
    held = hold(page, "**/draft")
    box.fill("Saved. And more.")
    wait_for(page, held, 1)
    box.fill("Saved.")
    held["draft"].fetch()  # it arrives, and its answer does not
    assert site.stored_text(attempt) == "Saved. And more."
    held["draft"].abort()
    page.unroute("**/draft")
    expect_soon(page, lambda: site.stored_text(attempt), "Saved.")
    expect_saved(page)


def test_going_back_and_forth_loses_nothing(page: Page, site: Site) -> None:
    attempt = start_as_guest(page)
    answer_box(page).fill("Before going back.")
    expect_saved(page)
    page.go_back()
    page.go_forward()
    page.wait_for_url("**/prompts/1/")
    expect(answer_box(page)).to_have_value("Before going back.")
    assert site.stored_text(attempt) == "Before going back."


def test_a_closed_tab_loses_at_most_what_was_typed_in_five_seconds(
    context: BrowserContext, page: Page, site: Site
) -> None:
    attempt = start_as_guest(page)
    answer_box(page).press_sequentially("Typed a moment before the tab is closed.")
    page.close(run_before_unload=False)
    again = context.new_page()
    expect_soon(again, lambda: site.stored_text(attempt), "Typed a moment before the tab is closed.")
    again.goto(f"/attempts/{attempt}/")
    expect(answer_box(again)).to_have_value("Typed a moment before the tab is closed.")


def test_two_tabs_show_both_texts_and_the_person_chooses(
    context: BrowserContext, page: Page, site: Site, watch: Watch
) -> None:
    watch.allow("409")
    attempt = start_as_guest(page)
    other = context.new_page()
    other.goto(page.url)
    answer_box(page).fill("From the first tab.")
    expect_saved(page)
    answer_box(other).fill("From the second tab.")
    dialog = other.get_by_role("dialog")
    expect(dialog.get_by_label("In this window")).to_have_value("From the second tab.")
    expect(dialog.get_by_label("Saved")).to_have_value("From the first tab.")
    assert site.stored_text(attempt) == "From the first tab."
    dialog.get_by_role("button", name="Keep both").click()
    expect_saved(other)
    assert site.stored_text(attempt) == "From the first tab.\n\nFrom the second tab."


def test_a_lost_network_is_said_typing_goes_on_and_all_is_sent_when_it_is_back(
    context: BrowserContext, page: Page, site: Site, watch: Watch
) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED")
    attempt = start_as_guest(page)
    answer_box(page).fill("Before the tunnel.")
    expect_saved(page)
    context.set_offline(True)
    answer_box(page).press_sequentially(" In the tunnel.")
    expect(page.get_by_text("No connection: keep typing.")).to_be_visible()
    answer_box(page).press_sequentially(" Still typing.")
    assert site.stored_text(attempt) == "Before the tunnel."
    context.set_offline(False)
    expect_saved(page)
    assert site.stored_text(attempt) == "Before the tunnel. In the tunnel. Still typing."
    expect(page.get_by_text("No connection: keep typing.")).to_have_count(0)


def test_finishing_without_a_network_stays_on_the_page_with_the_words(
    context: BrowserContext, page: Page, site: Site, watch: Watch
) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED")
    attempt = start_as_guest(page)
    answer_box(page).fill("My last words.")
    context.set_offline(True)
    page.get_by_role("button", name="Finish this question").click()
    expect(page.get_by_text("No connection: keep typing.")).to_be_visible()
    expect(answer_box(page)).to_have_value("My last words.")
    context.set_offline(False)
    expect_saved(page)
    page.get_by_role("button", name="Finish this question").click()
    page.wait_for_url("**/prompts/2/")
    assert site.stored_text(attempt) == "My last words."


def test_words_that_never_reached_the_server_are_offered_again(
    context: BrowserContext, page: Page, site: Site, watch: Watch
) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED")
    attempt = start_as_guest(page)
    context.set_offline(True)
    answer_box(page).fill("Typed in a dead zone.")
    expect(page.get_by_text("No connection: keep typing.")).to_be_visible()
    page.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"/attempts/{attempt}/")
    if not answer_box(again).input_value():  # the closed page's last request may have come through after all
        again.get_by_role("button", name="Bring them back").click()
    expect_saved(again)
    assert site.stored_text(attempt) == "Typed in a dead zone."


def test_when_time_is_up_the_tail_is_sent_and_the_next_question_opens(page: Page, site: Site) -> None:
    attempt = start_as_guest(page)
    site.leave_time(attempt, 8)
    page.reload()
    answer_box(page).fill("The last sentence.")
    page.wait_for_url("**/prompts/2/", timeout=20_000)
    assert site.stored_text(attempt) == "The last sentence."
    answer_box(page).fill("And on to the next.")
    page.get_by_role("button", name="Finish").click()
    page.wait_for_url("**/debrief/1/")
    row = site.answer(attempt)
    assert row.closed_at == row.deadline


def test_an_interview_goes_on_while_the_device_sleeps(page: Page, site: Site) -> None:
    attempt = start_as_guest(page)
    answer_box(page).fill("Before the nap.")
    expect_saved(page)
    site.let_time_pass(attempt, 3600)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_url("**/debrief/1/")
    assert site.stored_text(attempt) == "Before the nap."


def test_a_revoked_session_is_signed_in_again_in_place(page: Page, site: Site, watch: Watch) -> None:
    watch.allow("401")
    register(page)
    page.goto("/interviews/sample-interview/")
    page.get_by_role("button", name="Start the interview").click()
    attempt = attempt_in(page)
    answer_box(page).fill("Before.")
    expect_saved(page)
    site.end_all_sessions()
    answer_box(page).press_sequentially(" While signed out.")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("E-mail").fill("robin@interviews.example")
    dialog.get_by_label("Password").fill("not the secret at all")
    dialog.get_by_role("button", name="Sign in and go on").click()
    expect(dialog.get_by_role("alert")).not_to_be_empty()
    dialog.get_by_label("Password").fill("a quite long secret")
    dialog.get_by_role("button", name="Sign in and go on").click()
    expect(dialog).to_have_count(0)
    expect_saved(page)
    assert site.stored_text(attempt) == "Before. While signed out."


@pytest.mark.parametrize("button", ["Finish this question", "Go on"])
def test_whoever_is_signed_out_is_asked_once_to_sign_in(
    context: BrowserContext, page: Page, site: Site, watch: Watch, button: str
) -> None:
    watch.allow("401")
    register(page)
    address = "/interviews/sample-interview/"
    page.goto(send_form(page, address, "/attempts", pace=Pace.PRACTICE, flow=Flow.AT_END))
    attempt = attempt_in(page)
    if button == "Go on":
        other = context.new_page()
        other.goto(page.url)
        other.get_by_role("button", name="Pause").click()
        expect(other.get_by_text("The interview is paused.")).to_be_visible()
    answer_box(page).fill("Before.")
    expect_saved(page)
    site.end_all_sessions()
    answer_box(page).press_sequentially(" And after.")
    page.get_by_role("button", name=button).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_have_count(1)
    page.wait_for_timeout(3000)  # the autosave would have come after two seconds
    expect(dialog).to_have_count(1)
    expect(page.locator("#save-state")).to_contain_text("Not saved: you have been signed out.")
    dialog.get_by_label("E-mail").fill("robin@interviews.example")
    dialog.get_by_label("Password").fill("a quite long secret")
    dialog.get_by_role("button", name="Sign in and go on").click()
    expect(dialog).to_have_count(0)
    expect_saved(page)
    assert site.stored_text(attempt) == "Before. And after."


def test_a_guest_whose_session_was_ended_keeps_the_words_on_the_page(page: Page, site: Site, watch: Watch) -> None:
    watch.allow("401")
    start_as_guest(page)
    site.end_all_sessions()
    answer_box(page).fill("Nobody knows me any more.")
    expect(page.get_by_role("dialog")).to_contain_text("copy it before you leave")
    expect(answer_box(page)).to_have_value("Nobody knows me any more.")


def test_practice_runs_below_zero_and_can_be_paused(page: Page, site: Site) -> None:
    attempt = start_as_guest(page, pace=Pace.PRACTICE)
    site.let_time_pass(attempt, 95)
    page.reload()
    expect(page.locator("#timer .digits")).to_contain_text("−0:")
    answer_box(page).fill("Thinking.")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("The interview is paused.")).to_be_visible()
    shown = page.locator("#timer .digits").inner_text()
    page.wait_for_timeout(1500)
    assert page.locator("#timer .digits").inner_text() == shown
    page.get_by_role("button", name="Go on").click()
    expect(answer_box(page)).to_have_value("Thinking.")
    assert site.answer(attempt).paused_seconds > 1


def test_the_remaining_time_is_announced_once_and_never_every_second(page: Page, site: Site) -> None:
    attempt = start_as_guest(page)
    site.leave_time(attempt, 67)
    page.reload()
    timer = page.locator("#timer")
    assert (timer.get_attribute("role"), timer.get_attribute("aria-live")) == ("timer", "off")
    expect(page.locator("#announcer")).to_have_text("1 minute left.", timeout=15_000)


def test_skipping_asks_first(page: Page, site: Site) -> None:
    attempt = start_as_guest(page)
    page.get_by_role("button", name="Skip").click()
    page.get_by_role("dialog").get_by_role("button", name="Back to the question").click()
    assert site.answer(attempt).closed_at is None
    page.get_by_role("button", name="Skip").click()
    page.get_by_role("dialog").get_by_role("button", name="Skip it").click()
    page.wait_for_url("**/prompts/2/")
    assert site.answer(attempt).closed_by == "skipped"


def test_a_recording_stays_in_the_browser_and_can_be_played_and_deleted(page: Page, site: Site) -> None:
    start_as_guest(page)
    page.get_by_role("button", name="Record my answer").click()
    expect(page.get_by_text("Recording, in this browser only.")).to_be_visible()
    page.wait_for_timeout(800)
    page.get_by_role("button", name="Stop recording").click()
    expect(page.locator("audio")).to_be_visible()
    page.reload()
    expect(page.locator("audio")).to_be_visible()
    page.get_by_role("button", name="Delete the recording").click()
    expect(page.locator("audio")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("button", name="Record my answer")).to_be_visible()
    expect(page.locator("audio")).to_have_count(0)


def test_the_keyboard_does_everything(page: Page, site: Site) -> None:
    attempt = start_as_guest(page)
    page.keyboard.type("Orders get a primary key.")
    page.keyboard.press("Control+s")
    expect_saved(page)
    page.keyboard.press("Alt+Shift+h")
    expect(page.get_by_label("Hints")).to_contain_text("tells two")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_label("Follow-up questions")).to_contain_text("old prices")
    expect(page.get_by_role("button", name="Keys (?)")).to_be_visible()
    page.keyboard.type(" Prices are copied.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/prompts/2/")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Ctrl + Enter")
    page.keyboard.press("Escape")
    row = site.answer(attempt)
    assert (row.text, row.hints_seen, row.follow_ups_seen) == ("Orders get a primary key. Prices are copied.", 1, 1)


def test_a_hint_comes_without_disturbing_caret_or_recording(page: Page) -> None:
    start_as_guest(page)
    page.get_by_role("button", name="Record my answer").click()
    expect(page.get_by_text("Recording, in this browser only.")).to_be_visible()
    box = answer_box(page)
    box.press_sequentially("One two")
    box.press("ArrowLeft")
    page.keyboard.press("Alt+Shift+h")
    expect(page.get_by_label("Hints")).to_be_visible()
    expect(page.get_by_role("button", name="Hint (1 left)")).to_be_visible()
    expect(page.locator("#announcer")).to_contain_text("tells two")
    expect(page.get_by_text("Recording, in this browser only.")).to_be_visible()
    assert page.evaluate("document.activeElement.id + document.activeElement.selectionStart") == "text6"


def test_a_press_for_a_hint_when_all_are_there_saves_the_words_and_says_so(
    page: Page, site: Site, watch: Watch
) -> None:
    watch.allow("409")
    attempt = start_as_guest(page)
    answer_box(page).fill("Typed and pressed at once.")
    # As a second press finds it that was on its way while the first showed the last hint.
    page.evaluate("document.getElementById('answer-form').elements.hints_seen.value = 2")
    page.get_by_role("button", name="Hint (2 left)").click()
    expect(page.locator("#save-state")).to_have_text("Nothing more comes here: all of it is on the page.")
    assert site.stored_text(attempt) == "Typed and pressed at once."
    answer_box(page).press_sequentially(" And on.")
    expect_saved(page)
    assert site.stored_text(attempt) == "Typed and pressed at once. And on."


@pytest.mark.parametrize("action", ["Hint (2 left)", "Answer given: ask me more", "Leave for now"])
def test_every_button_takes_the_newest_words_along(page: Page, site: Site, action: str) -> None:
    attempt = start_as_guest(page)
    answer_box(page).fill("Typed and pressed at once.")
    page.get_by_role("button", name=action).click()
    expect_soon(page, lambda: site.stored_text(attempt), "Typed and pressed at once.")


@pytest.mark.parametrize(
    ("button", "action"), [("Pause", "pause"), ("Leave for now", "leave"), ("Give up", "abandon")]
)
def test_what_is_typed_while_a_button_is_on_its_way_is_saved_before_the_page_goes(
    page: Page, site: Site, button: str, action: str
) -> None:
    attempt = start_as_guest(page, pace=Pace.PRACTICE)
    answer_box(page).fill("Before.")
    expect_saved(page)
    held = hold(page, f"**/prompts/1/{action}")
    page.get_by_role("button", name=button).click()
    wait_for(page, held, 1)
    answer_box(page).press_sequentially(" And after.")
    held[action].continue_()
    expect(answer_box(page)).to_have_count(0)
    page.wait_for_load_state()
    assert site.stored_text(attempt) == "Before. And after."


def test_what_cannot_be_saved_while_a_button_is_on_its_way_keeps_the_page(
    page: Page, site: Site, watch: Watch
) -> None:
    watch.allow("503")
    attempt = start_as_guest(page)
    held = hold(page, "**/leave")
    page.route("**/draft", lambda route: route.fulfill(status=503))
    page.get_by_role("button", name="Leave for now").click()
    wait_for(page, held, 1)
    answer_box(page).fill("Typed after that.")
    held["leave"].continue_()
    expect(page.get_by_text("Server busy: keep typing.")).to_be_visible()
    expect(answer_box(page)).to_be_editable()
    page.unroute("**/draft")
    expect_saved(page)
    assert site.stored_text(attempt) == "Typed after that."


@pytest.mark.parametrize(("button", "action"), [("Finish this question", "finish"), ("Skip", "skip")])
def test_nothing_is_typed_into_an_answer_while_it_is_closed_unless_that_fails(
    page: Page, site: Site, watch: Watch, button: str, action: str
) -> None:
    watch.allow("ERR_FAILED")
    attempt = start_as_guest(page)
    answer_box(page).fill("My last words.")
    expect_saved(page)
    held = hold(page, f"**/prompts/1/{action}")
    for last in (False, True):
        page.get_by_role("button", name=button).click()
        if action == "skip":
            page.get_by_role("dialog").get_by_role("button", name="Skip it").click()
        wait_for(page, held, 1)
        expect(answer_box(page)).not_to_be_editable()
        if last:
            break
        held.pop(action).abort()
        expect(answer_box(page)).to_be_editable()
        answer_box(page).press_sequentially(" And these.")
        expect_saved(page)
    held[action].continue_()
    page.wait_for_url("**/prompts/2/")
    assert site.stored_text(attempt) == "My last words. And these."


WATCH_MOVES = """() => {
  window.moved = 0;
  const add = (list) => { for (const entry of list.getEntries()) window.moved += entry.value; };
  new PerformanceObserver(add).observe({ type: 'layout-shift' });
}"""
AT_THE_CARET = """() => {
  const box = document.getElementById('text');
  return [document.activeElement.id, box.selectionStart, scrollY, box.getBoundingClientRect().top];
}"""


@pytest.mark.parametrize("size", [(1280, 900), (640, 450), (320, 568)], ids=["100%", "200%", "320px"])
def test_news_of_the_connection_covers_no_line_and_moves_nothing(
    context: BrowserContext, page: Page, watch: Watch, size: tuple[int, int]
) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    start_as_guest(page)
    box = answer_box(page)
    box.fill("\n".join(f"Line {number}" for number in range(40)))
    expect_saved(page)
    box.press("ArrowUp")
    page.evaluate(WATCH_MOVES)
    box.press("x")
    before = page.evaluate(AT_THE_CARET)
    context.set_offline(True)
    banner = page.get_by_text("No connection: keep typing.")
    expect(banner).to_be_visible()
    assert page.evaluate(AT_THE_CARET) == before
    assert page.evaluate("document.getElementById('banner').closest('.room-header') !== null")
    assert banner.evaluate("(words) => words.scrollWidth <= words.clientWidth"), "its words are cut off"
    context.set_offline(False)
    expect_saved(page)
    expect(banner).to_have_count(0)
    assert page.evaluate(AT_THE_CARET) == before
    assert page.evaluate("window.moved") <= 0.01


@pytest.mark.parametrize("width", [1280, 320])
def test_typing_while_another_window_paused_is_kept_and_the_page_says_so(
    context: BrowserContext, page: Page, site: Site, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    attempt = start_as_guest(page, pace=Pace.PRACTICE)
    other = context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Pause").click()
    expect(other.get_by_text("The interview is paused.")).to_be_visible()
    answer_box(page).press_sequentially("Typed in the pause.")
    page.evaluate(WATCH_MOVES)
    expect(page.get_by_text("Paused elsewhere.")).to_be_visible()
    assert page.get_by_text("Paused elsewhere.").evaluate("(words) => words.scrollWidth <= words.clientWidth")
    assert site.stored_text(attempt) == "Typed in the pause."
    assert page.evaluate("document.activeElement.id + document.activeElement.selectionStart") == "text19"
    assert page.evaluate("window.moved") <= 0.01
    audit(page)
    shown = page.locator("#timer .digits").inner_text()
    page.wait_for_timeout(1500)
    assert page.locator("#timer .digits").inner_text() == shown
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Paused elsewhere.")).to_have_count(0)
    expect(page.locator("#timer .digits")).not_to_have_text(shown)
    assert page.evaluate("document.activeElement.id") == "text"
    other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(answer_box(other)).to_have_value("Typed in the pause.")


def test_the_key_for_pausing_goes_on_as_well(context: BrowserContext, page: Page, site: Site) -> None:
    attempt = start_as_guest(page, pace=Pace.PRACTICE)
    other = context.new_page()
    other.goto(page.url)
    other.keyboard.press("Alt+Shift+p")
    expect(other.get_by_text("The interview is paused.")).to_be_visible()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text("Paused elsewhere.")).to_be_visible()
    page.keyboard.press("Alt+Shift+p")
    expect(page.get_by_text("Paused elsewhere.")).to_have_count(0)
    assert site.answer(attempt).paused_seconds > 0


def test_a_hint_that_the_network_swallowed_does_not_say_that_words_are_unsaved(
    context: BrowserContext, page: Page, watch: Watch
) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED")
    start_as_guest(page)
    answer_box(page).fill("All of it is saved.")
    expect_saved(page)
    context.set_offline(True)
    page.get_by_role("button", name="Hint (2 left)").click()
    expect(page.locator("#save-state")).to_have_text("No connection: press the button again when it is back.")
    context.set_offline(False)
    page.get_by_role("button", name="Hint (2 left)").click()
    expect(page.get_by_label("Hints")).to_be_visible()
    expect_saved(page)


def test_finishing_without_a_word_asks_first(page: Page, site: Site) -> None:
    attempt = start_as_guest(page)
    page.get_by_role("button", name="Finish this question").click()
    page.get_by_role("dialog").get_by_role("button", name="Back to the question").click()
    assert site.answer(attempt).closed_at is None
    page.get_by_role("button", name="Finish this question").click()
    page.get_by_role("dialog").get_by_role("button", name="Finish it").click()
    page.wait_for_url("**/prompts/2/")
    assert site.answer(attempt).closed_by == "candidate"


def test_whoever_answered_aloud_is_not_asked_for_words(page: Page) -> None:
    start_as_guest(page)
    page.get_by_role("button", name="Record my answer").click()
    expect(page.get_by_text("Recording, in this browser only.")).to_be_visible()
    page.wait_for_timeout(500)
    page.get_by_role("button", name="Finish this question").click()
    page.wait_for_url("**/prompts/2/")


def test_a_key_that_is_held_down_does_one_thing(page: Page, site: Site) -> None:
    attempt = start_as_guest(page)
    answer_box(page).fill("My answer.")
    for key in ("Control", "Enter", "Enter", "Enter"):
        page.keyboard.down(key)
        page.wait_for_timeout(300)
    expect(page.get_by_label("Follow-up questions")).to_be_visible()
    page.wait_for_timeout(500)
    assert site.answer(attempt).closed_at is None


def test_a_double_click_on_hint_takes_one(page: Page, site: Site) -> None:
    attempt = start_as_guest(page)
    box = page.get_by_role("button", name="Hint (2 left)").bounding_box()
    assert box is not None
    place = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(*place)
    expect(page.get_by_role("button", name="Hint (1 left)")).to_be_visible()
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)
    page.wait_for_timeout(500)
    assert site.answer(attempt).hints_seen == 1


@pytest.mark.parametrize("width", [1280, 320])
def test_a_refusal_is_seen_beside_the_button_that_was_pressed(page: Page, watch: Watch, width: int) -> None:
    watch.allow("422")
    page.set_viewport_size({"width": width, "height": 700})
    start_as_guest(page)
    answer_box(page).fill("word " * 4_100)
    page.get_by_role("button", name="Finish this question").click()
    banner = page.get_by_text("Not saved: see above the text.")
    expect(banner).to_be_in_viewport()
    assert banner.evaluate("(words) => words.scrollWidth <= words.clientWidth"), "its words are cut off"
    expect(page.locator("#save-state")).to_contain_text("An answer may have")


def test_a_text_that_is_refused_when_time_is_up_can_be_copied_and_the_page_leads_on(
    page: Page, site: Site, watch: Watch
) -> None:
    watch.allow("422")
    attempt = start_as_guest(page)
    answer_box(page).fill("Saved in time.")
    expect_saved(page)
    site.leave_time(attempt, 6)
    page.reload()
    answer_box(page).fill("Far too long. " * 1_450)
    dialog = page.get_by_role("dialog", name="Time is up")
    expect(dialog.get_by_label("Your newest text")).to_have_value("Far too long. " * 1_450, timeout=20_000)
    dialog.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/prompts/2/")
    assert site.stored_text(attempt) == "Saved in time."


def test_a_question_that_another_window_finished_says_so_where_it_leads(
    context: BrowserContext, page: Page, watch: Watch
) -> None:
    watch.allow("409")
    start_as_guest(page)
    other = context.new_page()
    other.goto(page.url)
    answer_box(other).fill("Finished here.")
    other.get_by_role("button", name="Finish this question").click()
    other.wait_for_url("**/prompts/2/")
    answer_box(page).fill("Still typing there.")
    page.wait_for_url("**/prompts/2/")
    expect(page.get_by_text("closed already. What you sent is kept beside it, not counted.")).to_be_visible()


def test_typing_on_when_time_is_up_does_not_begin_the_next_answer(page: Page, site: Site) -> None:
    attempt = start_as_guest(page)
    site.leave_time(attempt, 4)
    page.reload()
    while not page.url.endswith("/prompts/2/"):
        page.keyboard.type("ab ", delay=40)
    page.keyboard.type("rest of it")
    expect(answer_box(page)).to_be_editable()
    expect(answer_box(page)).to_have_value("")


def test_an_interview_that_was_deleted_in_another_window_is_said_to_be(
    context: BrowserContext, page: Page, watch: Watch
) -> None:
    watch.allow("404")
    attempt = start_as_guest(page)
    other = context.new_page()
    other.goto(f"/history/{attempt}/delete/")
    other.get_by_role("button", name="Delete it").click()
    other.wait_for_url("**/history/")
    answer_box(page).fill("To whom?")
    expect(page.locator("#save-state")).to_have_text(
        "Not saved: it was deleted in another window. Copy your words before you leave."
    )
