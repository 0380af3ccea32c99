"""What makes an answer right, and what a score counts."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.domain import quiz as rules
from interview_sim.domain.quiz import Mode, Quiz, Score, UnknownOption
from tests.domain.attempts import NOON
from tests.quizzes import several, single

HOUR = timedelta(hours=1)
OPTIONS = ["a", "b", "c", "d"]
choices = st.frozensets(st.sampled_from(OPTIONS))
keys = st.frozensets(st.sampled_from(OPTIONS), min_size=1, max_size=3)


@pytest.mark.parametrize(
    ("chosen", "right"),
    [
        ({"right-a", "right-b"}, True),
        ({"right-a"}, False),
        ({"right-b"}, False),
        ({"right-a", "right-b", "wrong-a"}, False),
        ({"right-a", "right-b", "wrong-a", "wrong-b"}, False),
        ({"wrong-a"}, False),
    ],
)
def test_of_several_right_options_exactly_all_are_right(chosen: set[str], right: bool) -> None:
    assert rules.is_right(frozenset(chosen), rules.key_of(several("x"))) is right


@given(chosen=choices, key=keys)
def test_right_is_the_same_set_and_nothing_else(chosen: frozenset[str], key: frozenset[str]) -> None:
    assert rules.is_right(chosen, key) is (not chosen ^ key)


def test_whether_several_apply_is_told_and_comes_from_the_key() -> None:
    assert rules.takes_several(several("x"))
    assert not rules.takes_several(single("x"))


@pytest.mark.parametrize("chosen", [set(), {"right"}, {"wrong-b"}])
def test_one_option_of_the_question_or_none_can_be_chosen_where_one_is_right(chosen: set[str]) -> None:
    rules.require_options(single("x"), frozenset(chosen))


@pytest.mark.parametrize("chosen", [{"right", "wrong-a"}, {"right-a"}, {"right", "nothing"}])
def test_two_options_where_one_is_right_and_foreign_options_are_refused(chosen: set[str]) -> None:
    with pytest.raises(UnknownOption):
        rules.require_options(single("x"), frozenset(chosen))


def test_any_number_can_be_chosen_where_several_are_right() -> None:
    rules.require_options(several("x"), frozenset({"right-a", "right-b", "wrong-a", "wrong-b"}))


@given(st.lists(st.tuples(choices, keys), min_size=1, max_size=12))
def test_an_exam_counts_every_question_and_grades_a_blank_one_as_not_right(
    answers: list[tuple[frozenset[str], frozenset[str]]],
) -> None:
    quiz = rules.begin(Mode.EXAM, len(answers), HOUR, NOON)
    for number, (chosen, _key) in enumerate(answers):
        quiz = rules.choose(quiz, number, chosen, None, NOON)
    graded = rules.grade(rules.finish(quiz, NOON), [key for _chosen, key in answers])
    assert [slot.is_right for slot in graded.slots] == [chosen == key for chosen, key in answers]
    score = rules.score_of(Mode.EXAM, graded.slots)
    assert score == Score(sum(chosen == key for chosen, key in answers), len(answers))
    assert rules.grade(graded, [key for _chosen, key in answers]) == graded


def learnt(*given_answers: tuple[set[str], set[str]], of: int) -> Quiz:
    quiz = rules.begin(Mode.LEARN, of, HOUR, NOON)
    for number, (chosen, key) in enumerate(given_answers):
        quiz = rules.answer(quiz, number, frozenset(chosen), None, frozenset(key), NOON)
    return quiz


def test_of_a_quiz_to_learn_from_only_what_was_answered_counts() -> None:
    quiz = rules.finish(learnt(({"a"}, {"a"}), ({"b"}, {"a"}), of=5), NOON)
    assert rules.score_of(Mode.LEARN, quiz.slots) == Score(1, 2)


def test_what_was_chosen_but_never_given_in_learn_mode_is_not_graded() -> None:
    quiz = rules.choose(learnt(({"a"}, {"a"}), of=2), 1, frozenset({"a"}), None, NOON)
    graded = rules.grade(rules.finish(quiz, NOON), [frozenset({"a"})] * 2)
    assert [slot.is_right for slot in graded.slots] == [True, None]


def test_the_share_is_exact_and_nothing_counted_is_zero() -> None:
    assert Score(2, 3).share == Fraction(2, 3)
    assert Score(0, 0).share == 0


@pytest.mark.parametrize(
    ("right", "counted", "shown"),
    [(0, 0, 0), (0, 6, 0), (1, 6, 17), (1, 3, 33), (2, 3, 67), (1, 8, 13), (49, 50, 98), (50, 50, 100)],
)
def test_a_share_is_shown_to_the_nearest_per_cent_and_a_half_rounds_up(right: int, counted: int, shown: int) -> None:
    assert Score(right, counted).percent == shown
