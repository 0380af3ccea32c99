"""The load: keep-alive connections that send one request after another and refuse anything but 2xx."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlencode

from bench.server import Server


@dataclass(frozen=True)
class Request:
    """One request of a step."""

    method: str
    path: str
    form: dict[str, str] | None = None
    headers: tuple[tuple[str, str], ...] = ()


Requests = Callable[[int], Iterator[Request]]
"""Gives the endless requests of connection number n."""


@dataclass(frozen=True)
class Sample:
    """What one burst took: CPU seconds of the server per request, and the latencies in seconds."""

    cpu: float
    latencies: tuple[float, ...]


def burst(server: Server, requests: Requests, connections: int, count: int) -> Sample:
    """Send `count` requests over that many connections; RuntimeError on any answer but 2xx."""
    latencies: list[list[float]] = [[] for _ in range(connections)]
    failures: list[str] = []
    share = -(-count // connections)

    def run(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        for request in islice(requests(number), share):
            started = time.perf_counter()
            status, body = _send(connection, request)
            latencies[number].append(time.perf_counter() - started)
            if not 200 <= status < 300:
                failures.append(f"{request.method} {request.path}: {status} {body[:200]!r}")
                break
        connection.close()

    before = server.cpu_seconds()
    threads = [threading.Thread(target=run, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    used = server.cpu_seconds() - before
    if failures:
        raise RuntimeError(failures[0])
    flat = tuple(latency for some in latencies for latency in some)
    return Sample(used / len(flat), flat)


def _send(connection: http.client.HTTPConnection, request: Request) -> tuple[int, bytes]:
    headers = dict(request.headers)
    body = None
    if request.form is not None:
        body = urlencode(request.form)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(request.method, request.path, body=body, headers=headers)
    response = connection.getresponse()
    return response.status, response.read()
