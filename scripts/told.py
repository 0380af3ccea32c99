"""What the set-up says while it works."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class SetupFailed(Exception):
    """The set-up cannot go on; the message is one sentence about what happened and what to do."""


def tell(sentence: str) -> None:
    """Say what is being done."""
    print(f"==> {sentence}", flush=True)


def warn(sentence: str) -> None:
    """Say what will be missing."""
    print(f"==> {sentence}", file=sys.stderr, flush=True)
