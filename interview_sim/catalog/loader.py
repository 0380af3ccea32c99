"""Packs from disk: every file read, every rule applied, every fault collected, before anything is used."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar, cast

from pydantic import ValidationError

from interview_sim.catalog.complaints import list_complaints
from interview_sim.catalog.drafts import PACK_FILE, Draft, Entry, read_draft
from interview_sim.catalog.files import relative
from interview_sim.catalog.packs import Fault, LoadedPack, PackFaults
from interview_sim.catalog.rules import (
    Surroundings,
    fault_in_file_name,
    list_common_faults,
    list_rule_faults,
)
from interview_sim.catalog.schema import Model
from interview_sim.catalog.standards import list_standard_faults
from interview_sim.catalog.syllabus import list_syllabus_faults
from interview_sim.catalog.yaml_tree import MapNode, line_of, plain, shown
from interview_sim.domain.content import ChoiceQuestion, Drill, Frozen, Guide, Pack, Question, RedFlag, Scenario
from interview_sim.domain.syllabus import Syllabus

SHIPPED = Path(__file__).parent.parent / "content"
"""The packs that come with the program, one folder each, called by their ids."""

FormFaults = frozenset[tuple[Path, int]]
ItemModel = TypeVar("ItemModel", bound=Frozen)


def read_pack(path: Path) -> LoadedPack:
    """The pack in the folder `path`. Raises `PackFaults` with everything that is wrong with it."""
    return read_packs([path])[0]


def read_packs(paths: Sequence[Path]) -> list[LoadedPack]:
    """Several packs, which may refer to each other. Raises `PackFaults` with the faults of all of them."""
    drafts = [read_draft(relative(path)) for path in dict.fromkeys(paths)]
    form_faults = frozenset((fault.path, fault.line) for draft in drafts for fault in draft.faults)
    known = _look_around(drafts)
    packs = [_finish(draft, known, form_faults) for draft in drafts]
    faults = {fault for draft in drafts for fault in draft.faults} | set(_list_clashes(drafts))
    if faults:
        raise PackFaults(sorted(faults))
    return [_with_flags(pack, known) for pack in packs if pack is not None]


def find_packs(path: Path) -> list[Path]:
    """The packs at `path`: itself, or every folder in it that holds a `pack.yaml`. Raises `PackFaults` for none."""
    if (path / PACK_FILE).exists() or (path / PACK_FILE).is_symlink():
        return [path]
    found = sorted(file.parent for file in path.glob(f"*/{PACK_FILE}")) if path.is_dir() else []
    if not found:
        message = f"there is no pack here; give a folder that holds a '{PACK_FILE}', or one with such folders in it"
        raise PackFaults([Fault(relative(path), 1, message)])
    return found


def _finish(draft: Draft, known: "_Known | None", form_faults: FormFaults) -> LoadedPack | None:
    """The pack, or None where it has faults, which are added to the draft's."""
    pack = _finish_pack(draft, form_faults)
    around = Surroundings(
        topics=draft.topics or None,
        questions=None if known is None else known.questions,
        red_flags=None if known is None else known.red_flags,
    )
    items = [_finish_item(draft, entry, around, form_faults) for entry in draft.entries]
    if draft.is_whole and not draft.faults and not items:
        draft.report(
            draft.path, 1, "the pack holds no items; add one to 'scenarios', or check the names of its folders"
        )
    syllabus = _finish_syllabus(draft, form_faults)
    draft.faults.extend(list_standard_faults(draft, items))
    if pack is None or draft.faults:
        return None
    return LoadedPack(
        pack=pack,
        scenarios=tuple(item for item in items if isinstance(item, Scenario)),
        questions=tuple(item for item in items if isinstance(item, Question)),
        choice_questions=tuple(item for item in items if isinstance(item, ChoiceQuestion)),
        guides=tuple(item for item in items if isinstance(item, Guide)),
        drills=tuple(item for item in items if isinstance(item, Drill)),
        syllabus=syllabus,
    )


def _finish_pack(draft: Draft, form_faults: FormFaults) -> Pack | None:
    if draft.node is None:
        return None
    found = list(list_common_faults(Pack, draft.node))
    return _validate(draft, draft.path, Pack, draft.node, "pack", found, form_faults)


def _finish_syllabus(draft: Draft, form_faults: FormFaults) -> Syllabus | None:
    if draft.syllabus is None:
        return None
    path, node = draft.syllabus_path, draft.syllabus
    found = list(list_common_faults(Syllabus, node))
    syllabus = _validate(draft, path, Syllabus, node, "syllabus", found, form_faults)
    if syllabus is not None:
        for location, message in list_syllabus_faults(syllabus, draft.ids_by_folder() if draft.is_whole else None):
            draft.report(path, line_of(node, location), message)
    return syllabus


def _finish_item(draft: Draft, entry: Entry, around: Surroundings, form_faults: FormFaults) -> Frozen | None:
    found = list(list_rule_faults(entry.kind.model, entry.node, around))
    if entry.kind.list_key is None and (fault := fault_in_file_name(entry.path, entry.node)):
        found.append(fault)
    model = cast(type[Frozen], entry.kind.model)
    return _validate(draft, entry.path, model, entry.node, entry.kind.name, found, form_faults)


def _validate(
    draft: Draft,
    path: Path,
    model: type[ItemModel],
    node: MapNode,
    what: str,
    found: list[tuple[int, str]],
    form_faults: FormFaults,
) -> ItemModel | None:
    """The model; None where it is refused. Reports `found` and every refusal, except where form explains it.

    The model's own rules are among `found` already, with better lines, so they are reported only when alone.
    """
    item: ItemModel | None = None
    try:
        item = model.model_validate_json(json.dumps(plain(node)), strict=True)
    except ValidationError as error:
        found.extend(list_complaints(error, node, model, what, with_rules=not found))
    for line, message in found:
        if (path, line) not in form_faults:
            draft.report(path, line, message)
    return item


@dataclass(frozen=True, slots=True)
class _Known:
    """What may be referred to, by its address."""

    questions: set[str]
    red_flags: dict[str, MapNode]


def _look_around(drafts: Sequence[Draft]) -> _Known | None:
    """What these packs hold, and the shipped ones they refer to; None where some file could not be read."""
    if not all(draft.is_whole for draft in drafts):
        return None
    elsewhere = set().union(*(draft.referred_packs() for draft in drafts)) - {draft.pack_id for draft in drafts}
    near = [*drafts, *(read_draft(SHIPPED / name) for name in sorted(elsewhere & _list_shipped_names()))]
    return _Known(
        questions={address for draft in near for address in draft.question_addresses()},
        red_flags={address: node for draft in near for address, node in draft.red_flags()},
    )


def _with_flags(pack: LoadedPack, known: _Known | None) -> LoadedPack:
    """The pack, with the red flags that its drills refer to as they stand in their files now."""
    if known is None or not pack.drills:
        return pack
    addresses = dict.fromkeys(entry.flag for drill in pack.drills for entry in drill.flags)
    flags: Mapping[str, RedFlag] = {
        address: RedFlag.model_validate_json(json.dumps(plain(known.red_flags[address])), strict=True)
        for address in addresses
    }
    return replace(pack, referred_flags=flags)


def _list_shipped_names() -> set[str]:
    return {file.parent.name for file in SHIPPED.glob(f"*/{PACK_FILE}")}


def _list_clashes(drafts: Sequence[Draft]) -> Iterator[Fault]:
    """Packs, and items of one kind, that would share an address."""
    packs: dict[str, Draft] = {}
    items: dict[tuple[Model, str], Entry] = {}
    for draft in drafts:
        if draft.node is not None and draft.pack_id:
            first = packs.setdefault(draft.pack_id, draft)
            if first is not draft:
                line = line_of(draft.node, ("id",))
                yield Fault(
                    draft.path, line, f"the pack '{shown(draft.pack_id)}' is also in {first.root}; rename one"
                )
        for entry in draft.entries:
            if entry.id is None:
                continue
            earlier = items.setdefault((entry.kind.model, entry.id), entry)
            if earlier is not entry:
                yield Fault(
                    entry.path,
                    entry.id_line,
                    f"the {entry.kind.name} '{shown(entry.id)}' is already in {earlier.path}:{earlier.id_line}; "
                    f"give this one an id of its own",
                )
