"""What users said of drills."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from interview_sim.extensions import Base


class DrillAnswer(Base):
    """One drill answered once, pinned to the revision that was shown."""

    __tablename__ = "drill_answers"
    __table_args__ = (
        UniqueConstraint("user_id", "start_key"),
        Index(None, "user_id", "item_id", "answered_at"),
        Index(None, "user_id", "answered_at", "id"),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    """32 random hexadecimal digits."""
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    item_id: Mapped[int] = mapped_column(ForeignKey("content_items.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("content_revisions.id"))
    start_key: Mapped[str] = mapped_column(Text)
    """Random, from the page that showed the drill: sending it twice answers once."""
    answered_at: Mapped[datetime]
    is_right: Mapped[bool]
    """Whether exactly the raised flags were ticked."""


class DrillFinding(Base):
    """What was said of one flag of a drill: `recognised`, `missed`, `mistaken` or `passed`."""

    __tablename__ = "drill_findings"

    answer_id: Mapped[str] = mapped_column(ForeignKey("drill_answers.id", ondelete="CASCADE"), primary_key=True)
    flag_id: Mapped[str] = mapped_column(Text, primary_key=True)
    """The id of the flag within its drill."""
    position: Mapped[int]
    """Its place on the page, from 0: each page shows the flags in an order of its own."""
    flag: Mapped[str] = mapped_column(Text)
    """The address of the red flag, `pack/scenario/flag`, as it was in that revision."""
    verdict: Mapped[str] = mapped_column(Text)
