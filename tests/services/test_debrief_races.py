"""Several requests at once on one file: every acknowledged mark counts, and everything happens once."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask

from interview_sim.auth.models import User
from interview_sim.catalog.queries import get_scenario
from interview_sim.domain.attempt import AlreadyPredicted, AttemptClosed, Refusal, State
from interview_sim.domain.marking import PointEntry, Sheet, Target
from interview_sim.domain.scoring import PointMark, judge
from interview_sim.extensions import db
from interview_sim.interview import debrief_service
from interview_sim.interview.debrief_queries import asked_prompts, get_findings
from interview_sim.interview.queries import get_attempt
from tests.builders import NOON, answer_sample, debrief_target

MISSED, COVERED = PointMark.MISSED, PointMark.COVERED
LATER = NOON + timedelta(minutes=10)
ROUNDS = 8

SPEED_MARKED = Sheet(tuple(PointEntry(point, COVERED) for point in ("index", "measure", "cache")))


@pytest.fixture
def owner(app: Flask) -> int:
    with app.app_context():
        user = User(display_name="Candidate", created_at=NOON)
        db.session.add(user)
        db.session.commit()
        return user.id


def at_once(app: Flask, *acts: Callable[[], object]) -> list[object]:
    """Run all acts at the same moment, each with a connection of its own; what each returned or refused."""
    barrier = Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        with app.app_context():
            barrier.wait()
            try:
                results[place] = act()
            except Exception as error:
                results[place] = error
            finally:
                db.session.remove()

    threads = [Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, Refusal):
            raise result
    return results


def last_debrief(owner: int) -> str:
    """An attempt whose last debrief is open, its first prompt covered."""
    attempt_id = answer_sample(owner)
    debrief_service.predict(attempt_id, owner, 0, 3, LATER)
    covered = Sheet(tuple(PointEntry(point, COVERED) for point in ("keys", "types", "naming")))
    debrief_service.finish(debrief_target(attempt_id, owner), covered, LATER, rest_is_missed=False)
    debrief_service.predict(attempt_id, owner, 1, 3, LATER)
    return attempt_id


def expect_score_of_marks(attempt_id: str, owner: int) -> None:
    """The stored score and rating are what the stored marks and flags amount to."""
    stored = get_attempt(attempt_id, owner)
    pinned = get_scenario(stored.revision_id)
    findings = get_findings(attempt_id, owner)
    prompts = asked_prompts(stored, pinned)
    verdict = judge(prompts, pinned.scenario.competencies, findings.marks, findings.raised(pinned)).overall
    assert verdict.score is not None
    assert verdict.rating is not None
    assert stored.attempt.state is State.FINISHED
    assert (stored.score, stored.rating) == (float(verdict.score), verdict.rating.value)


def refusals(results: Sequence[object], kind: type[Refusal]) -> int:
    return sum(isinstance(result, kind) for result in results)


def test_two_predictions_at_once_are_one(app: Flask, owner: int) -> None:
    for _ in range(ROUNDS):
        with app.app_context():
            attempt = answer_sample(owner)

        def predict(step: int, attempt: str = attempt) -> Callable[[], object]:
            return lambda: debrief_service.predict(attempt, owner, 0, step, LATER)

        results = at_once(app, predict(1), predict(4))
        assert refusals(results, AlreadyPredicted) == 1
        with app.app_context():
            kept = get_attempt(attempt, owner).answers[0].slot.prediction
        assert kept == (1 if results[0] is None else 4)


def test_marks_of_several_points_at_once_are_all_kept(app: Flask, owner: int) -> None:
    for _ in range(ROUNDS):
        with app.app_context():
            attempt = last_debrief(owner)
            target = debrief_target(attempt, owner, 1)

        def tick(point: str, target: Target = target) -> Callable[[], object]:
            return lambda: debrief_service.save(target, Sheet((PointEntry(point, COVERED),)), LATER)

        assert at_once(app, tick("index"), tick("measure"), tick("cache")) == [None, None, None]
        with app.app_context():
            assert len(get_findings(attempt, owner).marks) == 6


def test_a_mark_while_finishing_either_counts_or_is_refused(app: Flask, owner: int) -> None:
    for _ in range(ROUNDS):
        with app.app_context():
            attempt = last_debrief(owner)
            target = debrief_target(attempt, owner, 1)
            debrief_service.save(target, SPEED_MARKED, LATER)
        tick = Sheet((PointEntry("index", MISSED),), {"guesses": True})

        def save(target: Target = target, tick: Sheet = tick) -> None:
            debrief_service.save(target, tick, LATER)

        def finish(target: Target = target) -> object:
            return debrief_service.finish(target, Sheet(), LATER, rest_is_missed=False)

        saved, _finished = at_once(app, save, finish)
        with app.app_context():
            expect_score_of_marks(attempt, owner)
            was_kept = get_findings(attempt, owner).marks["speed", "index"] is MISSED
        assert was_kept is not isinstance(saved, AttemptClosed)


def test_finishing_twice_at_once_finishes_once(app: Flask, owner: int) -> None:
    for _ in range(ROUNDS):
        with app.app_context():
            attempt = last_debrief(owner)
            target = debrief_target(attempt, owner, 1)
            version = get_attempt(attempt, owner).version

        def finish(target: Target = target) -> object:
            return debrief_service.finish(target, SPEED_MARKED, LATER, rest_is_missed=False)

        results = at_once(app, finish, finish)
        assert refusals(results, AttemptClosed) <= 1
        with app.app_context():
            expect_score_of_marks(attempt, owner)
            assert get_attempt(attempt, owner).version == version + 1


def test_counting_the_rest_as_missed_never_overwrites_a_mark_made_at_that_moment(app: Flask, owner: int) -> None:
    for _ in range(ROUNDS):
        with app.app_context():
            attempt = last_debrief(owner)
            target = debrief_target(attempt, owner, 1)

        def tick(target: Target = target) -> None:
            debrief_service.save(target, Sheet((PointEntry("index", COVERED),)), LATER)

        def finish(target: Target = target) -> object:
            return debrief_service.finish(target, Sheet(), LATER, rest_is_missed=True)

        saved, _finished = at_once(app, tick, finish)
        with app.app_context():
            expect_score_of_marks(attempt, owner)
            mark = get_findings(attempt, owner).marks["speed", "index"]
        assert mark is (MISSED if isinstance(saved, AttemptClosed) else COVERED)
