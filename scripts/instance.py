"""`instance/`: the secret key, the database at the newest migration, the shipped content."""

import os
import secrets
import subprocess
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
            f"{fault.filename or path} cannot be written ({fault.strerror}). Make it yours, or choose another folder: "
            "INTERVIEW_SIM_INSTANCE_PATH=/path make run"
        ) from None


def migrate() -> None:
    """Bring the database to the newest migration."""
    tell("Bringing the database up to date")
    _flask("db", "upgrade")


def load_content() -> None:
    """Load the shipped interviews; what has not changed is left alone."""
    tell("Loading the shipped content")
    _flask("content", "load")


def _flask(*arguments: str) -> None:
    command = [str(PYTHON), "-m", "flask", "--app", "wsgi", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return
    told = done.stderr.strip() or done.stdout.strip()
    if "Traceback" not in told:
        raise SetupFailed(told.removeprefix("Error: "))
    raise SetupFailed(f"`flask {' '.join(arguments)}` failed: {told.splitlines()[-1]}\n{told}")


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
