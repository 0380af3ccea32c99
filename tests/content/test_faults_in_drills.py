"""What a drill must keep beyond its shape: flags that exist, something to tell apart, an answer one could speak."""

from pathlib import Path

import pytest

from interview_sim.catalog.loader import read_pack, read_packs
from interview_sim.domain.content import SPOKEN_WORDS, Drill
from tests.content.packs import DRILLS, PACK, list_faults, spoil, write_pack

D = "drills/databases.yaml"

RULES = {
    "a flag that does not exist": (
        "flag: demo/general/hurries",
        "flag: demo/general/hurry",
        "demo/general/hurry",
        "there is no red flag 'demo/general/hurry'; did you mean 'demo/general/hurries'? Write 'pack/scenario/flag',",
    ),
    "a flag of a scenario that does not have it": (
        "flag: demo/general/hurries",
        "flag: demo/orders/hurries",
        "demo/orders/hurries",
        "there is no red flag 'demo/orders/hurries'",
    ),
    "a flag of a pack that is not there": (
        "flag: demo/general/hurries",
        "flag: elsewhere/x/y",
        "elsewhere/x/y",
        "there is no red flag 'elsewhere/x/y'; name one that exists, or remove this entry",
    ),
    "a flag that stands twice": (
        "flag: demo/general/blames",
        "flag: demo/general/bluffs",
        None,
        "the red flag 'demo/general/bluffs' stands twice in this drill; remove one",
    ),
    "an address without its middle": (
        "flag: demo/general/hurries",
        "flag: demo/hurries",
        "demo/hurries",
        "must be the address of a red flag, 'pack/scenario/flag' or 'pack/general/flag', not 'demo/hurries'",
    ),
    "no flag that is raised": (
        "raised: true",
        "raised: false",
        "flags:",
        "no flag is raised; mark at least one with 'raised: true'",
    ),
    "a topic that the pack does not list": (
        "topics: [databases]",
        "topics: [cooking]",
        "cooking",
        "the topic 'cooking' is not in pack.yaml",
    ),
    "a flag without a reason": (
        "        why: Nobody is blamed for the list.\n",
        "",
        "- id: blaming",
        "'why' is missing in the flag 'blaming'; add it",
    ),
    "a flag that does not say whether it is raised": (
        "        raised: true\n",
        "",
        None,
        "'raised' is missing in the flag 'measuring'; add it",
    ),
}


@pytest.mark.parametrize(("old", "new", "at", "message"), RULES.values(), ids=RULES.keys())
def test_a_broken_rule_is_reported_at_its_line(
    tmp_path: Path, old: str, new: str, at: str | None, message: str
) -> None:
    path = spoil(tmp_path, D, old, new)
    found = [fault for fault in list_faults(tmp_path) if message in fault.message]
    assert len(found) == 1, list_faults(tmp_path)
    assert found[0].path == path
    if at is not None:
        text = path.read_text()
        assert found[0].line == text[: text.index(at)].count("\n") + 1
        assert list_faults(tmp_path) == found


def test_a_drill_in_which_every_flag_is_raised_has_nothing_to_tell_apart(tmp_path: Path) -> None:
    write_pack(tmp_path, **{D: DRILLS.replace("raised: false", "raised: true")})
    (fault,) = list_faults(tmp_path)
    assert fault.message == "every flag is raised; add one that tempts and is not"


def with_words(count: int) -> str:
    before, _, rest = DRILLS.partition("    answer: |\n")
    _, _, after = rest.partition("    flags:\n")
    return f"{before}    answer: {' '.join(['word'] * count)}\n    flags:\n{after}"


def test_an_answer_has_forty_to_a_hundred_and_forty_words(tmp_path: Path) -> None:
    for count in (SPOKEN_WORDS[0], SPOKEN_WORDS[-1]):
        write_pack(tmp_path, **{D: with_words(count)})
        assert list_faults(tmp_path) == []


@pytest.mark.parametrize("count", [39, 141])
def test_a_word_less_or_more_is_a_fault(tmp_path: Path, count: int) -> None:
    path = write_pack(tmp_path, **{D: with_words(count)}) / D
    (fault,) = list_faults(tmp_path)
    assert fault.message == f"the answer has {count} words; write 40 to 140, as it would be spoken"
    assert fault.line == path.read_text().split("answer:")[0].count("\n") + 1


@pytest.mark.parametrize(("drop", "message"), [(1, "'flags' in the drill needs at least 3 entries")])
def test_two_flags_are_too_few(tmp_path: Path, drop: int, message: str) -> None:
    before, _, _ = DRILLS.partition("      - id: blaming\n")
    write_pack(tmp_path, **{D: before})
    assert message in [fault.message for fault in list_faults(tmp_path)]


def test_flags_are_not_judged_while_another_file_cannot_be_read(tmp_path: Path) -> None:
    write_pack(tmp_path, **{D: DRILLS.replace("hurries", "hurry"), "scenarios/orders.yaml": "id: ["})
    assert {fault.path.name for fault in list_faults(tmp_path)} == {"orders.yaml"}


def test_the_flags_texts_come_along(tmp_path: Path) -> None:
    pack = read_pack(write_pack(tmp_path))
    assert [flag.text for flag in pack.referred_flags.values()] == [
        "Changes something without measuring.",
        "Invents an answer.",
        "Blames the database.",
    ]


def test_a_flag_of_a_pack_that_is_checked_with_it_may_be_named(tmp_path: Path) -> None:
    demo = write_pack(tmp_path / "demo")
    other = tmp_path / "other"
    (other / "drills").mkdir(parents=True)
    (other / "pack.yaml").write_text(PACK.replace("id: demo", "id: other"))
    (other / D).write_text(DRILLS.replace("id: adds-an-index", "id: adds-two").replace("general/hur", "orders/hur"))
    text = (other / D).read_text().replace("demo/orders/hurries", "demo/orders/guesses")
    (other / D).write_text(text)
    _, borrowing = read_packs([demo, other])
    assert borrowing.referred_flags["demo/orders/guesses"].text == "Changes something without measuring."


def test_a_flag_of_a_shipped_pack_may_be_named(tmp_path: Path) -> None:
    write_pack(tmp_path, **{D: DRILLS.replace("demo/general/bluffs", "core/general/bluffs")})
    assert read_pack(tmp_path).referred_flags["core/general/bluffs"].id == "bluffs"


def test_the_model_keeps_the_rules_by_itself(tmp_path: Path) -> None:
    (drill,) = read_pack(write_pack(tmp_path)).drills
    document = drill.model_dump()
    for spoiled, message in (
        ({"answer": "Too short."}, "the answer has 2 words"),
        ({"flags": [{**entry, "raised": False} for entry in document["flags"]]}, "no flag is raised"),
        ({"flags": [{**entry, "flag": "a/b/c"} for entry in document["flags"]]}, "stands twice"),
    ):
        with pytest.raises(ValueError, match=message):
            Drill.model_validate({**document, **spoiled})
