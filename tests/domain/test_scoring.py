"""Marks to score, rating and reasons: examples worked by hand, edges exact."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_sim.domain.content import Budget, Competency, ExpectedPoint, Prompt, RedFlag
from interview_sim.domain.rating import Rating
from interview_sim.domain.scoring import (
    THRESHOLDS,
    Judgement,
    PointMark,
    RaisedFlag,
    judge,
    percent,
    rating_for,
    score_of,
    unmarked,
)
from interview_sim.domain.scoring_rules import published

MISSED, PARTLY, COVERED = PointMark.MISSED, PointMark.PARTLY, PointMark.COVERED
COMPETENCIES = (Competency(id="data", name="Data"), Competency(id="access", name="Access"))


def point(point_id: str, weight: int = 1, *, must_have: bool = False, competency: str = "data") -> ExpectedPoint:
    return ExpectedPoint(
        id=point_id,
        text=f"Says {point_id}.",
        why="It matters.",
        competency=competency,
        weight=weight,
        must_have=must_have,
    )


def prompt(prompt_id: str, *points: ExpectedPoint) -> Prompt:
    return Prompt(
        id=prompt_id,
        title=prompt_id.title(),
        says="Say something.",
        budget=Budget(thinking=0, answering=60),
        points=points,
        model_answer="This.",
    )


def flag(flag_id: str, caps: Rating, on: str) -> RaisedFlag:
    return RaisedFlag(on, flag_id, RedFlag(id=flag_id.split("/")[-1], text=f"Does {flag_id}.", why="Bad.", caps=caps))


def overall(prompts: Sequence[Prompt], marks: dict[tuple[str, str], PointMark], *flags: RaisedFlag) -> Judgement:
    return judge(prompts, COMPETENCIES, marks, flags).overall


def hundred(covered: int, *, must_have: PointMark | None = None) -> tuple[Prompt, dict[tuple[str, str], PointMark]]:
    """A prompt of total weight 20 of which `covered` per cent (a multiple of 5) is covered."""
    points = [point(f"p{number}", 1) for number in range(20)]
    marks = {("one", each.id): COVERED if index < covered // 5 else MISSED for index, each in enumerate(points)}
    chosen = points[:12]
    asked = Prompt.model_construct(**{**prompt("one", *chosen).__dict__, "points": tuple(points)})
    return asked, marks


def test_missed_partly_and_covered_earn_nothing_half_and_all_of_the_weight() -> None:
    assert [mark.worth for mark in PointMark] == [0, Fraction(1, 2), 1]
    marked = [(point("a", 3), COVERED), (point("b", 2), PARTLY), (point("c", 5), MISSED)]
    assert score_of(marked) == Fraction(4, 10)


def test_a_point_without_a_mark_counts_as_missed() -> None:
    assert score_of([(point("a", 1), COVERED), (point("b", 3), None)]) == Fraction(1, 4)


def test_without_points_there_is_no_score_and_no_rating() -> None:
    judgement = judge([], COMPETENCIES, {}, []).overall
    assert (judgement.score, judgement.rating) == (None, None)
    assert judgement.reasons == ("There was nothing to mark, so there is no score.",)


@pytest.mark.parametrize(
    ("score", "rating"),
    [
        (Fraction(1), Rating.STRONG_HIRE),
        (Fraction(85, 100), Rating.STRONG_HIRE),
        (Fraction(8499, 10_000), Rating.LEANING_HIRE),
        (Fraction(65, 100), Rating.LEANING_HIRE),
        (Fraction(6499, 10_000), Rating.LEANING_NO_HIRE),
        (Fraction(40, 100), Rating.LEANING_NO_HIRE),
        (Fraction(3999, 10_000), Rating.STRONG_NO_HIRE),
        (Fraction(0), Rating.STRONG_NO_HIRE),
    ],
)
def test_a_score_on_a_threshold_reaches_it_and_one_below_does_not(score: Fraction, rating: Rating) -> None:
    assert rating_for(score) is rating


@pytest.mark.parametrize(("covered", "rating"), [(85, 4), (80, 3), (65, 3), (60, 2), (40, 2), (35, 1)])
def test_twenty_equal_points_reach_the_thresholds_exactly(covered: int, rating: int) -> None:
    asked, marks = hundred(covered)
    judgement = overall([asked], marks)
    assert judgement.score == Fraction(covered, 100)
    assert judgement.rating is Rating.of_step(rating)


def test_per_cent_is_rounded_down_so_that_a_score_never_looks_better_than_it_is() -> None:
    assert percent(Fraction(8499, 10_000)) == 84
    assert percent(Fraction(2, 3)) == 66


@given(st.integers(0, 200), st.integers(1, 200))
def test_a_stored_score_shows_the_same_per_cent_as_the_exact_one(earned: int, whole: int) -> None:
    exact = Fraction(min(earned, whole), whole)
    assert percent(float(exact)) == percent(exact)


def test_a_full_score_without_caps_is_a_strong_hire_and_says_that_nothing_caps_it() -> None:
    asked = prompt("one", point("a", must_have=True), point("b"))
    judgement = overall([asked], {("one", "a"): COVERED, ("one", "b"): COVERED})
    assert judgement.rating is Rating.STRONG_HIRE
    assert judgement.reasons == (
        "The marks come to 100 % of the points by weight, which is strong hire (85 % or more).",
        "No must-have was missed and no red flag was raised, so nothing caps the rating.",
    )


def test_a_missed_must_have_caps_at_leaning_no_hire_and_names_the_prompt() -> None:
    prompts = [prompt("one", point("a", 5)), prompt("two", point("b", 4), point("owner", 1, must_have=True))]
    marks = {("one", "a"): COVERED, ("two", "b"): COVERED, ("two", "owner"): MISSED}
    judgement = overall(prompts, marks)
    assert judgement.score == Fraction(9, 10)
    assert judgement.rating is Rating.LEANING_NO_HIRE
    assert judgement.reasons == (
        "The marks come to 90 % of the points by weight, which is strong hire (85 % or more).",
        "Capped at leaning no hire: “Says owner” (must-have) was missed on question 2.",
    )


def test_a_must_have_covered_partly_does_not_cap() -> None:
    asked = prompt("one", point("a", 5), point("owner", 1, must_have=True))
    judgement = overall([asked], {("one", "a"): COVERED, ("one", "owner"): PARTLY})
    assert judgement.rating is Rating.STRONG_HIRE


def test_an_unmarked_must_have_caps_like_a_missed_one() -> None:
    asked = prompt("one", point("a", 5), point("owner", 1, must_have=True))
    judgement = overall([asked], {("one", "a"): COVERED})
    assert judgement.rating is Rating.LEANING_NO_HIRE
    assert "1 point was not marked and counts as missed." in judgement.reasons


@pytest.mark.parametrize(
    ("caps", "rating"),
    [
        (Rating.STRONG_HIRE, Rating.STRONG_HIRE),
        (Rating.LEANING_HIRE, Rating.LEANING_HIRE),
        (Rating.LEANING_NO_HIRE, Rating.LEANING_NO_HIRE),
        (Rating.STRONG_NO_HIRE, Rating.STRONG_NO_HIRE),
    ],
)
def test_a_red_flag_caps_at_its_own_ceiling(caps: Rating, rating: Rating) -> None:
    asked = prompt("one", point("a"))
    assert overall([asked], {("one", "a"): COVERED}, flag("bluffs", caps, "one")).rating is rating


def test_a_cap_never_raises_a_rating() -> None:
    asked = prompt("one", point("a"), point("b", 3))
    judgement = overall([asked], {("one", "a"): COVERED, ("one", "b"): MISSED}, flag("x", Rating.LEANING_HIRE, "one"))
    assert judgement.rating is Rating.STRONG_NO_HIRE
    assert judgement.reasons[-1] == "1 red flag would cap the rating too, but the score alone allows no more."


def test_the_lowest_cap_wins_and_the_others_are_named_after_it() -> None:
    asked = prompt("one", point("a", 5), point("b", 1, must_have=True))
    marks = {("one", "a"): COVERED, ("one", "b"): MISSED}
    judgement = overall([asked], marks, flag("general/bluffs", Rating.STRONG_NO_HIRE, "one"))
    assert judgement.score == Fraction(5, 6)
    assert judgement.rating is Rating.STRONG_NO_HIRE
    assert judgement.reasons[1:] == (
        "Capped at strong no hire: red flag “Does general/bluffs”.",
        "Without that it would be capped at leaning no hire: “Says b” (must-have) was missed.",
    )


def test_a_flag_raised_on_two_prompts_is_one_reason() -> None:
    prompts = [prompt("one", point("a")), prompt("two", point("b"))]
    marks = {("one", "a"): COVERED, ("two", "b"): COVERED}
    twice = [flag("bluffs", Rating.LEANING_HIRE, on) for on in ("two", "one")]
    assert overall(prompts, marks, *twice).reasons[1:] == (
        "Capped at leaning hire: red flag “Does bluffs” on questions 1 and 2.",
    )


def test_a_prompt_is_capped_by_its_own_faults_only() -> None:
    prompts = [prompt("one", point("a", must_have=True)), prompt("two", point("b"))]
    marks = {("one", "a"): MISSED, ("two", "b"): COVERED}
    verdict = judge(prompts, COMPETENCIES, marks, [flag("bluffs", Rating.LEANING_HIRE, "two")])
    assert [each.judgement.rating for each in verdict.prompts] == [Rating.STRONG_NO_HIRE, Rating.LEANING_HIRE]
    assert verdict.prompts[1].judgement.reasons[-1] == "Capped at leaning hire: red flag “Does bluffs”."


def test_the_overall_score_weighs_points_not_prompts() -> None:
    prompts = [prompt("one", point("a", 1)), prompt("two", point("b", 5), point("c", 4))]
    marks = {("one", "a"): COVERED, ("two", "b"): MISSED, ("two", "c"): MISSED}
    assert overall(prompts, marks).score == Fraction(1, 10)


def test_a_competency_collects_its_points_from_every_prompt() -> None:
    prompts = [
        prompt("one", point("a", 3, competency="access"), point("b", 1)),
        prompt("two", point("c", 1, competency="access")),
    ]
    marks = {("one", "a"): COVERED, ("one", "b"): MISSED, ("two", "c"): PARTLY}
    scores = {
        each.competency_id: (each.score, each.points) for each in judge(prompts, COMPETENCIES, marks, []).competencies
    }
    assert scores == {"data": (0, 1), "access": (Fraction(7, 8), 2)}


def test_a_competency_nobody_asked_about_is_left_out() -> None:
    verdict = judge([prompt("one", point("a"))], COMPETENCIES, {}, [])
    assert [each.competency_id for each in verdict.competencies] == ["data"]


def test_a_red_flag_on_a_prompt_that_was_not_asked_changes_nothing() -> None:
    asked = prompt("one", point("a"))
    judgement = overall([asked], {("one", "a"): COVERED}, flag("bluffs", Rating.STRONG_NO_HIRE, "other"))
    assert judgement.rating is Rating.STRONG_HIRE


def test_marks_of_points_that_are_not_asked_change_nothing() -> None:
    asked = prompt("one", point("a"))
    assert overall([asked], {("one", "a"): COVERED, ("one", "gone"): MISSED}).score == 1


def test_unmarked_lists_what_is_left_in_order() -> None:
    asked = prompt("one", point("a"), point("b"), point("c"))
    assert [each.id for each in unmarked(asked, {("one", "b"): PARTLY})] == ["a", "c"]


@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from(PointMark), st.booleans()), min_size=1, max_size=12))
def test_a_better_mark_never_lowers_the_score_or_the_rating(rows: list[tuple[int, PointMark, bool]]) -> None:
    asked = prompt("one", *(point(f"p{n}", weight, must_have=must) for n, (weight, _, must) in enumerate(rows)))
    marks = {("one", f"p{n}"): mark for n, (_, mark, _) in enumerate(rows)}
    before = overall([asked], marks)
    for key, mark in marks.items():
        if mark is COVERED:
            continue
        better = overall([asked], {**marks, key: COVERED if mark is PARTLY else PARTLY})
        assert before.score is not None
        assert better.score is not None
        assert before.rating is not None
        assert better.rating is not None
        assert better.score > before.score
        assert better.rating.step >= before.rating.step


@given(
    st.lists(st.tuples(st.integers(1, 5), st.sampled_from(PointMark), st.booleans()), min_size=1, max_size=12),
    st.lists(st.sampled_from(Rating), max_size=3),
)
def test_the_rating_is_the_lowest_of_score_and_caps_and_reasons_are_sentences(
    rows: list[tuple[int, PointMark, bool]], ceilings: list[Rating]
) -> None:
    asked = prompt("one", *(point(f"p{n}", weight, must_have=must) for n, (weight, _, must) in enumerate(rows)))
    marks = {("one", f"p{n}"): mark for n, (_, mark, _) in enumerate(rows)}
    judgement = overall([asked], marks, *(flag(f"f{n}", caps, "one") for n, caps in enumerate(ceilings)))
    assert judgement.score is not None
    steps = [rating_for(judgement.score).step, *(caps.step for caps in ceilings)]
    if any(must and mark is MISSED for _, mark, must in rows):
        steps.append(Rating.LEANING_NO_HIRE.step)
    assert judgement.rating is Rating.of_step(min(steps))
    assert all(reason[0] in "TC123456789NW" and reason.endswith(".") for reason in judgement.reasons)
    is_capped = judgement.rating is not rating_for(judgement.score)
    assert is_capped == any(reason.startswith("Capped at") for reason in judgement.reasons)


def test_the_published_rules_are_the_rules_that_score() -> None:
    rules = published()
    assert rules.thresholds == tuple((rating, int(lowest * 100)) for rating, lowest in THRESHOLDS)
    assert [worth for _, worth in rules.marks] == ["0", "½", "1"]
    assert [each.earned for each in rules.example] == ["0", "2", "4", "½"]
    assert rules.example_result.score == Fraction(65, 100)
    assert rules.example_result.rating is rules.must_have_cap
