"""Trying to get in, from addresses of one's choice."""

from flask import Flask
from werkzeug.test import TestResponse

from tests.accounts import EMAIL, PASSWORD, credentials
from tests.client import AuditingClient
from tests.web.auth.looking import new_client

SCHOOL = "203.0.113.7"
HOME = "198.51.100.23"
WRONG = "not the password"


def try_to_log_in(
    client: AuditingClient, email: str = EMAIL, password: str = WRONG, at: str = SCHOOL
) -> TestResponse:
    return client.post("/auth/login", data=credentials(email, password), environ_base={"REMOTE_ADDR": at})


def known_browser(app: Flask, at: str = HOME) -> AuditingClient:
    client = new_client(app)
    assert try_to_log_in(client, password=PASSWORD, at=at).status_code == 303
    client.post("/auth/logout")
    return client


def fail(app: Flask, times: int, email: str = EMAIL, at: str = SCHOOL) -> list[int]:
    """Fail from a new browser each time, as an attacker would."""
    return [try_to_log_in(new_client(app), email, at=at).status_code for _ in range(times)]


def register(client: AuditingClient, data: dict[str, str], at: str = SCHOOL) -> TestResponse:
    return client.post("/auth/register", data=data, environ_base={"REMOTE_ADDR": at})


def start_as_guest(client: AuditingClient, at: str = SCHOOL) -> TestResponse:
    return client.post("/auth/guest", environ_base={"REMOTE_ADDR": at})
