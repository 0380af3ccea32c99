"""Every shipped block of Python that is marked `runnable` is a whole program and ends well."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from interview_sim.catalog.code_blocks import list_code_blocks
from interview_sim.catalog.loader import SHIPPED, find_packs, read_packs
from interview_sim.catalog.markdown import render
from interview_sim.catalog.prose import list_prose

RUNNER = Path(__file__).with_name("block_runner.py")
SIDE_BY_SIDE = 2
SECONDS = 30


@dataclass(frozen=True)
class Ran:
    """How a program ended; `status` is negative where it was killed."""

    name: str
    status: int
    output: str
    errors: str


def run_blocks(root: Path, codes: Sequence[tuple[str, str]], seconds: int = SECONDS) -> list[Ran]:
    """Run programs, given as name and code, each in a folder of its own below `root`."""
    folders = [root / str(number) for number in range(len(codes))]
    for folder, (_, code) in zip(folders, codes, strict=True):
        folder.mkdir()
        (folder / "block.py").write_text(code)
    shares = [folders[start::SIDE_BY_SIDE] for start in range(SIDE_BY_SIDE)]
    runners = [
        subprocess.Popen(
            [sys.executable, RUNNER, str(seconds), *share],
            env={"PATH": os.environ["PATH"], "HOME": str(root), "TMPDIR": str(root)},
            stdin=subprocess.DEVNULL,
        )
        for share in shares
        if share
    ]
    assert [runner.wait() for runner in runners] == [0] * len(runners)
    return [
        Ran(name, int((at / "status").read_text()), (at / "output").read_text(), (at / "errors").read_text())
        for at, (name, _) in zip(folders, codes, strict=True)
    ]


def list_runnable() -> list[tuple[str, str]]:
    return [
        (f"{item.id}: {prose.path}", block.code)
        for pack in read_packs(find_packs(SHIPPED))
        for item in pack.items
        for prose in list_prose(item)
        for block in list_code_blocks(prose.text)
        if block.is_runnable
    ]


def test_every_runnable_block_runs(tmp_path: Path) -> None:
    blocks = list_runnable()
    assert blocks
    failed = [ran for ran in run_blocks(tmp_path, blocks) if ran.status]
    assert not failed, "\n\n".join(f"{ran.name} ended with {ran.status}\n{ran.errors[-2000:]}" for ran in failed)


def test_a_block_runs_by_itself_and_every_way_to_fail_is_noticed(tmp_path: Path) -> None:
    programs = {
        "fine": "print(__name__, __file__)",
        "alone": "print('flask' in globals(), 'left_behind' in globals())",
        "raises": "left_behind = 1\nraise LookupError('nothing here')",
        "exits": "import sys\nsys.exit(3)",
        "hangs": "import time\ntime.sleep(60)",
        "warns": "async def save(): ...\nsave()",
        "writes": "open('notes.txt', 'x').close()",
        "calls home": "import socket\nsocket.create_connection(('192.0.2.1', 80), timeout=1)",
        "looks up": "import socket\nsocket.getaddrinfo('example.org', 80)",
        "talks to itself": "import socket\na, b = socket.socketpair()\na.send(b'x')\nassert b.recv(1) == b'x'",
        "assumes": "assert 1 + 1 == 3",
    }
    ran = {each.name: each for each in run_blocks(tmp_path, list(programs.items()), seconds=1)}
    assert {name: each.status for name, each in ran.items() if each.status} == {
        "raises": 1,
        "exits": 3,
        "hangs": -14,
        "calls home": 1,
        "looks up": 1,
        "assumes": 1,
    }
    assert ran["fine"].output == "__main__ block.py\n"
    assert ran["alone"].output == "False False\n"
    assert "nothing here" in ran["raises"].errors
    assert "never awaited" in ran["warns"].errors
    assert "a block may not use the network, but asked for 192.0.2.1" in ran["calls home"].errors
    assert "a block may not use the network, but asked for example.org" in ran["looks up"].errors


def test_the_mark_never_reaches_a_page() -> None:
    code = "```python{}\nprint('hello')\n```"
    assert render(code.format(" runnable")) == render(code.format(""))
    for pack in read_packs(find_packs(SHIPPED)):
        for item in pack.items:
            for prose in list_prose(item):
                plain = prose.text.replace("```python runnable\n", "```python\n")
                if plain != prose.text:
                    assert render(prose.text) == render(plain), f"{item.id}: {prose.path}"
