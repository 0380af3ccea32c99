"""`make bench`: the ladder at three scales, in one run, judged by multiples and never by absolute figures.

Every figure of CPU is the server's process tree divided by the requests it answered; each step is measured in several
rounds whose order rotates, and the median of the rounds counts.
"""

import argparse
import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from bench.browser import measure_room
from bench.ladder import Step, ladder
from bench.load import Sample, burst
from bench.search import measure_search
from bench.seed import seed
from bench.server import Server, serving

SCALES = (1, 10, 100)
GROWTH = 1.25
HISTORY_GROWTH = 1.5

Results = dict[tuple[int, int, str], list[Sample]]
"""(scale, connections, step) → one sample a round."""


def main() -> int:
    """Run the ladder, print it, and return 1 where a multiple is too large."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scales", type=int, nargs="+", default=list(SCALES))
    arguments = parser.parse_args()
    searched = measure_search()
    results: Results = defaultdict(list)
    steps: list[Step] = []
    for scale in arguments.scales:
        steps = measure(scale, arguments.rounds, results)
    faults = [fault for scale in arguments.scales for fault in report(scale, steps, results)]
    faults += growth(arguments.scales, steps, results) + searched
    print("\n" + ("\n".join(faults) if faults else "Every multiple is within its limit."))
    return 1 if faults else 0


def measure(scale: int, rounds: int, results: Results) -> list[Step]:
    """Measure every step at 1 and at 8 connections against a database of that scale."""
    with tempfile.TemporaryDirectory(prefix="interview-sim-bench-") as folder:
        print(f"Seeding scale {scale} …", flush=True)
        seeded = seed(Path(folder), scale)
        floor = {"BENCH_FLOOR_DB": _floor_database(Path(folder))}
        with serving("bench.floor:app", floor) as bare, serving("wsgi:app", seeded.environment) as app:
            servers: dict[str, Server] = {"floor": bare, "app": app}
            steps = ladder(seeded)
            for step in steps:
                burst(servers[step.server], step.requests, 8, 16)
            for turn in range(rounds):
                for step in [*steps[turn % len(steps) :], *steps[: turn % len(steps)]]:
                    for connections in (1, 8):
                        sample = burst(servers[step.server], step.requests, connections, step.count)
                        results[scale, connections, step.name].append(sample)
                print(f"  round {turn + 1} of {rounds}", flush=True)
            if scale == min(SCALES):
                actor = seeded.actors[0]
                measure_room(f"http://127.0.0.1:{app.port}", actor.cookie, f"/attempts/{actor.answering}/prompts/1/")
    return steps


def report(scale: int, steps: list[Step], results: Results) -> list[str]:
    """Print one scale; the limits that are broken."""
    faults = []
    for connections in (1, 8):
        print(f"\nScale {scale}, {connections} connection{'s' if connections > 1 else ''}")
        print(f"  {'step':<14}{'CPU ms':>9}{'p50 ms':>9}{'p95 ms':>9}{'multiple':>18}{'limit':>8}")
        for step in steps:
            samples = results[scale, connections, step.name]
            unit = cpu(results[scale, connections, step.unit])
            multiple = cpu(samples) / unit
            latencies = sorted(latency for sample in samples for latency in sample.latencies)
            limit = step.limit if connections == 1 else None
            print(
                f"  {step.name:<14}{cpu(samples) * 1e3:>9.3f}{latencies[len(latencies) // 2] * 1e3:>9.2f}"
                f"{latencies[int(len(latencies) * 0.95)] * 1e3:>9.2f}{f'{multiple:.2f} × {step.unit}':>18}"
                f"{f'{limit:g}' if limit else '':>8}"
            )
            if limit and multiple > limit:
                faults.append(
                    f"scale {scale}: {step.name} costs {multiple:.2f} × {step.unit}; the limit is {limit:g}"
                )
    return faults


def growth(scales: list[int], steps: list[Step], results: Results) -> list[str]:
    """Compare the smallest with the largest scale, at one connection; the limits that are broken."""
    low, high = min(scales), max(scales)
    if low == high:
        return []
    faults = []
    print(f"\nFrom scale {low} to {high}, as multiples of hello")
    for step in steps:
        if step.server == "floor":
            continue
        before, after = (
            cpu(results[scale, 1, step.name]) / cpu(results[scale, 1, step.unit]) for scale in (low, high)
        )
        limit = HISTORY_GROWTH if step.name == "history" else GROWTH
        print(f"  {step.name:<14}{before:>7.2f} → {after:.2f}  (× {after / before:.2f}, limit {limit:g})")
        if after / before > limit:
            faults.append(
                f"{step.name} grows by {after / before:.2f} from scale {low} to {high}; the limit is {limit:g}"
            )
    return faults


def cpu(samples: list[Sample]) -> float:
    """The median over the rounds, in seconds a request."""
    return statistics.median(sample.cpu for sample in samples)


def _floor_database(folder: Path) -> str:
    import sqlite3

    path = str(folder / "floor.db")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")  # here, for two connections that change it at once are refused
    connection.execute("CREATE TABLE answers (id INTEGER PRIMARY KEY, text TEXT, revision INTEGER)")
    connection.execute("INSERT INTO answers VALUES (1, ?, 0)", ("word " * 200,))
    connection.commit()
    connection.close()
    return path


if __name__ == "__main__":
    sys.exit(main())
