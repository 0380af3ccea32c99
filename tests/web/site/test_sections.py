"""The header marks the section a page stands under."""

import re

import pytest
from flask import Flask

from interview_sim.web.sections import section_of
from tests.client import AuditingClient
from tests.web.progress.conftest import sign_in_guest

ENTRIES = {
    "interview.catalogue",
    "quiz.set_up",
    "bank.questions",
    "study.home",
    "progress.red_flags",
    "progress.history",
    "auth.settings",
    "auth.login",
    "auth.register",
}
FEATURES = {"auth", "bank", "drill", "interview", "progress", "quiz", "study"}
OUTSIDE = {"progress.home", "progress.about", "progress.export", "progress.names"}
"""The front page, the help, and what is no page."""
MARKED = re.compile(r'<a href="([^"]+)" aria-current="(page|true)">')


def marked(page: str) -> list[tuple[str, str]]:
    """The entries that the header marks, and how."""
    return MARKED.findall(page.partition("</header>")[0])


def test_every_page_stands_under_an_entry_of_the_header(app: Flask) -> None:
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.partition(".")[0] in FEATURES}
    assert {each for each in pages if section_of(each) not in ENTRIES} == OUTSIDE


@pytest.mark.parametrize(
    ("path", "entry", "kind"),
    [
        ("/questions/", "/questions/", "page"),
        ("/questions/what-a-sample-index-costs/", "/questions/", "true"),
        ("/guides/", "/questions/", "true"),
        ("/red-flags/mistakes/", "/red-flags/", "true"),
        ("/red-flags/drill/", "/red-flags/", "true"),
        ("/scoring/", "/interviews/", "true"),
        ("/study/cards/", "/study/", "true"),
        ("/auth/settings/devices", "/auth/settings", "true"),
    ],
)
def test_the_section_of_a_page_is_marked(app: Flask, path: str, entry: str, kind: str) -> None:
    page = sign_in_guest(app).client.get(path)
    assert page.status_code == 200
    assert marked(page.text) == [(entry, kind)]


def test_where_there_is_no_page_nothing_is_marked(client: AuditingClient) -> None:
    assert marked(client.get("/no-such-page/").text) == []


def test_questions_and_guides_lead_to_one_another(client: AuditingClient) -> None:
    assert '<a href="/guides/">Guides</a>' in client.get("/questions/").text
    assert '<a href="/questions/">Questions</a>' in client.get("/guides/").text
