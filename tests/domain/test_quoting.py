"""When words count as the candidate's own."""

import pytest

from interview_sim.domain.quoting import stands_in

ANSWER = "Every table gets a primary key.\n\nMoney is “decimal” – never a float… It isn’t exact."


@pytest.mark.parametrize(
    "quote",
    [
        "primary key",
        "PRIMARY Key",
        "a  primary\tkey",
        "key. Money is",
        'money is "decimal" - never',
        "“Money is ‘decimal’",
        "money is “decimal” -- never a float",
        "it isn't exact",
        "never a float...",
        "primary key, ",
        "“a primary key”",
        "a\u00a0primary\u00a0key",
        "pri\u00admary key",
    ],
)
def test_case_space_and_kinds_of_marks_do_not_matter(quote: str) -> None:
    if "‘" in quote:
        assert not stands_in(quote, [ANSWER]), "single quotation marks are not double ones"
    else:
        assert stands_in(quote, [ANSWER])


@pytest.mark.parametrize("quote", ["foreign key", "a key primary", "primarykey", "money was decimal"])
def test_other_words_or_another_order_are_not_ones_own(quote: str) -> None:
    assert not stands_in(quote, [ANSWER])


@pytest.mark.parametrize("quote", ["every table … never a float", "… primary key … exact …", "Every table ... key"])
def test_an_ellipsis_stands_for_what_is_left_out(quote: str) -> None:
    assert stands_in(quote, [ANSWER])


@pytest.mark.parametrize("quote", ["never a float … every table", "every table … foreign key", "key … key"])
def test_the_parts_around_an_ellipsis_must_follow_each_other(quote: str) -> None:
    assert not stands_in(quote, [ANSWER])


def test_one_of_several_texts_has_to_have_it_all() -> None:
    assert stands_in("an index", ["A key.", "And an index."])
    assert not stands_in("a key … an index", ["A key.", "And an index."])


def test_nothing_stands_in_no_words() -> None:
    assert not stands_in("a key", [""])
    assert not stands_in("a key", [])
    assert not stands_in("…", ["words"])


def test_signs_can_be_quoted_and_stops_around_them_are_not_needed() -> None:
    assert stands_in("SELECT *", ["I would never write select * there"])
    assert stands_in("?", ["Is it?"])
    assert not stands_in("?", ["It is."])
