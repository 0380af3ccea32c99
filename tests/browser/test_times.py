"""Moments in the reader's own time zone."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bench.browser import weigh
from interview_sim.extensions import db
from interview_sim.interview.models import InterviewAttempt
from tests.browser.driver import Site, Watch, audit, start_as_guest

NEAR_MIDNIGHT = "2026-11-02T22:45:00+00:00"
UTC = "2 November 2026, 22:45 UTC"


@pytest.fixture
def kolkata(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A browser five and a half hours ahead of UTC."""
    context = browser.new_context(base_url=site.url, timezone_id="Asia/Kolkata")
    watch = Watch(context, site.url)
    yield context
    watch.verdict()
    context.close()


def begun_near_midnight(app: Flask, page: Page) -> str:
    attempt = start_as_guest(page)
    with app.app_context():
        row = db.session.get_one(InterviewAttempt, attempt)
        row.started_at = row.started_at.fromisoformat(NEAR_MIDNIGHT)
        db.session.commit()
    return attempt


def test_moments_are_shown_in_the_readers_own_time_zone(site: Site, kolkata: BrowserContext) -> None:
    page = kolkata.new_page()
    attempt = begun_near_midnight(site.app, page)
    page.goto("/history/")
    shown = page.locator("time").first
    expect(shown).to_have_text("3 November 2026, 04:15")
    expect(shown).to_have_attribute("title", UTC)
    expect(shown).to_have_attribute("datetime", NEAR_MIDNIGHT)
    expect(page.get_by_role("link", name="Delete Sample interview of 3 November 2026, 04:15")).to_be_visible()
    audit(page)
    page.goto(f"/attempts/{attempt}/abandon/")
    page.get_by_role("button", name="Give it up").click()
    expect(page.locator(".facts time")).to_have_text("3 November 2026")


def test_downloads_stay_in_utc(site: Site, kolkata: BrowserContext) -> None:
    page = kolkata.new_page()
    begun_near_midnight(site.app, page)
    exported = page.request.get(f"{site.url}/export.json").text()
    assert "2026-11-02T22:45:00" in exported
    assert "04:15" not in exported


def test_nothing_moves_when_the_times_are_put_right(site: Site, kolkata: BrowserContext) -> None:
    page = kolkata.new_page()
    begun_near_midnight(site.app, page)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        _, observed = weigh(page, f"{site.url}/history/", slow=True)
        assert observed["cls"] <= 0.01, f"at {width} pixels the page moves by {observed['cls']:.3f}"


def test_without_javascript_moments_say_that_they_are_in_utc(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, timezone_id="Asia/Kolkata", java_script_enabled=False)
    page = context.new_page()
    attempt = begun_near_midnight(site.app, page)
    page.goto("/history/")
    expect(page.locator(".attempt").first).to_contain_text(re.compile(rf"{UTC}\s+· "))
    page.goto(f"/attempts/{attempt}/abandon/")
    page.get_by_role("button", name="Give it up").click()
    expect(page.locator(".facts time")).to_have_attribute("title", UTC)
    context.close()
