"""The four-step scale every judgement in the application uses."""

from enum import StrEnum


class Rating(StrEnum):
    """A hiring recommendation, from best to worst."""

    STRONG_HIRE = "strong-hire"
    LEANING_HIRE = "leaning-hire"
    LEANING_NO_HIRE = "leaning-no-hire"
    STRONG_NO_HIRE = "strong-no-hire"

    @property
    def step(self) -> int:
        """4 for the best rating down to 1 for the worst: the number candidates predict."""
        return _STEPS[self]

    @property
    def label(self) -> str:
        """The rating in words, as it stands in a sentence."""
        return self.value.replace("-", " ")

    @classmethod
    def of_step(cls, step: int) -> "Rating":
        """The rating with that step; ValueError outside 1 to 4."""
        if not 1 <= step <= 4:
            raise ValueError(f"a rating has a step from 1 to 4, not {step}")
        return list(cls)[4 - step]


_STEPS = {rating: 4 - place for place, rating in enumerate(Rating)}
