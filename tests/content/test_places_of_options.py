"""Options are shuffled, so no explanation and no `why` of a choice question names them by their place."""

from pathlib import Path

import pytest

from tests.content.editorial import Folder, choice

CHOICES = "choice-questions/all.yaml"
WITH_CODE = "What does this print?\n\n```python\nprint(1)\nprint(2)\n```"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def list_messages(folder: Folder, text: str, stem: str = "") -> list[str]:
    """The faults of a question with this explanation; the same are found in the reason of a wrong option."""
    folder.choices = [{**choice(stem=stem), "explanation": text}]
    in_the_explanation = folder.list_faults()
    folder.choices = [choice(stem=stem)]
    folder.choices[0]["options"][2]["why"] = text.replace("\n", " ")
    in_the_reason = folder.list_faults()
    found = [fault.message for fault in in_the_explanation]
    assert [fault.message for fault in in_the_reason] == found
    return found


def message(said: str) -> str:
    return f"'{said}' points at a place, but options are shuffled; name what is meant by what it says"


OF_OPTIONS = [
    ("In option B the lock is kept.", "option B"),
    ("Options 1 and 2 are safe.", "Options 1"),
    ("It is choice D, since nothing waits.", "choice D"),
    ("Answer C is what a proxy would do.", "Answer C is"),
    ("It differs from the first option by a quote.", "the first option"),
    ("Of these, **the last\ntwo** options are slow.", "the last two options"),
    ("The next alternative is the safe one.", "The next alternative"),
    ("See the option above.", "option above"),
    ("It does none of the above.", "none of the above"),
    ("All of the above are true.", "All of the above are"),
]


@pytest.mark.parametrize("stem", ["", WITH_CODE], ids=["prose", "code"])
@pytest.mark.parametrize(("text", "said"), OF_OPTIONS)
def test_options_are_never_named_by_their_place(folder: Folder, text: str, said: str, stem: str) -> None:
    assert list_messages(folder, text, stem) == [message(said.removesuffix(" are"))]


OF_CODE = [
    ("Only the last line hands over both.", "the last line"),
    ("The first two lines share a lock.", "The first two lines"),
    ("The second snippet needs a lock.", "The second snippet"),
    ("The one above is safe.", "The one above"),
    ("It is slower than the snippet below.", "the snippet below"),
    ("The first three answer who is calling.", "The first three"),
    ("They are safe; the last two would wait.", "the last two"),
]


@pytest.mark.parametrize(("text", "said"), OF_CODE)
def test_a_line_or_snippet_is_named_by_its_place_only_where_the_stem_shows_code(
    folder: Folder, text: str, said: str
) -> None:
    assert list_messages(folder, text) == [message(said)]
    assert list_messages(folder, text, WITH_CODE) == []


@pytest.mark.parametrize(
    "text",
    [
        "Line 3 raises, so the fourth is never reached.",
        "It gives clients the option a server should not.",
        "The server may answer A before it answers B.",
        "It answers 4 requests at a time.",
        "There is a third option: doing nothing.",
        "PostgreSQL is the first choice for it.",
        "It takes the first option of the element.",
        "The last line of defence is the database.",
        "The first line of the file names the interpreter.",
        "The first three requests are served.",
        "The first two failed attempts are not counted.",
        "The first two answers come from the cache.",
        "None of the above headers is needed.",
        "Repeatable read is the level above read committed.",
        "The other three need a transaction.",
        "The first is committed, the last one is not.",
        "It prints:\n\n```text\nnone of the above\n```",
    ],
)
def test_what_does_not_count_options_is_left_alone(folder: Folder, text: str) -> None:
    folder.choices = [{**choice(), "explanation": text}]
    assert folder.list_faults() == []


def test_code_in_the_explanation_has_its_lines_as_well(folder: Folder) -> None:
    folder.choices = [{**choice(), "explanation": "The last line waits:\n\n```python\nrun()\nwait()\n```"}]
    assert folder.list_faults() == []


def test_a_fault_stands_at_the_line_of_the_explanation_or_of_the_reason(folder: Folder) -> None:
    folder.choices = [{**choice(), "explanation": "See option A."}]
    folder.choices[0]["options"][3]["why"] = "Unlike option B."
    assert [fault.line for fault in folder.list_faults()] == sorted(
        [*folder.list_lines(CHOICES, '"why": "Unlike'), *folder.list_lines(CHOICES, '"explanation"')]
    )


def test_the_text_of_an_option_and_the_stem_may_say_it(folder: Folder) -> None:
    folder.choices = [choice(stem="The first three are locks. What does the last line do?")]
    folder.choices[0]["options"][0]["text"] = "The last line"
    assert folder.list_faults() == []
