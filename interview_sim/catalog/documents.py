"""Items as they are stored: canonical JSON, rendered HTML, and the digest of both."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from interview_sim.catalog.markdown import render
from interview_sim.catalog.packs import LoadedPack
from interview_sim.catalog.prose import list_prose
from interview_sim.domain.content import ChoiceQuestion, Drill, Guide, Item, PlayableDrill, PlayableScenario, Scenario

TITLE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Document:
    """Everything the database keeps of one item."""

    kind: str
    slug: str
    title: str
    level: str
    """Empty where the kind has none."""
    topics: str
    document: str
    html: str
    digest: str

    @property
    def name(self) -> str:
        """How a report calls it: `scenario to-do-api`."""
        return f"{self.kind} {self.slug}"


def list_documents(pack: LoadedPack) -> list[Document]:
    """Every item of the pack as it is to be stored."""
    return [_document_of(item, _stored(item, pack)) for item in pack.items]


def canonical_json(value: Any) -> str:
    """The same text for the same value, whatever the order of its keys."""
    plain = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _stored(item: Item, pack: LoadedPack) -> BaseModel:
    """The item, together with what it is judged by that stands elsewhere."""
    match item:
        case Scenario():
            return PlayableScenario(scenario=item, general_red_flags=pack.pack.red_flags)
        case Drill():
            return PlayableDrill(drill=item, red_flags=tuple(pack.referred_flags[each.flag] for each in item.flags))
    return item


def _document_of(item: Item, stored: BaseModel) -> Document:
    document = canonical_json(stored)
    html = canonical_json({prose.path: render(prose.text) for prose in list_prose(item)})
    return Document(
        kind=item.kind,
        slug=item.id,
        title=_title_of(item),
        level="" if isinstance(item, Guide) else item.level.value,
        topics=f" {' '.join(item.topics)} ",
        document=document,
        html=html,
        digest=hashlib.sha256(f"{document}\n{html}".encode()).hexdigest(),
    )


def _title_of(item: Item) -> str:
    match item:
        case ChoiceQuestion():
            asked = item.stem
        case Drill():
            asked = item.asked
        case _:
            return item.title
    words = " ".join(asked.replace("`", "").split())
    return words if len(words) <= TITLE_LENGTH else f"{words[: TITLE_LENGTH - 1].rstrip()}…"
