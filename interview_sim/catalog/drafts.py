"""Packs as they are written: every file of a folder as a tree, before anybody asks whether it is right."""

import difflib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from interview_sim.catalog.files import MAX_FILES, SUFFIX, Reader, list_files
from interview_sim.catalog.packs import Fault
from interview_sim.catalog.schema import Model
from interview_sim.catalog.yaml_reader import compose
from interview_sim.catalog.yaml_tree import (
    ListNode,
    MapNode,
    Node,
    find_text,
    line_of,
    list_nodes,
    shown,
    walk,
)
from interview_sim.domain.content import ChoiceQuestion, Drill, Guide, Question, Scenario

PACK_FILE = "pack.yaml"
SYLLABUS_FILE = "syllabus.yaml"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of item: the folder its files are in, and what they hold."""

    folder: str
    model: Model
    name: str
    list_key: str | None = None
    """The key above the list of items; None where the whole file is one item."""


KINDS = (
    Kind("scenarios", Scenario, "scenario"),
    Kind("questions", Question, "question", "questions"),
    Kind("choice-questions", ChoiceQuestion, "choice question", "choice_questions"),
    Kind("guides", Guide, "guide"),
    Kind("drills", Drill, "drill", "drills"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a file, as it was written."""

    path: Path
    node: MapNode
    kind: Kind

    @property
    def id(self) -> str | None:
        """The item's id, where it has one."""
        return find_text(self.node, "id")

    @property
    def id_line(self) -> int:
        """The line of the id, or of the item."""
        return line_of(self.node, ("id",))


@dataclass(slots=True)
class Draft:
    """A pack as it was written, with the faults found so far."""

    root: Path
    node: MapNode | None = None
    syllabus: MapNode | None = None
    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    is_whole: bool = True
    """Whether every file could be read, so that what is not there is really missing."""

    @property
    def path(self) -> Path:
        """Where `pack.yaml` is."""
        return self.root / PACK_FILE

    @property
    def syllabus_path(self) -> Path:
        """Where `syllabus.yaml` is, if the pack has one."""
        return self.root / SYLLABUS_FILE

    @property
    def pack_id(self) -> str | None:
        """The pack's id, where it has one."""
        return find_text(self.node, "id")

    @property
    def topics(self) -> list[str]:
        """The topics that items may name."""
        listed = list_nodes(self.node, "topics")
        return [topic for entry in listed if (topic := find_text(entry, "id"))]

    def report(self, path: Path, line: int, message: str) -> None:
        """Add a fault of form: what a file may not contain, whatever it means."""
        self.faults.append(Fault(path, line, message))

    def ids_by_folder(self) -> dict[str, set[str]]:
        """The ids of all items, by the folder of their kind."""
        return {
            kind.folder: {entry.id for entry in self.entries if entry.kind is kind and entry.id} for kind in KINDS
        }

    def question_addresses(self) -> Iterator[str]:
        """The address of every question of the bank that is written down here."""
        for entry in self.entries:
            if entry.kind.model is Question and entry.id:
                yield f"{self.pack_id}/{entry.id}"

    def red_flags(self) -> Iterator[tuple[str, MapNode]]:
        """Every red flag that is written down here, with its address before it."""
        scenarios = [entry for entry in self.entries if entry.kind.model is Scenario]
        for owner, node in (("general", self.node), *((entry.id, entry.node) for entry in scenarios)):
            for flag in list_nodes(node, "red_flags"):
                flag_id = find_text(flag, "id")
                if isinstance(flag, MapNode) and owner and flag_id:
                    yield f"{self.pack_id}/{owner}/{flag_id}", flag

    def referred_packs(self) -> set[str]:
        """The ids of the packs whose questions or red flags are referred to here."""
        trees = [node for entry in self.entries for node in walk(entry.node)]
        found = [find_text(node, key) for node in trees for key in ("question", "flag")]
        return {address.partition("/")[0] for address in found if address}


def read_draft(root: Path) -> Draft:
    """Read every file of the pack in the folder `root`."""
    draft = Draft(root)
    reader = Reader(draft.report)
    _check_root(draft)
    draft.node = _read_mapping(draft, reader, draft.path, "'id: …', 'title: …' and so on")
    if draft.syllabus_path.exists() or draft.syllabus_path.is_symlink():
        draft.syllabus = _read_mapping(draft, reader, draft.syllabus_path, "'sections: …' and 'rows: …'")
    for kind in KINDS:
        for path in list_files(root / kind.folder, draft.report):
            _read_items(draft, reader, path, kind)
    return draft


def _read_tree(draft: Draft, reader: Reader, path: Path) -> Node | None:
    text = reader.read(path)
    node = None if text is None else compose(text, lambda line, message: draft.report(path, line, message))
    draft.is_whole = draft.is_whole and node is not None
    return node


def _read_mapping(draft: Draft, reader: Reader, path: Path, keys: str) -> MapNode | None:
    node = _read_tree(draft, reader, path)
    if node is None or isinstance(node, MapNode):
        return node
    draft.report(path, node.line, f"the file must be a mapping: {keys}")
    return None


def _read_items(draft: Draft, reader: Reader, path: Path, kind: Kind) -> None:
    node = _read_tree(draft, reader, path)
    if node is None:
        return
    listed = [node] if kind.list_key is None else _list_items(draft, path, node, kind.list_key)
    for item in listed:
        if isinstance(item, MapNode):
            draft.entries.append(Entry(path, item, kind))
        else:
            draft.report(path, item.line, f"a {kind.name} must be a mapping: 'id: …' and its other keys")


def _list_items(draft: Draft, path: Path, node: Node, key: str) -> list[Node]:
    if not isinstance(node, MapNode) or key not in node.entries:
        draft.report(path, node.line, f"the file must begin with '{key}:', followed by a list of entries")
        return []
    for other, line in node.key_lines.items():
        if other != key:
            draft.report(path, line, f"unknown key '{shown(other)}'; the file holds '{key}' and nothing else")
    items = node.entries[key]
    if not isinstance(items, ListNode) or not items.items:
        draft.report(path, node.key_lines[key], f"'{key}' must be a list of entries, each begun with '- '")
        return []
    return items.items


def _check_root(draft: Draft) -> None:
    """Refuse what looks like content but would never be read."""
    folders = [kind.folder for kind in KINDS]
    try:
        with os.scandir(draft.root) as entries:
            names = sorted(entry.name for _, entry in zip(range(MAX_FILES), entries, strict=False))
    except OSError as error:
        draft.report(draft.root, 1, f"cannot be read: {error.strerror}; give the folder of a pack")
        return
    for name in names:
        path = draft.root / name
        if name.startswith(".") or name in (PACK_FILE, SYLLABUS_FILE, *folders):
            continue
        if path.is_dir():
            close = difflib.get_close_matches(name, folders, n=1)
            advice = f"did you mean '{close[0]}'?" if close else f"items are in {', '.join(folders)}"
            draft.report(path, 1, f"not a folder of a pack; {advice}")
        elif path.suffix in (SUFFIX, ".yml"):
            read = f"{PACK_FILE} and {SYLLABUS_FILE} are"
            draft.report(path, 1, f"put it into one of the folders {', '.join(folders)}; here only {read} read")
