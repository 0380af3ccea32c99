"""Refusals are pages of the site, say what to do next, and lose nothing that was typed."""

import pytest
from tests.client import AuditingClient
from tests.conftest import MakeApp


def test_a_page_that_does_not_exist_says_so(client: AuditingClient) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "There is no such page" in response.text
