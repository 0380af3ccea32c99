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


def test_a_topic_that_there_is_not_is_kept_to_be_told_of() -> None:
    asked = parsed(topic="no\0 such topic " + "x" * 100)
    assert asked.topic == "no-such-topic-" + "x" * 45
    assert asked.why_nothing(TOPICS) == f"There is no topic called “{asked.topic}”"
    assert parsed(topic="web").why_nothing(TOPICS) == "Nothing fits"


@pytest.mark.parametrize("query", ["*", "%", "(", "🙂", "++"])
def test_a_search_without_a_word_is_told_from_no_search(query: str) -> None:
    asked = parsed(q=query)
    assert asked.has_no_word
    assert asked.why_nothing(TOPICS) == f"There is no word in “{query}”"
    assert not parsed(q="").has_no_word
    assert not parsed(q="\0").has_no_word


@pytest.mark.parametrize(
    ("query", "read"),
    [("C++", ("c",)), ("what is an index?", ("index",)), ("Index", ()), ("two words", ()), ("*", ())],
)
def test_what_was_read_of_a_search_is_told_where_it_is_not_what_was_typed(query: str, read: tuple[str, ...]) -> None:
    assert parsed(q=query).read == read


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
