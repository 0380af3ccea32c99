"""`flask content check` and `flask content load`, as they are typed."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from interview_sim.catalog.queries import find_current_scenario
from tests.conftest import MakeApp
from tests.content.packs import SCENARIO, spoil, write_pack


def run(app: Flask, *arguments: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=["content", *map(str, arguments)])


def test_checking_a_pack_without_faults_counts_what_it_holds(app: Flask, tmp_path: Path) -> None:
    result = run(app, "check", write_pack(tmp_path / "demo"))
    assert result.output == (
        "demo: no faults (1 scenario, 1 prompt, 1 expected point, 1 question, 1 choice question, 1 guide, 1 drill).\n"
    )
    assert result.exit_code == 0


def test_checking_prints_a_line_for_each_fault_and_fails(app: Flask, tmp_path: Path) -> None:
    path = spoil(tmp_path, "scenarios/orders.yaml", "minutes: 3\n", "minutes: 4\ncolour: blue\n")
    result = run(app, "check", tmp_path)
    assert result.exit_code == 1
    first, second = result.stdout.splitlines()
    assert first.startswith(f"{path}:8: the prompts' budgets add up to 150 s")
    assert second.startswith(f"{path}:9: unknown key 'colour' in the scenario;")
    assert result.stderr == "2 faults in 1 file.\n"


def test_checking_without_a_path_checks_the_shipped_packs(app: Flask) -> None:
    result = run(app, "check")
    assert result.output.startswith("core: no faults (")
    assert result.exit_code == 0


def test_checking_a_folder_of_packs_checks_them_all(app: Flask, tmp_path: Path) -> None:
    write_pack(tmp_path / "demo")
    write_pack(tmp_path / "other", **{"pack.yaml": "id: ["})
    result = run(app, "check", tmp_path)
    assert result.exit_code == 1
    assert f"{tmp_path}/other/pack.yaml:" in result.stdout


@pytest.mark.parametrize("name", ["nowhere", "orders.yaml"])
def test_checking_where_there_is_no_pack_says_so(app: Flask, tmp_path: Path, name: str) -> None:
    (tmp_path / "orders.yaml").write_text(SCENARIO)
    result = run(app, "check", tmp_path / name)
    assert (result.exit_code, result.stdout.count("\n")) == (1, 1)
    assert "there is no pack here; give a folder that holds a 'pack.yaml'" in result.stdout


def test_checking_needs_no_database(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/missing/folder/x.db")
    assert run(app, "check", write_pack(tmp_path / "demo")).exit_code == 0
    assert not (tmp_path / "missing").exists()


def test_loading_says_what_it_did(app: Flask, tmp_path: Path) -> None:
    root = write_pack(tmp_path / "demo")
    first = run(app, "load", root)
    assert first.output.splitlines() == [
        "demo: added scenario orders",
        "demo: added question what-explain-shows",
        "demo: added choice explain-runs",
        "demo: added guide reading-plans",
        "demo: added drill adds-an-index",
        "demo: 5 added, 0 unchanged.",
    ]
    assert run(app, "load", root).output == "demo: nothing to do, 5 unchanged.\n"
    spoil(tmp_path / "demo", "scenarios/orders.yaml", "A list of orders", "A longer list")
    assert run(app, "load", root).output.splitlines() == [
        "demo: changed scenario orders",
        "demo: 1 changed, 4 unchanged.",
    ]
    (root / "scenarios" / "orders.yaml").unlink()
    assert run(app, "load", root).output.splitlines() == [
        "demo: retired scenario orders",
        "demo: 1 retired, 4 unchanged.",
    ]
    write_pack(root)
    assert run(app, "load", root).output.splitlines() == [
        "demo: revived scenario orders",
        "demo: 1 revived, 4 unchanged.",
    ]


def test_loading_several_packs_at_once(app: Flask, tmp_path: Path) -> None:
    one, two = write_pack(tmp_path / "one"), tmp_path / "two"
    for name, text in {
        "pack.yaml": (one / "pack.yaml").read_text().replace("id: demo", "id: two"),
        "scenarios/two.yaml": SCENARIO.replace("id: orders", "id: two"),
    }.items():
        (two / name).parent.mkdir(parents=True, exist_ok=True)
        (two / name).write_text(text)
    result = run(app, "load", one, two)
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[-1] == "two: 1 added, 0 unchanged."


def test_loading_a_pack_with_faults_loads_nothing(app: Flask, tmp_path: Path) -> None:
    good = write_pack(tmp_path / "good")
    bad = tmp_path / "bad"
    spoil(bad, "scenarios/orders.yaml", "minutes: 3", "minutes: 4")
    result = run(app, "load", good, bad)
    assert result.exit_code == 1
    assert "'minutes' says 4" in result.stdout
    with app.app_context():
        assert find_current_scenario("orders") is None


def test_loading_a_slug_of_another_pack_is_refused_in_a_sentence(app: Flask, tmp_path: Path) -> None:
    root = write_pack(tmp_path / "demo")
    (root / "scenarios" / "orders.yaml").rename(root / "scenarios" / "sample-interview.yaml")
    text = SCENARIO.replace("id: orders", "id: sample-interview")
    (root / "scenarios" / "sample-interview.yaml").write_text(text)
    result = run(app, "load", root)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: the pack 'sample' already holds a scenario called 'sample-interview'; ")
    assert result.stderr.endswith("rename its file to match. Nothing was loaded.\n")


def test_loading_into_a_database_without_tables_says_what_to_do(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/empty.db")
    result = run(app, "load", write_pack(tmp_path / "demo"))
    assert result.exit_code == 1
    assert (
        "the database refused: no such table: packs. Nothing was loaded. Has `flask db upgrade` been run"
        in result.stderr
    )


def test_the_shipped_packs_can_be_loaded_twice(app: Flask) -> None:
    assert run(app, "load").exit_code == 0
    again = run(app, "load")
    assert again.output.startswith("core: nothing to do, ")
