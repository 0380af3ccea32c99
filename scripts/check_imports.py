"""Who imports whom: first that no module escapes the contracts of pyproject.toml, then the contracts themselves."""

import sys
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

from importlinter.cli import lint_imports

from scripts.told import ROOT

ROLES = {"routes": "routes never", "service": "service knows", "queries": "queries only", "forms": "forms check"}
"""The last word of a module's name, and how the name of its contract begins."""
OUTSIDE = {"interview_sim.catalog.store"}
"""Commits, and is held by the catalogue's own contract."""


def main() -> int:
    """Print what escapes or breaks a contract; the exit status."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    escaped = False
    for path in sorted((ROOT / "interview_sim").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for role in _roles_of(path, module):
            contract = next(contract for contract in contracts if contract["name"].startswith(ROLES[role]))
            if not any(fnmatchcase(module, pattern) for pattern in contract["source_modules"]):
                escaped = True
                print(
                    f"{module}: add it to source_modules of “{contract['name']}” in pyproject.toml", file=sys.stderr
                )
    # import-linter finds the application from the current folder.
    return int(lint_imports() or escaped)


def _roles_of(path: Path, module: str) -> set[str]:
    roles = {path.stem.rpartition("_")[2]} & set(ROLES)
    if "session.commit()" in path.read_text() and module not in OUTSIDE:
        roles.add("service")
    return roles


if __name__ == "__main__":
    sys.exit(main())
