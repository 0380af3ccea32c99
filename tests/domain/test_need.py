"""What an interview needs, and a draw by it: what its points lead to, the missed ones most, each in its turn."""

from collections import Counter
from random import Random

import pytest

from interview_sim.domain.content import Level
from interview_sim.domain.drawing import Candidate, Source, Standing, Wanted, draw, matching
from interview_sim.domain.need import MISSED_COUNTS, Need, Taught, need_of, practised, worth


def topics(words: str) -> frozenset[str]:
    return frozenset(words.split())


def bank(*each_topics: str, right: tuple[int, ...] = ()) -> list[Candidate]:
    """One question for each, numbered from 1; those in `right` were answered rightly last."""
    return [
        Candidate(
            number, number, Level.BEGINNER, topics(words), Standing.RIGHT if number in right else Standing.WRONG
        )
        for number, words in enumerate(each_topics, 1)
    ]


def drawn(candidates: list[Candidate], need: Need, count: int, seed: int = 1) -> set[int]:
    wanted = Wanted(source=Source.SCENARIO, scenario="x", count=count, need=need)
    return {candidate.item_id for candidate in draw(candidates, wanted, Random(seed))}


def screen(missed: int = 0) -> Need:
    """Ten points that lead to questions on Python, two to questions on Python and servers."""
    points = [("python",)] * 10 + [("python", "servers")] * 2
    return need_of(["python", "servers"], [(each, place < missed) for place, each in enumerate(points)])


@pytest.mark.parametrize("seed", range(20))
def test_what_only_touches_a_topic_comes_after_what_is_about_it(seed: int) -> None:
    candidates = bank("python flask", "python", "python django", "python", "python servers", "python", "flask")
    assert drawn(candidates, screen(), 4, seed) == {2, 4, 5, 6}


def test_no_point_of_another_topic_and_no_other_topic_is_ever_drawn() -> None:
    assert drawn(bank("flask", "http", "python"), screen(), 9) == {3}


def test_a_topic_of_a_quarter_of_the_points_belongs_to_the_interview_and_of_fewer_does_not() -> None:
    points = [(("operations",), False), *[(("behavioural",), False)] * 3]
    assert need_of(["behavioural"], points).topics == topics("behavioural operations")
    assert need_of(["behavioural"], [*points, (("behavioural",), False)]).topics == topics("behavioural")


def test_a_missed_point_counts_as_many_and_points_to_the_same_topics_add_up() -> None:
    need = need_of(["http"], [(("http",), True), (("http",), False), (("orm", "http"), False)])
    assert need.taught == (Taught(topics("http"), MISSED_COUNTS + 1), Taught(topics("http orm"), 1))
    assert need.missed == topics("http")


@pytest.mark.parametrize("seed", range(20))
def test_what_was_missed_comes_first_though_more_points_are_about_something_else(seed: int) -> None:
    points = [(("http",), False)] * 3 + [(("orm",), True)]
    assert drawn(bank("http", "orm", "http"), need_of(["http", "orm"], points), 1, seed) == {2}


@pytest.mark.parametrize("seed", range(20))
def test_a_quiz_goes_through_what_is_expected_instead_of_staying_with_one_topic(seed: int) -> None:
    points = [(("http",), False)] * 3 + [(("orm",), False)] * 2 + [(("caching",), False)] * 2
    candidates = bank("http", "http", "http", "http", "orm", "orm", "caching")
    asked = drawn(candidates, need_of(["http", "orm", "caching"], points), 3, seed)
    assert Counter(" ".join(candidates[number - 1].topics) for number in asked) == {"http": 1, "orm": 1, "caching": 1}


def test_what_was_right_comes_last_however_much_it_is_needed() -> None:
    candidates = bank("python", "python flask", "python", right=(1, 3))
    assert drawn(candidates, screen(), 1) == {2}
    assert drawn(candidates, screen(), 2) < {1, 2, 3}


def test_among_equals_every_question_is_equally_likely() -> None:
    candidates = bank("python", "python", "python", "python", "python flask")
    counts = Counter(number for seed in range(2_000) for number in drawn(candidates, screen(), 2, seed))
    assert set(counts) == {1, 2, 3, 4}
    assert all(abs(count - 1_000) < 5 * (2_000 * 0.25) ** 0.5 for count in counts.values())


def test_points_that_lead_nowhere_leave_the_topics_of_the_scenario() -> None:
    need = need_of(["http"], [((), True), ((), False)])
    assert need == Need(topics("http"))
    wanted = Wanted(source=Source.SCENARIO, need=need)
    assert [each.item_id for each in matching(bank("http", "orm", "http orm"), wanted)] == [1, 3]
    assert drawn(bank("http", "orm", "http orm"), need, 9) == {1, 3}
    assert need_of(["http"], []) == need


def test_a_question_exactly_like_a_point_halves_what_is_left_of_it_and_one_on_something_else_nothing() -> None:
    taught = (Taught(topics("http"), 4), Taught(topics("http orm"), 2), Taught(topics("async"), 1))
    left = practised(topics("http"), taught)
    assert [each.weight for each in left] == [2, 1.5, 1]
    assert worth(topics("http"), taught) == 5
    assert worth(topics("testing"), taught) == 0
