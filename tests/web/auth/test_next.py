"""Where one is led after signing in."""

import pytest
from flask import Flask

from interview_sim.auth.local_paths import find_local_path
from tests.accounts import credentials
from tests.client import AuditingClient
from tests.web.auth.looking import new_client

FOREIGN = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "/\n/evil.example/",
    "\t//evil.example/",
    " //evil.example/",
    "/ /evil.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "?next=/",
    "",
    "/a\x00b",
    "/a\u2028b",
    "/a\r\nSet-Cookie: x=y",
    "/" + "a" * 2000,
]


@pytest.mark.parametrize("path", FOREIGN)
def test_no_other_address_than_a_path_of_this_site_is_followed(app: Flask, ada: int, path: str) -> None:
    assert find_local_path(path) is None
    client = new_client(app)
    answer = client.post("/auth/login", data={**credentials(), "next": path})
    assert answer.headers["Location"] == "/"
    assert client.get("/auth/login", query_string={"next": path}).headers["Location"] == "/"
    assert client.post("/auth/guest", data={"next": path}).headers["Location"] == "/"


@pytest.mark.parametrize("path", FOREIGN[:-1])
def test_such_an_address_is_not_even_repeated_on_the_page(client: AuditingClient, path: str) -> None:
    assert 'name="next"' not in client.get("/auth/login", query_string={"next": path}).text


@pytest.mark.parametrize("path", ["/", "/history/?page=2&q=%C3%A9", "/interviews/caf%C3%A9/", "/a//b", "/x" * 1000])
def test_paths_of_this_site_are_followed(app: Flask, ada: int, path: str) -> None:
    assert find_local_path(path) == path
    answer = new_client(app).post("/auth/login", data={**credentials(), "next": path})
    assert answer.headers["Location"] == path


def test_a_page_for_signed_in_people_asks_and_then_leads_there(client: AuditingClient, ada: int) -> None:
    asked = client.get("/auth/settings/devices?from=mail")
    assert asked.status_code == 303
    page = client.get(asked.headers["Location"])
    assert "Log in to go on to that page" in page.text
    answer = client.submit(page, "/auth/login", **credentials())
    assert answer.headers["Location"] == "/auth/settings/devices?from=mail"


def test_a_refused_log_in_still_knows_the_way(client: AuditingClient, ada: int) -> None:
    refused = client.submit(client.get("/auth/login?next=/history/"), "/auth/login", **credentials(password="no"))
    assert client.submit(refused, "/auth/login", **credentials()).headers["Location"] == "/history/"
