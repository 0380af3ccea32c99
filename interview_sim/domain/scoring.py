"""From marks to a score, a rating and the reasons for it.

Every figure is an exact fraction and every rule is a constant here; the page "How scores work" prints the same
constants. Nothing subtracts points: a missed must-have or a raised red flag sets a ceiling (a cap) on the rating.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from interview_sim.domain.content import Competency, ExpectedPoint, Prompt, RedFlag
from interview_sim.domain.rating import Rating
from interview_sim.domain.wording import counted, listed, quoted


class PointMark(StrEnum):
    """A reviewer's judgement of one expected point."""

    MISSED = "missed"
    PARTLY = "partly"
    COVERED = "covered"

    @property
    def worth(self) -> Fraction:
        """The share of the point's weight that it earns: 0, ½ or 1."""
        return WORTH[self]


WORTH: Mapping[PointMark, Fraction] = {
    PointMark.MISSED: Fraction(0),
    PointMark.PARTLY: Fraction(1, 2),
    PointMark.COVERED: Fraction(1),
}
"""What each mark earns of a point's weight."""

_HALVES: Mapping[PointMark | None, int] = {None: 0, **{mark: int(2 * worth) for mark, worth in WORTH.items()}}
"""The same in halves, so that sums are of whole numbers."""

THRESHOLDS: tuple[tuple[Rating, Fraction], ...] = (
    (Rating.STRONG_HIRE, Fraction(85, 100)),
    (Rating.LEANING_HIRE, Fraction(65, 100)),
    (Rating.LEANING_NO_HIRE, Fraction(40, 100)),
    (Rating.STRONG_NO_HIRE, Fraction(0)),
)
"""The lowest score of each rating, best first; a score on the threshold reaches it."""

MUST_HAVE_CAP = Rating.LEANING_NO_HIRE
"""The best rating that is left once a must-have is missed."""

Marks = Mapping[tuple[str, str], PointMark]
"""(prompt id, point id) → mark. A point that is not in it was not marked, and counts as missed."""


@dataclass(frozen=True, slots=True)
class RaisedFlag:
    """A red flag raised on a prompt. `flag_id` is its address: `general/<id>` for a general one."""

    prompt_id: str
    flag_id: str
    flag: RedFlag


@dataclass(frozen=True, slots=True)
class Judgement:
    """A score, what it is called, and why: `reasons` are finished sentences.

    `score` is 0 to 1, or None where there was nothing to mark; then there is no rating either.
    """

    score: Fraction | None
    rating: Rating | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PromptJudgement:
    """How one prompt was judged; `number` counts from 1."""

    number: int
    prompt_id: str
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class CompetencyScore:
    """The score over all points of one competency, across prompts. Caps do not apply to it."""

    competency_id: str
    score: Fraction
    points: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything the marks of an attempt amount to."""

    overall: Judgement
    prompts: tuple[PromptJudgement, ...]
    competencies: tuple[CompetencyScore, ...]


@dataclass(frozen=True, slots=True)
class _Cap:
    at: Rating
    because: str
    is_must_have: bool


def rating_for(score: Fraction) -> Rating:
    """The rating a score reaches before any cap."""
    return next(rating for rating, threshold in THRESHOLDS if score >= threshold)


def percent(score: Fraction | float) -> int:
    """A score in whole per cent, rounded down, so that 84.9 % never looks like the 85 % it did not reach.

    Of a float (a stored score), what it may have lost to rounding is made up for first: scores are fractions of sums
    of weights, and lie far further apart than that.
    """
    if isinstance(score, Fraction):
        return 100 * score.numerator // score.denominator
    return int(score * 100 + 1e-9)


def score_of(marked: Iterable[tuple[ExpectedPoint, PointMark | None]]) -> Fraction | None:
    """Σ weight × worth ÷ Σ weight; None without points. A point without a mark counts as missed."""
    halves, whole = 0, 0
    for point, mark in marked:
        halves += point.weight * _HALVES[mark]
        whole += point.weight
    return Fraction(halves, 2 * whole) if whole else None


def judge(
    prompts: Sequence[Prompt], competencies: Sequence[Competency], marks: Marks, flags: Sequence[RaisedFlag]
) -> Verdict:
    """The verdict on the prompts that were asked, in their order; `flags` raised elsewhere are ignored."""
    numbers = {prompt.id: number for number, prompt in enumerate(prompts, 1)}
    raised = [flag for flag in flags if flag.prompt_id in numbers]
    by_prompt = tuple(
        PromptJudgement(
            numbers[prompt.id],
            prompt.id,
            _judge([prompt], marks, [flag for flag in raised if flag.prompt_id == prompt.id], {}),
        )
        for prompt in prompts
    )
    where = numbers if len(prompts) > 1 else {}
    return Verdict(_judge(prompts, marks, raised, where), by_prompt, _by_competency(prompts, competencies, marks))


def unmarked(prompt: Prompt, marks: Marks) -> tuple[ExpectedPoint, ...]:
    """The points of a prompt that have no mark yet."""
    return tuple(point for point in prompt.points if (prompt.id, point.id) not in marks)


def _judge(
    prompts: Sequence[Prompt], marks: Marks, flags: Sequence[RaisedFlag], numbers: Mapping[str, int]
) -> Judgement:
    """Judge `prompts` as one. `numbers` names the prompts in the reasons; empty where there is only one."""
    marked = [(point, marks.get((prompt.id, point.id))) for prompt in prompts for point in prompt.points]
    score = score_of(marked)
    if score is None:
        return Judgement(None, None, ("There was nothing to mark, so there is no score.",))
    uncapped = rating_for(score)
    caps = [*_must_have_caps(prompts, marks, numbers), *_flag_caps(flags, numbers)]
    rating = min((uncapped, *(cap.at for cap in caps)), key=lambda each: each.step)
    forgotten = sum(mark is None for _, mark in marked)
    reasons = (_score_reason(score, uncapped), *_unmarked_reason(forgotten), *_cap_reasons(uncapped, rating, caps))
    return Judgement(score, rating, reasons)


def _by_competency(
    prompts: Sequence[Prompt], competencies: Sequence[Competency], marks: Marks
) -> tuple[CompetencyScore, ...]:
    """The competencies that were asked about, in the scenario's order."""
    marked: dict[str, list[tuple[ExpectedPoint, PointMark | None]]] = {}
    for prompt in prompts:
        for point in prompt.points:
            marked.setdefault(point.competency, []).append((point, marks.get((prompt.id, point.id))))
    return tuple(
        CompetencyScore(competency.id, score, len(marked[competency.id]))
        for competency in competencies
        if (score := score_of(marked.get(competency.id, ()))) is not None
    )


def _must_have_caps(prompts: Sequence[Prompt], marks: Marks, numbers: Mapping[str, int]) -> list[_Cap]:
    return [
        _Cap(MUST_HAVE_CAP, f"{quoted(point.text)} (must-have) was missed{_where([prompt.id], numbers)}", True)
        for prompt in prompts
        for point in prompt.points
        if point.must_have and marks.get((prompt.id, point.id), PointMark.MISSED) is PointMark.MISSED
    ]


def _flag_caps(flags: Sequence[RaisedFlag], numbers: Mapping[str, int]) -> list[_Cap]:
    prompts_of: dict[str, list[str]] = {}
    texts: dict[str, RedFlag] = {}
    for raised in flags:
        prompts_of.setdefault(raised.flag_id, []).append(raised.prompt_id)
        texts[raised.flag_id] = raised.flag
    return [
        _Cap(texts[flag_id].caps, f"red flag {quoted(texts[flag_id].text)}{_where(prompt_ids, numbers)}", False)
        for flag_id, prompt_ids in prompts_of.items()
    ]


def _where(prompt_ids: Sequence[str], numbers: Mapping[str, int]) -> str:
    known = sorted(numbers[prompt_id] for prompt_id in prompt_ids if prompt_id in numbers)
    if not known:
        return ""
    return f" on question{'s' if len(known) > 1 else ''} {listed(map(str, known))}"


def _score_reason(score: Fraction, uncapped: Rating) -> str:
    if uncapped is Rating.STRONG_NO_HIRE:
        bound = f"below {percent(THRESHOLDS[-2][1])} %"
    else:
        bound = f"{percent(dict(THRESHOLDS)[uncapped])} % or more"
    return f"The marks come to {percent(score)} % of the points by weight, which is {uncapped.label} ({bound})."


def _unmarked_reason(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    verb = "was not marked and counts" if count == 1 else "were not marked and count"
    return (f"{counted(count, 'point')} {verb} as missed.",)


def _cap_reasons(uncapped: Rating, rating: Rating, caps: Sequence[_Cap]) -> tuple[str, ...]:
    if not caps:
        return ("No must-have was missed and no red flag was raised, so nothing caps the rating.",)
    lowering = sorted((cap for cap in caps if cap.at.step < uncapped.step), key=lambda cap: cap.at.step)
    idle = [cap for cap in caps if cap.at.step >= uncapped.step]
    sentences = [
        f"Capped at {cap.at.label}: {cap.because}."
        if cap.at is rating
        else f"Without that it would be capped at {cap.at.label}: {cap.because}."
        for cap in lowering
    ]
    return (*sentences, *_idle_reason(idle))


def _idle_reason(idle: Sequence[_Cap]) -> tuple[str, ...]:
    """One sentence for the caps that changed nothing because the score alone gives no more than they allow."""
    if not idle:
        return ()
    must_haves = sum(cap.is_must_have for cap in idle)
    flags = len(idle) - must_haves
    kinds = [counted(must_haves, "missed must-have")] if must_haves else []
    kinds += [counted(flags, "red flag")] if flags else []
    subject = listed(kinds)
    return (f"{subject} would cap the rating too, but the score alone allows no more.",)
