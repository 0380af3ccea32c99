"""What a file may hold: every refusal names the file, the line, what is wrong and how to mend it."""

from pathlib import Path

import pytest

from tests.content.packs import SCENARIO, line_with, list_faults, spoil, write_pack

S, Q, C, P = (
    "scenarios/orders.yaml",
    "questions/databases.yaml",
    "choice-questions/databases.yaml",
    "pack.yaml",
)

SHAPES = {
    "a missing key": (
        S,
        "        why: Guessing costs a week.\n",
        "",
        "id: plan",
        "'why' is missing in the point 'plan'; add it",
    ),
    "a missing key of the item": (
        S,
        "role: Back-end engineer\n",
        "",
        "id: orders",
        "'role' is missing in the scenario; add it",
    ),
    "a misspelt key": (
        S,
        "must_have: true",
        "musthave: true",
        "musthave",
        "unknown key 'musthave' in the point 'plan'; did you mean 'must_have'? Known keys: id, text, why,",
    ),
    "a key that means nothing": (
        S,
        "closing: Thank you.",
        "closing: Thank you.\nxyzzy: 1",
        "xyzzy",
        "unknown key 'xyzzy' in the scenario; remove it.",
    ),
    "the kind, which comes from the folder": (
        S,
        "id: orders",
        "id: orders\nkind: scenario",
        "kind: scenario",
        "remove 'kind'; it comes from the folder",
    ),
    "an id with capitals": (
        S,
        "id: plan",
        "id: The Plan",
        "The Plan",
        "'id' in the point 'The Plan' cannot be 'The Plan'; use lower-case words and digits joined by single hyphens",
    ),
    "an id that is too long": (
        S,
        "id: plan",
        f"id: {'a' * 61}",
        "a" * 61,
        "has 61 characters; shorten it to 60",
    ),
    "a number where text belongs": (
        S,
        "query plan, EXPLAIN",
        "429",
        "429",
        "entry 1 of 'cues' must be text, but 429 is read as a number; put it in quotes: \"429\"",
    ),
    "true where text belongs": (
        S,
        "title: Measuring",
        "title: true",
        "title: true",
        "'title' must be text, but true is read as true or false; put it",
    ),
    "nothing where text belongs": (
        S,
        "why: Guessing costs a week.",
        "why:",
        "        why:\n",
        "'why' in the point 'plan' is empty; write something, or remove",
    ),
    "blanks where text belongs": (
        S,
        "why: Guessing costs a week.",
        'why: "  "',
        'why: "  "',
        "'why' in the point 'plan' is empty; write something",
    ),
    "a mapping where text belongs": (
        S,
        "title: Measuring",
        "title: {a: b}",
        "title: {a",
        "'title' in the prompt 'measure' must be text, not a mapping; quote",
    ),
    "a list where text belongs": (
        S,
        "closing: Thank you.",
        "closing: [a]",
        "closing:",
        "'closing' in the scenario must be text, not a list",
    ),
    "two lines where one belongs": (
        S,
        "why: Guessing costs a week.",
        "why: |\n          One.\n          Two.",
        "why: |",
        "'why' in the point 'plan' must be one line; fold it with '>-' instead of '|'",
    ),
    "a line that is too long": (
        S,
        "why: Guessing costs a week.",
        f"why: {'x' * 301}",
        "x" * 301,
        "'why' in the point 'plan' has 301 characters; shorten it to 300",
    ),
    "prose that is too long": (
        S,
        "closing: Thank you.",
        f"closing: {'x' * 12_001}",
        "closing:",
        "'closing' in the scenario has 12,001 characters; shorten it to 12,000",
    ),
    "an unknown level": (
        S,
        "level: intermediate",
        "level: expert",
        "level:",
        "'level' in the scenario cannot be 'expert'; use one of: beginner, intermediate, advanced",
    ),
    "an unknown rating": (
        S,
        "caps: leaning-hire",
        "caps: no-hire",
        "caps:",
        "'caps' in the red flag 'guesses' cannot be 'no-hire'; use one of: strong-hire, leaning-hire,",
    ),
    "a number in quotes": (
        S,
        "minutes: 3",
        'minutes: "3"',
        "minutes:",
        "'minutes' must be a whole number without quotes, not '3'",
    ),
    "a number with a leading zero": (
        S,
        "minutes: 3",
        "minutes: 03",
        "minutes:",
        "'minutes' must be a whole number without quotes, not '03'",
    ),
    "a fraction": (
        S,
        "thinking: 30",
        "thinking: 30.5",
        "thinking:",
        "'thinking' must be a whole number without quotes, not '30.5'",
    ),
    "a number that is too small": (
        S,
        "answering: 120",
        "answering: 59",
        "answering:",
        "'answering' is 59; it must be at least 60",
    ),
    "a number that is too large": (S, "weight: 3", "weight: 6", "weight:", "'weight' is 6; it must be at most 5"),
    "a word for true": (
        S,
        "must_have: true",
        "must_have: yes",
        "must_have:",
        "'must_have' in the point 'plan' must be true or false, not 'yes'",
    ),
    "a single value where a list belongs": (
        S,
        "topics: [databases, caching]",
        "topics: databases",
        "topics:",
        "'topics' in the scenario must be a list: one entry a line, each begun with '- '",
    ),
    "an empty list": (
        S,
        "topics: [databases, caching]",
        "topics: []",
        "topics:",
        "'topics' in the scenario needs at least 1 entry",
    ),
    "a list that is too long": (
        S,
        "query plan, EXPLAIN",
        ", ".join(f"c{n}" for n in range(13)),
        "c12",
        "'cues' in the point 'plan' may have 12 entries at most",
    ),
    "a word where a mapping belongs": (
        S,
        "  - id: speed\n    name: Speed\n",
        "  - speed\n",
        "- speed",
        "entry 1 of 'competencies' must be a mapping with the keys id, name",
    ),
    "an address without https": (
        S,
        "https://www",
        "http://www",
        "http://www",
        "'url' in this source must be an address that begins with https://, not 'http://www",
    ),
    "an address of no question": (
        S,
        "question: demo/what-explain-shows",
        "question: what-explain-shows",
        "question:",
        "'question' in the point 'plan' must be the address of a question, 'pack/question-id', not 'what",
    ),
    "a language that is none": (
        P,
        "licence: MIT",
        "licence: MIT\nlanguage: English",
        "language:",
        "must be a language code such as 'en' or 'en-GB', not 'English'",
    ),
    "a question without sources": (
        Q,
        '    sources:\n      - title: "PostgreSQL: EXPLAIN"\n        url: https://www.postgresql.org/docs/current/sql-explain.html\n',
        "",
        "- id: what-explain-shows",
        "'sources' is missing in the question; add it",
    ),
    "a choice without options": (
        C,
        "stem: Which one runs the query?\n    options:",
        "stem: Which one runs the query?\n    choices:",
        "choices:",
        "unknown key 'choices' in the choice question; ",
    ),
    "a pack without topics": (
        P,
        "topics:\n  - {id: databases, name: Databases}\n  - {id: caching, name: Caching}\n",
        "",
        "id: demo",
        "'topics' is missing in the pack; add it",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "at", "message"), SHAPES.values(), ids=SHAPES.keys())
def test_a_wrong_shape_is_a_fault_at_its_line(
    tmp_path: Path, file: str, old: str, new: str, at: str, message: str
) -> None:
    path = spoil(tmp_path, file, old, new)
    text = path.read_text()
    line = text[: text.index(at)].count("\n") + 1
    found = list_faults(tmp_path)
    assert any(fault.path == path and fault.line == line and message in fault.message for fault in found), found


def test_an_empty_checklist_is_a_fault(tmp_path: Path) -> None:
    start, end = SCENARIO.index("      - id: plan"), SCENARIO.index("    hints:")
    path = spoil(tmp_path, S, SCENARIO[start - len("    points:\n") : end], "    points: []\n")
    message = "the checklist of the prompt 'measure' is empty; add at least one entry to 'points'"
    assert (line_with(path, "points: []"), message) in [
        (fault.line, fault.message) for fault in list_faults(tmp_path)
    ]


def test_an_invalid_entry_does_not_make_its_list_look_empty(tmp_path: Path) -> None:
    spoil(tmp_path, S, "        why: Guessing costs a week.\n", "")
    assert not [fault for fault in list_faults(tmp_path) if "empty" in fault.message]


def test_everything_wrong_in_every_file_is_reported_in_one_run(tmp_path: Path) -> None:
    write_pack(
        tmp_path,
        **{
            "scenarios/orders.yaml": SCENARIO.replace("level: intermediate", "level: guru")
            .replace("minutes: 3", "minutes: 4")
            .replace("topics: [databases, caching]", "topics: [databases, nonsense]")
            .replace("The shop has", "<b>The</b> shop has"),
            "scenarios/broken.yaml": "id: [\n",
            "questions/more.yaml": "questions: nothing\n",
        },
    )
    found = [str(fault).removeprefix(f"{tmp_path}/").split(";")[0] for fault in list_faults(tmp_path)]
    assert [line.split(":")[0] for line in found] == ["questions/more.yaml", "scenarios/broken.yaml", *[S] * 5]
    for part in ("cannot be 'guru'", "add up to 150 s", "the topic 'nonsense'", "HTML is not allowed: '<b>'"):
        assert any(part in line for line in found), part
