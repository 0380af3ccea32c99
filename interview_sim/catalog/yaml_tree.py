"""A file as a tree in which every value knows its line, and ways to find things in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Value = str | int | bool | None

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
"""Control characters, line breaks that editors do not count, and marks that reorder text invisibly."""


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A single value. In a `literal` one (written with `|`), each line of text has a line of the file."""

    line: int
    value: Value
    literal: bool = False


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list."""

    line: int
    items: list["Node"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping, in the order of the file, with the line of each key."""

    line: int
    entries: dict[str, "Node"] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)


Node = ScalarNode | ListNode | MapNode


def plain(node: Node) -> Any:
    """The tree as dicts, lists and values."""
    match node:
        case ScalarNode():
            return node.value
        case ListNode():
            return [plain(item) for item in node.items]
        case MapNode():
            return {key: plain(value) for key, value in node.entries.items()}


def line_of(node: Node, location: tuple[str | int, ...]) -> int:
    """The line of what `location` leads to, or of the last thing on the way that exists."""
    line = node.line
    for step in location:
        if isinstance(node, MapNode) and isinstance(step, str) and step in node.entries:
            line, node = node.key_lines[step], node.entries[step]
        elif isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            line = node.line
        else:
            break
    return line


def find_node(node: Node | None, *location: str | int) -> Node | None:
    """What `location` leads to, or None."""
    for step in location:
        if isinstance(node, MapNode) and isinstance(step, str):
            node = node.entries.get(step)
        elif isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node


def list_nodes(node: Node | None, *location: str | int) -> list[Node]:
    """The entries of the list that `location` leads to; none where there is no list."""
    found = find_node(node, *location)
    return found.items if isinstance(found, ListNode) else []


def find_text(node: Node | None, *location: str | int) -> str | None:
    """The text that `location` leads to, or None."""
    found = find_node(node, *location)
    return found.value if isinstance(found, ScalarNode) and isinstance(found.value, str) else None


def find_number(node: Node | None, *location: str | int) -> int | None:
    """The whole number that `location` leads to, or None."""
    found = find_node(node, *location)
    if isinstance(found, ScalarNode) and isinstance(found.value, int) and not isinstance(found.value, bool):
        return found.value
    return None


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, from top to bottom."""
    yield node
    below = node.items if isinstance(node, ListNode) else []
    for child in node.entries.values() if isinstance(node, MapNode) else below:
        yield from walk(child)


def shown(value: object, length: int = 60) -> str:
    """A value of the file as it may stand in a message: short, on one line, without control characters."""
    text = UNPRINTABLE.sub("�", " ".join(str(value).split()))
    return text if len(text) <= length else f"{text[: length - 1]}…"
