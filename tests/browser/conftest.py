"""Driving Debian's chromium against a real server: each test has a site, a database and a profile of its own."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import make_server

from scripts.debian import find_browser
from tests.browser.driver import Site, Watch
from tests.conftest import MakeApp

pytestmark = pytest.mark.browser
expect.set_options(timeout=10_000)  # a machine with more to do than this is slow, not wrong

MISSING = (
    "The browser tests need Chromium and found none. On Debian: apt-get install chromium. "
    "Elsewhere set CHROMIUM to the path of the program."
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One chromium for the session; its absence fails, so that nobody takes silence for success."""
    program = find_browser()
    if program is None:
        pytest.fail(MISSING)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=program,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
            ],
        )
        yield launched
        launched.close()


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    """An application of its own: a request that outlives its test must not meet the next one's database."""
    return make_app()


@pytest.fixture
def site(app: Flask) -> Iterator[Site]:
    """The application served on a port of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(app, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A browser profile of its own, 1280 pixels wide."""
    opened = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


@pytest.fixture
def watch(context: BrowserContext, site: Site) -> Iterator[Watch]:
    """Looks over the browser's shoulder: no console error, nothing leaves the origin, no CSP violation."""
    watching = Watch(context, site.url)
    yield watching
    watching.verdict()


@pytest.fixture
def page(context: BrowserContext, watch: Watch) -> Page:
    """A watched page."""
    return context.new_page()
