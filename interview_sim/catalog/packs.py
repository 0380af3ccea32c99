"""A pack as the program holds it, and the faults that keep files from becoming one."""

from dataclasses import dataclass
from pathlib import Path

from interview_sim.domain.content import ChoiceQuestion, Guide, Item, Pack, Question, Scenario
from interview_sim.domain.syllabus import Syllabus


@dataclass(frozen=True, slots=True)
class LoadedPack:
    """A whole pack, free of faults, ready to be stored."""

    pack: Pack
    scenarios: tuple[Scenario, ...] = ()
    questions: tuple[Question, ...] = ()
    choice_questions: tuple[ChoiceQuestion, ...] = ()
    guides: tuple[Guide, ...] = ()
    syllabus: Syllabus | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item of every kind."""
        return (*self.scenarios, *self.questions, *self.choice_questions, *self.guides)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong in a file: where it is, and what to do about it."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        """As an editor understands it: `file:line: message`."""
        return f"{self.path}:{self.line}: {self.message}"


class PackFaults(ValueError):
    """A pack that cannot be used; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults
