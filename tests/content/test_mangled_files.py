"""However a file is mangled, checking ends with faults or without, and never with a traceback."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.content.packs import FILES, list_faults, write_pack

PIECES = [
    "null", "~", "[]", "{}", "[[1]]", "{a: 1}", "true", "-1", "10000000000000000000000", "1e999", '""', "'",
    '"', "|", ">",
    "- ", ": ", "#", "&a", "*a", "!!int", "<<:", "?", "%", "\t", "\n",
    "  ", "\u2028", "é", "\U0001f600", "id", "points:",
    "---", "...", "```", "<b>", "[x](y)", "question: a/b", "topics: [1, [2], {}]", "prompts: {}", "budget: 3",
]  # fmt: skip


@given(
    file=st.sampled_from(sorted(FILES)),
    edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(PIECES)), min_size=1, max_size=4),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_mangled_files_never_end_in_a_traceback(
    tmp_path: Path, file: str, edits: list[tuple[float, int, str]]
) -> None:
    text = FILES[file]
    for place, length, piece in edits:
        at = int(place * len(text))
        text = text[:at] + piece + text[at + length :]
    write_pack(tmp_path, **{file: text})
    for fault in list_faults(tmp_path):
        assert fault.line >= 1
        assert fault.message
        assert "\n" not in str(fault)


@pytest.mark.parametrize("file", sorted(FILES))
@pytest.mark.parametrize("value", ["null", "[x]", "{x: y}"])
def test_any_value_may_stand_in_place_of_any_other(tmp_path: Path, file: str, value: str) -> None:
    lines = FILES[file].split("\n")
    for number, line in enumerate(lines):
        key, colon, _ = line.partition(":")
        if colon:
            write_pack(tmp_path, **{file: "\n".join([*lines[:number], f"{key}: {value}", *lines[number + 1 :]])})
            list_faults(tmp_path)
