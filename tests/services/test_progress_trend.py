"""The geometry of the trend line."""

from interview_sim.progress.trend import draw, summarise


def test_full_marks_stand_at_the_top_and_none_at_the_bottom() -> None:
    drawing = draw([1.0, 0.0])
    assert [dot.y for dot in drawing.dots] == [drawing.top, drawing.bottom]


def test_results_spread_over_the_width_oldest_first() -> None:
    assert [dot.x for dot in draw([0.1, 0.2, 0.3]).dots] == [3.0, 50.0, 97.0]


def test_one_result_stands_in_the_middle_without_a_line() -> None:
    drawing = draw([0.5])
    assert [dot.x for dot in drawing.dots] == [50.0]
    assert drawing.lines == ()


def test_nothing_is_drawn_without_results() -> None:
    assert draw([]).dots == ()
    assert summarise([]) == "No results yet."


def test_the_lines_of_the_ratings_come_from_the_published_thresholds() -> None:
    assert [(line.rating.value, line.percent) for line in draw([]).thresholds] == [
        ("strong-hire", 85),
        ("leaning-hire", 65),
        ("leaning-no-hire", 40),
    ]


def test_a_score_just_below_a_threshold_is_not_rounded_up_to_it() -> None:
    assert draw([0.8499]).dots[0].percent == 84


def test_the_trend_is_told_in_a_sentence() -> None:
    assert summarise([50, 40, 70]) == (
        "The last 3 results run from 50 per cent to 70 per cent; the lowest is 40 and the highest 70."
    )
