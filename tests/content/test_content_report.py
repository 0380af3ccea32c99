"""`flask content report` and `flask content similar`, as they are typed."""

from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import MakeApp
from tests.content.packs import line_with, spoil, write_pack
from tests.content.test_content_cli import run

SYLLABUS = """\
sections:
  - {id: plans, title: Query plans}
  - {id: manner, title: How to interview, teaches: conduct}
rows:
  - number: 1
    section: plans
    level: beginner
    title: Reading a plan
    questions: [what-explain-shows]
    choice_questions: [explain-runs]
    scenarios: [orders]
  - number: 2
    section: manner
    level: advanced
    title: Thinking aloud
    questions: [what-explain-shows]
"""

REPORT = """\
Query plans                                                       level        questions  choice  scenarios  guides
   1 Reading a plan                                               beginner             1       1          1       -

How to interview                                                  level        questions  choice  scenarios  guides
   2 Thinking aloud                                               advanced             1       -          -       -

Rows without a question: none.
Rows without a choice question: 2.
Rows without a scenario: 2.
Rows without a guide: 1–2.
In no row: 1 guide: reading-plans.

demo: 1 question, 1 choice question, 1 scenario, 1 guide; in the scenarios 1 prompt, 1 expected point, 1 red flag.
Expected points that lead to a question: 1.

                             beginner       intermediate           advanced
questions                   1 (100 %)            0 (0 %)            0 (0 %)
choice questions            1 (100 %)            0 (0 %)            0 (0 %)
scenarios                     0 (0 %)          1 (100 %)            0 (0 %)

Of 1 choice question with one right option:
  it stands first           1 (100 %)   (standard: 15–35 %)
  it stands second            0 (0 %)   (standard: 15–35 %)
  it stands third             0 (0 %)   (standard: 15–35 %)
  it stands fourth            0 (0 %)   (standard: 15–35 %)
  it is the longest         1 (100 %)   (standard: 35 % at most)
Of 1 choice question:
  several right options       0 (0 %)   (standard: 10 % or more)
  code to read                0 (0 %)   (standard: 25 % or more)
2 blocks of code, 0 of them Python; a test runs 0.
"""


def test_a_pack_with_a_syllabus_is_reported_row_by_row(app: Flask, tmp_path: Path) -> None:
    result = run(app, "report", write_pack(tmp_path, **{"syllabus.yaml": SYLLABUS}))
    assert result.output == REPORT
    assert result.exit_code == 0


def test_a_pack_without_a_syllabus_is_counted(app: Flask, tmp_path: Path) -> None:
    result = run(app, "report", write_pack(tmp_path))
    assert result.output == REPORT[REPORT.index("demo: ") :]


def test_a_pack_without_quiz_questions_is_counted_too(app: Flask, tmp_path: Path) -> None:
    root = write_pack(tmp_path)
    (root / "choice-questions" / "databases.yaml").unlink()
    assert (
        "Of 0 choice questions:\n  several right options             0   (standard" in run(app, "report", root).output
    )


def test_the_items_of_each_row_are_named_on_request(app: Flask, tmp_path: Path) -> None:
    lines = run(app, "report", write_pack(tmp_path, **{"syllabus.yaml": SYLLABUS}), "--items").output.splitlines()
    assert lines[2:5] == [
        "       question: what-explain-shows",
        "       choice question: explain-runs",
        "       scenario: orders",
    ]


def test_what_no_row_names_is_listed(app: Flask, tmp_path: Path) -> None:
    root = write_pack(tmp_path, **{"syllabus.yaml": SYLLABUS.replace("    scenarios: [orders]\n", "")})
    output = run(app, "report", root).output
    assert "Rows without a scenario: 1–2.\nIn no row: 1 scenario: orders.\n" in output


def test_runnable_blocks_are_counted(app: Flask, tmp_path: Path) -> None:
    python = "      ```python runnable\n      print(1)\n      ```\n\n      ```sql\n"
    spoil(tmp_path, "scenarios/orders.yaml", "      ```sql\n", python)
    assert run(app, "report", tmp_path).output.endswith("3 blocks of code, 1 of them Python; a test runs 1.\n")


def test_a_pack_with_faults_is_not_reported(app: Flask, tmp_path: Path) -> None:
    spoil(tmp_path, "scenarios/orders.yaml", "minutes: 3\n", "minutes: 4\n")
    result = run(app, "report", tmp_path)
    assert (result.exit_code, result.stdout.count("\n")) == (1, 1)
    assert "'minutes' says 4" in result.stdout


def test_every_shipped_item_is_in_a_row_of_the_syllabus(app: Flask) -> None:
    """Guides apart: how to practise with this tool, for one, is nothing to be practised itself."""
    result = run(app, "report")
    assert result.exit_code == 0, result.output
    assert "\n 107 " in result.output
    loose = [line for line in result.output.splitlines() if line.startswith("In no row")]
    assert all(" guide" in line.split(":")[1] for line in loose), loose


ARTICLE = (
    "As everybody knows, guessing costs a week. THE SHOP has grown; its list of orders has not! What does it do?"
)


def test_shared_runs_are_printed_with_their_place_the_longest_first(app: Flask, tmp_path: Path) -> None:
    root = write_pack(tmp_path / "demo")
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE)
    result = run(app, "similar", article, root, "--words", "4")
    path = root / "scenarios" / "orders.yaml"
    setup, why = line_with(path, "setup: |"), line_with(path, "why: Guessing")
    assert result.stdout.splitlines() == [
        f'{path}:{setup}: scenario orders: 10 words: "The shop has **grown**. Its list of orders has not"',
        f'{path}:{why}: scenario orders: 4 words: "Guessing costs a week"',
    ]
    assert result.stderr == "2 runs of 4 words or more in common.\n"
    assert result.exit_code == 0


@pytest.mark.parametrize(("words", "runs"), [("10", "1 run"), ("11", "0 runs")])
def test_only_runs_of_the_length_asked_for_count(app: Flask, tmp_path: Path, words: str, runs: str) -> None:
    root = write_pack(tmp_path / "demo")
    (tmp_path / "article.txt").write_text(ARTICLE)
    result = run(app, "similar", tmp_path / "article.txt", root, "--words", words)
    assert result.stderr == f"{runs} of {words} words or more in common.\n"


def test_eight_words_are_asked_for_unless_told_otherwise(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(ARTICLE)
    result = run(app, "similar", tmp_path / "article.txt", write_pack(tmp_path / "demo"))
    assert result.stderr == "1 run of 8 words or more in common.\n"


def test_a_pack_with_faults_can_be_searched(app: Flask, tmp_path: Path) -> None:
    root = tmp_path / "demo"
    spoil(root, "scenarios/orders.yaml", "minutes: 3\n", "minutes: 4\n")
    (tmp_path / "article.txt").write_text(ARTICLE)
    assert run(app, "similar", tmp_path / "article.txt", root).exit_code == 0


def test_a_text_may_come_from_standard_input_in_any_encoding(app: Flask, tmp_path: Path) -> None:
    root = write_pack(tmp_path)
    runner = app.test_cli_runner()
    result = runner.invoke(args=["content", "similar", "-", str(root)], input=b"\xff\xfe" + ARTICLE.encode())
    assert result.stderr == "1 run of 8 words or more in common.\n"


def test_the_shipped_packs_are_searched_without_a_path(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("Nothing of the kind stands anywhere in there, surely and hopefully.")
    assert run(app, "similar", tmp_path / "article.txt").stderr == "0 runs of 8 words or more in common.\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.txt"], "No such file or directory"),
        (["{here}/article.txt", "{here}/nothing"], "there is no pack here; give a folder that holds a 'pack.yaml'"),
        (["{here}/article.txt", "--words", "2"], "2 is not in the range x>=3"),
    ],
)
def test_what_cannot_be_done_is_said(app: Flask, tmp_path: Path, arguments: list[str], message: str) -> None:
    (tmp_path / "article.txt").write_text(ARTICLE)
    result = run(app, "similar", *(each.replace("{here}", str(tmp_path)) for each in arguments))
    assert result.exit_code != 0
    assert message in result.output


def test_neither_needs_a_database(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/missing/folder/x.db")
    root = write_pack(tmp_path / "demo")
    assert run(app, "report", root).exit_code == 0
    assert run(app, "similar", root / "pack.yaml", root).exit_code == 0
    assert not (tmp_path / "missing").exists()
