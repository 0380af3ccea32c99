"""What must hold beyond the shape: sums, references, ids, and the whole pack together."""

from pathlib import Path

import pytest

from tests.content.packs import CHOICES, PACK, QUESTIONS, SCENARIO, line_with, list_faults, spoil, write_pack

S, Q, C, P = (
    "scenarios/orders.yaml",
    "questions/databases.yaml",
    "choice-questions/databases.yaml",
    "pack.yaml",
)

RULES = {
    "budgets that do not add up": (
        S,
        "minutes: 3",
        "minutes: 4",
        "minutes: 4",
        "the prompts' budgets add up to 150 s, which makes 3 minutes, but 'minutes' says 4; write 3 or",
    ),
    "a point of an unknown competency": (
        S,
        "competency: speed",
        "competency: sped",
        "competency: sped",
        "the competency 'sped' is not listed under 'competencies'; add it there, or use one of: speed",
    ),
    "a competency without points": (
        S,
        "    name: Speed\n",
        "    name: Speed\n  - id: taste\n    name: Taste\n",
        "id: taste",
        "no point belongs to the competency 'taste'; remove it or use it",
    ),
    "a topic that the pack does not list": (
        S,
        "topics: [databases, caching]",
        "topics: [databases, cooking]",
        "cooking",
        "the topic 'cooking' is not in pack.yaml; add it there, or use one of: databases, caching",
    ),
    "a topic that is named twice": (
        Q,
        "topics: [databases]",
        "topics: [databases, databases]",
        "databases, databases",
        "the topic 'databases' is named twice",
    ),
    "a point that leads to no question": (
        S,
        "question: demo/what-explain-shows",
        "question: demo/gone",
        "demo/gone",
        "there is no question 'demo/gone'; write the 'pack/question-id' of one, or remove this",
    ),
    "a follow-up that leads to no question": (
        Q,
        "question: demo/what-explain-shows",
        "question: other/what-explain-shows",
        "other/",
        "there is no question 'other/",
    ),
    "a reference to something that is no question": (
        S,
        "question: demo/what-explain-shows",
        "question: demo/explain-runs",
        "demo/explain",
        "there is no question 'demo/explain-runs'",
    ),
    "a scenario in a file of another name": (
        S,
        "id: orders",
        "id: bookings",
        "id: bookings",
        "the id is 'bookings' but the file is 'orders.yaml'; make them the same",
    ),
    "a prompt's id that is used twice": (
        S,
        "  - id: measure\n",
        "  - id: measure\n    title: x\n  - id: measure\n",
        None,
        "the id 'measure' is used twice in this list",
    ),
    "a pack's flag that is used twice": (
        P,
        "red_flags:\n",
        "red_flags:\n  - {id: bluffs, text: a, why: b, caps: leaning-hire}\n",
        "- id: bluffs",
        "the id 'bluffs' is used twice in this list; give each entry an id of its own",
    ),
    "an option's id that is used twice": (
        C,
        "- id: explain\n",
        "- id: analyze\n",
        None,
        "the id 'analyze' is used twice in this list",
    ),
    "a choice without a right option": (
        C,
        "        correct: true\n",
        "        why: No.\n",
        "options:",
        "no option is right; mark at least one with 'correct: true'",
    ),
    "a choice without a wrong option": (
        C,
        "        why: It only plans.\n",
        "        correct: true\n",
        "options:",
        "every option is marked correct; at least one must be wrong",
    ),
    "a wrong option without a reason": (
        C,
        "        why: It only plans.\n",
        "",
        "- id: explain\n",
        "the option 'explain' is wrong but does not say why; add 'why'",
    ),
    "two options alike": (
        C,
        'text: "`EXPLAIN`"',
        'text: "`EXPLAIN  ANALYZE`"',
        "EXPLAIN  ANALYZE",
        "two options have the same text; change one of them",
    ),
    "a red flag that caps nothing": (
        S,
        "caps: leaning-hire",
        "caps: strong-hire",
        "caps:",
        "'strong-hire' caps nothing; name the best rating left once",
    ),
    "a pack's red flag that caps nothing": (
        P,
        "caps: leaning-no-hire",
        "caps: strong-hire",
        "caps:",
        "'strong-hire' caps nothing; name the best rating left once",
    ),
    "backticks in a title": (
        S,
        "title: Measuring",
        "title: Using `EXPLAIN`",
        "title: Using",
        "this is plain text and would show the backticks; leave them out",
    ),
    "backticks in a cue": (
        S,
        "query plan, EXPLAIN",
        '"`x`"',
        '"`x`"',
        "this is plain text and would show the backticks",
    ),
    "a backtick without a partner": (
        S,
        "why: Guessing costs a week.",
        "why: Guessing `costs a week.",
        "Guessing",
        "backticks mark code here, one before it and one after it",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "at", "message"), RULES.values(), ids=RULES.keys())
def test_a_broken_rule_is_the_only_fault_and_at_its_line(
    tmp_path: Path, file: str, old: str, new: str, at: str | None, message: str
) -> None:
    path = spoil(tmp_path, file, old, new)
    found = [fault for fault in list_faults(tmp_path) if message in fault.message]
    assert len(found) == 1, list_faults(tmp_path)
    assert found[0].path == path
    if at is not None:
        text = path.read_text()
        assert found[0].line == text[: text.index(at)].count("\n") + 1
        assert list_faults(tmp_path) == found


def test_a_repeated_id_is_reported_where_it_stands_the_second_time(tmp_path: Path) -> None:
    path = spoil(tmp_path, C, "- id: explain\n", "- id: analyze\n")
    lines = [number for number, line in enumerate(path.read_text().split("\n"), 1) if "id: analyze" in line]
    assert [fault.line for fault in list_faults(tmp_path)] == [lines[1]]


def test_rules_are_applied_even_where_the_shape_is_wrong(tmp_path: Path) -> None:
    spoil(tmp_path, S, "minutes: 3\n", "minutes: 5\ncolour: blue\n")
    messages = " ".join(fault.message for fault in list_faults(tmp_path))
    assert "'minutes' says 5" in messages
    assert "unknown key 'colour'" in messages


@pytest.mark.parametrize(
    ("folder", "text", "kind", "entry"),
    [
        ("questions", QUESTIONS, "question", "what-explain-shows"),
        ("choice-questions", CHOICES, "choice question", "explain-runs"),
    ],
)
def test_two_items_of_one_kind_may_not_share_an_id(
    tmp_path: Path, folder: str, text: str, kind: str, entry: str
) -> None:
    write_pack(tmp_path, **{f"{folder}/more.yaml": "\n" + text})
    (fault,) = list_faults(tmp_path)
    assert (fault.path, fault.line) == (tmp_path / folder / "more.yaml", 3)
    assert f"the {kind} '{entry}' is already in {tmp_path}/{folder}/databases.yaml:2" in fault.message
    assert fault.message.endswith("give this one an id of its own")


def test_an_id_used_twice_in_one_file_is_reported_once(tmp_path: Path) -> None:
    body = QUESTIONS.removeprefix("questions:\n")
    write_pack(tmp_path, **{Q: QUESTIONS + body})
    (fault,) = list_faults(tmp_path)
    assert fault.line == 2 + body.count("\n")


def test_items_of_different_kinds_may_share_an_id(tmp_path: Path) -> None:
    write_pack(tmp_path, **{C: CHOICES.replace("explain-runs", "what-explain-shows")})
    assert list_faults(tmp_path) == []


def test_topics_are_not_judged_while_pack_yaml_cannot_be_read(tmp_path: Path) -> None:
    write_pack(tmp_path, **{P: "id: ["})
    assert {fault.path.name for fault in list_faults(tmp_path)} == {"pack.yaml"}


def test_references_are_not_judged_while_a_file_of_questions_cannot_be_read(tmp_path: Path) -> None:
    write_pack(tmp_path, **{Q: QUESTIONS + "  - ]"})
    assert {fault.path.name for fault in list_faults(tmp_path)} == {"databases.yaml"}


def test_a_pack_without_items_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(PACK)
    (fault,) = list_faults(tmp_path)
    assert (fault.path.name, fault.line) == ("pack.yaml", 1)
    assert fault.message.startswith("the pack holds no items; add one to 'scenarios'")


def test_a_folder_without_pack_yaml_is_a_fault(tmp_path: Path) -> None:
    write_pack(tmp_path)
    (tmp_path / P).unlink()
    (fault,) = list_faults(tmp_path)
    assert str(fault).startswith(f"{tmp_path}/pack.yaml:1: cannot be read: No such file or directory;")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("- id: x\n", 1, "the file must begin with 'questions:', followed by a list of entries"),
        ("question:\n  - id: x\n", 1, "the file must begin with 'questions:'"),
        ("questions:\n", 1, "'questions' must be a list of entries, each begun with '- '"),
        ("questions: []\n", 1, "'questions' must be a list of entries"),
        ("questions:\n  - just words\n", 2, "a question must be a mapping: 'id: …' and its other keys"),
        (QUESTIONS.replace("what-", "what-else-") + "extra: 1\n", QUESTIONS.count("\n") + 1, "unknown key 'extra'"),
    ],
)
def test_a_file_of_questions_holds_a_list_and_nothing_else(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    write_pack(tmp_path, **{"questions/other.yaml": text})
    found = [fault for fault in list_faults(tmp_path) if fault.path.name == "other.yaml"]
    assert next((fault.line, message in fault.message) for fault in found) == (line, True)


def test_a_scenario_file_that_is_a_list_is_a_fault(tmp_path: Path) -> None:
    write_pack(tmp_path, **{"scenarios/listed.yaml": "- a\n"})
    assert [fault.message for fault in list_faults(tmp_path)] == [
        "a scenario must be a mapping: 'id: …' and its other keys"
    ]


def test_the_demo_pack_is_without_faults(tmp_path: Path) -> None:
    path = write_pack(tmp_path) / S
    assert list_faults(tmp_path) == []
    assert line_with(path, "id: plan") > 1
    assert SCENARIO.count("\n") < 60
