"""Items of content and their immutable revisions."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from interview_sim.extensions import Base


class ContentItem(Base):
    """Something with a stable address `pack/slug`; `current_id` is NULL once it is retired.

    The columns behind `current_id` are copied from the current revision, for lists to show and filter on.
    """

    __tablename__ = "content_items"
    __table_args__ = (UniqueConstraint("kind", "slug"), Index(None, "kind", "level"), Index(None, "kind", "title"))

    id: Mapped[int] = mapped_column(primary_key=True)
    pack: Mapped[str] = mapped_column(Text)
    slug: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    current_id: Mapped[int | None] = mapped_column(ForeignKey("content_revisions.id", use_alter=True), index=True)
    title: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(Text)
    topics: Mapped[str] = mapped_column(Text)
    """Slugs between spaces, with a space at both ends, so that one can be looked for as ' slug '."""


class ContentRevision(Base):
    """One state of an item, never changed: the document, its rendered Markdown and the digest of both."""

    __tablename__ = "content_revisions"
    __table_args__ = (UniqueConstraint("item_id", "number"), UniqueConstraint("item_id", "digest"))

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("content_items.id", ondelete="RESTRICT"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)
    """The item as canonical JSON of its pydantic model (for a scenario, of `PlayableScenario`)."""
    html: Mapped[str] = mapped_column(Text)
    """A JSON object: path of a Markdown field (`prompts/framework/says`) → safe HTML."""
    created_at: Mapped[datetime]


class PackMeta(Base):
    """What `pack.yaml` said when the pack was last loaded, as canonical JSON."""

    __tablename__ = "packs"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    document: Mapped[str] = mapped_column(Text)
    loaded_at: Mapped[datetime]
