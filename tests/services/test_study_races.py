"""Two requests at the same card: one effect, whichever came first, on both databases."""

from datetime import timedelta

import pytest
from flask import Flask

from interview_sim.domain.marking import PointEntry, Sheet
from interview_sim.domain.review import CardKind, Grade, Limits
from interview_sim.domain.scoring import PointMark
from interview_sim.interview import debrief_service
from interview_sim.study import service
from interview_sim.study.queries import get_card, get_standing, list_all_cards
from interview_sim.study.rating_queries import list_ratings
from interview_sim.study.service import NothingToUndo, StaleCard
from tests.builders import NOON, QUESTION_ADDRESS, answer_sample, debrief_sample, debrief_target
from tests.services.races import Race, every_way

LATER = NOON + timedelta(minutes=30)


def add(owner: int) -> str:
    return service.add(owner, CardKind.QUESTION, QUESTION_ADDRESS, "", NOON)


def test_a_card_rated_twice_at_once_is_rated_once(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        card_id = add(owner)
        version = get_card(card_id, owner).version

        def check(left: object, right: object) -> None:
            assert sorted((isinstance(left, StaleCard), isinstance(right, StaleCard))) == [False, True]
            assert len(list_ratings(card_id, owner, 5)) == 1
            service.delete_card(card_id, owner)

        return Race(
            lambda: service.rate_card(card_id, owner, version, Grade.GOOD, LATER),
            lambda: service.rate_card(card_id, owner, version, Grade.AGAIN, LATER),
            check,
        )

    every_way(either_app, prepare)


def test_one_rating_is_taken_back_once(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        card_id = add(owner)
        fresh = get_card(card_id, owner).memory
        service.rate_card(card_id, owner, 1, Grade.GOOD, LATER)

        def check(left: object, right: object) -> None:
            assert sorted((isinstance(left, NothingToUndo), isinstance(right, NothingToUndo))) == [False, True]
            assert get_card(card_id, owner).memory == fresh
            service.delete_card(card_id, owner)

        return Race(lambda: service.undo(owner, LATER), lambda: service.undo(owner, LATER), check)

    every_way(either_app, prepare)


def test_the_same_thing_added_twice_at_once_is_one_card(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        def check(left: object, right: object) -> None:
            assert left == right
            assert len(list_all_cards(owner)) == 1
            service.delete_card(str(left), owner)

        return Race(lambda: add(owner), lambda: add(owner), check)

    every_way(either_app, prepare)


def test_limits_set_twice_at_once_are_one_of_the_two(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        def check(left: object, right: object) -> None:
            assert (left, right) == (None, None)
            assert get_standing(owner, LATER).limits in (Limits(1, 2), Limits(3, 4))

        return Race(
            lambda: service.set_limits(owner, Limits(1, 2)), lambda: service.set_limits(owner, Limits(3, 4)), check
        )

    every_way(either_app, prepare)


@pytest.mark.parametrize("grade", [Grade.GOOD])
def test_an_interview_and_a_rating_by_hand_at_once_lose_no_mark_and_no_card(
    either_app: Flask, owner: int, grade: Grade
) -> None:
    def prepare() -> Race:
        debrief_sample(owner, marks={"index": "missed"})
        (card,) = list_all_cards(owner)
        attempt_id = _last_debrief(owner)
        target = debrief_target(attempt_id, owner, 1)
        covered = Sheet(tuple(PointEntry(point, PointMark.COVERED) for point in ("index", "measure", "cache")))

        def check(left: object, right: object) -> None:
            assert not isinstance(left, Exception), left
            ratings = list_ratings(card.id, owner, 5)
            assert len(ratings) == (1 if isinstance(right, StaleCard) else 2)
            assert {rating.interview_id for rating in ratings} >= {attempt_id}
            service.delete_card(card.id, owner)

        return Race(
            lambda: debrief_service.finish(target, covered, LATER, rest_is_missed=False),
            lambda: service.rate_card(card.id, owner, card.version, grade, LATER),
            check,
        )

    every_way(either_app, prepare)


def _last_debrief(owner: int) -> str:
    attempt_id = answer_sample(owner, NOON + timedelta(minutes=15))
    debrief_service.predict(attempt_id, owner, 0, 3, LATER)
    covered = Sheet(tuple(PointEntry(point, PointMark.COVERED) for point in ("keys", "types", "naming")))
    debrief_service.finish(debrief_target(attempt_id, owner), covered, LATER, rest_is_missed=False)
    debrief_service.predict(attempt_id, owner, 1, 3, LATER)
    return attempt_id
