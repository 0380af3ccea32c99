"""What was copied from others is what `vendor.lock` says it is: nothing changed, nothing more, nothing less."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TREES = [ROOT / "interview_sim/static/vendor", ROOT / "tests/browser/vendor"]
LOCK = "vendor.lock"


def faults_of(tree: Path) -> list[str]:
    """Each difference between the files of a tree and its lock."""
    lock = json.loads((tree / LOCK).read_text())
    files = {path.relative_to(tree).as_posix(): path for path in tree.rglob("*") if path.is_file()}
    del files[LOCK]
    found = [f"{name} is not in the lock" for name in files.keys() - lock.keys()]
    found += [f"{name} is in the lock, but there is no such file" for name in lock.keys() - files.keys()]
    for name in files.keys() & lock.keys():
        entry = lock[name]
        found += [f"{name} has no {word}" for word in ("package", "version", "licence") if not entry.get(word)]
        if hashlib.sha256(files[name].read_bytes()).hexdigest() != entry.get("sha256"):
            found.append(f"{name} is not the file that was locked")
    return sorted(found)


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.parent.name)
def test_what_was_copied_from_others_is_what_was_locked(tree: Path) -> None:
    assert faults_of(tree) == []


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.parent.name)
def test_every_version_is_named_among_the_third_party_software(tree: Path) -> None:
    rows = (ROOT / "THIRD_PARTY.md").read_text().splitlines()
    for name, entry in json.loads((tree / LOCK).read_text()).items():
        path = (tree / name).relative_to(ROOT).as_posix()
        row = next((row for row in rows if f"`{path}`" in row), "")
        assert f"| {entry['version']} |" in row, (
            f"THIRD_PARTY.md has no row with {path} in version {entry['version']}"
        )
        assert entry["licence"] in row


def change(tree: Path) -> None:
    (tree / "lib.js").write_text("changed")


def add(tree: Path) -> None:
    (tree / "sub").mkdir()
    (tree / "sub/new.js").write_text("new")


def remove(tree: Path) -> None:
    (tree / "lib.js").unlink()


def forget_the_licence(tree: Path) -> None:
    lock = json.loads((tree / LOCK).read_text())
    del lock["lib.js"]["licence"]
    (tree / LOCK).write_text(json.dumps(lock))


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (change, "lib.js is not the file that was locked"),
        (add, "sub/new.js is not in the lock"),
        (remove, "lib.js is in the lock, but there is no such file"),
        (forget_the_licence, "lib.js has no licence"),
    ],
)
def test_a_difference_is_named(tmp_path: Path, spoil: Callable[[Path], None], fault: str) -> None:
    (tmp_path / "lib.js").write_text("as it came")
    digest = hashlib.sha256(b"as it came").hexdigest()
    entry = {"package": "lib", "version": "1", "licence": "MIT", "sha256": digest}
    (tmp_path / LOCK).write_text(json.dumps({"lib.js": entry}))
    assert faults_of(tmp_path) == []
    spoil(tmp_path)
    assert faults_of(tmp_path) == [fault]
