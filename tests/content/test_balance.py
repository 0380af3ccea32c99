"""What `standard: editorial` asks of a whole pack: shares of choice questions, and nothing that repeats."""

from pathlib import Path
from typing import Any

import pytest

from interview_sim.domain.standard import SHARES_FROM
from tests.content.editorial import LEVELS, Data, Folder, choice, question

MANY = 100
CODE = "\n\n```python\nprint(1)\n```"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def choices(
    several: int = 10, code: int = 25, rare: int = 10, places: tuple[int, ...] = (25, 25, 25, 25)
) -> list[Data]:
    """`MANY` choice questions with one right option in each of `places`, and `several` more with two."""
    rights = [(place,) for place, count in enumerate(places) for _ in range(count)] + [(0, 1)] * several
    made = []
    for number, right in enumerate(rights):
        stem = f"Does stem{number}?" + (CODE.replace("1", str(number)) if number < code else "")
        level = LEVELS[0] if number < rare else LEVELS[1 + number % 2]
        made.append(choice(f"choice-{number}", right, stem, level))
    return made


def messages(folder: Folder) -> list[str]:
    return [fault.message for fault in folder.list_faults()]


def test_a_balanced_pack_has_no_faults(folder: Folder) -> None:
    folder.choices = choices(several=12, code=30, rare=15)
    assert messages(folder) == []


@pytest.mark.parametrize(
    ("places", "faults"),
    [
        ((15, 35, 25, 25), []),
        ((36, 24, 20, 20), ["first in 36 of 100"]),
        ((30, 28, 28, 14), ["fourth in 14 of 100"]),
        ((0, 50, 25, 25), ["first in 0 of 100", "second in 50 of 100"]),
    ],
)
def test_right_options_stand_in_every_place(folder: Folder, places: tuple[int, ...], faults: list[str]) -> None:
    folder.choices = choices(several=12, code=30, rare=15, places=places)
    found = messages(folder)
    for message, fault in zip(found, faults, strict=True):
        assert message.startswith(f"the right option stands {fault} choice questions with one right option (")
        assert message.endswith(" %); the editorial standard is 15–35 %: change the order of options")


@pytest.mark.parametrize(("longest", "faults"), [(35, 0), (36, 1)])
def test_the_right_option_is_not_usually_the_longest(folder: Folder, longest: int, faults: int) -> None:
    folder.choices = choices(several=12, code=30, rare=15)
    for each in folder.choices[:longest]:
        right(each)["text"] = "A longer text"
    assert len(messages(folder)) == faults
    if faults:
        assert messages(folder)[0].startswith(
            "the right option is the longest in 36 of 100 choice questions with one"
        )


def test_a_right_option_as_long_as_a_wrong_one_is_not_the_longest(folder: Folder) -> None:
    folder.choices = choices(several=12, code=30, rare=15)
    for each in folder.choices:
        right(each)["text"] = "A longer text"
        next(option for option in each["options"] if "why" in option)["text"] = "As long, text"
    assert messages(folder) == []


@pytest.mark.parametrize(
    ("several", "faults"),
    [
        (12, []),
        (11, ["several options are right in 11 of 111 choice questions (10 %); the editorial standard is 10 %"]),
    ],
)
def test_a_tenth_has_several_right_options(folder: Folder, several: int, faults: list[str]) -> None:
    """Eleven of 111 are 9.9 %: a share is not rounded."""
    folder.choices = choices(several=several, code=30, rare=15)
    assert [message[: len(fault)] for message, fault in zip(messages(folder), faults, strict=True)] == faults


@pytest.mark.parametrize(("code", "faults"), [(28, 0), (27, 1)])
def test_a_quarter_has_code_to_read(folder: Folder, code: int, faults: int) -> None:
    folder.choices = choices(several=12, code=code, rare=15)
    assert [message.startswith("there is code to read in 27 of 112 ") for message in messages(folder)] == [
        True
    ] * faults


def test_code_in_an_option_is_code_to_read(folder: Folder) -> None:
    folder.choices = choices(several=12, code=27, rare=15)
    folder.choices[-1]["options"][3]["text"] = "```python\nprint(2)\n```"
    assert messages(folder) == []


@pytest.mark.parametrize(("rare", "faults"), [(12, 0), (11, 1)])
def test_a_tenth_is_of_each_level(folder: Folder, rare: int, faults: int) -> None:
    folder.choices = choices(several=12, code=30, rare=rare)
    found = messages(folder)
    assert len(found) == faults
    assert all(
        message.startswith("the level is 'beginner' in 11 of 112 choice questions (10 %)") for message in found
    )


def test_the_levels_of_questions_are_judged_too(folder: Folder) -> None:
    folder.questions = [question("first"), *(question(f"about{number}") for number in range(SHARES_FROM - 1))]
    assert [message.split(";")[0] for message in messages(folder)] == [
        "the level is 'advanced' in 0 of 40 questions (0 %)",
        "the level is 'intermediate' in 0 of 40 questions (0 %)",
    ]
    folder.questions.pop()
    assert messages(folder) == []


@pytest.mark.parametrize(("count", "judged"), [(SHARES_FROM - 1, False), (SHARES_FROM, True)])
def test_shares_are_judged_from_forty_on(folder: Folder, count: int, judged: bool) -> None:
    folder.choices = choices()[:count]
    assert any("the right option stands first in 25 of 40" in message for message in messages(folder)) is judged
    assert bool(messages(folder)) is judged


@pytest.mark.parametrize(("count", "judged"), [(SHARES_FROM - 1, False), (SHARES_FROM, True)])
def test_several_and_code_are_judged_from_forty_on(folder: Folder, count: int, judged: bool) -> None:
    """Of these too few have one right option for its place to be judged."""
    folder.choices = choices(several=MANY, code=0, rare=MANY)[-count:]
    assert ("there is code to read in 0 of 40" in " ".join(messages(folder))) is judged


def test_shares_are_reported_where_the_pack_promises_them(folder: Folder) -> None:
    folder.choices = choices(several=0, code=30, rare=15)
    (fault,) = folder.list_faults()
    assert fault.path.name == "pack.yaml"
    assert [fault.line] == folder.list_lines("pack.yaml", '"standard"')


def test_shares_are_not_judged_while_an_item_is_not_valid(folder: Folder) -> None:
    folder.choices = choices(several=0, code=0)
    folder.questions[0]["colour"] = "blue"
    assert [message[:20] for message in messages(folder)] == ["unknown key 'colour'"]


def test_shares_are_not_judged_while_a_file_cannot_be_read(folder: Folder) -> None:
    folder.choices = choices(several=0)
    assert messages(folder)
    (folder.root / "choice-questions" / "more.yaml").write_text("choice_questions: [")
    assert [fault.path.name for fault in folder.list_faults()] == ["more.yaml"]


def right(each: Data) -> Any:
    return next(option for option in each["options"] if option.get("correct"))


REPEATED = "Your list of orders has become slow over the last month. What do you look at before changing it?"


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        (REPEATED, 100),
        (REPEATED.upper().replace("SLOW", "*slow*"), 100),
        (REPEATED.replace("the last month", "a quiet weekend"), 55),
        ("Your list of orders has become slow over the last month. Whom would you ask?", 43),
    ],
)
def test_a_stem_that_nearly_repeats_a_prompt_is_a_fault_at_its_line(folder: Folder, text: str, percent: int) -> None:
    folder.questions[0]["prompt"] = REPEATED
    folder.choices = [choice(stem=text)]
    (fault,) = folder.list_faults()
    assert fault.path.name == "all.yaml"
    assert [fault.line] == folder.list_lines("choice-questions/all.yaml", '"stem"')
    (line,) = folder.list_lines("questions/all.yaml", '"prompt"')
    assert fault.message.startswith(f"this repeats {folder.root}/questions/all.yaml:{line} (alike by {percent} %); ")


def test_prompts_of_a_scenario_do_not_repeat_each_other(folder: Folder) -> None:
    folder.scenario["prompts"][0]["says"] = REPEATED
    folder.scenario["prompts"][3]["says"] = REPEATED
    (fault,) = folder.list_faults()
    first, _, _, fourth = folder.list_lines("scenarios/orders.yaml", '"says": "')[::2]
    assert (fault.line, f"orders.yaml:{first} " in fault.message) == (fourth, True)


@pytest.mark.parametrize(
    "text",
    [
        "Your list of orders is right, and nobody can say who has changed it last. How do you find out?",
        "What do you look at first, once a colleague says that a page has become slow?",
    ],
)
def test_another_question_about_the_same_thing_is_none(folder: Folder, text: str) -> None:
    folder.questions[0]["prompt"] = REPEATED
    folder.choices = [choice(stem=text)]
    assert folder.list_faults() == []


def test_the_same_words_about_other_code_are_another_question(folder: Folder) -> None:
    stems = [
        f"What does this print?\n\n```python\n{code}\n```"
        for code in (
            "numbers = [1, 2, 3]\nsquares = (n * n for n in numbers)\nnumbers.append(4)\nprint(list(squares))",
            "class Shop:\n    orders = []\n\na, b = Shop(), Shop()\na.orders.append('tea')\nprint(b.orders)",
        )
    ]
    folder.choices = [choice("first", stem=stems[0]), choice("second", stem=stems[1])]
    assert folder.list_faults() == []
