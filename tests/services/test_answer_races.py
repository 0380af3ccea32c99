"""Several requests at once on one answer, on real databases: one effect, and nothing acknowledged is lost."""

import pytest
from flask import Flask

from interview_sim.domain.attempt import AnswerClosed, Flow
from interview_sim.interview import drafts, service
from interview_sim.interview.drafts import Saved, StaleDraft
from interview_sim.interview.queries import StoredAttempt, get_attempt
from tests.builders import NOON
from tests.services.races import Race, at_once, every_way, overtaken
from tests.services.sitting import DEADLINE, OTHER_PAGE, PAGE, Sitting, after


def test_of_two_windows_that_save_at_once_one_wins_and_the_other_is_shown_its_words(
    either_app: Flask, owner: int
) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner)

        def check(left: object, right: object) -> None:
            winner, text = (left, "left") if isinstance(left, Saved) else (right, "right")
            loser = right if winner is left else left
            assert isinstance(winner, Saved)
            assert isinstance(loser, StaleDraft)
            assert (loser.text, loser.revision, winner.revision) == (text, 1, 1)
            assert (sitting.stored.answers[0].text, sitting.stored.answers[0].revision) == (text, 1)

        return Race(sitting.save("left", PAGE), sitting.save("right", OTHER_PAGE), check)

    every_way(either_app, prepare)


def test_two_saves_of_one_page_leave_the_later_whichever_arrives_first(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner)

        def check(left: object, right: object) -> None:
            assert isinstance(left, Saved)
            assert isinstance(right, Saved)
            assert sitting.stored.answers[0].text == "first words, and more"

        return Race(sitting.save("first words"), sitting.save("first words, and more", sequence=2), check)

    every_way(either_app, prepare)


def test_an_autosave_under_way_while_the_page_finishes_never_takes_the_last_words_away(
    either_app: Flask, owner: int
) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner)

        def check(left: object, right: object) -> None:
            assert isinstance(left, Saved)
            assert isinstance(right, Saved)
            assert right.is_closed
            answer = sitting.stored.answers[0]
            assert (answer.text, answer.late_text) == ("all of it", None)
            sitting.expect_closed_once()

        return Race(sitting.save("all of"), sitting.finish("all of it"), check)

    every_way(either_app, prepare)


def test_a_save_of_one_window_while_another_finishes_is_counted_or_kept_beside_the_answer(
    either_app: Flask, owner: int
) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner)

        def check(saved: object, finished: object) -> None:
            answer = sitting.stored.answers[0]
            if isinstance(saved, Saved):
                assert isinstance(finished, StaleDraft)
                assert (finished.text, answer.text, answer.slot.is_open) == ("saved", "saved", True)
                return
            assert isinstance(saved, AnswerClosed)
            assert isinstance(finished, Saved)
            assert (answer.text, answer.late_text) == ("finished", "saved")
            sitting.expect_closed_once()

        return Race(sitting.save("saved", OTHER_PAGE), sitting.finish("finished"), check)

    every_way(either_app, prepare)


def test_finishing_twice_at_once_closes_one_answer_and_opens_one_prompt(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner)

        def check(left: object, right: object) -> None:
            assert isinstance(left, Saved)
            assert isinstance(right, Saved)
            assert left.is_closed
            assert right.is_closed
            answer = sitting.stored.answers[0]
            assert (answer.text, answer.revision, answer.late_text) == ("done", 1, None)
            sitting.expect_closed_once()

        return Race(sitting.finish("done"), sitting.finish("done", at=5.5), check)

    every_way(either_app, prepare)


def test_two_windows_that_finish_at_once_close_it_once_and_no_words_are_lost(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner)

        def check(left: object, right: object) -> None:
            counted, beside = ("left", "right") if isinstance(left, Saved) else ("right", "left")
            assert sorted(type(outcome).__name__ for outcome in (left, right)) == ["AnswerClosed", "Saved"]
            answer = sitting.stored.answers[0]
            assert (answer.text, answer.late_text) == (counted, beside)
            sitting.expect_closed_once()

        return Race(sitting.finish("left", PAGE), sitting.finish("right", OTHER_PAGE), check)

    every_way(either_app, prepare)


def test_six_requests_that_finish_at_once_have_one_effect(either_app: Flask, owner: int) -> None:
    for _ in range(5):
        with either_app.app_context():
            sitting = Sitting(owner)
        outcomes = at_once(either_app, *[sitting.finish("done")] * 6)
        assert [type(outcome) for outcome in outcomes] == [Saved] * 6
        with either_app.app_context():
            sitting.expect_closed_once()


def test_who_reads_while_another_finishes_sees_it_before_or_after_and_never_in_between(
    either_app: Flask, owner: int
) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner)

        def check(read: object, _finished: object) -> None:
            assert isinstance(read, StoredAttempt)
            first, second = read.attempt.slots
            assert (first.is_open, second.is_open) == ((True, False) if read.version == 1 else (False, True))
            assert read.attempt.slot.is_open

        return Race(lambda: get_attempt(sitting.id, owner), sitting.finish("done"), check)

    every_way(either_app, prepare)


def test_what_two_windows_sent_too_late_is_all_kept(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner)
        service.sweep(DEADLINE)

        def check(left: object, right: object) -> None:
            assert isinstance(left, AnswerClosed)
            assert isinstance(right, AnswerClosed)
            late = sitting.stored.answers[0].late_text
            assert late in ("left\n\nright", "right\n\nleft")

        return Race(sitting.save("left", PAGE, at=101), sitting.save("right", OTHER_PAGE, at=101), check)

    every_way(either_app, prepare)


def test_the_tail_in_the_grace_and_the_prediction_at_once_leave_one_truth(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner, flow=Flow.EACH)

        def check(saved: object, predicted: object) -> None:
            assert predicted is None
            answer = sitting.stored.answers[0]
            assert answer.slot.prediction == 3
            if isinstance(saved, Saved):
                assert (answer.text, answer.late_text) == ("the tail", None)
            else:
                assert isinstance(saved, AnswerClosed)
                assert (answer.text, answer.late_text) == ("", "the tail")

        return Race(sitting.save("the tail", at=95), sitting.predict(at=95), check)

    every_way(either_app, prepare)


def test_a_tail_that_was_let_through_is_not_written_once_the_prediction_is_given(
    either_app: Flask, owner: int
) -> None:
    """It is held between the decision and the writing; by then the checklist has been seen."""
    with either_app.app_context():
        sitting = Sitting(owner, flow=Flow.EACH)
        service.sweep(DEADLINE)
    saved, predicted = overtaken(
        either_app, sitting.save("seen", at=95), sitting.predict(at=95), at="UPDATE answers", nth=2
    )
    assert predicted is None
    assert isinstance(saved, AnswerClosed)
    with either_app.app_context():
        answer = sitting.stored.answers[0]
        assert (answer.text, answer.late_text) == ("", "seen")


def test_a_save_that_arrives_at_a_prompt_being_given_up_is_kept_beside_it(either_app: Flask, owner: int) -> None:
    with either_app.app_context():
        sitting = Sitting(owner)
    saved, abandoned = overtaken(
        either_app, sitting.save("words"), lambda: service.abandon(sitting.id, owner, NOON + after(5))
    )
    assert abandoned is None
    assert isinstance(saved, AnswerClosed)
    with either_app.app_context():
        answer = sitting.stored.answers[0]
        assert (answer.text, answer.late_text) == ("", "words")


def test_a_hint_asked_for_twice_at_once_is_one_hint(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner)

        def ask() -> None:
            drafts.show_hint(sitting.id, owner, 0, 0, 2, NOON + after(5))

        def check(left: object, right: object) -> None:
            assert left is right is None
            assert sitting.stored.answers[0].hints_seen == 1

        return Race(ask, ask, check)

    every_way(either_app, prepare)


@pytest.mark.parametrize("at", [5, 95])
def test_an_overtaken_save_loses_to_a_later_one_of_the_words_that_were_there_before(
    either_app: Flask, owner: int, at: int
) -> None:
    def prepare() -> Race:
        sitting = Sitting(owner)
        sitting.save("a")()

        def check(earlier: object, later: object) -> None:
            assert isinstance(earlier, Saved)
            assert isinstance(later, Saved)
            answer = sitting.stored.answers[0]
            assert (answer.text, answer.saved_sequence, answer.late_text) == ("a", 3, None)

        return Race(sitting.save("ab", sequence=2, at=at), sitting.save("a", sequence=3, at=at), check)

    every_way(either_app, prepare)
