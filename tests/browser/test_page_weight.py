"""The room on a slow line and a slow device: how much it loads, how little it moves. `make bench` says how soon."""

from playwright.sync_api import Browser

from bench.browser import KIB, weigh
from tests.browser.driver import Site, start_as_guest


def test_the_room_weighs_little_and_does_not_move(browser: Browser, site: Site) -> None:
    first = browser.new_context(base_url=site.url)
    page = first.new_page()
    start_as_guest(page)
    url, state = page.url, first.storage_state()
    first.close()

    fresh = browser.new_context(base_url=site.url, storage_state=state)
    page = fresh.new_page()
    cold, observed = weigh(page, url, slow=True)
    assert cold <= 40 * KIB, f"a first visit loads {cold / KIB:.1f} KiB"
    assert observed["cls"] <= 0.01, f"the page moves by {observed['cls']:.3f}"
    page.goto("about:blank")
    warm, _ = weigh(page, url)
    assert warm <= 6 * KIB, f"a second visit loads {warm / KIB:.1f} KiB"
    fresh.close()
