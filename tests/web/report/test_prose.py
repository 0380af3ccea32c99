"""Sentences of the content on a page: backticks mark code, and nothing else is obeyed."""

import pytest

from interview_sim.interview.prose import inline_code


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "plain"),
        ("a `b` c", "a <code>b</code> c"),
        ("`a` and `b`", "<code>a</code> and <code>b</code>"),
        ("an odd ` stays", "an odd ` stays"),
        ("`a` and an odd `", "<code>a</code> and an odd `"),
        ("<b> & `<i>`", "&lt;b&gt; &amp; <code>&lt;i&gt;</code>"),
        ("", ""),
    ],
)
def test_backticks_mark_code_and_everything_is_escaped(text: str, html: str) -> None:
    assert str(inline_code(text)) == html
