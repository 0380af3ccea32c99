"""The numbers of the editorial standard, at their edges."""

import pytest

from interview_sim.domain.standard import Norm, Share

HINTS = Norm("prompt", "hint", 2, 3)


@pytest.mark.parametrize("count", [2, 3])
def test_both_ends_of_a_norm_are_right(count: int) -> None:
    assert HINTS.fault(count) is None


@pytest.mark.parametrize(
    ("count", "fault"),
    [
        (0, "this prompt has no hints; the editorial standard is 2–3: add 2"),
        (1, "this prompt has 1 hint; the editorial standard is 2–3: add 1"),
        (4, "this prompt has 4 hints; the editorial standard is 2–3: take out 1"),
    ],
)
def test_one_beyond_either_end_is_not(count: int, fault: str) -> None:
    assert HINTS.fault(count) == fault


def test_a_norm_without_an_upper_end_has_none() -> None:
    assert Norm("scenario", "source", 4).fault(4_000) is None


@pytest.mark.parametrize(
    ("norm", "span"),
    [(Norm("a", "b", 4, 4), "4"), (Norm("a", "b", 4), "4 or more"), (Norm("a", "b", 4, 6), "4–6")],
)
def test_a_norm_reads_as_in_a_table(norm: Norm, span: str) -> None:
    assert norm.span == span


@pytest.mark.parametrize(
    ("share", "count", "keeps"),
    [
        (Share("x", 15, 35), 15, True),
        (Share("x", 15, 35), 14, False),
        (Share("x", 15, 35), 35, True),
        (Share("x", 15, 35), 36, False),
        (Share("x", 10), 100, True),
        (Share("x", most=35), 0, True),
    ],
)
def test_both_ends_of_a_share_keep_it(share: Share, count: int, keeps: bool) -> None:
    assert share.keeps(count, 100) is keeps
    assert share.keeps(10 * count, 1_000) is keeps


def test_a_share_is_not_rounded() -> None:
    assert not Share("x", 10).keeps(99, 1_000)


@pytest.mark.parametrize(
    ("share", "span"),
    [(Share("x", 15, 35), "15–35 %"), (Share("x", 10), "10 % or more"), (Share("x", most=35), "35 % at most")],
)
def test_a_share_reads_as_in_a_table(share: Share, span: str) -> None:
    assert share.span == span
