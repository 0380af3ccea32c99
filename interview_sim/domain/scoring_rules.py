"""The published rules of scoring, made from the constants that score: what the page "How scores work" prints."""

from dataclasses import dataclass
from fractions import Fraction

from interview_sim.domain import delivery, scoring
from interview_sim.domain.content import Budget, Competency, ExpectedPoint, Prompt
from interview_sim.domain.rating import Rating
from interview_sim.domain.scoring import Judgement, PointMark


@dataclass(frozen=True, slots=True)
class ExamplePoint:
    """A line of the worked example."""

    text: str
    weight: int
    must_have: bool
    mark: PointMark
    earned: str


@dataclass(frozen=True, slots=True)
class ScoringRules:
    """Everything needed to work a score out by hand."""

    marks: tuple[tuple[PointMark, str], ...]
    """Each mark with what it earns of the weight."""
    thresholds: tuple[tuple[Rating, int], ...]
    """Each rating with the lowest score that reaches it, in per cent."""
    must_have_cap: Rating
    fillers: tuple[str, ...]
    structure_words: tuple[str, ...]
    example: tuple[ExamplePoint, ...]
    example_result: Judgement


def published() -> ScoringRules:
    """The rules as they hold now."""
    marked = _EXAMPLE_MARKS
    prompt = _EXAMPLE
    return ScoringRules(
        marks=tuple((mark, _fraction(mark.worth)) for mark in PointMark),
        thresholds=tuple((rating, scoring.percent(lowest)) for rating, lowest in scoring.THRESHOLDS),
        must_have_cap=scoring.MUST_HAVE_CAP,
        fillers=delivery.FILLERS,
        structure_words=delivery.STRUCTURE_WORDS,
        example=tuple(
            ExamplePoint(
                point.text,
                point.weight,
                point.must_have,
                marked[prompt.id, point.id],
                _fraction(point.weight * marked[prompt.id, point.id].worth),
            )
            for point in prompt.points
        ),
        example_result=scoring.judge([prompt], _EXAMPLE_COMPETENCIES, marked, []).overall,
    )


def _fraction(value: Fraction) -> str:
    whole, rest = divmod(value, 1)
    if rest == Fraction(1, 2):
        return f"{whole or ''}½"
    return str(value)


_EXAMPLE_COMPETENCIES = (Competency(id="example", name="Example"),)

_EXAMPLE = Prompt(
    id="example",
    title="Example",
    says="Example",
    budget=Budget(thinking=0, answering=60),
    points=(
        ExpectedPoint(
            id="owner",
            text="Checks on the server that the item belongs to the user",
            why="-",
            competency="example",
            weight=3,
            must_have=True,
        ),
        ExpectedPoint(
            id="index", text="Adds the index that the query needs", why="-", competency="example", weight=2
        ),
        ExpectedPoint(id="pages", text="Answers in pages of a fixed size", why="-", competency="example", weight=4),
        ExpectedPoint(id="cost", text="Says what the index costs", why="-", competency="example", weight=1),
    ),
    model_answer="-",
)

_EXAMPLE_MARKS = {
    ("example", "owner"): PointMark.MISSED,
    ("example", "index"): PointMark.COVERED,
    ("example", "pages"): PointMark.COVERED,
    ("example", "cost"): PointMark.PARTLY,
}
