"""Starting, saving, answering, ending: what is written, what is told, and what is refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from interview_sim.catalog.queries import get_choices
from interview_sim.domain import quiz as rules
from interview_sim.domain.drawing import Source, Standing, draw, shuffled
from interview_sim.domain.errors import NotFound
from interview_sim.domain.quiz import AnswerGiven, Confidence, QuizOver, State
from interview_sim.domain.timing import GRACE
from interview_sim.extensions import db
from interview_sim.quiz import choices, service, starting
from interview_sim.quiz.bank_queries import list_bank
from interview_sim.quiz.choices import StaleChoice
from interview_sim.quiz.models import QuizAttempt
from interview_sim.quiz.queries import get_quiz
from interview_sim.quiz.service import adopt_quizzes
from interview_sim.quiz.signals import question_graded
from tests.builders import NOON
from tests.quizzes import (
    EVERYTHING,
    QUESTIONS,
    change_question,
    choice,
    key_for,
    load_menu,
    right_and_wrong,
    start_learning,
    start_quiz,
)
from tests.web.progress.seed import make_user

pytestmark = pytest.mark.usefixtures("db_session")

SOON = NOON + timedelta(seconds=5)
DEADLINE = NOON + timedelta(seconds=630)
"""Of an exam of all eight: four of 60 s, two of 75 s, two of 90 s with 30 s more for their code."""


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


def row(quiz_id: str) -> QuizAttempt:
    db.session.expire_all()
    return db.session.get_one(QuizAttempt, quiz_id)


def standings(owner: int) -> dict[str, str]:
    bank = list_bank(owner)
    found = get_choices([candidate.revision_id for candidate in bank])
    return {found[each.revision_id].slug: each.standing.value for each in bank}


def test_the_deadline_is_the_seconds_of_the_questions_with_extra_time(owner: int) -> None:
    assert row(start_quiz(owner)).expires_at == DEADLINE
    assert row(start_quiz(owner, multiplier=1.5)).expires_at == NOON + timedelta(seconds=945)
    assert row(start_learning(owner)).expires_at is None


def test_the_stored_seed_draws_the_same_questions_and_options_again(owner: int) -> None:
    bank = list_bank(owner)
    quiz_id = start_quiz(owner, seed=4711)
    rng = Random(row(quiz_id).seed)
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
    assert start_quiz(owner, start_key="the-same-key") != first


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
    assert (row(quiz_id).state, row(quiz_id).right, row(quiz_id).counted) == ("finished", 4, 8)


def test_a_listener_that_fails_leaves_the_answer_ungraded(owner: int) -> None:
    quiz_id = start_learning(owner)
    right, _ = right_and_wrong(quiz_id, owner, 0)

    def fail(_sender: object, **_news: Any) -> None:
        raise RuntimeError("no card today")

    with question_graded.connected_to(fail), pytest.raises(RuntimeError):
        service.give_answer(quiz_id, owner, 0, right, None, SOON)
    db.session.rollback()
    assert get_quiz(quiz_id, owner).answer(0).slot.closed_at is None


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


class TestSaving:
    """What is taken, acknowledged or held back; as drafts of an interview (docs/decisions/0005)."""

    @pytest.fixture
    def exam(self, owner: int) -> str:
        return start_quiz(owner)

    def test_a_lost_acknowledgement_does_not_make_a_page_a_stranger_to_itself(self, exam: str, owner: int) -> None:
        right, wrong = right_and_wrong(exam, owner, 0)
        choices.save_choice(exam, owner, 0, choice(right, sequence=1), SOON)
        saved = choices.save_choice(exam, owner, 0, choice(wrong, revision=0, sequence=2), SOON)
        assert saved.revision == 2
        assert get_quiz(exam, owner).answer(0).slot.chosen == wrong

    def test_a_save_that_hung_in_the_network_is_acknowledged_and_not_written(self, exam: str, owner: int) -> None:
        right, wrong = right_and_wrong(exam, owner, 0)
        choices.save_choice(exam, owner, 0, choice(right, sequence=2), SOON)
        assert choices.save_choice(exam, owner, 0, choice(wrong, sequence=1), SOON).revision == 1
        assert get_quiz(exam, owner).answer(0).slot.chosen == right

    def test_a_stale_page_is_shown_what_is_stored(self, exam: str, owner: int) -> None:
        right, wrong = right_and_wrong(exam, owner, 0)
        choices.save_choice(exam, owner, 0, choice(right, confidence=Confidence.SURE), SOON)
        with pytest.raises(StaleChoice) as refusal:
            choices.save_choice(exam, owner, 0, choice(wrong, page="page-two"), SOON)
        stored = refusal.value.stored
        assert (stored.slot.chosen, stored.slot.confidence, stored.revision) == (right, Confidence.SURE, 1)
        assert get_quiz(exam, owner).answer(0).slot.chosen == right

    def test_the_same_choice_from_another_page_is_no_conflict(self, exam: str, owner: int) -> None:
        right, _ = right_and_wrong(exam, owner, 0)
        choices.save_choice(exam, owner, 0, choice(right), SOON)
        assert choices.save_choice(exam, owner, 0, choice(right, page="page-two"), SOON).revision == 1

    def test_a_choice_can_be_taken_back_and_is_not_right_then(self, exam: str, owner: int) -> None:
        right, _ = right_and_wrong(exam, owner, 0)
        choices.save_choice(exam, owner, 0, choice(right), SOON)
        choices.save_choice(exam, owner, 0, choice((), revision=1, sequence=2), SOON)
        service.finish_quiz(exam, owner, SOON)
        assert get_quiz(exam, owner).answer(0).slot.is_right is False

    @pytest.mark.parametrize("offset", [-timedelta(seconds=1), timedelta(), GRACE])
    def test_up_to_the_end_of_the_grace_a_choice_is_taken(self, exam: str, owner: int, offset: timedelta) -> None:
        right, _ = right_and_wrong(exam, owner, 0)
        saved = choices.save_choice(exam, owner, 0, choice(right), DEADLINE + offset)
        assert saved.seconds_left == -offset.total_seconds()

    @pytest.mark.parametrize("offset", [GRACE + timedelta(microseconds=1), timedelta(hours=9)])
    def test_after_the_grace_it_is_refused_and_the_end_is_written_down(
        self, exam: str, owner: int, offset: timedelta
    ) -> None:
        right, _ = right_and_wrong(exam, owner, 0)
        with pytest.raises(QuizOver):
            choices.save_choice(exam, owner, 0, choice(right), DEADLINE + offset)
        assert (row(exam).state, row(exam).finished_at, row(exam).finished_by) == ("finished", DEADLINE, "clock")

    def test_flags_come_and_go_and_are_refused_afterwards(self, exam: str, owner: int) -> None:
        for flag in (True, False, True):
            choices.set_flag(exam, owner, 3, flag, SOON)
            assert get_quiz(exam, owner).answer(3).is_flagged is flag
        service.finish_quiz(exam, owner, SOON)
        with pytest.raises(QuizOver):
            choices.set_flag(exam, owner, 3, False, SOON)

    @pytest.mark.parametrize("number", [-1, 8])
    def test_a_question_that_is_not_in_the_quiz_is_not_found(self, exam: str, owner: int, number: int) -> None:
        with pytest.raises(NotFound):
            choices.save_choice(exam, owner, number, choice({"right"}), SOON)
        with pytest.raises(NotFound):
            choices.set_flag(exam, owner, number, True, SOON)
        with pytest.raises(NotFound):
            service.give_answer(exam, owner, number, frozenset({"right"}), None, SOON)

    def test_nobody_else_can_do_anything_to_it(self, exam: str, owner: int) -> None:
        stranger = make_user("Somebody else")
        right, _ = right_and_wrong(exam, owner, 0)
        for act in (
            lambda: choices.save_choice(exam, stranger, 0, choice(right), SOON),
            lambda: choices.set_flag(exam, stranger, 0, True, SOON),
            lambda: service.give_answer(exam, stranger, 0, right, None, SOON),
            lambda: service.finish_quiz(exam, stranger, SOON),
            lambda: service.settle_quiz(exam, stranger, SOON),
            lambda: service.delete_quiz(exam, stranger),
            lambda: starting.start_again(exam, stranger, time_multiplier=1, seed=1, start_key="k" * 8, now=SOON),
        ):
            with pytest.raises(NotFound):
                act()
        stored = get_quiz(exam, owner)
        assert (stored.quiz.state, stored.version, stored.answer(0).revision) == (State.RUNNING, 1, 0)


class TestWhatIsAskedNext:
    """Standings come from the last answer that was graded, and starting settles what lapsed first."""

    def test_the_last_answer_decides_and_a_blank_of_an_exam_is_one(self, owner: int) -> None:
        quiz_id = start_learning(owner)
        stored = get_quiz(quiz_id, owner)
        slugs = [pinned.slug for pinned in get_choices(stored.revision_ids).values()]
        right, wrong = right_and_wrong(quiz_id, owner, 0)
        service.give_answer(quiz_id, owner, 0, wrong, None, SOON)
        assert {slug for slug, found in standings(owner).items() if found == "wrong"} == {slugs[0]}
        later = start_learning(owner, SOON, seed=1)
        place = [answer.item_id for answer in get_quiz(later, owner).answers].index(stored.answer(0).item_id)
        service.give_answer(later, owner, place, right, None, SOON + timedelta(minutes=1))
        assert set(standings(owner).values()) == {"unseen", "right"}
        exam = start_quiz(owner, SOON + timedelta(minutes=2))
        assert standings(owner)[slugs[0]] == Standing.RIGHT.value
        service.finish_quiz(exam, owner, SOON + timedelta(minutes=3))
        assert standings(owner)[slugs[0]] == Standing.WRONG.value

    def test_what_learn_mode_never_got_an_answer_to_stays_unseen(self, owner: int) -> None:
        quiz_id = start_learning(owner)
        service.finish_quiz(quiz_id, owner, SOON)
        assert set(standings(owner).values()) == {"unseen"}

    def test_a_lapsed_exam_counts_before_the_next_draw(self, owner: int) -> None:
        exam = start_quiz(owner)
        right, _ = right_and_wrong(exam, owner, 0)
        choices.save_choice(exam, owner, 0, choice(right), SOON)
        long_after = DEADLINE + timedelta(days=1)
        again = start_quiz(owner, long_after, replace(EVERYTHING, source=Source.WRONG))
        not_right = {answer.item_id for answer in get_quiz(exam, owner).answers[1:]}
        assert {answer.item_id for answer in get_quiz(again, owner).answers} == not_right
        assert (row(exam).state, row(exam).finished_at) == ("finished", DEADLINE)

    def test_nobody_elses_answers_count(self, owner: int) -> None:
        quiz_id = start_learning(owner)
        service.give_answer(quiz_id, owner, 0, right_and_wrong(quiz_id, owner, 0)[1], None, SOON)
        assert set(standings(make_user("Somebody else")).values()) == {"unseen"}
        assert {each.standing for each in list_bank(None)} == {Standing.UNSEEN}

    def test_these_again_asks_exactly_what_was_not_right_in_its_present_wording(self, owner: int) -> None:
        exam = start_quiz(owner)
        for number in (0, 1, 2):
            right, wrong = right_and_wrong(exam, owner, number)
            choices.save_choice(exam, owner, number, choice(wrong if number == 2 else right), SOON)
        service.finish_quiz(exam, owner, SOON)
        stored = get_quiz(exam, owner)
        again = starting.start_again(exam, owner, time_multiplier=1, seed=9, start_key="again-key", now=SOON)
        assert {answer.item_id for answer in get_quiz(again, owner).answers} == {
            answer.item_id for answer in stored.answers[2:]
        }
        assert row(again).title == "Drinks and Meals (again)"
        service.finish_quiz(again, owner, SOON)
        third = starting.start_again(again, owner, time_multiplier=1, seed=9, start_key="third-key", now=SOON)
        assert row(third).title == "Drinks and Meals (again)"

    def test_these_again_is_refused_while_it_goes_on_and_where_all_was_right(self, owner: int) -> None:
        quiz_id = start_learning(owner, count=1)
        with pytest.raises(rules.NoFeedbackYet):
            starting.start_again(quiz_id, owner, time_multiplier=1, seed=1, start_key="again-key", now=SOON)
        service.give_answer(quiz_id, owner, 0, right_and_wrong(quiz_id, owner, 0)[0], None, SOON)
        with pytest.raises(starting.NothingToAsk):
            starting.start_again(quiz_id, owner, time_multiplier=1, seed=1, start_key="again-key", now=SOON)

    def test_a_retired_question_is_neither_drawn_nor_asked_again_but_stays_in_the_result(self, owner: int) -> None:
        quiz_id = start_quiz(owner)
        service.finish_quiz(quiz_id, owner, SOON)
        load_menu(QUESTIONS[1:])
        again = starting.start_again(quiz_id, owner, time_multiplier=1, seed=1, start_key="again-key", now=SOON)
        assert len(get_quiz(again, owner).answers) == 7
        assert len([key_for(answer) for answer in get_quiz(quiz_id, owner).answers]) == 8


def test_a_guests_quizzes_come_along_even_where_a_key_is_taken(owner: int) -> None:
    guest = make_user("Guest")
    taken = start_quiz(owner, start_key="the-same-key")
    same, other = start_quiz(guest, start_key="the-same-key"), start_quiz(guest, start_key="another-key")
    adopt_quizzes(guest, owner)
    db.session.commit()
    assert {get_quiz(quiz_id, owner).user_id for quiz_id in (taken, same, other)} == {owner}
    assert (row(taken).start_key, row(same).start_key, row(other).start_key) == ("the-same-key", same, "another-key")


def test_the_sweep_ends_what_lapsed_and_nothing_else(owner: int) -> None:
    lapsed, running, learning = start_quiz(owner), start_quiz(owner, DEADLINE), start_learning(owner)
    assert service.settle_lapsed(DEADLINE + GRACE) == 0
    assert service.settle_lapsed(DEADLINE + GRACE + timedelta(microseconds=1)) == 1
    assert [row(quiz_id).state for quiz_id in (lapsed, running, learning)] == ["finished", "running", "running"]


def test_every_lapsed_exam_of_one_user_is_ended_and_nobody_elses(owner: int) -> None:
    mine, theirs = [start_quiz(owner, seed=number) for number in range(3)], start_quiz(make_user("Somebody else"))
    assert service.settle_lapsed(NOON + timedelta(days=1), owner) == 3
    assert {row(quiz_id).state for quiz_id in mine} == {"finished"}
    assert row(theirs).state == "running"
