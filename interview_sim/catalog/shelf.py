"""Parsed revisions of one kind of item, read once and kept. Nothing here writes."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from markupsafe import Markup
from sqlalchemy import Engine, bindparam, select

from interview_sim.catalog.cache import BoundedCache
from interview_sim.catalog.models import ContentItem, ContentRevision
from interview_sim.domain.errors import NotFound
from interview_sim.extensions import db


@dataclass(frozen=True, slots=True)
class StoredRevision:
    """One revision as it is stored, its Markdown rendered."""

    revision_id: int
    item_id: int
    pack: str
    slug: str
    document: str
    html: Mapping[str, Markup]
    """Safe HTML by path, as `interview_sim.catalog.prose` names the paths."""


Pinned = TypeVar("Pinned")

_items = ContentItem.__table__.c
_revisions = ContentRevision.__table__.c


class Shelf(Generic[Pinned]):
    """The revisions of one kind. `parse` makes of a stored revision what pages use; at most `size` are kept."""

    def __init__(self, kind: str, parse: Callable[[StoredRevision], Pinned], size: int) -> None:
        self._parse = parse
        self._size = size
        self._caches: WeakKeyDictionary[Engine, BoundedCache[int, Pinned]] = WeakKeyDictionary()
        """One for each database: two applications in one process number their revisions independently."""
        is_kind = _items.kind == kind
        current = select(_items.current_id).where(is_kind, _items.current_id.is_not(None))
        self._current_ids = current.order_by(_items.id)
        self._current_id = current.where(_items.slug == bindparam("slug"))
        self._documents = (
            select(_revisions.id, _revisions.item_id, _items.pack, _items.slug, _revisions.document, _revisions.html)
            .join(ContentItem.__table__, _items.id == _revisions.item_id)
            .where(is_kind, _revisions.id.in_(bindparam("ids", expanding=True)))
        )

    def get(self, revision_id: int) -> Pinned:
        """The item at that revision, current or not. Raises `NotFound`."""
        found = self.get_all([revision_id])
        return found[revision_id]

    def get_all(self, revision_ids: Iterable[int]) -> dict[int, Pinned]:
        """Several revisions in at most one statement, in the given order. Raises `NotFound` where one is missing."""
        cache = self._cache()
        found = {revision_id: cache.find(revision_id) for revision_id in revision_ids}
        read = self._read(cache, [revision_id for revision_id, pinned in found.items() if pinned is None])
        try:
            return {revision_id: read[revision_id] if kept is None else kept for revision_id, kept in found.items()}
        except KeyError:
            raise NotFound from None

    def find_current(self, slug: str) -> Pinned | None:
        """The item as it is offered now; None where there is none of that slug, or it is retired."""
        revision_id = db.session.execute(self._current_id, {"slug": slug}).scalar()
        return None if revision_id is None else self.get(revision_id)

    def list_current(self) -> list[Pinned]:
        """Every item that is offered now, in the order in which they were first loaded."""
        return list(self.get_all(self.list_current_ids()).values())

    def list_current_ids(self) -> list[int]:
        """The revisions of what is offered now, in the same order; nothing is parsed for it."""
        return list(db.session.connection().execute(self._current_ids).scalars())

    def _cache(self) -> BoundedCache[int, Pinned]:
        cache = self._caches.get(db.engine)
        if cache is None:
            cache = self._caches.setdefault(db.engine, BoundedCache(self._size))
        return cache

    def _read(self, cache: BoundedCache[int, Pinned], revision_ids: list[int]) -> dict[int, Pinned]:
        if not revision_ids:
            return {}
        rows = db.session.execute(self._documents, {"ids": revision_ids})
        return {
            row.id: cache.keep(
                row.id,
                self._parse(
                    StoredRevision(row.id, row.item_id, row.pack, row.slug, row.document, _safe_html(row.html))
                ),
            )
            for row in rows
        }


def _safe_html(stored: str) -> Mapping[str, Markup]:
    """The rendered Markdown; it was sanitised when the pack was loaded."""
    return MappingProxyType({path: Markup(text) for path, text in json.loads(stored).items()})  # noqa: S704
