"""Markdown becomes safe HTML, whatever it is talked into."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_sim.catalog.markdown import LANGUAGES, render

ALLOWED_TAG = re.compile(
    r"</?(?:p|br|hr|em|strong|code|pre|span|blockquote|ul|ol|li|a|h3|h4|h5|h6|div|table|thead|tbody|tr|th|td)"
    r'(?: (?:class="[a-z0-9 -]+"|tabindex="0"|start="\d+"|href="https://[^"<>]*"|rel="noreferrer noopener"))*>'
)


def leftovers(html: str) -> str:
    """What is left of HTML once every allowed tag is taken away."""
    return ALLOWED_TAG.sub("", html)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a *b* **c** `d`", "<p>a <em>b</em> <strong>c</strong> <code>d</code></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("# A", "<h3>A</h3>"),
        ("### A", "<h3>A</h3>"),
        ("## A\n\n### B\n\n## C", "<h3>A</h3>\n<h4>B</h4>\n<h3>C</h3>"),
        ("# A\n\n## B\n\n### C\n\n#### D\n\n##### E", "<h3>A</h3>\n<h4>B</h4>\n<h5>C</h5>\n<h6>D</h6>\n<h6>E</h6>"),
        ("Title\n=====", "<h3>Title</h3>"),
        ("<b>x</b> & y", "<p>&lt;b&gt;x&lt;/b&gt; &amp; y</p>"),
        ("[a](https://x.org)", '<p><a href="https://x.org" rel="noreferrer noopener">a</a></p>'),
        ('[a](https://x.org "t")', '<p><a href="https://x.org" rel="noreferrer noopener">a</a></p>'),
        ("[a](http://x.org)", '<p><a rel="noreferrer noopener">a</a></p>'),
        ("[a](javascript:x)", "<p>[a](javascript:x)</p>"),
        ("[a]()", '<p><a rel="noreferrer noopener">a</a></p>'),
        ("[a](/settings)", '<p><a rel="noreferrer noopener">a</a></p>'),
        ("![a](https://x.org/y.png)", "<p></p>"),
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
    ],
)
def test_markdown_renders_as_expected(text: str, html: str) -> None:
    assert render(text) == html


def test_a_table_scrolls_by_itself_and_can_be_reached_by_the_keyboard() -> None:
    html = render("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert html.startswith('<div class="scroll" tabindex="0"><table>')
    assert html.endswith("</table></div>")
    assert "style" not in html


def test_code_is_highlighted_with_short_class_names() -> None:
    html = render("```python\ndef f():\n    return 1\n```")
    assert html.startswith('<pre tabindex="0"><code class="language-python"><span class="k">def</span>')
    assert '<span class="nf">f</span>' in html
    assert '<span class="mi">1</span>' in html
    assert html.endswith("</code></pre>")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_listed_language_can_be_highlighted(language: str) -> None:
    html = render(f"```{language}\nSELECT 1 < 2\n```")
    assert f'<code class="language-{language}">' in html
    assert "SELECT" in re.sub("<[^>]*>", "", html)


@pytest.mark.parametrize("fence", ["```\nx < 1\n```", "```unheard-of\nx < 1\n```", "    x < 1"])
def test_other_code_stays_plain_and_escaped(fence: str) -> None:
    assert "x &lt; 1" in render(fence)


def test_code_keeps_its_lines_and_indentation() -> None:
    html = render("```python\n\nif a:\n\n    b\n```")
    assert re.sub("<[^>]*>", "", html) == "\nif a:\n\n    b\n"


def test_an_info_string_cannot_leave_its_attribute() -> None:
    html = render('```python" onclick="x\ny\n```')
    assert "onclick" not in html
    assert leftovers(html).strip() == "y"


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript&#58;alert(1))",
    "[x](vbscript:x) [y](data:text/html;base64,PHN2Zz4=) [z](file:///etc/passwd)",
    '[x](https://a.org/"onmouseover="alert(1))',
    "<https://a.org/'><script>alert(1)</script>>",
    "![x](https://a.org/p.png 'onerror=alert(1)')",
    '```html\n"><script>alert(1)</script>\n```',
    "`</code><script>alert(1)</script>`",
    "<svg/onload=alert(1)> <iframe src=//evil>",
    "| <b onclick=x> | [y](javascript:z) |\n|---|---|\n| <i> | b |",
    "<div class=scroll tabindex=0><form action=//evil>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_runs_gets_through(text: str) -> None:
    assert not re.search("[<>]", leftovers(render(text)))


@given(st.text(alphabet="<>\"'&;:/()[]{}!#*_`~|\\-= \n\taehijprstv1", max_size=120))
@settings(max_examples=300, deadline=None)
def test_whatever_is_written_only_allowed_tags_come_out(text: str) -> None:
    html = render(text)
    assert not re.search("[<>]", leftovers(html))
    assert render(text) == html


@pytest.mark.parametrize("text", ["[" * 12_000, "**a*" * 3_000, "```python\n" + "(" * 12_000 + "\n```"])
def test_hostile_markdown_renders_in_bounded_time(text: str) -> None:
    began = time.thread_time()
    render(text)
    assert time.thread_time() - began < 1
