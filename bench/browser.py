"""The room in chromium, on a slow line and a slow device: how much it loads, how soon it shows, whether it moves."""

from typing import Any

from playwright.sync_api import Page, sync_playwright

from scripts.debian import find_browser

KIB = 1024
LCP_GOAL = 1000
"""Milliseconds after which the largest contentful paint should have come; shown and not judged."""
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


def measure_room(origin: str, cookie: str, path: str) -> None:
    """Print what a first and a second visit to that room cost whoever has the cookie."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(base_url=origin)
        context.add_cookies([{"name": "interview_sim", "value": cookie, "url": origin}])
        page = context.new_page()
        cold, observed = weigh(page, path, slow=True)
        page.goto("about:blank")
        warm, _ = weigh(page, path)
        browser.close()
    print("\nThe room in chromium, at 1.6 Mbit/s, 150 ms latency and four-fold CPU slowdown")
    print(f"  first visit {cold / KIB:.1f} KiB (limit 40), second {warm / KIB:.1f} KiB (limit 6)")
    print(f"  largest contentful paint after {observed['lcp']:.0f} ms (goal {LCP_GOAL} ms)")
    print(f"  layout shift {observed['cls']:.3f} (limit 0.01)")
