"""Which kind of reply a request wants."""

from flask import Response, jsonify, make_response, redirect, request


def wants_json() -> bool:
    """Whether the request was made by a script that asks for JSON."""
    return request.headers.get("Accept", "").startswith("application/json")


def lead_to(target: str) -> Response:
    """Where to go after a POST: a redirect, or for a script the address in `next`."""
    return jsonify(next=target) if wants_json() else make_response(redirect(target, 303))
