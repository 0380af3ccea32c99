"""Cards of spaced review, every rating of them, and how much a user wants to be asked in a day."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from interview_sim.extensions import Base


class ReviewCard(Base):
    """Something a user is to be asked again: an expected point, a choice question or a question of the bank."""

    __tablename__ = "review_cards"
    __table_args__ = (
        UniqueConstraint("user_id", "kind", "item_id", "part"),
        Index(None, "user_id", "due", "id"),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    """32 random hexadecimal digits."""
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(Text)
    item_id: Mapped[int] = mapped_column(ForeignKey("content_items.id"))
    part: Mapped[str] = mapped_column(Text)
    """`prompt id/point id` of a point of a scenario; empty for a whole item."""
    revision_id: Mapped[int] = mapped_column(ForeignKey("content_revisions.id"))
    """The revision the user met last; shown where the item is retired or no longer has the part."""
    reason: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    suspended_at: Mapped[datetime | None]
    version: Mapped[int]
    """Counts ratings and other changes; every one is guarded by the version it was decided on."""

    due: Mapped[datetime]
    state: Mapped[int]
    """FSRS: 1 learning, 2 review, 3 relearning."""
    step: Mapped[int | None]
    stability: Mapped[float | None]
    difficulty: Mapped[float | None]
    last_review: Mapped[datetime | None]


class ReviewRating(Base):
    """One rating of a card, with what the card was before it, so that it can be taken back."""

    __tablename__ = "review_ratings"
    __table_args__ = (Index(None, "user_id", "rated_at"), Index(None, "card_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[str] = mapped_column(ForeignKey("review_cards.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    grade: Mapped[int]
    """1 again, 2 hard, 3 good, 4 easy."""
    rated_at: Mapped[datetime]
    source: Mapped[str] = mapped_column(Text)
    """`study` where the person rated; else what they did elsewhere that rated the card by itself."""
    source_id: Mapped[str | None] = mapped_column(Text)
    """The attempt it came from, where there is one."""
    version: Mapped[int]
    """The card's version this rating made. Of a card's latest rating it is always the card's present one: what else
    changes the card takes it along, so that the rating can still be taken back. 0 where the rating was made of a
    guest's card and only joined this one: it knows nothing of this card's memory, and is never taken back."""
    due: Mapped[datetime]
    state: Mapped[int]
    step: Mapped[int | None]
    stability: Mapped[float | None]
    difficulty: Mapped[float | None]
    last_review: Mapped[datetime | None]


class StudyLimits(Base):
    """How many cards a user wants to be asked in a day; without a row the defaults hold."""

    __tablename__ = "study_limits"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    new_per_day: Mapped[int]
    reviews_per_day: Mapped[int]
