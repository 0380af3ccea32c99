"""Markdown to safe HTML: CommonMark and tables, no raw HTML, code highlighted, headings from h3.

Rendering happens once, when a pack is loaded. `nh3` has the last word: whatever the renderer may be talked into,
only the tags and attributes listed here leave this module.
"""

from collections.abc import Sequence
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name

LANGUAGES = {
    "bash": "bash",
    "console": "console",
    "css": "css",
    "diff": "diff",
    "dockerfile": "docker",
    "html": "html",
    "http": "http",
    "ini": "ini",
    "javascript": "javascript",
    "jinja": "html+jinja",
    "json": "json",
    "nginx": "nginx",
    "pycon": "pycon",
    "python": "python",
    "sql": "postgresql",
    "text": "text",
    "toml": "toml",
    "yaml": "yaml",
}
"""The languages a fenced block may name, and the lexer that highlights each."""

TOP_HEADING = 3
"""The level of a text's highest heading: pages use h1 and h2 themselves."""

_TAGS = {
    *("p", "br", "hr", "em", "strong", "code", "pre", "span", "blockquote", "ul", "ol", "li", "a"),
    *("h3", "h4", "h5", "h6", "div", "table", "thead", "tbody", "tr", "th", "td"),
}
_SANITISER = nh3.Cleaner(
    tags=_TAGS,
    attributes={"*": set(), "a": {"href"}, "ol": {"start"}, "span": {"class"}, "code": {"class"}, "pre": {"class"}},
    tag_attribute_values={"div": {"class": {"scroll"}, "tabindex": {"0"}}},
    set_tag_attribute_values={"pre": {"tabindex": "0"}},
    url_schemes={"https"},
    url_relative="deny",
    link_rel="noreferrer noopener",
    strip_comments=True,
)
_FORMATTER: HtmlFormatter[str] = HtmlFormatter(nowrap=True)


def render(text: str) -> str:
    """Safe HTML of a Markdown text, the same for the same text."""
    return _SANITISER.clean(_RENDERER.render(text)).strip()


def lift_headings(tokens: Sequence[Token]) -> None:
    """Shift all headings so that the highest becomes h3, keeping their order of rank."""
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    highest = min((int(token.tag[1]) for token in headings), default=TOP_HEADING)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) - highest + TOP_HEADING, 6)}"


def _fence(_renderer: Any, tokens: Sequence[Token], place: int, _options: OptionsDict, _env: EnvType) -> str:
    language = language_of(tokens[place])
    code = highlight(tokens[place].content, _lexer(language), _FORMATTER)
    return f'<pre><code class="language-{language}">{code}</code></pre>\n'


def _open_table(*_: Any) -> str:
    """A wide table scrolls by itself, also from the keyboard, and leaves the page in place."""
    return '<div class="scroll" tabindex="0"><table>\n'


def _close_table(*_: Any) -> str:
    return "</table></div>\n"


def language_of(fence: Token) -> str:
    """The listed language a fenced block names, or `text`."""
    named = fence.info.split(maxsplit=1)[0].lower() if fence.info.strip() else "text"
    return named if named in LANGUAGES else "text"


def _lexer(language: str) -> Lexer:
    options: dict[str, Any] = {"stripnl": False, "ensurenl": False}
    return get_lexer_by_name(LANGUAGES[language], **options)


def _build() -> MarkdownIt:
    built = MarkdownIt("commonmark", {"html": False}).enable("table")
    built.core.ruler.push("lift_headings", lambda state: lift_headings(state.tokens))
    built.add_render_rule("fence", _fence)
    built.add_render_rule("table_open", _open_table)
    built.add_render_rule("table_close", _close_table)
    return built


_RENDERER = _build()
