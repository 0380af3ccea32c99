"""How well candidates foresaw their own ratings: the prediction of each prompt against what the marks gave."""

from collections.abc import Sequence
from dataclasses import dataclass

from interview_sim.domain.rating import Rating
from interview_sim.domain.wording import counted


@dataclass(frozen=True, slots=True)
class Foresight:
    """What was predicted for a prompt and what came of it."""

    predicted: Rating
    result: Rating

    @property
    def steps(self) -> int:
        """Steps the prediction lay above the result; negative where it lay below."""
        return self.predicted.step - self.result.step


def describe(foresights: Sequence[Foresight]) -> str:
    """One sentence or two on all prompts together; says so where nothing was predicted."""
    if not foresights:
        return "No prediction was made, so there is nothing to compare."
    high = [each for each in foresights if each.steps > 0]
    low = [each for each in foresights if each.steps < 0]
    exact = len(foresights) - len(high) - len(low)
    if len(foresights) == 1:
        return _single(foresights[0])
    if exact == len(foresights):
        return "Your prediction met the result on every question."
    start = f"You foresaw {exact} of {counted(len(foresights), 'rating')} exactly." if exact else ""
    return f"{start} {_misses(len(high), len(low))} {_tendency(foresights)}".strip()


def _single(foresight: Foresight) -> str:
    if foresight.steps == 0:
        return f"You predicted {foresight.predicted.label}, and so it came out."
    side = "above" if foresight.steps > 0 else "below"
    return (
        f"You predicted {foresight.predicted.label}; the marks gave {foresight.result.label}. "
        f"Your prediction lay {counted(abs(foresight.steps), 'step')} {side} the result."
    )


def _misses(high: int, low: int) -> str:
    if high and low:
        return f"You expected more than the marks gave on {counted(high, 'question')}, and less on {low}."
    if high:
        return f"You expected more than the marks gave on {counted(high, 'question')}."
    return f"You expected less than the marks gave on {counted(low, 'question')}."


def _tendency(foresights: Sequence[Foresight]) -> str:
    total = sum(each.steps for each in foresights)
    if total == 0:
        return "Over all questions the two balance out."
    mean = abs(total) / len(foresights)
    side = "above" if total > 0 else "below"
    steps = "one step" if mean == 1 else f"{mean:.1f} steps"
    return f"On average your prediction lay {steps} {side} the result."
