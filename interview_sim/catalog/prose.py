"""Where an item holds Markdown: the one list that checking, rendering and reading agree on."""

from collections.abc import Iterator
from dataclasses import dataclass

from interview_sim.domain.content import ChoiceQuestion, Drill, Guide, Item, Question, Scenario

Location = tuple[str | int, ...]
"""The way from the top of a document to a value: keys and places in lists."""


@dataclass(frozen=True, slots=True)
class Prose:
    """One Markdown text of an item."""

    path: str
    """The name its HTML goes by, made of ids: `prompts/framework/hints/load`."""
    location: Location
    text: str


def list_prose(item: Item) -> Iterator[Prose]:
    """Every Markdown text of the item, in the order of reading."""
    match item:
        case Scenario():
            yield Prose("setup", ("setup",), item.setup)
            yield from _of_prompts(item)
            yield Prose("closing", ("closing",), item.closing)
        case Question():
            yield Prose("prompt", ("prompt",), item.prompt)
            yield Prose("answer", ("answer",), item.answer)
        case ChoiceQuestion():
            yield Prose("stem", ("stem",), item.stem)
            for place, option in enumerate(item.options):
                yield Prose(f"options/{option.id}", ("options", place, "text"), option.text)
            yield Prose("explanation", ("explanation",), item.explanation)
        case Guide():
            yield Prose("body", ("body",), item.body)
        case Drill():
            yield Prose("asked", ("asked",), item.asked)
            yield Prose("answer", ("answer",), item.answer)


def _of_prompts(scenario: Scenario) -> Iterator[Prose]:
    for number, prompt in enumerate(scenario.prompts):
        path, at = f"prompts/{prompt.id}", ("prompts", number)
        yield Prose(f"{path}/says", (*at, "says"), prompt.says)
        for place, hint in enumerate(prompt.hints):
            yield Prose(f"{path}/hints/{hint.id}", (*at, "hints", place, "text"), hint.text)
        for place, follow_up in enumerate(prompt.follow_ups):
            yield Prose(f"{path}/follow_ups/{follow_up.id}", (*at, "follow_ups", place, "says"), follow_up.says)
        yield Prose(f"{path}/model_answer", (*at, "model_answer"), prompt.model_answer)
