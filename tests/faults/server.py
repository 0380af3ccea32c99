"""A real server to be killed: gunicorn with several workers on a SQLite file; and somebody who locks that file."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask_migrate import upgrade

from interview_sim import create_app
from interview_sim.extensions import db
from tests.builders import load_sample

ROOT = Path(__file__).resolve().parent.parent.parent
WORKERS = 3
START_SECONDS = 30

LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
connection.execute("ROLLBACK")
"""


class Server:
    """gunicorn with the project's own settings, on an address of this machine only."""

    def __init__(self, directory: Path) -> None:
        self.database = directory / "faults.db"
        self.port = _free_port()
        self._log = directory / "server.log"
        self._settings = {
            "DATABASE_URL": f"sqlite:///{self.database}",
            "SECRET_KEY": "a key for these tests only",
            "INTERVIEW_SIM_INSTANCE_PATH": str(directory),
            "INTERVIEW_SIM_SQLITE_SYNCHRONOUS": "FULL",
            "INTERVIEW_SIM_LOG_LEVEL": "WARNING",
            "WEB_CONCURRENCY": str(WORKERS),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._prepare()

    def start(self) -> None:
        """Serve; returns once the port answers."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "wsgi:app"],
                cwd=ROOT,
                env={**os.environ, **self._settings},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise RuntimeError(f"the server did not start:\n{self._log.read_text()[-2000:]}")

    def kill(self) -> None:
        """End the server and all its workers at once and without a word, as a power cut would."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(10)
            self._process = None

    def kill_a_worker(self, chance: random.Random) -> bool:
        """End one worker without a word; the server replaces it. Whether there was one."""
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        if not children:
            return False
        os.kill(int(chance.choice(children)), signal.SIGKILL)
        return True

    @property
    def said(self) -> str:
        """Everything the server wrote to its log."""
        return self._log.read_text()

    def _prepare(self) -> None:
        app = create_app(
            {"SECRET_KEY": "for the preparation", "SQLALCHEMY_DATABASE_URI": self._settings["DATABASE_URL"]}
        )
        with app.app_context():
            upgrade()
            load_sample()
            db.session.remove()
            db.engine.dispose()


@contextmanager
def serving(directory: Path) -> Iterator[Server]:
    """A server with the sample interview, running until the block ends."""
    server = Server(directory)
    server.start()
    try:
        yield server
    finally:
        server.kill()


@contextmanager
def locked(database: Path) -> Iterator[subprocess.Popen[str]]:
    """The database file locked for writing by another process, until the block ends or its input is closed."""
    holder = subprocess.Popen(
        [sys.executable, "-c", LOCK, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "locked\n"
            yield holder
        finally:
            if holder.stdin is not None and not holder.stdin.closed:
                holder.stdin.close()
            holder.wait(10)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
