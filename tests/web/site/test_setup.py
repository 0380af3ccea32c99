"""What `make run` does before the server starts, and the sentences it ends in where it cannot."""

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import address, debian, environment, instance
from scripts.setup import main
from scripts.told import SetupFailed

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance folder that is not there yet."""
    monkeypatch.setenv("INTERVIEW_SIM_INSTANCE_PATH", str(tmp_path / "instance"))
    return tmp_path / "instance"


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port something else listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_the_secret_key_is_long_random_and_for_its_owner_only(folder: Path) -> None:
    instance.ensure_secret_key()
    path = folder / "config.py"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    settings: dict[str, str] = {}
    exec(path.read_text(), settings)
    assert len(settings["SECRET_KEY"]) == 64
    assert [each.name for each in folder.iterdir()] == ["config.py"]


def test_a_key_that_is_there_is_never_overwritten(folder: Path) -> None:
    instance.ensure_secret_key()
    before = (folder / "config.py").read_text()
    instance.ensure_secret_key()
    assert (folder / "config.py").read_text() == before


def test_two_installations_have_different_keys(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instance.ensure_secret_key()
    monkeypatch.setenv("INTERVIEW_SIM_INSTANCE_PATH", str(tmp_path / "other"))
    instance.ensure_secret_key()
    assert (folder / "config.py").read_text() != (tmp_path / "other" / "config.py").read_text()


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("INTERVIEW_SIM_INSTANCE_PATH", str(tmp_path / "file" / "instance"))
    with pytest.raises(SetupFailed, match="cannot be written"):
        instance.ensure_secret_key()


def test_a_port_in_use_is_named_with_another_to_take(taken_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", str(taken_port))
    with pytest.raises(SetupFailed, match=f"Port {taken_port} of 127.0.0.1 is in use") as refusal:
        address.ensure_free()
    assert f"PORT={taken_port + 1} make run" in str(refusal.value)


@pytest.mark.parametrize("port", ["eighty", "0", "65536", "-1", "80 80"])
def test_a_port_that_is_none_is_named(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SetupFailed, match="PORT must be a number from 1 to 65535"):
        address.ensure_free()


@pytest.mark.parametrize("host", ["203.0.113.9", "no such host"])
def test_a_host_that_is_not_this_machine_is_named(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", host)
    with pytest.raises(SetupFailed, match="is not an address of this machine"):
        address.ensure_free()


def test_a_failure_is_one_sentence_and_an_exit_status(
    taken_port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", str(taken_port))
    assert main(["run"]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_python_that_is_too_old_is_named(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\n[ \"$1\" = -V ] && echo 'Python 3.9.2'\nexit 1\n")
    old.chmod(0o755)
    (tmp_path / "head").symlink_to("/usr/bin/head")
    done = _find_python({"PATH": str(tmp_path)})
    assert done.returncode == 1
    assert "needs Python 3.11 or newer, and found Python 3.9.2" in done.stderr
    assert "apt install python3" in done.stderr


def test_no_python_at_all_is_named(tmp_path: Path) -> None:
    done = _find_python({"PATH": str(tmp_path)})
    assert done.returncode == 1
    assert "and found none" in done.stderr


def test_a_python_that_is_named_is_taken() -> None:
    assert _find_python({"PATH": "/usr/bin:/bin", "PYTHON": sys.executable}).stdout.strip() == sys.executable


def test_a_missing_venv_module_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "none")
    with pytest.raises(SetupFailed, match=rf"sudo apt install python3\.{sys.version_info.minor}-venv"):
        environment.ensure("requirements.txt")


def test_a_package_index_that_cannot_be_reached_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    venv = tmp_path / ".venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    for name, value in (
        ("ROOT", tmp_path),
        ("VENV", venv),
        ("PYTHON", venv / "bin" / "python"),
        ("LOG", venv / "log"),
    ):
        monkeypatch.setattr(environment, name, value)
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setattr(environment, "RETRIES", 1)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    (tmp_path / "requirements.txt").write_text(f"flask==3.1.3 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(SetupFailed, match="there is no connection to the package index"):
        environment.ensure("requirements.txt")
    assert not (venv / ".installed-requirements").exists()


def test_what_is_installed_already_is_not_installed_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    venv = tmp_path / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    for name, value in (("ROOT", tmp_path), ("VENV", venv), ("PYTHON", venv / "bin" / "python")):
        monkeypatch.setattr(environment, name, value)
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("nothing==1\n")
    version = environment._version_of(environment.PYTHON)
    environment._stamp(requirements).write_text(environment._wanted(requirements, version))
    environment.ensure("requirements.txt")
    requirements.write_text("nothing==2\n")
    assert not environment._is_installed(requirements, version)


def test_a_missing_browser_fails_and_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("NO_APT", "1")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SetupFailed, match="sudo apt install chromium"):
        debian.ensure_browser()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may install without being asked for a password")
def test_a_missing_browser_is_installed_where_that_is_allowed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.delenv("NO_APT", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    for program in ("env", "touch"):
        (tmp_path / program).symlink_to(f"/usr/bin/{program}")
    # It fails until its lists were fetched, as on a fresh machine; and an older release has no headless shell.
    apt = tmp_path / "apt-get"
    apt.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/said\n[ "$1" = update ] && touch {tmp_path}/lists && exit 0\n'
        f'[ -e {tmp_path}/lists ] || exit 100\ncase "$*" in *headless-shell*) exit 100;; esac\n'
    )
    apt.chmod(0o755)
    debian.ensure_browser()
    said = [line.split() for line in (tmp_path / "said").read_text().splitlines()]
    assert [words[0] for words in said] == ["install", "update", "install", "install"]
    assert [words[-2] for words in said if words[0] == "install"] == [
        "chromium-headless-shell",
        "chromium-headless-shell",
        "chromium",
    ]


def test_make_lists_what_can_be_made() -> None:
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in ("run", "test", "check", "bench", "faults", "lock", "help"):
        assert f"make {target} " in done.stdout


def _find_python(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    script = ["/bin/sh", str(ROOT / "scripts" / "python.sh")]
    return subprocess.run(script, env=environment, capture_output=True, text=True, check=False)
