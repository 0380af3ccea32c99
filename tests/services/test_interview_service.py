"""Starting, moving, sweeping and deleting attempts."""

from datetime import timedelta

import pytest
from flask import Flask

from interview_sim.auth.models import User
from interview_sim.domain import attempt as rules
from interview_sim.domain.attempt import State
from interview_sim.domain.errors import NotFound
from interview_sim.domain.timing import Pace
from interview_sim.extensions import db
from interview_sim.interview import service
from interview_sim.interview.queries import get_attempt, list_expired, results_by_item
from tests.accounts import make_user
from tests.builders import NOON, start_sample

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def owner(app: Flask) -> int:
    user = User(display_name="Candidate", created_at=NOON)
    db.session.add(user)
    db.session.commit()
    return user.id


def test_starting_twice_with_one_key_starts_once(owner: int) -> None:
    first = start_sample(owner, start_key="0123456789")
    assert start_sample(owner, NOON + timedelta(seconds=1), start_key="0123456789") == first
    assert get_attempt(first, owner).attempt.started_at == NOON


def test_the_first_prompt_opens_at_the_start_and_the_others_wait(owner: int) -> None:
    stored = get_attempt(start_sample(owner), owner)
    first, second = stored.attempt.slots
    assert (first.opened_at, first.deadline) == (NOON, NOON + timedelta(seconds=90))
    assert (second.opened_at, second.deadline) == (None, None)


def test_extra_time_lengthens_every_budget(owner: int) -> None:
    stored = get_attempt(start_sample(owner, time_multiplier=1.5), owner)
    assert [slot.budget.total_seconds() for slot in stored.attempt.slots] == [135, 180]


def test_one_prompt_can_be_retaken_by_itself(owner: int) -> None:
    stored = get_attempt(start_sample(owner, only_prompt="speed"), owner)
    assert [answer.prompt_id for answer in stored.answers] == ["speed"]


def test_a_prompt_that_does_not_exist_cannot_be_retaken(owner: int) -> None:
    with pytest.raises(NotFound):
        start_sample(owner, only_prompt="nothing")


def test_a_pause_moves_the_deadline_and_is_not_counted(owner: int) -> None:
    attempt = start_sample(owner, pace=Pace.PRACTICE)
    service.pause(attempt, owner, 0, NOON + timedelta(seconds=30))
    service.resume(attempt, owner, NOON + timedelta(seconds=630))
    slot = get_attempt(attempt, owner).attempt.slot
    assert slot.deadline == NOON + timedelta(seconds=690)
    assert slot.elapsed(NOON + timedelta(seconds=640)) == timedelta(seconds=40)


def test_the_sweep_writes_down_what_the_clock_did_and_nothing_else(owner: int) -> None:
    strict, practice = start_sample(owner), start_sample(owner, pace=Pace.PRACTICE)
    later = NOON + timedelta(hours=5)
    assert service.sweep(later) == 1
    stored = get_attempt(strict, owner)
    assert stored.attempt.state is State.DEBRIEFING
    assert [slot.closed_at for slot in stored.attempt.slots] == [
        NOON + timedelta(seconds=90),
        NOON + timedelta(seconds=210),
    ]
    assert get_attempt(practice, owner).attempt.state is State.ANSWERING
    assert service.sweep(later) == 0


def test_the_sweep_finds_an_attempt_at_the_very_deadline(owner: int) -> None:
    start_sample(owner)
    closes = NOON + timedelta(seconds=90)
    assert not list_expired(closes - timedelta(seconds=1))
    assert len(list_expired(closes)) == 1


def test_an_abandoned_attempt_is_over(owner: int) -> None:
    attempt = start_sample(owner)
    service.abandon(attempt, owner, NOON + timedelta(seconds=10))
    with pytest.raises(rules.AttemptClosed):
        service.abandon(attempt, owner, NOON + timedelta(seconds=20))
    assert get_attempt(attempt, owner).attempt.finished_at == NOON + timedelta(seconds=10)


def test_deleting_takes_only_ones_own(owner: int) -> None:
    attempt = start_sample(owner)
    with pytest.raises(NotFound):
        service.delete_attempt(attempt, owner + 1)
    service.delete_attempt(attempt, owner)
    with pytest.raises(NotFound):
        get_attempt(attempt, owner)


def test_results_count_whole_finished_interviews(owner: int) -> None:
    attempt = start_sample(owner)
    start_sample(owner, only_prompt="speed")
    (past,) = results_by_item(owner).values()
    assert (past.attempts, past.best_score, past.unfinished_id) == (0, None, attempt)


def test_an_adopted_attempt_belongs_to_the_account(owner: int) -> None:
    account = User(display_name="Account", email="someone@interviews.example", created_at=NOON)
    db.session.add(account)
    db.session.commit()
    attempt = start_sample(owner)
    service.adopt_attempts(owner, account.id)
    db.session.commit()
    assert get_attempt(attempt, account.id).id == attempt
    with pytest.raises(NotFound):
        get_attempt(attempt, owner)


def test_a_guests_interviews_come_along_even_where_one_page_was_used_as_both(owner: int) -> None:
    account = make_user()
    taken = start_sample(account, start_key="the-same-key")
    same, other = start_sample(owner, start_key="the-same-key"), start_sample(owner, start_key="another-key")
    service.adopt_attempts(owner, account)
    db.session.commit()
    assert {get_attempt(attempt, account).user_id for attempt in (taken, same, other)} == {account}
    assert start_sample(account, start_key="the-same-key") == taken
    assert start_sample(account, start_key="another-key") == other


def test_a_pause_meant_for_a_finished_prompt_does_not_pause_the_next(owner: int) -> None:
    attempt = start_sample(owner, pace=Pace.PRACTICE)
    service.change(attempt, owner, lambda state: rules.finish_prompt(state, 0, NOON + timedelta(seconds=5)))
    with pytest.raises(rules.NotAnswering):
        service.pause(attempt, owner, 0, NOON + timedelta(seconds=6))
    assert get_attempt(attempt, owner).attempt.state is State.ANSWERING


def test_a_key_of_an_interview_that_is_over_starts_a_new_one(owner: int) -> None:
    first = start_sample(owner, start_key="0123456789")
    service.abandon(first, owner, NOON + timedelta(seconds=5))
    again = start_sample(owner, NOON + timedelta(seconds=9), start_key="0123456789")
    assert again != first
    assert get_attempt(again, owner).attempt.state is State.ANSWERING


def test_a_page_kept_from_before_interviews_that_are_over_starts_one_however_often_it_is_sent(owner: int) -> None:
    started = []
    for _ in range(3):
        started += [start_sample(owner, start_key="0123456789") for _ in range(2)]
        service.abandon(started[-1], owner, NOON + timedelta(seconds=5))
    assert started[::2] == started[1::2]
    assert len(set(started)) == 3


def test_an_interview_that_waits_for_its_debrief_is_not_over(owner: int) -> None:
    first = start_sample(owner, start_key="0123456789")
    assert service.sweep(NOON + timedelta(hours=1)) == 1
    assert start_sample(owner, NOON + timedelta(hours=2), start_key="0123456789") == first
