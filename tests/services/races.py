"""Two requests at the same moment: as chance has it, and in every order that matters.

Chance rarely finds the narrow gap between reading and writing, so `every_way` also makes the gap wide: one request is
held just before its first write while the other runs to its end, or just before its commit while the other arrives.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import event, text

from interview_sim.extensions import db

Act = Callable[[], object]
ROUNDS = 8
"""Few: chance is the smaller part, the telling orders are made on purpose."""
PATIENCE = 20.0
"""Seconds after which a race counts as hung: more than any lock waits for another."""


@dataclass(frozen=True)
class Race:
    """Two acts, and what must hold whichever came first; `check` gets what each returned or raised."""

    left: Act
    right: Act
    check: Callable[[object, object], None]


def every_way(app: Flask, prepare: Callable[[], Race]) -> None:
    """Run the race, prepared anew each time, `ROUNDS` times by chance and in every telling order."""
    for number in range(ROUNDS):
        race = _prepared(app, prepare)
        left, right = at_once(app, *((race.left, race.right) if number % 2 else (race.right, race.left)))
        _check(app, race, *((left, right) if number % 2 else (right, left)))
    for run in (overtaken, waited_for):
        race = _prepared(app, prepare)
        left, right = run(app, race.left, race.right)
        _check(app, race, left, right)
        race = _prepared(app, prepare)
        right, left = run(app, race.right, race.left)
        _check(app, race, left, right)


def at_once(app: Flask, *acts: Act) -> list[object]:
    """Run the acts in threads with connections of their own, all from one moment; what each returned or raised."""
    barrier = threading.Barrier(len(acts), timeout=PATIENCE)
    runners = [_Runner(app, act, barrier.wait) for act in acts]
    return [runner.outcome() for runner in runners]


def overtaken(app: Flask, slow: Act, quick: Act, *, at: str = "", nth: int = 1) -> list[object]:
    """`slow` has read and decided; before it writes, `quick` runs to its end.

    It is held before the `nth` of its statements that begin with `at`; without `at`, before its first write.
    """
    with _gate(app, "before_cursor_execute") as gate:
        gate.is_reached_by = lambda statement: _is_write(statement) if not at else statement.startswith(at)
        gate.after = nth
        held = _Runner(app, slow, gate.enter)
        gate.wait_until_reached_or(held.is_over)
        passing = _Runner(app, quick)
        passed = passing.outcome()
        gate.open()
        return [held.outcome(), passed]


def waited_for(app: Flask, holder: Act, waiter: Act) -> list[object]:
    """`holder` has written; before it commits, `waiter` arrives and comes as far as it can."""
    with _gate(app, "commit") as gate:
        held = _Runner(app, holder, gate.enter)
        gate.wait_until_reached_or(held.is_over)
        waiting = _Runner(app, waiter)
        waiting.is_over.wait(0.05)
        gate.open()
        return [held.outcome(), waiting.outcome()]


class _Runner:
    """An act in a thread and an application context of its own."""

    def __init__(self, app: Flask, act: Act, begin: Callable[[], object] = lambda: None) -> None:
        self.is_over = threading.Event()
        self._result: object = None
        self._thread = threading.Thread(target=self._run, args=(app, act, begin), daemon=True)
        self._thread.start()

    def _run(self, app: Flask, act: Act, begin: Callable[[], object]) -> None:
        with app.app_context():
            try:
                db.session.execute(text("SELECT 1"))
                db.session.rollback()
                begin()
                self._result = act()
            except Exception as refusal:
                self._result = refusal
            finally:
                db.session.remove()
                self.is_over.set()

    def outcome(self) -> object:
        """What the act returned or raised, once it is over."""
        assert self.is_over.wait(PATIENCE), "a request hung"
        self._thread.join(PATIENCE)
        return self._result


class _Gate:
    """Holds one thread at one place until it is opened."""

    def __init__(self) -> None:
        self.is_reached_by: Callable[[str], bool] = lambda _statement: True
        self.after = 1
        self._thread: int | None = None
        self._reached = threading.Event()
        self._opened = threading.Event()

    def enter(self) -> None:
        """From now on the calling thread is the one to hold."""
        self._thread = threading.get_ident()

    def pass_through(self, statement: str) -> None:
        """Hold the thread here if it is the one, and this is the place."""
        if threading.get_ident() != self._thread or self._reached.is_set() or not self.is_reached_by(statement):
            return
        self.after -= 1
        if self.after == 0:
            self._reached.set()
            assert self._opened.wait(PATIENCE), "the gate was never opened"

    def wait_until_reached_or(self, is_over: threading.Event) -> None:
        """Wait for the held thread to arrive, or to end without coming here."""
        deadline = time.monotonic() + PATIENCE
        while not (self._reached.is_set() or is_over.is_set()):
            assert time.monotonic() < deadline, "the held request hung"
            time.sleep(0.0005)
        if is_over.is_set():
            self.open()  # nobody comes here any more, though another thread may be given the same number

    def open(self) -> None:
        """Let the thread go on."""
        self._opened.set()


@contextmanager
def _gate(app: Flask, event_name: str) -> Iterator[_Gate]:
    gate = _Gate()

    def on_statement(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        gate.pass_through(statement)

    def on_commit(_connection: Any) -> None:
        gate.pass_through("COMMIT")

    listener = on_commit if event_name == "commit" else on_statement
    with app.app_context():
        engine = db.engine
    event.listen(engine, event_name, listener)
    try:
        yield gate
    finally:
        gate.open()
        event.remove(engine, event_name, listener)


def _is_write(statement: str) -> bool:
    return statement.startswith(("INSERT", "UPDATE", "DELETE"))


def _prepared(app: Flask, prepare: Callable[[], Race]) -> Race:
    with app.app_context():
        race = prepare()
        db.session.remove()
    return race


def _check(app: Flask, race: Race, left: object, right: object) -> None:
    with app.app_context():
        race.check(left, right)
        db.session.remove()
