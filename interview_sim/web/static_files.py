"""Static files under one content-hashed folder, pre-compressed, cacheable for a year.

The address is `/static/<digest of the whole tree>/…`: a change of any file changes every address, and modules may
import each other by relative paths without a build step.
"""

import gzip
import hashlib
import os
import shutil
import tempfile
import time
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

COMPRESSED = {".css", ".js", ".svg", ".json", ".txt"}
YEAR = 365 * 24 * 3600
STALE_SECONDS = 24 * 3600
"""How long the files of another version are kept for processes that still serve them."""


def tree_digest(root: Path) -> str:
    """The first 12 hexadecimal digits of the SHA-256 over every path and content below `root`."""
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def publish(source: Path, target: Path) -> None:
    """Copy `source` to `target` with a `.gz` beside each text file; several processes may do so at once."""
    if target.is_dir():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=".publishing-"))
    tree = draft / "tree"
    try:
        shutil.copytree(source, tree)
        for path in list(tree.rglob("*")):
            if path.suffix in COMPRESSED and path.is_file():
                path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
        tree.rename(target)
    except OSError:
        if not target.is_dir():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def spare_displaced(target: Path) -> None:
    """Touch the tree that `target` takes over from: its server may have been running for weeks."""
    newest = max(target.parent.glob("[!.]*"), key=lambda tree: tree.stat().st_mtime, default=target)
    if newest != target:
        os.utime(newest)


def remove_stale(target: Path) -> None:
    """Remove the trees of other versions beside `target` that were taken over from more than a day ago."""
    for other in target.parent.iterdir():
        if other != target and time.time() - other.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(other, ignore_errors=True)


def init_app(app: Flask) -> None:
    """Serve the static tree before Flask sees the request, and give templates `asset(path)`."""
    source = Path(app.root_path) / "static"
    digest = tree_digest(source)
    prefix = f"/static/{digest}/"
    served = WhiteNoise(
        app.wsgi_app,
        max_age=YEAR,
        immutable_file_test=lambda _path, _url: True,
        allow_all_origins=False,
    )
    served.FOREVER = YEAR
    served.add_files(str(_published(app, source, digest)), prefix=prefix)
    app.wsgi_app = served  # type: ignore[method-assign]
    names = [path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()]
    app.jinja_env.globals["asset"] = {name: prefix + name for name in names}.__getitem__


def _published(app: Flask, source: Path, digest: str) -> Path:
    """The compressed copy, or the files as they are where there is no room or no right to make one."""
    target = Path(app.instance_path) / "static" / digest
    try:
        spare_displaced(target)
        publish(source, target)
        os.utime(target)
        remove_stale(target)
    except OSError as fault:
        app.logger.warning("static files are served uncompressed: %s cannot be written (%s)", target, fault.strerror)
    return target if target.is_dir() else source
