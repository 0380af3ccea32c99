"""Drawing: seeded, uniform within a class, never a question twice, the wanted ones first."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.domain.content import Level
from interview_sim.domain.drawing import (
    Candidate,
    Loosening,
    Source,
    Standing,
    Wanted,
    draw,
    loosenings,
    match_words,
    matching,
    shuffled,
)
from interview_sim.domain.need import need_of

UNSEEN, WRONG, RIGHT = Standing.UNSEEN, Standing.WRONG, Standing.RIGHT
SEEDS = 4_000


def candidate(
    number: int, standing: Standing = UNSEEN, topics: tuple[str, ...] = ("http",), level: Level = Level.BEGINNER
) -> Candidate:
    return Candidate(number, 1000 + number, level, frozenset(topics), standing)


def drawn_ids(bank: list[Candidate], wanted: Wanted, seed: int) -> list[int]:
    return [each.item_id for each in draw(bank, wanted, Random(seed))]


banks = st.lists(
    st.builds(
        candidate,
        st.integers(1, 40),
        st.sampled_from(list(Standing)),
        st.lists(st.sampled_from(["http", "orm", "async"]), min_size=1, max_size=2, unique=True).map(tuple),
        st.sampled_from(list(Level)),
    ),
    unique_by=lambda each: each.item_id,
)
wishes = st.builds(
    Wanted,
    topics=st.frozensets(st.sampled_from(["http", "orm", "async"])),
    levels=st.frozensets(st.sampled_from(list(Level))),
    count=st.integers(1, 50),
    source=st.sampled_from(list(Source)),
    need=st.one_of(
        st.none(),
        st.builds(
            need_of,
            st.frozensets(st.sampled_from(["http", "orm"])),
            st.lists(st.tuples(st.frozensets(st.sampled_from(["http", "orm", "async"])), st.booleans()), max_size=4),
        ),
    ),
)


@given(banks, wishes, st.integers(0, 2**31 - 1))
def test_no_question_twice_none_that_does_not_match_and_as_many_as_there_are(
    bank: list[Candidate], wanted: Wanted, seed: int
) -> None:
    drawn = draw(bank, wanted, Random(seed))
    pool = matching(bank, wanted)
    assert len({each.item_id for each in drawn}) == len(drawn) == min(wanted.count, len(pool))
    assert set(drawn) <= set(pool)


@given(banks, wishes, st.integers(0, 2**31 - 1), st.randoms())
def test_the_same_seed_gives_the_same_quiz_in_whatever_order_the_bank_is_read(
    bank: list[Candidate], wanted: Wanted, seed: int, rnd: Random
) -> None:
    other = bank[:]
    rnd.shuffle(other)
    assert draw(bank, wanted, Random(seed)) == draw(other, wanted, Random(seed))


@given(banks, wishes, st.integers(0, 2**31 - 1))
def test_what_was_right_comes_only_when_nothing_else_is_left(
    bank: list[Candidate], wanted: Wanted, seed: int
) -> None:
    drawn = set(draw(bank, wanted, Random(seed)))
    left = [each for each in matching(bank, wanted) if each not in drawn]
    if any(each.standing is RIGHT for each in drawn):
        assert all(each.standing is RIGHT for each in left)


def test_within_a_class_every_question_is_equally_likely() -> None:
    bank = [candidate(number) for number in range(1, 21)]
    counts = Counter(number for seed in range(SEEDS) for number in drawn_ids(bank, Wanted(count=5), seed))
    spread = (SEEDS * 0.25 * 0.75) ** 0.5
    for number in range(1, 21):
        assert abs(counts[number] - SEEDS / 4) < 5 * spread, f"question {number} was drawn {counts[number]} times"


def test_unseen_and_wrong_are_one_class_and_equally_likely() -> None:
    bank = [candidate(number, UNSEEN if number <= 5 else WRONG) for number in range(1, 11)]
    counts = Counter(number for seed in range(SEEDS) for number in drawn_ids(bank, Wanted(count=5), seed))
    spread = (SEEDS * 0.25) ** 0.5
    assert all(abs(counts[number] - SEEDS / 2) < 5 * spread for number in range(1, 11))


def test_what_was_right_fills_up_equally_likely_too() -> None:
    bank = [candidate(1), *(candidate(number, RIGHT) for number in range(2, 10))]
    counts = Counter(number for seed in range(SEEDS) for number in drawn_ids(bank, Wanted(count=3), seed))
    spread = (SEEDS * 0.25 * 0.75) ** 0.5
    assert counts[1] == SEEDS
    assert all(abs(counts[number] - SEEDS / 4) < 5 * spread for number in range(2, 10))


def test_every_question_is_asked_first_equally_often_whatever_its_class() -> None:
    bank = [candidate(1), candidate(2, WRONG), candidate(3, RIGHT), candidate(4, RIGHT)]
    first = Counter(drawn_ids(bank, Wanted(count=4), seed)[0] for seed in range(SEEDS))
    spread = (SEEDS * 0.25 * 0.75) ** 0.5
    assert all(abs(first[number] - SEEDS / 4) < 5 * spread for number in range(1, 5))


def test_every_order_of_options_is_equally_likely() -> None:
    orders = Counter(shuffled("abc", Random(seed)) for seed in range(SEEDS))
    spread = (SEEDS / 6 * 5 / 6) ** 0.5
    assert len(orders) == 6
    assert all(abs(count - SEEDS / 6) < 5 * spread for count in orders.values())


def test_different_seeds_give_different_quizzes() -> None:
    bank = [candidate(number) for number in range(1, 31)]
    assert len({tuple(drawn_ids(bank, Wanted(count=10), seed)) for seed in range(100)}) == 100


@pytest.mark.parametrize(
    ("source", "expected"),
    [(Source.ALL, {1, 2, 3}), (Source.UNSEEN, {1}), (Source.WRONG, {2}), (Source.SCENARIO, set())],
)
def test_the_source_narrows_by_the_last_answer(source: Source, expected: set[int]) -> None:
    bank = [candidate(1, UNSEEN), candidate(2, WRONG), candidate(3, RIGHT)]
    assert {each.item_id for each in matching(bank, Wanted(source=source))} == expected


def test_topics_are_joined_by_or_and_levels_too_and_both_by_and() -> None:
    bank = [
        candidate(1, topics=("http",)),
        candidate(2, topics=("orm", "async")),
        candidate(3, topics=("testing",)),
        candidate(4, topics=("http",), level=Level.ADVANCED),
    ]
    wanted = Wanted(topics=frozenset({"http", "orm"}), levels=frozenset({Level.BEGINNER}))
    assert [each.item_id for each in matching(bank, wanted)] == [1, 2]


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.integers(0, 2**31 - 1))
def test_shuffling_loses_no_option(options: list[str], seed: int) -> None:
    assert sorted(shuffled(options, Random(seed))) == sorted(options)


def test_nothing_to_draw_from_is_an_empty_quiz() -> None:
    assert draw([], Wanted(), Random(1)) == ()


@pytest.mark.parametrize(
    ("matches", "count", "told"),
    [
        (0, 10, "No question matches."),
        (1, 10, "1 question matches; you will be asked it."),
        (4, 10, "4 questions match; you will be asked all of them."),
        (10, 10, "10 questions match; you will be asked all of them."),
        (11, 10, "11 questions match; you will be asked 10 of them."),
        (2, 1, "2 questions match; you will be asked 1 of them."),
    ],
)
def test_how_many_match_is_told_in_a_sentence(matches: int, count: int, told: str) -> None:
    assert match_words(matches, Wanted(count=count)) == told


def test_where_nothing_matches_each_wish_that_helps_is_named() -> None:
    bank = [candidate(1, RIGHT, ("http",)), candidate(2, RIGHT, ("orm",), Level.ADVANCED)]
    wanted = Wanted(topics=frozenset({"http"}), levels=frozenset({Level.ADVANCED}))
    assert [each.matches for each in loosenings(bank, wanted)] == [1, 1]
    assert loosenings(bank, Wanted(source=Source.WRONG))[0].told == "Draw from all questions: 2 questions then match."


def test_where_no_single_wish_helps_all_are_to_be_dropped() -> None:
    bank = [candidate(1, RIGHT, ("http",))]
    wanted = Wanted(topics=frozenset({"orm"}), levels=frozenset({Level.ADVANCED}), source=Source.WRONG)
    assert loosenings(bank, wanted) == [Loosening("Take back every choice", 1)]
    assert loosenings([], wanted) == []


def test_a_wish_that_would_not_help_is_not_advised() -> None:
    bank = [candidate(1, UNSEEN, ("orm",), Level.ADVANCED), candidate(2, WRONG, ("http",))]
    wanted = Wanted(source=Source.WRONG, topics=frozenset({"orm"}), levels=frozenset({Level.ADVANCED}))
    assert [each.told for each in loosenings(bank, wanted)] == ["Draw from all questions: 1 question then matches."]


@given(banks, wishes)
def test_every_advice_leads_to_a_question(bank: list[Candidate], wanted: Wanted) -> None:
    advice = loosenings(bank, wanted)
    assert all(each.matches > 0 for each in advice)
    assert bool(advice) is bool(bank)
