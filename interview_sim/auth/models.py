"""Users and their login sessions."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from interview_sim.auth.choices import Role, Theme
from interview_sim.extensions import Base


class User(Base):
    """A person; without an e-mail address, a guest."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(Text, unique=True)
    """Normalised to lower case."""
    display_name: Mapped[str] = mapped_column(Text)
    password_hash: Mapped[str | None] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text, default=Role.CANDIDATE.value)
    time_multiplier: Mapped[float] = mapped_column(default=1.0)
    """Extra time as an accommodation: 1 to 3."""
    voice: Mapped[bool] = mapped_column(default=False)
    theme: Mapped[str] = mapped_column(Text, default=Theme.AUTO.value)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class LoginSession(Base):
    """One sign-in on one device. Deleting the row signs that device out."""

    __tablename__ = "login_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(Text, unique=True)
    """SHA-256 of the random token in the cookie, in hexadecimal."""
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    user_agent: Mapped[str] = mapped_column(Text)
