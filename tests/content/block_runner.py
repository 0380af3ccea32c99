"""Runs programs, each in a process of its own, in which the commonest packages are imported already.

`python block_runner.py SECONDS FOLDER...`: every folder holds a `block.py`, and is given its `output`, `errors` and
exit `status`. A program that takes longer than SECONDS is killed, and none reaches the network.
"""

import contextlib
import gc
import os
import runpy
import signal
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    for name in ("flask", "pydantic", "sqlalchemy.orm"):
        with contextlib.suppress(ImportError):
            __import__(name)
    gc.collect()
    gc.freeze()  # else every child spends a quarter of a second at its end on taking those packages apart
    seconds, *folders = sys.argv[1:]
    for folder in map(Path, folders):
        child = os.fork()
        if not child:
            return run(folder, int(seconds))
        _, status = os.waitpid(child, 0)
        (folder / "status").write_text(str(os.waitstatus_to_exitcode(status)))
    return None


def run(folder: Path, seconds: int) -> None:
    """Become the program: what it raises, and how it exits, is how this process does."""
    os.chdir(folder)
    for name, descriptor in (("output", 1), ("errors", 2)):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT, 0o600), descriptor)
    sys.argv = ["block.py"]
    sys.addaudithook(refuse_network)
    signal.alarm(seconds)
    runpy.run_path("block.py", run_name="__main__")


def refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Let a program speak to itself, and to nobody else."""
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else "localhost"
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if host not in (None, "localhost", "127.0.0.1", "::1"):
        raise PermissionError(f"a block may not use the network, but asked for {host}")


if __name__ == "__main__":
    main()
