"""What every response says a browser may do with it."""

import re

import pytest
from flask import Flask

from tests.client import AuditingClient
from tests.conftest import MakeApp


def test_a_page_carries_every_header_and_a_fresh_nonce(client: AuditingClient) -> None:
    first, second = client.get("/interviews/"), client.get("/interviews/")
    for response in (first, second):
        assert response.headers["Cache-Control"] == "no-store"
        assert "camera=()" in response.headers["Permissions-Policy"]
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    nonces = [re.findall("'nonce-([^']+)'", page.headers["Content-Security-Policy"]) for page in (first, second)]
    assert nonces[0] != nonces[1]


def test_only_our_own_origin_may_be_asked_for_anything(client: AuditingClient) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


@pytest.mark.parametrize("path", ["/nowhere/", "/healthz", "/readyz", "/auth/login", "/export.json"])
def test_refusals_and_data_carry_the_headers_too(client: AuditingClient, path: str) -> None:
    # The auditing client looks at every header of every response.
    assert client.get(path).headers["X-Content-Type-Options"] == "nosniff"


def test_over_plain_http_nothing_pretends_to_be_https(client: AuditingClient) -> None:
    response = client.get("/auth/login")
    assert "Strict-Transport-Security" not in response.headers
    assert "Secure" not in response.headers["Set-Cookie"]


def test_over_https_cookies_are_secure_and_browsers_are_told_to_stay(client: AuditingClient) -> None:
    response = client.get("/auth/login", base_url="https://localhost")
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "; Secure" in response.headers["Set-Cookie"]


def test_a_proxy_is_believed_about_https_and_the_address_only_when_it_is_set(make_app: MakeApp) -> None:
    sent = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    doubted = make_app().test_client().get("/auth/login", headers=sent)
    believed = make_app(TRUSTED_PROXIES=1).test_client().get("/auth/login", headers=sent)
    assert "Strict-Transport-Security" not in doubted.headers
    assert "Strict-Transport-Security" in believed.headers


def test_a_forged_host_is_not_believed_even_behind_a_proxy(make_app: MakeApp) -> None:
    app = make_app(TRUSTED_PROXIES=1)
    response = app.test_client().get("/attempts/1/", headers={"X-Forwarded-Host": "elsewhere.example"})
    assert "elsewhere" not in response.headers.get("Location", "")


def test_visitors_behind_a_proxy_keep_their_own_addresses(make_app: MakeApp) -> None:
    app = make_app(TRUSTED_PROXIES=1)
    seen = _addresses(app, {"X-Forwarded-For": "198.51.100.7, 203.0.113.9"})
    # The last one is what the proxy itself saw; everything before it may have been made up.
    assert seen == ["203.0.113.9"]


def _addresses(app: Flask, headers: dict[str, str]) -> list[str | None]:
    from flask import request

    seen: list[str | None] = []
    app.before_request(lambda: seen.append(request.remote_addr))
    app.test_client().get("/healthz", headers=headers)
    return seen
