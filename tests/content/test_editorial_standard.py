"""What `standard: editorial` asks of each item, at the edge, and at the line where it is broken."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from interview_sim.domain import standard
from interview_sim.domain.standard import Norm
from tests.content.editorial import Folder, choice, entries, point, prompt, question
from tests.content.test_content_cli import run

QUESTIONS, CHOICES, SCENARIO = "questions/all.yaml", "choice-questions/all.yaml", "scenarios/orders.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_a_pack_that_has_the_least_of_everything_keeps_the_standard(folder: Folder) -> None:
    assert folder.list_faults() == []


def test_a_pack_without_the_promise_is_not_held_to_it(folder: Folder) -> None:
    folder.questions[0]["answer"] = "Short."
    folder.scenario["prompts"][0]["hints"] = []
    assert len(folder.list_faults()) == 2
    folder.pack["standard"] = "basic"
    assert folder.list_faults() == []
    del folder.pack["standard"]
    assert folder.list_faults() == []


def test_a_standard_nobody_knows_is_a_fault(folder: Folder) -> None:
    folder.pack["standard"] = "superb"
    (fault,) = folder.list_faults()
    assert fault.message == "'standard' in the pack cannot be 'superb'; use one of: basic, editorial"


def set_words(folder: Folder, count: int) -> None:
    folder.questions[0]["answer"] = "word " * count + "\n\n```python\nnot_counted = 1\n```\n"


def set_prompts(folder: Folder, count: int) -> None:
    folder.scenario["prompts"] = [prompt(number) for number in range(count)]
    spread(folder, 25 if count < 5 else 40)


def set_minutes(folder: Folder, count: int) -> None:
    folder.scenario["prompts"] = [prompt(number) for number in range(4 if count < 40 else 6)]
    spread(folder, count)


def spread(folder: Folder, minutes: int) -> None:
    """Give every prompt its part of the time."""
    prompts = folder.scenario["prompts"]
    for each in prompts:
        each["budget"] = {"thinking": 30, "answering": 60 * minutes // len(prompts) - 30}
    folder.scenario["minutes"] = minutes


def set_competencies(folder: Folder, count: int) -> None:
    folder.scenario["competencies"] = [{"id": f"skill-{number}", "name": "Skill"} for number in range(count)]
    places = [each for one in folder.scenario["prompts"] for each in one["points"]]
    for place, each in enumerate(places):
        each["competency"] = f"skill-{place % count}"


def set_must_haves(folder: Folder, count: int) -> None:
    for place, each in enumerate(folder.scenario["prompts"][1]["points"]):
        each["must_have"] = place < count


def set_points(folder: Folder, count: int) -> None:
    folder.scenario["prompts"][1]["points"] = [point(place) for place in range(count)]


def set_budget(part: str) -> Callable[[Folder, int], None]:
    def change(folder: Folder, seconds: int) -> None:
        budgets = [each["budget"] for each in folder.scenario["prompts"]]
        for budget in budgets:
            budget["answering"] = 400
        budgets[1][part] = seconds
        folder.scenario["minutes"] = -(-sum(sum(budget.values()) for budget in budgets) // 60)

    return change


def set_list(find: Callable[[Folder], Any], key: str, entry: Callable[[int], Any]) -> Callable[[Folder, int], None]:
    def change(folder: Folder, count: int) -> None:
        find(folder)[key] = [entry(number) for number in range(count)]

    return change


def first_question(folder: Folder) -> Any:
    return folder.questions[0]


def first_choice(folder: Folder) -> Any:
    return folder.choices[0]


def whole_scenario(folder: Folder) -> Any:
    return folder.scenario


def second_prompt(folder: Folder) -> Any:
    return folder.scenario["prompts"][1]


def an_entry(number: int) -> Any:
    return {"id": f"entry-{number}", "text": "A text.", "why": "A reason."}


def a_flag(number: int) -> Any:
    return {**an_entry(number), "caps": "leaning-hire"}


def an_option(number: int) -> Any:
    return {"id": f"o{number}", "text": f"Text {number}", **({"why": "No."} if number else {"correct": True})}


def a_source(number: int) -> Any:
    return {"title": "Documentation", "url": f"https://docs.python.org/{number}"}


COUNTED: dict[str, tuple[Norm, Callable[[Folder, int], None], str, str]] = {
    "words": (standard.ANSWER_WORDS, set_words, QUESTIONS, '"answer"'),
    "key points": (standard.KEY_POINTS, set_list(first_question, "points", an_entry), QUESTIONS, '"points"'),
    "mistakes": (standard.MISTAKES, set_list(first_question, "mistakes", an_entry), QUESTIONS, '"mistakes"'),
    "next questions": (
        standard.FURTHER_QUESTIONS,
        set_list(first_question, "follow_ups", lambda _: {"text": "And?"}),
        QUESTIONS,
        '"follow_ups"',
    ),
    "options": (standard.OPTIONS, set_list(first_choice, "options", an_option), CHOICES, '"options"'),
    "prompts": (standard.PROMPTS, set_prompts, SCENARIO, '"prompts"'),
    "minutes": (standard.MINUTES, set_minutes, SCENARIO, '"minutes"'),
    "competencies": (standard.COMPETENCIES, set_competencies, SCENARIO, '"competencies"'),
    "red flags": (standard.RED_FLAGS, set_list(whole_scenario, "red_flags", a_flag), SCENARIO, '"red_flags"'),
    "sources": (standard.SOURCES, set_list(whole_scenario, "sources", a_source), SCENARIO, '"sources"'),
    "points": (standard.POINTS, set_points, SCENARIO, '"points"'),
    "must-haves": (standard.MUST_HAVES, set_must_haves, SCENARIO, '"points"'),
    "hints": (
        standard.HINTS,
        set_list(second_prompt, "hints", lambda number: {"id": f"h{number}", "text": "A hint."}),
        SCENARIO,
        '"hints"',
    ),
    "follow-ups": (
        standard.FOLLOW_UPS,
        set_list(second_prompt, "follow_ups", lambda number: {"id": f"f{number}", "says": "And?"}),
        SCENARIO,
        '"follow_ups"',
    ),
    "thinking": (standard.THINKING, set_budget("thinking"), SCENARIO, '"thinking"'),
    "answering": (standard.ANSWERING, set_budget("answering"), SCENARIO, '"answering"'),
    "cues": (
        standard.CUES,
        set_list(lambda folder: second_prompt(folder)["points"][0], "cues", lambda number: f"plan{'s' * number}"),
        SCENARIO,
        '"cues"',
    ),
}


def test_every_norm_is_tried_below() -> None:
    assert {norm for norm, *_ in COUNTED.values()} == set(standard.NORMS) - {standard.SUMMARY}


@pytest.mark.parametrize(("norm", "change", "file", "key"), COUNTED.values(), ids=COUNTED.keys())
def test_a_count_is_right_at_both_edges_and_a_fault_beyond_them(
    tmp_path: Path, norm: Norm, change: Callable[[Folder, int], None], file: str, key: str
) -> None:
    right = {norm.least, norm.most or norm.least + 1}
    wrong = {norm.least - 1, *({norm.most + 1} if norm.most else ())}
    for count in sorted(right | wrong):
        folder = Folder(tmp_path / str(count))
        change(folder, count)
        found = [(fault.path.name, fault.message) for fault in folder.list_faults()]
        told = [(Path(file).name, fault)] if (fault := norm.fault(count)) else []
        assert [each for each in found if norm.noun in each[1] or norm.nouns in each[1]] == told
        if told:
            lines = {fault.line for fault in folder.list_faults() if fault.message == told[0][1]}
            assert lines <= set(folder.list_lines(file, key))
        else:
            assert found == []


@pytest.mark.parametrize(("length", "faults"), [(160, 0), (161, 1)])
def test_a_summary_of_160_characters_is_short_enough(folder: Folder, length: int, faults: int) -> None:
    folder.scenario["summary"] = "x" * length
    assert len(folder.list_faults()) == faults


def test_code_is_not_counted_as_words_of_an_answer(folder: Folder) -> None:
    folder.questions[0]["answer"] = "- one two\n\n  ```text\n  " + "word " * 300 + "\n  ```\n"
    (fault,) = folder.list_faults()
    assert fault.message == "this answer has 2 words of prose; the editorial standard is 80–250: add 78"


@pytest.mark.parametrize(
    ("stem", "said"),
    [
        ("Choose two: what does it do?", "Choose two"),
        ("Which two lines run?", "Which two"),
        ("Pick the 2 that run.", "Pick the 2"),
        ("It runs. Which one is true?", "Which one"),
        ("Of these, select exactly three.", "select exactly three"),
        ("What runs? Select all that apply.", "all that apply"),
        ("Two of these are right. Name them.", "Two of these are right"),
        ("Which\n*three* run?", "Which three"),
        ("There are two locks, which one thread takes in turn. What happens?", ""),
        ("A query selects two columns. Which of these is right?", ""),
        ("What does this print?\n\n```text\nchoose two\n```", ""),
        ("Which of these runs?", ""),
    ],
)
def test_a_stem_does_not_tell_how_many_options_are_right(folder: Folder, stem: str, said: str) -> None:
    folder.choices = [choice(stem=stem)]
    found = folder.list_faults()
    if said:
        (fault,) = found
        assert fault.message == f"'{said}' tells how many options are right; ask 'Which of these …' instead"
        assert fault.line in folder.list_lines(CHOICES, '"stem"')
    else:
        assert found == []


def test_a_point_leads_to_the_question_that_teaches_it(folder: Folder) -> None:
    del folder.scenario["prompts"][2]["points"][1]["question"]
    (fault,) = folder.list_faults()
    assert fault.message == "the point 'point-1' leads to no question; add 'question:' with the one that teaches it"
    assert fault.line + 1 in folder.list_lines(SCENARIO, '"id": "point-1"')


def test_a_cue_stands_in_the_model_answer(folder: Folder) -> None:
    folder.scenario["prompts"][0]["points"][0]["cues"] = ["index", "hash"]
    (fault,) = folder.list_faults()
    assert fault.message.startswith("no cue of the point 'point-0' stands in the model answer;")
    assert fault.line in folder.list_lines(SCENARIO, '"cues"')


def test_an_item_that_is_not_valid_is_not_judged_until_it_is(folder: Folder) -> None:
    folder.questions[0] |= {"answer": "Short.", "colour": "blue"}
    (fault,) = folder.list_faults()
    assert fault.message.startswith("unknown key 'colour'")


def test_a_pack_that_breaks_its_promise_is_neither_passed_nor_loaded(folder: Folder, app: Flask) -> None:
    folder.questions[0]["mistakes"] = []
    (fault,) = folder.list_faults()
    for command in ("check", "load"):
        result = run(app, command, folder.root)
        assert (result.exit_code, result.stdout) == (1, f"{fault}\n")
    folder.pack["standard"] = "basic"
    assert folder.list_faults() == []
    assert run(app, "load", folder.root).exit_code == 0


def test_faults_of_several_items_are_reported_at_once(folder: Folder) -> None:
    folder.questions = [question(), {**question("second"), "points": entries(2)}]
    folder.scenario["red_flags"] = []
    folder.choices[0]["stem"] = "Which one?"
    assert {fault.path.name for fault in folder.list_faults()} == {"all.yaml", "orders.yaml"}
    assert len(folder.list_faults()) == 3
