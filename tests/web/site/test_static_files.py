"""Static files: content-hashed addresses, kept for a year, compressed beforehand."""

import gzip
import os
import re
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask

from interview_sim.web.static_files import publish, remove_stale, spare_displaced, tree_digest
from tests.client import AuditingClient
from tests.conftest import MakeApp


def stylesheet(client: AuditingClient) -> str:
    """The address of the main stylesheet, as pages give it."""
    found = re.search(r'href="(/static/[0-9a-f]{12}/css/app\.css)"', client.get("/interviews/").text)
    assert found is not None
    return found[1]


def test_a_file_is_kept_for_a_year_and_never_asked_for_again(client: AuditingClient) -> None:
    response = client.get(stylesheet(client))
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "max-age=31536000, public, immutable"
    assert response.headers["Content-Type"] == 'text/css; charset="utf-8"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in response.headers


def test_a_browser_that_takes_gzip_gets_the_same_bytes_compressed(client: AuditingClient) -> None:
    path = stylesheet(client)
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2


def test_scripts_are_served_as_scripts(client: AuditingClient) -> None:
    response = client.get(stylesheet(client).replace("css/app.css", "js/room.js"))
    assert response.headers["Content-Type"].startswith("text/javascript")


@pytest.mark.parametrize(
    "path",
    [
        "css/nowhere.css",
        "../../config.py",
        "..%2f..%2fconfig.py",
        "css/../../../__init__.py",
        "css/",
        "css/app.css.gz",
        "",
    ],
)
def test_nothing_but_the_files_themselves_is_served(client: AuditingClient, path: str) -> None:
    root = stylesheet(client).removesuffix("css/app.css")
    assert client.get(root + path).status_code == 404


def test_an_address_of_another_version_is_not_found_and_not_kept(client: AuditingClient) -> None:
    response = client.get("/static/0123456789ab/css/app.css", headers={"Accept": "text/css"})
    assert response.status_code == 404
    assert response.headers["Cache-Control"] == "no-store"


def test_a_change_of_any_file_changes_the_digest(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a {}")
    before = tree_digest(tmp_path)
    (tmp_path / "b.css").write_text("")
    with_another = tree_digest(tmp_path)
    (tmp_path / "a.css").write_text("b {}")
    assert len({before, with_another, tree_digest(tmp_path)}) == 3


def test_where_the_instance_folder_cannot_be_written_files_are_served_as_they_are(
    make_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A file where the folder should be stops everyone, root included.
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "static").write_text("")
    monkeypatch.setenv("INTERVIEW_SIM_INSTANCE_PATH", str(tmp_path / "instance"))
    client = make_app().test_client()
    assert isinstance(client, AuditingClient)
    response = client.get(stylesheet(client), headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200
    assert "Content-Encoding" not in response.headers


def test_publishing_twice_at_once_leaves_one_whole_tree(tmp_path: Path, app: Flask) -> None:
    source = Path(app.root_path) / "static"
    target = tmp_path / "static" / "digest"
    publish(source, target)
    (target / "mark").write_text("first")
    shutil.copytree(target, tmp_path / "copy")
    publish(source, target)
    assert (target / "mark").read_text() == "first"
    assert [path.name for path in (tmp_path / "static").iterdir()] == ["digest"]
    assert (target / "css" / "app.css.gz").is_file()


def trees(folder: Path, ages: Mapping[str, int]) -> None:
    """Trees that were last touched so many seconds ago."""
    for name, age in ages.items():
        (folder / name).mkdir()
        (folder / name / "file").write_text("")
        os.utime(folder / name, (time.time() - age,) * 2)


def test_trees_of_other_versions_go_after_a_day(tmp_path: Path) -> None:
    trees(tmp_path, {"current": 90_000, "yesterday": 86_500, "just now": 60, ".publishing-x": 90_000})
    remove_stale(tmp_path / "current")
    assert {path.name for path in tmp_path.iterdir()} == {"current", "just now"}


@pytest.mark.parametrize("target", ["never seen", "earlier"])
def test_what_a_server_has_served_for_a_week_stays_for_a_day_when_another_version_comes(
    tmp_path: Path, target: str
) -> None:
    trees(tmp_path, {"running": 604_800, "earlier": 604_900, ".publishing-x": 60})
    spare_displaced(tmp_path / target)
    (tmp_path / target).mkdir(exist_ok=True)
    remove_stale(tmp_path / target)
    assert {path.name for path in tmp_path.iterdir()} == {"running", target, ".publishing-x"}
