"""Interview attempts: the answers, the marks and the red flags of each."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from interview_sim.extensions import Base


class InterviewAttempt(Base):
    """One sitting of a scenario, pinned to the revision it was started with."""

    __tablename__ = "interview_attempts"
    __table_args__ = (
        UniqueConstraint("user_id", "start_key"),
        Index(None, "user_id", "started_at", "id"),
        Index(None, "user_id", "item_id", "started_at"),
        Index(None, "state", "expires_at"),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    """32 random hexadecimal digits."""
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    item_id: Mapped[int] = mapped_column(ForeignKey("content_items.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("content_revisions.id"))
    start_key: Mapped[str] = mapped_column(Text)
    """Random, from the briefing page: starting twice with the same key starts once."""
    only_prompt: Mapped[str | None] = mapped_column(Text)
    """The id of the one prompt that is retaken, or NULL for the whole scenario."""
    state: Mapped[str] = mapped_column(Text)
    pace: Mapped[str] = mapped_column(Text)
    flow: Mapped[str] = mapped_column(Text)
    time_multiplier: Mapped[float]
    position: Mapped[int]
    version: Mapped[int]
    """Counts transitions; every one is guarded by the version it was decided on."""
    started_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    """When the open prompt closes by itself (strict pace), for the sweep to find."""
    score: Mapped[float | None]
    """0 to 1; set when the debrief is finished."""
    rating: Mapped[str | None] = mapped_column(Text)


class Answer(Base):
    """What was said to one prompt, and when; all of an attempt's answers are made when it starts."""

    __tablename__ = "answers"

    attempt_id: Mapped[str] = mapped_column(ForeignKey("interview_attempts.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """0 for the first prompt of the attempt."""
    prompt_id: Mapped[str] = mapped_column(Text)
    budget: Mapped[int]
    """Seconds, extra time included."""
    opened_at: Mapped[datetime | None]
    deadline: Mapped[datetime | None]
    """When the budget is used up; moved by pauses. NULL before opening and when untimed."""
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(Text)
    paused_seconds: Mapped[float] = mapped_column(default=0.0)

    text: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime | None]
    saved_by: Mapped[str | None] = mapped_column(Text)
    """The page (a random token of its own) that saved last."""
    saved_sequence: Mapped[int] = mapped_column(default=0)
    """That page's own count of its saves: a save that arrives late is known by it."""
    late_text: Mapped[str | None] = mapped_column(Text)
    """What arrived after the answer was closed: kept and shown, never counted."""

    hints_seen: Mapped[int] = mapped_column(default=0)
    follow_ups_seen: Mapped[int] = mapped_column(default=0)
    spoken: Mapped[bool] = mapped_column(default=False)
    """Whether the candidate says they answered aloud: the pace of speech is reported only then."""
    prediction: Mapped[int | None]
    """1 to 4, given before the checklist opens."""
    note: Mapped[str] = mapped_column(Text, default="")
    debriefed_at: Mapped[datetime | None]


class Mark(Base):
    """A reviewer's judgement of one expected point: missed, partly or covered."""

    __tablename__ = "marks"
    __table_args__ = (Index(None, "reviewer_id", "mark"),)

    attempt_id: Mapped[str] = mapped_column(ForeignKey("interview_attempts.id", ondelete="CASCADE"), primary_key=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    prompt_id: Mapped[str] = mapped_column(Text, primary_key=True)
    point_id: Mapped[str] = mapped_column(Text, primary_key=True)
    mark: Mapped[str] = mapped_column(Text)
    quote: Mapped[str | None] = mapped_column(Text)
    """Evidence from the candidate's own words."""
    marked_at: Mapped[datetime]


class FlagMark(Base):
    """A red flag a reviewer raised on one prompt."""

    __tablename__ = "flag_marks"
    __table_args__ = (Index(None, "reviewer_id", "flag_id"),)

    attempt_id: Mapped[str] = mapped_column(ForeignKey("interview_attempts.id", ondelete="CASCADE"), primary_key=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    prompt_id: Mapped[str] = mapped_column(Text, primary_key=True)
    flag_id: Mapped[str] = mapped_column(Text, primary_key=True)
    """A flag of the scenario by its id, a general one as `general/<id>`."""
    marked_at: Mapped[datetime]
