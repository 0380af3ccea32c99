"""Quiz attempts and their answers."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from interview_sim.extensions import Base


class QuizAttempt(Base):
    """One quiz: what was asked for, how it was drawn, and how it ended."""

    __tablename__ = "quiz_attempts"
    __table_args__ = (
        UniqueConstraint("user_id", "start_key"),
        Index(None, "user_id", "started_at", "id"),
        Index(None, "state", "expires_at"),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    """32 random hexadecimal digits."""
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    start_key: Mapped[str] = mapped_column(Text)
    """Random, from the page it was started on: starting twice with the same key starts once."""
    title: Mapped[str] = mapped_column(Text)
    """What it is about, in the words of that day: topics may be renamed later."""
    settings: Mapped[str] = mapped_column(Text)
    """What was asked for, as the query of the set-up page's address."""
    seed: Mapped[int]
    """What the questions were drawn and the options shuffled with."""
    mode: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    time_multiplier: Mapped[float]
    total: Mapped[int]
    """How many questions it has."""
    version: Mapped[int]
    """Counts transitions; every one is guarded by the version it was decided on."""
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    """The deadline of an exam."""
    finished_at: Mapped[datetime | None]
    finished_by: Mapped[str | None] = mapped_column(Text)
    right: Mapped[int | None]
    counted: Mapped[int | None]
    """The score: `right` answers of `counted`; set when it is finished."""


class QuizAnswer(Base):
    """One question of a quiz, pinned to its revision, and what was chosen; all are made when the quiz starts."""

    __tablename__ = "quiz_answers"
    __table_args__ = (Index(None, "user_id", "item_id", "answered_at"),)

    attempt_id: Mapped[str] = mapped_column(ForeignKey("quiz_attempts.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """0 for the first question of the quiz."""
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    """The quiz's own: one probe of the index tells how a question went last, however long the history."""
    item_id: Mapped[int] = mapped_column(ForeignKey("content_items.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("content_revisions.id"))
    option_order: Mapped[str] = mapped_column(Text)
    """The ids of the options between spaces, in the order this quiz shows them."""
    chosen: Mapped[str] = mapped_column(Text, default="")
    """The ids of the chosen options between spaces."""
    confidence: Mapped[str | None] = mapped_column(Text)
    is_flagged: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=0)
    saved_by: Mapped[str | None] = mapped_column(Text)
    """The page (a random token of its own) that saved last."""
    saved_sequence: Mapped[int] = mapped_column(default=0)
    """That page's own count of its saves: a save that arrives late is known by it."""
    answered_at: Mapped[datetime | None]
    """When the present choice was saved; of what an exam left blank, when the exam ended."""
    closed_at: Mapped[datetime | None]
    is_right: Mapped[bool | None]
    """NULL while it is not graded, and for ever where learn mode never got an answer."""
