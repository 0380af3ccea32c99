"""Addresses in templates are remembered: building one is the dearest thing most lines of a page do."""

from functools import lru_cache
from typing import Any

from flask import Flask, request

KEPT = 4096
"""How many addresses a process keeps; about 200 bytes each."""


def init_app(app: Flask) -> None:
    """Give templates a `url_for` that remembers. It makes addresses within this site only."""

    @lru_cache(maxsize=KEPT)
    def build(_root: str, endpoint: str, values: tuple[tuple[str, str | None], ...]) -> str:
        return app.url_for(endpoint, **dict(values))  # type: ignore[arg-type]

    def url_for(endpoint: str, **values: Any) -> str:
        # 1 and True are one key and two addresses, and a name that begins with a dot hangs on the page.
        if endpoint.startswith(".") or not all(value is None or isinstance(value, str) for value in values.values()):
            return app.url_for(endpoint, **values)
        return build(request.script_root, endpoint, tuple(values.items()))

    app.jinja_env.globals["url_for"] = url_for
