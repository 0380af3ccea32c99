"""The four-step scale."""

import pytest

from interview_sim.domain.rating import Rating


def test_the_best_rating_is_step_four_and_the_worst_step_one() -> None:
    assert [rating.step for rating in Rating] == [4, 3, 2, 1]
    assert Rating.STRONG_HIRE.step == 4
    assert Rating.STRONG_NO_HIRE.step == 1


def test_a_step_leads_back_to_its_rating() -> None:
    assert [Rating.of_step(rating.step) for rating in Rating] == list(Rating)


@pytest.mark.parametrize("step", [0, 5, -1])
def test_a_step_outside_one_to_four_is_refused(step: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 4"):
        Rating.of_step(step)


def test_a_rating_reads_as_words() -> None:
    assert Rating.LEANING_NO_HIRE.label == "leaning no hire"
