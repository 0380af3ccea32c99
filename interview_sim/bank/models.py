"""What a user has of the bank: own answers with their marks, looks at model answers, bookmarks and private notes."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from interview_sim.extensions import Base


class QuestionAttempt(Base):
    """One own answer to a question, pinned to the revision it was begun with."""

    __tablename__ = "question_attempts"
    __table_args__ = (
        UniqueConstraint("user_id", "start_key"),
        Index(None, "user_id", "item_id", "started_at"),
        Index(None, "user_id", "started_at", "id"),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    """32 random hexadecimal digits."""
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    item_id: Mapped[int] = mapped_column(ForeignKey("content_items.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("content_revisions.id"))
    start_key: Mapped[str] = mapped_column(Text)
    """Random, from the question's page: starting twice with the same key starts once."""
    started_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=0)
    """Counts the saves of the text."""
    saved_at: Mapped[datetime | None]
    saved_by: Mapped[str | None] = mapped_column(Text)
    """The page (a random token of its own) that saved last."""
    saved_sequence: Mapped[int] = mapped_column(default=0)
    """That page's own count of its saves: a save that arrives late is known by it."""
    revealed_at: Mapped[datetime | None]
    """When the model answer was opened beside the text, which is final from then on."""
    finished_at: Mapped[datetime | None]
    score: Mapped[float | None]
    """0 to 1; set when it is finished."""


class QuestionMark(Base):
    """The user's own judgement of one key point: missed, partly or covered."""

    __tablename__ = "question_marks"

    attempt_id: Mapped[str] = mapped_column(ForeignKey("question_attempts.id", ondelete="CASCADE"), primary_key=True)
    point_id: Mapped[str] = mapped_column(Text, primary_key=True)
    mark: Mapped[str] = mapped_column(Text)
    marked_at: Mapped[datetime]


class QuestionLook(Base):
    """A question whose model answer a user opened without an answer of their own beside it."""

    __tablename__ = "question_looks"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("content_items.id"), primary_key=True)
    looked_at: Mapped[datetime]
    """The first time."""


class QuestionBookmark(Base):
    """A question a user wants to find again."""

    __tablename__ = "question_bookmarks"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("content_items.id"), primary_key=True)
    created_at: Mapped[datetime]


class QuestionNote(Base):
    """A user's private note on a question; an empty one stays, so that its revision goes on counting."""

    __tablename__ = "question_notes"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("content_items.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    saved_at: Mapped[datetime]
    saved_by: Mapped[str] = mapped_column(Text)
    saved_sequence: Mapped[int]
