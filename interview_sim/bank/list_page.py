"""A page of the list of questions, ready to be shown: rows with snippets, standings and what to loosen."""

from dataclasses import dataclass

from interview_sim.bank.list_queries import Row, Standing, count_questions, count_without, list_rows, standings_of
from interview_sim.bank.listing import PER_PAGE, QuestionFilter
from interview_sim.catalog.queries import PinnedQuestion, get_questions
from interview_sim.domain.search_words import Piece, mark, snippet

NOTHING = Standing()


@dataclass(frozen=True, slots=True)
class Card:
    """One question of the list; `place` counts from 1 over all pages."""

    place: int
    row: Row
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class ListPage:
    """What the page shows."""

    cards: tuple[Card, ...]
    total: int
    number: int
    pages: int
    without: dict[str, int]
    """Where nothing fits: what could be taken away, and how many there would be then."""


def build_list(wanted: QuestionFilter, user_id: int | None) -> ListPage:
    """The page that the reader asked for, in a fixed number of statements."""
    total = count_questions(wanted, user_id)
    rows = list_rows(wanted, user_id) if total else []
    standings = standings_of(user_id, [row.item_id for row in rows])
    pinned = get_questions([row.revision_id for row in rows])
    first = (wanted.page - 1) * PER_PAGE + 1
    return ListPage(
        cards=tuple(
            Card(
                place=place,
                row=row,
                title=mark(row.title, wanted.wanted),
                snippet=_snippet(pinned[row.revision_id], wanted),
                standing=standings.get(row.item_id, NOTHING),
            )
            for place, row in enumerate(rows, first)
        ),
        total=total,
        number=wanted.page,
        pages=max(-(-total // PER_PAGE), 1),
        without={} if total else count_without(wanted, user_id),
    )


def _snippet(pinned: PinnedQuestion, wanted: QuestionFilter) -> tuple[Piece, ...]:
    """Where the words were found; empty without a search, or where only the title has them."""
    if not wanted.wanted:
        return ()
    question = pinned.question
    sentences = [f"{point.text} {point.why}" for point in question.points]
    sentences += [f"{mistake.text} {mistake.why}" for mistake in question.mistakes]
    texts = (
        pinned.html["prompt"].striptags(),
        *(sentence.replace("`", "") for sentence in sentences),
        pinned.html["answer"].striptags(),
    )
    return snippet(texts, wanted.wanted)
