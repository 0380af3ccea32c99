"""A page of the list of cards, each by its title."""

from dataclasses import dataclass
from datetime import datetime

from interview_sim.domain.cursor import Cursor, find_cursor
from interview_sim.study.faces import Face, faces_of
from interview_sim.study.queries import FILTERS, StoredCard, list_cards

PAGE = 30
"""How many cards stand on a page."""


@dataclass(frozen=True, slots=True)
class CardPage:
    """Some cards with their faces, the earliest due first; `next` begins the next page, None on the last."""

    which: str
    cards: tuple[tuple[StoredCard, Face], ...]
    next: str | None
    is_first: bool


def list_page(user_id: int, which: str, after: str, now: datetime) -> CardPage:
    """The cards of one of `FILTERS` (else all) behind the cursor; without one, or with a mangled one, the first."""
    which = which if which in FILTERS else "all"
    start = find_cursor(after)
    rows = list_cards(user_id, which, (start.moment, start.id) if start else None, PAGE + 1, now)
    shown = rows[:PAGE]
    faces = faces_of(shown)
    last = str(Cursor(shown[-1].memory.due, shown[-1].id)) if len(rows) > PAGE else None
    return CardPage(which, tuple((card, faces[card.id]) for card in shown), last, start is None)
