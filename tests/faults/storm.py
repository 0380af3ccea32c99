"""Clients autosave as fast as they can while the server is killed again and again: is anything acknowledged gone?"""

import random
import re
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.server import Server, serving
from tests.faults.visitor import Unanswered, Visitor

Tell = Callable[[str], object]

CALM = (0.2, 0.8)
"""Seconds between a restart and the next kill: from just after the first saves to the middle of many."""
BACK_AGAIN = 0.05
"""Seconds a client waits after a request without a reply."""


def _say_nothing(_line: str) -> None:
    """The tests look at the end only."""


@dataclass
class Damage:
    """What a run counted."""

    kills: int = 0
    workers_killed: int = 0
    acknowledged: int = 0
    unanswered: int = 0
    busy: int = 0
    """Honest 503s: nothing was saved, and the client was told so."""
    reads_after_restart: int = 0
    losses: list[str] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)
    """Replies that are neither an acknowledgement nor an honest 503."""

    def __str__(self) -> str:
        return (
            f"{self.kills} kills of the whole server, {self.workers_killed} of one worker; "
            f"{self.acknowledged} saves acknowledged, {self.busy} refused for now, {self.unanswered} unanswered; "
            f"{self.reads_after_restart} answers read again after a kill; "
            f"{len(self.losses)} losses, {len(self.surprises)} surprises"
        )


def text_of(client: int, sequence: int) -> str:
    """The text a client sends with that save: it says who and which, and grows as an answer does."""
    return f"client {client} save {sequence}\n" + f"line of client {client}\n" * (sequence % 40) + "the end"


class Typist(threading.Thread):
    """One client that types and never stops; after every broken request it looks at what the server has."""

    def __init__(self, number: int, port: int, damage: Damage, guard: threading.Lock) -> None:
        super().__init__(daemon=True)
        self.number = number
        self.visitor = Visitor(port)
        self.acknowledged = 0
        self._damage = damage
        self._guard = guard
        self._over = threading.Event()

    def run(self) -> None:
        """Save until told to stop."""
        is_shaken = False
        try:
            while not self._over.is_set():
                try:
                    if is_shaken:
                        self.check(self.visitor.stored(), "after a kill")
                        self._count("reads_after_restart")
                        is_shaken = False
                    self._save()
                except Unanswered:
                    is_shaken = True
                    self._count("unanswered")
                    time.sleep(BACK_AGAIN)
        except Exception as fault:
            self._note(self._damage.surprises, f"client {self.number}: {fault!r}")
        finally:
            self.visitor.leave()

    def stop(self) -> None:
        """Finish the save under way and end."""
        self._over.set()
        self.join(30)

    def check(self, stored: str, when: str) -> None:
        """Compare what is stored with what was acknowledged: that save or a later one, and whole."""
        match = re.match(rf"client {self.number} save (\d+)\n", stored)
        sequence = int(match[1]) if match else 0
        if sequence < self.acknowledged:
            self._note(
                self._damage.losses,
                f"client {self.number} {when}: save {self.acknowledged} was acknowledged, {sequence} is stored",
            )
        elif sequence and stored != text_of(self.number, sequence):
            self._note(self._damage.losses, f"client {self.number} {when}: save {sequence} is stored in part")

    def _save(self) -> None:
        sequence = self.visitor.sequence + 1
        reply = self.visitor.save(text_of(self.number, sequence))
        if reply.status == 200:
            self.acknowledged = sequence
            self._count("acknowledged")
        elif reply.status == 503:
            self._count("busy")
        else:
            self._note(self._damage.surprises, f"client {self.number}: {reply.status} {reply.text[:300]}")

    def _count(self, name: str) -> None:
        with self._guard:
            setattr(self._damage, name, getattr(self._damage, name) + 1)

    def _note(self, notes: list[str], note: str) -> None:
        with self._guard:
            notes.append(note)


def run(directory: Path, *, kills: int, clients: int, seed: int, tell: Tell = _say_nothing) -> Damage:
    """Kill a server `kills` times under `clients` typists (every third time only one worker) and count the damage."""
    chance, damage, guard = random.Random(seed), Damage(), threading.Lock()
    with serving(directory) as server:
        typists = [Typist(number, server.port, damage, guard) for number in range(1, clients + 1)]
        try:
            for typist in typists:
                typist.visitor.begin()
                typist.start()
            for number in range(1, kills + 1):
                _wait_for_saves(damage, chance)
                _kill(server, damage, chance, only_a_worker=number % 3 == 0)
                tell(f"{number} of {kills}: {damage}")
            _wait_for_saves(damage, chance)
        finally:
            for typist in typists:
                typist.stop()
        server.kill()
        _check_file(server.database, typists, damage)
    return damage


def _wait_for_saves(damage: Damage, chance: random.Random) -> None:
    """Let everybody find the server again and type for a moment."""
    seen, deadline = damage.acknowledged, time.monotonic() + 30
    while damage.acknowledged < seen + 10 and not damage.surprises and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(chance.uniform(*CALM))


def _kill(server: Server, damage: Damage, chance: random.Random, *, only_a_worker: bool) -> None:
    if only_a_worker:
        damage.workers_killed += server.kill_a_worker(chance)
        return
    server.kill()
    damage.kills += 1
    server.start()


def _check_file(database: Path, typists: list[Typist], damage: Damage) -> None:
    """The file itself, once everything is dead: it is sound, and every typist's last words are in it."""
    with closing(sqlite3.connect(database)) as connection:
        if (sound := connection.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            damage.losses.append(f"the database is damaged: {sound}")
        for typist in typists:
            attempt_id = typist.visitor.room.split("/")[2]
            query = "SELECT text FROM answers WHERE attempt_id = ? AND number = 0"
            row = connection.execute(query, [attempt_id]).fetchone()
            typist.check(row[0] if row else "", "in the file")
