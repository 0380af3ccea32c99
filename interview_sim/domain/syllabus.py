"""What a pack means to teach, row by row, and which of its items teach it."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from interview_sim.domain.content import Frozen, Identified, Level, Line, Slug, UniqueIds


class Teaches(StrEnum):
    """What the rows of a section are about, which decides what each of them needs."""

    KNOWLEDGE = "knowledge"
    """Facts and skills: a question and a choice question."""
    CONDUCT = "conduct"
    """How to interview, where nothing can be ticked: a question or a guide."""


class Section(Identified):
    """Rows that belong together."""

    title: Line
    teaches: Teaches = Teaches.KNOWLEDGE


class Row(Frozen):
    """One thing to be able to practise, with the ids of the items of this pack that it is practised with."""

    number: Annotated[int, Field(ge=1)]
    section: Slug
    level: Level
    title: Line
    questions: tuple[Slug, ...] = ()
    choice_questions: tuple[Slug, ...] = ()
    scenarios: tuple[Slug, ...] = ()
    guides: tuple[Slug, ...] = ()


class Syllabus(Frozen):
    """What `syllabus.yaml` says."""

    sections: Annotated[tuple[Section, ...], Field(min_length=1), UniqueIds]
    rows: Annotated[tuple[Row, ...], Field(min_length=1)]


def fault_in_coverage(row: Row, teaches: Teaches) -> str | None:
    """What is wrong where a row cannot be practised."""
    if teaches is Teaches.CONDUCT:
        if row.questions or row.guides:
            return None
        return f"row {row.number} has neither a question nor a guide; name one, or write one"
    missing = [
        word for word, ids in (("question", row.questions), ("choice question", row.choice_questions)) if not ids
    ]
    if not missing:
        return None
    return f"row {row.number} has no {' and no '.join(missing)}; name one, or write one"
