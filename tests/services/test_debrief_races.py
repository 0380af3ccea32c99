"""Several requests at once on real databases: every acknowledged mark and word counts; everything happens once."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from flask import Flask

from interview_sim.catalog.queries import get_scenario
from interview_sim.domain.attempt import AlreadyPredicted, AttemptClosed, Refusal, State
from interview_sim.domain.marking import Edit, PointEntry, Sheet, Target, Why
from interview_sim.domain.scoring import PointMark, judge
from interview_sim.interview import debrief_service
from interview_sim.interview.debrief_queries import asked_prompts, get_findings
from interview_sim.interview.debrief_service import WordsHeldBack
from interview_sim.interview.queries import get_attempt
from tests.builders import NOON, answer_sample, debrief_target
from tests.services import races
from tests.services.races import Race, every_way

MISSED, COVERED = PointMark.MISSED, PointMark.COVERED
LATER = NOON + timedelta(minutes=10)
ROUNDS = 8

SPEED_MARKED = Sheet(tuple(PointEntry(point, COVERED) for point in ("index", "measure", "cache")))


def at_once(app: Flask, *acts: Callable[[], object]) -> list[object]:
    """What each act returned, or how it was refused; any other fault fails the test."""
    results = races.at_once(app, *acts)
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


def test_two_predictions_at_once_are_one(either_app: Flask, owner: int) -> None:
    for _ in range(ROUNDS):
        with either_app.app_context():
            attempt = answer_sample(owner)

        def predict(step: int, attempt: str = attempt) -> Callable[[], object]:
            return lambda: debrief_service.predict(attempt, owner, 0, step, LATER)

        results = at_once(either_app, predict(1), predict(4))
        assert refusals(results, AlreadyPredicted) == 1
        with either_app.app_context():
            kept = get_attempt(attempt, owner).answers[0].slot.prediction
        assert kept == (1 if results[0] is None else 4)


def test_marks_of_several_points_at_once_are_all_kept(either_app: Flask, owner: int) -> None:
    for _ in range(ROUNDS):
        with either_app.app_context():
            attempt = last_debrief(owner)
            target = debrief_target(attempt, owner, 1)

        def tick(point: str, target: Target = target) -> Callable[[], object]:
            return lambda: debrief_service.save(target, Sheet((PointEntry(point, COVERED),)), LATER)

        assert at_once(either_app, tick("index"), tick("measure"), tick("cache")) == [None, None, None]
        with either_app.app_context():
            assert len(get_findings(attempt, owner).marks) == 6


def test_a_mark_while_finishing_either_counts_or_is_refused(either_app: Flask, owner: int) -> None:
    for _ in range(ROUNDS):
        with either_app.app_context():
            attempt = last_debrief(owner)
            target = debrief_target(attempt, owner, 1)
            debrief_service.save(target, SPEED_MARKED, LATER)
        tick = Sheet((PointEntry("index", MISSED),), {"guesses": True})

        def save(target: Target = target, tick: Sheet = tick) -> None:
            debrief_service.save(target, tick, LATER)

        def finish(target: Target = target) -> object:
            return debrief_service.finish(target, Sheet(), LATER, rest_is_missed=False)

        saved, _finished = at_once(either_app, save, finish)
        with either_app.app_context():
            expect_score_of_marks(attempt, owner)
            was_kept = get_findings(attempt, owner).marks["speed", "index"] is MISSED
        assert was_kept is not isinstance(saved, AttemptClosed)


def test_finishing_twice_at_once_finishes_once(either_app: Flask, owner: int) -> None:
    for _ in range(ROUNDS):
        with either_app.app_context():
            attempt = last_debrief(owner)
            target = debrief_target(attempt, owner, 1)
            version = get_attempt(attempt, owner).version

        def finish(target: Target = target) -> object:
            return debrief_service.finish(target, SPEED_MARKED, LATER, rest_is_missed=False)

        results = at_once(either_app, finish, finish)
        assert refusals(results, AttemptClosed) <= 1
        with either_app.app_context():
            expect_score_of_marks(attempt, owner)
            assert get_attempt(attempt, owner).version == version + 1


def test_counting_the_rest_as_missed_never_overwrites_a_mark_made_at_that_moment(
    either_app: Flask, owner: int
) -> None:
    for _ in range(ROUNDS):
        with either_app.app_context():
            attempt = last_debrief(owner)
            target = debrief_target(attempt, owner, 1)

        def tick(target: Target = target) -> None:
            debrief_service.save(target, Sheet((PointEntry("index", COVERED),)), LATER)

        def finish(target: Target = target) -> object:
            return debrief_service.finish(target, Sheet(), LATER, rest_is_missed=True)

        saved, _finished = at_once(either_app, tick, finish)
        with either_app.app_context():
            expect_score_of_marks(attempt, owner)
            mark = get_findings(attempt, owner).marks["speed", "index"]
        assert mark is (MISSED if isinstance(saved, AttemptClosed) else COVERED)


def first_debrief(owner: int) -> Target:
    """The first checklist is open, and one of its points is marked."""
    attempt = answer_sample(owner, texts=("left and right", ""))
    debrief_service.predict(attempt, owner, 0, 3, LATER)
    target = debrief_target(attempt, owner)
    debrief_service.save(target, Sheet((PointEntry("keys", COVERED),)), LATER)
    return target


def test_of_two_notes_written_at_once_one_wins_and_the_other_is_shown_its_words(
    either_app: Flask, owner: int
) -> None:
    def prepare() -> Race:
        target = first_debrief(owner)

        def write(text: str) -> Callable[[], object]:
            return lambda: debrief_service.save(target, Sheet(note=Edit(text)), LATER)

        def check(left: object, right: object) -> None:
            kept = get_attempt(target.attempt_id, owner).answers[0].note
            assert kept == ("left" if left is None else "right")
            loser = right if left is None else left
            assert right is None or left is None
            assert isinstance(loser, WordsHeldBack)
            assert loser.withheld.note is not None
            assert (loser.withheld.note.why, loser.withheld.note.stored) == (Why.STALE, kept)

        return Race(write("left"), write("right"), check)

    every_way(either_app, prepare)


def test_of_two_quotes_written_at_once_one_wins_and_both_marks_are_kept(either_app: Flask, owner: int) -> None:
    """`types` has no mark before, so that both requests insert it; `keys` has one."""

    def prepare() -> Race:
        target = first_debrief(owner)

        def write(text: str, other: str) -> Callable[[], object]:
            quotes = {"keys": Edit(text), "types": Edit(text)}
            marks = (PointEntry("types", COVERED), PointEntry(other, MISSED))
            return lambda: debrief_service.save(target, Sheet(marks, quotes=quotes), LATER)

        def check(left: object, right: object) -> None:
            findings = get_findings(target.attempt_id, owner)
            kept = "left" if left is None else "right"
            assert findings.quotes == {("storage", "keys"): kept, ("storage", "types"): kept}
            loser = right if left is None else left
            assert right is None or left is None
            assert isinstance(loser, WordsHeldBack)
            assert {held.stored for held in loser.withheld.quotes.values()} == {kept}
            assert loser.withheld.quotes.keys() == {"keys", "types"}
            assert len(findings.marks) == 3

        return Race(write("left", "naming"), write("right", "naming"), check)

    every_way(either_app, prepare)


def test_the_same_note_sent_twice_at_once_is_taken_twice(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        target = first_debrief(owner)

        def write() -> None:
            debrief_service.save(target, Sheet(note=Edit("the same")), LATER)

        def check(left: object, right: object) -> None:
            assert (left, right) == (None, None)
            assert get_attempt(target.attempt_id, owner).answers[0].note == "the same"

        return Race(write, write, check)

    every_way(either_app, prepare)


def test_a_note_written_while_the_debrief_is_finished_is_kept_or_refused(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        target = debrief_target(last_debrief(owner), owner, 1)
        debrief_service.save(target, SPEED_MARKED, LATER)

        def check(saved: object, finished: object) -> None:
            assert not isinstance(finished, Exception)
            note = get_attempt(target.attempt_id, owner).answers[1].note
            assert note == ("a note" if saved is None else "")
            assert saved is None or isinstance(saved, AttemptClosed)

        return Race(
            lambda: debrief_service.save(target, Sheet(note=Edit("a note")), LATER),
            lambda: debrief_service.finish(target, Sheet(), LATER, rest_is_missed=False),
            check,
        )

    every_way(either_app, prepare)
