"""`syllabus.yaml`: rows in order, items that exist, nothing that cannot be practised."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.content.editorial import Data, Folder
from tests.content.packs import list_faults, write_pack

FILE = "syllabus.yaml"


def syllabus() -> Data:
    return {
        "sections": [
            {"id": "storage", "title": "Storage"},
            {"id": "manner", "title": "Manner", "teaches": "conduct"},
        ],
        "rows": [
            {"number": 1, "section": "storage", "level": "beginner", "title": "Plans", "questions": ["first"],
             "choice_questions": ["first"], "scenarios": ["orders"]},
            {"number": 2, "section": "manner", "level": "advanced", "title": "Aloud", "questions": ["first"]},
        ],
    }  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path)
    made.syllabus = syllabus()
    made.pack["standard"] = "basic"
    return made


def test_a_good_syllabus_has_no_faults(folder: Folder) -> None:
    assert folder.list_faults() == []


def put(row: int, key: str, value: object) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        data["rows"][row][key] = value

    return change


def drop(row: int, key: str) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        del data["rows"][row][key]

    return change


def add_section(data: Data) -> None:
    data["sections"].append({"id": "spare", "title": "Spare"})


def repeat_section(data: Data) -> None:
    data["sections"].append({"id": "manner", "title": "Again"})


RULES: dict[str, tuple[Callable[[Data], None], str, str]] = {
    "a gap": (
        put(1, "number", 3),
        '"number": 3',
        "this is row 3 where 2 is expected; number the rows from 1, without",
    ),
    "a number twice": (put(1, "number", 1), "", "this is row 1 where 2 is expected"),
    "an unknown section": (
        put(1, "section", "manners"),
        '"manners"',
        "the section 'manners' is not listed under 'sections'; add it there, or use one of: storage, manner",
    ),
    "a section without rows": (add_section, '"spare"', "no row belongs to the section 'spare'; remove it or use it"),
    "a section twice": (repeat_section, "", "the id 'manner' is used twice in this list"),
    "a question that is not there": (
        put(0, "questions", ["gone"]),
        '"gone"',
        "there is no 'gone' in the folder 'questions'; name an item of this pack",
    ),
    "a choice question that is not there": (
        put(0, "choice_questions", ["orders"]),
        "",
        "there is no 'orders' in the folder 'choice-questions'",
    ),
    "a scenario that is not there": (
        put(0, "scenarios", ["lost"]),
        '"lost"',
        "there is no 'lost' in the folder 'scenarios'",
    ),
    "a guide that is not there": (put(1, "guides", ["lost"]), '"lost"', "there is no 'lost' in the folder 'guides'"),
    "an item twice": (
        put(0, "questions", ["first", "first"]),
        "",
        "'first' is named twice under 'questions'; remove",
    ),
    "knowledge without a question": (
        drop(0, "questions"),
        "",
        "row 1 has no question; name one, or write one",
    ),
    "knowledge without a choice question": (
        put(0, "choice_questions", []),
        "",
        "row 1 has no choice question; name one, or write one",
    ),
    "conduct with nothing to read": (
        drop(1, "questions"),
        "",
        "row 2 has neither a question nor a guide; name one, or write one",
    ),
    "a title twice": (put(1, "title", "plans"), '"title": "plans"', "row 1 has the title 'plans' too; change one"),
    "an unknown level": (
        put(0, "level", "easy"),
        '"easy"',
        "'level' in this row cannot be 'easy'; use one of: beginner",
    ),
    "an unknown key": (
        put(0, "question", "first"),
        "",
        "unknown key 'question' in this row; did you mean 'questions'?",
    ),
    "backticks": (put(0, "title", "`EXPLAIN`"), '"`EXPLAIN`"', "this is plain text and would show the backticks"),
    "a number in quotes": (put(0, "number", "1"), '"number": "1"', "'number' must be a whole number without quotes"),
}


@pytest.mark.parametrize(("change", "at", "message"), RULES.values(), ids=RULES.keys())
def test_a_broken_rule_is_the_only_fault_and_at_its_line(
    folder: Folder, change: Callable[[Data], None], at: str, message: str
) -> None:
    assert folder.syllabus is not None
    change(folder.syllabus)
    found = [fault for fault in folder.list_faults() if not fault.message.startswith("there is no question ")]
    assert [fault.message[: len(message)] for fault in found] == [message]
    assert found[0].path == folder.root / FILE
    if at:
        assert [found[0].line] == folder.list_lines(FILE, at)


def test_knowledge_with_neither_is_one_fault(folder: Folder) -> None:
    assert folder.syllabus is not None
    folder.syllabus["rows"][0] |= {"questions": [], "choice_questions": []}
    (fault,) = folder.list_faults()
    assert fault.message == "row 1 has no question and no choice question; name one, or write one"


def test_a_guide_is_enough_for_conduct(folder: Folder) -> None:
    assert folder.syllabus is not None
    folder.syllabus["rows"][1] |= {"questions": [], "guides": ["aloud"]}
    folder.write_guide("aloud")
    assert folder.list_faults() == []


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("- 1\n", 1, "the file must be a mapping: 'sections: …' and 'rows: …'"),
        ("sections: []\nrows: []\n", 1, "'sections' in the syllabus needs at least 1 entry"),
        ("sections: &x []\n", 1, "anchors are not allowed"),
        ("rows: [\n", 2, "this is not YAML"),
    ],
)
def test_the_file_is_read_as_strictly_as_any_other(tmp_path: Path, text: str, line: int, message: str) -> None:
    write_pack(tmp_path, **{FILE: text})
    first = list_faults(tmp_path)[0]
    assert (first.path.name, first.line) == (FILE, line)
    assert message in first.message


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    write_pack(tmp_path)
    (tmp_path / FILE).symlink_to("/etc/passwd")
    (fault,) = list_faults(tmp_path)
    assert fault.message == "a symbolic link; put the file itself into the pack"


def test_items_are_not_looked_for_while_a_file_cannot_be_read(folder: Folder) -> None:
    folder.list_faults()
    (folder.root / "questions" / "all.yaml").write_text("questions: [")
    assert {fault.path.name for fault in list_faults(folder.root)} == {"all.yaml"}
