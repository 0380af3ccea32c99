"""Following every link and loading every file of the site, as one visitor sees it."""

from collections import deque
from urllib.parse import urljoin, urlsplit

from werkzeug.test import TestResponse

from tests.audit import parse
from tests.client import AuditingClient

MOST = 400
"""Enough for every page of the sample; more would be a trap of addresses without an end."""


def crawl(client: AuditingClient, *starts: str) -> dict[str, TestResponse]:
    """Every page and file that can be reached from `starts` (and from `/`), by its path and query.

    The client audits each of them, and fails on any GET that writes to the database.
    """
    found: dict[str, TestResponse] = {}
    waiting = deque(["/", *starts])
    while waiting:
        path = waiting.popleft()
        if path in found:
            continue
        assert len(found) < MOST, f"no end of addresses: {path}"
        found[path] = response = client.get(path)
        assert response.status_code in (200, 303), f"{path} is linked and answers {response.status_code}"
        waiting.extend(_targets(path, response))
    return found


def _targets(path: str, response: TestResponse) -> list[str]:
    if response.status_code == 303:
        return _local(path, [response.headers["Location"]])
    if response.mimetype == "text/javascript":
        imported = [line.partition(' from "')[2].rstrip('";') for line in response.text.splitlines()]
        return _local(path, [name for name in imported if name.startswith("./")])
    if response.mimetype != "text/html":
        return []
    page = parse(response)
    return _local(path, [element.get(name) or "" for element in page.iter() for name in ("href", "src")])


def _local(path: str, addresses: list[str]) -> list[str]:
    targets = []
    for address in addresses:
        parts = urlsplit(urljoin(f"http://localhost{path}", address))
        if address and parts.netloc == "localhost" and parts.scheme == "http":
            targets.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return targets
