"""Finding one's way in the content models: which keys a place knows, and which fields hold which kind of text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel

from interview_sim.catalog.yaml_tree import ListNode, MapNode, Node, ScalarNode
from interview_sim.domain.content import CodeMarks, MarkdownText, PlainText

Model = type[BaseModel]
TextMark = type[PlainText | CodeMarks | MarkdownText]
Location = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A text in a file, with the line of its key (or of itself, in a list)."""

    line: int
    value: str
    literal: bool
    mark: TextMark


def keys_of(model: Model) -> list[str]:
    """The keys a file may write for the model: `kind` comes from the folder."""
    return [name for name in model.model_fields if name != "kind"]


def model_at(model: Model, location: Location) -> Model | None:
    """The model of what `location` leads to; None where that is not a model, or unknown."""
    found: Model | None = model
    for step in location:
        if isinstance(step, int):
            continue
        field = found.model_fields.get(step) if found else None
        found = _model_in(field.annotation) if field else None
    return found


def list_texts(model: Model, node: Node) -> Iterator[Text]:
    """Every text field that is filled in, in the order of the model, whether or not the rest is valid."""
    if not isinstance(node, MapNode):
        return
    for name, field in model.model_fields.items():
        child = node.entries.get(name)
        if child is None:
            continue
        inner = _model_in(field.annotation)
        if inner is not None:
            for entry in child.items if isinstance(child, ListNode) else [child]:
                yield from list_texts(inner, entry)
            continue
        for mark in (*field.metadata, *_marks_in(field.annotation)):
            if isinstance(mark, PlainText | CodeMarks | MarkdownText):
                yield from _texts_of(child, node.key_lines[name], type(mark))


def _texts_of(node: Node, line: int, mark: TextMark) -> Iterator[Text]:
    if isinstance(node, ListNode):
        for entry in node.items:
            yield from _texts_of(entry, entry.line, mark)
    elif isinstance(node, ScalarNode) and isinstance(node.value, str):
        yield Text(line, node.value, node.literal, mark)


def _model_in(annotation: Any) -> Model | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model_in(part))), None)


def _marks_in(annotation: Any) -> Iterator[Any]:
    for part in get_args(annotation):
        yield from getattr(part, "__metadata__", ())
