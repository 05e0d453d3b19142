from pathlib import Path

import pytest

from launcher.errors import LauncherError
from launcher.settings import Settings, read_settings
from launcher.testing import (
    LINES_IN_ALL,
    LINES_OF_ONE,
    Failure,
    Tally,
    group_folders,
    is_for_tests,
    last_words,
    read_tally,
)


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


def test_a_failed_test_is_named_as_pytest_takes_it_with_the_end_of_its_words() -> None:
    report = """
        <testsuites><testsuite tests="4" failures="1" errors="2" skipped="0">
        <testcase classname="tests.office.desk.test_one" name="test_well"/>
        <testcase classname="tests.office.desk.test_one.TestDoor" name="test_bell[a.b]">
        <failure message="no">first\n\nlast</failure></testcase>
        <testcase classname="tests.e2e.test_two" name="test_light"><error message="dark"/></testcase>
        <testcase classname="" name="tests.nlu.test_three"><error>cannot be read</error></testcase>
        </testsuite></testsuites>
    """
    tally = read_tally(report)
    assert (tally.passed, tally.failed) == (1, 3)
    assert last_words(tally.failures) == [
        "FAILED  tests/office/desk/test_one.py::TestDoor::test_bell[a.b]",
        "    first",
        "    last",
        "FAILED  tests/e2e/test_two.py::test_light",
        "    dark",
        "FAILED  tests.nlu.test_three",
        "    cannot be read",
        "",
    ]
    assert last_words(()) == []


@pytest.mark.parametrize(("failures", "lines_of_one"), [(1, LINES_OF_ONE), (3, 7), (13, 1), (26, 0), (100, 0)])
def test_what_is_said_of_failures_fits_the_end_of_a_log(failures: int, lines_of_one: int) -> None:
    words = "\n".join(map(str, range(40)))
    lines = last_words([Failure(f"test_{number}", words) for number in range(failures)])
    assert lines[:2] == ["FAILED  test_0", f"    {40 - lines_of_one}" if lines_of_one else "FAILED  test_1"]
    assert len(lines) <= LINES_IN_ALL + 2
    assert lines[-2] == ("... and 74 more" if failures == 100 else "    39" if lines_of_one else "FAILED  test_25")


def test_the_users_installation_does_not_reach_the_tests() -> None:
    assert is_for_tests("PATH")
    assert is_for_tests("PLUMBLINE_MODEL_CACHE")
    assert not is_for_tests("PLUMBLINE_DATABASE_URL")
