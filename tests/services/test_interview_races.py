"""Several requests at once on one attempt, on real databases: one effect, and nothing acknowledged is lost."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from interview_sim.auth.models import User
from interview_sim.domain import attempt as rules
from interview_sim.domain.attempt import AnswerClosed, ClosedBy, Flow, State
from interview_sim.domain.errors import NotFound
from interview_sim.domain.marking import PointEntry, Sheet
from interview_sim.domain.scoring import PointMark
from interview_sim.domain.timing import Pace
from interview_sim.extensions import db
from interview_sim.interview import debrief_service, drafts, service
from interview_sim.interview.debrief_queries import get_findings
from interview_sim.interview.drafts import Draft, Saved, StaleDraft
from interview_sim.interview.models import Answer, InterviewAttempt
from interview_sim.interview.queries import StoredAttempt, get_attempt
from tests.builders import NOON, answer_sample, debrief_target, start_sample
from tests.services.races import Race, at_once, every_way, overtaken

PAGE, OTHER_PAGE = "page-one", "page-two"
DEADLINE = NOON + timedelta(seconds=90)


def after(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


@pytest.fixture
def owner(either_app: Flask) -> int:
    with either_app.app_context():
        user = User(display_name="Candidate", created_at=NOON)
        db.session.add(user)
        db.session.commit()
        return user.id


class Sitting:
    """A fresh attempt at the sample, and what can be done to its first prompt."""

    def __init__(self, owner: int, **choices: Any) -> None:
        self.owner = owner
        self.id = start_sample(owner, **choices)

    def save(self, text: str, page: str = PAGE, sequence: int = 1, at: float = 5) -> Callable[[], object]:
        draft = Draft(text, 0, page, sequence)
        return lambda: drafts.save_draft(self.id, self.owner, 0, draft, NOON + after(at))

    def finish(self, text: str, page: str = PAGE, sequence: int = 2, at: float = 5) -> Callable[[], object]:
        draft = Draft(text, 0, page, sequence)
        return lambda: drafts.finish_answer(self.id, self.owner, 0, draft, NOON + after(at))

    def predict(self, at: float) -> Callable[[], object]:
        return lambda: debrief_service.predict(self.id, self.owner, 0, 3, NOON + after(at))

    @property
    def stored(self) -> StoredAttempt:
        return get_attempt(self.id, self.owner)

    def expect_closed_once(self) -> None:
        """The first answer is closed, and the second prompt was opened at that very moment, once."""
        first, second = self.stored.attempt.slots
        assert first.closed_at is not None
        assert second.opened_at == first.closed_at
        assert second.closed_at is None
        assert (self.stored.version, self.stored.attempt.position) == (2, 1)


def test_of_two_windows_that_save_at_once_one_wins_and_the_other_is_shown_its_words(
    either_app: Flask, owner: int
) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner)

        def check(left: object, right: object) -> None:
            winner, text = (left, "left") if isinstance(left, Saved) else (right, "right")
            loser = right if winner is left else left
            assert isinstance(winner, Saved)
            assert isinstance(loser, StaleDraft)
            assert (loser.text, loser.revision, winner.revision) == (text, 1, 1)
            assert (sitting.stored.answers[0].text, sitting.stored.answers[0].revision) == (text, 1)

        return Race(sitting.save("left", PAGE), sitting.save("right", OTHER_PAGE), check)

    every_way(either_app, prepare)


def test_two_saves_of_one_page_leave_the_later_whichever_arrives_first(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner)

        def check(left: object, right: object) -> None:
            assert isinstance(left, Saved)
            assert isinstance(right, Saved)
            assert sitting.stored.answers[0].text == "first words, and more"

        return Race(sitting.save("first words"), sitting.save("first words, and more", sequence=2), check)

    every_way(either_app, prepare)


def test_an_autosave_under_way_while_the_page_finishes_never_takes_the_last_words_away(
    either_app: Flask, owner: int
) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner)

        def check(left: object, right: object) -> None:
            assert isinstance(left, Saved)
            assert isinstance(right, Saved)
            assert right.is_closed
            answer = sitting.stored.answers[0]
            assert (answer.text, answer.late_text) == ("all of it", None)
            sitting.expect_closed_once()

        return Race(sitting.save("all of"), sitting.finish("all of it"), check)

    every_way(either_app, prepare)


def test_a_save_of_one_window_while_another_finishes_is_counted_or_kept_beside_the_answer(
    either_app: Flask, owner: int
) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner)

        def check(saved: object, finished: object) -> None:
            answer = sitting.stored.answers[0]
            if isinstance(saved, Saved):
                assert isinstance(finished, StaleDraft)
                assert (finished.text, answer.text, answer.slot.is_open) == ("saved", "saved", True)
                return
            assert isinstance(saved, AnswerClosed)
            assert isinstance(finished, Saved)
            assert (answer.text, answer.late_text) == ("finished", "saved")
            sitting.expect_closed_once()

        return Race(sitting.save("saved", OTHER_PAGE), sitting.finish("finished"), check)

    every_way(either_app, prepare)


def test_finishing_twice_at_once_closes_one_answer_and_opens_one_prompt(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner)

        def check(left: object, right: object) -> None:
            assert isinstance(left, Saved)
            assert isinstance(right, Saved)
            assert left.is_closed
            assert right.is_closed
            answer = sitting.stored.answers[0]
            assert (answer.text, answer.revision, answer.late_text) == ("done", 1, None)
            sitting.expect_closed_once()

        return Race(sitting.finish("done"), sitting.finish("done", at=5.5), check)

    every_way(either_app, prepare)


def test_two_windows_that_finish_at_once_close_it_once_and_no_words_are_lost(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner)

        def check(left: object, right: object) -> None:
            counted, beside = ("left", "right") if isinstance(left, Saved) else ("right", "left")
            assert sorted(type(outcome).__name__ for outcome in (left, right)) == ["AnswerClosed", "Saved"]
            answer = sitting.stored.answers[0]
            assert (answer.text, answer.late_text) == (counted, beside)
            sitting.expect_closed_once()

        return Race(sitting.finish("left", PAGE), sitting.finish("right", OTHER_PAGE), check)

    every_way(either_app, prepare)


def test_six_requests_that_finish_at_once_have_one_effect(either_app: Flask, owner: int) -> None:
    for _ in range(5):
        with either_app.app_context():
            sitting = Sitting(owner)
        outcomes = at_once(either_app, *[sitting.finish("done")] * 6)
        assert [type(outcome) for outcome in outcomes] == [Saved] * 6
        with either_app.app_context():
            sitting.expect_closed_once()


def test_who_reads_while_another_finishes_sees_it_before_or_after_and_never_in_between(
    either_app: Flask, owner: int
) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner)

        def check(read: object, _finished: object) -> None:
            assert isinstance(read, StoredAttempt)
            first, second = read.attempt.slots
            assert (first.is_open, second.is_open) == ((True, False) if read.version == 1 else (False, True))
            assert read.attempt.slot.is_open

        return Race(lambda: get_attempt(sitting.id, owner), sitting.finish("done"), check)

    every_way(either_app, prepare)


def test_what_two_windows_sent_too_late_is_all_kept(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner)
        service.sweep(DEADLINE)

        def check(left: object, right: object) -> None:
            assert isinstance(left, AnswerClosed)
            assert isinstance(right, AnswerClosed)
            late = sitting.stored.answers[0].late_text
            assert late in ("left\n\nright", "right\n\nleft")

        return Race(sitting.save("left", PAGE, at=101), sitting.save("right", OTHER_PAGE, at=101), check)

    every_way(either_app, prepare)


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
            assert paused is None
            assert isinstance(finished, Saved)
            answer = sitting.stored.answers[0]
            assert (answer.text, answer.slot.closed_by) == ("done", ClosedBy.CANDIDATE)
            assert sitting.stored.attempt.position == 1

        return Race(lambda: service.pause(sitting.id, owner, NOON + after(5)), sitting.finish("done"), check)

    every_way(either_app, prepare)


def test_the_tail_in_the_grace_and_the_prediction_at_once_leave_one_truth(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner, flow=Flow.EACH)

        def check(saved: object, predicted: object) -> None:
            assert predicted is None
            answer = sitting.stored.answers[0]
            assert answer.slot.prediction == 3
            if isinstance(saved, Saved):
                assert (answer.text, answer.late_text) == ("the tail", None)
            else:
                assert isinstance(saved, AnswerClosed)
                assert (answer.text, answer.late_text) == ("", "the tail")

        return Race(sitting.save("the tail", at=95), sitting.predict(at=95), check)

    every_way(either_app, prepare)


def test_a_tail_that_was_let_through_is_not_written_once_the_prediction_is_given(
    either_app: Flask, owner: int
) -> None:
    """It is held between the decision and the writing; by then the checklist has been seen."""
    with either_app.app_context():
        sitting = Sitting(owner, flow=Flow.EACH)
        service.sweep(DEADLINE)
    saved, predicted = overtaken(
        either_app, sitting.save("seen", at=95), sitting.predict(at=95), at="UPDATE answers", nth=2
    )
    assert predicted is None
    assert isinstance(saved, AnswerClosed)
    with either_app.app_context():
        answer = sitting.stored.answers[0]
        assert (answer.text, answer.late_text) == ("", "seen")


def test_a_save_that_arrives_at_a_prompt_being_given_up_is_kept_beside_it(either_app: Flask, owner: int) -> None:
    with either_app.app_context():
        sitting = Sitting(owner)
    saved, abandoned = overtaken(
        either_app, sitting.save("words"), lambda: service.abandon(sitting.id, owner, NOON + after(5))
    )
    assert abandoned is None
    assert isinstance(saved, AnswerClosed)
    with either_app.app_context():
        answer = sitting.stored.answers[0]
        assert (answer.text, answer.late_text) == ("", "words")


def test_a_hint_asked_for_twice_at_once_is_one_hint(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner)

        def ask() -> None:
            drafts.show_hint(sitting.id, owner, 0, 0, 2, NOON + after(5))

        def check(left: object, right: object) -> None:
            assert left is right is None
            assert sitting.stored.answers[0].hints_seen == 1

        return Race(ask, ask, check)

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
