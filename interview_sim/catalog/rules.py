"""The rules that files of a pack must keep beyond their shape, each fault at its own line.

They read the tree of the file, not the model, so that they are all applied even where a shape is wrong.
"""

import difflib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from interview_sim.catalog.markdown_rules import list_markdown_faults
from interview_sim.catalog.schema import Model, list_texts
from interview_sim.catalog.yaml_tree import (
    ListNode,
    MapNode,
    Node,
    ScalarNode,
    find_node,
    find_number,
    find_text,
    line_of,
    list_nodes,
    shown,
    walk,
)
from interview_sim.domain.content import (
    ChoiceQuestion,
    Drill,
    MarkdownText,
    PlainText,
    Scenario,
    fault_in_competency,
    fault_in_flags,
    fault_in_ids,
    fault_in_minutes,
    fault_in_option,
    fault_in_options,
    fault_in_raised,
    fault_in_spoken,
)
from interview_sim.domain.delivery import words_of
from interview_sim.domain.rating import Rating

Found = Iterator[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an item may refer to: the pack's topics, every question and red flag; None where that is not known."""

    topics: Collection[str] | None
    questions: Collection[str] | None
    red_flags: Collection[str] | None


def list_rule_faults(model: Model, node: MapNode, around: Surroundings) -> Found:
    """Every rule that one item of a pack breaks."""
    yield from list_common_faults(model, node)
    yield from _topics(node, around)
    yield from _references(node, around)
    if "kind" in node.entries:
        yield node.key_lines["kind"], "remove 'kind'; it comes from the folder the file is in"
    if model is Scenario:
        yield from _minutes(node)
        yield from _competencies(node)
    elif model is ChoiceQuestion:
        yield from _options(node)
    elif model is Drill:
        yield from _answer_of_drill(node)
        yield from _flags_of_drill(node, around)


def list_common_faults(model: Model, node: MapNode) -> Found:
    """What holds for items and for `pack.yaml` alike."""
    yield from _texts(model, node)
    yield from _repeated_ids(node)
    yield from _caps(node)


def _texts(model: Model, node: MapNode) -> Found:
    """Markdown that is not allowed, and backticks that would be shown as they are."""
    for text in list_texts(model, node):
        if text.mark is MarkdownText:
            for offset, message in list_markdown_faults(text.value):
                yield text.line + 1 + offset if text.literal else text.line, message
        elif text.mark is PlainText and "`" in text.value:
            yield text.line, "this is plain text and would show the backticks; leave them out"
        elif text.value.count("`") % 2 or "``" in text.value:
            yield text.line, "backticks mark code here, one before it and one after it; put in the missing one"


def _repeated_ids(node: Node) -> Found:
    """Ids that stand twice in one list, wherever in the file the list is."""
    for each in walk(node):
        if isinstance(each, ListNode):
            seen: set[str] = set()
            for entry in each.items:
                entry_id = find_text(entry, "id")
                if entry_id is None:
                    continue
                if fault := fault_in_ids(seen, shown(entry_id)):
                    yield line_of(entry, ("id",)), fault
                seen.add(entry_id)


def _caps(node: Node) -> Found:
    for each in walk(node):
        if find_text(each, "caps") == Rating.STRONG_HIRE:
            yield (
                line_of(each, ("caps",)),
                "'strong-hire' caps nothing; name the best rating left once this is raised",
            )


def fault_in_file_name(path: Path, node: MapNode) -> tuple[int, str] | None:
    """What is wrong where the id of an item with a file of its own is not the file's name."""
    own_id = find_text(node, "id")
    if own_id is None or own_id == path.stem:
        return None
    stem = shown(path.stem)
    return line_of(node, ("id",)), f"the id is '{shown(own_id)}' but the file is '{stem}.yaml'; make them the same"


def _topics(node: MapNode, around: Surroundings) -> Found:
    seen: set[str] = set()
    for entry in list_nodes(node, "topics"):
        topic = find_text(entry)
        if topic is None:
            continue
        if topic in seen:
            yield entry.line, f"the topic '{shown(topic)}' is named twice; remove one"
        elif around.topics is not None and topic not in around.topics:
            yield (
                entry.line,
                f"the topic '{shown(topic)}' is not in pack.yaml; add it there, or use one of: "
                f"{', '.join(around.topics)}",
            )
        seen.add(topic)


def _references(node: MapNode, around: Surroundings) -> Found:
    if around.questions is None:
        return
    for each in walk(node):
        address = find_text(each, "question")
        if address is not None and address not in around.questions:
            yield (
                line_of(each, ("question",)),
                f"there is no question '{shown(address)}'; write the 'pack/question-id' of one, or remove this",
            )


def _minutes(node: MapNode) -> Found:
    minutes = find_number(node, "minutes")
    budgets = [
        find_number(prompt, "budget", part)
        for prompt in list_nodes(node, "prompts")
        for part in ("thinking", "answering")
    ]
    known = [seconds for seconds in budgets if seconds is not None]
    if minutes is not None and budgets and len(known) == len(budgets):
        fault = fault_in_minutes(minutes, sum(known))
        if fault:
            yield node.key_lines["minutes"], fault


def _competencies(node: MapNode) -> Found:
    listed = list_nodes(node, "competencies")
    known = [competency_id for entry in listed if (competency_id := find_text(entry, "id"))]
    used: set[str] = set()
    for prompt in list_nodes(node, "prompts"):
        for point in list_nodes(prompt, "points"):
            named = find_text(point, "competency")
            if named is not None:
                used.add(named)
                if known and (fault := fault_in_competency(named, known)):
                    yield line_of(point, ("competency",)), shown(fault, 400)
    if not used <= set(known):
        return  # a competency may look unused only because its name was mistyped
    for entry in listed:
        unused = find_text(entry, "id")
        if unused is not None and unused not in used:
            yield (
                line_of(entry, ("id",)),
                f"no point belongs to the competency '{shown(unused)}'; remove it or use it",
            )


def _options(node: MapNode) -> Found:
    options = list_nodes(node, "options")
    correct = [_is_true(find_node(option, "correct")) for option in options]
    if len(options) >= 2 and (fault := fault_in_options(correct)):
        yield line_of(node, ("options",)), fault
    for option, is_correct in zip(options, correct, strict=True):
        has_reason = find_node(option, "why") is not None
        fault = fault_in_option(shown(find_text(option, "id") or "?"), is_correct, has_reason)
        if fault:
            yield line_of(option, ()), fault
    yield from _same_options(options)


def _same_options(options: Sequence[Node]) -> Found:
    seen: set[str] = set()
    for option in options:
        text = find_text(option, "text")
        if text is not None and " ".join(text.split()) in seen:
            yield line_of(option, ("text",)), "two options have the same text; change one of them"
        seen.add(" ".join((text or "").split()))


def _answer_of_drill(node: MapNode) -> Found:
    answer = find_text(node, "answer")
    if answer and (fault := fault_in_spoken(len(words_of(answer)))):
        yield node.key_lines["answer"], fault


def _flags_of_drill(node: MapNode, around: Surroundings) -> Found:
    entries = list_nodes(node, "flags")
    raised = [_is_true(find_node(entry, "raised")) for entry in entries]
    if len(entries) >= 3 and (fault := fault_in_raised(raised)):
        yield line_of(node, ("flags",)), fault
    seen: set[str] = set()
    for entry in entries:
        address = find_text(entry, "flag")
        if address is None:
            continue
        line = line_of(entry, ("flag",))
        if fault := fault_in_flags(seen, shown(address)):
            yield line, fault
        elif around.red_flags is not None and address.count("/") == 2 and address not in around.red_flags:
            yield line, _no_flag(address, around.red_flags)
        seen.add(address)


def _no_flag(address: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(address, known, n=1)
    advice = f"did you mean '{close[0]}'?" if close else "name one that exists, or remove this entry"
    return (
        f"there is no red flag '{shown(address)}'; {advice} Write 'pack/scenario/flag', or 'pack/general/flag' for "
        f"one of pack.yaml"
    )


def _is_true(node: Node | None) -> bool:
    return isinstance(node, ScalarNode) and node.value is True
