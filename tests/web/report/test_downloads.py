"""The report as JSON and as Markdown, and the page that says how scores work."""

import json
from datetime import timedelta

from flask import Flask

from interview_sim.domain.delivery import FILLERS
from interview_sim.domain.scoring import THRESHOLDS
from tests.builders import NOON, debrief_sample
from tests.client import AuditingClient
from tests.web.report.conftest import TEXTS, Reader


def test_the_json_holds_everything_the_report_says(reader: Reader) -> None:
    response = reader.client.get(reader.url("report.json"))
    assert response.mimetype == "application/json"
    assert response.headers["Content-Disposition"] == 'attachment; filename="sample-interview-2026-11-02.json"'
    data = json.loads(response.text)
    assert data["format"] == "interview-sim-report/1"
    assert (data["scored"], data["score"], data["rating"]) == (True, 75, "leaning-no-hire")
    assert data["scenario"] == {"slug": "sample-interview", "title": "Sample interview", "whole": True}
    assert len(data["reasons"]) == 3
    assert data["red_flags"][0]["where"] == "question 2"
    first, second = data["prompts"]
    assert (first["answer"], first["seconds"], first["budget_seconds"]) == (TEXTS[0], 60, 90)
    assert second["delivery"]["fillers"] == {"um": 1}
    points = {point["id"]: point["mark"] for point in second["points"]}
    assert points == {"index": "missed", "measure": "covered", "cache": "covered"}
    assert data["since_last_time"] is None


def test_the_json_compares_with_the_last_time(reader: Reader) -> None:
    with reader.app.app_context():
        second = debrief_sample(reader.user_id, NOON + timedelta(days=1), marks={"cache": "partly"})
    since = json.loads(reader.client.get(reader.url("report.json", second)).text)["since_last_time"]
    assert since["attempt"] == reader.attempt_id
    assert [(each["point"], each["before"], each["now"]) for each in since["newly_hit"]] == [
        ("index", "missed", "covered")
    ]
    assert [each["point"] for each in since["lost"]] == ["cache"]
    assert since["kept"] == 4


def test_the_markdown_reads_like_the_report(reader: Reader) -> None:
    response = reader.client.get(reader.url("report.md"))
    assert response.mimetype == "text/markdown"
    assert response.headers["Content-Disposition"] == 'attachment; filename="sample-interview-2026-11-02.md"'
    for expected in (
        "# Sample interview: report",
        "**Leaning no hire, 75 %**",
        "| 1. Storing orders | 100 % | strong hire | leaning hire | 1 min | 1 min 30 s |",
        "- **Missed** (must-have): Puts an index on the filtered column.",
        "## Red flags",
        "> Basically every table gets a primary key.",
    ):
        assert expected in response.text


def test_in_the_markdown_ones_own_words_cannot_become_headings(app: Flask, reader: Reader) -> None:
    with app.app_context():
        attempt_id = debrief_sample(reader.user_id, texts=("# Not a heading\n\n| a | b |", ""))
    lines = reader.client.get(reader.url("report.md", attempt_id)).text.splitlines()
    assert "> # Not a heading" in lines
    assert "# Not a heading" not in lines
    assert "> (nothing written)" in lines


def test_how_scores_work_is_public_and_prints_the_constants(client: AuditingClient) -> None:
    page = client.get("/scoring/")
    assert page.status_code == 200
    for _, lowest in THRESHOLDS[:-1]:
        assert f"{int(lowest * 100)} % or more" in page.text
    assert "caps at leaning no hire" in page.text
    assert ", ".join(FILLERS) in page.text
    assert "The marks come to 65 % of the points by weight" in page.text
    assert len(client.queries) == 0, client.queries


def test_how_scores_work_takes_no_posts(client: AuditingClient) -> None:
    assert client.post("/scoring/").status_code == 405
