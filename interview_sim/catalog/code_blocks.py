"""Fenced blocks of code in Markdown, and whether what they say about themselves is true."""

import ast
import doctest
import json
import re
import textwrap
import tomllib
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from interview_sim.catalog.markdown import LANGUAGES
from interview_sim.catalog.yaml_tree import shown

RUNNABLE = "runnable"
"""The word after `python` that marks a block as a whole program, which a test runs."""

_PARSER = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """One fenced block. `words` is what stands behind its opening fence; `line` is that fence's, from 0."""

    words: tuple[str, ...]
    code: str
    line: int = 0

    @property
    def language(self) -> str:
        """What the block names as its language; `text` where it names none."""
        return self.words[0].lower() if self.words else "text"

    @property
    def is_runnable(self) -> bool:
        """Whether the block is a whole program."""
        return self.words[1:] == (RUNNABLE,)


def block_of(fence: Token) -> CodeBlock:
    """The block of a parsed fence."""
    return CodeBlock(tuple(fence.info.split()), fence.content, fence.map[0] if fence.map else 0)


def list_code_blocks(text: str) -> Iterator[CodeBlock]:
    """Every fenced block of a Markdown text."""
    return (block_of(token) for token in _PARSER.parse(text) if token.type == "fence")


def prose_of(text: str) -> str:
    """A Markdown text without its blocks of code."""
    return "\n".join(token.content for token in _PARSER.parse(text) if token.type == "inline")


def list_code_faults(block: CodeBlock) -> Iterator[tuple[int, str]]:
    """What is wrong with a block, each fault with its line, counted like the block's."""
    if block.language not in LANGUAGES:
        languages = ", ".join(LANGUAGES)
        yield block.line, f"unknown language '{shown(block.language)}' of a code block; use one of: {languages}"
        return
    if block.words[1:] and not (block.is_runnable and block.language == "python"):
        written = shown(" ".join(block.words[1:]))
        yield (
            block.line,
            f"a code block says '{written}' after its language; only 'python {RUNNABLE}' is known: leave it out",
        )
    parse = _PARSERS.get(block.language)
    try:
        if parse is not None:
            parse(textwrap.dedent(block.code))
    except _Unparsable as fault:
        yield (
            block.line + 1 + min(fault.line, block.code.count("\n")),
            f"this is not {block.language}: {shown(fault.reason, 120)}; mend it, or call the block 'text'",
        )


class _Unparsable(Exception):
    """The code cannot be read. `line` is counted from 0."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def _python(code: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(code)
    except SyntaxError as error:
        raise _Unparsable((error.lineno or 1) - 1, error.msg) from None
    except (MemoryError, RecursionError, ValueError):
        raise _Unparsable(0, "it is nested too deeply, or holds a character that no program may") from None


def _pycon(code: str) -> None:
    try:
        examples = doctest.DocTestParser().get_examples(code)
    except ValueError as error:
        found = re.match(r"line (\d+) of the docstring for \S+ (.*)", str(error), re.S)
        raise _Unparsable(int(found[1]) - 1 if found else 0, found[2] if found else str(error)) from None
    if not examples:
        raise _Unparsable(0, "no line begins with '>>> '")
    for example in examples:
        if "SyntaxError" in (example.exc_msg or "") or "IndentationError" in (example.exc_msg or ""):
            continue
        try:
            _python(example.source)
        except _Unparsable as fault:
            raise _Unparsable(example.lineno + fault.line, fault.reason) from None


def _json(code: str) -> None:
    try:
        json.loads(code)
    except json.JSONDecodeError as error:
        raise _Unparsable(error.lineno - 1, error.msg) from None
    except (RecursionError, ValueError):
        raise _Unparsable(0, "it is nested too deeply, or holds too large a number") from None


def _toml(code: str) -> None:
    try:
        tomllib.loads(code)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r" \(at line (\d+), column \d+\)", str(error))
        reason = str(error).replace(found[0], "") if found else str(error)
        raise _Unparsable(int(found[1]) - 1 if found else 0, reason) from None


def _yaml(code: str) -> None:
    try:
        for _ in yaml.parse(code, Loader=yaml.CSafeLoader):
            pass
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _Unparsable(mark.line if mark else 0, getattr(error, "problem", None) or "it cannot be read") from None


_PARSERS: dict[str, Callable[[str], None]] = {
    "json": _json,
    "pycon": _pycon,
    "python": _python,
    "toml": _toml,
    "yaml": _yaml,
}
"""The languages that are read, and what reads them."""
