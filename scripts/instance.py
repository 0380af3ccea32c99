"""`instance/`: the secret key, the database at the newest migration, the shipped content."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

from scripts.environment import PYTHON
from scripts.told import ROOT, SetupFailed, tell

CONFIG = """\
# Settings of this installation; the table in README.md lists them. Keep this file secret and back it up:
# without its key everybody has to sign in again.
SECRET_KEY = "{key}"
"""


def folder() -> Path:
    """Where this installation keeps its data."""
    return Path(os.environ.get("INTERVIEW_SIM_INSTANCE_PATH") or ROOT / "instance")


def ensure_secret_key() -> None:
    """Write `config.py` with a fresh key, for its owner only; one that is there is never touched."""
    path = folder() / "config.py"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.exists():
            return
        draft = path.with_name(f".config.{os.getpid()}.part")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(CONFIG.format(key=secrets.token_hex(32)))
        try:
            # Unlike a rename, a link never replaces a file that is there; and the file is never seen half written.
            os.link(draft, path)
            tell(f"A secret key was generated into {_short(path)}")
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    except OSError as fault:
        raise SetupFailed(
            f"{fault.filename or path} cannot be written ({fault.strerror}). Make it yours, or choose another "
            "folder: INTERVIEW_SIM_INSTANCE_PATH=/path make run"
        ) from None


def ensure_data() -> None:
    """Bring the database to the newest migration and load the shipped content; what is there already stays."""
    command = [str(PYTHON), "-m", "scripts.prepare"]
    done = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode == 0:
        return
    told = done.stderr.strip().splitlines() or ["no reason was given"]
    if any(line.startswith("Traceback") for line in told):
        print("\n".join(told), file=sys.stderr)
        raise SetupFailed(f"The database could not be prepared: {told[-1]}")
    raise SetupFailed("\n".join(told).removeprefix("Error: "))


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
