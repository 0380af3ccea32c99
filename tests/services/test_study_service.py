"""Cards: where they come from, what rates them, taking back, resting, limits, adoption."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from interview_sim.domain.errors import NotFound
from interview_sim.domain.review import CardKind, Grade, Limits, Reason, Source
from interview_sim.extensions import db
from interview_sim.study import service
from interview_sim.study.models import ReviewCard, ReviewRating
from interview_sim.study.queries import (
    StoredCard,
    count_forecast,
    find_next_card,
    get_card,
    get_standing,
    list_all_cards,
    list_cards,
)
from interview_sim.study.rating_queries import list_ratings, list_retention
from interview_sim.study.scheduling import REVIEW
from interview_sim.study.service import NothingToUndo, StaleCard
from tests.accounts import make_guest, make_user
from tests.builders import NOON, debrief_sample

pytestmark = pytest.mark.usefixtures("db_session")

FINISHED = NOON + timedelta(minutes=10)
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def user_id(app: Flask) -> int:
    return make_user()


def cards_of(user_id: int) -> dict[str, StoredCard]:
    return {card.part: card for card in list_all_cards(user_id)}


def add_question(user_id: int, now: datetime = NOON) -> str:
    return service.add(user_id, CardKind.QUESTION, "sample/what-a-sample-index-costs", "", now)


def rate(card_id: str, user_id: int, grade: Grade, now: datetime) -> None:
    service.rate_card(card_id, user_id, get_card(card_id, user_id).version, grade, now)


def test_a_debrief_makes_a_card_of_each_point_that_was_not_covered(user_id: int) -> None:
    debrief_sample(user_id, marks={"keys": "missed", "types": "partly"})
    cards = cards_of(user_id)
    assert {part: card.reason for part, card in cards.items()} == {
        "storage/keys": Reason.MISSED,
        "storage/types": Reason.PARTLY,
    }
    assert all(card.memory.due == FINISHED for card in cards.values())
    assert all(card.memory.is_new for card in cards.values())


def test_a_later_interview_rates_the_cards_by_itself_and_says_where_from(user_id: int) -> None:
    debrief_sample(user_id, marks={"keys": "missed", "types": "missed"})
    week = NOON + timedelta(days=7)
    attempt_id = debrief_sample(user_id, week, marks={"types": "missed"})
    cards = cards_of(user_id)
    (covered,) = list_ratings(cards["storage/keys"].id, user_id, 5)
    (missed,) = list_ratings(cards["storage/types"].id, user_id, 5)
    assert (covered.grade, covered.source, covered.interview_id) == (Grade.GOOD, Source.INTERVIEW, attempt_id)
    assert (missed.grade, missed.interview_id) == (Grade.AGAIN, attempt_id)
    assert cards["storage/keys"].memory.due > cards["storage/types"].memory.due


@pytest.mark.parametrize("before", [[], [Grade.AGAIN], [Grade.GOOD], [Grade.EASY, Grade.AGAIN]])
def test_a_point_covered_in_an_interview_does_not_come_back_the_same_day(user_id: int, before: list[Grade]) -> None:
    debrief_sample(user_id, marks={"keys": "missed", "types": "missed"})
    for number, grade in enumerate(before):
        rate(cards_of(user_id)["storage/keys"].id, user_id, grade, LATER + timedelta(minutes=number))
    debrief_sample(user_id, LATER + timedelta(hours=1), marks={"types": "missed"})
    rated_at = LATER + timedelta(hours=1, minutes=10)
    cards = cards_of(user_id)
    covered, missed = cards["storage/keys"].memory, cards["storage/types"].memory
    assert (covered.state, covered.step, covered.last_review) == (REVIEW, None, rated_at)
    assert covered.due >= rated_at + timedelta(days=1)
    assert missed.due == rated_at + timedelta(minutes=1)
    rate(cards["storage/keys"].id, user_id, Grade.AGAIN, covered.due)
    service.undo(user_id, covered.due)
    assert cards_of(user_id)["storage/keys"].memory == covered


def test_a_card_that_one_rates_oneself_still_goes_through_its_steps(user_id: int) -> None:
    card_id = add_question(user_id)
    rate(card_id, user_id, Grade.GOOD, NOON)
    assert get_card(card_id, user_id).memory.due == NOON + timedelta(minutes=10)


def test_a_point_covered_for_the_first_time_makes_no_card(user_id: int) -> None:
    debrief_sample(user_id)
    assert cards_of(user_id) == {}


def test_a_resting_card_is_left_alone_by_interviews(user_id: int) -> None:
    debrief_sample(user_id, marks={"keys": "missed"})
    card = cards_of(user_id)["storage/keys"]
    service.set_suspended(card.id, user_id, True, LATER)
    debrief_sample(user_id, NOON + timedelta(days=1))
    assert list_ratings(card.id, user_id, 5) == []


def test_a_deleted_card_comes_back_when_the_point_is_missed_again(user_id: int) -> None:
    debrief_sample(user_id, marks={"keys": "missed"})
    service.delete_card(cards_of(user_id)["storage/keys"].id, user_id)
    debrief_sample(user_id, NOON + timedelta(days=1))
    assert cards_of(user_id) == {}
    debrief_sample(user_id, NOON + timedelta(days=2), marks={"keys": "missed"})
    assert list(cards_of(user_id)) == ["storage/keys"]


@pytest.mark.parametrize(("is_right", "is_guess", "made"), [(False, False, 1), (True, True, 1), (True, False, 0)])
def test_a_quiz_makes_a_card_where_the_answer_was_wrong_or_guessed(
    user_id: int, is_right: bool, is_guess: bool, made: int
) -> None:
    item_id, revision_id = _choice()
    service.note_choice(user_id, item_id, revision_id, is_right, is_guess, NOON)
    db.session.commit()
    assert len(cards_of(user_id)) == made


def test_a_bank_question_rates_its_card_only_where_there_is_one(user_id: int) -> None:
    card_id = add_question(user_id)
    card = get_card(card_id, user_id)
    service.note_question(user_id, card.item_id, card.revision_id, 0.6, LATER)
    other = make_user("other@example.org")
    service.note_question(other, card.item_id, card.revision_id, 0.0, LATER)
    db.session.commit()
    assert [rating.grade for rating in list_ratings(card_id, user_id, 5)] == [Grade.HARD]
    assert get_card(card_id, user_id).memory.due < LATER + timedelta(hours=1)
    service.note_question(user_id, card.item_id, card.revision_id, 1.0, LATER)
    assert get_card(card_id, user_id).memory.due >= LATER + timedelta(days=1)
    assert cards_of(other) == {}


def test_adding_twice_is_one_card_and_adding_a_resting_one_wakes_it(user_id: int) -> None:
    card_id = add_question(user_id)
    service.set_suspended(card_id, user_id, True, NOON)
    assert add_question(user_id, LATER) == card_id
    card = get_card(card_id, user_id)
    assert (card.suspended_at, card.created_at) == (None, NOON)


@pytest.mark.parametrize("is_added", [True, False])
def test_a_rating_can_be_taken_back_from_a_card_that_rested_and_was_taken_up_again(
    user_id: int, is_added: bool
) -> None:
    card_id = add_question(user_id)
    fresh = get_card(card_id, user_id).memory
    rate(card_id, user_id, Grade.GOOD, NOON)
    service.set_suspended(card_id, user_id, True, NOON)
    if is_added:
        add_question(user_id, LATER)
    else:
        service.set_suspended(card_id, user_id, False, LATER)
    assert service.undo(user_id, LATER) == card_id
    assert get_card(card_id, user_id).memory == fresh


@pytest.mark.parametrize(
    ("kind", "address", "part"),
    [
        (CardKind.QUESTION, "sample/no-such", ""),
        (CardKind.QUESTION, "other/sample-question", ""),
        (CardKind.QUESTION, "sample/what-a-sample-index-costs", "storage/keys"),
        (CardKind.POINT, "sample/sample-interview", "storage/no-such"),
        (CardKind.POINT, "sample/sample-interview", ""),
        (CardKind.CHOICE, "sample/what-a-sample-index-costs", ""),
        (CardKind.QUESTION, "", ""),
    ],
)
def test_what_does_not_exist_cannot_be_added(user_id: int, kind: CardKind, address: str, part: str) -> None:
    with pytest.raises(NotFound):
        service.add(user_id, kind, address, part, NOON)
    assert cards_of(user_id) == {}


def test_a_point_can_be_added_by_hand(user_id: int) -> None:
    service.add(user_id, CardKind.POINT, "sample/sample-interview", "storage/keys", NOON)
    assert cards_of(user_id)["storage/keys"].reason is Reason.ADDED


def test_rating_with_an_old_version_writes_nothing(user_id: int) -> None:
    card_id = add_question(user_id)
    service.rate_card(card_id, user_id, 1, Grade.GOOD, NOON)
    with pytest.raises(StaleCard):
        service.rate_card(card_id, user_id, 1, Grade.AGAIN, NOON)
    assert len(list_ratings(card_id, user_id, 5)) == 1


def test_somebody_elses_card_does_not_exist(user_id: int) -> None:
    card_id, other = add_question(user_id), make_user("other@example.org")
    with pytest.raises(NotFound):
        service.rate_card(card_id, other, 1, Grade.GOOD, NOON)
    with pytest.raises(NotFound):
        service.set_suspended(card_id, other, True, NOON)
    with pytest.raises(NotFound):
        service.delete_card(card_id, other)
    assert get_card(card_id, user_id).version == 1


def test_ratings_are_taken_back_one_after_the_other_as_if_they_had_never_been(user_id: int) -> None:
    card_id = add_question(user_id)
    fresh = get_card(card_id, user_id).memory
    rate(card_id, user_id, Grade.GOOD, NOON)
    once = get_card(card_id, user_id).memory
    rate(card_id, user_id, Grade.AGAIN, LATER)
    assert service.undo(user_id, LATER) == card_id
    again = get_card(card_id, user_id).memory
    assert (again.state, again.step, again.stability) == (once.state, once.step, once.stability)
    assert again.due <= LATER
    service.undo(user_id, LATER)
    assert get_card(card_id, user_id).memory == fresh
    with pytest.raises(NothingToUndo):
        service.undo(user_id, LATER)


def test_a_rating_that_an_interview_came_after_is_not_taken_back(user_id: int) -> None:
    debrief_sample(user_id, marks={"keys": "missed"})
    rate(cards_of(user_id)["storage/keys"].id, user_id, Grade.GOOD, LATER)
    debrief_sample(user_id, NOON + timedelta(days=1))
    with pytest.raises(NothingToUndo):
        service.undo(user_id, NOON + timedelta(days=2))


def test_what_is_being_learnt_comes_first_then_what_is_known_then_what_is_new(user_id: int) -> None:
    debrief_sample(user_id, marks={"keys": "missed", "types": "missed", "naming": "missed"})
    cards = cards_of(user_id)
    known, learning, new = (cards[f"storage/{name}"].id for name in ("keys", "types", "naming"))
    rate(known, user_id, Grade.EASY, LATER)
    due = get_card(known, user_id).memory.due
    rate(learning, user_id, Grade.AGAIN, due - timedelta(minutes=2))
    asked = []
    for _ in range(3):
        card = find_next_card(user_id, get_standing(user_id, due), due)
        assert card is not None
        asked.append(card.id)
        rate(card.id, user_id, Grade.EASY, due)
    assert asked == [learning, known, new]
    assert find_next_card(user_id, get_standing(user_id, due), due) is None


def test_a_card_being_learnt_comes_a_little_early_when_nothing_else_is_left(user_id: int) -> None:
    card_id = add_question(user_id)
    rate(card_id, user_id, Grade.AGAIN, NOON)
    at_once = NOON + timedelta(seconds=1)
    card = find_next_card(user_id, get_standing(user_id, at_once), at_once)
    assert card is not None
    assert card.id == card_id
    rate(card_id, user_id, Grade.EASY, at_once)
    assert find_next_card(user_id, get_standing(user_id, at_once), at_once) is None


def test_due_now_is_what_a_review_asks_and_each_card_is_counted_once(user_id: int) -> None:
    debrief_sample(user_id, marks=dict.fromkeys(("keys", "types", "naming", "index"), "missed"))
    cards = cards_of(user_id)
    rate(cards["storage/keys"].id, user_id, Grade.AGAIN, LATER)
    rate(cards["storage/keys"].id, user_id, Grade.GOOD, LATER)
    rate(cards["storage/types"].id, user_id, Grade.EASY, LATER - timedelta(days=1))
    known_due = get_card(cards["storage/types"].id, user_id).memory.due
    rate(cards["speed/index"].id, user_id, Grade.GOOD, known_due - timedelta(minutes=30))
    service.set_limits(user_id, Limits(new=0, reviews=1))
    day = known_due - timedelta(minutes=31)
    seen = []
    for minutes in (0, 30.9, 31):
        now = day + timedelta(minutes=minutes)
        today = get_standing(user_id, now)
        assert (find_next_card(user_id, today, now) is None) == (today.due == 0)
        assert count_forecast(user_id, now)[0] == today.due + today.later
        seen.append((today.due, today.later, today.cards_done, today.total))
    assert seen == [(2, 1, 1, 4), (2, 1, 1, 4), (3, 0, 1, 4)]


def test_daily_limits_hold_cards_back_until_the_next_day(user_id: int) -> None:
    debrief_sample(user_id, marks={"keys": "missed", "types": "missed"})
    service.set_limits(user_id, Limits(new=1, reviews=0))
    service.set_limits(user_id, Limits(new=1, reviews=5))
    first = find_next_card(user_id, get_standing(user_id, LATER), LATER)
    assert first is not None
    rate(first.id, user_id, Grade.EASY, LATER)
    today = get_standing(user_id, LATER)
    assert (today.new_done, today.new_left) == (1, 0)
    assert today.held_back == ("1 new card waits for another day: your daily limit for new cards is 1.",)
    assert today.next_due == today.day_ends
    assert find_next_card(user_id, today, LATER) is None
    tomorrow = datetime(2026, 11, 3, tzinfo=NOON.tzinfo)
    assert get_standing(user_id, tomorrow).new_left == 1
    assert get_standing(user_id, tomorrow - timedelta(microseconds=1)).new_left == 0


def test_the_forecast_counts_each_day_and_puts_what_is_overdue_first(user_id: int) -> None:
    card_id = add_question(user_id)
    assert count_forecast(user_id, NOON) == [0] * 14
    rate(card_id, user_id, Grade.EASY, NOON)
    days = (get_card(card_id, user_id).memory.due - NOON).days
    assert [place for place, count in enumerate(count_forecast(user_id, NOON)) if count] == [days]
    assert count_forecast(user_id, NOON + timedelta(days=300))[0] == 1


def test_retention_counts_known_cards_only(user_id: int) -> None:
    card_id = add_question(user_id)
    rate(card_id, user_id, Grade.EASY, NOON)
    assert sum(week.asked for week in list_retention(user_id, NOON)) == 0
    due = get_card(card_id, user_id).memory.due
    rate(card_id, user_id, Grade.AGAIN, due)
    weeks = list_retention(user_id, due)
    assert (weeks[-1].asked, weeks[-1].remembered) == (1, 0)
    service.undo(user_id, due)
    rate(card_id, user_id, Grade.HARD, due)
    assert list_retention(user_id, due)[-1].remembered == 1


def test_the_list_goes_from_page_to_page_without_gap_or_repeat(user_id: int) -> None:
    debrief_sample(user_id, marks={"keys": "missed", "types": "missed", "naming": "missed"})
    whole = [card.id for card in list_cards(user_id, "all", None, 10, LATER)]
    seen, cursor = [], None
    while rows := list_cards(user_id, "all", cursor, 1, LATER):
        seen += [card.id for card in rows]
        cursor = (rows[-1].memory.due, rows[-1].id)
    assert seen == whole
    assert len(set(whole)) == 3


def test_a_guests_cards_join_those_of_the_account(user_id: int) -> None:
    guest_id = make_guest()
    mine, theirs = add_question(user_id, LATER), add_question(guest_id)
    rate(theirs, guest_id, Grade.GOOD, NOON)
    service.add(guest_id, CardKind.POINT, "sample/sample-interview", "storage/keys", NOON)
    service.adopt_cards(guest_id, user_id)
    db.session.commit()
    cards = cards_of(user_id)
    assert set(cards) == {"", "storage/keys"}
    assert cards[""].id == mine
    assert cards[""].memory.due == get_card(mine, user_id).memory.due <= LATER
    assert len(list_ratings(mine, user_id, 5)) == 1
    assert db.session.execute(select(func.count()).select_from(ReviewCard)).scalar() == 2
    assert db.session.execute(select(ReviewRating.user_id)).scalars().all() == [user_id]


def test_a_rating_can_be_taken_back_from_a_card_that_a_guests_joined(user_id: int) -> None:
    guest_id = make_guest()
    mine, theirs = add_question(user_id), add_question(guest_id)
    rate(theirs, guest_id, Grade.EASY, NOON)
    rate(mine, user_id, Grade.GOOD, LATER)
    service.adopt_cards(guest_id, user_id)
    db.session.commit()
    assert service.undo(user_id, LATER) == mine
    assert get_card(mine, user_id).memory.is_new


def test_a_guests_rating_is_never_taken_back_from_the_accounts_card(user_id: int) -> None:
    guest_id = make_guest()
    mine, theirs = add_question(user_id), add_question(guest_id)
    rate(mine, user_id, Grade.EASY, NOON)
    known = get_card(mine, user_id).memory
    rate(theirs, guest_id, Grade.AGAIN, LATER)
    service.adopt_cards(guest_id, user_id)
    for suspended in (True, False):
        service.set_suspended(mine, user_id, suspended, LATER)
    with pytest.raises(NothingToUndo):
        service.undo(user_id, LATER)
    memory = get_card(mine, user_id).memory
    assert (memory.state, memory.stability, memory.last_review) == (known.state, known.stability, known.last_review)


def _choice() -> tuple[int, int]:
    from interview_sim.catalog.models import ContentItem

    row = db.session.execute(select(ContentItem.id, ContentItem.current_id).where(ContentItem.kind == "choice")).one()
    return row.id, row.current_id
