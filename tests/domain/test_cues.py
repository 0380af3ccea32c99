"""Cues of expected points in the candidate's own text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.domain.cues import Span, excerpts, find_cues, segments


def found(text: str, *cues: str) -> list[str]:
    return [text[span.start : span.end] for span in find_cues(text, cues)]


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("Add a FOREIGN key here.", "foreign key", ["FOREIGN key"]),
        ("two foreign keys", "foreign key", ["foreign keys"]),
        ("one foreign key", "foreign keys", ["foreign key"]),
        ("use select_related", "select-related", ["select_related"]),
        ("use select related", "select-related", ["select related"]),
        ("a thread-pool, a threadpool", "thread pool", ["thread-pool", "threadpool"]),
        ("it is IO bound", "I/O-bound", ["IO bound"]),
        ("an I/O‑bound load", "I/O-bound", ["I/O‑bound"]),
        ("the query\nplan", "query plan", ["query\nplan"]),
        ("many indexes and one index", "index", ["indexes", "index"]),
        ("caches and cache", "cache", ["caches", "cache"]),
        ("one cache", "caches", ["cache"]),
        ("a dependency, dependencies", "dependencies", ["dependency", "dependencies"]),
        ("C++ and C", "C++", ["C++"]),
        ("return 404s or 404", "404", ["404"]),
        ("the class, classes", "class", ["class", "classes"]),
        ("status, statuses", "status", ["status", "statuses"]),
    ],
)
def test_a_cue_is_found_with_simple_tolerance(text: str, cue: str, expected: list[str]) -> None:
    assert found(text, cue) == expected


@pytest.mark.parametrize(("text", "cue"), [("capital", "api"), ("rapid APIary", "API"), ("as is", "a"), ("x", "--")])
def test_a_cue_is_found_only_as_whole_words(text: str, cue: str) -> None:
    assert found(text, cue) == []


def test_overlapping_cues_are_joined_into_one_find() -> None:
    assert found("the async driver waits", "async driver", "driver waits") == ["async driver waits"]


def test_characters_special_to_patterns_mean_themselves() -> None:
    assert found("call f(x) or .*", ".*", "f(x)") == ["f(x)", ".*"]


def test_segments_keep_the_text_and_name_the_points() -> None:
    text = "Use an index on owner_id."
    cut = segments(text, {"index": find_cues(text, ["index on owner"]), "owner": find_cues(text, ["on owner_id"])})
    assert "".join(each.text for each in cut) == text
    assert [(each.text, each.points) for each in cut if each.points] == [("on owner_id", ("owner",))]


def test_segments_of_overlapping_points_name_both() -> None:
    cut = segments("a b c", {"one": [Span(0, 3)], "two": [Span(2, 5)]})
    assert [(each.text, each.points) for each in cut] == [("a ", ("one",)), ("b", ("one", "two")), (" c", ("two",))]


def test_segments_of_an_empty_text_are_none() -> None:
    assert segments("", {"one": ()}) == ()


def test_an_excerpt_shows_whole_words_around_the_cue() -> None:
    text = "word " * 30 + "an\nindex here" + " word" * 30
    (excerpt,) = excerpts(text, find_cues(text, ["index"]))
    (before, _), (cue, is_cue), (after, _) = excerpt.pieces
    assert (cue, is_cue) == ("index", True)
    assert before.startswith("… word ")
    assert before.endswith("an ")
    assert after.startswith(" here word")
    assert after.endswith("word …")


def test_cues_near_each_other_share_an_excerpt() -> None:
    text = "An index and a plan."
    (excerpt,) = excerpts(text, find_cues(text, ["index", "plan"]))
    assert excerpt.pieces == (("An ", False), ("index", True), (" and a ", False), ("plan", True), (".", False))


def test_two_excerpts_never_repeat_the_words_between_them() -> None:
    words = [f"w{number}" for number in range(20)]
    text = f"index {' '.join(words)} plan"
    shown = excerpts(text, find_cues(text, ["index", "plan"]))
    assert len(shown) == 2
    told = "".join(piece for excerpt in shown for piece, _ in excerpt.pieces).split()
    assert all(told.count(word) <= 1 for word in words)
    assert {"index", "plan", "w0", "w19"} <= set(told)


def test_at_most_three_excerpts_are_shown() -> None:
    text = f"index {'.' * 50} " * 9
    assert len(excerpts(text, find_cues(text, ["index"]))) == 3


@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=12), max_size=4))
def test_whatever_the_text_segments_join_to_it_and_spans_lie_within(text: str, cues: list[str]) -> None:
    spans = find_cues(text, cues)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert "".join(each.text for each in segments(text, {"p": spans})) == text


def test_a_hostile_text_is_searched_in_bounded_time() -> None:
    text = "thread -" * 6000 + "- " * 1000
    started = time.perf_counter()
    spans = find_cues(text, ["thread pool", "thread thread thread pool", "a - b - c"])
    segments(text, {"p": spans, "q": find_cues(text, ["thread"])})
    assert time.perf_counter() - started < 2
