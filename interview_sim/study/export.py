"""Every card as CSV for Anki: front, back and tags, the first two as HTML.

https://docs.ankiweb.net/importing/text-files.html: lines that begin with `#` tell Anki how to read the file.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence

from interview_sim.study.faces import Face, faces_of
from interview_sim.study.queries import StoredCard

HEAD = "#separator:Comma\n#html:true\n#columns:Front,Back,Tags\n#tags column:3\n"
AT_ONCE = 100
"""How many cards are rendered at a time."""

Side = Callable[[Face], str]


def pieces_of(cards: Sequence[StoredCard], front: Side, back: Side) -> Iterator[str]:
    """The file, piece by piece; `front` and `back` make the HTML of a side."""
    yield HEAD
    for begin in range(0, len(cards), AT_ONCE):
        some = cards[begin : begin + AT_ONCE]
        faces = faces_of(some)
        piece = io.StringIO()
        writer = csv.writer(piece, lineterminator="\n")
        for card in some:
            face = faces[card.id]
            sides = front(face).strip(), back(face).strip()
            writer.writerow((*sides, f"interview-sim {card.kind} {card.slug}"))
        yield piece.getvalue()
