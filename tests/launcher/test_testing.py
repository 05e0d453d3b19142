from pathlib import Path

import pytest

from launcher.errors import LauncherError
from launcher.settings import Settings, read_settings
from launcher.testing import Tally, group_folders, is_for_tests, read_tally


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    for folder in ("nlu", "channels", "speech", "office/desk", "e2e"):
        (tmp_path / "tests" / folder).mkdir(parents=True)
        (tmp_path / "tests" / folder / "test_one.py").touch()
    return read_settings(tmp_path, {})


def test_every_folder_runs_in_the_environment_of_its_unit(settings: Settings) -> None:
    assert group_folders(settings, []) == {
        "assistant": ["tests/channels", "tests/nlu"],
        "dev": ["tests/e2e", "tests/office"],
        "speech": ["tests/speech"],
    }


def test_one_folder_can_be_chosen(settings: Settings) -> None:
    assert group_folders(settings, ["office"]) == {"dev": ["tests/office"]}


def test_a_folder_without_tests_is_refused(settings: Settings) -> None:
    with pytest.raises(LauncherError, match="no tests of kitchen"):
        group_folders(settings, ["kitchen"])


def test_errors_count_as_failed_and_skips_as_neither() -> None:
    report = '<testsuites><testsuite tests="10" failures="1" errors="2" skipped="3"/></testsuites>'
    assert read_tally(report) == Tally(passed=4, failed=3)


def test_the_users_installation_does_not_reach_the_tests() -> None:
    assert is_for_tests("PATH")
    assert is_for_tests("PLUMBLINE_MODEL_CACHE")
    assert not is_for_tests("PLUMBLINE_DATABASE_URL")
