import io
import socket
from collections import namedtuple
from pathlib import Path

import pytest

from launcher import environments as environments_module
from launcher import stack as stack_module
from launcher.errors import LauncherError
from launcher.progress import Progress
from launcher.settings import DEFAULT_PORTS, Settings, port_variable, read_settings
from launcher.stack import Stack
from tests.ports import reserved_port


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings(tmp_path, {port_variable(name): str(reserved_port()) for name in DEFAULT_PORTS})


@pytest.mark.parametrize("name", sorted(DEFAULT_PORTS))
def test_a_taken_port_is_named_with_the_variable_that_moves_it(
    settings: Settings, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stack_module, "LEFTOVERS_END_WITHIN_S", 0)
    stack = Stack(settings, Progress(io.StringIO()))
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", settings.ports[name]))
        other.listen()
        with pytest.raises(LauncherError, match=rf"Port {settings.ports[name]} is taken.*{port_variable(name)}"):
            stack.check()
    stack.stop_all()


def test_a_full_disk_is_told_before_anything_is_installed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("tools", "assistant", "office", "speech"):
        (settings.root / "requirements").mkdir(exist_ok=True)
        (settings.root / "requirements" / f"{name}.txt").touch()
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(environments_module.shutil, "disk_usage", lambda _: usage(10**12, 10**12, 10**9))
    stack = Stack(settings, Progress(io.StringIO()))
    with pytest.raises(LauncherError, match=r"Only 0\.9 GB are free.*make room"):
        stack.check()
    stack.stop_all()


def test_services_that_are_given_are_not_started(settings: Settings) -> None:
    given = {
        **settings.environment,
        "PLUMBLINE_SPEECH_URL": "http://127.0.0.1:1",
        "PLUMBLINE_SPEECH_PORT": "1",
    }
    stack = Stack(read_settings(settings.root, given), Progress(io.StringIO()))
    assert "speech" not in stack.names
    assert "duckling" in stack.names
    stack.stop_all()
