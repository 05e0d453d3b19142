"""The commands behind the Makefile: `python3 -m launcher COMMAND`."""

import argparse
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from launcher.doctor import examine
from launcher.environments import Environments
from launcher.errors import Interrupted, LauncherError
from launcher.model import model_path
from launcher.preparation import RUN_UNITS, installation, training
from launcher.processes import Commands
from launcher.progress import Progress
from launcher.settings import Settings, read_env_file, read_settings
from launcher.stack import Stack
from launcher.state import is_running, locked
from launcher.steps import Step, run_steps
from launcher.testing import run_checks, run_tests

INTERRUPTED = 130
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# What a new installation makes again; the database and its secrets stay.
CLEANED = (
    ".venvs",
    ".rasa",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    ".import_linter_cache",
    ".plumbline/tools",
    ".plumbline/models",
    ".plumbline/training-cache",
    ".plumbline/test-results",
    "owner_app/web/node_modules",
    "tests/doubles/emulate/node_modules",
    "owner_app/web/dist",
)


def run(settings: Settings) -> int:
    """Starts everything and keeps it running until it is told to stop."""
    with locked(settings):
        stack = Stack(settings, Progress())
        try:
            stack.start()
            _announce(stack)
            _wait(stack)
        finally:
            _stop(stack)
    return 0


def interactive(settings: Settings) -> int:
    """`rasa interactive` in this terminal, on the real actions and the real database."""
    with locked(settings):
        stack = Stack(settings, Progress(), names=("duckling", "actions"))
        try:
            stack.start()
            command = [str(settings.python("assistant")), *stack.rasa("interactive")]
            return subprocess.run(command, cwd=settings.root, env=stack.environment, check=False).returncode
        finally:
            _stop(stack)


def setup(settings: Settings) -> int:
    """Installs everything that `run` needs."""
    return _prepare(settings, lambda environments, commands: installation(environments, RUN_UNITS))


def train(settings: Settings) -> int:
    """Trains the language model when its inputs have changed."""
    return _prepare(
        settings,
        lambda environments, commands: [
            *installation(environments, ["assistant"], web=False),
            training(settings, commands, model_path(settings)),
        ],
    )


def locks(settings: Settings) -> int:
    """Compiles every lock anew, with the newest versions that the groups in pyproject.toml allow."""
    return _prepare(
        settings,
        lambda environments, commands: [
            *installation(environments, [], web=False),
            Step("locks", "The locks", environments.compile_locks, ["tools"]),
        ],
    )


def clean(settings: Settings) -> int:
    """Removes what can be made again; keeps the database, its secrets and the logs."""
    if is_running(settings):
        raise LauncherError("Plumbline is running: stop it first (Ctrl-C in its window).")
    for name in CLEANED:
        shutil.rmtree(settings.root / name, ignore_errors=True)
    print(f"Removed the environments, builds and models. The database stays in {settings.state}.")
    return 0


def _prepare(settings: Settings, steps: Callable[[Environments, Commands], list[Step]]) -> int:
    commands = Commands()
    environments = Environments(settings, commands)
    environments.check_disk(RUN_UNITS)
    run_steps(steps(environments, commands), Progress(), commands.stop)
    return 0


def _announce(stack: Stack) -> None:
    lines = ["", "Plumbline is running.", f"  Owner app    {stack.settings.address('owner_app')}"]
    if stack.first_login:
        login = stack.first_login
        lines.append(f"  First login  user {login.user}, password {login.password}   (shown only now: keep it)")
    lines += [f"  Logs         {stack.settings.logs}", "  Ctrl-C stops everything.", ""]
    print("\n".join(lines), flush=True)


def _wait(stack: Stack) -> None:
    """Returns when it is told to stop; raises LauncherError when a process died too often."""
    try:
        while not stack.failure:
            time.sleep(0.5)
    except KeyboardInterrupt:
        return
    raise stack.failure


def _stop(stack: Stack) -> None:
    """Stops everything; a second Ctrl-C would leave something running, so it is not heard."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    print("Stopping ...", flush=True)
    stack.stop_all()
    print("Everything is stopped. The data is kept.", flush=True)


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def main(arguments: list[str]) -> int:
    """Runs one command; returns its exit status. What a person has to mend is printed as one line."""
    parser = argparse.ArgumentParser(prog="launcher")
    parser.add_argument("command", choices=[*COMMANDS, "test"])
    parser.add_argument("--unit", default="", help="for test: folders of tests/")
    parser.add_argument("--arguments", default="", help="for test: passed on to pytest")
    options = parser.parse_args(arguments)
    for number in STOP_SIGNALS:
        signal.signal(number, _interrupt)
    root = Path(__file__).resolve().parent.parent
    try:
        settings = read_settings(root, {**read_env_file(root / ".env"), **os.environ})
        if options.command == "test":
            return run_tests(settings, options.unit.replace(",", " ").split(), shlex.split(options.arguments))
        return COMMANDS[options.command](settings)
    except (KeyboardInterrupt, Interrupted):
        return INTERRUPTED
    except LauncherError as error:
        print(f"\nPlumbline: {error}", file=sys.stderr)
    except OSError as error:
        print(f"\nPlumbline: {error.strerror or error}: {error.filename or ''}", file=sys.stderr)
    return 1


COMMANDS: dict[str, Callable[[Settings], int]] = {
    "run": run,
    "check": run_checks,
    "doctor": examine,
    "interactive": interactive,
    "train": train,
    "locks": locks,
    "setup": setup,
    "clean": clean,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
