"""Saving choices and flags: what is taken, acknowledged or held back, as drafts of an interview (decision 0005)."""

from datetime import timedelta

import pytest

from interview_sim.domain.errors import NotFound
from interview_sim.domain.quiz import Confidence, QuizOver, State
from interview_sim.domain.timing import GRACE
from interview_sim.quiz import choices, service, starting
from interview_sim.quiz.choices import StaleChoice
from interview_sim.quiz.queries import get_quiz
from tests.quizzes import DEADLINE, SOON, choice, get_row, load_menu, right_and_wrong, start_quiz
from tests.web.progress.seed import make_user

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def owner(db_session: object) -> int:
    load_menu()
    return make_user()


@pytest.fixture
def exam(owner: int) -> str:
    return start_quiz(owner)


def test_a_lost_acknowledgement_does_not_make_a_page_a_stranger_to_itself(exam: str, owner: int) -> None:
    right, wrong = right_and_wrong(exam, owner, 0)
    choices.save_choice(exam, owner, 0, choice(right, sequence=1), SOON)
    saved = choices.save_choice(exam, owner, 0, choice(wrong, revision=0, sequence=2), SOON)
    assert saved.revision == 2
    assert get_quiz(exam, owner).answer(0).slot.chosen == wrong


def test_a_save_that_hung_in_the_network_is_acknowledged_and_not_written(exam: str, owner: int) -> None:
    right, wrong = right_and_wrong(exam, owner, 0)
    choices.save_choice(exam, owner, 0, choice(right, sequence=2), SOON)
    assert choices.save_choice(exam, owner, 0, choice(wrong, sequence=1), SOON).revision == 1
    assert get_quiz(exam, owner).answer(0).slot.chosen == right


def test_a_stale_page_is_shown_what_is_stored(exam: str, owner: int) -> None:
    right, wrong = right_and_wrong(exam, owner, 0)
    choices.save_choice(exam, owner, 0, choice(right, confidence=Confidence.SURE), SOON)
    with pytest.raises(StaleChoice) as refusal:
        choices.save_choice(exam, owner, 0, choice(wrong, page="page-two"), SOON)
    stored = refusal.value.stored
    assert (stored.slot.chosen, stored.slot.confidence, stored.revision) == (right, Confidence.SURE, 1)
    assert get_quiz(exam, owner).answer(0).slot.chosen == right


def test_without_a_script_a_page_conflicts_even_with_what_it_sent_itself(exam: str, owner: int) -> None:
    """It counts nothing, so that going back in the browser is known for what it is."""
    right, wrong = right_and_wrong(exam, owner, 0)
    choices.save_choice(exam, owner, 0, choice(right, sequence=0), SOON)
    with pytest.raises(StaleChoice):
        choices.save_choice(exam, owner, 0, choice(wrong, sequence=0), SOON)
    assert get_quiz(exam, owner).answer(0).slot.chosen == right


def test_the_same_choice_from_another_page_is_no_conflict(exam: str, owner: int) -> None:
    right, _ = right_and_wrong(exam, owner, 0)
    choices.save_choice(exam, owner, 0, choice(right), SOON)
    assert choices.save_choice(exam, owner, 0, choice(right, page="page-two"), SOON).revision == 1


def test_a_choice_can_be_taken_back_and_is_not_right_then(exam: str, owner: int) -> None:
    right, _ = right_and_wrong(exam, owner, 0)
    choices.save_choice(exam, owner, 0, choice(right), SOON)
    choices.save_choice(exam, owner, 0, choice((), revision=1, sequence=2), SOON)
    service.finish_quiz(exam, owner, SOON)
    assert get_quiz(exam, owner).answer(0).slot.is_right is False


@pytest.mark.parametrize("offset", [-timedelta(seconds=1), timedelta(), GRACE])
def test_up_to_the_end_of_the_grace_a_choice_is_taken(exam: str, owner: int, offset: timedelta) -> None:
    right, _ = right_and_wrong(exam, owner, 0)
    saved = choices.save_choice(exam, owner, 0, choice(right), DEADLINE + offset)
    assert saved.seconds_left == -offset.total_seconds()


@pytest.mark.parametrize("offset", [GRACE + timedelta(microseconds=1), timedelta(hours=9)])
def test_after_the_grace_it_is_refused_and_the_end_is_written_down(exam: str, owner: int, offset: timedelta) -> None:
    right, _ = right_and_wrong(exam, owner, 0)
    with pytest.raises(QuizOver):
        choices.save_choice(exam, owner, 0, choice(right), DEADLINE + offset)
    assert (get_row(exam).state, get_row(exam).finished_at, get_row(exam).finished_by) == (
        "finished",
        DEADLINE,
        "clock",
    )


def test_a_flag_changes_nothing_else(exam: str, owner: int) -> None:
    choices.save_choice(exam, owner, 3, choice(right_and_wrong(exam, owner, 3)[0]), SOON)
    before = get_quiz(exam, owner)
    for flag in (True, True, False):
        choices.set_flag(exam, owner, 3, flag, SOON)
        assert [answer.is_flagged for answer in get_quiz(exam, owner).answers] == [
            flag and number == 3 for number in range(8)
        ]
    assert get_quiz(exam, owner) == before


def test_a_flag_is_refused_afterwards_and_the_end_written_down(exam: str, owner: int) -> None:
    choices.set_flag(exam, owner, 3, True, DEADLINE + GRACE)
    for _ in range(2):
        with pytest.raises(QuizOver):
            choices.set_flag(exam, owner, 3, False, DEADLINE + GRACE + timedelta(microseconds=1))
    assert (get_row(exam).state, get_row(exam).finished_at, get_row(exam).version) == ("finished", DEADLINE, 2)
    assert get_quiz(exam, owner).answer(3).is_flagged


@pytest.mark.parametrize("number", [-1, 8])
def test_a_question_that_is_not_in_the_quiz_is_not_found(exam: str, owner: int, number: int) -> None:
    with pytest.raises(NotFound):
        choices.save_choice(exam, owner, number, choice({"right"}), SOON)
    with pytest.raises(NotFound):
        choices.set_flag(exam, owner, number, True, SOON)
    with pytest.raises(NotFound):
        service.give_answer(exam, owner, number, frozenset({"right"}), None, SOON)


def test_nobody_else_can_do_anything_to_it(exam: str, owner: int) -> None:
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
