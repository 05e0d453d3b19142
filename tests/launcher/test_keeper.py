import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher import keeper as keeper_module
from launcher.keeper import RESTARTS_A_MINUTE, Keeper
from tests.launcher.sleeper import exists, service, wait_until


@pytest.fixture
def reports(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(keeper_module, "FIRST_PAUSE_S", 0.01)
    monkeypatch.setattr(keeper_module, "LOOK_EVERY_S", 0.01)
    return []


@pytest.fixture
def keeper(reports: list[str]) -> Iterator[Keeper]:
    keeper = Keeper(reports.append)
    yield keeper
    keeper.stop_all()


def test_a_service_that_dies_is_started_again(keeper: Keeper, reports: list[str], tmp_path: Path) -> None:
    sleeper = service(tmp_path)
    keeper.start(sleeper)
    first = sleeper.pid
    assert first
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: sleeper.pid not in (None, first))
    assert len(reports) == 1
    assert "sleeper has died" in reports[0]
    assert keeper.failure is None


def test_a_service_that_dies_too_often_is_given_up_with_the_name_of_its_log(
    keeper: Keeper, reports: list[str], tmp_path: Path
) -> None:
    program = "import sys; open(sys.argv[1], 'w').close()"
    keeper.start(service(tmp_path, program))
    wait_until(lambda: keeper.failure)
    assert "sleeper.log" in str(keeper.failure)
    assert len(reports) == RESTARTS_A_MINUTE


def test_a_service_that_was_stopped_stays_stopped_until_it_is_started(keeper: Keeper, tmp_path: Path) -> None:
    sleeper = service(tmp_path)
    keeper.start(sleeper)
    keeper.stop("sleeper")
    assert sleeper.pid is None
    keeper.start(sleeper)
    assert sleeper.pid


def test_stopping_all_ends_the_foundation_last(reports: list[str], tmp_path: Path) -> None:
    keeper = Keeper(reports.append)
    order: list[str] = []
    pids: list[int] = []
    for name in ("foundation", "first", "second"):
        (tmp_path / name).mkdir()
        one = service(tmp_path / name)
        one.name = name
        one.is_foundation = name == "foundation"
        keeper.start(one)
        pids.append(one.pid or 0)
        finish = one.finish
        one.finish = lambda seconds, name=name, finish=finish: (finish(seconds), order.append(name))  # type: ignore[method-assign]
    keeper.stop_all()
    assert order == ["second", "first", "foundation"]
    assert not any(map(exists, pids))
