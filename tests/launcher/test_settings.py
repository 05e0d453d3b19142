from pathlib import Path

import pytest

from launcher.errors import LauncherError
from launcher.settings import read_env_file, read_settings


def test_ports_have_defaults_and_can_be_moved(tmp_path: Path) -> None:
    settings = read_settings(tmp_path, {"PLUMBLINE_RASA_PORT": "6005"})
    assert settings.ports["rasa"] == 6005
    assert settings.ports["owner_app"] == 8080
    assert settings.address("rasa") == "http://127.0.0.1:6005"


@pytest.mark.parametrize("port", ["rasa", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused_by_name(tmp_path: Path, port: str) -> None:
    with pytest.raises(LauncherError, match="PLUMBLINE_SPEECH_PORT"):
        read_settings(tmp_path, {"PLUMBLINE_SPEECH_PORT": port})


def test_a_service_with_an_address_given_is_not_ours(tmp_path: Path) -> None:
    settings = read_settings(tmp_path, {"PLUMBLINE_DUCKLING_URL": "http://127.0.0.1:9000/"})
    assert settings.given == {"duckling"}
    assert settings.address("duckling") == "http://127.0.0.1:9000"


def test_another_environments_packages_do_not_reach_the_processes(tmp_path: Path) -> None:
    settings = read_settings(tmp_path, {"PYTHONPATH": "/elsewhere", "VIRTUAL_ENV": "/elsewhere", "HOME": "/home"})
    assert settings.environment == {"HOME": "/home"}


def test_a_shell_that_keeps_no_bytecode_does_not_slow_every_start_down(tmp_path: Path) -> None:
    assert "PYTHONDONTWRITEBYTECODE" not in read_settings(tmp_path, {"PYTHONDONTWRITEBYTECODE": "1"}).environment


def test_an_env_file_is_read_without_comments_and_quotes(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text('# ports\nPLUMBLINE_RASA_PORT="6005"\n\n#PLUMBLINE_OFFICE_PORT=1\n')
    assert read_env_file(tmp_path / ".env") == {"PLUMBLINE_RASA_PORT": "6005"}
    assert read_env_file(tmp_path / "missing") == {}
