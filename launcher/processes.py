"""Child processes: commands that run to their end, and services that stay. Every one dies with the launcher.

Which processes there are is stack.py's; when a dead one is started again is keeper.py's.
"""

import contextlib
import http.client
import os
import pwd
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from launcher.errors import Interrupted, LauncherError

KEPT_LOGS = 3
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class CommandFailed(Exception):
    """A command ended with an error; `output` is what it printed."""

    def __init__(self, command: Sequence[str], status: int, output: str) -> None:
        super().__init__(f"{Path(command[0]).name} ended with status {status}")
        self.status = status
        self.output = output

    def last_line(self) -> str:
        """The last line that it printed, which mostly says why."""
        lines = [line.strip() for line in self.output.splitlines() if line.strip()]
        return lines[-1] if lines else str(self)


def fetch(address: str) -> bytes:
    """The body of what is answered with 200 within two seconds, whatever proxies are set. Raises OSError."""
    with _DIRECT.open(address, timeout=2) as reply:
        return bytes(reply.read())


def answers(address: str) -> bool:
    """Whether a GET of the address is answered with 200 within two seconds."""
    try:
        fetch(address)
    except (OSError, http.client.HTTPException):
        return False
    return True


def popen(
    command: Sequence[str],
    *,
    cwd: Path,
    environment: Mapping[str, str],
    output: int | IO[bytes] | None,
    account: pwd.struct_passwd | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Starts the command in a session of its own, bound to the life of the calling thread (see child.py).

    `output` None shows what it prints.
    """
    user = f"{account.pw_uid}:{account.pw_gid}" if account else "-"
    script = str(Path(__file__).with_name("child.py"))
    wrapper = [sys.executable, "-I", "-S", script, str(os.getpid()), str(int(death_signal)), user]
    return subprocess.Popen(
        [*wrapper, *map(str, command)],
        cwd=cwd,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Signals the process and all that it started; nothing happens when they are gone."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


class Commands:
    """Runs commands to their end, from any thread, and can end all that are running."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._stopped = False

    def run(
        self,
        command: Sequence[str],
        *,
        cwd: Path,
        environment: Mapping[str, str],
        account: pwd.struct_passwd | None = None,
    ) -> str:
        """Returns what the command printed. Raises CommandFailed, or Interrupted after `stop`."""
        with self._lock:
            self._refuse_when_stopped()
            process = popen(command, cwd=cwd, environment=environment, output=subprocess.PIPE, account=account)
            self._running.add(process)
        output = self._finish(process).decode("utf-8", "replace")
        if process.returncode:
            raise CommandFailed(command, process.returncode, output)
        return output

    def show(self, command: Sequence[str], *, cwd: Path, environment: Mapping[str, str]) -> int:
        """Runs the command with its output shown; returns its status. Raises Interrupted after `stop`."""
        with self._lock:
            self._refuse_when_stopped()
            process = popen(command, cwd=cwd, environment=environment, output=None)
            self._running.add(process)
        self._finish(process)
        return process.returncode

    def stop(self) -> None:
        """Ends what runs; `run` raises Interrupted from now on."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                signal_group(process, signal.SIGKILL)

    def _finish(self, process: subprocess.Popen[bytes]) -> bytes:
        try:
            output = process.communicate()[0]
        except BaseException:
            signal_group(process, signal.SIGKILL)
            process.wait()
            raise
        finally:
            with self._lock:
                self._running.discard(process)
        self._refuse_when_stopped()
        return output or b""

    def _refuse_when_stopped(self) -> None:
        if self._stopped:
            raise Interrupted("stopped")


@dataclass
class Service:
    """One process that stays: how it is started, known to be well, and stopped.

    A foundation (the database) is stopped when all others are.
    """

    name: str
    command: Sequence[str]
    cwd: Path
    environment: Mapping[str, str]
    log: Path
    is_healthy: Callable[[], bool]
    account: pwd.struct_passwd | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    before_start: Callable[[], None] | None = None
    is_foundation: bool = False
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    @property
    def has_died(self) -> bool:
        """Whether it was started and has ended without being asked to."""
        return self._process is not None and self._process.poll() is not None

    def start(self) -> None:
        """Starts the process; its output goes to the log, and earlier logs are kept a while."""
        if self._process:
            # Workers of a dead one would hold its port.
            signal_group(self._process, signal.SIGKILL)
        if self.before_start:
            self.before_start()
        _rotate(self.log)
        with open(self.log, "wb") as log:
            self._process = popen(
                self.command,
                cwd=self.cwd,
                environment=self.environment,
                output=log,
                account=self.account,
                death_signal=self.stop_signal,
            )

    def wait_until_healthy(self, seconds: float, is_stopped: Callable[[], bool] = lambda: False) -> None:
        """Returns when it answers. Raises LauncherError when it ends or does not answer in time, Interrupted
        when `is_stopped` says so."""
        deadline = time.monotonic() + seconds
        while True:
            # Before the question: one that was well and ended between the two has started; its death is the keeper's.
            has_died = self.has_died
            if self.is_healthy():
                return
            if is_stopped():
                raise Interrupted("stopped")
            if has_died:
                raise LauncherError(f"{self.name} stopped while starting: the reason is in {self.log}")
            if time.monotonic() > deadline:
                raise LauncherError(f"{self.name} does not answer after {seconds:.0f} s: look into {self.log}")
            time.sleep(0.1)

    def ask_to_stop(self) -> None:
        """Sends the signal to stop; `finish` waits for it."""
        if self._process and self._process.poll() is None:
            # Only the process itself: it ends its own workers, and PostgreSQL must.
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(self.stop_signal)

    def finish(self, seconds: float) -> None:
        """Waits up to `seconds` for the end, then ends the process and whatever it left behind."""
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        signal_group(self._process, signal.SIGKILL)
        self._process.wait()
        self._process = None


def _rotate(log: Path) -> None:
    """Keeps `name.log` as `name.log.1`, and so on up to KEPT_LOGS files in all."""
    log.parent.mkdir(parents=True, exist_ok=True)
    for age in range(KEPT_LOGS - 1, 0, -1):
        older = log.with_name(f"{log.name}.{age}")
        newer = log.with_name(f"{log.name}.{age - 1}") if age > 1 else log
        if newer.exists():
            newer.replace(older)
