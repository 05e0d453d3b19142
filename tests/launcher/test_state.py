import stat
from pathlib import Path

import pytest

from launcher.errors import LauncherError
from launcher.settings import Settings, read_settings
from launcher.state import SECRETS, is_running, locked, process_environment, read_secrets


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings(tmp_path, {"PLUMBLINE_STATE": str(tmp_path / "state"), "no_proxy": "example.com"})


def test_secrets_are_made_once_and_readable_by_the_user_only(settings: Settings) -> None:
    with locked(settings):
        first = read_secrets(settings)
    file = settings.state / "secrets.env"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(set(first.values())) == len(SECRETS)
    assert all(len(secret) >= 32 for secret in first.values())
    assert read_secrets(settings) == first


def test_a_secret_that_is_given_wins_and_is_not_kept(settings: Settings) -> None:
    given = read_settings(settings.root, {**settings.environment, "PLUMBLINE_SECRET_KEY": "mine"})
    with locked(given):
        assert read_secrets(given)["PLUMBLINE_SECRET_KEY"] == "mine"
    assert "mine" not in (settings.state / "secrets.env").read_text()


def test_two_launchers_on_one_state_folder_are_refused(settings: Settings) -> None:
    assert not is_running(settings)
    with locked(settings):
        assert is_running(settings)
        with pytest.raises(LauncherError, match="already running"), locked(settings):
            pass
    assert not is_running(settings)


def test_processes_are_told_where_everything_is(settings: Settings) -> None:
    with locked(settings):
        environment = process_environment(settings, read_secrets(settings), "postgresql://database")
    assert environment["PLUMBLINE_DATABASE_URL"] == "postgresql://database"
    assert environment["PLUMBLINE_ACTIONS_URL"] == "http://127.0.0.1:5055/webhook"
    assert environment["PLUMBLINE_SPEECH_PORT"] == "5060"
    assert environment["no_proxy"] == "example.com,127.0.0.1,localhost"
    assert "PLUMBLINE_DATABASE_PASSWORD" not in environment
