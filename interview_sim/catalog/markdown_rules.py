"""What Markdown in a pack may not do, found in the parsed text rather than by searching it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from interview_sim.catalog.code_blocks import block_of, list_code_faults
from interview_sim.catalog.yaml_tree import shown
from interview_sim.domain.content import MARKDOWN_LENGTH


def _build() -> MarkdownIt:
    built = MarkdownIt("commonmark", {"html": True}).enable("table")
    built.validateLink = _admit  # type: ignore[method-assign]
    return built


def _admit(url: str) -> bool:  # noqa: ARG001
    """Every link is to be seen here, so that it can be judged."""
    return True


MAX_BARS = 1_000
"""How many '|' a text may hold: enough for any readable table, too few for a costly one."""

_PARSER = _build()
"""Sees the raw HTML and the links that rendering would silently turn into text."""


def list_markdown_faults(text: str) -> Iterator[tuple[int, str]]:
    """Every fault of a Markdown text, each with the line of the text (from 0) on which its block begins."""
    if len(text) > MARKDOWN_LENGTH:
        return  # refused for its length; parsing it could take long
    if text.count("|") > MAX_BARS:
        yield 0, f"a table this large cannot be read on a phone; keep a text to {MAX_BARS} '|'"
        return
    lines = text.split("\n")
    level = 0
    tokens = _PARSER.parse(text)
    if text.strip() and not tokens:
        yield 0, "this Markdown shows nothing; write text"
    for token in tokens:
        line = token.map[0] if token.map else 0
        if token.type == "html_block":
            yield line, _html(token.content)
        elif token.type == "fence":
            yield from list_code_faults(block_of(token))
            if not _is_closed(token, lines):
                yield line, f"this code block is never closed; end it with a line of {token.markup}"
        elif token.type == "heading_open":
            if level and int(token.tag[1]) > level + 1:
                yield line, f"this heading skips a level; use {'#' * (level + 1)} after {'#' * level}"
            level = int(token.tag[1])
        elif token.type == "inline":
            yield from _faults_inline(token, line)


def _faults_inline(block: Token, first_line: int) -> Iterator[tuple[int, str]]:
    line = first_line
    children = block.children or []
    for place, token in enumerate(children):
        if token.type in ("softbreak", "hardbreak"):
            line += 1
        elif token.type == "html_inline":
            yield line, _html(token.content)
        elif token.type == "image":
            yield line, "images are not shown; describe in words what it would show"
        elif token.type == "link_open":
            fault = _fault_of_link(str(token.attrGet("href") or ""))
            if fault:
                yield line, fault
            if place + 1 < len(children) and children[place + 1].type == "link_close":
                yield line, "this link has no text; write between the brackets what it leads to"


def _html(content: str) -> str:
    return f"HTML is not allowed: '{shown(content, 40)}'; use Markdown, or put it in backticks to show it as code"


def _fault_of_link(address: str) -> str | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return f"the link '{shown(address)}' is not an address; copy it from the browser"
    if parts.scheme == "https":
        return None if parts.netloc else f"the link '{shown(address)}' is not an address; copy it from the browser"
    if parts.scheme == "http":
        return f"the link '{shown(address)}' is not encrypted; write https://"
    if parts.scheme:
        return f"links may only begin with https://, not '{shown(parts.scheme)}:'; put it in backticks if it is code"
    return f"the link '{shown(address)}' leads nowhere outside this text; write a whole address with https://"


def _is_closed(fence: Token, lines: list[str]) -> bool:
    first, end = fence.map or [0, 0]
    return end - first >= 2 and lines[end - 1].strip(" >").startswith(fence.markup)
