"""Recordings: kept in the browser piece by piece, found where they belong, deleted with what they are of."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.driver import Site, Watch, audit, register, start_as_guest
from tests.builders import debrief_sample

SECRET = "a quite long secret"

READ = """(store) => new Promise((resolve) => {
  const opening = indexedDB.open('interview-sim');
  opening.onsuccess = () => {
    const all = opening.result.transaction(store).objectStore(store).getAll();
    all.onsuccess = () => { opening.result.close(); resolve(all.result); };
  };
})"""

KEEP = """async ([attempt, prompt]) => {
  const begunAt = Date.now();
  const times = [...document.scripts].find((script) => script.src.endsWith('/js/times.js')).src;
  const { keepPiece } = await import(times.replace('times.js', 'recordings.js'));
  for (const number of [0, 1]) {
    await keepPiece({ attempt, prompt, begunAt, type: 'audio/webm' }, number, new Blob(['x'.repeat(40000)]));
  }
}"""

KEEP_AS_VERSION_1 = """(key) => new Promise((resolve) => {
  const opening = indexedDB.open('interview-sim', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('recordings');
  opening.onsuccess = async () => {
    const recorder = new MediaRecorder(await navigator.mediaDevices.getUserMedia({ audio: true }));
    recorder.ondataavailable = ({ data }) => {
      const writing = opening.result.transaction('recordings', 'readwrite');
      writing.objectStore('recordings').put(new Blob([data], { type: recorder.mimeType }), key);
      writing.oncomplete = () => { opening.result.close(); resolve(); };
    };
    recorder.start();
    setTimeout(() => recorder.stop(), 700);
  };
})"""


def kept(page: Page) -> list[dict[str, Any]]:
    """What the browser knows of each recording."""
    found: list[dict[str, Any]] = page.evaluate(READ, "known")
    return found


def keep(page: Page, *recordings: tuple[str, int]) -> None:
    """Put recordings into the browser of the page."""
    for attempt, prompt in recordings:
        page.evaluate(KEEP, [attempt, prompt])


def record(page: Page, seconds: float) -> None:
    page.locator("[data-record]").click()
    expect(page.get_by_text("Recording, in this browser only.")).to_be_visible()
    page.wait_for_timeout(seconds * 1000)


def wait_until(page: Page, condition: str) -> None:
    """Playwright's own waiting needs `eval`, which the pages forbid."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"it never came true that {condition}")


def give_up(page: Page, attempt: str) -> None:
    page.goto(f"/attempts/{attempt}/abandon/")
    page.get_by_role("button", name="Give it up").click()
    page.wait_for_url("**/report/")


def as_account(site: Site, page: Page) -> tuple[str, str]:
    """Registered, with two finished interviews; their ids."""
    register(page)
    with site.app.app_context():
        first, second = debrief_sample(1), debrief_sample(1)
    page.goto("/history/")
    return first, second


def test_a_reload_loses_about_a_second_of_a_recording_at_most(page: Page) -> None:
    start_as_guest(page)
    record(page, 3.4)
    page.reload()
    expect(page.locator("audio")).to_be_visible()
    assert kept(page)[0]["seconds"] > 2.3
    wait_until(page, "document.querySelector('audio')?.duration > 2")
    expect(page.get_by_role("button", name="Record again")).to_be_visible()


def test_a_second_adds_a_piece_and_rewrites_nothing(page: Page) -> None:
    start_as_guest(page)
    record(page, 2.6)
    page.get_by_role("button", name="Stop recording").click()
    expect(page.locator("audio")).to_be_visible()
    pieces = page.evaluate(READ, "pieces")
    assert len(pieces) >= 3
    wait_until(page, "document.querySelector('audio')?.duration < 10")  # known once the end was looked at


def test_a_new_recording_replaces_the_one_before_even_where_that_was_longer(page: Page) -> None:
    start_as_guest(page)
    record(page, 3.2)
    page.get_by_role("button", name="Stop recording").click()
    expect(page.locator("audio")).to_be_visible()
    longer, pieces = kept(page)[0]["seconds"], len(page.evaluate(READ, "pieces"))
    record(page, 0.5)
    page.get_by_role("button", name="Stop recording").click()
    expect(page.locator("audio")).to_be_visible()
    assert [each["seconds"] < longer for each in kept(page)] == [True]
    assert len(page.evaluate(READ, "pieces")) < pieces


def test_a_recording_that_is_deleted_in_another_window_ends(context: BrowserContext, page: Page) -> None:
    start_as_guest(page)
    record(page, 1.5)
    other = context.new_page()
    other.goto("/auth/settings/data")
    other.get_by_role("button", name="Delete: question 1 of Sample interview").click()
    expect(other.locator("#kept-status")).to_contain_text("It is deleted.")
    expect(page.get_by_text("deleted or replaced in another window")).to_be_visible()
    assert kept(page) == []


def test_a_recording_of_the_version_before_is_still_played(site: Site, page: Page) -> None:
    first, _ = as_account(site, page)
    page.evaluate(KEEP_AS_VERSION_1, f"{first}/2")
    page.goto(f"/attempts/{first}/report/")
    expect(page.locator("audio")).to_have_count(1)
    wait_until(page, "document.querySelector('audio')?.duration > 0.3")
    assert [(each["attempt"], each["prompt"]) for each in kept(page)] == [(first, 2)]
    page.goto("/auth/settings/data")
    expect(page.locator("#kept")).to_contain_text("question 2")


def test_the_report_plays_and_deletes_the_recording_of_each_question(site: Site, page: Page) -> None:
    first, second = as_account(site, page)
    keep(page, (first, 2), (second, 1))
    page.goto(f"/attempts/{first}/report/")
    player = page.locator("#question-2 [data-recording]")
    expect(player.locator("audio")).to_be_visible()
    expect(page.locator("#question-1 [data-recording]")).to_be_hidden()
    audit(page)
    page.emulate_media(media="print")
    expect(player).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Delete the recording of question 2").click()
    expect(page.get_by_text("The recording is deleted.")).to_be_focused()
    assert [each["attempt"] for each in kept(page)] == [second]


def test_the_report_of_an_interview_that_was_given_up_plays_it_too(page: Page) -> None:
    attempt = start_as_guest(page)
    record(page, 1.3)
    page.get_by_role("button", name="Stop recording").click()
    expect(page.locator("audio")).to_be_visible()
    give_up(page, attempt)
    wait_until(page, "document.querySelector('audio')?.duration > 0.5")
    page.evaluate("document.querySelector('audio').play()")
    wait_until(page, "document.querySelector('audio')?.currentTime > 0.3")


def test_deleting_an_interview_deletes_its_recordings_and_unsent_words_in_this_browser(
    site: Site, page: Page
) -> None:
    first, second = as_account(site, page)
    keep(page, (first, 1), (first, 2), (second, 1))
    for attempt in (first, second):
        page.evaluate("(attempt) => localStorage.setItem(`interview-sim:draft:${attempt}:1`, 'words')", attempt)
    page.goto(f"/history/{first}/delete/")
    expect(page.get_by_text("Its recordings in this browser are deleted, too.")).to_be_visible()
    page.get_by_role("button", name="Delete it").click()
    page.wait_for_url("**/history/")
    expect(page.get_by_text("The attempt is deleted.")).to_be_visible()
    assert [each["attempt"] for each in kept(page)] == [second]
    assert page.evaluate("Object.keys(localStorage)") == [f"interview-sim:draft:{second}:1"]


def test_an_interview_that_could_not_be_deleted_keeps_its_recordings(
    context: BrowserContext, site: Site, page: Page, watch: Watch
) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED")
    first, _ = as_account(site, page)
    keep(page, (first, 1))
    page.goto(f"/history/{first}/delete/")
    context.set_offline(True)
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_role("alert")).to_contain_text("nothing was deleted")
    context.set_offline(False)
    assert len(kept(page)) == 1


def test_your_data_lists_what_this_browser_keeps_and_whose_it_is(site: Site, page: Page) -> None:
    first, second = as_account(site, page)
    keep(page, (first, 1), (second, 2), ("f" * 32, 1))
    page.goto("/auth/settings/data")
    own, others = page.locator("[data-part=own]"), page.locator("[data-part=others]")
    expect(own.get_by_role("listitem")).to_have_count(2)
    expect(own.get_by_role("listitem").first).to_contain_text("Sample interview of")
    expect(own.get_by_role("listitem").first).to_contain_text("80 kB")
    expect(others.get_by_role("listitem")).to_have_count(1)
    expect(others.get_by_role("button", name="Play")).to_have_count(0)
    audit(page)
    own.get_by_role("button", name="Play: question 2").click()
    expect(own.locator("audio")).to_be_focused()
    own.get_by_role("button", name="Delete: question 1").click()
    expect(page.locator("#kept-status")).to_be_focused()
    expect(own.get_by_role("listitem")).to_have_count(1)
    others.get_by_role("button", name="Delete").click()
    expect(others).to_be_hidden()
    assert [(each["attempt"], each["prompt"]) for each in kept(page)] == [(second, 2)]


def test_all_of_ones_own_recordings_are_deleted_after_a_question(site: Site, page: Page) -> None:
    first, second = as_account(site, page)
    keep(page, (first, 1), (second, 2), ("f" * 32, 1))
    page.goto("/auth/settings/data")
    everything = page.locator("[data-part=own]").get_by_role("button", name="Delete all of these")
    everything.click()
    page.get_by_role("dialog").get_by_role("button", name="Keep them").click()
    assert len(kept(page)) == 3
    everything.click()
    page.get_by_role("dialog").get_by_role("button", name="Delete 2 recordings").click()
    expect(page.locator("#kept-status")).to_have_text("They are deleted.")
    assert [each["attempt"] for each in kept(page)] == ["f" * 32]


def test_deleting_the_account_deletes_its_own_recordings_in_this_browser(
    site: Site, page: Page, watch: Watch
) -> None:
    watch.allow("422")
    first, second = as_account(site, page)
    keep(page, (first, 1), (second, 2), ("f" * 32, 1))
    page.goto("/auth/settings/data")
    expect(page.get_by_text("Yours in this browser are deleted, too")).to_be_visible()
    page.get_by_label("Your password").fill("not the secret at all")
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_role("alert")).to_have_text("That is not your current password.")
    expect(page.get_by_label("Your password")).to_be_focused()
    assert len(kept(page)) == 3
    page.get_by_label("Your password").fill(SECRET)
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_text("Everything is deleted")).to_be_visible()
    assert [each["attempt"] for each in kept(page)] == ["f" * 32]


def test_a_guest_who_leaves_takes_the_recordings_along(page: Page) -> None:
    attempt = start_as_guest(page)
    page.goto("/history/")
    keep(page, (attempt, 1))
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_text("So would your recordings in this browser.")).to_be_visible()
    page.get_by_role("button", name="Log out and delete it").click()
    expect(page.get_by_text("your work as a guest is deleted")).to_be_visible()
    assert kept(page) == []


@pytest.fixture
def plain_page(browser: Browser, site: Site) -> Iterator[Page]:
    """A page of a browser without JavaScript."""
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_javascript_nothing_is_promised_that_needs_it(site: Site, plain_page: Page) -> None:
    page = plain_page
    attempt = start_as_guest(page)
    expect(page.locator("#recorder")).to_be_hidden()
    give_up(page, attempt)
    expect(page.locator("[data-recording]").first).to_be_hidden()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    page.goto("/auth/settings/data")
    expect(page.locator("#kept")).to_be_hidden()
    expect(page.get_by_text("Yours in this browser")).to_be_hidden()
    page.goto(f"/history/{attempt}/delete/")
    expect(page.get_by_text("recordings in this browser")).to_be_hidden()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_text("The attempt is deleted.")).to_be_visible()
