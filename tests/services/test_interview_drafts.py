"""Saving what is typed: what is taken, what is a conflict, what came too late."""

from datetime import timedelta

import pytest
from flask import Flask

from interview_sim.auth.models import User
from interview_sim.domain import attempt as rules
from interview_sim.domain.drafts import MAX_ANSWER, Draft
from interview_sim.domain.errors import NotFound
from interview_sim.domain.timing import Pace
from interview_sim.extensions import db
from interview_sim.interview import drafts, service
from interview_sim.interview.drafts import StaleDraft
from interview_sim.interview.queries import StoredAnswer, get_attempt
from tests.builders import NOON, start_sample

pytestmark = pytest.mark.usefixtures("db_session")

PAGE, OTHER_PAGE = "page-one", "page-two"
CLOSES = NOON + timedelta(seconds=90)


def after(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


@pytest.fixture
def owner(app: Flask) -> int:
    user = User(display_name="Candidate", created_at=NOON)
    db.session.add(user)
    db.session.commit()
    return user.id


def answer(attempt_id: str, owner: int, number: int = 0) -> StoredAnswer:
    return get_attempt(attempt_id, owner).answers[number]


def test_a_save_answers_the_next_revision_and_the_seconds_left(owner: int) -> None:
    attempt = start_sample(owner)
    saved = drafts.save_draft(attempt, owner, 0, Draft("Tables.", 0, PAGE, 1), NOON + after(5))
    assert (saved.revision, saved.seconds_left, saved.is_closed) == (1, 85, False)
    assert answer(attempt, owner).text == "Tables."


def test_a_save_of_another_window_is_a_conflict_with_both_texts(owner: int) -> None:
    attempt = start_sample(owner)
    drafts.save_draft(attempt, owner, 0, Draft("first", 0, PAGE, 1), NOON)
    with pytest.raises(StaleDraft) as refusal:
        drafts.save_draft(attempt, owner, 0, Draft("second", 0, OTHER_PAGE, 1), NOON)
    assert (refusal.value.text, refusal.value.revision) == ("first", 1)
    assert answer(attempt, owner).text == "first"


def test_a_blank_form_of_another_window_does_not_empty_the_answer(owner: int) -> None:
    attempt = start_sample(owner)
    drafts.save_draft(attempt, owner, 0, Draft("first", 0, PAGE, 1), NOON)
    with pytest.raises(StaleDraft):
        drafts.save_draft(attempt, owner, 0, Draft("", 0, OTHER_PAGE, 1), NOON)
    assert answer(attempt, owner).text == "first"


def test_the_answer_can_be_emptied_on_purpose(owner: int) -> None:
    attempt = start_sample(owner)
    drafts.save_draft(attempt, owner, 0, Draft("first", 0, PAGE, 1), NOON)
    drafts.save_draft(attempt, owner, 0, Draft("", 1, PAGE, 2), NOON)
    assert answer(attempt, owner).text == ""


def test_a_page_whose_acknowledgement_was_lost_is_no_conflict_with_itself(owner: int) -> None:
    attempt = start_sample(owner)
    drafts.save_draft(attempt, owner, 0, Draft("first", 0, PAGE, 1), NOON)
    saved = drafts.save_draft(attempt, owner, 0, Draft("first and more", 0, PAGE, 2), NOON)
    assert saved.revision == 2
    assert answer(attempt, owner).text == "first and more"


def test_an_older_save_of_the_same_page_that_arrives_late_overwrites_nothing(owner: int) -> None:
    attempt = start_sample(owner)
    drafts.save_draft(attempt, owner, 0, Draft("newer", 0, PAGE, 2), NOON)
    saved = drafts.save_draft(attempt, owner, 0, Draft("older", 0, PAGE, 1), NOON)
    assert saved.revision == 1
    assert answer(attempt, owner).text == "newer"


@pytest.mark.parametrize("late", [0, 89, 95])
def test_a_delayed_save_does_not_come_back_over_words_that_were_typed_away_and_saved_again(
    owner: int, late: int
) -> None:
    attempt = start_sample(owner)
    drafts.save_draft(attempt, owner, 0, Draft("a", 0, PAGE, 1), NOON)
    drafts.save_draft(attempt, owner, 0, Draft("a", 1, PAGE, 3), NOON + after(late))
    delayed = drafts.save_draft(attempt, owner, 0, Draft("ab", 1, PAGE, 2), NOON + after(late))
    stored = answer(attempt, owner)
    assert (stored.text, stored.saved_sequence, delayed.revision) == ("a", 3, stored.revision)
    assert stored.late_text is None


def test_a_delayed_save_from_before_the_same_words_were_finished_with_is_not_kept_as_late(owner: int) -> None:
    attempt = start_sample(owner)
    drafts.save_draft(attempt, owner, 0, Draft("a", 0, PAGE, 1), NOON)
    drafts.finish_answer(attempt, owner, 0, Draft("a", 1, PAGE, 3), NOON)
    assert drafts.save_draft(attempt, owner, 0, Draft("ab", 1, PAGE, 2), NOON).is_closed
    stored = answer(attempt, owner)
    assert (stored.text, stored.late_text) == ("a", None)


def test_the_same_save_sent_again_counts_once(owner: int) -> None:
    attempt = start_sample(owner)
    for _ in range(2):
        assert drafts.save_draft(attempt, owner, 0, Draft("same", 0, PAGE, 1), NOON).revision == 1


def test_another_window_that_never_saw_the_words_does_not_take_them_over_by_sending_the_same(owner: int) -> None:
    attempt = start_sample(owner)
    drafts.save_draft(attempt, owner, 0, Draft("same", 0, PAGE, 1), NOON)
    drafts.save_draft(attempt, owner, 0, Draft("same", 0, OTHER_PAGE, 1), NOON)
    assert drafts.save_draft(attempt, owner, 0, Draft("same, and more", 0, PAGE, 2), NOON).revision == 2


def test_the_same_words_are_acknowledged_whatever_revision_they_edit(owner: int) -> None:
    attempt = start_sample(owner)
    drafts.save_draft(attempt, owner, 0, Draft("same", 0, PAGE, 1), NOON)
    assert drafts.save_draft(attempt, owner, 0, Draft("same", 0, OTHER_PAGE, 1), NOON).revision == 1


def test_a_text_just_before_the_deadline_counts(owner: int) -> None:
    attempt = start_sample(owner)
    saved = drafts.save_draft(attempt, owner, 0, Draft("in time", 0, PAGE, 1), CLOSES - after(1))
    assert saved.seconds_left == 1
    assert not saved.is_closed


@pytest.mark.parametrize("late", [0, 1, 10])
def test_a_text_within_the_grace_counts_and_the_answer_closed_at_its_deadline(owner: int, late: int) -> None:
    attempt = start_sample(owner)
    saved = drafts.save_draft(attempt, owner, 0, Draft("the tail", 0, PAGE, 1), CLOSES + after(late))
    stored = answer(attempt, owner)
    assert saved.is_closed
    assert (stored.text, stored.slot.closed_at, stored.slot.closed_by) == ("the tail", CLOSES, rules.ClosedBy.CLOCK)
    assert answer(attempt, owner, 1).slot.opened_at == CLOSES


def test_a_text_after_the_grace_is_refused_and_kept_beside_the_answer(owner: int) -> None:
    attempt = start_sample(owner)
    drafts.save_draft(attempt, owner, 0, Draft("in time", 0, PAGE, 1), NOON)
    with pytest.raises(rules.TooLate):
        drafts.save_draft(attempt, owner, 0, Draft("in time, and late", 1, PAGE, 2), CLOSES + after(11))
    stored = answer(attempt, owner)
    assert (stored.text, stored.late_text) == ("in time", "in time, and late")


def test_words_after_the_candidate_closed_the_answer_are_kept_beside_it(owner: int) -> None:
    attempt = start_sample(owner)
    drafts.finish_answer(attempt, owner, 0, Draft("done", 0, PAGE, 1), NOON)
    with pytest.raises(rules.AnswerClosed):
        drafts.save_draft(attempt, owner, 0, Draft("done?", 0, OTHER_PAGE, 1), NOON + after(1))
    stored = answer(attempt, owner)
    assert (stored.text, stored.late_text) == ("done", "done?")


def test_nothing_is_taken_once_the_checklist_was_seen(owner: int) -> None:
    attempt = start_sample(owner, flow=rules.Flow.EACH)
    service.change(attempt, owner, lambda state: rules.predict(state, 0, 3, CLOSES + after(2)))
    with pytest.raises(rules.AnswerClosed):
        drafts.save_draft(attempt, owner, 0, Draft("now I know", 0, PAGE, 1), CLOSES + after(5))
    assert answer(attempt, owner).text == ""


def test_a_text_for_a_prompt_that_the_clock_opened_is_saved(owner: int) -> None:
    attempt = start_sample(owner)
    saved = drafts.save_draft(attempt, owner, 1, Draft("second", 0, PAGE, 1), CLOSES + after(20))
    assert (saved.revision, saved.seconds_left) == (1, 100)
    assert answer(attempt, owner, 1).text == "second"


def test_a_text_for_a_prompt_that_is_not_open_yet_is_refused(owner: int) -> None:
    attempt = start_sample(owner)
    with pytest.raises(rules.NotAnswering):
        drafts.save_draft(attempt, owner, 1, Draft("early", 0, PAGE, 1), NOON)


def test_finishing_twice_closes_once(owner: int) -> None:
    attempt = start_sample(owner)
    drafts.finish_answer(attempt, owner, 0, Draft("done", 0, PAGE, 1), NOON + after(3))
    again = drafts.finish_answer(attempt, owner, 0, Draft("done", 0, PAGE, 1), NOON + after(4))
    stored = get_attempt(attempt, owner)
    assert again.is_closed
    assert stored.attempt.position == 1
    assert (stored.answers[0].slot.closed_at, stored.answers[0].late_text) == (NOON + after(3), None)


def test_finishing_with_a_stale_form_closes_nothing(owner: int) -> None:
    attempt = start_sample(owner)
    drafts.save_draft(attempt, owner, 0, Draft("newer", 0, PAGE, 1), NOON)
    with pytest.raises(StaleDraft):
        drafts.finish_answer(attempt, owner, 0, Draft("older", 0, OTHER_PAGE, 1), NOON)
    assert answer(attempt, owner).slot.is_open


def test_finishing_within_the_grace_stores_the_tail_and_leaves_the_next_prompt_open(owner: int) -> None:
    attempt = start_sample(owner)
    drafts.finish_answer(attempt, owner, 0, Draft("tail", 0, PAGE, 1), CLOSES + after(4))
    stored = get_attempt(attempt, owner)
    assert (stored.answers[0].text, stored.attempt.position) == ("tail", 1)
    assert stored.answers[1].slot.is_open


@pytest.mark.parametrize("pace", [Pace.PRACTICE, Pace.UNTIMED])
def test_without_the_strict_pace_nothing_is_too_late(owner: int, pace: Pace) -> None:
    attempt = start_sample(owner, pace=pace)
    drafts.save_draft(attempt, owner, 0, Draft("an hour later", 0, PAGE, 1), NOON + timedelta(hours=1))
    assert answer(attempt, owner).text == "an hour later"


def test_an_answer_of_the_greatest_length_is_saved_and_one_character_more_is_refused(owner: int) -> None:
    attempt = start_sample(owner)
    drafts.save_draft(attempt, owner, 0, Draft("x" * MAX_ANSWER, 0, PAGE, 1), NOON)
    with pytest.raises(drafts.AnswerTooLong):
        drafts.save_draft(attempt, owner, 0, Draft("x" * (MAX_ANSWER + 1), 1, PAGE, 2), NOON)
    assert len(answer(attempt, owner).text) == MAX_ANSWER


def test_somebody_elses_attempt_does_not_exist(owner: int) -> None:
    attempt = start_sample(owner)
    for act in (drafts.save_draft, drafts.finish_answer):
        with pytest.raises(NotFound):
            act(attempt, owner + 1, 0, Draft("mine now", 0, PAGE, 1), NOON)
    assert answer(attempt, owner).text == ""


def test_a_prompt_that_does_not_exist_is_not_found(owner: int) -> None:
    attempt = start_sample(owner)
    for number in (-1, 2):
        with pytest.raises(NotFound):
            drafts.save_draft(attempt, owner, number, Draft("text", 0, PAGE, 1), NOON)


def test_a_hint_asked_for_twice_at_once_is_one_hint(owner: int) -> None:
    attempt = start_sample(owner)
    drafts.show_hint(attempt, owner, 0, 0, 2, NOON)
    drafts.show_hint(attempt, owner, 0, 0, 2, NOON)
    assert answer(attempt, owner).hints_seen == 1
    drafts.show_hint(attempt, owner, 0, 1, 2, NOON)
    with pytest.raises(rules.NothingMoreToAsk):
        drafts.show_hint(attempt, owner, 0, 2, 2, NOON)


def test_a_follow_up_wants_an_answer_first(owner: int) -> None:
    attempt = start_sample(owner)
    with pytest.raises(rules.AnswerFirst):
        drafts.ask_follow_up(attempt, owner, 0, 0, 1, NOON)
    drafts.save_draft(attempt, owner, 0, Draft("Tables.", 0, PAGE, 1), NOON)
    drafts.ask_follow_up(attempt, owner, 0, 0, 1, NOON)
    assert answer(attempt, owner).follow_ups_seen == 1


def test_hints_end_with_the_prompt(owner: int) -> None:
    attempt = start_sample(owner)
    with pytest.raises(rules.NotAnswering):
        drafts.show_hint(attempt, owner, 0, 0, 2, CLOSES)
    assert answer(attempt, owner).hints_seen == 0


def test_words_beyond_what_can_be_kept_beside_an_answer_are_refused_in_so_many_words(owner: int) -> None:
    attempt = start_sample(owner)
    drafts.finish_answer(attempt, owner, 0, Draft("done", 0, PAGE, 1), NOON)
    for number in range(5):
        with pytest.raises(rules.AnswerClosed):
            drafts.save_draft(attempt, owner, 0, Draft(f"{number}" * 19_000, 0, f"window-{number}", 1), NOON)
    with pytest.raises(drafts.LateTextTooLong):
        drafts.save_draft(attempt, owner, 0, Draft("x" * 19_000, 0, "window-six", 1), NOON)
    assert len(answer(attempt, owner).late_text or "") < drafts.MAX_LATE
