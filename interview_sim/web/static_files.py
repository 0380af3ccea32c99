"""Static files under one content-hashed folder, pre-compressed, cacheable for a year.

The address is `/static/<digest of the whole tree>/…`: a change of any file changes every address, and modules may
import each other by relative paths without a build step.
"""

import gzip
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

COMPRESSED = {".css", ".js", ".svg", ".json", ".txt"}
YEAR = 365 * 24 * 3600


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
    shutil.copytree(source, tree)
    for path in list(tree.rglob("*")):
        if path.suffix in COMPRESSED and path.is_file():
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    try:
        tree.rename(target)
    except OSError:
        if not target.is_dir():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def init_app(app: Flask) -> None:
    """Serve the static tree before Flask sees the request, and give templates `asset(path)`."""
    source = Path(app.root_path) / "static"
    prefix = f"/static/{tree_digest(source)}/"
    published = Path(app.instance_path) / "static" / prefix.split("/")[2]
    if os.access(app.instance_path, os.W_OK):
        publish(source, published)
    served = WhiteNoise(
        app.wsgi_app,
        max_age=YEAR,
        immutable_file_test=lambda _path, url: url.startswith(prefix),
        add_headers_function=lambda headers, _path, _url: headers.add_header("X-Content-Type-Options", "nosniff"),
        allow_all_origins=False,
    )
    served.add_files(str(published if published.is_dir() else source), prefix=prefix)
    app.wsgi_app = served  # type: ignore[method-assign]
    known = {path.relative_to(source).as_posix(): prefix + path.relative_to(source).as_posix() for path in source.rglob("*")}
    app.jinja_env.globals["asset"] = known.__getitem__
