import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from launcher.errors import Interrupted, LauncherError
from launcher.processes import CommandFailed, Commands
from tests.launcher.sleeper import exists, service, wait_until

ROOT = Path(__file__).resolve().parents[2]
STUBBORN = """
import signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
open(sys.argv[1], "w").close()
time.sleep(600)
"""
# A launcher in small: it keeps one service until it is ended itself.
LAUNCHER = """
import sys, time
from pathlib import Path
from launcher.keeper import Keeper
from tests.launcher.sleeper import service
Keeper(print).start(service(Path(sys.argv[1])))
time.sleep(600)
"""


def test_a_stopped_service_leaves_nothing_that_it_started(tmp_path: Path) -> None:
    sleeper = service(tmp_path)
    sleeper.start()
    sleeper.wait_until_healthy(30)
    pids = [int(pid) for pid in (tmp_path / "ready").read_text().split()]
    sleeper.ask_to_stop()
    sleeper.finish(5)
    wait_until(lambda: not any(map(exists, pids)))


def test_a_service_that_will_not_stop_is_ended(tmp_path: Path) -> None:
    stubborn = service(tmp_path, STUBBORN)
    stubborn.start()
    stubborn.wait_until_healthy(30)
    pid = stubborn.pid
    stubborn.ask_to_stop()
    stubborn.finish(0.2)
    assert pid
    assert not exists(pid)


def test_a_service_that_ends_while_starting_names_its_log(tmp_path: Path) -> None:
    broken = service(tmp_path, "raise SystemExit('the reason')")
    broken.start()
    with pytest.raises(LauncherError, match=r"sleeper stopped while starting.*sleeper\.log"):
        broken.wait_until_healthy(30)
    assert "the reason" in broken.log.read_text()


def test_a_service_that_ends_just_after_it_was_well_has_started(tmp_path: Path) -> None:
    brief = service(tmp_path, "import sys; open(sys.argv[1], 'w').close()")
    looks = 0

    def becomes_well_and_ends_after_the_first_look() -> bool:
        nonlocal looks
        looks += 1
        wait_until(lambda: brief.has_died)
        return looks > 1

    brief.is_healthy = becomes_well_and_ends_after_the_first_look
    brief.start()
    brief.wait_until_healthy(30)
    assert looks == 2


def test_earlier_logs_are_kept_up_to_three(tmp_path: Path) -> None:
    for number in range(4):
        printer = service(tmp_path, f"print({number})")
        printer.start()
        printer.finish(30)
    logs = sorted((tmp_path / "logs").iterdir())
    assert [log.read_text().strip() for log in logs] == ["3", "2", "1"]


def test_a_launcher_that_is_killed_leaves_no_service_behind(tmp_path: Path) -> None:
    launcher = subprocess.Popen([sys.executable, "-c", LAUNCHER, str(tmp_path)], cwd=ROOT)
    wait_until((tmp_path / "ready").exists)
    pid, child = map(int, (tmp_path / "ready").read_text().split())
    launcher.send_signal(signal.SIGKILL)
    launcher.wait()
    wait_until(lambda: not exists(pid))
    # What a service starts is for itself to end; this one does not care.
    os.kill(child, signal.SIGKILL)


def test_a_command_that_fails_tells_what_it_printed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit('why')"]
    with pytest.raises(CommandFailed) as failure:
        Commands().run(command, cwd=tmp_path, environment=os.environ)
    assert failure.value.last_line() == "why"


def test_no_command_starts_after_the_stop(tmp_path: Path) -> None:
    commands = Commands()
    commands.stop()
    with pytest.raises(Interrupted):
        commands.run(["true"], cwd=tmp_path, environment=os.environ)
