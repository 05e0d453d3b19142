"""What runs, and in which order: PostgreSQL, Duckling, speech, actions, owner app, worker, Rasa.

A stack is everything that `make run` starts; the tests start the same one on other ports, in another folder.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from launcher.environments import Environments
from launcher.errors import LauncherError
from launcher.keeper import Keeper
from launcher.model import model_path
from launcher.postgres import (
    Postgres,
    choose_account,
    find_installation,
    free_port,
    is_free,
    reachable_installation,
    reachable_place,
)
from launcher.preparation import RUN_UNITS, installation, packages, training
from launcher.processes import CommandFailed, Commands, Service, answers
from launcher.progress import Progress
from launcher.settings import Settings, port_variable
from launcher.state import make_folder, process_environment, read_secrets
from launcher.steps import Step, run_steps

# A process that ends is noticed at once: this is for one that hangs. A busy or small machine may need minutes to
# import TensorFlow for the first time.
HEALTHY_WITHIN_S = 600
LEFTOVERS_END_WITHIN_S = 8


@dataclass(frozen=True)
class Unit:
    """How one process of ours is started, and where it says that it is well."""

    label: str
    environment: str
    arguments: tuple[str, ...]
    health: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]


UNITS = {
    "duckling": Unit(
        label="Duckling",
        environment="assistant",
        arguments=("-m", "nlu.duckling_server"),
        health=(("duckling", "/"),),
        needs=(),
    ),
    "speech": Unit(
        label="Speech server",
        environment="speech",
        arguments=("-m", "speech"),
        health=(("speech", "/health"),),
        needs=(),
    ),
    "actions": Unit(
        label="Action server",
        environment="office",
        arguments=("-m", "actions"),
        health=(("actions", "/health"),),
        needs=("migrate",),
    ),
    "owner_app": Unit(
        label="Owner app",
        environment="office",
        arguments=("-m", "owner_app"),
        health=(("owner_app", "/api/health"), ("office", "/health")),
        needs=("migrate", "web"),
    ),
    "worker": Unit(
        label="Worker",
        environment="office",
        arguments=("-m", "office", "worker"),
        health=(("office", "/health/worker"),),
        needs=("migrate", "owner_app"),
    ),
    "rasa": Unit(
        label="Rasa",
        environment="assistant",
        arguments=(),
        health=(("rasa", "/webhooks/owner_app/"),),
        needs=("model",),
    ),
}


@dataclass(frozen=True)
class Login:
    """The first user of a new installation; the password is shown once and stored nowhere."""

    user: str
    password: str


class Stack:
    """One running Plumbline."""

    def __init__(self, settings: Settings, progress: Progress, names: Sequence[str] = tuple(UNITS)) -> None:
        self.settings = settings
        self.first_login: Login | None = None
        self.environment: dict[str, str] = {}
        self.model = model_path(settings)
        self.names = [name for name in names if name not in settings.given]
        self._progress = progress
        self._commands = Commands()
        self._keeper = Keeper(progress.note)
        self._environments = Environments(settings, self._commands)

    @property
    def failure(self) -> LauncherError | None:
        """Why the stack cannot go on, when a process died too often."""
        return self._keeper.failure

    @property
    def database_url(self) -> str:
        """The address of the database, with its password, once the stack has started."""
        return self.environment["PLUMBLINE_DATABASE_URL"]

    def address(self, name: str) -> str:
        """The address of one of the services, without a slash at the end."""
        return self.settings.address(name)

    def start(self) -> None:
        """Installs what is missing and returns when every process is healthy. Raises LauncherError."""
        self.check()
        steps = [*installation(self._environments, RUN_UNITS), training(self.settings, self._commands, self.model)]
        self._run([*steps, *self._service_steps()])

    def start_prepared(self) -> None:
        """Starts the processes in environments that somebody else made (the tests'). Raises LauncherError."""
        self.check()
        self._run([training(self.settings, self._commands, self.model), *self._service_steps()])

    def stop_all(self) -> None:
        """Stops every process, in reverse order; nothing is left running."""
        self._commands.stop()
        self._keeper.interrupt()
        self._keeper.stop_all()

    def stop(self, name: str) -> None:
        """Stops one process (`postgres`, or one of UNITS) until it is started again."""
        self._keeper.stop(name)

    def start_one(self, name: str) -> None:
        """Starts a stopped process and waits until it is healthy. Raises LauncherError."""
        self._keeper.start(self._keeper.service(name), HEALTHY_WITHIN_S)

    def restart(self, name: str) -> None:
        """Stops one process and starts it again."""
        self.stop(name)
        self.start_one(name)

    def pid(self, name: str) -> int | None:
        """The process id of a running process."""
        return self._keeper.service(name).pid

    def rasa(self, command: str) -> list[str]:
        """Python's arguments for `rasa run` or `rasa interactive` on this stack's model and port."""
        options = ["--model", str(self.model), "--endpoints", "endpoints.yml"]
        options += ["--port", str(self.settings.ports["rasa"])]
        if command == "run":
            options += ["-i", "127.0.0.1", "--credentials", "credentials.yml"]
        return ["-m", "rasa", command, *options]

    def check(self) -> None:
        """Raises LauncherError for a taken port or a full disk, before anything slow is done."""
        needed = [name for name in self.names if name in self.settings.ports]
        if "owner_app" in needed:
            needed.append("office")
        deadline = time.monotonic() + LEFTOVERS_END_WITHIN_S
        for name in needed:
            # What a killed launcher left needs a moment to end.
            while not is_free(self.settings.ports[name]):
                if time.monotonic() > deadline:
                    raise LauncherError(
                        f"Port {self.settings.ports[name]} is taken by another program: stop that, "
                        f"or set {port_variable(name)} to another port (in the environment or in .env)."
                    )
                time.sleep(0.2)
        self._environments.check_disk(RUN_UNITS)

    def _run(self, steps: Sequence[Step]) -> None:
        def cancel() -> None:
            self._commands.stop()
            self._keeper.interrupt()

        run_steps(steps, self._progress, cancel)

    def _service_steps(self) -> list[Step]:
        steps = [
            Step("database", "PostgreSQL", self._start_database, ["tools"]),
            Step("migrate", "Tables of the database", self._migrate, ["database", packages("office")]),
        ]
        for name in self.names:
            unit = UNITS[name]
            steps.append(
                Step(
                    name,
                    unit.label,
                    partial(self._start_unit, name),
                    ["database", packages(unit.environment), *unit.needs],
                )
            )
        if "owner_app" in self.names:
            # Last: the password is shown once, so nothing may fail after it was made.
            steps.append(Step("login", "First login", self._make_first_login, self.names))
        return steps

    def _start_database(self) -> str | None:
        make_folder(self.settings.state)
        kept = read_secrets(self.settings)
        if "database" in self.settings.given:
            url = self.settings.environment["PLUMBLINE_DATABASE_URL"]
            self.environment = process_environment(self.settings, kept, url)
            return "given"
        account = choose_account()
        place = reachable_place(self.settings.state / "postgres", account)
        root = self.settings.root
        found = find_installation(self.settings.tools, root / ".venvs" / "dev")
        postgres = Postgres(
            installation=reachable_installation(found, place, account),
            data=place / "data",
            port=self._database_port(),
            password=kept["PLUMBLINE_DATABASE_PASSWORD"],
            account=account,
            environment=self.settings.environment,
            commands=self._commands,
        )
        postgres.initialise()
        self._keeper.start(postgres.service(self.settings.logs / "postgres.log"), HEALTHY_WITHIN_S)
        postgres.create_database()
        self.environment = process_environment(self.settings, kept, postgres.url())
        return None if place.parent == self.settings.state else f"its data is in {place}"

    def _database_port(self) -> int:
        """The port of the last time while it is free, so that the user's own tools find it again."""
        file = self.settings.state / "postgres.port"
        kept = file.read_text().strip() if file.exists() else ""
        port = int(kept) if kept.isdecimal() else free_port()
        if not is_free(port):
            port = free_port()
        file.write_text(str(port))
        return port

    def _migrate(self) -> None:
        self._office("migrate")

    def _make_first_login(self) -> str | None:
        printed = self._office("add-user", "--if-none").splitlines()
        login = json.loads(next(line for line in reversed(printed) if line.startswith("{")))
        if not login:
            return "there is one"
        self.first_login = Login(login["user"], login["password"])
        return None

    def _office(self, *arguments: str) -> str:
        command = [str(self.settings.python("office")), "-m", "office", *arguments]
        try:
            return self._commands.run(command, cwd=self.settings.root, environment=self.environment)
        except CommandFailed as failure:
            log = self.settings.logs / "office.log"
            log.write_text(failure.output, encoding="utf-8")
            raise LauncherError(f"`office {arguments[0]}` failed: the reason is in {log}") from failure

    def _start_unit(self, name: str) -> None:
        self._keeper.start(self._service(name), HEALTHY_WITHIN_S)

    def _service(self, name: str) -> Service:
        unit = UNITS[name]
        addresses = [self.settings.address(service) + path for service, path in unit.health]
        arguments = unit.arguments or self.rasa("run")
        return Service(
            name=name,
            command=[str(self.settings.python(unit.environment)), *arguments],
            cwd=self.settings.root,
            environment=self.environment,
            log=self.settings.logs / f"{name}.log",
            is_healthy=lambda: all(map(answers, addresses)),
        )
