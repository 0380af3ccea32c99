"""Reading the catalogue: scenarios by revision or by slug. Nothing here writes."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any
from weakref import WeakKeyDictionary

from markupsafe import Markup
from sqlalchemy import Engine, Row, bindparam, select

from interview_sim.catalog.cache import BoundedCache
from interview_sim.catalog.models import ContentItem, ContentRevision
from interview_sim.domain.content import PlayableScenario, Prompt, RedFlag, Scenario
from interview_sim.domain.errors import NotFound
from interview_sim.extensions import db

CACHED_REVISIONS = 512
"""How many parsed revisions a process keeps; about 150 KB each."""


@dataclass(frozen=True)
class PinnedScenario:
    """One revision of a scenario, parsed, with its Markdown rendered."""

    revision_id: int
    item_id: int
    pack: str
    slug: str
    scenario: Scenario
    general_red_flags: tuple[RedFlag, ...]
    html: Mapping[str, Markup]
    """Safe HTML by path: `setup`, `prompts/<id>/says`, `prompts/<id>/hints/<hint id>`, …"""

    def prompt(self, prompt_id: str) -> Prompt:
        """The prompt with that id. Raises `NotFound`."""
        try:
            return self._prompts[prompt_id]
        except KeyError:
            raise NotFound from None

    @cached_property
    def _prompts(self) -> Mapping[str, Prompt]:
        return {prompt.id: prompt for prompt in self.scenario.prompts}

    @cached_property
    def flags(self) -> Mapping[str, RedFlag]:
        """Every red flag that can be raised, by id: the scenario's own, then the pack's under `general/<id>`."""
        own = {flag.id: flag for flag in self.scenario.red_flags}
        return MappingProxyType(own | {f"general/{flag.id}": flag for flag in self.general_red_flags})


_items = ContentItem.__table__.c
_revisions = ContentRevision.__table__.c

_IS_SCENARIO = _items.kind == "scenario"
_CURRENT = select(_items.current_id).where(_IS_SCENARIO, _items.current_id.is_not(None))
_CURRENT_IDS = _CURRENT.order_by(_items.id)
_CURRENT_ID = _CURRENT.where(_items.slug == bindparam("slug"))
_DOCUMENTS = (
    select(_revisions.id, _revisions.item_id, _items.pack, _items.slug, _revisions.document, _revisions.html)
    .join(ContentItem.__table__, _items.id == _revisions.item_id)
    .where(_IS_SCENARIO, _revisions.id.in_(bindparam("ids", expanding=True)))
)

_caches: WeakKeyDictionary[Engine, BoundedCache[int, PinnedScenario]] = WeakKeyDictionary()
"""One cache for each database: two applications in one process number their revisions independently."""


def get_scenario(revision_id: int) -> PinnedScenario:
    """The scenario at that revision, current or not. Raises `NotFound`."""
    cache = _cache()
    pinned = cache.find(revision_id)
    if pinned is None:
        pinned = _read(cache, [revision_id]).get(revision_id)
    if pinned is None:
        raise NotFound
    return pinned


def find_current_scenario(slug: str) -> PinnedScenario | None:
    """The scenario as it is offered now; None where there is none of that slug, or it is retired."""
    revision_id = db.session.execute(_CURRENT_ID, {"slug": slug}).scalar()
    return None if revision_id is None else get_scenario(revision_id)


def list_current_scenarios() -> list[PinnedScenario]:
    """Every scenario that is offered now, in the order in which they were first loaded."""
    cache = _cache()
    ids: list[int] = list(db.session.execute(_CURRENT_IDS).scalars())
    found = {revision_id: cache.find(revision_id) for revision_id in ids}
    read = _read(cache, [revision_id for revision_id, pinned in found.items() if pinned is None])
    return [found[revision_id] or read[revision_id] for revision_id in ids]


def _cache() -> BoundedCache[int, PinnedScenario]:
    cache = _caches.get(db.engine)
    if cache is None:
        cache = _caches.setdefault(db.engine, BoundedCache(CACHED_REVISIONS))
    return cache


def _read(cache: BoundedCache[int, PinnedScenario], revision_ids: Iterable[int]) -> dict[int, PinnedScenario]:
    ids = list(revision_ids)
    if not ids:
        return {}
    rows = db.session.execute(_DOCUMENTS, {"ids": ids})
    return {row.id: cache.keep(row.id, _pinned(row)) for row in rows}


def _pinned(row: Row[*tuple[Any, ...]]) -> PinnedScenario:
    playable = PlayableScenario.model_validate_json(row.document)
    html = {path: Markup(text) for path, text in json.loads(row.html).items()}  # noqa: S704 - sanitised at load
    return PinnedScenario(
        revision_id=row.id,
        item_id=row.item_id,
        pack=row.pack,
        slug=row.slug,
        scenario=playable.scenario,
        general_red_flags=playable.general_red_flags,
        html=MappingProxyType(html),
    )
