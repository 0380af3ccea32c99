"""Every endpoint says who may call it."""

from collections.abc import Iterator

from flask import Flask

from interview_sim.auth.guards import ACCESS
from tests.client import AuditingClient

VALUES = {"attempt_id": "0" * 32, "slug": "sample-interview"}


def guarded(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Method, path and endpoint of everything that needs somebody to be signed in."""
    for rule in app.url_map.iter_rules():
        if getattr(app.view_functions[rule.endpoint], ACCESS, "") == "login":
            _, path = rule.build({name: VALUES.get(name, 1) for name in rule.arguments}) or ("", "")
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield method, path, rule.endpoint


def test_every_endpoint_is_marked_public_or_login_required(app: Flask) -> None:
    unmarked = [name for name, view in app.view_functions.items() if not hasattr(view, ACCESS)]
    assert not unmarked, f"put @public or @login_required directly under the route of: {', '.join(unmarked)}"


def test_every_guarded_endpoint_sends_a_signed_out_visitor_to_the_log_in(app: Flask, client: AuditingClient) -> None:
    for method, path, endpoint in guarded(app):
        response = client.open(path, method=method)
        to_log_in = response.status_code == 303 and "/auth/login" in response.headers["Location"]
        assert to_log_in or response.status_code == 401, f"{method} {endpoint}: {response.status_code}"


def test_every_guarded_endpoint_refuses_a_signed_out_script_with_401(app: Flask, client: AuditingClient) -> None:
    for method, path, endpoint in guarded(app):
        response = client.open(path, method=method, headers={"Accept": "application/json"})
        assert response.status_code == 401, f"{method} {endpoint}: {response.status_code}"
        assert response.json is not None
        assert response.json["error"] == "signed-out"
