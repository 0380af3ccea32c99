"""Drawing drills and judging what was ticked."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.domain.content import DrillFlag
from interview_sim.domain.drill import (
    RESTS,
    Latest,
    UnknownFlag,
    Verdict,
    draw,
    grade,
    in_order,
    is_exactly_right,
    result_words,
)

RECOGNISED, MISSED, MISTAKEN, PASSED = Verdict
SEEDS = [str(number) for number in range(2_000)]


def flags(*raised: bool) -> list[DrillFlag]:
    return [
        DrillFlag(id=f"f{place}", flag=f"core/general/f{place}", raised=is_raised, why="Because.")
        for place, is_raised in enumerate(raised)
    ]


def drawn(offered: range | list[int], latest: list[Latest]) -> Counter[int | None]:
    return Counter(draw(offered, latest, seed) for seed in SEEDS)


def test_each_flag_is_judged_by_what_is_raised_and_what_is_ticked() -> None:
    verdicts = grade(flags(True, True, False, False), {"f0", "f2"})
    assert verdicts == {"f0": RECOGNISED, "f1": MISSED, "f2": MISTAKEN, "f3": PASSED}


@pytest.mark.parametrize(("raised", "ticked"), list(product((True, False), repeat=2)))
def test_a_verdict_remembers_both(raised: bool, ticked: bool) -> None:
    verdict = grade(flags(raised), {"f0"} if ticked else set())["f0"]
    assert (verdict.is_raised, verdict.is_ticked, verdict.is_right) == (raised, ticked, raised is ticked)


@given(st.lists(st.booleans(), min_size=1, max_size=6), st.data())
def test_right_is_exactly_the_raised_ones(raised: list[bool], data: st.DataObject) -> None:
    entries = flags(*raised)
    ticked = data.draw(st.sets(st.sampled_from([entry.id for entry in entries])))
    expected = ticked == {entry.id for entry in entries if entry.raised}
    assert is_exactly_right(grade(entries, ticked)) is expected


def test_none_ticked_is_right_only_where_none_is_raised() -> None:
    assert is_exactly_right(grade(flags(False, False), ()))
    assert not is_exactly_right(grade(flags(False, True), ()))


def test_what_is_not_shown_cannot_be_ticked() -> None:
    with pytest.raises(UnknownFlag, match="f7"):
        grade(flags(True, False), {"f0", "f7"})


@pytest.mark.parametrize(
    ("verdicts", "told"),
    [
        ([RECOGNISED, PASSED], "Exactly right"),
        ([PASSED, PASSED], "Exactly right"),
        ([MISSED, PASSED], "Not quite: 1 missed"),
        ([RECOGNISED, MISTAKEN], "Not quite: 1 ticked that is not raised"),
        ([RECOGNISED, MISSED, MISTAKEN], "Not quite: 1 missed and 1 ticked that is not raised"),
        ([MISTAKEN, MISTAKEN, MISSED], "Not quite: 1 missed and 2 ticked that are not raised"),
    ],
)
def test_a_whole_answer_in_one_sentence(verdicts: list[Verdict], told: str) -> None:
    assert result_words(verdicts) == told


def test_nothing_offered_nothing_drawn() -> None:
    assert draw([], [Latest(1, True)], "seed") is None


def test_the_same_seed_draws_the_same() -> None:
    assert [draw(range(50), [], seed) for seed in SEEDS] == [draw(range(50), [], seed) for seed in SEEDS]


def test_the_order_in_which_they_are_offered_does_not_matter() -> None:
    for seed in SEEDS[:100]:
        assert draw(list(range(20)), [], seed) == draw(list(reversed(range(20))), [], seed)


def test_chance_is_even_among_equals() -> None:
    counts = drawn(range(10), [])
    assert set(counts) == set(range(10))
    assert all(140 <= count <= 260 for count in counts.values()), counts


def test_what_is_new_or_was_wrong_comes_before_what_was_right() -> None:
    latest = [Latest(number, number % 2 == 0) for number in range(8)]
    # 0, 1 and 2 rest; 3, 5 and 7 were wrong; 8 and 9 are new.
    assert set(drawn(range(10), latest)) == {3, 5, 7, 8, 9}


def test_what_was_wrong_comes_back_after_three_others_and_not_before() -> None:
    wrong = Latest(0, False)
    others = [Latest(number, True) for number in range(1, 9)]
    for before in range(6):
        latest = [*others[:before], wrong, *others[before:]]
        assert (0 in drawn(range(9), latest)) is (before >= RESTS), before


def test_where_everything_was_right_the_latest_three_rest() -> None:
    latest = [Latest(number, True) for number in range(6)]
    assert set(drawn(range(6), latest)) == {3, 4, 5}


def test_where_there_are_few_only_the_last_one_rests() -> None:
    assert set(drawn([0, 1, 2], [Latest(number, False) for number in range(3)])) == {1, 2}


def test_a_single_one_comes_again_and_again() -> None:
    assert set(drawn([4], [Latest(4, True)])) == {4}


def test_answers_to_what_is_not_offered_keep_nothing_back() -> None:
    assert set(drawn([1, 2], [Latest(number, False) for number in (7, 8, 9, 1)])) == {1, 2}


@given(st.sets(st.integers(0, 30), min_size=1), st.lists(st.integers(0, 30), unique=True), st.text(max_size=8))
def test_what_is_drawn_is_always_on_offer(offered: set[int], answered: list[int], seed: str) -> None:
    assert draw(offered, [Latest(item_id, item_id % 2 == 0) for item_id in answered], seed) in offered


def test_one_after_another_every_drill_is_seen_before_one_that_was_right_comes_again() -> None:
    latest: list[Latest] = []
    for number in range(12):
        item_id = draw(range(12), latest, str(number))
        assert item_id is not None
        assert item_id not in [each.item_id for each in latest]
        latest.insert(0, Latest(item_id, True))


def test_the_flags_stand_in_an_order_that_the_seed_decides() -> None:
    assert in_order("abcd", "one") == in_order("abcd", "one")
    orders = {in_order("abc", seed) for seed in SEEDS[:200]}
    assert len(orders) == 6
    assert all(sorted(order) == ["a", "b", "c"] for order in orders)
