"""The rules of `syllabus.yaml`: rows in order, items that exist, and nothing that cannot be practised."""

from collections.abc import Collection, Iterator, Mapping

from interview_sim.catalog.schema import Location
from interview_sim.catalog.yaml_tree import shown
from interview_sim.domain.syllabus import Row, Syllabus, fault_in_coverage

FOLDERS = {
    "questions": "questions",
    "choice_questions": "choice-questions",
    "scenarios": "scenarios",
    "guides": "guides",
}
"""The keys of a row that name items, and the folder in which those are."""

Found = Iterator[tuple[Location, str]]


def list_syllabus_faults(syllabus: Syllabus, ids: Mapping[str, Collection[str]] | None) -> Found:
    """Every rule that is broken, with the way to where it is. `ids`: the items by folder; None where not known."""
    sections = {section.id: section.teaches for section in syllabus.sections}
    for place, row in enumerate(syllabus.rows):
        at = ("rows", place)
        if row.number != place + 1:
            yield (
                (*at, "number"),
                f"this is row {row.number} where {place + 1} is expected; number the rows from 1, without gaps",
            )
        if row.section not in sections:
            yield (
                (*at, "section"),
                f"the section '{row.section}' is not listed under 'sections'; add it there, or use one of: "
                f"{', '.join(sections)}",
            )
        elif fault := fault_in_coverage(row, sections[row.section]):
            yield at, fault
        for key, folder in FOLDERS.items():
            yield from _items(row, key, None if ids is None else ids.get(folder, ()), (*at, key))
    yield from _unused_sections(syllabus)
    yield from _repeated_titles(syllabus)


def _items(row: Row, key: str, known: Collection[str] | None, at: Location) -> Found:
    named: tuple[str, ...] = getattr(row, key)
    for place, item_id in enumerate(named):
        if item_id in named[:place]:
            yield (*at, place), f"'{item_id}' is named twice under '{key}'; remove one"
        elif known is not None and item_id not in known:
            yield (*at, place), f"there is no '{item_id}' in the folder '{FOLDERS[key]}'; name an item of this pack"


def _unused_sections(syllabus: Syllabus) -> Found:
    used = {row.section for row in syllabus.rows}
    if not used <= {section.id for section in syllabus.sections}:
        return  # a section may look unused only because its name was mistyped
    for place, section in enumerate(syllabus.sections):
        if section.id not in used:
            yield ("sections", place, "id"), f"no row belongs to the section '{section.id}'; remove it or use it"


def _repeated_titles(syllabus: Syllabus) -> Found:
    first: dict[str, int] = {}
    for place, row in enumerate(syllabus.rows):
        earlier = first.setdefault(row.title.lower(), row.number)
        if earlier != row.number:
            yield ("rows", place, "title"), f"row {earlier} has the title '{shown(row.title)}' too; change one"
