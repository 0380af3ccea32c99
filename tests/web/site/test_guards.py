"""Every endpoint says who may call it."""

from flask import Flask

from interview_sim.auth.guards import ACCESS
from tests.client import AuditingClient

IDS = {"attempt_id": "0" * 32, "slug": "sample-interview", "n": 1}


def test_every_endpoint_is_marked_public_or_login_required(app: Flask) -> None:
    unmarked = [name for name, view in app.view_functions.items() if not hasattr(view, ACCESS)]
    assert not unmarked, f"put @public or @login_required directly under the route of: {', '.join(unmarked)}"


def test_every_guarded_endpoint_sends_a_signed_out_visitor_to_the_log_in(app: Flask, client: AuditingClient) -> None:
    let_through = []
    for rule in app.url_map.iter_rules():
        if getattr(app.view_functions[rule.endpoint], ACCESS) != "login":
            continue
        with app.test_request_context():
            path = app.url_for(rule.endpoint, **{name: IDS.get(name, 1) for name in rule.arguments})
        for method in (rule.methods or set()) & {"GET", "POST"}:
            response = client.open(path, method=method)
            to_log_in = response.status_code == 303 and "/auth/login" in response.headers["Location"]
            if not (to_log_in or response.status_code == 401):
                let_through.append(f"{method} {rule.endpoint}: {response.status_code}")
    assert not let_through


def test_every_guarded_endpoint_refuses_a_signed_out_script_with_401(app: Flask, client: AuditingClient) -> None:
    for rule in app.url_map.iter_rules():
        if getattr(app.view_functions[rule.endpoint], ACCESS) != "login":
            continue
        with app.test_request_context():
            path = app.url_for(rule.endpoint, **{name: IDS.get(name, 1) for name in rule.arguments})
        for method in (rule.methods or set()) & {"GET", "POST"}:
            response = client.open(path, method=method, headers={"Accept": "application/json"})
            assert (response.status_code, response.json and response.json["error"]) == (401, "signed-out"), rule.endpoint
