"""Answering a question oneself, bookmarks and notes: nothing is lost, and everything happens once."""

import pytest
from flask import Flask

from interview_sim.bank import service
from interview_sim.bank.queries import get_note, get_own_answer, is_bookmarked, is_seen, list_own_answers
from interview_sim.catalog.queries import PinnedQuestion, find_current_question
from interview_sim.domain.bank import (
    AnswerClosed,
    AttemptFinished,
    NotRevealed,
    PointsUnmarked,
    Stage,
    StaleText,
    TextTooLong,
)
from interview_sim.domain.drafts import MAX_ANSWER, Draft
from interview_sim.domain.errors import NotFound
from interview_sim.domain.review import CardKind, Grade
from interview_sim.domain.scoring import PointMark
from interview_sim.extensions import db
from interview_sim.study import service as study
from interview_sim.study.rating_queries import list_ratings
from tests.accounts import make_guest, make_user
from tests.builders import NOON, QUESTION_ADDRESS, bank_sample
from tests.services.races import Race, every_way

COVERED, MISSED = {"writes": PointMark.COVERED}, {"writes": PointMark.MISSED}


def pinned() -> PinnedQuestion:
    found = find_current_question("what-a-sample-index-costs")
    assert found is not None
    return found


def text(words: str, revision: int = 0, page: str = "page-one", sequence: int = 1) -> Draft:
    return Draft(words, revision, page, sequence)


@pytest.fixture
def user_id(app: Flask, db_session: object) -> int:
    return make_user()


@pytest.fixture
def answer_id(user_id: int) -> str:
    return service.begin(user_id, pinned(), "key-of-page", NOON)


def test_beginning_twice_with_one_key_is_one_answer(user_id: int, answer_id: str) -> None:
    assert service.begin(user_id, pinned(), "key-of-page", NOON) == answer_id
    assert len(list_own_answers(user_id, pinned().item_id, 5)) == 1


def test_the_key_of_an_answer_that_is_finished_begins_one_new_answer(user_id: int, answer_id: str) -> None:
    service.reveal(answer_id, user_id, text("Mine."), NOON)
    assert service.begin(user_id, pinned(), "key-of-page", NOON) == answer_id, "its points are not marked yet"
    service.finish(answer_id, user_id, COVERED, NOON, rest_is_missed=False)
    again = service.begin(user_id, pinned(), "key-of-page", NOON)
    assert service.begin(user_id, pinned(), "key-of-page", NOON) == again
    assert {mine.id for mine in list_own_answers(user_id, pinned().item_id, 5)} == {answer_id, again}
    assert get_own_answer(again, user_id).stage is Stage.WRITING


def test_a_text_is_kept_and_a_stale_one_is_answered_with_what_is_stored(user_id: int, answer_id: str) -> None:
    assert service.save_text(answer_id, user_id, text("First."), NOON) == 1
    with pytest.raises(StaleText) as stale:
        service.save_text(answer_id, user_id, text("Second.", page="page-two"), NOON)
    assert (stale.value.text, stale.value.revision) == ("First.", 1)
    assert service.save_text(answer_id, user_id, text("Later.", sequence=2), NOON) == 2
    assert service.save_text(answer_id, user_id, text("Earlier.", sequence=1), NOON) == 2, "it arrived late"
    assert get_own_answer(answer_id, user_id).text == "Later."


def test_a_text_of_the_greatest_length_is_kept_and_one_more_character_is_refused(
    user_id: int, answer_id: str
) -> None:
    service.save_text(answer_id, user_id, text("x" * MAX_ANSWER), NOON)
    with pytest.raises(TextTooLong):
        service.save_text(answer_id, user_id, text("x" * (MAX_ANSWER + 1), sequence=2), NOON)


def test_once_the_model_answer_is_open_the_text_is_final(user_id: int, answer_id: str) -> None:
    service.reveal(answer_id, user_id, text("Mine."), NOON)
    with pytest.raises(AnswerClosed):
        service.save_text(answer_id, user_id, text("Copied.", revision=1, sequence=2), NOON)
    with pytest.raises(AnswerClosed):
        service.reveal(answer_id, user_id, text("Copied.", revision=1, sequence=2), NOON)
    service.reveal(answer_id, user_id, text("Mine.", page="page-two"), NOON)
    assert get_own_answer(answer_id, user_id).text == "Mine."


def test_a_stale_text_does_not_open_the_model_answer(user_id: int, answer_id: str) -> None:
    service.save_text(answer_id, user_id, text("Newer."), NOON)
    with pytest.raises(StaleText):
        service.reveal(answer_id, user_id, text("Older.", page="page-two"), NOON)
    assert get_own_answer(answer_id, user_id).stage is Stage.WRITING


def test_points_are_marked_only_beside_the_model_answer_and_until_it_is_finished(
    user_id: int, answer_id: str
) -> None:
    with pytest.raises(NotRevealed):
        service.mark(answer_id, user_id, COVERED, NOON)
    service.reveal(answer_id, user_id, text(""), NOON)
    service.mark(answer_id, user_id, MISSED, NOON)
    with pytest.raises(NotFound):
        service.mark(answer_id, user_id, {"no-such": PointMark.COVERED}, NOON)
    service.finish(answer_id, user_id, COVERED, NOON, rest_is_missed=False)
    with pytest.raises(AttemptFinished):
        service.mark(answer_id, user_id, MISSED, NOON)
    service.finish(answer_id, user_id, MISSED, NOON, rest_is_missed=True)
    stored = get_own_answer(answer_id, user_id)
    assert (stored.stage, stored.score) == (Stage.FINISHED, 1.0)


def test_finishing_asks_for_missing_marks_unless_they_count_as_missed(user_id: int, answer_id: str) -> None:
    service.reveal(answer_id, user_id, text(""), NOON)
    with pytest.raises(PointsUnmarked):
        service.finish(answer_id, user_id, {}, NOON, rest_is_missed=False)
    service.finish(answer_id, user_id, {}, NOON, rest_is_missed=True)
    assert get_own_answer(answer_id, user_id).score == 0.0


def test_a_scored_answer_rates_the_card_of_its_question(user_id: int) -> None:
    card_id = study.add(user_id, CardKind.QUESTION, QUESTION_ADDRESS, "", NOON)
    bank_sample(user_id)
    assert [rating.grade for rating in list_ratings(card_id, user_id, 5)] == [Grade.GOOD]


def test_somebody_elses_answer_does_not_exist(user_id: int, answer_id: str) -> None:
    other = make_user("other@example.org")
    with pytest.raises(NotFound):
        service.save_text(answer_id, other, text("x"), NOON)
    with pytest.raises(NotFound):
        service.reveal(answer_id, other, text("x"), NOON)
    with pytest.raises(NotFound):
        service.delete_answer(answer_id, other)


def test_a_bookmark_is_set_once_and_taken_away_once(user_id: int) -> None:
    for wanted in (True, True, False, False):
        service.set_bookmark(user_id, pinned().item_id, wanted, NOON)
        assert is_bookmarked(user_id, pinned().item_id) is wanted


def test_a_note_is_never_overwritten_unseen(user_id: int) -> None:
    item_id = pinned().item_id
    assert service.save_note(user_id, item_id, text("One."), NOON) == 1
    with pytest.raises(StaleText) as stale:
        service.save_note(user_id, item_id, text("Two.", page="page-two"), NOON)
    assert stale.value.text == "One."
    assert service.save_note(user_id, item_id, text("Two.", revision=1, page="page-two"), NOON) == 2


def test_a_guests_things_join_those_of_the_account_and_both_notes_stay(user_id: int) -> None:
    guest_id = make_guest()
    bank_sample(user_id)
    bank_sample(guest_id)
    service.save_note(guest_id, pinned().item_id, text("Of the guest.", revision=1), NOON)
    service.adopt(guest_id, user_id)
    db.session.commit()
    assert len(list_own_answers(user_id, pinned().item_id, 5)) == 2
    assert get_note(user_id, pinned().item_id).text == "Ask about writes.\n\nOf the guest."
    assert is_bookmarked(user_id, pinned().item_id)


def test_a_page_that_was_open_before_the_notes_were_joined_does_not_overwrite_the_guests(
    either_app: Flask, owner: int
) -> None:
    with either_app.app_context():
        guest_id, item_id = make_guest(), pinned().item_id
        service.save_note(owner, item_id, text("Mine."), NOON)
        service.save_note(guest_id, item_id, text("Of the guest.", page="page-two"), NOON)
        service.adopt(guest_id, owner)
        db.session.commit()
        for page in ("page-one", "page-two"):
            with pytest.raises(StaleText) as stale:
                service.save_note(owner, item_id, text("Mine, and more.", 1, page, 2), NOON)
            assert (stale.value.text, stale.value.revision) == ("Mine.\n\nOf the guest.", 2)
        assert service.save_note(owner, item_id, text("Both read.", 2, "page-one", 3), NOON) == 3


@pytest.mark.parametrize(("mine", "theirs", "revision"), [("Mine.", "", 1), ("Mine.", " \n", 1), ("", "Theirs.", 2)])
def test_an_emptied_note_adds_nothing_to_the_other_one(user_id: int, mine: str, theirs: str, revision: int) -> None:
    guest_id, item_id = make_guest(), pinned().item_id
    service.save_note(user_id, item_id, text(mine), NOON)
    service.save_note(guest_id, item_id, text(theirs, page="page-two"), NOON)
    service.adopt(guest_id, user_id)
    db.session.commit()
    note = get_note(user_id, item_id)
    assert (note.text, note.revision) == (mine or theirs, revision)


def test_a_guests_answers_come_along_even_where_one_page_was_used_as_both(user_id: int, answer_id: str) -> None:
    guest_id = make_guest()
    theirs = service.begin(guest_id, pinned(), "key-of-page", NOON)
    service.adopt(guest_id, user_id)
    db.session.commit()
    assert {mine.id for mine in list_own_answers(user_id, pinned().item_id, 5)} == {answer_id, theirs}
    assert service.begin(user_id, pinned(), "key-of-page", NOON) == answer_id


def test_what_a_guest_looked_at_is_seen_by_the_account(user_id: int) -> None:
    guest_id = make_guest()
    service.note_look(guest_id, pinned().item_id, NOON)
    assert not is_seen(user_id, pinned().item_id)
    service.adopt(guest_id, user_id)
    db.session.commit()
    assert is_seen(user_id, pinned().item_id)


def test_beginning_twice_at_once_with_the_key_of_a_finished_answer_begins_one(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        old = service.begin(owner, pinned(), "key-of-page", NOON)
        service.reveal(old, owner, text("Mine."), NOON)
        service.finish(old, owner, COVERED, NOON, rest_is_missed=False)

        def check(left: object, right: object) -> None:
            assert isinstance(left, str), left
            assert left == right != old
            assert {mine.id for mine in list_own_answers(owner, pinned().item_id, 5)} == {old, left}
            service.delete_answer(left, owner)
            service.delete_answer(old, owner)

        def begin() -> str:
            return service.begin(owner, pinned(), "key-of-page", NOON)

        return Race(begin, begin, check)

    every_way(either_app, prepare)


def test_two_saves_at_once_one_wins_and_the_other_is_told(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        answer_id = service.begin(owner, pinned(), "key-of-page", NOON)

        def check(left: object, right: object) -> None:
            assert sorted((isinstance(left, StaleText), isinstance(right, StaleText))) == [False, True]
            service.delete_answer(answer_id, owner)

        return Race(
            lambda: service.save_text(answer_id, owner, text("Left."), NOON),
            lambda: service.save_text(answer_id, owner, text("Right.", page="page-two"), NOON),
            check,
        )

    every_way(either_app, prepare)


def test_saving_while_the_model_answer_is_opened_keeps_one_text_and_tells_of_the_other(
    either_app: Flask, owner: int
) -> None:
    def prepare() -> Race:
        answer_id = service.begin(owner, pinned(), "key-of-page", NOON)

        def check(saved: object, revealed: object) -> None:
            stored = get_own_answer(answer_id, owner)
            if isinstance(revealed, StaleText):
                assert (stored.text, stored.stage, saved) == ("Saved.", Stage.WRITING, 1)
            else:
                assert (stored.text, stored.stage) == ("Opened.", Stage.SCORING)
                assert isinstance(saved, AnswerClosed)
            service.delete_answer(answer_id, owner)

        return Race(
            lambda: service.save_text(answer_id, owner, text("Saved."), NOON),
            lambda: service.reveal(answer_id, owner, text("Opened.", page="page-two"), NOON),
            check,
        )

    every_way(either_app, prepare)


def test_a_mark_made_while_finishing_counts_or_is_refused(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        answer_id = service.begin(owner, pinned(), "key-of-page", NOON)
        service.reveal(answer_id, owner, text(""), NOON)
        service.mark(answer_id, owner, MISSED, NOON)

        def check(marked: object, finished: object) -> None:
            stored = get_own_answer(answer_id, owner)
            assert finished is None
            assert stored.score == (0.0 if isinstance(marked, AttemptFinished) else 1.0)
            assert stored.marks == (MISSED if isinstance(marked, AttemptFinished) else COVERED)
            service.delete_answer(answer_id, owner)

        return Race(
            lambda: service.mark(answer_id, owner, COVERED, NOON),
            lambda: service.finish(answer_id, owner, {}, NOON, rest_is_missed=False),
            check,
        )

    every_way(either_app, prepare)


def test_finishing_twice_at_once_finishes_once(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        answer_id = service.begin(owner, pinned(), "key-of-page", NOON)
        service.reveal(answer_id, owner, text(""), NOON)

        def check(left: object, right: object) -> None:
            assert {type(left), type(right)} <= {type(None), AttemptFinished}
            assert get_own_answer(answer_id, owner).score in (0.0, 1.0)
            service.delete_answer(answer_id, owner)

        return Race(
            lambda: service.finish(answer_id, owner, COVERED, NOON, rest_is_missed=False),
            lambda: service.finish(answer_id, owner, MISSED, NOON, rest_is_missed=False),
            check,
        )

    every_way(either_app, prepare)


def test_two_notes_at_once_one_wins_and_the_other_is_told(either_app: Flask, owner: int) -> None:
    def prepare() -> Race:
        item_id = pinned().item_id
        before = get_note(owner, item_id).revision

        def check(left: object, right: object) -> None:
            assert sorted((isinstance(left, StaleText), isinstance(right, StaleText))) == [False, True]

        return Race(
            lambda: service.save_note(owner, item_id, text(f"Left {before}", before, f"left-{before:05}"), NOON),
            lambda: service.save_note(owner, item_id, text(f"Right {before}", before, f"right-{before:05}"), NOON),
            check,
        )

    every_way(either_app, prepare)
