import os
from pathlib import Path

import pytest

from launcher.environments import Environments
from launcher.errors import LauncherError
from launcher.processes import Commands
from launcher.settings import read_settings

# uv as it looks from outside: `venv` makes a folder with an interpreter in it, `pip sync` is noted down.
UV = """#!/bin/sh
echo "$*" >> "$(dirname "$0")/calls"
if [ "$1" = venv ]; then mkdir -p "$5/bin"; touch "$5/bin/python"; fi
"""
UV_WITHOUT_PYTHON = """#!/bin/sh
echo "warning: Failed to inspect a Python interpreter" >&2
echo "error: No download found for request: cpython-3.10" >&2
exit 2
"""
UV_WITHOUT_NETWORK = """#!/bin/sh
if [ "$1" = venv ]; then mkdir -p "$5/bin"; touch "$5/bin/python"; exit; fi
echo "warning: something about shims" >&2
echo "error: Failed to fetch a package" >&2
echo "hint: check the network" >&2
exit 2
"""


@pytest.fixture
def environments(tmp_path: Path) -> Environments:
    (tmp_path / "requirements").mkdir()
    for unit in ("tools", "office", "assistant"):
        (tmp_path / "requirements" / f"{unit}.txt").write_text(f"{unit}==1")
    return Environments(read_settings(tmp_path, os.environ), Commands())


def put_uv(root: Path, script: str) -> Path:
    uv = root / ".plumbline" / "tools" / "bin" / "uv"
    uv.parent.mkdir(parents=True)
    uv.write_text(script)
    uv.chmod(0o755)
    return uv.with_name("calls")


def test_an_environment_is_made_once_for_a_lock(environments: Environments, tmp_path: Path) -> None:
    calls = put_uv(tmp_path, UV)
    assert environments.install("office") is None
    assert environments.in_date("office")
    assert environments.install("office") == "in date"
    assert [line.split()[0] for line in calls.read_text().splitlines()] == ["venv", "pip"]
    (tmp_path / "requirements" / "office.txt").write_text("office==2")
    assert not environments.in_date("office")


def test_an_interrupted_installation_is_made_anew(environments: Environments, tmp_path: Path) -> None:
    put_uv(tmp_path, UV_WITHOUT_NETWORK)
    with pytest.raises(LauncherError):
        environments.install("office")
    uv = tmp_path / ".plumbline" / "tools" / "bin" / "uv"
    uv.write_text(UV)
    environments.install("office")
    assert [line.split()[0] for line in uv.with_name("calls").read_text().splitlines()] == ["venv", "pip"]


def test_a_python_that_cannot_be_brought_is_one_clear_line(environments: Environments, tmp_path: Path) -> None:
    put_uv(tmp_path, UV_WITHOUT_PYTHON)
    with pytest.raises(LauncherError) as error:
        environments.install("assistant")
    assert str(error.value) == (
        "Python 3.10 could not be installed: error: No download found for request: cpython-3.10; "
        "install Python 3.10 yourself, then run the command again."
    )


def test_a_package_that_cannot_be_brought_is_one_clear_line(environments: Environments, tmp_path: Path) -> None:
    put_uv(tmp_path, UV_WITHOUT_NETWORK)
    with pytest.raises(LauncherError) as error:
        environments.install("office")
    assert str(error.value) == "The packages of office could not be installed: error: Failed to fetch a package"
    assert not environments.in_date("office")
