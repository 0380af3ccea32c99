"""Several requests at once on one attempt, on real databases: each thing happens once."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from interview_sim.domain import attempt as rules
from interview_sim.domain.attempt import AnswerClosed, ClosedBy, NotAnswering, State
from interview_sim.domain.errors import NotFound
from interview_sim.domain.marking import PointEntry, Sheet
from interview_sim.domain.scoring import PointMark
from interview_sim.domain.timing import Pace
from interview_sim.extensions import db
from interview_sim.interview import debrief_service, service
from interview_sim.interview.debrief_queries import get_findings
from interview_sim.interview.drafts import Saved
from interview_sim.interview.models import Answer, InterviewAttempt
from interview_sim.interview.queries import StoredAttempt, get_attempt
from tests.builders import NOON, answer_sample, debrief_target, start_sample
from tests.services.races import Race, every_way
from tests.services.sitting import DEADLINE, Sitting, after


def test_starting_twice_with_one_key_starts_one_interview(either_app: Flask, owner: int) -> None:
    keys = iter(f"start-key-{number}" for number in range(1_000))

    def prepare() -> Race:
        key = next(keys)

        def check(left: object, right: object) -> None:
            assert isinstance(left, str)
            assert left == right
            mine = select(func.count()).where(InterviewAttempt.start_key == key)
            assert db.session.execute(mine).scalar_one() == 1
            answers = select(func.count()).select_from(Answer).where(Answer.attempt_id == left)
            assert db.session.execute(answers).scalar_one() == 2

        return Race(lambda: start_sample(owner, start_key=key), lambda: start_sample(owner, start_key=key), check)

    every_way(either_app, prepare)


def test_a_page_kept_from_an_interview_that_is_over_starts_one_new_interview(either_app: Flask, owner: int) -> None:
    keys = iter(f"start-key-{number}" for number in range(1_000))

    def prepare() -> Race:
        key = next(keys)
        before = count_attempts(owner)
        old = start_sample(owner, start_key=key)
        service.abandon(old, owner, NOON + after(5))

        def check(left: object, right: object) -> None:
            assert isinstance(left, str), left
            assert left == right != old
            assert count_attempts(owner) == before + 2

        return Race(lambda: start_sample(owner, start_key=key), lambda: start_sample(owner, start_key=key), check)

    every_way(either_app, prepare)


def count_attempts(owner: int) -> int:
    mine = select(func.count()).where(InterviewAttempt.user_id == owner)
    return db.session.execute(mine).scalar_one()


@pytest.mark.parametrize("swept_at", [DEADLINE, DEADLINE + timedelta(hours=3)])
def test_a_finish_just_in_time_counts_while_the_sweep_closes_the_prompt(
    either_app: Flask, owner: int, swept_at: datetime
) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner)

        def check(_swept: object, finished: object) -> None:
            assert isinstance(finished, Saved)
            assert finished.is_closed
            first, second = sitting.stored.attempt.slots
            if first.closed_by is ClosedBy.CANDIDATE:
                assert first.closed_at == NOON + after(89)
            else:
                assert (first.closed_by, first.closed_at) == (ClosedBy.CLOCK, DEADLINE)
            assert second.opened_at == first.closed_at
            assert sitting.stored.answers[0].text == "in time"

        def sweep() -> int:
            return service.sweep(swept_at)

        return Race(sweep, sitting.finish("in time", at=89), check)

    every_way(either_app, prepare)


def test_two_sweeps_at_once_close_everything_once(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        sittings = [Sitting(owner) for _ in range(3)]

        def sweep() -> int:
            return service.sweep(NOON + timedelta(hours=1))

        def check(left: object, right: object) -> None:
            assert isinstance(left, int)
            assert isinstance(right, int)
            assert left + right >= 3
            for sitting in sittings:
                assert (sitting.stored.version, sitting.stored.attempt.state) == (2, State.DEBRIEFING)

        return Race(sweep, sweep, check)

    every_way(either_app, prepare)


def test_an_attempt_that_is_deleted_under_the_sweep_does_not_stop_it(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        gone, stays = Sitting(owner), Sitting(owner)

        def check(swept: object, deleted: object) -> None:
            assert isinstance(swept, int)
            assert deleted is None
            assert stays.stored.attempt.state is State.DEBRIEFING
            with pytest.raises(NotFound):
                get_attempt(gone.id, owner)

        return Race(
            lambda: service.sweep(NOON + timedelta(hours=1)), lambda: service.delete_attempt(gone.id, owner), check
        )

    every_way(either_app, prepare)


def test_a_save_while_the_attempt_is_deleted_is_acknowledged_before_or_not_found(
    either_app: Flask, owner: int
) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner)

        def check(saved: object, deleted: object) -> None:
            assert isinstance(saved, Saved | NotFound)
            assert deleted is None
            rows = select(func.count()).select_from(Answer).where(Answer.attempt_id == sitting.id)
            assert db.session.execute(rows).scalar_one() == 0

        return Race(sitting.save("words"), lambda: service.delete_attempt(sitting.id, owner), check)

    every_way(either_app, prepare)


def test_giving_up_while_finishing_gives_up_this_prompt_or_the_next(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner)

        def check(abandoned: object, finished: object) -> None:
            assert abandoned is None
            stored = sitting.stored
            assert stored.attempt.state is State.ABANDONED
            closings = [slot.closed_by for slot in stored.attempt.slots]
            if isinstance(finished, Saved):
                assert closings == [ClosedBy.CANDIDATE, ClosedBy.ABANDONED]
                assert stored.answers[0].text == "done"
            else:
                assert isinstance(finished, AnswerClosed)
                assert closings == [ClosedBy.ABANDONED, None]
                assert stored.answers[0].late_text == "done"

        return Race(lambda: service.abandon(sitting.id, owner, NOON + after(5)), sitting.finish("done"), check)

    every_way(either_app, prepare)


def test_pausing_while_finishing_loses_neither_the_words_nor_the_interview(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner, pace=Pace.PRACTICE)

        def check(paused: object, finished: object) -> None:
            assert paused is None or isinstance(paused, NotAnswering)
            assert isinstance(finished, Saved)
            answer = sitting.stored.answers[0]
            assert (answer.text, answer.slot.closed_by) == ("done", ClosedBy.CANDIDATE)
            assert (sitting.stored.attempt.position, sitting.stored.attempt.state) == (1, State.ANSWERING)

        return Race(lambda: service.pause(sitting.id, owner, 0, NOON + after(5)), sitting.finish("done"), check)

    every_way(either_app, prepare)


def test_a_mark_made_while_the_debrief_is_finished_counts_in_the_score_or_is_refused(
    either_app: Flask, owner: int
) -> None:
    now = NOON + timedelta(minutes=10)

    def prepare() -> Race:
        attempt_id = answer_sample(owner)
        marks = {"index": PointMark.COVERED, "measure": PointMark.COVERED, "cache": PointMark.COVERED}
        first = Sheet(tuple(PointEntry(point, PointMark.COVERED) for point in ("keys", "types", "naming")))
        debrief_service.predict(attempt_id, owner, 0, 3, now)
        debrief_service.finish(debrief_target(attempt_id, owner), first, now, rest_is_missed=False)
        debrief_service.predict(attempt_id, owner, 1, 3, now)
        target = debrief_target(attempt_id, owner, 1)
        debrief_service.save(target, Sheet(tuple(PointEntry(*pair) for pair in marks.items())), now)
        missed = Sheet((PointEntry("index", PointMark.MISSED),))

        def check(marked: object, finished: object) -> None:
            assert isinstance(finished, StoredAttempt)
            stored = get_attempt(attempt_id, owner)
            assert stored.attempt.state is State.FINISHED
            kept = get_findings(attempt_id, owner).marks["speed", "index"]
            assert kept is (PointMark.MISSED if marked is None else PointMark.COVERED)
            assert stored.score == (0.75 if marked is None else 1.0)
            assert marked is None or isinstance(marked, rules.AttemptClosed)

        return Race(
            lambda: debrief_service.save(target, missed, now),
            lambda: debrief_service.finish(target, Sheet(), now, rest_is_missed=False),
            check,
        )

    every_way(either_app, prepare)
