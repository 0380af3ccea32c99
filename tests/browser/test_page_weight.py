"""The room on a slow line and a slow device: how much it loads, how soon it shows, how little it moves."""

from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.driver import Site, start_as_guest

KIB = 1024
SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}

OBSERVE = """() => new Promise((resolve) => {
  const seen = { lcp: 0, cls: 0 };
  new PerformanceObserver((list) => { for (const e of list.getEntries()) seen.lcp = e.startTime; })
    .observe({ type: 'largest-contentful-paint', buffered: true });
  const moved = (list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) seen.cls += e.value; };
  new PerformanceObserver(moved)
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => resolve(seen), 1500);
})"""


def weigh(page: Page, url: str, *, slow: bool = False) -> tuple[int, dict[str, Any]]:
    """Bytes on the wire, headers included, and what the browser observed."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    received: dict[str, int] = {}

    def finished(event: dict[str, Any]) -> None:
        received[event["requestId"]] = event["encodedDataLength"]

    session.on("Network.loadingFinished", finished)
    if slow:
        session.send("Network.emulateNetworkConditions", SLOW_LINE)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(url, wait_until="networkidle")
    observed = page.evaluate(OBSERVE)
    session.detach()
    return int(sum(received.values())), observed


def test_the_room_weighs_little_and_shows_soon(browser: Browser, site: Site) -> None:
    first = browser.new_context(base_url=site.url)
    page = first.new_page()
    start_as_guest(page)
    url, state = page.url, first.storage_state()
    first.close()

    fresh = browser.new_context(base_url=site.url, storage_state=state)
    page = fresh.new_page()
    cold, observed = weigh(page, url, slow=True)
    assert cold <= 40 * KIB, f"a first visit loads {cold / KIB:.1f} KiB"
    assert observed["lcp"] <= 1000, f"the largest contentful paint comes after {observed['lcp']:.0f} ms"
    assert observed["cls"] <= 0.01, f"the page moves by {observed['cls']:.3f}"
    page.goto("about:blank")
    warm, _ = weigh(page, url)
    assert warm <= 6 * KIB, f"a second visit loads {warm / KIB:.1f} KiB"
    fresh.close()
