"""What the study's front page shows: how the day stands, what comes, how well it goes, what was rated by itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from interview_sim.domain.review import Standing, day_of
from interview_sim.domain.scoring import percent
from interview_sim.study.queries import count_forecast, get_standing
from interview_sim.study.rating_queries import (
    RatedByItself,
    Retention,
    find_last_rating,
    list_rated_by_itself,
    list_retention,
)

BY_ITSELF, BY_ITSELF_DAYS = 5, 14
"""How many interviews and quizzes that rated cards are told of, and how far back."""

HEIGHT = 96
"""Of a chart's bars, in units of the drawing."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `x` and `width` in per cent of the drawing's width, `y` and `height` in units from the top."""

    begins: str
    """The day, in UTC as the days of study are: `3 November`."""
    count: int
    figure: str
    """What the table says of it."""
    below: str
    """The day, as short as it can be; empty where there is no room."""
    x: float
    middle: float
    width: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the page shows."""

    standing: Standing
    forecast: tuple[Bar, ...]
    """Empty where nothing comes."""
    forecast_summary: str
    retention: tuple[Bar, ...]
    """Empty where no known card was asked."""
    retention_summary: str
    by_itself: tuple[RatedByItself, ...]
    can_undo: bool
    height: int = HEIGHT


def build(user_id: int, now: datetime) -> Overview:
    """The page at that moment, in five statements."""
    forecast, retention = count_forecast(user_id, now), list_retention(user_id, now)
    return Overview(
        standing=get_standing(user_id, now),
        forecast=_forecast_bars(forecast, day_of(now)),
        forecast_summary=_forecast_words(forecast),
        retention=_retention_bars(retention),
        retention_summary=_retention_words(retention),
        by_itself=tuple(list_rated_by_itself(user_id, now - timedelta(days=BY_ITSELF_DAYS), BY_ITSELF)),
        can_undo=find_last_rating(user_id) is not None,
    )


def _forecast_bars(counts: Sequence[int], today: datetime) -> tuple[Bar, ...]:
    if not any(counts):
        return ()
    days = [today + timedelta(days=number) for number in range(len(counts))]
    return _bars(days, counts, max(counts), [str(count) for count in counts], lambda _place, day: str(day.day))


def _retention_bars(weeks: Sequence[Retention]) -> tuple[Bar, ...]:
    if not any(week.asked for week in weeks):
        return ()
    shares = [percent(week.remembered / week.asked) if week.asked else 0 for week in weeks]
    figures = [f"{week.remembered} of {week.asked}" if week.asked else "–" for week in weeks]
    return _bars([week.begins for week in weeks], shares, 100, figures, _every_second_week)


def _every_second_week(place: int, begins: datetime) -> str:
    return f"{begins.day} {begins:%b}" if place % 2 else ""


def _bars(
    begins: Sequence[datetime],
    counts: Sequence[int],
    highest: int,
    figures: Sequence[str],
    below: Callable[[int, datetime], str],
) -> tuple[Bar, ...]:
    share = 100 / len(counts)
    return tuple(
        Bar(
            begins=f"{begin.day} {begin:%B}",
            count=count,
            figure=figure,
            below=below(place, begin),
            x=round(place * share + share * 0.15, 2),
            middle=round((place + 0.5) * share, 2),
            width=round(share * 0.7, 2),
            y=round(HEIGHT * (1 - count / highest), 1),
            height=round(HEIGHT * count / highest, 1),
        )
        for place, (begin, count, figure) in enumerate(zip(begins, counts, figures, strict=True))
    )


def _forecast_words(counts: Sequence[int]) -> str:
    total = sum(counts)
    if total == 0:
        return f"None of the cards you have been asked before comes due in the next {len(counts)} days."
    return f"{counts[0]} due today, {total} in the next {len(counts)} days, at most {max(counts)} on one day."


def _retention_words(weeks: Sequence[Retention]) -> str:
    asked, remembered = sum(week.asked for week in weeks), sum(week.remembered for week in weeks)
    if asked == 0:
        return "No known card has come back to you yet; the first do so some days after you have learnt them."
    return (
        f"{percent(remembered / asked)} % of {asked} known cards were remembered in the last {len(weeks)} weeks; "
        "90 % is what the intervals aim at."
    )
