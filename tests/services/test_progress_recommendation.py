"""The published rule of what to do next."""

from datetime import timedelta

from interview_sim.domain.content import Level
from interview_sim.domain.rating import Rating
from interview_sim.progress.recommendation import RULE, Begun, LastResult, Offer, Recommendation, Step, recommend
from tests.builders import NOON


def offer(slug: str, level: Level = Level.INTERMEDIATE, last: LastResult | None = None, minutes: int = 40) -> Offer:
    return Offer(slug, slug.capitalize(), level, minutes, last)


def result(rating: Rating, score: float, days_ago: int = 1) -> LastResult:
    return LastResult(rating, score, NOON - timedelta(days=days_ago))


def recommended(*offers: Offer, begun: tuple[Begun, ...] = ()) -> Recommendation:
    found = recommend(begun, offers)
    assert found is not None
    return found


NO_HIRE = result(Rating.LEANING_NO_HIRE, 0.5)
HIRE = result(Rating.LEANING_HIRE, 0.7)


def test_an_interview_begun_comes_first_even_before_a_newer_debrief() -> None:
    begun = (Begun("d", "Debrief", is_debrief=True), Begun("a", "Answering", is_debrief=False))
    found = recommended(offer("weak", last=NO_HIRE), begun=begun)
    assert (found.step, found.attempt_id) == (Step.CONTINUE, "a")


def test_of_several_begun_the_latest_comes_first() -> None:
    begun = (Begun("new", "New", is_debrief=False), Begun("old", "Old", is_debrief=False))
    assert recommended(begun=begun).attempt_id == "new"


def test_a_waiting_debrief_comes_before_a_retake() -> None:
    found = recommended(offer("weak", last=NO_HIRE), begun=(Begun("d", "Debrief", is_debrief=True),))
    assert (found.step, found.attempt_id) == (Step.DEBRIEF, "d")


def test_the_lowest_rating_is_retaken_even_with_the_higher_score() -> None:
    capped = result(Rating.STRONG_NO_HIRE, 0.9)
    found = recommended(offer("low", last=NO_HIRE), offer("capped", last=capped), offer("unseen"))
    assert (found.step, found.slug) == (Step.RETAKE, "capped")
    assert found.reason == "Your last result was strong no hire with 90 %, the weakest of all."


def test_of_equal_ratings_the_lower_score_is_retaken() -> None:
    lower = result(Rating.LEANING_NO_HIRE, 0.41)
    assert recommended(offer("high", last=NO_HIRE), offer("low", last=lower)).slug == "low"


def test_a_leaning_hire_is_not_a_reason_to_retake_while_something_is_unseen() -> None:
    found = recommended(offer("seen", last=HIRE), offer("unseen"))
    assert (found.step, found.slug) == (Step.NEW, "unseen")


def test_an_unseen_one_at_the_own_level_comes_before_easier_and_harder_ones() -> None:
    seen = offer("seen", Level.INTERMEDIATE, HIRE)
    others = (offer("easy", Level.BEGINNER), offer("hard", Level.ADVANCED), offer("same", Level.INTERMEDIATE))
    assert recommended(seen, *others).slug == "same"


def test_an_unseen_one_below_the_own_level_comes_before_a_harder_one() -> None:
    seen = offer("seen", Level.INTERMEDIATE, HIRE)
    found = recommended(seen, offer("hard", Level.ADVANCED), offer("easy", Level.BEGINNER))
    assert found.slug == "easy"
    assert "(beginner) is within what you have finished" in found.reason


def test_with_nothing_left_at_the_own_level_the_next_level_up_is_recommended() -> None:
    seen = offer("seen", Level.BEGINNER, HIRE)
    found = recommended(seen, offer("hard", Level.ADVANCED), offer("middle", Level.INTERMEDIATE))
    assert found.slug == "middle"
    assert found.reason == "You have sat everything up to beginner level; this is the next step up."


def test_a_newcomer_begins_with_the_easiest_and_then_the_shortest() -> None:
    found = recommended(
        offer("hard", Level.ADVANCED, minutes=10),
        offer("long", Level.BEGINNER, minutes=50),
        offer("short", Level.BEGINNER, minutes=30),
    )
    assert (found.step, found.slug) == (Step.NEW, "short")
    assert found.reason == "A good one to begin with: beginner level, 30 minutes."


def test_when_all_are_seen_the_lowest_result_is_refreshed() -> None:
    best = result(Rating.STRONG_HIRE, 0.95)
    found = recommended(offer("best", last=best), offer("good", last=HIRE))
    assert (found.step, found.slug) == (Step.REFRESH, "good")


def test_of_equal_results_the_one_longest_ago_is_refreshed() -> None:
    old, new = result(Rating.STRONG_HIRE, 1.0, days_ago=30), result(Rating.STRONG_HIRE, 1.0, days_ago=2)
    assert recommended(offer("new", last=new), offer("old", last=old)).slug == "old"


def test_without_interviews_nothing_is_recommended() -> None:
    assert recommend([], []) is None


def test_every_part_of_the_rule_is_published() -> None:
    assert len(RULE) == len(Step)
