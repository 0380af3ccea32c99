"""Programs that come from Debian: found, or installed where that is allowed, or asked for in a sentence."""

import glob
import os
import shutil
import subprocess
from pathlib import Path

from scripts.told import SetupFailed, tell, warn

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
"""Best first: the headless shell is the same browser without windows, and a quarter quicker."""
CREATE_CLUSTER = Path("/etc/postgresql-common/createcluster.conf")


def ensure_browser() -> None:
    """Have a chromium for the browser tests. Raises `SetupFailed`, for they are never skipped in silence."""
    if find_browser():
        return
    if not any(_install(browser, "fonts-dejavu-core") for browser in BROWSERS[:2]):
        raise SetupFailed(
            "The browser tests need Chromium. On Debian: sudo apt install chromium. Elsewhere name the program: "
            "CHROMIUM=/path/to/chromium make test. The other tests alone: .venv/bin/python -m pytest -m 'not browser'"
        )


def find_browser() -> str | None:
    """The program that the browser tests drive: what `CHROMIUM` names, or the best one there is."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def ensure_postgresql() -> None:
    """Have PostgreSQL's programs for the tests of migrations; without them those tests say that they were skipped."""
    if glob.glob("/usr/lib/postgresql/*/bin/initdb") or shutil.which("initdb"):
        return
    if not CREATE_CLUSTER.exists() and _install("postgresql-common"):
        # The tests start a private server of their own; a system-wide one was not asked for.
        _as_root("sed", "-i", "s/^#\\?create_main_cluster.*/create_main_cluster = false/", str(CREATE_CLUSTER))
    if not _install("postgresql"):
        warn("The tests on PostgreSQL will be skipped: initdb is missing. On Debian: sudo apt install postgresql")


def ensure_venv_module(package: str) -> None:
    """Have Python's venv module where it may be installed; where not, making the environment says what to do."""
    _install(package)


def _install(*packages: str) -> bool:
    """Install packages as root or by a sudo that asks nothing; whether it worked. `NO_APT=1` forbids it."""
    if os.environ.get("NO_APT") or shutil.which("apt-get") is None or not _may_be_root():
        return False
    tell(f"Installing Debian's {', '.join(packages)} (NO_APT=1 forbids this)")
    options = ["-y", "-qq", "--no-install-recommends"]
    if _as_root("apt-get", "install", *options, *packages):
        return True
    return _as_root("apt-get", "update", "-qq") and _as_root("apt-get", "install", *options, *packages)


def _may_be_root() -> bool:
    if os.geteuid() == 0:
        return True
    if shutil.which("sudo") is None:
        return False
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0


def _as_root(*command: str) -> bool:
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    done = subprocess.run([*sudo, *environment, *command], stdout=subprocess.DEVNULL, check=False)
    return done.returncode == 0
