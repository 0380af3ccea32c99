"""Code in content can be read, and what stands behind a block's language is known."""

from pathlib import Path

import pytest

from interview_sim.catalog.code_blocks import CodeBlock, list_code_blocks, prose_of
from interview_sim.catalog.markdown_rules import list_markdown_faults
from tests.content.packs import line_with, list_faults, spoil

BROKEN = {
    "python": (
        "python",
        "x = 1\ny = (2\n",
        2,
        "this is not python: '(' was never closed; mend it, or call the block",
    ),
    "python that is indented": ("python", "x = 1\n  y = 2\n", 2, "this is not python: unexpected indent"),
    "python that ends too soon": ("python", "def f():\n", 1, "this is not python: expected an indented block"),
    "python with words for code": ("python", "x = 1\nand so on\n", 2, "this is not python: invalid syntax"),
    "python nested too deeply": ("python", "-" * 9_000 + "1\n", 1, "this is not python: it is nested too deeply"),
    "a session without a prompt": ("pycon", "1 + 1\n2\n", 1, "this is not pycon: no line begins with '>>> '"),
    "a session without a blank": ("pycon", ">>> 1\n1\n>>>2\n", 3, "this is not pycon: lacks blank after >>>"),
    "a session with broken code": (
        "pycon",
        ">>> 1\n1\n>>> for x in\n...     y:\n",
        3,
        "this is not pycon: invalid syntax",
    ),
    "json": ("json", '{\n  "a": 1,\n}\n', 3, "this is not json: "),
    "json nested too deeply": ("json", "[" * 9_000 + "\n", 1, "this is not json: it is nested too deeply"),
    "json with a dot-dot-dot": ("json", "[1, ...]\n", 1, "this is not json: Expecting value"),
    "toml": ("toml", "a = 1\nb =\n", 2, "this is not toml: Invalid value"),
    "toml at its end": ("toml", "a = [1\n", 1, "this is not toml: Unclosed array"),
    "yaml": ("yaml", "a: 1\nb: [1\n", 3, "this is not yaml: did not find expected"),
}


@pytest.mark.parametrize(("language", "code", "line", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_code_that_cannot_be_read_is_a_fault_at_its_line(language: str, code: str, line: int, message: str) -> None:
    (fault,) = list_markdown_faults(f"Text.\n\n```{language}\n{code}```\n")
    assert fault[1].startswith(message)
    assert fault[1].endswith("; mend it, or call the block 'text'")
    assert fault[0] == 2 + min(line, code.count("\n") + 1)


TRACEBACK = "Traceback (most recent call last):\n  ...\n"

FINE = {
    "what is left out": ("python", "class Order(Base): ...\n\n\ndef total(order):\n    ...\n"),
    "await on its own": ("python", "await save()\nasync with lock:\n    pass\n"),
    "return on its own": ("python", "return 1\n"),
    "code that is indented as a whole": ("python", "    x = 1\n    y = 2\n"),
    "an escape that warns": ("python", 'x = "\\d"\n'),
    "nothing": ("python", ""),
    "a session": (
        "pycon",
        ">>> for x in (1, 2):\n...     print(x)\n...\n1\n2\n>>> 1 / 0\n" + TRACEBACK + "ZeroDivisionError: x\n",
    ),
    "a session that shows a syntax error": ("pycon", ">>> x = = 1\n" + TRACEBACK + "SyntaxError: invalid syntax\n"),
    "json": ("json", '{"a": [1, null, "…"]}\n'),
    "toml": ("toml", '[project]\nname = "x"\n'),
    "several documents of yaml": ("yaml", "a: &x 1\n---\nb: *x\n"),
    "a fragment that is called text": ("text", "def f(\n"),
    "a language that is not read": ("sql", "SELEC 1;\n"),
}


@pytest.mark.parametrize(("language", "code"), FINE.values(), ids=FINE.keys())
def test_code_that_can_be_read_is_none(language: str, code: str) -> None:
    assert list(list_markdown_faults(f"```{language}\n{code}```\n")) == []


def test_the_fault_is_at_the_line_of_the_file(tmp_path: Path) -> None:
    path = spoil(
        tmp_path,
        "scenarios/orders.yaml",
        "      ```sql\n      EXPLAIN ANALYZE SELECT 1;\n",
        "      ```python\n      first = 1\n      second = = 2\n",
    )
    (fault,) = list_faults(tmp_path)
    assert (fault.path, fault.line) == (path, line_with(path, "second = = 2"))


def test_the_fault_is_at_the_line_of_the_file_in_a_list_too() -> None:
    (fault,) = list_markdown_faults("- one\n- two\n\n  ```python\n  x = 1\n  y = = 2\n  ```\n")
    assert fault[0] == 5


@pytest.mark.parametrize(
    ("info", "written"),
    [
        ("python runable", "runable"),
        ("python Runnable", "Runnable"),
        ("python runnable twice", "runnable twice"),
        ("python title=x.py", "title=x.py"),
        ("sql runnable", "runnable"),
        ("yaml runnable", "runnable"),
    ],
)
def test_an_unknown_word_behind_the_language_is_a_fault(info: str, written: str) -> None:
    (fault,) = list_markdown_faults(f"Text.\n\n```{info}\nx\n```\n")
    assert fault[0] == 2
    assert fault[1].startswith(f"a code block says '{written}' after its language; only 'python runnable' is known")


def test_python_that_is_runnable_is_known() -> None:
    assert list(list_markdown_faults("```python runnable\nprint(1)\n```")) == []
    assert list(list_markdown_faults("```Python   runnable \nprint(1)\n```")) == []


def test_blocks_are_found_wherever_they_stand() -> None:
    text = "```python runnable\na\n```\n\n- x\n\n  ~~~sql\n  b\n  ~~~\n\n> ```\n> c\n> ```\n\n`d`\n\n    e\n"
    assert list(list_code_blocks(text)) == [
        CodeBlock(("python", "runnable"), "a\n", 0),
        CodeBlock(("sql",), "b\n", 6),
        CodeBlock((), "c\n", 10),
    ]
    assert [block.language for block in list_code_blocks(text)] == ["python", "sql", "text"]
    assert [block.is_runnable for block in list_code_blocks(text)] == [True, False, False]


def test_prose_is_what_is_left_without_blocks() -> None:
    text = "One `two`.\n\n```python\nx = 1\n```\n\n- three\n\n  ~~~sql\n  x\n  ~~~\n\n| four |\n|---|\n| five |\n"
    assert prose_of(text).split() == ["One", "`two`.", "three", "four", "five"]
