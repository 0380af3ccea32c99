"""Files that mean harm, or are no text at all: refused with a clear message, in bounded time and memory."""

import os
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from interview_sim.catalog import files
from interview_sim.catalog.files import MAX_FILE_BYTES
from interview_sim.catalog.packs import Fault
from tests.content.packs import SCENARIO, list_faults, write_pack

MIB = 1024 * 1024


@contextmanager
def within_a_second() -> Iterator[None]:
    began = time.thread_time()
    yield
    assert time.thread_time() - began < 1


def only_fault(root: Path) -> Fault:
    with within_a_second():
        found = list_faults(root)
    assert len(found) == 1, found
    return found[0]


def write_bytes(root: Path, data: bytes, name: str = "scenarios/hostile.yaml") -> Path:
    write_pack(root, **{name: data})
    return root / name


FORMS = {
    "a duplicate key": (
        b"id: x\nid: y\n",
        2,
        "the key 'id' stands here a second time (first on line 1); keep one of them",
    ),
    "an anchor": (b"id: &x hostile\n", 1, "anchors are not allowed: delete '&x' and write every value out"),
    "an alias": (b"a: &x 1\nb: *x\n", 2, "aliases are not allowed: write out what '*x' stands for"),
    "a merge key": (b"a:\n  <<: {b: 1}\n", 2, "merge keys are not allowed: write the keys out instead of '<<'"),
    "an object": (
        b"a: !!python/object/apply:os.system ['true']\n",
        1,
        "tags are not allowed: delete '!!python/object/apply:os.system'",
    ),
    "a tag of one's own": (
        b"a: !secret x\n",
        1,
        "tags are not allowed: delete '!secret'; text that begins with '!' needs quotes",
    ),
    "a standard tag": (b"a: !!str 1\n", 1, "tags are not allowed: delete '!!str'"),
    "a second document": (
        b"a: 1\n---\nb: 2\n",
        2,
        "a second document begins here; keep one to a file, without '---' between",
    ),
    "a directive": (b"%YAML 1.1\n---\na: 1\n", 1, "directives are not allowed: delete the lines that begin with '%'"),
    "a list as a key": (b"? [a]\n: b\n", 1, "a key must be a single word followed by a colon"),
    "nothing": (b"", 1, "the file is empty; write the item or delete the file"),
    "comments only": (b"# later\n", 1, "the file is empty"),
    "an open quotation mark": (
        b'id: "x\n',
        2,
        "this is not YAML: found unexpected end of stream; a quotation mark is missing",
    ),
    "a colon in plain text": (
        b"id: x\ntitle: Caching: when\n",
        2,
        "mapping values are not allowed in this context; text that contains ': '",
    ),
    "a tab": (b"id:\n\t- x\n", 2, "this is not YAML: found character that cannot start any token"),
    "a ragged list": (b"a:\n  - b\n - c\n", 3, "this is not YAML: "),
    "not UTF-8": ("id: x\ntitle: caf\xe9\n".encode("latin-1"), 2, "byte 0xE9 is not UTF-8; save the file as UTF-8"),
    "UTF-16": ("id: x\n".encode("utf-16"), 1, "begins with a byte order mark; save it as UTF-8 without BOM"),
    "a byte order mark": (b"\xef\xbb\xbfid: x\n", 1, "begins with a byte order mark; save it as UTF-8 without BOM"),
    "a NUL": (b"id: x\n\ntitle: a\0b\n", 3, "the character U+0000 is invisible; remove it"),
    "an escape sequence": (b"id: x\ntitle: \x1b[31m\n", 2, "the character U+001B is invisible; remove it"),
    "an escaped NUL": (b'id: x\ntitle: "\\0"\n', 2, "the character U+0000 is invisible; remove it"),
    "a mark that reverses text": (
        "id: x\ntitle: a\u202eb\n".encode(),
        2,
        "the character U+202E is invisible; remove it",
    ),
    "a line end of its own kind": ("a: b\u2028c\n".encode(), 1, "the character U+2028 is invisible; remove it"),
    "a zip file": (b"PK\x03\x04\x14\x00", 1, "the character U+0003 is invisible; remove it"),
    "deep nesting": (b"- " * 50_000, 1, "this is nested more than 16 levels deep; nothing in the format is"),
    "deep brackets": (b"[" * (MAX_FILE_BYTES - 1), 1, "this is nested more than 16 levels deep"),
    "deep indentation": (
        "".join(" " * n + "a:\n" for n in range(900)).encode(),
        17,
        "this is nested more than 16 levels deep",
    ),
    "too many values": (b"- a\n" * 100_000, 20_000, "the file holds more than 20,000 values; split it into several"),
}


@pytest.mark.parametrize(("data", "line", "message"), FORMS.values(), ids=FORMS.keys())
def test_a_file_of_the_wrong_form_is_refused(tmp_path: Path, data: bytes, line: int, message: str) -> None:
    path = write_bytes(tmp_path, data)
    with within_a_second():
        found = list_faults(tmp_path)
    assert any(fault.path == path and fault.line == line and message in fault.message for fault in found), found


def test_an_alias_bomb_costs_nothing(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 30)
    )
    write_bytes(tmp_path, bomb.encode())
    tracemalloc.start()
    with within_a_second():
        found = list_faults(tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found[-1].message == "there is too much to mend to go on: the rest of the file was not read"
    assert peak < 8 * MIB


def test_no_object_is_ever_made(tmp_path: Path) -> None:
    target = tmp_path / "made"
    write_bytes(tmp_path, f"!!python/object/apply:os.mkdir ['{target}']".encode())
    assert list_faults(tmp_path)
    assert not target.exists()


def test_a_file_of_100_mb_is_refused_without_being_read(tmp_path: Path) -> None:
    path = write_bytes(tmp_path, b"")
    os.truncate(path, 100 * MIB)
    tracemalloc.start()
    fault = only_fault(tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (fault.path, fault.line) == (path, 1)
    assert fault.message == "larger than 512 KiB; split it into several files"
    assert peak < 8 * MIB


def test_a_file_of_just_the_limit_is_read(tmp_path: Path) -> None:
    comment = b"#" * (MAX_FILE_BYTES - len(SCENARIO) - 1) + b"\n"
    write_pack(tmp_path, **{"scenarios/orders.yaml": comment + SCENARIO.encode()})
    assert list_faults(tmp_path) == []


def test_a_file_of_one_byte_more_is_refused(tmp_path: Path) -> None:
    comment = b"#" * (MAX_FILE_BYTES - len(SCENARIO)) + b"\n"
    write_pack(tmp_path, **{"scenarios/orders.yaml": comment + SCENARIO.encode()})
    assert "larger than 512 KiB" in only_fault(tmp_path).message


def test_a_pack_has_a_limit_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_PACK_BYTES", 2 * 1024 * 1024)
    comment = b"#" * (MAX_FILE_BYTES - 10) + b"\n"
    write_pack(tmp_path, **{f"questions/q{n}.yaml": comment for n in range(5)})
    assert any(fault.message == "the pack is larger than 2 MiB; split it" for fault in list_faults(tmp_path))


def test_a_folder_has_a_limit_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_FILES", 3)
    write_pack(tmp_path, **{f"questions/q{n}.yaml": "" for n in range(3)})
    found = [fault for fault in list_faults(tmp_path) if fault.path.name == "questions"]
    assert [fault.message for fault in found] == ["more than 3 files; split the pack"]


def test_a_thousand_faults_are_reported_as_fifty(tmp_path: Path) -> None:
    write_bytes(tmp_path, b"a: 1\n" * 1_000)
    found = list_faults(tmp_path)
    assert len(found) == 51
    assert found[-1].message == "there is too much to mend to go on: the rest of the file was not read"


def test_a_line_with_a_fault_of_form_is_not_judged_by_its_meaning(tmp_path: Path) -> None:
    write_pack(tmp_path, **{"scenarios/orders.yaml": SCENARIO.replace("level: intermediate", "level: *level")})
    assert only_fault(tmp_path).message == "aliases are not allowed: write out what '*level' stands for"


def test_a_link_out_of_the_pack_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("password: hunter2\n")
    root = write_pack(tmp_path / "pack")
    (root / "scenarios" / "secret.yaml").symlink_to(secret)
    fault = only_fault(root)
    assert fault.message == "a symbolic link; put the file itself into the pack"
    assert "hunter2" not in str(fault)


def test_a_dangling_link_is_refused(tmp_path: Path) -> None:
    (write_pack(tmp_path) / "scenarios" / "gone.yaml").symlink_to(tmp_path / "nowhere")
    assert only_fault(tmp_path).message == "a symbolic link; put the file itself into the pack"


def test_a_linked_folder_is_refused(tmp_path: Path) -> None:
    root = write_pack(tmp_path / "pack")
    (root / "questions" / "databases.yaml").unlink()
    (root / "questions").rmdir()
    (tmp_path / "elsewhere").mkdir()
    (root / "questions").symlink_to(tmp_path / "elsewhere")
    assert "a symbolic link; put the folder itself into the pack" in [fault.message for fault in list_faults(root)]


def test_a_linked_pack_yaml_is_refused(tmp_path: Path) -> None:
    root = write_pack(tmp_path / "pack")
    (root / "pack.yaml").rename(tmp_path / "moved.yaml")
    (root / "pack.yaml").symlink_to(tmp_path / "moved.yaml")
    assert only_fault(root).message == "a symbolic link; put the file itself into the pack"


def test_a_pack_may_itself_be_reached_through_a_link(tmp_path: Path) -> None:
    write_pack(tmp_path / "pack")
    (tmp_path / "current").symlink_to(tmp_path / "pack")
    assert list_faults(tmp_path / "current") == []


def test_a_pipe_is_refused_and_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(write_pack(tmp_path) / "scenarios" / "pipe.yaml")
    assert only_fault(tmp_path).message == "not a regular file; put a text file here"


def test_a_folder_called_like_a_file_is_refused(tmp_path: Path) -> None:
    (write_pack(tmp_path) / "scenarios" / "folder.yaml").mkdir()
    assert only_fault(tmp_path).message == "not a regular file; put a text file here"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    (write_pack(tmp_path) / "scenarios" / "orders.yaml").chmod(0)
    assert only_fault(tmp_path).message.startswith("cannot be read: Permission denied; check that it exists")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("scenarios/orders.yml", "rename it to 'orders.yaml'; other endings are not read"),
        ("scenarios/notes.txt", "not an item: its name must end in '.yaml'; move it out of this folder"),
        ("scenarios/old/x.yaml", "a folder in a folder; put the files directly into the one above"),
        ("scenario/x.yaml", "not a folder of a pack; did you mean 'scenarios'?"),
        ("pictures/x.png", "not a folder of a pack; items are in scenarios, questions, choice-questions, guides"),
        (
            "orders.yaml",
            "put it into one of the folders scenarios, questions, choice-questions, guides, drills; here only "
            "pack.yaml and syllabus.yaml are read",
        ),
    ],
)
def test_what_would_never_be_read_is_a_fault(tmp_path: Path, name: str, message: str) -> None:
    write_pack(tmp_path, **{name: ""})
    assert message in only_fault(tmp_path).message


@pytest.mark.parametrize("name", [".gitkeep", "scenarios/.orders.yaml.swp", "README.md", "LICENSE", ".git/x"])
def test_hidden_files_and_papers_beside_the_pack_are_left_alone(tmp_path: Path, name: str) -> None:
    write_pack(tmp_path, **{name: "x"})
    assert list_faults(tmp_path) == []


def test_windows_line_ends_are_read_like_others(tmp_path: Path) -> None:
    write_pack(tmp_path, **{"scenarios/orders.yaml": SCENARIO.replace("\n", "\r\n")})
    assert list_faults(tmp_path) == []
