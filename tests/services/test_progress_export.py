"""Everything of a user is in the export, and nobody else's, and no secret."""

import json
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Table, event

from interview_sim.domain.attempt import State
from interview_sim.extensions import Base, db
from interview_sim.progress.export import PARTS, SECRETS, spool_export
from tests.builders import NOON, answer_drill, bank_sample, load_drills, quiz_sample, study_sample
from tests.web.progress.seed import make_login_session, make_user, seed_attempt, seed_history

pytestmark = pytest.mark.usefixtures("db_session")

SOUNDS_SECRET = ("hash", "digest", "secret", "token", "password")


def exported(user_id: int) -> dict[str, Any]:
    with spool_export(user_id, NOON) as spool:
        document: dict[str, Any] = json.load(spool)
    return document


def test_a_large_export_never_stands_in_memory_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces, size = 300, 64 * 1024
    monkeypatch.setattr("interview_sim.progress.export._pieces", lambda *_: ("x" * size for _ in range(pieces)))
    tracemalloc.start()
    with spool_export(1, NOON) as spool:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert spool.seek(0, 2) == pieces * size
    assert peak < pieces * size / 4


def tables_of_users() -> set[Table]:
    """Every table from which foreign keys lead to the users, directly or through others."""
    users = Base.metadata.tables["users"]
    found = {users}
    while more := {
        table
        for table in Base.metadata.tables.values()
        if table not in found and any(key.column.table in found for key in table.foreign_keys)
    }:
        found |= more
    return found


def test_every_table_with_something_of_a_user_is_in_the_export() -> None:
    missing = sorted(table.name for table in tables_of_users() - set(PARTS))
    assert not missing, f"add these tables to PARTS in interview_sim/progress/export.py: {missing}"


def test_every_part_is_really_in_the_document() -> None:
    user_id = make_user(email="one@example.org")
    make_login_session(user_id)
    seed_history(user_id, 1)
    study_sample(user_id)
    quiz_sample(user_id)
    bank_sample(user_id)
    load_drills()
    answer_drill(user_id)
    document = exported(user_id)
    for table, part in PARTS.items():
        found = list(_follow(document, part))
        assert found, f"{part} is empty"
        expected = {column.name for column in table.columns} - SECRETS.get(table, frozenset())
        expected -= {"user_id", "attempt_id"}
        assert expected <= set(found[0]), f"{part} lacks {sorted(expected - set(found[0]))}"


def test_no_column_that_sounds_like_a_secret_is_exported() -> None:
    user_id = make_user()
    make_login_session(user_id, digest="d1g3st-of-a-token")
    seed_history(user_id, 1)
    written = json.dumps(exported(user_id))
    assert "not-a-real-hash" not in written
    assert "d1g3st-of-a-token" not in written
    for table in PARTS:
        for column in table.columns:
            is_secret = any(word in column.name for word in SOUNDS_SECRET)
            assert not is_secret or column.name in SECRETS.get(table, ()), f"{table.name}.{column.name} is exported"


def test_answers_marks_flags_notes_and_late_texts_stand_with_their_attempt() -> None:
    user_id = make_user()
    for number in range(3):
        seed_attempt(
            user_id,
            f"x{number}",
            NOON + timedelta(days=number),
            answer=f"Words of {number} – “quoted” \n",
            marks={("storage", "keys"): "missed"} if number != 1 else None,
            flags=[("speed", "guesses")] if number == 2 else (),
        )
    attempts = exported(user_id)["attempts"]
    assert [attempt["id"] for attempt in attempts] == ["x0", "x1", "x2"]
    assert [attempt["answers"][1]["text"] for attempt in attempts] == [
        f"Words of {number} – “quoted” \n" for number in range(3)
    ]
    assert [len(attempt["marks"]) for attempt in attempts] == [1, 0, 1]
    assert [len(attempt["red_flags"]) for attempt in attempts] == [0, 0, 1]
    assert {"note", "late_text", "prediction"} <= set(attempts[0]["answers"][0])
    assert attempts[0]["scenario_slug"] == "sample-interview"
    assert attempts[0]["scenario_revision"] == 1


def test_unfinished_and_given_up_attempts_are_in_it_too() -> None:
    user_id = make_user()
    seed_attempt(user_id, "open", state=State.ANSWERING)
    seed_attempt(user_id, "gone", state=State.ABANDONED)
    assert {attempt["state"] for attempt in exported(user_id)["attempts"]} == {"answering", "abandoned"}


def test_nobody_elses_data_is_in_it() -> None:
    mine, theirs = make_user("Me"), make_user("Somebody else", "other@example.org")
    make_login_session(theirs)
    seed_history(theirs, 2)
    document = exported(mine)
    assert (document["attempts"], document["login_sessions"]) == ([], [])
    assert "other@example.org" not in json.dumps(document)


@pytest.mark.parametrize("count", [5, 500])
def test_the_number_of_statements_does_not_depend_on_how_much_there_is(count: int) -> None:
    user_id = make_user()
    seed_history(user_id, count)
    statements = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    assert len(exported(user_id)["attempts"]) == count
    assert len(statements) == 18


def _follow(value: Any, path: str) -> Iterator[dict[str, Any]]:
    """The rows at `attempts[].answers`, wherever the lists branch."""
    name, _, rest = path.partition(".")
    inner = value[name.removesuffix("[]")]
    for each in inner if isinstance(inner, list) else [inner]:
        yield from _follow(each, rest) if rest else [each]
