"""The signed-in user of a request, read together with the login session in one narrow query."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class SignedInUser:
    """What pages need to know of the user; never an ORM object, never the password hash."""

    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False

    id: int
    session_id: int
    token: str = field(repr=False)
    email: str | None = field(repr=False)
    display_name: str
    role: str
    time_multiplier: float
    voice: bool
    theme: str
    created_at: datetime
    last_seen_at: datetime
    """When this login session was last used to change something, to the nearest ten minutes."""

    @property
    def is_guest(self) -> bool:
        """Whether there is no account behind this user yet."""
        return self.email is None

    @property
    def kept_under(self) -> str:
        """Names the user in what a browser keeps for them: SQLite gives the id of a deleted one to the next."""
        return f"{self.id}-{self.created_at.timestamp():.6f}"

    def get_id(self) -> str:
        """The random token of the login session: what the cookie carries."""
        return self.token


class Visitor:
    """Somebody who is not signed in: what every page may ask of its reader."""

    is_authenticated = False
    is_active = False
    is_anonymous = True

    id = None
    email = None
    display_name = ""
    is_guest = False
    time_multiplier = 1.0
    voice = False
    theme = "auto"

    def get_id(self) -> None:
        """No token: nobody is signed in."""
        return
