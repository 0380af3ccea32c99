"""The report on paper: everything that the screen shows, on few sheets."""

import re
import secrets
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from interview_sim.catalog.loader import SHIPPED, find_packs, read_packs
from interview_sim.catalog.packs import LoadedPack
from interview_sim.catalog.queries import find_current_scenario
from interview_sim.catalog.store import load_pack
from interview_sim.domain.attempt import Flow
from interview_sim.domain.drafts import Draft
from interview_sim.domain.marking import Edit, PointEntry, Sheet, Target
from interview_sim.domain.scoring import PointMark
from interview_sim.domain.timing import Pace
from interview_sim.interview import debrief_service
from interview_sim.interview.drafts import finish_answer
from interview_sim.interview.queries import get_attempt
from interview_sim.interview.service import start_attempt
from tests.browser.driver import Site, register
from tests.builders import NOON

ANSWER = "First I look at the plan, because guessing is slow. Um, then I add an index and measure again. " * 4


def finished(site: Site, page: Page, every: int) -> str:
    """Sit the longest of the shipped interviews as Robin, missing each `every`th point; the attempt's id."""
    register(page)
    with site.app.app_context():
        return sit(longest(), every)


def longest() -> str:
    """Load the shipped interview with the most points; its slug."""
    pack, scenario = max(
        ((pack, scenario) for pack in read_packs(find_packs(SHIPPED)) for scenario in pack.scenarios),
        key=lambda each: sum(len(prompt.points) for prompt in each[1].prompts),
    )
    load_pack(LoadedPack(pack.pack, (scenario,), (), ()), NOON)
    return scenario.id


def sit(slug: str, every: int, begun: datetime = NOON) -> str:
    pinned = find_current_scenario(slug)
    assert pinned is not None
    attempt_id = start_attempt(
        1,
        pinned,
        pace=Pace.PRACTICE,
        flow=Flow.AT_END,
        time_multiplier=1.0,
        start_key=secrets.token_hex(16),
        now=begun,
    )
    answers = get_attempt(attempt_id, 1).answers
    for answer in answers:
        until = begun + timedelta(minutes=9 * (answer.number + 1))
        finish_answer(attempt_id, 1, answer.number, Draft(ANSWER, 0, "a-page", 1), until)
    ended = begun + timedelta(hours=1)
    revision, count = get_attempt(attempt_id, 1).revision_id, 0
    for answer in answers:
        entries = []
        for point in pinned.prompt(answer.prompt_id).points:
            entries.append(PointEntry(point.id, PointMark.COVERED if count % every else PointMark.MISSED))
            count += 1
        debrief_service.predict(attempt_id, 1, answer.number, 3, ended)
        flags = {pinned.scenario.red_flags[0].id: True} if answer.number == 0 else {}
        target = Target(attempt_id, 1, answer.number, revision, answer.prompt_id)
        debrief_service.finish(
            target, Sheet(tuple(entries), flags, note=Edit("Slower.")), ended, rest_is_missed=False
        )
    return attempt_id


def count_sheets(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def test_a_usual_report_prints_on_two_sheets(site: Site, page: Page) -> None:
    page.goto(f"/attempts/{finished(site, page, every=4)}/report/")
    assert 8 <= page.locator(".missed").count() <= 14
    assert count_sheets(page) <= 2


def test_a_report_that_compares_prints_what_was_lost_on_two_sheets(site: Site, page: Page) -> None:
    register(page)
    with site.app.app_context():
        slug = longest()
        sit(slug, every=5)
        second = sit(slug, every=4, begun=NOON + timedelta(days=1))
    page.goto(f"/attempts/{second}/report/")
    page.emulate_media(media="print")
    assert page.get_by_text("(covered last time)").count() == 8
    expect(page.get_by_text("(covered last time)").first).to_be_visible()
    assert count_sheets(page) <= 2


def test_where_everything_was_missed_every_reason_is_printed_on_three_sheets(site: Site, page: Page) -> None:
    page.goto(f"/attempts/{finished(site, page, every=1)}/report/")
    reasons = page.locator(".results > .missed > .why")
    on_screen = reasons.evaluate_all("(all) => all.filter((each) => each.checkVisibility()).length")
    assert on_screen >= 40
    page.emulate_media(media="print")
    assert reasons.evaluate_all("(all) => all.filter((each) => each.checkVisibility()).length") == on_screen
    for heading in ("Structure words", "Planned", "You predicted", "Score"):
        expect(page.get_by_role("columnheader", name=heading).first).to_be_visible()
    assert count_sheets(page) <= 3


def test_what_is_unfolded_is_printed_and_what_is_folded_is_not(site: Site, page: Page) -> None:
    page.goto(f"/attempts/{finished(site, page, every=1)}/report/")
    page.locator("#question-2 summary", has_text="Your answer").click()
    page.emulate_media(media="print")
    expect(page.locator("#question-2 .typed", has_text="guessing is slow")).to_be_visible()
    expect(page.locator("#question-1 summary").first).to_be_hidden()
