"""Words of the debrief written in two windows: nothing newer is overwritten, and both versions are shown."""

import pytest

from interview_sim.domain.marking import MAX_QUOTE
from interview_sim.domain.scoring import PointMark
from tests.audit import parse
from tests.web.debrief.conftest import Debrief

MISSED, PARTLY, COVERED = PointMark.MISSED, PointMark.PARTLY, PointMark.COVERED
CHANGED = "This note was changed in another window. Choose which one to keep."


def note(debrief: Debrief) -> str:
    return debrief.stored.answers[0].note


def quote(debrief: Debrief) -> str:
    return debrief.findings.quotes["storage", "keys"]


def test_a_scripts_save_over_words_it_had_not_seen_is_answered_with_them(marking: Debrief) -> None:
    marking.tick({"note": "Newer."})
    reply = marking.tick({"note": "Older.", "seen-note": "", "mark-keys": "covered"})
    assert reply.status_code == 409
    assert reply.json == {
        "error": "words-held-back",
        "message": "Some words were not saved.",
        "held": {"note": {"why": "changed-elsewhere", "message": CHANGED, "stored": "Newer."}},
    }
    assert note(marking) == "Newer."
    assert marking.findings.marks == {("storage", "keys"): COVERED}


def test_a_scripts_save_that_says_nothing_of_what_it_had_seen_overwrites_nothing(marking: Debrief) -> None:
    marking.tick({"note": "Newer."})
    assert marking.tick({"note": "Older."}).status_code == 409
    assert note(marking) == "Newer."


def test_a_scripts_save_over_what_it_had_seen_is_taken_and_so_is_the_same_again(marking: Debrief) -> None:
    marking.tick({"mark-keys": "covered", "quote-keys": "a primary key", "note": "One."})
    fields = {"note": "Two.\r\nThree.", "seen-note": "One.", "quote-keys": "", "seen-quote-keys": "a primary key"}
    for _ in range(2):
        assert marking.tick(fields).json == {"saved": True}
    assert note(marking) == "Two.\nThree."
    assert marking.findings.quotes == {}


def test_a_note_put_back_to_what_was_seen_is_not_taken_for_unchanged(marking: Debrief) -> None:
    """The acknowledgement of "Newer." was lost; the page went back to what it had seen before."""
    marking.tick({"note": "Newer."})
    assert marking.tick({"note": "", "seen-note": ""}).status_code == 409
    assert note(marking) == "Newer."


def test_saving_a_note_is_one_statement_and_a_quote_asks_for_the_answer_first(marking: Debrief) -> None:
    marking.tick({"mark-keys": "covered", "note": "One."})
    marking.tick({"note": "Two.", "seen-note": "One."})
    assert [sql.split()[0] for sql in marking.client.queries] == ["SELECT", "UPDATE"]
    marking.tick({"quote-keys": "a primary key"})
    assert [sql.split()[0] for sql in marking.client.queries] == ["SELECT", "SELECT", "UPDATE"]


def test_without_javascript_both_versions_are_shown_and_all_else_is_saved(marking: Debrief) -> None:
    marking.tick({"mark-keys": "covered"})
    old_page = marking.page()
    marking.tick({"note": "Newer <b>.", "quote-keys": "a primary key"})
    mine = {"note": "Mine.", "quote-keys": "every table", "mark-types": "partly", "flag-guesses": "1"}
    page = marking.client.submit(old_page, "/marks", **mine)
    assert page.status_code == 409
    assert "Some of what you typed is not saved yet; everything else is." in page.text
    for both in ("Mine.", "Newer &lt;b&gt;.", 'value="every table"', '<div class="own-text">a primary key</div>'):
        assert both in page.text
    choices = [field for field in parse(page).iter("input") if (field.get("name") or "").startswith("keep-")]
    assert {(field.get("name"), field.get("value")) for field in choices} == {
        (f"keep-{name}", choice) for name in ("note", "quote-keys") for choice in ("mine", "saved", "both")
    }
    assert all(field.get("required") is not None and field.get("checked") is None for field in choices)
    assert (note(marking), quote(marking)) == ("Newer <b>.", "a primary key")
    assert marking.findings.marks["storage", "types"] is PARTLY
    assert marking.findings.flags == (("storage", "guesses"),)


@pytest.mark.parametrize(
    ("keep", "kept_note", "kept_quote"),
    [
        ("mine", "Mine.", "is decimal"),
        ("saved", "Theirs.", "a primary key"),
        ("both", "Theirs.\n\nMine.", "a primary key … is decimal"),
    ],
)
def test_of_two_versions_the_chosen_one_is_kept(marking: Debrief, keep: str, kept_note: str, kept_quote: str) -> None:
    marking.tick({"mark-keys": "covered"})
    old_page = marking.page()
    marking.tick({"note": "Theirs.", "quote-keys": "a primary key"})
    page = marking.client.submit(old_page, "/marks", **{"note": "Mine.", "quote-keys": "is decimal"})
    choice = {"keep-note": keep, "keep-quote-keys": keep}
    assert marking.client.submit(page, "/marks", **choice).status_code == 303
    assert (note(marking), quote(marking)) == (kept_note, kept_quote)
    assert "Which note should be kept?" not in marking.page().text


def test_a_choice_made_on_a_page_that_lay_open_is_asked_again(marking: Debrief) -> None:
    old_page = marking.page()
    marking.tick({"note": "Theirs."})
    page = marking.client.submit(old_page, "/marks", note="Mine.")
    marking.tick({"note": "Theirs, later.", "seen-note": "Theirs."})
    again = marking.client.submit(page, "/marks", **{"keep-note": "mine"})
    assert again.status_code == 409
    assert "Theirs, later." in again.text
    assert note(marking) == "Theirs, later."


def test_two_versions_that_are_too_long_together_are_kept_on_the_page(marking: Debrief) -> None:
    marking.tick({"mark-keys": "covered", "spoken": "1"})
    old_page = marking.page()
    marking.tick({"quote-keys": "t" * MAX_QUOTE})
    page = marking.client.submit(old_page, "/marks", **{"quote-keys": "mine"})
    page = marking.client.submit(page, "/marks", **{"keep-quote-keys": "both"})
    assert page.status_code == 422
    assert f"{'t' * MAX_QUOTE} … mine" in page.text
    assert quote(marking) == "t" * MAX_QUOTE
    assert marking.client.submit(page, "/marks", **{"quote-keys": "tt … mine"}).status_code == 303
    assert quote(marking) == "tt … mine"


def test_going_on_with_words_another_window_changed_stays_here_and_shows_both(marking: Debrief) -> None:
    old_page = marking.page()
    marking.tick({"note": "Theirs."})
    page = marking.client.submit(old_page, "/next", note="Mine.", rest="missed")
    assert page.status_code == 409
    assert marking.stored.attempt.position == 0
    gone_on = marking.client.submit(page, "/next", **{"keep-note": "both"})
    assert gone_on.headers["Location"] == marking.url(2)
    assert note(marking) == "Theirs.\n\nMine."


def test_the_same_form_twice_is_taken_twice(marking: Debrief) -> None:
    page = marking.page()
    for _ in range(2):
        sent = marking.client.submit(page, "/marks", note="Mine.", **{"mark-keys": "covered", "quote-keys": "key"})
        assert sent.status_code == 303
    assert (note(marking), quote(marking)) == ("Mine.", "key")


def test_a_quote_leaves_the_mark_that_another_window_made_alone(marking: Debrief) -> None:
    marking.tick({"mark-keys": "missed"})
    old_page = marking.page()
    marking.tick({"mark-keys": "covered"})
    marking.client.submit(old_page, "/marks", **{"quote-keys": "a primary key"})
    assert marking.findings.marks == {("storage", "keys"): COVERED}
    assert quote(marking) == "a primary key"


def test_a_quote_that_is_not_in_the_answer_is_refused_alone_and_kept_in_its_field(marking: Debrief) -> None:
    mine = {"mark-keys": "covered", "quote-keys": "a foreign key", "note": "n"}
    page = marking.client.submit(marking.page(), "/marks", **mine)
    assert page.status_code == 422
    assert "These words are not in your answer." in page.text
    field = next(field for field in parse(page).iter("input") if field.get("name") == "quote-keys")
    assert (field.get("value"), field.get("aria-invalid")) == ("a foreign key", "true")
    assert "quote-1-fault" in str(field.get("aria-describedby")).split()
    assert (note(marking), marking.findings.quotes) == ("n", {})
    assert marking.findings.marks == {("storage", "keys"): COVERED}
    assert marking.client.submit(page, "/marks", spoken="1").status_code == 303
    assert quote(marking) == "a foreign key"


def test_a_refused_quote_that_is_mended_still_does_not_overwrite_what_its_page_never_showed(marking: Debrief) -> None:
    marking.tick({"mark-keys": "covered"})
    old_page = marking.page()
    marking.tick({"quote-keys": "a primary key"})
    page = marking.client.submit(old_page, "/marks", **{"quote-keys": "a foreign key"})
    assert page.status_code == 422
    again = marking.client.submit(page, "/marks", **{"quote-keys": "every table"})
    assert again.status_code == 409
    assert quote(marking) == "a primary key"


def test_a_form_that_makes_no_sense_keeps_every_word_and_what_it_had_seen(marking: Debrief) -> None:
    old_page = marking.page()
    marking.tick({"note": "Theirs."})
    page = marking.client.submit(old_page, "/marks", note="Mine.", **{"mark-keys": "perfect"})
    assert page.status_code == 422
    assert "Nothing of this form is saved yet." in page.text
    assert marking.client.submit(page, "/marks").status_code == 409
    assert note(marking) == "Theirs."


def test_an_error_page_shows_the_words_that_were_typed_and_not_what_the_page_had_seen(marking: Debrief) -> None:
    marking.tick({"note": "two words, and é"})
    page = marking.page()
    with marking.client.session_transaction() as session:
        session.pop("csrf_token")
    refused = marking.client.submit(page, "/marks", note="Other words.")
    assert refused.status_code == 400
    visible = "".join(parse(refused).itertext())
    assert "Other words." in visible
    assert "two" not in visible


def test_space_around_a_quote_is_left_out_and_space_alone_is_none(marking: Debrief) -> None:
    marking.tick({"mark-keys": "covered", "quote-keys": "  a primary key "})
    assert quote(marking) == "a primary key"
    marking.tick({"quote-keys": "   ", "seen-quote-keys": "a primary key"})
    assert marking.findings.quotes == {}
