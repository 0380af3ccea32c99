"""Packs into the database: new revisions for what changed, nothing for what did not. The only committer here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from sqlalchemy import Table, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from interview_sim.catalog.documents import Document, canonical_json, list_documents
from interview_sim.catalog.models import ContentItem, ContentRevision, PackMeta
from interview_sim.catalog.packs import LoadedPack
from interview_sim.catalog.search import forget_questions, index_question
from interview_sim.domain.content import Question
from interview_sim.extensions import db
from interview_sim.statements import insert_into

TRIES = 3
"""How often a load is begun again because another one came between."""

QUESTION = "question"
"""The kind of item that full-text search finds."""

_items = cast(Table, ContentItem.__table__)
_revisions = cast(Table, ContentRevision.__table__)
_packs = cast(Table, PackMeta.__table__)


class SlugTaken(Exception):
    """Another pack already holds an item of the same kind and slug, so its address would be ambiguous."""


@dataclass(slots=True)
class LoadReport:
    """What loading a pack did, in the words `kind slug`."""

    pack: str
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    revived: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Held:
    """An item of the pack as the database holds it."""

    id: int
    current_id: int | None
    digest: str | None


def load_pack(pack: LoadedPack, now: datetime) -> LoadReport:
    """Store one pack and commit; see `load_packs`."""
    return load_packs([pack], now)[0]


def load_packs(packs: Sequence[LoadedPack], now: datetime) -> list[LoadReport]:
    """Store packs in one transaction and commit it: all of them, or none.

    What is already there stays untouched, so loading twice does nothing the second time. Items that left their
    pack are retired and keep their revisions; items that return are revived. Raises `SlugTaken`.
    """
    prepared = sorted(((pack, list_documents(pack)) for pack in packs), key=lambda pair: pair[0].pack.id)
    for attempt in range(1, TRIES + 1):
        try:
            reports = [_store(pack, documents, now) for pack, documents in prepared]
            db.session.commit()
        except (IntegrityError, OperationalError):
            db.session.rollback()
            if attempt == TRIES:
                raise
        except BaseException:
            db.session.rollback()
            raise
        else:
            return reports
    raise AssertionError("unreachable")


def _store(pack: LoadedPack, documents: Iterable[Document], now: datetime) -> LoadReport:
    report = LoadReport(pack.pack.id)
    _take_turn(pack, now)
    held = _list_held(pack.pack.id)
    for document in documents:
        item = held.pop((document.kind, document.slug), None)
        if item is None:
            _add(pack.pack.id, document, now)
            report.added.append(document.name)
        elif item.digest == document.digest:
            report.unchanged.append(document.name)
        else:
            _point(item.id, document, _revision_of(item.id, document, now))
            (report.revived if item.current_id is None else report.changed).append(document.name)
    for (kind, slug), item in held.items():
        if item.current_id is not None:
            db.session.execute(update(_items).where(_items.c.id == item.id).values(current_id=None))
            if kind == QUESTION:
                forget_questions([item.id])
            report.retired.append(f"{kind} {slug}")
    return report


def _take_turn(pack: LoadedPack, now: datetime) -> None:
    """Write the pack's own row first: that locks it, so that two loads of a pack follow one another."""
    row = {"id": pack.pack.id, "document": canonical_json(pack.pack), "loaded_at": now}
    statement = insert_into(_packs).values(row)
    news = {"document": statement.excluded.document, "loaded_at": statement.excluded.loaded_at}
    db.session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=news))


def _list_held(pack_id: str) -> dict[tuple[str, str], _Held]:
    rows = db.session.execute(
        select(_items.c.id, _items.c.kind, _items.c.slug, _items.c.current_id, _revisions.c.digest)
        .join(_revisions, _revisions.c.id == _items.c.current_id, isouter=True)
        .where(_items.c.pack == pack_id)
    )
    return {(row.kind, row.slug): _Held(row.id, row.current_id, row.digest) for row in rows}


def _add(pack_id: str, document: Document, now: datetime) -> None:
    owner = db.session.execute(
        select(_items.c.pack).where(_items.c.kind == document.kind, _items.c.slug == document.slug)
    ).scalar()
    if owner is not None:
        raise SlugTaken(
            f"the pack '{owner}' already holds a {document.kind} called '{document.slug}'; addresses are shared by "
            f"all packs, so give the one in '{pack_id}' another id and rename its file to match"
        )
    columns = {"pack": pack_id, "kind": document.kind, "slug": document.slug, **_listed(document)}
    item_id = db.session.execute(insert(_items).values(columns).returning(_items.c.id)).scalar_one()
    _point(item_id, document, _insert_revision(item_id, 1, document, now))


def _revision_of(item_id: int, document: Document, now: datetime) -> int:
    """The item's revision with this content: an earlier one where it has been seen before, else a new one."""
    rows = db.session.execute(
        select(_revisions.c.id, _revisions.c.number, _revisions.c.digest).where(_revisions.c.item_id == item_id)
    ).all()
    for row in rows:
        if row.digest == document.digest:
            return cast(int, row.id)
    return _insert_revision(item_id, 1 + max((row.number for row in rows), default=0), document, now)


def _insert_revision(item_id: int, number: int, document: Document, now: datetime) -> int:
    values = {
        "item_id": item_id,
        "number": number,
        "digest": document.digest,
        "document": document.document,
        "html": document.html,
        "created_at": now,
    }
    statement = insert(_revisions).values(values).returning(_revisions.c.id)
    return cast(int, db.session.execute(statement).scalar_one())


def _point(item_id: int, document: Document, revision_id: int) -> None:
    values = {"current_id": revision_id, **_listed(document)}
    db.session.execute(update(_items).where(_items.c.id == item_id).values(values))
    if document.kind == QUESTION:
        index_question(item_id, Question.model_validate_json(document.document))


def _listed(document: Document) -> dict[str, str]:
    return {"title": document.title, "level": document.level, "topics": document.topics}
