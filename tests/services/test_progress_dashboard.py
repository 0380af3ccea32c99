"""What the front page is made of."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from interview_sim.catalog.store import load_pack
from interview_sim.domain.attempt import State
from interview_sim.extensions import db
from interview_sim.interview.models import Mark
from interview_sim.progress.dashboard import RESULTS, TREND, UNFINISHED, build
from interview_sim.progress.judgement_queries import LOOKED_BACK, list_missed_points
from interview_sim.progress.recommendation import Step
from tests.builders import NOON, SAMPLE_SLUG, sample_pack
from tests.web.progress.seed import load_second_scenario, make_user, pinned, seed_attempt, seed_history
from tests.web.progress.test_quizzes import seed_running

pytestmark = pytest.mark.usefixtures("db_session")

KEYS = ("storage", "keys")


def days(number: int) -> timedelta:
    return timedelta(days=number)


def missed(user_id: int) -> list[tuple[str, int, int, str]]:
    return [
        (point.point_id, point.missed, point.judged, point.attempt_id) for point in list_missed_points(user_id, 10)
    ]


def test_a_newcomer_has_nothing_but_a_recommendation() -> None:
    board = build(make_user(), NOON)
    assert board.is_newcomer
    assert board.next is not None
    assert (board.next.step, board.next.slug) == (Step.NEW, SAMPLE_SLUG)
    assert (board.results, board.trend.results, board.missed, board.unfinished) == ((), (), (), ())


def test_unfinished_attempts_come_newest_first_and_the_recommended_one_is_not_listed_twice() -> None:
    user_id = make_user()
    for number in range(UNFINISHED + 2):
        seed_attempt(user_id, f"u{number}", NOON - days(number), state=State.ANSWERING)
    board = build(user_id, NOON)
    assert board.next is not None
    assert board.next.attempt_id == "u0"
    assert [attempt.id for attempt in board.others] == ["u1", "u2", "u3", "u4"]
    assert board.more_unfinished


@pytest.mark.parametrize("debriefs", [1, UNFINISHED, UNFINISHED + 1, 3 * UNFINISHED])
def test_an_interview_begun_comes_before_however_many_newer_debriefs(debriefs: int) -> None:
    user_id = make_user()
    for number in range(2):
        seed_attempt(user_id, f"begun{number}", NOON - days(50 + number), state=State.ANSWERING)
    for number in range(debriefs):
        seed_attempt(user_id, f"d{number:02}", NOON - days(number), state=State.DEBRIEFING)
    board = build(user_id, NOON)
    assert board.next is not None
    assert (board.next.step, board.next.attempt_id) == (Step.CONTINUE, "begun0")
    assert board.current is not None
    assert board.current.id == "begun0"
    assert [each.id for each in board.others] == ["begun1", *(f"d{number:02}" for number in range(debriefs))][:4]
    assert board.more_unfinished == (debriefs + 2 > UNFINISHED)


def test_exams_whose_time_is_up_hide_neither_what_is_begun_nor_a_debrief() -> None:
    user_id = make_user()
    seed_attempt(user_id, "debrief", NOON - days(9), state=State.DEBRIEFING)
    for number in range(UNFINISHED + 1):
        started_at = NOON - days(1 + number)
        seed_running(user_id, f"exam{number}", started_at, mode="exam", expires_at=started_at + timedelta(minutes=5))
    found = build(user_id, NOON).next
    assert found is not None
    assert (found.step, found.attempt_id) == (Step.DEBRIEF, "debrief")
    seed_attempt(user_id, "begun", NOON - days(10), state=State.ANSWERING)
    found = build(user_id, NOON).next
    assert found is not None
    assert (found.step, found.attempt_id) == (Step.CONTINUE, "begun")


def test_given_up_attempts_are_neither_unfinished_nor_results() -> None:
    user_id = make_user()
    seed_attempt(user_id, "gone", state=State.ABANDONED)
    board = build(user_id, NOON)
    assert (board.unfinished, board.results) == ((), ())


def test_the_latest_results_and_a_trend_of_whole_interviews_oldest_first() -> None:
    user_id = make_user()
    names = seed_history(user_id, TREND + 5)
    seed_attempt(user_id, "single", NOON + days(1), only_prompt="speed", score=0.9)
    board = build(user_id, NOON)
    assert [result.id for result in board.results] == ["single", *names][:RESULTS]
    assert [result.id for result in board.trend.results] == names[:TREND][::-1]
    assert len(board.trend.drawing.dots) == TREND


def test_the_recommendation_rests_on_the_latest_whole_result_of_each_scenario() -> None:
    user_id = make_user()
    second = load_second_scenario()
    seed_attempt(user_id, "bad-then", NOON - days(3), score=0.2, rating="strong-no-hire")
    seed_attempt(user_id, "good-now", NOON - days(2), score=0.9, rating="strong-hire")
    seed_attempt(user_id, "single", NOON - days(1), only_prompt="speed", score=0.1, rating="strong-no-hire")
    seed_attempt(user_id, "other", NOON - days(9), scenario=second, score=0.5, rating="leaning-no-hire")
    recommended = build(user_id, NOON).next
    assert recommended is not None
    assert (recommended.step, recommended.slug) == (Step.RETAKE, second.slug)


def test_a_retired_scenario_is_not_recommended_but_stays_in_the_results() -> None:
    user_id = make_user()
    second = load_second_scenario()
    seed_attempt(user_id, "old", scenario=second, score=0.2, rating="strong-no-hire")
    load_pack(sample_pack(), NOON)
    board = build(user_id, NOON)
    assert board.next is not None
    assert board.next.slug == SAMPLE_SLUG
    assert [result.title for result in board.results] == ["Second interview"]


def test_a_point_is_counted_over_attempts_and_links_to_the_latest_where_it_was_missed() -> None:
    user_id = make_user()
    for number, mark in enumerate(["partly", "missed", "covered", "missed"]):
        seed_attempt(user_id, f"m{number}", NOON - days(number), marks={KEYS: mark})
    assert missed(user_id) == [("keys", 2, 4, "m1")]
    point = build(user_id, NOON).missed[0]
    assert (point.text, point.question) == ("Gives every table a primary key.", "Storing orders")
    assert point.how_often == "Missed 2 of the 4 times it was asked"


def test_a_point_covered_since_is_left_out() -> None:
    user_id = make_user()
    seed_attempt(user_id, "before", NOON - days(1), marks={KEYS: "missed"})
    seed_attempt(user_id, "after", NOON, marks={KEYS: "covered"})
    assert missed(user_id) == []


def test_the_most_often_missed_comes_first_then_the_latest() -> None:
    user_id = make_user()
    index, types = ("speed", "index"), ("storage", "types")
    seed_attempt(user_id, "old", NOON - days(2), marks={KEYS: "missed", types: "missed"})
    seed_attempt(user_id, "mid", NOON - days(1), marks={KEYS: "missed"})
    seed_attempt(user_id, "new", NOON, marks={index: "missed"})
    assert [name for name, *_ in missed(user_id)] == ["keys", "index", "types"]


def test_unfinished_debriefs_somebody_elses_marks_and_long_past_ones_do_not_count() -> None:
    user_id, other = make_user(), make_user()
    seed_attempt(user_id, "open", state=State.DEBRIEFING, marks={KEYS: "missed"})
    seed_attempt(other, "theirs", marks={KEYS: "missed"})
    seed_attempt(user_id, "mentored", NOON - days(1))
    row = {"attempt_id": "mentored", "reviewer_id": other, "prompt_id": "storage", "point_id": "keys"}
    db.session.execute(insert(Mark), {**row, "mark": "missed", "marked_at": NOON})
    db.session.commit()
    assert missed(user_id) == []


def test_only_the_latest_attempts_are_looked_back_on() -> None:
    user_id = make_user()
    seed_attempt(user_id, "long-ago", NOON - days(400), marks={("speed", "cache"): "missed"})
    assert missed(user_id) == [("cache", 1, 1, "long-ago")]
    seed_history(user_id, LOOKED_BACK)
    assert missed(user_id) == [("keys", LOOKED_BACK, LOOKED_BACK, "a00000")]


def test_the_same_point_of_two_scenarios_is_counted_apart() -> None:
    user_id = make_user()
    second = load_second_scenario()
    seed_attempt(user_id, "one", NOON, marks={KEYS: "missed"})
    seed_attempt(user_id, "two", NOON - days(1), scenario=second, marks={KEYS: "missed"})
    assert missed(user_id) == [("keys", 1, 1, "one"), ("keys", 1, 1, "two")]


def test_points_are_worded_as_in_the_revision_that_was_sat() -> None:
    user_id = make_user()
    seed_attempt(user_id, "before", marks={KEYS: "missed"})
    pack = sample_pack()
    scenario = pack.scenarios[0]
    prompt = scenario.prompts[0]
    changed = prompt.model_copy(update={"points": (prompt.points[0].model_copy(update={"text": "Reworded."}),)})
    scenario = scenario.model_copy(update={"prompts": (changed, *scenario.prompts[1:])})
    load_pack(type(pack)(pack.pack, (scenario,), pack.questions, pack.choice_questions), NOON)
    assert pinned().prompt("storage").points[0].text == "Reworded."
    assert build(user_id, NOON).missed[0].text == "Gives every table a primary key."
