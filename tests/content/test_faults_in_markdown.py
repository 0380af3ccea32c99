"""What Markdown may not do, at the line where it does it."""

import time
from pathlib import Path

import pytest

from interview_sim.catalog.markdown_rules import list_markdown_faults
from tests.content.packs import line_with, list_faults, spoil

UNSAFE = {
    "a tag": ("a <b>bold</b> b", "HTML is not allowed: '<b>'; use Markdown, or put it in backticks"),
    "a block of HTML": ("<div>\nx\n</div>", "HTML is not allowed: '<div> x </div>'"),
    "a script": ("<script>alert(1)</script>", "HTML is not allowed: '<script>alert(1)</script>'"),
    "a comment": ("<!-- later -->", "HTML is not allowed: '<!-- later -->'"),
    "an event handler": ("<img src=x onerror=alert(1)>", "HTML is not allowed"),
    "a javascript link": ("[x](javascript:alert(1))", "links may only begin with https://, not 'javascript:'"),
    "a disguised javascript link": (
        "[x](JaVaScRiPt&#58;alert(1))",
        "links may only begin with https://, not 'javascript:'",
    ),
    "a data link": ("[x](data:text/html,x)", "links may only begin with https://, not 'data:'"),
    "an automatic link that is code": (
        "Use <int:id> here",
        "links may only begin with https://, not 'int:'; put it in backticks",
    ),
    "a mail address": ("<a@example.org>", "links may only begin with https://, not 'mailto:'"),
    "a plain http link": (
        "[x](http://example.org)",
        "the link 'http://example.org' is not encrypted; write https://",
    ),
    "a relative link": ("[x](/settings)", "the link '/settings' leads nowhere outside this text"),
    "a link without a scheme": ("[x](//example.org)", "the link '//example.org' leads nowhere outside this text"),
    "a link by reference": ("[x][1]\n\n[1]: javascript:x", "links may only begin with https://, not 'javascript:'"),
    "a broken address": ("[x](https:///docs)", "the link 'https:///docs' is not an address; copy it"),
    "a link without text": ("[](https://example.org)", "this link has no text; write between the brackets"),
    "an image": ("![x](https://example.org/x.png)", "images are not shown; describe in words what it would show"),
    "an unknown language": (
        "```pyhton\nx\n```",
        "unknown language 'pyhton' of a code block; use one of: bash, console, css",
    ),
    "an open code block": ("```python\nx = 1", "this code block is never closed; end it with a line of ```"),
    "an open code block without lines": ("text\n\n```", "this code block is never closed"),
    "a heading that skips a level": ("# A\n\n### B", "this heading skips a level; use ## after #"),
    "nothing to show": ("[a]: https://example.org", "this Markdown shows nothing; write text"),
    "a huge table": ("|" * 1_001, "a table this large cannot be read on a phone"),
}


@pytest.mark.parametrize(("text", "message"), UNSAFE.values(), ids=UNSAFE.keys())
def test_unsafe_markdown_is_a_fault(text: str, message: str) -> None:
    found = [fault for _, fault in list_markdown_faults(text)]
    assert any(message in fault for fault in found), found


FINE = {
    "code that looks like HTML": "Use `<form>` and `<int:id>`.",
    "a fenced block of HTML": "```html\n<script>x</script>\n```",
    "a link": "[docs](https://docs.python.org/3/)",
    "an automatic link": "<https://docs.python.org/3/>",
    "a comparison": "1 < 2 and 3 > 2 & so on",
    "a closed block in a list": "- a\n\n  ```text\n  x\n  ```\n",
    "a closed block in a quote": "> ```sql\n> SELECT 1;\n> ```",
    "tildes": "~~~python\nx\n~~~",
    "headings in order": "## A\n\n### B\n\n## C",
    "a table": "| a | b |\n|---|---|\n| 1 | 2 |",
    "square brackets": "`items[0]` and [sic]",
}


@pytest.mark.parametrize("text", FINE.values(), ids=FINE.keys())
def test_good_markdown_is_none(text: str) -> None:
    assert list(list_markdown_faults(text)) == []


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("  Its list of orders has not.", "  Its list\n  of <i>orders</i>", "of <i>"),
        ("  The shop has **grown**.", "  First.\n\n  - one\n  - [two](http://example.org)", "[two]"),
        ("      EXPLAIN ANALYZE SELECT 1;\n      ```", "      EXPLAIN ANALYZE SELECT 1;", "```sql"),
        ("closing: Thank you.", "closing: >-\n  Thank\n\n  you <br>.", "closing:"),
        ("stem: Which one runs the query?", 'stem: "A <br>"', "stem:"),
    ],
)
def test_the_line_is_that_of_the_text_in_the_file(tmp_path: Path, old: str, new: str, at: str) -> None:
    file = "choice-questions/databases.yaml" if "stem" in old else "scenarios/orders.yaml"
    path = spoil(tmp_path, file, old, new)
    assert line_with(path, at) in [fault.line for fault in list_faults(tmp_path)]


@pytest.mark.parametrize(
    "text",
    [
        *("[" * 12_000, "![[" * 4_000, "*a " * 4_000, "<a " * 4_000, "|" * 12_000, "> " * 6_000, "[" * 1_000_000),
        *(f"```python\n{code}\n```" for code in ("-" * 11_000, "(" * 11_000, "a.b" * 3_000, "lambda:" * 1_500)),
        *(f"```{language}\n{'[' * 11_000}\n```" for language in ("json", "yaml", "pycon")),
        f"```toml\na = {'[' * 11_000}\n```",
    ],
)
def test_hostile_markdown_is_judged_in_bounded_time(text: str) -> None:
    began = time.thread_time()
    list(list_markdown_faults(text))
    assert time.thread_time() - began < 1
