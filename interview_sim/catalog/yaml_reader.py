"""Strict YAML: files into trees.

Of YAML this takes what prose needs and refuses what surprises: aliases, anchors, tags, merge keys, duplicate keys,
several documents. Plain words are text, except `null`, `true`, `false` and whole numbers: `no`, `012` and
`2026-11-02` stay what was written. The tree is built from libyaml's events without recursion, and gives up at the
limits below, so hostile files cost no more than good ones.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from interview_sim.catalog.yaml_tree import UNPRINTABLE, ListNode, MapNode, Node, ScalarNode, Value, shown

MAX_DEPTH = 16
"""How deep lists and mappings may be nested; the deepest field of the format lies at 6."""

MAX_NODES = 20_000
"""How many values one file may hold; a long scenario has about 500."""

MAX_REPORTS = 50
"""After how many faults of form the rest of a file is left unread."""

Report = Callable[[int, str], None]
"""Takes a line, counted from 1, and what is wrong there."""

_CORE_TAGS = "tag:yaml.org,2002:"
_WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_WORDS: dict[str, Value] = {"": None, "~": None, "null": None, "true": True, "false": False}


class _GiveUp(Exception):
    """The rest of the file is not worth reading, or not safe to."""


def compose(text: str, report: Report) -> Node | None:
    """The tree of a file; None where nothing can be made of it. Everything refused is reported with its line."""
    composer = _Composer(report)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            composer.take(event)
    except _GiveUp:
        return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        report(mark.line + 1 if mark else 1, f"this is not YAML: {_explain(error)}")
        return None
    if composer.root is None:
        report(1, "the file is empty; write the item or delete the file")
    return composer.root


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is still open; in a mapping, the key whose value comes next."""

    node: ListNode | MapNode
    key: str | None = None


class _Composer:
    """Builds the tree from events, one at a time."""

    def __init__(self, report: Report) -> None:
        self.root: Node | None = None
        self._report = report
        self._reports = 0
        self._nodes = 0
        self._documents = 0
        self._open: list[_Frame] = []

    def take(self, event: yaml.Event) -> None:
        """Take the next event."""
        line = event.start_mark.line + 1 if event.start_mark else 1
        match event:
            case yaml.DocumentStartEvent():
                self._start_document(line, event)
            case yaml.AliasEvent():
                self._fault(line, f"aliases are not allowed: write out what '*{shown(event.anchor)}' stands for")
                self._add(ScalarNode(line, None), line)
            case yaml.ScalarEvent():
                self._refuse_properties(line, event)
                self._scalar(line, event)
            case yaml.SequenceStartEvent():
                self._refuse_properties(line, event)
                self._start(ListNode(line))
            case yaml.MappingStartEvent():
                self._refuse_properties(line, event)
                self._start(MapNode(line))
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._open.pop()

    def _start_document(self, line: int, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            self._fault(line, "a second document begins here; keep one to a file, without '---' between")
            raise _GiveUp
        if event.version or event.tags:
            self._fault(line, "directives are not allowed: delete the lines that begin with '%'")

    def _scalar(self, line: int, event: yaml.ScalarEvent) -> None:
        if found := UNPRINTABLE.search(event.value):
            self._fault(line, f"the character U+{ord(found[0]):04X} is invisible; remove it")
        if self._wants_key:
            self._key(line, event)
        else:
            value = event.value if event.style else _resolve(event.value)
            self._add(ScalarNode(line, value, literal=event.style == "|"), line)

    def _key(self, line: int, event: yaml.ScalarEvent) -> None:
        frame = self._open[-1]
        assert isinstance(frame.node, MapNode)
        frame.key = event.value
        if event.value in frame.node.entries:
            self._fault(
                line,
                f"the key '{shown(event.value)}' stands here a second time (first on line "
                f"{frame.node.key_lines[event.value]}); keep one of them",
            )
        elif event.value == "<<":
            self._fault(line, "merge keys are not allowed: write the keys out instead of '<<'")
        else:
            frame.node.key_lines[event.value] = line

    @property
    def _wants_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].node, MapNode) and self._open[-1].key is None

    def _start(self, node: ListNode | MapNode) -> None:
        if len(self._open) == MAX_DEPTH:
            self._fault(node.line, f"this is nested more than {MAX_DEPTH} levels deep; nothing in the format is")
            raise _GiveUp
        self._add(node, node.line)
        self._open.append(_Frame(node))

    def _add(self, node: Node, line: int) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._fault(line, f"the file holds more than {MAX_NODES:,} values; split it into several")
            raise _GiveUp
        if not self._open:
            self.root = node
            return
        frame = self._open[-1]
        if isinstance(frame.node, ListNode):
            frame.node.items.append(node)
        elif frame.key is None:
            self._fault(line, "a key must be a single word followed by a colon; if this is text, put it in quotes")
            raise _GiveUp
        else:
            if frame.key in frame.node.key_lines:
                frame.node.entries.setdefault(frame.key, node)
            frame.key = None

    def _refuse_properties(self, line: int, event: yaml.NodeEvent) -> None:
        tag = getattr(event, "tag", None)
        if event.anchor is not None:
            self._fault(line, f"anchors are not allowed: delete '&{shown(event.anchor)}' and write every value out")
        if tag is not None:
            written = shown(tag.replace(_CORE_TAGS, "!!"))
            self._fault(line, f"tags are not allowed: delete '{written}'; text that begins with '!' needs quotes")

    def _fault(self, line: int, message: str) -> None:
        self._report(line, message)
        self._reports += 1
        if self._reports == MAX_REPORTS:
            self._report(line, "there is too much to mend to go on: the rest of the file was not read")
            raise _GiveUp


def _resolve(word: str) -> Value:
    if word in _WORDS:
        return _WORDS[word]
    return int(word) if _WHOLE_NUMBER.fullmatch(word) else word


_ADVICE = (
    ("mapping values are not allowed", "text that contains ': ' needs quotes or a block ('>-' or '|')"),
    ("could not find expected ':'", "a key is followed by a colon and a space; longer text needs quotes or a block"),
    ("cannot start any token", "text that begins with a tab, '@', '%' or a backtick needs quotes; indent by spaces"),
    ("did not find expected '-' indicator", "check the indentation: entries of one list begin in the same column"),
    (
        "did not find expected key",
        "check the indentation: keys of one mapping begin in the same column; quote the text",
    ),
    ("unexpected end of stream", "a quotation mark is missing at the end"),
    ("unknown escape character", "in double quotes a backslash is written twice; or use single quotes"),
    ("found undefined tag handle", "text that begins with '!' needs quotes"),
    ("alphabetic or numeric character", "text that begins with '*' or '&' needs quotes"),
)


def _explain(error: yaml.YAMLError) -> str:
    problem = shown(getattr(error, "problem", None) or "it cannot be read", 120)
    for part, advice in _ADVICE:
        if part in problem:
            return f"{problem}; {advice}"
    return f"{problem}; check indentation and quotes here and just above"
