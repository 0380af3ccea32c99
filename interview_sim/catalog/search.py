"""Full-text search over the current questions of the bank: FTS5 on SQLite, a tsvector on PostgreSQL.

Both get the same words (`domain.search_words`), so both find the same, and neither sees a character of the query
that could mean something to it. The table is kept by `catalog.store` in the transaction that changes the items.

Questions with a wanted word in their title come first, and among them, as among the others, what matches best. A
common word is in thousands of texts, and to rank them all takes far longer than to find them; those with the word in
their title fill most pages by themselves.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from sqlalchemy import DDL, Float, Integer, Subquery, TextClause, event, text

from interview_sim.catalog.models import ContentItem
from interview_sim.domain.content import Question
from interview_sim.domain.search_words import Wanted, fold, searchable
from interview_sim.extensions import db

FIELDS: Mapping[str, float] = {"title": 10.0, "prompt": 4.0, "points": 2.0, "answer": 1.0}
"""What is searched, and how much a match in it weighs. Common mistakes are found with the answer."""

IN_TITLE = 1000.0
"""By how much a match in the title goes before the others: more than any rank."""

MOST_PLACES = 100
"""How many places of one word PostgreSQL is told of; it takes 255."""


def _ddl_of(statement: str) -> DDL:
    return DDL(statement)  # type: ignore[no-untyped-call]


class Index(Protocol):
    """One database's way of finding questions by their words."""

    def add(self, item_id: int, fields: Mapping[str, list[str]]) -> None:
        """Find the item by the words of each of `FIELDS` from now on; it is not in the index yet."""

    def remove(self, item_ids: Iterable[int]) -> None:
        """Find these items no more."""

    def find(self, wanted: Wanted, *, in_title: bool) -> Subquery:
        """Rows of `item_id` and `rank`, the best match having the lowest; with `in_title`, only the first of them."""


def index_question(item_id: int, question: Question) -> None:
    """Let the question be found by what it says now, in the caller's transaction."""
    forget_questions([item_id])
    _index().add(item_id, {name: searchable(text) for name, text in fields_of(question).items()})


def forget_questions(item_ids: Iterable[int]) -> None:
    """Let these questions be found no more, in the caller's transaction."""
    _index().remove(item_ids)


def found_by(wanted: Wanted, *, in_title: bool = False) -> Subquery:
    """The questions with all the words that are wanted: `item_id` and `rank`, the best having the lowest.

    With `in_title` only those with one of the words in their title, which are before all others; much quicker.
    """
    return _index().find(wanted, in_title=in_title)


def fields_of(question: Question) -> dict[str, str]:
    """The texts a question is found by, under the names of `FIELDS`."""
    mistakes = [part for mistake in question.mistakes for part in (mistake.text, mistake.why)]
    return {
        "title": question.title,
        "prompt": question.prompt,
        "points": "\n".join(part for point in question.points for part in (point.text, point.why)),
        "answer": "\n".join([question.answer, *mistakes]),
    }


class Fts5:
    """SQLite: a virtual table whose rowid is the item's id."""

    CREATE = _ddl_of(
        "CREATE VIRTUAL TABLE search_questions USING fts5(title, prompt, points, answer, "
        "tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3')"
    )
    _ADD = text(
        "INSERT INTO search_questions (rowid, title, prompt, points, answer) "
        "VALUES (:item_id, :title, :prompt, :points, :answer)"
    )
    _REMOVE = text("DELETE FROM search_questions WHERE rowid = :item_id")
    _RANK = f"bm25(search_questions, {', '.join(map(str, FIELDS.values()))})"
    _IN_TITLE = (
        f"SELECT rowid AS item_id, {_RANK} - {IN_TITLE} AS rank "  # noqa: S608
        "FROM search_questions WHERE search_questions MATCH :in_title"
    )
    _ELSEWHERE = (
        f"SELECT rowid AS item_id, {_RANK} AS rank "  # noqa: S608
        "FROM search_questions WHERE search_questions MATCH :elsewhere"
    )
    _FIND_IN_TITLE = text(_IN_TITLE)
    _FIND = text(f"{_IN_TITLE} UNION ALL {_ELSEWHERE}")

    def add(self, item_id: int, fields: Mapping[str, list[str]]) -> None:
        """See `Index`."""
        db.session.execute(self._ADD, {"item_id": item_id} | {name: " ".join(fields[name]) for name in FIELDS})

    def remove(self, item_ids: Iterable[int]) -> None:
        """See `Index`."""
        _remove(self._REMOVE, item_ids)

    def find(self, wanted: Wanted, *, in_title: bool) -> Subquery:
        """See `Index`."""
        words = [f'"{word}"' for word in wanted.words]
        last = f'"{fold(wanted.last)}"'
        words.append(f'({last} OR "{wanted.last}"*)' if wanted.goes_on else last)
        every, title = " AND ".join(words), f"{{title}} : ({' OR '.join(words)})"
        if in_title:
            return _rows(self._FIND_IN_TITLE, in_title=f"{every} AND {title}")
        return _rows(self._FIND, in_title=f"{every} AND {title}", elsewhere=f"({every}) NOT {title}")


class TsVector:
    """PostgreSQL: a table of vectors that are written out word by word, so that its own parser has no say."""

    CREATE = _ddl_of("CREATE TABLE search_questions (item_id integer PRIMARY KEY, document tsvector NOT NULL)")
    CREATE_INDEX = _ddl_of("CREATE INDEX ix_search_questions_document ON search_questions USING gin (document)")
    _ADD = text("INSERT INTO search_questions (item_id, document) VALUES (:item_id, CAST(:document AS tsvector))")
    _REMOVE = text("DELETE FROM search_questions WHERE item_id = :item_id")
    _WEIGHTS = "{" + ", ".join(str(weight / 10) for weight in reversed(list(FIELDS.values()))) + "}"
    _FIND = text(
        f"SELECT item_id, -ts_rank('{_WEIGHTS}', document, query) - {IN_TITLE} * (document @@ titled)::int AS rank "  # noqa: S608
        "FROM search_questions, CAST(:wanted AS tsquery) AS query, CAST(:in_title AS tsquery) AS titled "
        "WHERE document @@ query"
    )
    _FIND_IN_TITLE = text(f"{_FIND} AND document @@ titled")

    def add(self, item_id: int, fields: Mapping[str, list[str]]) -> None:
        """See `Index`."""
        db.session.execute(self._ADD, {"item_id": item_id, "document": self._vector(fields)})

    def remove(self, item_ids: Iterable[int]) -> None:
        """See `Index`."""
        _remove(self._REMOVE, item_ids)

    def find(self, wanted: Wanted, *, in_title: bool) -> Subquery:
        """See `Index`."""
        words = [f"'{word}'" for word in wanted.words]
        last = f"'{fold(wanted.last)}'"
        every = [*words, f"({last} | '{wanted.last}':*)" if wanted.goes_on else last]
        in_titles = [f"{word}:A" for word in (*words, last)]
        if wanted.goes_on:
            in_titles.append(f"'{wanted.last}':*A")
        find = self._FIND_IN_TITLE if in_title else self._FIND
        return _rows(find, wanted=" & ".join(every), in_title=" | ".join(in_titles))

    @staticmethod
    def _vector(fields: Mapping[str, list[str]]) -> str:
        """Each word with its places and the weight of its field: `'index':1A,7B`."""
        places: dict[str, list[str]] = defaultdict(list)
        place = 0
        for name, weight in zip(FIELDS, "ABCD", strict=True):
            for word in fields[name]:
                place += 1
                if len(places[word]) < MOST_PLACES:
                    places[word].append(f"{place}{weight}")
        return " ".join(f"'{word}':{','.join(where)}" for word, where in places.items())


_INDEXES: Mapping[str, Index] = {"sqlite": Fts5(), "postgresql": TsVector()}

_items = ContentItem.__table__
for _ddl, _dialect in (
    (Fts5.CREATE, "sqlite"),
    (TsVector.CREATE, "postgresql"),
    (TsVector.CREATE_INDEX, "postgresql"),
):
    event.listen(_items, "after_create", _ddl.execute_if(dialect=_dialect))
event.listen(_items, "after_drop", _ddl_of("DROP TABLE search_questions"))


def _index() -> Index:
    return _INDEXES[db.engine.dialect.name]


def _remove(statement: TextClause, item_ids: Iterable[int]) -> None:
    gone = [{"item_id": item_id} for item_id in item_ids]
    if gone:
        db.session.execute(statement, gone)


def _rows(statement: TextClause, **queries: str) -> Subquery:
    columns: dict[str, Any] = {"item_id": Integer, "rank": Float}
    return statement.bindparams(**queries).columns(**columns).subquery("found")
