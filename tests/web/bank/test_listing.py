"""The list's addresses: what they ask for, in one spelling."""

import pytest

from interview_sim.bank.listing import QuestionFilter, Sort, page_of, parse_filter, parse_place

TOPICS = {"web": "The web", "storage": "Storing data"}


def parsed(*, is_signed_in: bool = True, **arguments: str) -> QuestionFilter:
    return parse_filter(arguments, TOPICS, is_signed_in=is_signed_in)


def test_the_plain_list_needs_no_arguments() -> None:
    assert parsed().on_page(1) == {}
    assert parsed(q="", topic="", level="", seen="", sort="level", page="1").on_page(1) == {}


def test_arguments_stand_in_one_order_whatever_order_they_came_in() -> None:
    mixed = parsed(page="3", sort="title", weak="yes", q=" an   index ", bookmarked="yes", seen="no", topic="web")
    wanted = {"q": "an index", "topic": "web", "seen": "no", "bookmarked": "yes", "weak": "yes", "sort": "title"}
    assert list(mixed.on_page(mixed.page).items()) == [*wanted.items(), ("page", "3")]


def test_an_address_asks_for_the_same_again() -> None:
    once = parsed(q="índex", level="advanced", sort="weak", page="2")
    assert parse_filter(once.on_page(2), TOPICS, is_signed_in=True) == once


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("topic", "no-such-topic"),
        ("level", "guru"),
        ("seen", "maybe"),
        ("bookmarked", "1"),
        ("sort", "random"),
        ("sort", "relevance"),
        ("page", "-1"),
        ("page", "0"),
        ("page", "9" * 30),
        ("page", "٣"),
        ("utm_source", "x"),
    ],
)
def test_what_means_nothing_is_ignored(name: str, value: str) -> None:
    assert parse_filter({name: value}, TOPICS, is_signed_in=True) == QuestionFilter()


def test_a_visitor_cannot_ask_for_what_only_users_have() -> None:
    asked = parsed(is_signed_in=False, seen="yes", bookmarked="yes", weak="yes", sort="weak")
    assert asked == QuestionFilter()


def test_a_search_is_sorted_by_relevance_unless_told_otherwise() -> None:
    assert parsed(q="index").sort is Sort.RELEVANCE
    assert parsed(q="index", sort="title").sort is Sort.TITLE
    assert parsed(q="🙂").sort is Sort.LEVEL


def test_without_the_search_the_order_is_again_by_level() -> None:
    loose = parsed(q="index", topic="web", page="4").without("q")
    assert (loose.query, loose.topic, loose.sort, loose.page) == ("", "web", Sort.LEVEL, 1)


def test_each_thing_that_narrows_can_be_taken_away() -> None:
    asked = parsed(q="index", topic="web", level="advanced", seen="no", bookmarked="yes", weak="yes")
    for name in asked.active:
        assert name not in asked.without(name).active
        assert len(asked.without(name).active) == len(asked.active) - 1


@pytest.mark.parametrize(
    ("value", "place"), [("1", 1), ("37", 37), ("0", None), ("x", None), ("", None), ("-2", None)]
)
def test_a_place_in_the_list_counts_from_one(value: str, place: int | None) -> None:
    assert parse_place({"n": value}) == place


def test_the_page_of_a_place() -> None:
    assert [page_of(place) for place in (1, 20, 21, 40, 41)] == [1, 1, 2, 2, 3]
