"""What travels with a text: which fields are taken, and which are not what a page put there."""

import pytest

from interview_sim.domain.drafts import BadDraft, Draft, is_count, parse_draft, parse_key

SENT = {"text": "Tables.", "revision": "3", "page": "page-one", "sequence": "7"}


@pytest.mark.parametrize("key", ["x" * 8, "x" * 64, "aZ09_-aZ"])
def test_a_key_is_8_to_64_plain_characters(key: str) -> None:
    assert parse_key(key) == key


@pytest.mark.parametrize("key", ["", "x" * 7, "x" * 65, "page one", "page-one\n", "page-\0ne", "pagé-one"])
def test_whatever_else_is_no_key(key: str) -> None:
    assert parse_key(key) == ""


@pytest.mark.parametrize(
    ("value", "expected"), [("0", True), ("9" * 9, True), ("9" * 10, False), ("-1", False), ("²", False), ("", False)]
)
def test_a_count_has_one_to_nine_digits(value: str, expected: bool) -> None:
    assert is_count(value) is expected


def test_a_draft_is_read_with_its_place_and_with_line_feeds() -> None:
    assert parse_draft({**SENT, "text": "a\r\nb\rc\0"}) == Draft("a\nb\nc", 3, "page-one", 7)


def test_without_a_script_there_is_no_sequence() -> None:
    assert parse_draft({name: SENT[name] for name in ("text", "revision", "page")}).sequence == 0


@pytest.mark.parametrize("missing", ["text", "revision", "page"])
def test_a_draft_without_what_the_page_puts_there_is_refused(missing: str) -> None:
    with pytest.raises(BadDraft):
        parse_draft({name: value for name, value in SENT.items() if name != missing})
