"""The download of everything, and the help page."""

import re
from pathlib import Path

import pytest
from flask import Flask

import interview_sim
from interview_sim.progress.help import SHORTCUTS
from tests.client import AuditingClient
from tests.web.progress.conftest import Member
from tests.web.progress.seed import seed_history


def test_the_export_is_a_download_of_ones_own_data(app: Flask, member: Member, stranger: Member) -> None:
    with app.app_context():
        seed_history(member.user_id, 3)
        seed_history(stranger.user_id, 1, "their")
    answer = member.client.get("/export.json")
    assert answer.mimetype == "application/json"
    assert re.fullmatch(
        r'attachment; filename="interview-sim-\d{4}-\d\d-\d\d\.json"', answer.headers["Content-Disposition"]
    )
    document = answer.get_json()
    assert document["profile"]["id"] == member.user_id
    assert len(document["login_sessions"]) == 1
    assert [attempt["id"] for attempt in document["attempts"]] == ["a00002", "a00001", "a00000"]


def test_the_export_asks_the_database_the_same_number_of_questions_for_5_and_500(app: Flask, member: Member) -> None:
    for size, prefix in ((5, "a"), (495, "b")):
        with app.app_context():
            seed_history(member.user_id, size, prefix)
        member.client.get("/export.json")
        assert len(member.client.queries) == 19, member.client.queries


def test_a_long_export_goes_through_a_file_and_arrives_whole(
    app: Flask, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interview_sim.progress.export.IN_MEMORY", 1000)
    with app.app_context():
        seed_history(member.user_id, 60)
    assert len(member.client.get("/export.json").get_json()["attempts"]) == 60


def test_only_the_headers_can_be_asked_for(member: Member) -> None:
    with member.client.head("/export.json") as answer:
        assert (answer.status_code, answer.data) == (200, b"")


def test_a_newcomers_export_is_valid_too(member: Member) -> None:
    assert member.client.get("/export.json").get_json()["attempts"] == []


def test_anyone_can_read_how_it_works(client: AuditingClient) -> None:
    page = client.get("/about/")
    assert 'href="/scoring/"' in page.text
    assert "Alt + Shift + H" in page.text
    assert client.queries == []


def test_the_help_lists_the_keys_the_room_has() -> None:
    script = Path(interview_sim.__file__).parent / "static/js/room.js"
    listed = script.read_text().split("const KEYS = [")[1].split("];")[0]
    assert re.findall(r'\["([^"]+)", "', listed) == [keys for keys, _what in SHORTCUTS]
