"""Reading a pack's files within bounds: regular files of a limited size, in UTF-8, inside the pack."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

from interview_sim.catalog.yaml_tree import UNPRINTABLE

KIB = 1024
MAX_FILE_BYTES = 512 * KIB
MAX_PACK_BYTES = 32 * 1024 * KIB

MAX_FILES = 2_000
"""How many files one folder may hold."""

SUFFIX = ".yaml"

Report = Callable[[Path, int, str], None]
"""Takes a file, a line and what is wrong there."""

_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


def list_files(folder: Path, report: Report) -> list[Path]:
    """The item files of a folder by name; none where it does not exist. What else lies there is a fault."""
    files: list[Path] = []
    try:
        if folder.is_symlink():
            report(folder, 1, "a symbolic link; put the folder itself into the pack")
            return []
        with os.scandir(folder) as entries:
            for number, entry in enumerate(entries):
                if number == MAX_FILES:
                    report(folder, 1, f"more than {MAX_FILES:,} files; split the pack")
                    return []
                if not entry.name.startswith("."):
                    files.append(folder / entry.name)
    except FileNotFoundError:
        return []
    except OSError as error:
        report(folder, 1, f"cannot be read: {error.strerror}; it must be a folder that you may read")
        return []
    return [path for path in sorted(files) if _is_item_file(path, report)]


def _is_item_file(path: Path, report: Report) -> bool:
    if path.suffix == SUFFIX:
        return True
    if path.is_dir():
        report(path, 1, "a folder in a folder; put the files directly into the one above")
    elif path.suffix == ".yml":
        report(path, 1, f"rename it to '{path.stem}{SUFFIX}'; other endings are not read")
    else:
        report(path, 1, f"not an item: its name must end in '{SUFFIX}'; move it out of this folder")
    return False


class Reader:
    """Reads the files of one pack and keeps count of their size."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._bytes_left = MAX_PACK_BYTES

    def read(self, path: Path) -> str | None:
        """The text of a file, with plain line ends; None where it is refused, which is reported."""
        data = self._read_bytes(path)
        if data is None:
            return None
        self._bytes_left -= len(data)
        if self._bytes_left < 0:
            self._report(path, 1, f"the pack is larger than {MAX_PACK_BYTES // KIB // 1024} MiB; split it")
            return None
        return self._decode(path, data)

    def _read_bytes(self, path: Path) -> bytes | None:
        try:
            descriptor = os.open(path, _FLAGS)
        except OSError as error:
            if path.is_symlink():
                self._report(path, 1, "a symbolic link; put the file itself into the pack")
            else:
                self._report(path, 1, f"cannot be read: {error.strerror}; check that it exists and its permissions")
            return None
        try:
            return self._read_descriptor(path, descriptor)
        finally:
            os.close(descriptor)

    def _read_descriptor(self, path: Path, descriptor: int) -> bytes | None:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            self._report(path, 1, "not a regular file; put a text file here")
            return None
        if found.st_size <= MAX_FILE_BYTES:
            with open(descriptor, "rb", closefd=False) as file:
                data = file.read(MAX_FILE_BYTES + 1)
            if len(data) <= MAX_FILE_BYTES:
                return data
        self._report(path, 1, f"larger than {MAX_FILE_BYTES // KIB:,} KiB; split it into several files")
        return None

    def _decode(self, path: Path, data: bytes) -> str | None:
        if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
            self._report(path, 1, "begins with a byte order mark; save it as UTF-8 without BOM")
            return None
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self._report(path, line, f"byte 0x{data[error.start]:02X} is not UTF-8; save the file as UTF-8")
            return None
        text = text.replace("\r\n", "\n")
        if found := UNPRINTABLE.search(text):
            line = text.count("\n", 0, found.start()) + 1
            self._report(path, line, f"the character U+{ord(found[0]):04X} is invisible; remove it")
            return None
        return text


def relative(path: Path) -> Path:
    """The path as a person would type it: from the working directory where it lies below that."""
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path
