"""Which items share long runs of words with a text that somebody has at hand: an article, a book's page."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from interview_sim.catalog.drafts import read_draft
from interview_sim.catalog.files import relative
from interview_sim.catalog.schema import list_texts
from interview_sim.domain.likeness import WordIndex


@dataclass(frozen=True, slots=True)
class NearCopy:
    """Words of an item that stand in the other text as well, in the same order."""

    path: Path
    line: int
    name: str
    words: int
    text: str

    def __str__(self) -> str:
        """As an editor understands it: `file:line: message`."""
        return f'{self.path}:{self.line}: {self.name}: {self.words} words: "{self.text}"'


def list_near_copies(text: str, packs: Iterable[Path], least: int) -> list[NearCopy]:
    """Every run of at least `least` words that a text of the packs shares with `text`, the longest first."""
    index = WordIndex(text, least)
    found = [
        NearCopy(entry.path, written.line, f"{entry.kind.name} {entry.id}", run.words, run.text)
        for root in packs
        for entry in read_draft(relative(root)).entries
        for written in list_texts(entry.kind.model, entry.node)
        for run in index.list_shared(written.value)
    ]
    return sorted(found, key=lambda copy: (-copy.words, copy.path, copy.line))
