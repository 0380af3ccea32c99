"""A pack as the program holds it, and the faults that keep files from becoming one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from interview_sim.domain.content import ChoiceQuestion, Drill, Guide, Item, Pack, Question, RedFlag, Scenario
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
    drills: tuple[Drill, ...] = ()
    referred_flags: Mapping[str, RedFlag] = field(default_factory=dict)
    """The red flags that the drills refer to, by address; some may be of other packs."""

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item of every kind."""
        return (*self.scenarios, *self.questions, *self.choice_questions, *self.guides, *self.drills)


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
