"""Pages of the history: order, ends, filter, and what the database does for them."""

from datetime import UTC, datetime, timedelta

import pytest

from interview_sim.domain.attempt import State
from interview_sim.domain.cursor import NEWEST, Cursor, find_cursor
from interview_sim.domain.errors import NotFound
from interview_sim.extensions import db
from interview_sim.progress.history import PAGE, HistoryPage, list_page
from interview_sim.progress.queries import _HISTORY, get_attempt_row, list_history
from interview_sim.progress.summaries import state_in_words
from tests.builders import NOON, SAMPLE_SLUG
from tests.web.progress.seed import SECOND_SLUG, load_second_scenario, make_user, seed_attempt, seed_history

pytestmark = pytest.mark.usefixtures("db_session")


def page(user_id: int, scenario: str = "", before: str = "", after: str = "") -> HistoryPage:
    return list_page(user_id, scenario, before, after, NOON)


def ids(shown: HistoryPage) -> list[str]:
    return [attempt.id for attempt in shown.attempts]


def test_walking_to_older_pages_shows_every_attempt_once_and_the_newest_first() -> None:
    user_id = make_user()
    expected = seed_history(user_id, 2 * PAGE + 3)
    seen: list[str] = []
    before = ""
    while True:
        shown = page(user_id, before=before)
        seen += ids(shown)
        if shown.older is None:
            break
        before = shown.older
    assert seen == expected


def test_walking_back_shows_the_same_pages() -> None:
    user_id = make_user()
    seed_history(user_id, 3 * PAGE)
    first = page(user_id)
    second = page(user_id, before=first.older or "")
    third = page(user_id, before=second.older or "")
    assert third.older is None
    back = page(user_id, after=third.newer or "")
    assert ids(back) == ids(second)
    assert (back.newer, back.older) == (second.newer, second.older)
    top = page(user_id, after=back.newer or "")
    assert (ids(top), top.newer, top.older) == (ids(first), None, first.older)


def test_an_exactly_full_page_has_no_older_one() -> None:
    user_id = make_user()
    seed_history(user_id, PAGE)
    assert page(user_id).older is None


def test_attempts_begun_at_the_same_moment_are_told_apart_by_their_ids() -> None:
    user_id = make_user()
    names = [seed_attempt(user_id, f"same{number:03}") for number in range(PAGE + 5)]
    first = page(user_id)
    rest = page(user_id, before=first.older or "")
    assert ids(first) + ids(rest) == sorted(names, reverse=True)


def test_unfinished_attempts_stand_among_the_others() -> None:
    user_id = make_user()
    seed_attempt(user_id, "done", NOON)
    seed_attempt(user_id, "open", NOON + timedelta(hours=1), state=State.ANSWERING)
    shown = page(user_id)
    assert [(attempt.id, attempt.is_live) for attempt in shown.attempts] == [("open", True), ("done", False)]


def test_the_filter_keeps_one_scenario_across_pages() -> None:
    user_id = make_user()
    second = load_second_scenario()
    seed_history(user_id, 5)
    mine = [
        seed_attempt(user_id, f"b{number:03}", NOON - timedelta(minutes=number), scenario=second)
        for number in range(PAGE + 1)
    ]
    first = page(user_id, scenario=SECOND_SLUG)
    rest = page(user_id, scenario=SECOND_SLUG, before=first.older or "")
    assert ids(first) + ids(rest) == mine
    assert [scenario.slug for scenario in first.scenarios] == [SAMPLE_SLUG, SECOND_SLUG]


def test_only_scenarios_that_were_sat_can_be_filtered_by() -> None:
    user_id = make_user()
    load_second_scenario()
    seed_history(user_id, 1)
    assert [scenario.slug for scenario in page(user_id).scenarios] == [SAMPLE_SLUG]
    with pytest.raises(NotFound):
        page(user_id, scenario=SECOND_SLUG)


def test_nobody_sees_another_users_attempts() -> None:
    mine, theirs = make_user(), make_user()
    seed_history(theirs, 3)
    assert page(mine).attempts == ()
    with pytest.raises(NotFound):
        get_attempt_row("a00000", mine)


def test_a_retake_of_one_question_is_named_by_it() -> None:
    user_id = make_user()
    seed_attempt(user_id, "one", only_prompt="speed", state=State.DEBRIEFING)
    shown = page(user_id).attempts[0]
    assert (shown.name, shown.state) == ("Sample interview, A slow list", "Debrief waiting")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.BRIEFING, "Not begun"),
        (State.ANSWERING, "At question 2 of 2"),
        (State.PAUSED, "Paused at question 2 of 2"),
        (State.DEBRIEFING, "Debrief waiting, question 2 of 2"),
        (State.FINISHED, "Finished"),
        (State.ABANDONED, "Given up"),
    ],
)
def test_every_state_has_its_words(state: State, words: str) -> None:
    user_id = make_user()
    seed_attempt(user_id, "x", state=state, position=1, score=0.5)
    assert state_in_words(get_attempt_row("x", user_id), 2, NOON) == words


@pytest.mark.parametrize(("seconds", "words"), [(-1, "At question 1 of 2"), (0, "Time ran out on question 1 of 2")])
def test_time_has_run_out_from_the_very_deadline(seconds: int, words: str) -> None:
    user_id = make_user()
    seed_attempt(user_id, "x", state=State.ANSWERING, expires_at=NOON)
    assert state_in_words(get_attempt_row("x", user_id), 2, NOON + timedelta(seconds=seconds)) == words


def test_a_cursor_survives_being_a_link() -> None:
    cursor = Cursor(datetime(2026, 11, 2, 12, 30, 15, 123456, tzinfo=UTC), "ab12")
    assert find_cursor(str(cursor)) == cursor


@pytest.mark.parametrize(
    "mangled", ["", "x", "20261102T123015123456", "20261302T123015123456-a", "٢" * 8 + "T" + "1" * 12 + "-a"]
)
def test_a_mangled_cursor_is_none(mangled: str) -> None:
    assert find_cursor(mangled) is None


@pytest.mark.parametrize("newer", [False, True])
def test_a_page_is_found_by_the_index_and_never_sorted(newer: bool) -> None:
    user_id = make_user()
    seed_history(user_id, 3)
    plan = _plan_of(user_id, newer)
    assert "(user_id=? AND (started_at,id)" in plan
    assert "TEMP B-TREE" not in plan


def _plan_of(user_id: int, newer: bool) -> str:
    """What SQLite does for a page of the history."""
    compiled = str(_HISTORY[newer, False].compile(db.engine, compile_kwargs={"render_postcompile": True}))
    values = (user_id, "2026-11-02 12:00:00.000000", "x", 20, 0)[: compiled.count("?")]
    rows = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)
    return " / ".join(row[3] for row in rows)


def test_the_first_page_begins_at_the_newest() -> None:
    user_id = make_user()
    seed_history(user_id, 2)
    assert [row.id for row in list_history(user_id, None, NEWEST, 1)] == ["a00000"]
