"""Predicting, marking, raising flags, and what finishing fixes."""

from datetime import timedelta

import pytest
from flask import Flask

from interview_sim.auth.models import User
from interview_sim.domain import attempt as rules
from interview_sim.domain.attempt import Flow, State
from interview_sim.domain.drafts import Draft
from interview_sim.domain.errors import NotFound
from interview_sim.domain.marking import MAX_NOTE, MAX_QUOTE, Edit, HeldBack, PointEntry, Sheet, Why
from interview_sim.domain.scoring import PointMark
from interview_sim.domain.timing import Pace
from interview_sim.extensions import db
from interview_sim.interview import debrief_service, drafts, service
from interview_sim.interview.debrief_queries import get_findings, get_findings_and_previous
from interview_sim.interview.debrief_service import PointsUnmarked, WordsHeldBack
from interview_sim.interview.queries import StoredAttempt, get_attempt
from tests.builders import NOON, answer_sample, debrief_sample, debrief_target, start_sample

pytestmark = pytest.mark.usefixtures("db_session")

MISSED, PARTLY, COVERED = PointMark.MISSED, PointMark.PARTLY, PointMark.COVERED
LATER = NOON + timedelta(minutes=10)
NO_MARKS = (Sheet(flags={"guesses": True}), Sheet(note=Edit("x")), Sheet())
WORDS = "Every table gets a primary key."
ALL_COVERED = (PointEntry("keys", COVERED), PointEntry("types", COVERED), PointEntry("naming", COVERED))


@pytest.fixture
def owner(app: Flask) -> int:
    return _user()


@pytest.fixture
def stranger(app: Flask) -> int:
    return _user()


def _user() -> int:
    user = User(display_name="Candidate", created_at=NOON)
    db.session.add(user)
    db.session.commit()
    return user.id


@pytest.fixture
def attempt(owner: int) -> str:
    """Answered, and predicted for the first prompt."""
    attempt_id = answer_sample(owner, texts=(WORDS, ""))
    debrief_service.predict(attempt_id, owner, 0, 3, LATER)
    return attempt_id


def stored(attempt_id: str, owner: int) -> StoredAttempt:
    return get_attempt(attempt_id, owner)


def mark(
    attempt_id: str, owner: int, point: str, value: PointMark, quote: Edit | None = None, number: int = 0
) -> None:
    target = debrief_target(attempt_id, owner, number)
    quotes = {} if quote is None else {point: quote}
    debrief_service.save(target, Sheet((PointEntry(point, value),), quotes=quotes), LATER)


def held_back(attempt_id: str, owner: int, sheet: Sheet) -> dict[str, HeldBack]:
    """Save a sheet of which words are held back: those, by point id, the note as `note`."""
    with pytest.raises(WordsHeldBack) as refusal:
        debrief_service.save(debrief_target(attempt_id, owner), sheet, LATER)
    withheld = refusal.value.withheld
    return {**withheld.quotes, **({"note": withheld.note} if withheld.note else {})}


def test_a_mark_is_kept_under_the_prompt_with_its_reviewer(attempt: str, owner: int, stranger: int) -> None:
    mark(attempt, owner, "keys", PARTLY, Edit("a primary key"))
    assert get_findings(attempt, owner).marks == {("storage", "keys"): PARTLY}
    assert get_findings(attempt, owner).quotes == {("storage", "keys"): "a primary key"}
    assert get_findings(attempt, stranger).marks == {}


def test_marking_again_replaces_the_mark_and_leaves_the_quote(attempt: str, owner: int) -> None:
    mark(attempt, owner, "keys", PARTLY, Edit("a primary key"))
    mark(attempt, owner, "keys", COVERED)
    findings = get_findings(attempt, owner)
    assert findings.marks == {("storage", "keys"): COVERED}
    assert findings.quotes == {("storage", "keys"): "a primary key"}


def test_an_empty_quote_removes_it(attempt: str, owner: int) -> None:
    mark(attempt, owner, "keys", PARTLY, Edit("a primary key"))
    mark(attempt, owner, "keys", PARTLY, Edit("", seen="a primary key"))
    assert get_findings(attempt, owner).quotes == {}


def test_a_flag_is_raised_once_and_can_be_withdrawn(attempt: str, owner: int) -> None:
    target = debrief_target(attempt, owner)
    for _ in range(2):
        debrief_service.save(target, Sheet(flags={"general/general-bluff": True, "guesses": True}), LATER)
    assert set(get_findings(attempt, owner).flags) == {("storage", "general/general-bluff"), ("storage", "guesses")}
    for _ in range(2):
        debrief_service.save(target, Sheet(flags={"guesses": False}), LATER)
    assert get_findings(attempt, owner).flags == (("storage", "general/general-bluff"),)


def test_a_note_and_spoken_are_kept_with_the_answer(attempt: str, owner: int) -> None:
    debrief_service.save(debrief_target(attempt, owner), Sheet(note=Edit("Slower."), spoken=True), LATER)
    debrief_service.save(debrief_target(attempt, owner), Sheet(), LATER)
    answer = stored(attempt, owner).answers[0]
    assert (answer.note, answer.spoken) == ("Slower.", True)


def test_nothing_can_be_marked_before_the_prediction(owner: int) -> None:
    attempt = answer_sample(owner)
    for sheet in (
        Sheet((PointEntry("keys", COVERED),)),
        Sheet(flags={"guesses": True}),
        Sheet(note=Edit("x")),
        Sheet(),
    ):
        with pytest.raises(rules.ChecklistClosed):
            debrief_service.save(debrief_target(attempt, owner), sheet, LATER)
    assert get_findings(attempt, owner).marks == {}


def test_what_is_on_the_checklist_cannot_be_guessed_before_the_prediction(owner: int) -> None:
    attempt = answer_sample(owner)
    for point in ("keys", "not-a-point"):
        with pytest.raises(rules.ChecklistClosed):
            mark(attempt, owner, point, COVERED)


def test_the_next_prompt_cannot_be_marked_or_predicted_before_its_turn(attempt: str, owner: int) -> None:
    with pytest.raises(rules.NotDebriefing):
        mark(attempt, owner, "index", COVERED, number=1)
    with pytest.raises(rules.NotDebriefing):
        debrief_service.predict(attempt, owner, 1, 3, LATER)


@pytest.mark.parametrize("number", [-1, 2])
def test_a_prompt_that_does_not_exist_is_not_found(attempt: str, owner: int, number: int) -> None:
    with pytest.raises(NotFound):
        debrief_service.predict(attempt, owner, number, 3, LATER)


def test_a_second_prediction_is_refused_and_the_first_stands(attempt: str, owner: int) -> None:
    with pytest.raises(rules.AlreadyPredicted):
        debrief_service.predict(attempt, owner, 0, 1, LATER)
    assert stored(attempt, owner).answers[0].slot.prediction == 3


def test_a_stranger_can_neither_predict_nor_mark_nor_finish(attempt: str, owner: int, stranger: int) -> None:
    target = debrief_target(attempt, owner)
    theirs = type(target)(attempt, stranger, 0, target.revision_id, target.prompt_id)
    with pytest.raises(NotFound):
        debrief_service.predict(attempt, stranger, 0, 3, LATER)
    with pytest.raises(NotFound):
        debrief_service.save(theirs, Sheet(ALL_COVERED), LATER)
    with pytest.raises(NotFound):
        debrief_service.finish(theirs, Sheet(), LATER, rest_is_missed=True)
    assert get_findings(attempt, owner).marks == {}


def test_a_point_of_another_prompt_and_an_unknown_flag_are_not_found(attempt: str, owner: int) -> None:
    with pytest.raises(NotFound):
        mark(attempt, owner, "index", COVERED)
    with pytest.raises(NotFound):
        debrief_service.save(debrief_target(attempt, owner), Sheet(flags={"no-such-flag": True}), LATER)


def test_a_page_that_names_the_wrong_prompt_writes_nothing(attempt: str, owner: int) -> None:
    right = debrief_target(attempt, owner)
    wrong = type(right)(attempt, owner, 0, right.revision_id, "speed")
    with pytest.raises(NotFound):
        debrief_service.save(wrong, Sheet((PointEntry("index", COVERED),)), LATER)
    assert get_findings(attempt, owner).marks == {}


def test_a_note_may_have_its_full_length_and_one_more_holds_back_nothing_else(attempt: str, owner: int) -> None:
    debrief_service.save(debrief_target(attempt, owner), Sheet(note=Edit("x" * MAX_NOTE)), LATER)
    sheet = Sheet((PointEntry("keys", COVERED),), note=Edit("y" * (MAX_NOTE + 1), seen="x" * MAX_NOTE))
    assert held_back(attempt, owner, sheet)["note"].why is Why.TOO_LONG
    assert get_findings(attempt, owner).marks == {("storage", "keys"): COVERED}
    assert stored(attempt, owner).answers[0].note == "x" * MAX_NOTE


def test_a_quote_may_have_its_full_length_and_not_one_more(owner: int) -> None:
    attempt = answer_sample(owner, texts=("x" * (MAX_QUOTE + 1), ""))
    debrief_service.predict(attempt, owner, 0, 3, LATER)
    mark(attempt, owner, "keys", COVERED, Edit("x" * MAX_QUOTE))
    longer = Sheet(quotes={"keys": Edit("x" * (MAX_QUOTE + 1), seen="x" * MAX_QUOTE)})
    assert held_back(attempt, owner, longer)["keys"].why is Why.TOO_LONG
    assert len(get_findings(attempt, owner).quotes["storage", "keys"]) == MAX_QUOTE


def test_words_are_written_only_over_what_the_page_had_seen(attempt: str, owner: int) -> None:
    first = Sheet((PointEntry("keys", PARTLY),), note=Edit("Slower."), quotes={"keys": Edit("a primary key")})
    debrief_service.save(debrief_target(attempt, owner), first, LATER)
    late = Sheet((PointEntry("keys", COVERED),), note=Edit("Faster."), quotes={"keys": Edit("every table")})
    held = held_back(attempt, owner, late)
    assert {name: (words.why, words.stored) for name, words in held.items()} == {
        "note": (Why.STALE, "Slower."),
        "keys": (Why.STALE, "a primary key"),
    }
    assert stored(attempt, owner).answers[0].note == "Slower."
    assert get_findings(attempt, owner).quotes == {("storage", "keys"): "a primary key"}
    assert get_findings(attempt, owner).marks == {("storage", "keys"): COVERED}


def test_the_same_words_once_more_are_a_success_whatever_their_page_had_seen(attempt: str, owner: int) -> None:
    sheet = Sheet((PointEntry("keys", PARTLY),), note=Edit("Slower."), quotes={"keys": Edit("a primary key")})
    for _ in range(2):
        debrief_service.save(debrief_target(attempt, owner), sheet, LATER)
    assert stored(attempt, owner).answers[0].note == "Slower."


def test_words_that_were_seen_may_be_changed_and_removed(attempt: str, owner: int) -> None:
    for text, seen in (("Slower.", ""), ("Much slower.", "Slower."), ("", "Much slower.")):
        debrief_service.save(debrief_target(attempt, owner), Sheet(note=Edit(text, seen)), LATER)
        assert stored(attempt, owner).answers[0].note == text


def test_a_quote_alone_leaves_the_mark_of_another_window_alone(attempt: str, owner: int) -> None:
    mark(attempt, owner, "keys", COVERED)
    debrief_service.save(debrief_target(attempt, owner), Sheet(quotes={"keys": Edit("a primary key")}), LATER)
    findings = get_findings(attempt, owner)
    assert (findings.marks, findings.quotes) == (
        {("storage", "keys"): COVERED},
        {("storage", "keys"): "a primary key"},
    )


def test_a_quote_of_a_point_without_a_mark_is_held_back(attempt: str, owner: int) -> None:
    sheet = Sheet((PointEntry("types", PARTLY),), quotes={"keys": Edit("a primary key")})
    assert held_back(attempt, owner, sheet)["keys"].why is Why.NO_MARK
    assert get_findings(attempt, owner).marks == {("storage", "types"): PARTLY}


def test_a_quote_must_stand_in_the_answer_and_is_held_back_alone(attempt: str, owner: int) -> None:
    sheet = Sheet((PointEntry("keys", COVERED),), note=Edit("n"), quotes={"keys": Edit("a foreign key")})
    assert held_back(attempt, owner, sheet)["keys"].why is Why.NOT_SAID
    assert get_findings(attempt, owner).marks == {("storage", "keys"): COVERED}
    assert stored(attempt, owner).answers[0].note == "n"
    assert get_findings(attempt, owner).quotes == {}


def test_a_quote_may_stand_in_what_came_too_late(owner: int) -> None:
    attempt = answer_sample(owner, texts=(WORDS, ""))
    with pytest.raises(rules.AnswerClosed):
        drafts.save_draft(attempt, owner, 0, Draft("And an index.", 1, "page-late", 9), LATER)
    debrief_service.predict(attempt, owner, 0, 3, LATER)
    mark(attempt, owner, "keys", COVERED, Edit("an index"))
    assert get_findings(attempt, owner).quotes == {("storage", "keys"): "an index"}


def test_what_was_said_aloud_may_be_quoted_from_the_moment_it_is_said_so(attempt: str, owner: int) -> None:
    said = {"keys": Edit("as I said, keys")}
    both = Sheet((PointEntry("keys", COVERED),), spoken=True, quotes=said)
    debrief_service.save(debrief_target(attempt, owner), both, LATER)
    again = Sheet(quotes={"keys": Edit("natural keys", seen="as I said, keys")})
    debrief_service.save(debrief_target(attempt, owner), again, LATER)
    assert get_findings(attempt, owner).quotes == {("storage", "keys"): "natural keys"}
    taken_back = Sheet(spoken=False, quotes={"keys": Edit("other keys", seen="natural keys")})
    assert held_back(attempt, owner, taken_back)["keys"].why is Why.NOT_SAID
    assert not stored(attempt, owner).answers[0].spoken


def test_a_quote_refused_before_the_prediction_says_only_that(owner: int) -> None:
    attempt = answer_sample(owner, texts=(WORDS, ""))
    with pytest.raises(rules.ChecklistClosed):
        debrief_service.save(debrief_target(attempt, owner), Sheet(quotes={"keys": Edit("nowhere")}), LATER)


def test_words_held_back_keep_the_debrief_open_and_the_rest_counts_as_missed(attempt: str, owner: int) -> None:
    mark(attempt, owner, "types", COVERED)
    sheet = Sheet(quotes={"keys": Edit("a primary key"), "naming": Edit("nowhere")})
    with pytest.raises(WordsHeldBack) as refusal:
        debrief_service.finish(debrief_target(attempt, owner), sheet, LATER, rest_is_missed=True)
    assert refusal.value.withheld.quotes.keys() == {"naming"}
    findings = get_findings(attempt, owner)
    assert set(findings.marks.values()) == {MISSED, COVERED}
    assert findings.quotes == {("storage", "keys"): "a primary key"}
    assert stored(attempt, owner).attempt.position == 0


def test_a_debrief_with_unmarked_points_stays_open_and_keeps_the_rest(attempt: str, owner: int) -> None:
    sheet = Sheet((PointEntry("keys", COVERED),), note=Edit("Half."))
    with pytest.raises(PointsUnmarked) as refusal:
        debrief_service.finish(debrief_target(attempt, owner), sheet, LATER, rest_is_missed=False)
    assert [point.id for point in refusal.value.points] == ["types", "naming"]
    assert get_findings(attempt, owner).marks == {("storage", "keys"): COVERED}
    assert stored(attempt, owner).answers[0].note == "Half."
    assert stored(attempt, owner).attempt.position == 0


def test_the_rest_counts_as_missed_where_that_is_asked_for(attempt: str, owner: int) -> None:
    mark(attempt, owner, "types", PARTLY)
    sheet = Sheet((PointEntry("keys", COVERED),))
    debrief_service.finish(debrief_target(attempt, owner), sheet, LATER, rest_is_missed=True)
    assert get_findings(attempt, owner).marks == {
        ("storage", "keys"): COVERED,
        ("storage", "types"): PARTLY,
        ("storage", "naming"): MISSED,
    }
    assert stored(attempt, owner).attempt.position == 1


def test_an_earlier_prompt_stays_editable_until_the_end(attempt: str, owner: int) -> None:
    debrief_service.finish(debrief_target(attempt, owner), Sheet(ALL_COVERED), LATER, rest_is_missed=False)
    debrief_service.predict(attempt, owner, 1, 2, LATER)
    mark(attempt, owner, "keys", MISSED)
    again = debrief_service.finish(debrief_target(attempt, owner), Sheet(), LATER, rest_is_missed=False)
    assert again.attempt.position == 1
    assert get_findings(attempt, owner).marks["storage", "keys"] is MISSED


def test_finishing_fixes_score_and_rating_by_the_published_rules(owner: int) -> None:
    """Weights 3, 2, 1 twice: (3 + 1 + 0 + 3 + 2 + 1) ÷ 12 = 10 ÷ 12, and nothing caps it."""
    done = stored(debrief_sample(owner, marks={"types": "partly", "naming": "missed"}), owner)
    assert done.attempt.state is State.FINISHED
    assert done.score == pytest.approx(10 / 12)
    assert done.rating == "leaning-hire"


def test_a_missed_must_have_caps_the_stored_rating(owner: int) -> None:
    """(3 + 2 + 1 + 0 + 2 + 1) ÷ 12 = 75 %, leaning hire, capped."""
    done = stored(debrief_sample(owner, marks={"index": "missed"}), owner)
    assert (done.score, done.rating) == (0.75, "leaning-no-hire")


def test_a_red_flag_caps_the_stored_rating(owner: int) -> None:
    done = stored(debrief_sample(owner, flags=["plain-passwords", "general/general-blame"]), owner)
    assert (done.score, done.rating) == (1.0, "strong-no-hire")


def test_once_finished_every_mark_is_final(owner: int) -> None:
    attempt = debrief_sample(owner)
    target = debrief_target(attempt, owner, 1)
    for sheet in (
        Sheet((PointEntry("index", MISSED),)),
        Sheet(flags={"guesses": True}),
        Sheet(note=Edit("x")),
        Sheet(),
    ):
        with pytest.raises(rules.AttemptClosed):
            debrief_service.save(target, sheet, LATER)
    with pytest.raises(rules.AttemptClosed):
        debrief_service.finish(target, Sheet(), LATER, rest_is_missed=True)
    assert stored(attempt, owner).score == 1.0


def test_a_raised_flag_cannot_be_withdrawn_once_finished(owner: int) -> None:
    attempt = debrief_sample(owner, flags=["guesses"])
    with pytest.raises(rules.AttemptClosed):
        debrief_service.save(debrief_target(attempt, owner, 1), Sheet(flags={"guesses": False}), LATER)
    assert get_findings(attempt, owner).flags == (("speed", "guesses"),)


def test_with_a_debrief_after_each_prompt_finishing_one_opens_the_next_question(owner: int) -> None:
    attempt = start_sample(owner, flow=Flow.EACH)
    drafts.finish_answer(attempt, owner, 0, Draft("Tables.", 0, "page-one", 1), NOON + timedelta(seconds=30))
    debrief_service.predict(attempt, owner, 0, 3, LATER)
    debrief_service.finish(debrief_target(attempt, owner), Sheet(ALL_COVERED), LATER, rest_is_missed=False)
    moved = stored(attempt, owner).attempt
    assert (moved.state, moved.position, moved.slots[1].opened_at) == (State.ANSWERING, 1, LATER)


def test_marks_count_as_soon_as_the_clock_has_closed_the_question_even_if_nobody_wrote_that_down(owner: int) -> None:
    attempt = start_sample(owner, flow=Flow.EACH)
    drafts.finish_answer(attempt, owner, 0, Draft("Tables.", 0, "page-one", 1), NOON + timedelta(seconds=30))
    debrief_service.predict(attempt, owner, 0, 3, LATER)
    debrief_service.finish(debrief_target(attempt, owner), Sheet(ALL_COVERED), LATER, rest_is_missed=False)
    with pytest.raises(rules.NotDebriefing):
        debrief_service.save(debrief_target(attempt, owner), Sheet(note=Edit("while answering")), LATER)
    after_the_deadline = LATER + timedelta(seconds=121)
    debrief_service.save(debrief_target(attempt, owner), Sheet(note=Edit("afterwards")), after_the_deadline)
    assert stored(attempt, owner).attempt.state is State.DEBRIEFING
    assert stored(attempt, owner).answers[0].note == "afterwards"


def test_an_abandoned_attempt_is_neither_marked_nor_scored(attempt: str, owner: int) -> None:
    service.abandon(attempt, owner, LATER)
    with pytest.raises(rules.AttemptClosed):
        mark(attempt, owner, "keys", COVERED)
    assert stored(attempt, owner).score is None


def test_a_retake_of_one_prompt_is_scored_by_its_points_alone(owner: int) -> None:
    done = stored(debrief_sample(owner, marks={"cache": "missed"}, only_prompt="speed"), owner)
    assert done.score == pytest.approx(5 / 6)


def test_the_previous_attempt_is_the_last_finished_one_that_asked_the_same(owner: int, stranger: int) -> None:
    def hours(number: int) -> timedelta:
        return timedelta(hours=number)

    debrief_sample(stranger, NOON, marks={"keys": "missed"})
    oldest = debrief_sample(owner, NOON - hours(9), marks={"keys": "missed"})
    whole = debrief_sample(owner, NOON - hours(8), marks={"index": "partly"})
    answer_sample(owner, NOON - hours(7))
    single = debrief_sample(owner, NOON - hours(6), only_prompt="speed", marks={"index": "missed"}, pace=Pace.UNTIMED)
    last = debrief_sample(owner, NOON)
    retake = debrief_sample(owner, NOON + hours(1), only_prompt="speed")
    other_retake = debrief_sample(owner, NOON + hours(2), only_prompt="storage")

    def previous(attempt_id: str) -> str | None:
        return before.id if (before := get_findings_and_previous(stored(attempt_id, owner))[1]) else None

    assert previous(oldest) is None
    assert previous(whole) == oldest
    assert previous(single) == whole
    assert previous(last) == whole
    assert previous(retake) == last
    assert previous(other_retake) == last
    found = get_findings_and_previous(stored(last, owner))[1]
    assert found is not None
    assert found.marks["speed", "index"] is PARTLY
    assert len(found.marks) == 6
    assert found.is_whole
