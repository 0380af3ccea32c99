"""Files become domain objects, word for word."""

from pathlib import Path

import pytest

from interview_sim.catalog.loader import find_packs, read_pack, read_packs
from interview_sim.catalog.packs import PackFaults
from interview_sim.catalog.yaml_reader import compose
from interview_sim.catalog.yaml_tree import Node, line_of, plain
from interview_sim.domain.content import Level
from interview_sim.domain.rating import Rating
from tests.content.packs import FILES, PACK, SCENARIO, read_demo, write_pack


def tree(text: str) -> Node:
    found: list[tuple[int, str]] = []
    node = compose(text, lambda line, message: found.append((line, message)))
    assert node is not None, found
    assert found == []
    return node


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("yes", "yes"),
        ("No", "No"),
        ("on", "on"),
        ("012", "012"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("2026-11-02", "2026-11-02"),
        ("3.14", "3.14"),
        ("1e3", "1e3"),
        ("+5", "+5"),
        ("True", "True"),
        ("9" * 19, "9" * 19),
        ("=", "="),
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ('"12"', "12"),
        ("'true'", "true"),
        ('""', ""),
        ("|\n  a\n  b\n", "a\nb\n"),
        (">-\n  a\n  b\n", "a b"),
    ],
)
def test_a_value_is_what_was_written(written: str, read: object) -> None:
    value = plain(tree(f"key: {written}"))["key"]
    assert (value, type(value)) == (read, type(read))


def test_every_value_knows_its_line() -> None:
    node = tree("a: 1\nb:\n  - c: 2\n    d: |\n      x\n  -\n    e: 3\n")
    assert line_of(node, ("b",)) == 2
    assert line_of(node, ("b", 0, "d")) == 4
    assert line_of(node, ("b", 1)) == 7
    assert line_of(node, ("b", 1, "missing", "deeper")) == 7
    assert line_of(node, ("missing",)) == 1


def test_every_kind_of_item_is_read(tmp_path: Path) -> None:
    pack = read_demo(tmp_path)
    assert pack.pack.id == "demo"
    ids = [item.id for item in pack.items]
    assert ids == ["orders", "what-explain-shows", "explain-runs", "reading-plans", "adds-an-index"]
    (scenario,) = pack.scenarios
    assert (scenario.level, scenario.seconds) == (Level.INTERMEDIATE, 150)
    assert scenario.setup == "The shop has **grown**.\n\nIts list of orders has not."
    point = scenario.prompts[0].points[0]
    assert (point.must_have, point.weight, point.question) == (True, 3, "demo/what-explain-shows")
    assert scenario.red_flags[0].caps is Rating.LEANING_HIRE
    assert pack.questions[0].follow_ups[0].question == "demo/what-explain-shows"
    assert [option.correct for option in pack.choice_questions[0].options] == [True, False]


def test_items_come_in_the_order_of_their_files_names(tmp_path: Path) -> None:
    files = {f"scenarios/{name}.yaml": SCENARIO.replace("id: orders", f"id: {name}") for name in ("zebra", "ant")}
    assert [scenario.id for scenario in read_demo(tmp_path, **files).scenarios] == ["ant", "orders", "zebra"]


def test_words_that_older_yaml_would_bend_stay_as_they_are(tmp_path: Path) -> None:
    pack = read_demo(
        tmp_path, **{"scenarios/orders.yaml": SCENARIO.replace("query plan, EXPLAIN", "no, 3.14, 2026-11-02")}
    )
    assert pack.scenarios[0].prompts[0].points[0].cues == ("no", "3.14", "2026-11-02")


def test_one_pack_may_refer_to_another_read_with_it(tmp_path: Path) -> None:
    first = write_pack(tmp_path / "first")
    second = write_second(tmp_path / "second")
    assert [pack.pack.id for pack in read_packs([first, second])] == ["demo", "second"]
    with pytest.raises(PackFaults, match="there is no question 'demo/what-explain-shows'"):
        read_pack(second)


def test_two_packs_may_not_share_an_id(tmp_path: Path) -> None:
    first, second = write_pack(tmp_path / "first"), write_pack(tmp_path / "second")
    with pytest.raises(PackFaults) as refusal:
        read_packs([first, second])
    clash = refusal.value.faults[0]
    assert str(clash) == f"{second}/choice-questions/databases.yaml:2: " + (
        f"the choice question 'explain-runs' is already in {first}/choice-questions/databases.yaml:2; "
        "give this one an id of its own"
    )
    assert f"{second}/pack.yaml:1: the pack 'demo' is also in {first}; rename one" in map(str, refusal.value.faults)


def test_a_pack_named_twice_is_read_once(tmp_path: Path) -> None:
    root = write_pack(tmp_path)
    assert len(read_packs([root, root])) == 1


def test_packs_are_found_by_their_pack_yaml(tmp_path: Path) -> None:
    write_pack(tmp_path / "one")
    write_pack(tmp_path / "two")
    (tmp_path / "no-pack").mkdir()
    assert find_packs(tmp_path) == [tmp_path / "one", tmp_path / "two"]
    assert find_packs(tmp_path / "one") == [tmp_path / "one"]


@pytest.mark.parametrize("name", ["empty", "missing", "file.yaml"])
def test_where_there_is_no_pack_it_says_so(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.yaml").write_text("id: x\n")
    with pytest.raises(PackFaults, match=r"there is no pack here; give a folder that holds a 'pack\.yaml'"):
        find_packs(tmp_path / name)


def write_second(root: Path) -> Path:
    """A pack of one scenario that refers to a question of the demo pack."""
    for name, text in {
        "pack.yaml": PACK.replace("id: demo", "id: second"),
        "scenarios/second.yaml": FILES["scenarios/orders.yaml"].replace("id: orders", "id: second"),
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root
