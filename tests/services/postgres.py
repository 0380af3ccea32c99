"""A private PostgreSQL server for tests: made from Debian's programs, reached by a socket, gone afterwards."""

import glob
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

OWNER = "interview_sim"
SETTINGS = ("listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
"""Nothing here outlives the tests, so nothing is written twice; no port is opened."""


@dataclass(frozen=True)
class PostgresServer:
    """A running server; `url(database)` is how SQLAlchemy reaches a database of it."""

    directory: Path
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str) -> str:
        """The address of that database."""
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.directory}"

    def make_database(self, template: str = "template0") -> str:
        """A new database, a copy of `template`; its name. Nobody may be connected to the template."""
        name = f"made_{next(self._numbers)}"
        with self.connect() as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def connect(self) -> psycopg.Connection:
        """A connection of its own to the server, outside any transaction."""
        return psycopg.connect(host=str(self.directory), user=OWNER, dbname="postgres", autocommit=True)


def find_programs() -> Path | None:
    """The folder of initdb and postgres, of the newest version there is; None without one."""
    found = sorted(Path(name) for name in glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    on_path = shutil.which("initdb")
    initdb = found[-1] if found else Path(on_path).resolve() if on_path else None
    return initdb.parent if initdb else None


@contextmanager
def serving(programs: Path) -> Iterator[PostgresServer]:
    """Make a cluster in a folder of its own, serve it, and remove it again."""
    directory = Path(tempfile.mkdtemp(prefix="interview-sim-pg-"))
    user = _user_for(directory)
    data, log = directory / "data", directory / "log"
    try:
        made: list[str | Path] = [programs / "initdb", "-D", data, "-U", OWNER]
        made += ["-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL, user=user, cwd=directory)
        options: list[str | Path] = [word for setting in SETTINGS for word in ("-c", setting)]
        with log.open("wb") as output:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", directory, *options],
                stdout=output,
                stderr=output,
                user=user,
                cwd=directory,
            )
        try:
            running = PostgresServer(directory)
            _wait_for(running, server, log)
            yield running
        finally:
            server.terminate()
            server.wait(20)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _user_for(directory: Path) -> str | None:
    """PostgreSQL refuses to run as root: then it is somebody else's; None where we may stay who we are."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    os.chown(directory, pwd.getpwnam(user).pw_uid, -1)
    return user


def _wait_for(running: PostgresServer, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        if server.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended with {server.returncode}:\n{log.read_text()[-2000:]}")
        try:
            running.connect().close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start within 10 seconds:\n{log.read_text()[-2000:]}")
