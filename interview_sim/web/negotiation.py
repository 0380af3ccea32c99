"""Which kind of reply a request wants."""

from flask import request


def wants_json() -> bool:
    """Whether the request was made by a script that asks for JSON."""
    return request.headers.get("Accept", "").startswith("application/json")
