"""Starting, answering, ending: what is written, what is told, and what is refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from interview_sim.catalog.queries import get_choices
from interview_sim.domain import quiz as rules
from interview_sim.domain.drawing import Source, draw, shuffled
from interview_sim.domain.quiz import AnswerGiven, Confidence, QuizOver, Score
from interview_sim.domain.review import Grade, Reason
from interview_sim.domain.timing import GRACE
from interview_sim.extensions import db
from interview_sim.quiz import choices, service, starting
from interview_sim.quiz.bank_queries import list_bank
from interview_sim.quiz.models import QuizAttempt
from interview_sim.quiz.queries import get_quiz, list_lapsed, list_recent
from interview_sim.quiz.result import result_of
from interview_sim.quiz.service import adopt_quizzes
from interview_sim.quiz.signals import question_graded
from interview_sim.study.queries import list_all_cards
from interview_sim.study.rating_queries import list_ratings
from tests.builders import NOON
from tests.quizzes import (
    DEADLINE,
    EVERYTHING,
    QUESTIONS,
    SOON,
    change_question,
    choice,
    get_row,
    load_menu,
    right_and_wrong,
    start_learning,
    start_quiz,
)
from tests.web.progress.seed import make_user

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def owner(db_session: object) -> int:
    load_menu()
    return make_user()


@pytest.fixture
def told() -> Iterator[list[dict[str, Any]]]:
    """Everything that is told of graded answers."""
    news: list[dict[str, Any]] = []

    def listen(_sender: object, **values: Any) -> None:
        news.append(values)

    with question_graded.connected_to(listen):
        yield news


def test_the_deadline_is_the_seconds_of_the_questions_with_extra_time(owner: int) -> None:
    assert get_row(start_quiz(owner)).expires_at == DEADLINE
    assert get_row(start_quiz(owner, multiplier=1.5)).expires_at == NOON + timedelta(seconds=945)
    assert get_row(start_learning(owner)).expires_at is None


def test_the_stored_seed_draws_the_same_questions_and_options_again(owner: int) -> None:
    bank = list_bank(owner)
    quiz_id = start_quiz(owner, seed=4711)
    rng = Random(get_row(quiz_id).seed)
    drawn = draw(bank, EVERYTHING, rng)
    stored = get_quiz(quiz_id, owner)
    assert [answer.item_id for answer in stored.answers] == [candidate.item_id for candidate in drawn]
    pinned = get_choices([candidate.revision_id for candidate in drawn])
    for candidate, answer in zip(drawn, stored.answers, strict=True):
        ids = [option.id for option in pinned[candidate.revision_id].choice.options]
        assert answer.option_order == shuffled(ids, rng)


def test_questions_stay_as_they_were_when_the_quiz_began(owner: int) -> None:
    quiz_id = start_quiz(owner)
    before = get_quiz(quiz_id, owner).revision_ids
    wording = {question.id: question for question in QUESTIONS}["tea-0"]
    flipped = [option.model_copy(update={"correct": not option.correct, "why": "x"}) for option in wording.options]
    change_question("tea-0", stem="Something else altogether?", options=tuple(flipped))
    stored = get_quiz(quiz_id, owner)
    assert stored.revision_ids == before
    place = next(
        number for number, pinned in enumerate(get_choices(stored.revision_ids).values()) if pinned.slug == "tea-0"
    )
    choices.save_choice(quiz_id, owner, place, choice({"right"}), SOON)
    service.finish_quiz(quiz_id, owner, SOON)
    assert get_quiz(quiz_id, owner).answer(place).slot.is_right is True


def test_the_same_key_gives_the_same_quiz_while_it_goes_on_and_a_new_one_afterwards(owner: int) -> None:
    first = start_quiz(owner, start_key="the-same-key")
    assert start_quiz(owner, start_key="the-same-key", seed=2) == first
    service.finish_quiz(first, owner, SOON)
    again = start_quiz(owner, start_key="the-same-key")
    assert again != first
    assert start_quiz(owner, start_key="the-same-key", seed=2) == again


def test_nothing_to_ask_starts_nothing(owner: int) -> None:
    with pytest.raises(starting.NothingToAsk):
        start_quiz(owner, wanted=replace(EVERYTHING, source=Source.WRONG))
    assert db.session.execute(select(QuizAttempt)).first() is None


def test_graded_answers_are_told_once_with_all_they_need(owner: int, told: list[dict[str, Any]]) -> None:
    quiz_id = start_quiz(owner)
    _, wrong = right_and_wrong(quiz_id, owner, 0)
    other, _ = right_and_wrong(quiz_id, owner, 1)
    choices.save_choice(quiz_id, owner, 0, choice(wrong, confidence=Confidence.SURE), SOON)
    choices.save_choice(quiz_id, owner, 1, choice(other), SOON)
    assert told == []
    service.finish_quiz(quiz_id, owner, SOON)
    first, second, *blank = get_quiz(quiz_id, owner).answers
    assert told == [
        {
            "owner_id": owner,
            "item_id": answer.item_id,
            "revision_id": answer.revision_id,
            "is_right": is_right,
            "confidence": confidence,
            "now": SOON,
        }
        for answer, is_right, confidence in (
            (first, False, "sure"),
            (second, True, None),
            *((each, False, None) for each in blank),
        )
    ]
    with pytest.raises(QuizOver):
        service.finish_quiz(quiz_id, owner, SOON)
    assert len(told) == 8


def test_in_learn_mode_each_answer_is_told_when_it_is_given(owner: int, told: list[dict[str, Any]]) -> None:
    quiz_id = start_learning(owner)
    for number in range(8):
        right, wrong = right_and_wrong(quiz_id, owner, number)
        chosen = wrong if number % 2 else right
        service.give_answer(quiz_id, owner, number, chosen, Confidence.GUESSING, SOON)
        service.give_answer(quiz_id, owner, number, chosen, Confidence.GUESSING, SOON)
    assert [news["is_right"] for news in told] == [True, False] * 4
    assert {news["confidence"] for news in told} == {"guessing"}
    assert (get_row(quiz_id).state, get_row(quiz_id).right, get_row(quiz_id).counted) == ("finished", 4, 8)


def test_a_listener_that_fails_leaves_the_answer_ungraded(owner: int) -> None:
    quiz_id = start_learning(owner)
    right, _ = right_and_wrong(quiz_id, owner, 0)

    def fail(_sender: object, **_news: Any) -> None:
        raise RuntimeError("no card today")

    with question_graded.connected_to(fail), pytest.raises(RuntimeError):
        service.give_answer(quiz_id, owner, 0, right, None, SOON)
    db.session.rollback()
    assert get_quiz(quiz_id, owner).answer(0).slot.closed_at is None


def test_a_listener_that_fails_leaves_the_exam_as_it_was_rather_than_half_told(owner: int) -> None:
    exam = start_quiz(owner)
    choices.save_choice(exam, owner, 0, choice(right_and_wrong(exam, owner, 0)[0]), SOON)
    before = get_quiz(exam, owner)

    def fail(_sender: object, **_news: Any) -> None:
        raise RuntimeError("no card today")

    with question_graded.connected_to(fail), pytest.raises(RuntimeError):
        service.finish_quiz(exam, owner, SOON)
    db.session.rollback()
    assert get_quiz(exam, owner) == before


def test_what_was_wrong_or_guessed_becomes_a_card_that_a_later_answer_rates(owner: int) -> None:
    quiz_id = start_learning(owner, count=3)
    for number, (is_right, confidence) in enumerate(
        ((False, Confidence.SURE), (True, Confidence.GUESSING), (True, Confidence.SURE))
    ):
        right, wrong = right_and_wrong(quiz_id, owner, number)
        service.give_answer(quiz_id, owner, number, right if is_right else wrong, confidence, SOON)
    missed, guessed, _ = get_quiz(quiz_id, owner).answers
    cards = {card.item_id: card for card in list_all_cards(owner)}
    assert {item_id: card.reason for item_id, card in cards.items()} == {
        missed.item_id: Reason.WRONG,
        guessed.item_id: Reason.GUESSED,
    }
    again = starting.start_again(quiz_id, owner, time_multiplier=1, seed=1, start_key="again-key", now=SOON)
    service.give_answer(again, owner, 0, right_and_wrong(again, owner, 0)[0], None, SOON + timedelta(days=1))
    assert [rating.grade for rating in list_ratings(cards[missed.item_id].id, owner, 9)] == [Grade.GOOD]


def test_an_answer_given_in_learn_mode_cannot_be_changed(owner: int) -> None:
    quiz_id = start_learning(owner)
    right, wrong = right_and_wrong(quiz_id, owner, 0)
    service.give_answer(quiz_id, owner, 0, wrong, None, SOON)
    with pytest.raises(AnswerGiven):
        service.give_answer(quiz_id, owner, 0, right, None, SOON)
    with pytest.raises(AnswerGiven):
        choices.save_choice(quiz_id, owner, 0, choice(right, revision=1), SOON)
    assert get_quiz(quiz_id, owner).answer(0).slot.chosen == wrong


def test_an_exam_gives_no_feedback_to_a_single_answer(owner: int) -> None:
    quiz_id = start_quiz(owner)
    right, _ = right_and_wrong(quiz_id, owner, 0)
    with pytest.raises(rules.NoFeedbackYet):
        service.give_answer(quiz_id, owner, 0, right, None, SOON)


@pytest.mark.parametrize("chosen", [{"nothing"}, {"right-a", "wrong-a", "x"}])
def test_an_option_the_question_does_not_have_is_refused_and_nothing_is_written(owner: int, chosen: set[str]) -> None:
    exam, learning = start_quiz(owner), start_learning(owner)
    with pytest.raises(rules.UnknownOption):
        choices.save_choice(exam, owner, 0, choice(chosen), SOON)
    with pytest.raises(rules.UnknownOption):
        service.give_answer(learning, owner, 0, frozenset(chosen), None, SOON)
    for quiz_id in (exam, learning):
        assert get_quiz(quiz_id, owner).answer(0).revision == 0


def test_a_guests_quizzes_come_along_even_where_a_key_is_taken(owner: int) -> None:
    guest = make_user("Guest")
    taken = start_quiz(owner, start_key="the-same-key")
    same, other = start_quiz(guest, start_key="the-same-key"), start_quiz(guest, start_key="another-key")
    adopt_quizzes(guest, owner)
    db.session.commit()
    assert {get_quiz(quiz_id, owner).user_id for quiz_id in (taken, same, other)} == {owner}
    keys = [get_row(quiz_id).start_key for quiz_id in (taken, same, other)]
    assert keys == ["the-same-key", same, "another-key"]


def test_a_result_looked_at_before_the_end_is_written_is_the_one_written_later(owner: int) -> None:
    exam = start_quiz(owner)
    for number in range(6):
        chosen = right_and_wrong(exam, owner, number)[number % 2]
        choices.save_choice(exam, owner, number, choice(chosen), DEADLINE + GRACE)
    late = DEADLINE + GRACE + timedelta(microseconds=1)
    seen = result_of(get_quiz(exam, owner).settled(late))
    service.settle_quiz(exam, owner, late)
    written = result_of(get_quiz(exam, owner))
    assert seen.score == written.score == Score(3, 8)
    assert (seen.questions, seen.topics, seen.levels, seen.time) == (
        written.questions,
        written.topics,
        written.levels,
        written.time,
    )


def test_more_than_one_batch_is_swept(owner: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        start_quiz(owner)
    monkeypatch.setattr(service, "list_lapsed", partial(list_lapsed, most=2))
    assert service.settle_lapsed(NOON + timedelta(days=1)) == 5


def test_the_latest_quizzes_come_first(owner: int) -> None:
    made = [start_quiz(owner, NOON + timedelta(minutes=number)) for number in range(4)]
    assert [found.id for found in list_recent(owner, 3)] == made[:0:-1]


def test_the_sweep_ends_what_lapsed_and_nothing_else(owner: int) -> None:
    lapsed, running, learning = start_quiz(owner), start_quiz(owner, DEADLINE), start_learning(owner)
    assert service.settle_lapsed(DEADLINE + GRACE) == 0
    assert service.settle_lapsed(DEADLINE + GRACE + timedelta(microseconds=1)) == 1
    assert [get_row(quiz_id).state for quiz_id in (lapsed, running, learning)] == ["finished", "running", "running"]


def test_every_lapsed_exam_of_one_user_is_ended_and_nobody_elses(owner: int) -> None:
    mine, theirs = [start_quiz(owner, seed=number) for number in range(3)], start_quiz(make_user("Somebody else"))
    assert service.settle_lapsed(NOON + timedelta(days=1), owner) == 3
    assert {get_row(quiz_id).state for quiz_id in mine} == {"finished"}
    assert get_row(theirs).state == "running"
