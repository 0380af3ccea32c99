"""What is asked next: it comes from the last answer that was graded, and starting settles what lapsed first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from interview_sim.catalog.queries import get_choices
from interview_sim.domain import quiz as rules
from interview_sim.domain.drawing import Source, Standing
from interview_sim.domain.errors import NotFound
from interview_sim.extensions import db
from interview_sim.quiz import choices, service, starting
from interview_sim.quiz.bank_queries import list_bank
from interview_sim.quiz.queries import get_quiz
from interview_sim.quiz.service import adopt_quizzes
from tests.builders import NOON
from tests.quizzes import (
    DEADLINE,
    EVERYTHING,
    QUESTIONS,
    SOON,
    choice,
    get_row,
    key_for,
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


def standings(owner: int) -> dict[str, str]:
    bank = list_bank(owner)
    found = get_choices([candidate.revision_id for candidate in bank])
    return {found[each.revision_id].slug: each.standing.value for each in bank}


def test_the_last_answer_decides_and_a_blank_of_an_exam_is_one(owner: int) -> None:
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


def test_what_learn_mode_never_got_an_answer_to_stays_unseen(owner: int) -> None:
    quiz_id = start_learning(owner)
    service.finish_quiz(quiz_id, owner, SOON)
    assert set(standings(owner).values()) == {"unseen"}


def test_a_lapsed_exam_counts_before_the_next_draw(owner: int) -> None:
    exam = start_quiz(owner)
    right, _ = right_and_wrong(exam, owner, 0)
    choices.save_choice(exam, owner, 0, choice(right), SOON)
    long_after = DEADLINE + timedelta(days=1)
    again = start_quiz(owner, long_after, replace(EVERYTHING, source=Source.WRONG))
    not_right = {answer.item_id for answer in get_quiz(exam, owner).answers[1:]}
    assert {answer.item_id for answer in get_quiz(again, owner).answers} == not_right
    assert (get_row(exam).state, get_row(exam).finished_at) == ("finished", DEADLINE)


def test_a_start_leaves_the_exams_of_others_alone(owner: int) -> None:
    theirs = start_quiz(make_user("Somebody else"))
    start_quiz(owner, NOON + timedelta(days=1))
    assert get_row(theirs).state == "running"


def test_a_deleted_quiz_leaves_its_questions_unseen(owner: int) -> None:
    quiz_id = start_learning(owner)
    service.give_answer(quiz_id, owner, 0, right_and_wrong(quiz_id, owner, 0)[1], None, SOON)
    service.delete_quiz(quiz_id, owner)
    assert set(standings(owner).values()) == {"unseen"}


def test_nobody_elses_answers_count(owner: int) -> None:
    quiz_id = start_learning(owner)
    service.give_answer(quiz_id, owner, 0, right_and_wrong(quiz_id, owner, 0)[1], None, SOON)
    assert set(standings(make_user("Somebody else")).values()) == {"unseen"}
    assert {each.standing for each in list_bank(None)} == {Standing.UNSEEN}


def test_these_again_asks_exactly_what_was_not_right_in_its_present_wording(owner: int) -> None:
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
    assert get_row(again).title == "Drinks and Meals (again)"
    service.finish_quiz(again, owner, SOON)
    third = starting.start_again(again, owner, time_multiplier=1, seed=9, start_key="third-key", now=SOON)
    assert get_row(third).title == "Drinks and Meals (again)"


def test_these_again_leaves_out_what_a_learner_did_not_reach(owner: int) -> None:
    quiz_id = start_learning(owner)
    service.give_answer(quiz_id, owner, 0, right_and_wrong(quiz_id, owner, 0)[1], None, SOON)
    choices.save_choice(quiz_id, owner, 1, choice(right_and_wrong(quiz_id, owner, 1)[1]), SOON)
    service.finish_quiz(quiz_id, owner, SOON)
    again = starting.start_again(quiz_id, owner, time_multiplier=1, seed=1, start_key="again-key", now=SOON)
    assert [answer.item_id for answer in get_quiz(again, owner).answers] == [
        get_quiz(quiz_id, owner).answer(0).item_id
    ]


def test_these_again_is_refused_while_it_goes_on_and_where_all_was_right(owner: int) -> None:
    quiz_id = start_learning(owner, count=1)
    with pytest.raises(rules.NoFeedbackYet):
        starting.start_again(quiz_id, owner, time_multiplier=1, seed=1, start_key="again-key", now=SOON)
    service.give_answer(quiz_id, owner, 0, right_and_wrong(quiz_id, owner, 0)[0], None, SOON)
    with pytest.raises(starting.NothingToAsk):
        starting.start_again(quiz_id, owner, time_multiplier=1, seed=1, start_key="again-key", now=SOON)


def test_a_retired_question_is_neither_drawn_nor_asked_again_but_stays_in_the_result(owner: int) -> None:
    quiz_id = start_quiz(owner)
    service.finish_quiz(quiz_id, owner, SOON)
    load_menu(QUESTIONS[1:])
    again = starting.start_again(quiz_id, owner, time_multiplier=1, seed=1, start_key="again-key", now=SOON)
    assert len(get_quiz(again, owner).answers) == 7
    assert len([key_for(answer) for answer in get_quiz(quiz_id, owner).answers]) == 8


def test_what_a_guest_had_wrong_is_asked_of_the_account(owner: int) -> None:
    guest = make_user("Guest")
    quiz_id = start_learning(guest)
    service.give_answer(quiz_id, guest, 0, right_and_wrong(quiz_id, guest, 0)[1], None, SOON)
    adopt_quizzes(guest, owner)
    db.session.commit()
    asked = start_quiz(owner, wanted=replace(EVERYTHING, source=Source.WRONG))
    missed = get_quiz(quiz_id, owner).answer(0).item_id
    assert [answer.item_id for answer in get_quiz(asked, owner).answers] == [missed]
    with pytest.raises(NotFound):
        get_quiz(quiz_id, guest)
