"""The content models: frozen, strict, and able to read what was stored by their earliest version."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from interview_sim.catalog.documents import list_documents
from interview_sim.catalog.prose import list_prose
from interview_sim.catalog.schema import list_texts
from interview_sim.catalog.yaml_reader import compose
from interview_sim.domain import content
from interview_sim.domain.content import (
    Budget,
    ChoiceQuestion,
    ExpectedPoint,
    Frozen,
    Item,
    Option,
    PlayableScenario,
    Question,
    Scenario,
    fault_in_minutes,
)
from tests.builders import sample_choice_question, sample_pack, sample_question, sample_scenario, speed_prompt

MODELS = [model for model in vars(content).values() if isinstance(model, type) and issubclass(model, Frozen)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_is_frozen_and_refuses_unknown_keys(model: type[BaseModel]) -> None:
    assert model.model_config["frozen"] is True
    assert model.model_config["extra"] == "forbid"


def test_a_scenario_cannot_be_changed() -> None:
    scenario = sample_scenario()
    with pytest.raises(ValidationError, match="frozen"):
        scenario.title = "Other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("minutes", "seconds", "fits"),
    [(1, 1, True), (1, 60, True), (1, 61, False), (2, 61, True), (2, 120, True), (2, 60, False), (3, 120, False)],
)
def test_minutes_are_the_seconds_rounded_up(minutes: int, seconds: int, fits: bool) -> None:
    assert (fault_in_minutes(minutes, seconds) is None) is fits


@pytest.mark.parametrize(("thinking", "answering"), [(-1, 60), (901, 60), (0, 59), (0, 3601)])
def test_budgets_have_edges(thinking: int, answering: int) -> None:
    Budget(thinking=0, answering=60)
    Budget(thinking=900, answering=3600)
    with pytest.raises(ValidationError):
        Budget(thinking=thinking, answering=answering)


def altered(item: BaseModel, **fields: Any) -> dict[str, Any]:
    return {**item.model_dump(), **fields}


def test_a_scenario_that_does_not_hold_together_is_refused() -> None:
    scenario = sample_scenario()
    point = ExpectedPoint(id="x", text="x", why="x", competency="unheard-of")
    prompt = speed_prompt().model_copy(update={"points": (point,)})
    for fields, message in (
        ({"minutes": 5}, "budgets add up to 210 s"),
        ({"prompts": (prompt,), "minutes": 2}, "the competency 'unheard-of' is not listed"),
        ({"prompts": (speed_prompt(), speed_prompt())}, "the id 'speed' is used twice"),
        ({"prompts": ()}, "at least 1 item"),
    ):
        with pytest.raises(ValidationError, match=message):
            Scenario.model_validate(altered(scenario, **fields))


@pytest.mark.parametrize(
    ("marks", "message"),
    [((False, False), "no option is right"), ((True, True), "every option is marked correct")],
)
def test_a_choice_needs_right_and_wrong(marks: tuple[bool, ...], message: str) -> None:
    options = tuple(Option(id=f"o-{n}", text=str(n), correct=mark, why="x") for n, mark in enumerate(marks))
    with pytest.raises(ValidationError, match=message):
        ChoiceQuestion.model_validate(altered(sample_choice_question(), options=options))


def test_a_wrong_option_says_why() -> None:
    options = (Option(id="a", text="a", correct=True), Option(id="b", text="b"))
    with pytest.raises(ValidationError, match="the option 'b' is wrong but does not say why"):
        ChoiceQuestion.model_validate(altered(sample_choice_question(), options=options))


@pytest.mark.parametrize("bad", ["", "A", "a_b", "-a", "a-", "a--b", "a b", "é", "a" * 61, "a\n"])
def test_an_id_is_words_joined_by_single_hyphens(bad: str) -> None:
    with pytest.raises(ValidationError):
        Question.model_validate(altered(sample_question(), id=bad))


def test_seconds_are_the_sum_of_all_budgets() -> None:
    assert sample_scenario().seconds == 30 + 60 + 30 + 90


def test_what_was_stored_first_can_still_be_read() -> None:
    """A document as the first version wrote it. It must stay readable: never edit it, whatever the models become."""
    playable = PlayableScenario.model_validate_json(FIRST_DOCUMENT)
    scenario = playable.scenario
    assert (scenario.id, scenario.seconds, scenario.prompts[0].points[0].weight) == ("orders", 150, 3)
    assert playable.general_red_flags[0].caps.label == "leaning no hire"


def test_a_stored_document_reads_back_as_the_same_item() -> None:
    models: list[type[Frozen]] = [PlayableScenario, Question, ChoiceQuestion]
    for document, model in zip(list_documents(sample_pack()), models, strict=True):
        item = model.model_validate_json(document.document)
        stored = item.scenario if isinstance(item, PlayableScenario) else item
        assert stored in sample_pack().items


@pytest.mark.parametrize("item", sample_pack().items, ids=lambda item: item.kind)
def test_every_markdown_field_is_among_the_prose_that_is_rendered(item: Item) -> None:
    node = compose(item.model_dump_json(exclude={"kind"}), lambda line, message: pytest.fail(message))
    assert node is not None
    marked = [text.value for text in list_texts(type(item), node) if text.mark is content.MarkdownText]
    assert sorted(marked) == sorted(prose.text for prose in list_prose(item))
    assert len({prose.path for prose in list_prose(item)}) == len(marked)


@pytest.mark.parametrize("item", sample_pack().items, ids=lambda item: item.kind)
def test_prose_says_where_it_stands(item: Item) -> None:
    for prose in list_prose(item):
        value: Any = item.model_dump()
        for step in prose.location:
            value = value[step]
        assert value == prose.text


FIRST_DOCUMENT = """
{"general_red_flags":[{"caps":"leaning-no-hire","id":"bluffs","text":"Invents.","why":"Doubt."}],
"scenario":{"closing":"Thanks.","competencies":[{"id":"speed","name":"Speed"}],"id":"orders",
"interviewer":"Staff engineer","kind":"scenario","level":"intermediate","minutes":3,
"prompts":[{"budget":{"answering":120,"thinking":30},"follow_ups":[{"id":"cost","says":"And the cost?"}],
"hints":[{"id":"plan","text":"The plan?"}],"id":"measure","model_answer":"I measure.",
"points":[{"competency":"speed","cues":["plan"],"id":"plan","must_have":true,"question":"demo/explain",
"text":"Reads it.","weight":3,"why":"It tells."}],"says":"What first?","title":"Measuring"}],
"red_flags":[{"caps":"leaning-hire","id":"guesses","text":"Guesses.","why":"Doubt."}],
"role":"Engineer","setup":"A shop.","sources":[{"title":"PEP 8","url":"https://peps.python.org/pep-0008/"}],
"summary":"Fast.","title":"Orders","topics":["databases"]}}
"""
