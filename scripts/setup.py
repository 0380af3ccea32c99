"""Prepare this folder: `run` for serving, `develop` for the checks, `tests` for every test.

Whatever is there already is left alone, so a second run takes a moment. What cannot be done ends in one sentence.
"""

import os
import sys

from scripts import address, debian, environment, instance
from scripts.told import SetupFailed


def prepare_to_run() -> None:
    """Everything `make run` needs before the server starts."""
    address.ensure_free()
    services = os.environ.get("DATABASE_URL", ""), os.environ.get("INTERVIEW_SIM_RATELIMIT_STORAGE_URI", "")
    at_scale = services[0].startswith("postgres") or services[1].startswith("redis")
    environment.ensure("requirements.txt", *(["requirements-scale.txt"] if at_scale else []))
    instance.ensure_secret_key()
    instance.ensure_data()


def prepare_to_develop() -> None:
    """The libraries of the application, of its checks and of its tests."""
    if environment.needs_pip_of_debian():
        debian.ensure_venv_module(environment.debian_package())
    environment.ensure("requirements.txt", "requirements-scale.txt", "requirements-dev.txt")


def prepare_to_test() -> None:
    """The same, a browser and, where it may be had, PostgreSQL."""
    prepare_to_develop()
    debian.ensure_browser()
    debian.ensure_postgresql()


STEPS = {"run": prepare_to_run, "develop": prepare_to_develop, "tests": prepare_to_test}


def main(arguments: list[str]) -> int:
    """Run the named preparation; the exit status."""
    try:
        STEPS[arguments[0]]()
    except SetupFailed as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run make again to go on.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
