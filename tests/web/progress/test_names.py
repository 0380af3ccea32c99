"""What a browser may ask about the attempts it keeps something of."""

from datetime import datetime

from flask import Flask

from tests.builders import NOON, debrief_sample, start_sample
from tests.client import AuditingClient
from tests.web.progress.conftest import Member

JSON = {"Accept": "application/json"}


def ask(client: AuditingClient, *attempts: str) -> list[dict[str, str]]:
    reply = client.post("/history/names", data={"attempts": " ".join(attempts)}, headers=JSON)
    assert reply.status_code == 200
    assert reply.json is not None
    found: list[dict[str, str]] = reply.json["attempts"]
    return found


def test_ones_own_attempts_are_named(app: Flask, member: Member) -> None:
    with app.app_context():
        whole = debrief_sample(member.user_id)
        one = start_sample(member.user_id, only_prompt="speed")
    named = {each["id"]: each["name"] for each in ask(member.client, whole, one)}
    assert named == {whole: "Sample interview", one: "Sample interview, A slow list"}
    assert datetime.fromisoformat(ask(member.client, whole)[0]["started_at"]) == NOON


def test_somebody_elses_deleted_and_unheard_of_ones_are_not(app: Flask, member: Member, stranger: Member) -> None:
    with app.app_context():
        theirs, deleted = start_sample(stranger.user_id), start_sample(member.user_id)
    member.client.post(f"/attempts/{deleted}/delete")
    assert ask(member.client, theirs, deleted, "0" * 32, "'; --") == []


def test_asking_for_none_gets_none(member: Member) -> None:
    assert ask(member.client) == []
    assert member.client.post("/history/names", headers=JSON).json == {"attempts": []}


def test_at_most_a_hundred_are_asked_for_at_once(member: Member) -> None:
    assert ask(member.client, *("a" * 32,) * 100) == []
    refused = member.client.post("/history/names", data={"attempts": "a " * 101}, headers=JSON)
    assert refused.status_code == 422
    assert refused.json is not None
    assert refused.json["message"] == "Ask for 100 attempts at most."


def test_it_asks_the_database_twice_however_many_there_are(app: Flask, member: Member) -> None:
    with app.app_context():
        attempts = [start_sample(member.user_id) for _ in range(5)]
    ask(member.client, attempts[0])
    ask(member.client, *attempts)
    assert len(member.client.queries) == 2


def test_signed_out_people_are_told_nothing(client: AuditingClient) -> None:
    assert client.post("/history/names", data={"attempts": "a"}, headers=JSON).status_code == 401


def test_it_is_asked_by_post_alone_with_a_token(member: Member) -> None:
    assert member.client.get("/history/names").status_code == 405
    assert member.client.post("/history/names", csrf=False, headers=JSON).status_code == 400
