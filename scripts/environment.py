"""The virtual environment: made once, and filled again only when a file of requirements has changed."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.told import ROOT, SetupFailed, tell

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "install.log"
RETRIES = 2
"""How often pip asks the package index again; uv has patience of its own."""
NETWORK_TROUBLE = (
    "Temporary failure in name resolution",
    "NewConnectionError",
    "ConnectTimeout",
    "Connection refused",
    "Network is unreachable",
    "ProxyError",
    "Read timed out",
    "dns error",
    "error sending request",
    "tcp connect error",
)


def ensure(*names: str) -> None:
    """Have `.venv` hold what these files of requirements list. Raises `SetupFailed`."""
    version = _version_of(PYTHON)
    files = [ROOT / name for name in names]
    missing = [file for file in files if not _is_installed(file, version)]
    if not missing:
        return
    if not os.access(ROOT, os.W_OK):
        raise SetupFailed(
            f"{ROOT} cannot be written, so nothing can be installed. Clone the project into a folder of your own."
        )
    if version is None or not _can_install():
        _make()
        version = _version_of(PYTHON)
        missing = files
    for file in missing:
        _install(file)
        _stamp(file).write_text(_wanted(file, version))


def needs_pip_of_debian() -> bool:
    """Whether this Python cannot make virtual environments, as on Debian without python3-venv."""
    return shutil.which("uv") is None and importlib.util.find_spec("ensurepip") is None


def debian_package() -> str:
    """The package that makes it able to."""
    return f"python3.{sys.version_info.minor}-venv"


def _make() -> None:
    if needs_pip_of_debian():
        raise SetupFailed(
            f"Python's venv module is missing. On Debian: sudo apt install {debian_package()}. Then run make again."
        )
    tell(f"Making a virtual environment in {VENV.name} (Python {sys.version_info.major}.{sys.version_info.minor})")
    uv = shutil.which("uv")
    command = (
        [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)]
        if uv
        else [sys.executable, "-m", "venv", "--clear", str(VENV)]
    )
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:] or ["no reason was given"]
        raise SetupFailed(f"The virtual environment could not be made: {reason[0]}")


def _install(file: Path) -> None:
    libraries = sum(line[:1].isalnum() for line in file.read_text().splitlines())
    tell(f"Installing {file.name} ({libraries} libraries; the first time this takes about half a minute)")
    uv = shutil.which("uv")
    command = (
        [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
        if uv
        else [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", f"--retries={RETRIES}", "--timeout=20"]
    )
    with LOG.open("w") as log:
        options = ["--require-hashes", "--requirement", str(file)]
        done = subprocess.run([*command, *options], stdout=log, stderr=subprocess.STDOUT, check=False)
    if done.returncode == 0:
        return
    told = LOG.read_text(errors="replace")
    if any(sign in told for sign in NETWORK_TROUBLE):
        raise SetupFailed(
            "The libraries could not be downloaded: there is no connection to the package index (pypi.org, or the "
            "one pip is set to). Connect and run make again; it goes on where it stopped."
        )
    if "No space left" in told:
        raise SetupFailed("The disk is full. Make about 300 MB of room and run make again.")
    last = [line for line in told.splitlines() if line.strip()][-1:] or ["no reason was given"]
    raise SetupFailed(f"{file.name} could not be installed: {last[0].strip()} (all of it: {LOG.relative_to(ROOT)})")


def _version_of(python: Path) -> str | None:
    """Which Python the environment holds; None where it is absent, broken, too old or from another folder."""
    question = "import sys; print(sys.version_info[:2], sys.prefix)"
    try:
        done = subprocess.run([str(python), "-c", question], capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 and done.stdout >= "(3, 11)" else None


def _can_install() -> bool:
    if shutil.which("uv"):
        return True
    return subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def _is_installed(file: Path, version: str | None) -> bool:
    stamp = _stamp(file)
    return version is not None and stamp.is_file() and stamp.read_text() == _wanted(file, version)


def _wanted(file: Path, version: str | None) -> str:
    return f"{version} {hashlib.sha256(file.read_bytes()).hexdigest()}\n"


def _stamp(file: Path) -> Path:
    return VENV / f".installed-{file.stem}"
