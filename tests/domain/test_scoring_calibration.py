"""Predictions against results, in sentences."""

import pytest

from interview_sim.domain.calibration import Foresight, describe
from interview_sim.domain.rating import Rating


def foresights(*pairs: tuple[int, int]) -> list[Foresight]:
    return [Foresight(Rating.of_step(predicted), Rating.of_step(result)) for predicted, result in pairs]


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        ([], "No prediction was made, so there is nothing to compare."),
        ([(3, 3)], "You predicted leaning hire, and so it came out."),
        (
            [(4, 2)],
            "You predicted strong hire; the marks gave leaning no hire. "
            "Your prediction lay 2 steps above the result.",
        ),
        (
            [(1, 2)],
            "You predicted strong no hire; the marks gave leaning no hire. "
            "Your prediction lay 1 step below the result.",
        ),
        ([(3, 3), (1, 1)], "Your prediction met the result on every question."),
        (
            [(3, 3), (4, 3), (4, 2), (2, 2)],
            "You foresaw 2 of 4 ratings exactly. You expected more than the marks gave on 2 questions. "
            "On average your prediction lay 0.8 steps above the result.",
        ),
        (
            [(4, 3), (2, 3)],
            "You expected more than the marks gave on 1 question, and less on 1. "
            "Over all questions the two balance out.",
        ),
        (
            [(1, 2), (2, 3)],
            "You expected less than the marks gave on 2 questions. "
            "On average your prediction lay one step below the result.",
        ),
    ],
)
def test_foresight_is_described_in_sentences(pairs: list[tuple[int, int]], sentence: str) -> None:
    assert describe(foresights(*pairs)) == sentence
