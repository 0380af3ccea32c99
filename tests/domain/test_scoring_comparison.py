"""Two attempts at the same scenario, compared point by point."""

from interview_sim.domain.comparison import compare
from interview_sim.domain.content import Budget, ExpectedPoint, Prompt
from interview_sim.domain.scoring import PointMark

MISSED, PARTLY, COVERED = PointMark.MISSED, PointMark.PARTLY, PointMark.COVERED
ASKED = [
    Prompt(
        id="one",
        title="One",
        says="Say something.",
        budget=Budget(thinking=0, answering=60),
        points=tuple(ExpectedPoint(id=each, text=each, why="-", competency="data") for each in "abcdef"),
        model_answer="This.",
    )
]


def marks(values: dict[str, PointMark]) -> dict[tuple[str, str], PointMark]:
    return {("one", key): mark for key, mark in values.items()}


def test_points_are_newly_hit_still_missing_lost_or_kept() -> None:
    before = {"a": MISSED, "b": PARTLY, "c": COVERED, "d": MISSED, "e": PARTLY, "f": COVERED}
    now = {"a": PARTLY, "b": COVERED, "c": COVERED, "d": MISSED, "e": PARTLY, "f": PARTLY}
    compared = compare(ASKED, marks(before), marks(now))
    assert [each.point.id for each in compared.newly_hit] == ["b"]
    assert [each.point.id for each in compared.still_missing] == ["a", "d", "e"]
    assert [(each.point.id, each.before, each.now) for each in compared.lost] == [("f", COVERED, PARTLY)]
    assert compared.kept == 1


def test_points_that_one_attempt_did_not_have_are_left_out() -> None:
    compared = compare(ASKED, marks({"a": MISSED, "gone": COVERED}), marks({"a": COVERED, "b": MISSED}))
    assert [each.point.id for each in compared.newly_hit] == ["a"]
    assert compared.still_missing == ()
    assert compared.lost == ()


def test_the_same_point_id_on_another_prompt_is_another_point() -> None:
    compared = compare(ASKED, {("two", "a"): COVERED}, {("one", "a"): MISSED})
    assert compared.lost == ()
