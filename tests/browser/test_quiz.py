"""Quizzes in a real browser: by keyboard only, offline and back, two tabs, without scripts, for everyone's eyes."""

import re
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect
from sqlalchemy import func, select

from interview_sim.auth.models import User
from interview_sim.clock import utc_now
from interview_sim.domain.quiz import Mode
from interview_sim.extensions import db
from interview_sim.quiz.models import QuizAttempt
from interview_sim.quiz.queries import StoredAnswer, get_quiz
from tests.browser.driver import Site, Watch, audit, expect_saved, hold, register, send_form, wait_for
from tests.builders import SAMPLE_SLUG
from tests.quizzes import EVERYTHING, key_for, load_menu, start_quiz


class Sitting:
    """A quiz in a browser, and a hand on its rows."""

    def __init__(self, site: Site, quiz_id: str) -> None:
        self.site = site
        self.id = quiz_id

    def answer(self, n: int = 1) -> StoredAnswer:
        with self.site.app.app_context():
            owner = db.session.execute(select(QuizAttempt.user_id).where(QuizAttempt.id == self.id)).scalar_one()
            return get_quiz(self.id, owner).answer(n - 1)

    def right(self, n: int = 1) -> list[int]:
        """The keys of the right options of a question."""
        with self.site.app.app_context():
            answer = self.answer(n)
            key = key_for(answer)
        return [place for place, option in enumerate(answer.option_order, 1) if option in key]

    def chosen(self, n: int = 1) -> list[int]:
        """The keys of what the server has."""
        answer = self.answer(n)
        return [place for place, option in enumerate(answer.option_order, 1) if option in answer.slot.chosen]

    def leave_time(self, seconds: float) -> None:
        """Let so much time pass that the exam has so many seconds left."""
        with self.site.app.app_context():
            quiz = db.session.get_one(QuizAttempt, self.id)
            assert quiz.expires_at is not None
            shift = quiz.expires_at - utc_now() - timedelta(seconds=seconds)
            quiz.started_at -= shift
            quiz.expires_at -= shift
            db.session.commit()


def be_a_guest(page: Page) -> None:
    send_form(page, f"/interviews/{SAMPLE_SLUG}/", "/auth/guest")


def begin(page: Page, site: Site, mode: str = "exam", count: int = 8) -> Sitting:
    """A quiz of whoever came last, shuffled as chance has it. The browser stands at its first question."""
    with site.app.app_context():
        load_menu()
        user_id = db.session.execute(select(func.max(User.id))).scalar_one()
        wanted = replace(EVERYTHING, mode=Mode(mode), count=count)
        quiz_id = start_quiz(user_id, utc_now(), wanted, seed=secrets.randbelow(1000))
    page.goto(f"/quizzes/{quiz_id}/questions/1/")
    return Sitting(site, quiz_id)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.tagName"))


def test_a_whole_exam_by_keyboard_only(page: Page, site: Site) -> None:
    be_a_guest(page)
    with site.app.app_context():
        load_menu()
    page.goto("/quizzes/?topics=drinks&topics=meals&count=8&mode=exam")
    page.get_by_role("button", name="Start the quiz").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/1/")
    sitting = Sitting(site, page.url.split("/quizzes/")[1].split("/")[0])
    for n in range(1, 9):
        expect(page.get_by_role("heading", name=f"Question {n} of 8")).to_be_visible()
        expect(page.get_by_role("button", name="Keys (?)")).to_be_visible()
        for key in sitting.right(n):
            page.keyboard.press(str(key))
            assert focused(page) == f"option-{key}"
        if n == 3:
            page.keyboard.press("f")
            expect(page.get_by_role("button", name="Take the flag away")).to_be_visible()
        page.keyboard.press("Enter")
        page.wait_for_url("**/finish/" if n == 8 else f"**/questions/{n + 1}/")
        assert sitting.chosen(n) == sitting.right(n)
    expect(page.get_by_role("link", name="question 3", exact=True)).to_be_visible()
    page.get_by_role("button", name="Hand in").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/result/")
    expect(page.get_by_text("8 of 8 questions right.")).to_be_visible()


def test_learning_by_keyboard_only_with_feedback_after_each_answer(page: Page, site: Site) -> None:
    be_a_guest(page)
    sitting = begin(page, site, "learn", count=2)
    for n in (1, 2):
        expect(page.get_by_role("button", name="Keys (?)")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.locator("#save-state")).to_contain_text("Choose an option first")
        assert focused(page) == "option-1"
        for key in sitting.right(n):
            page.keyboard.press(str(key))
        page.keyboard.press("Enter")
        expect(page.locator("#verdict")).to_have_text("Right")
        expect(page.locator("#verdict")).to_be_focused()
        page.keyboard.press("Enter")
    page.wait_for_url("**/result/")
    expect(page.get_by_text("2 of 2 questions right.")).to_be_visible()


def test_arrows_move_between_the_options_of_both_kinds(page: Page, site: Site) -> None:
    be_a_guest(page)
    sitting = begin(page, site)
    one = next(n for n in range(1, 9) if len(sitting.right(n)) == 1)
    several = next(n for n in range(1, 9) if len(sitting.right(n)) == 2)
    page.goto(f"/quizzes/{sitting.id}/questions/{one}/")
    expect_ends(page, last=3)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert focused(page) == "option-2"
    expect(page.locator("#option-2")).to_be_checked()
    expect_saved(page)
    assert sitting.chosen(one) == [2]
    page.goto(f"/quizzes/{sitting.id}/questions/{several}/")
    expect_ends(page, last=4)
    for key in ("ArrowDown", "ArrowDown", "Space", "ArrowUp", "ArrowUp", "Space", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    assert focused(page) == "option-4"
    expect_saved(page)
    assert sitting.chosen(several) == [2, 4]


def expect_ends(page: Page, last: int) -> None:
    """From no option at all, down leads to the first and up to the last; neither chooses it."""
    for key, place in (("ArrowDown", 1), ("ArrowUp", last)):
        page.keyboard.press(key)
        assert focused(page) == f"option-{place}"
        expect(page.locator("input[name=choice]:checked")).to_have_count(0)
        page.evaluate("document.activeElement.blur()")


def test_the_keys_are_shown_on_asking_and_focus_comes_back(page: Page, site: Site) -> None:
    be_a_guest(page)
    begin(page, site)
    page.keyboard.press("2")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Choose that option")
    page.keyboard.press("3")
    expect(page.locator("#option-3")).not_to_be_checked()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert focused(page) == "option-2"


def test_a_choice_is_saved_when_it_is_made_and_survives_a_reload(page: Page, site: Site) -> None:
    be_a_guest(page)
    sitting = begin(page, site)
    page.locator("#option-2").check()
    expect_saved(page)
    page.get_by_label("Think so").check()
    expect_saved(page)
    assert sitting.chosen() == [2]
    page.reload()
    expect(page.locator("#option-2")).to_be_checked()
    expect(page.get_by_label("Think so")).to_be_checked()
    expect_saved(page)
    page.goto(f"/quizzes/{sitting.id}/")
    page.wait_for_url("**/questions/2/")
    page.go_back()
    expect(page.locator("#option-2")).to_be_checked()


def test_a_lost_network_is_said_choosing_goes_on_and_all_is_sent_when_it_is_back(
    context: BrowserContext, page: Page, site: Site, watch: Watch
) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED")
    be_a_guest(page)
    sitting = begin(page, site)
    context.set_offline(True)
    page.keyboard.press("1")
    expect(page.locator("#save-state")).to_contain_text("no connection")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    expect(page.locator("#save-state")).to_contain_text("no connection")
    assert page.url.endswith("/questions/1/")
    assert sitting.chosen() == []
    context.set_offline(False)
    expect_saved(page)
    assert 3 in sitting.chosen()
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/2/")


def test_two_tabs_show_what_is_stored_and_mine_can_be_chosen_again(
    context: BrowserContext, page: Page, site: Site, watch: Watch
) -> None:
    watch.allow("409")
    be_a_guest(page)
    sitting = begin(page, site)
    one = next(n for n in range(1, 9) if len(sitting.right(n)) == 1)
    page.goto(f"/quizzes/{sitting.id}/questions/{one}/")
    other = context.new_page()
    other.goto(page.url)
    page.locator("#option-1").check()
    expect_saved(page)
    other.locator(
        "#option-2"
    ).click()  # what the other window saved is shown at once, so check() could not see it checked
    notice = other.get_by_role("alert").filter(has_text="answered in another window")
    expect(notice).to_be_visible()
    expect(other.locator("#option-1")).to_be_checked()
    assert sitting.chosen(one) == [1]
    other.get_by_role("button", name="Choose mine again").click()
    expect_saved(other)
    assert sitting.chosen(one) == [2]
    expect(notice).to_have_count(0)


def test_a_save_that_was_under_way_never_undoes_what_the_button_sent(page: Page, site: Site, watch: Watch) -> None:
    """Two saves reach the server after all, when the page has given them up and its button was pressed."""
    watch.allow("ERR_FAILED")
    be_a_guest(page)
    sitting = begin(page, site)
    one = next(n for n in range(1, 8) if len(sitting.right(n)) == 1)
    page.goto(f"/quizzes/{sitting.id}/questions/{one}/")
    late: list[Request] = []

    def give_up(route: Route) -> None:
        late.append(route.request)
        route.abort()

    page.route("**/choice", give_up)
    for key in (1, 2):
        page.locator(f"#option-{key}").check()
        expect(page.locator("#save-state")).to_contain_text("no connection")
    page.locator("#option-3").check()
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(f"**/questions/{one + 1}/")
    stored = sitting.answer(one)
    assert sitting.chosen(one) == [3]
    assert len(late) >= 2
    for request in (*late, *reversed(late)):
        kept = {name: request.headers[name] for name in ("accept", "content-type", "x-csrftoken")}
        reply = page.request.post(request.url, data=request.post_data, headers=kept)
        assert (reply.status, reply.json()["revision"]) == (200, stored.revision)
    assert sitting.answer(one) == stored


def test_what_is_chosen_while_the_flag_is_on_its_way_is_kept_with_it(page: Page, site: Site) -> None:
    be_a_guest(page)
    sitting = begin(page, site)
    held = hold(page, "**/flag", "**/choice")
    page.keyboard.press("f")
    page.keyboard.press("2")
    wait_for(page, held, 2)
    with page.expect_response("**/flag"):
        held["flag"].continue_()
    expect(page.locator("#save-state")).to_have_text("Saving…")
    held["choice"].continue_()
    expect(page.get_by_role("button", name="Take the flag away")).to_be_visible()
    expect(page.locator("#option-2")).to_be_checked()
    assert (sitting.chosen(), sitting.answer().is_flagged) == ([2], True)


def test_a_button_pressed_while_a_conflict_is_on_its_way_gives_nothing_and_shows_it(
    context: BrowserContext, page: Page, site: Site, watch: Watch
) -> None:
    watch.allow("409")
    be_a_guest(page)
    sitting = begin(page, site, "learn")
    one = next(n for n in range(1, 9) if len(sitting.right(n)) == 1)
    page.goto(f"/quizzes/{sitting.id}/questions/{one}/")
    other = context.new_page()
    other.goto(page.url)
    other.locator("#option-2").check()
    expect_saved(other)
    held = hold(page, "**/choice")
    page.locator("#option-3").check()
    page.keyboard.press("Enter")
    expect(page.locator("[data-main]")).to_have_attribute("aria-disabled", "true")
    wait_for(page, held, 1)
    held["choice"].continue_()
    expect(page.locator("#conflict")).to_contain_text("Here you had chosen: The")
    expect(page.locator("[data-main]")).not_to_have_attribute("aria-disabled", "true")
    expect(page.locator("#option-2")).to_be_checked()
    assert page.url.endswith(f"/questions/{one}/")
    stored = sitting.answer(one)
    assert (sitting.chosen(one), stored.revision, stored.slot.closed_at) == ([2], 1, None)
    page.unroute("**/choice")
    page.get_by_role("button", name="Choose mine again").click()
    expect_saved(page)
    assert sitting.chosen(one) == [3]


def test_signed_out_one_signs_in_in_place_and_the_choice_is_sent(page: Page, site: Site, watch: Watch) -> None:
    watch.allow("401")
    register(page)
    sitting = begin(page, site)
    site.end_all_sessions()
    page.keyboard.press("2")
    dialog = page.get_by_role("dialog", name="You have been signed out")
    dialog.get_by_label("E-mail").fill("robin@interviews.example")
    dialog.get_by_label("Password").fill("a quite long secret")
    dialog.get_by_role("button", name="Sign in and go on").click()
    expect_saved(page)
    assert sitting.chosen() == [2]


def test_when_the_time_is_up_the_exam_is_handed_in_with_what_was_chosen(page: Page, site: Site) -> None:
    be_a_guest(page)
    sitting = begin(page, site)
    sitting.leave_time(8)
    page.reload()
    for key in sitting.right():
        page.keyboard.press(str(key))
    page.wait_for_url("**/result/", timeout=20_000)
    expect(page.get_by_text("1 of 8 questions right.")).to_be_visible()
    expect(page.get_by_text("the clock ended it")).to_be_visible()


def test_a_choice_that_is_refused_as_the_time_ends_is_sent_again_before_the_exam_is_handed_in(
    page: Page, site: Site, watch: Watch
) -> None:
    watch.allow("503")
    be_a_guest(page)
    sitting = begin(page, site)
    failures: list[int] = []

    def fail_twice_at_the_end(route: Route) -> None:
        failures.append(503)
        route.fulfill(status=503)
        if len(failures) == 3:
            page.unroute("**/choice")

    page.route("**/choice", fail_twice_at_the_end)
    sitting.leave_time(5)
    page.reload()
    for key in sitting.right():
        page.keyboard.press(str(key))
    page.wait_for_url("**/result/", timeout=20_000)
    assert len(failures) == 3
    assert sitting.chosen() == sitting.right()


def test_a_choice_refused_to_the_end_of_the_grace_does_not_keep_the_exam_from_being_handed_in(
    page: Page, site: Site, watch: Watch
) -> None:
    watch.allow("503")
    be_a_guest(page)
    sitting = begin(page, site)
    page.route("**/choice", lambda route: route.fulfill(status=503))
    sitting.leave_time(5)
    page.reload()
    page.keyboard.press("1")
    page.wait_for_url("**/result/", timeout=20_000)
    assert sitting.chosen() == []


def test_whoever_is_signed_out_as_the_time_ends_signs_in_within_the_grace_and_the_choice_counts(
    page: Page, site: Site, watch: Watch
) -> None:
    watch.allow("401")
    register(page)
    sitting = begin(page, site)
    sitting.leave_time(5)
    page.reload()
    expect(page.get_by_role("button", name="Keys (?)")).to_be_visible()
    site.end_all_sessions()
    page.keyboard.press("1")
    dialog = page.get_by_role("dialog", name="You have been signed out")
    expect(page.locator("#timer .digits")).to_have_text("0:00")
    dialog.get_by_label("E-mail").fill("robin@interviews.example")
    dialog.get_by_label("Password").fill("a quite long secret")
    dialog.get_by_role("button", name="Sign in and go on").click()
    page.wait_for_url("**/result/", timeout=20_000)
    assert sitting.chosen() == [1]


def test_the_clock_hands_in_on_the_overview_too(page: Page, site: Site) -> None:
    be_a_guest(page)
    sitting = begin(page, site)
    sitting.leave_time(8)
    page.goto(f"/quizzes/{sitting.id}/finish/")
    page.wait_for_url("**/result/", timeout=20_000)


def test_while_choosing_the_page_says_how_many_match_and_what_to_loosen(page: Page, site: Site) -> None:
    with site.app.app_context():
        load_menu()
    be_a_guest(page)
    page.goto("/quizzes/")
    told = page.locator("#told")
    expect(told).to_have_text("9 questions match; you will be asked all of them.")
    expect(page.get_by_role("button", name="Show how many match")).to_be_hidden()
    page.get_by_label(re.compile("^Meals")).check()
    expect(told).to_have_text("4 questions match; you will be asked all of them.")
    page.get_by_label("How many questions").fill("3")
    expect(told).to_have_text("4 questions match; you will be asked 3 of them.")
    page.get_by_label("Only what I got wrong").check()
    expect(told).to_have_text("No question matches.")
    expect(page.locator("#loosen")).to_have_text("Draw from all questions: 4 questions then match.")
    assert "source=wrong" in page.url
    page.reload()
    expect(told).to_have_text("No question matches.")


def test_everything_works_without_scripts(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    with site.app.app_context():
        load_menu()
    be_a_guest(page)
    page.goto("/quizzes/")
    page.get_by_label(re.compile("^Meals")).check()
    page.get_by_label("Exam", exact=True).check()
    page.get_by_label("How many questions").fill("3")
    page.get_by_role("button", name="Show how many match").click()
    expect(page.locator("#told")).to_have_text("4 questions match; you will be asked 3 of them.")
    assert "csrf_token" not in page.url
    page.get_by_role("button", name="Start the quiz").click()
    page.wait_for_url("**/questions/1/")
    sitting = Sitting(site, page.url.split("/quizzes/")[1].split("/")[0])
    page.locator("#option-1").check()
    page.get_by_role("button", name="Question 3").click()
    page.wait_for_url("**/questions/3/")
    assert sitting.chosen() == [1]
    page.locator("#option-2").check()
    page.get_by_role("button", name="Flag to come back").click()
    expect(page.get_by_role("button", name="Take the flag away")).to_be_visible()
    assert sitting.chosen(3) == [2]
    page.locator("#option-3").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/finish/")
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/result/")
    expect(page.get_by_role("heading", name=re.compile("of 3 questions right"))).to_be_visible()
    page.get_by_role("button", name=re.compile("^Quiz me on")).click()
    page.wait_for_url("**/questions/1/")
    context.close()


def test_learning_works_without_scripts_too(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    be_a_guest(page)
    sitting = begin(page, site, "learn", count=2)
    for n, link in ((1, "Next question"), (2, "See the result")):
        page.get_by_label("Guessing").check()
        page.get_by_role("button", name="Answer", exact=True).click()
        expect(page.get_by_text("Choose an option first")).to_be_visible()
        expect(page.get_by_label("Guessing")).to_be_checked()
        for key in sitting.right(n):
            page.locator(f"#option-{key}").check()
        page.get_by_role("button", name="Answer", exact=True).click()
        expect(page.locator("h1")).to_contain_text("Right")
        page.get_by_role("link", name=link).click()
    expect(page.get_by_text("2 of 2 questions right.")).to_be_visible()
    context.close()


def test_no_axe_violation_on_any_page_of_a_quiz(page: Page, site: Site) -> None:
    with site.app.app_context():
        load_menu()
    audit(page, "/quizzes/")
    be_a_guest(page)
    audit(page, "/quizzes/?topics=meals&source=wrong&count=0&levels=advanced")
    sitting = begin(page, site)
    for n in range(1, 9):
        page.goto(f"/quizzes/{sitting.id}/questions/{n}/")
        page.keyboard.press("1")
        page.get_by_label("Sure", exact=True).check()
        expect_saved(page)
        if n in (1, 8) or len(sitting.right(n)) > 1:
            audit(page)
    page.keyboard.press("?")
    audit(page)
    page.keyboard.press("Escape")
    audit(page, f"/quizzes/{sitting.id}/finish/")
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/result/")
    audit(page)
    audit(page, f"/quizzes/{sitting.id}/delete/")
    begin(page, site, "learn", count=2)
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_be_visible()
    audit(page)
    for path in ("/quizzes/", "/history/", "/"):
        audit(page, path)


def test_nothing_scrolls_sideways_at_320_pixels_and_the_result_prints(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, viewport={"width": 320, "height": 640})
    page = context.new_page()
    be_a_guest(page)
    sitting = begin(page, site)

    def fits() -> Any:
        return page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    for path in (*(f"questions/{n}/" for n in range(1, 9)), "delete/", "finish/"):
        page.goto(f"/quizzes/{sitting.id}/{path}")
        assert fits(), page.url
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/result/")
    assert fits()
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name=re.compile("^Quiz me on"))).to_be_hidden()
    expect(page.get_by_role("heading", name="Question 8")).to_be_visible()
    with site.app.app_context():
        assert db.session.execute(select(func.count()).select_from(User)).scalar_one() == 1
    page.emulate_media(media="screen")
    begin(page, site, "learn", count=2)
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_be_visible()
    assert fits()
    page.goto("/quizzes/?count=0&source=wrong")
    assert fits()
    context.close()
