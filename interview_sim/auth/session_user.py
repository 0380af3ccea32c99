"""The signed-in user of a request, read together with the login session in one narrow query."""

from dataclasses import dataclass

from flask_login import UserMixin


@dataclass(frozen=True, slots=True)
class SignedInUser(UserMixin):
    """What pages need to know of the user; never an ORM object, never the password hash."""

    id: int
    session_id: int
    token: str
    email: str | None
    display_name: str
    role: str
    time_multiplier: float
    voice: bool
    theme: str

    @property
    def is_guest(self) -> bool:
        """Whether there is no account behind this user yet."""
        return self.email is None

    def get_id(self) -> str:
        """The random token of the login session: what the cookie carries."""
        return self.token
