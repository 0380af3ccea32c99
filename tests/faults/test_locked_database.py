"""Another process holds the SQLite file: a save waits, or is refused honestly; it is never falsely called saved."""

import json
import threading
import time
from collections.abc import Iterator

import pytest

from tests.faults.server import Server, locked, serving
from tests.faults.visitor import Reply, Visitor

pytestmark = pytest.mark.fault


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("locked")) as running:
        yield running


@pytest.fixture
def visitor(server: Server) -> Iterator[Visitor]:
    arrived = Visitor(server.port)
    arrived.begin()
    assert arrived.save("before the lock").status == 200
    yield arrived
    arrived.leave()


def test_a_save_waits_for_a_lock_of_three_seconds_and_succeeds(server: Server, visitor: Visitor) -> None:
    with locked(server.database) as holder:
        assert holder.stdin is not None
        release = threading.Timer(3, holder.stdin.close)
        release.start()
        began = time.monotonic()
        reply = visitor.save("while it was locked")
        waited = time.monotonic() - began
        release.join()
    assert reply.status == 200
    assert waited > 2.5
    assert visitor.stored() == "while it was locked"


def test_a_lock_that_outlasts_the_patience_is_an_honest_503_and_nothing_is_said_to_be_saved(
    server: Server, visitor: Visitor
) -> None:
    replies: dict[str, Reply] = {}
    by_form = Visitor(server.port)
    by_form.begin()

    def press_save() -> None:
        replies["form"] = by_form.save_by_form("typed without a script")

    with locked(server.database):
        button = threading.Thread(target=press_save)
        button.start()
        began = time.monotonic()
        replies["script"] = visitor.save("never stored")
        waited = time.monotonic() - began
        button.join()
        assert visitor.stored() == "before the lock"  # reading goes on meanwhile
    assert [replies[name].status for name in ("script", "form")] == [503, 503]
    assert 4.5 < waited < 20
    told = json.loads(replies["script"].text)
    assert told["error"] == "unavailable"
    assert "not saved" in told["message"]
    assert "revision" not in told
    assert int(replies["script"].headers["Retry-After"]) > 0
    assert "typed without a script" in replies["form"].text
    assert visitor.stored() == "before the lock"
    assert visitor.save("after the lock").status == 200
    assert visitor.stored() == "after the lock"
    by_form.leave()
