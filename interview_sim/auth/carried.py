"""What a signed-out person posted, carried through signing in so that nothing they wrote is lost.

The fields travel as one signed text in the pages themselves; the server keeps nothing.
"""

from dataclasses import dataclass

from flask import Request, current_app
from itsdangerous import BadData, URLSafeSerializer

from interview_sim.auth.local_paths import find_local_path

LONGEST_PACKED = 160 * 1024
"""Characters; the form that carries it must stay below MAX_FORM_MEMORY_SIZE."""
SECRET_NAMES = ("password", "csrf_token")
FREE_TEXT = ("text", "note", "quote", "email", "display_name")
"""Fields that are shown even if they hold a single word."""


@dataclass(frozen=True, slots=True)
class Written:
    """One field that somebody wrote, to show back to them."""

    label: str
    text: str
    rows: int


@dataclass(frozen=True, slots=True)
class CarriedPost:
    """Where a form was sent to, and its fields without passwords and tokens."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def written(self) -> list[Written]:
        """The fields that hold words, to be shown; ids and choices are carried unseen."""
        return [
            Written(name.replace("_", " ").replace("-", " ").capitalize(), text, min(text.count("\n") + 3, 16))
            for name, text in self.fields
            if len(text.split()) > 1 or (name in FREE_TEXT and text.strip())
        ]

    @property
    def packed(self) -> str:
        """The whole as one signed text; empty if it would be too long to send back."""
        packed = _signer().dumps([self.path, self.fields])
        assert isinstance(packed, str)
        return packed if len(packed) <= LONGEST_PACKED else ""


def carry(request: Request) -> CarriedPost | None:
    """What this request posted; None where its path could not be posted to again."""
    query = request.query_string.decode("latin-1")
    path = find_local_path(f"{request.script_root}{request.path}" + (f"?{query}" if query else ""))
    if path is None:
        return None
    fields = tuple(
        (name, text)
        for name, text in request.form.items(multi=True)
        if not any(secret in name for secret in SECRET_NAMES)
    )
    return CarriedPost(path, fields)


def unpack(packed: str | None) -> CarriedPost | None:
    """What `packed` holds, or None if this site did not sign it."""
    if not packed:
        return None
    try:
        path, fields = _signer().loads(packed)
    except BadData:
        return None
    return CarriedPost(path, tuple((name, text) for name, text in fields))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="carried-post")
