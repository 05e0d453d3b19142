"""Where things are and on which ports, out of the environment and `.env`; nothing else here reads these.

Secrets live in state.py, because they are made, not given.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from launcher.errors import LauncherError

DEFAULT_PORTS = {
    "owner_app": 8080,
    "rasa": 5005,
    "actions": 5055,
    "office": 5056,
    "speech": 5060,
    "duckling": 8000,
}
# Services that somebody else may run: with an address given, ours is not started.
REPLACEABLE = ("database", "duckling", "speech")
# What would make a child look at the wrong packages, or compile Rasa and TensorFlow anew at every start.
FOREIGN = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE")


@dataclass(frozen=True)
class Settings:
    """One installation: the checkout, the folder of its state, its ports, and what its processes inherit."""

    root: Path
    state: Path
    ports: Mapping[str, int]
    given: frozenset[str]
    model_cache: Path
    environment: Mapping[str, str]

    @property
    def tools(self) -> Path:
        return self.root / ".plumbline" / "tools"

    @property
    def models(self) -> Path:
        return self.root / ".plumbline" / "models"

    @property
    def logs(self) -> Path:
        return self.state / "logs"

    def python(self, unit: str) -> Path:
        """The interpreter of a unit's environment (`assistant`, `office`, `speech`, `dev`)."""
        return self.root / ".venvs" / unit / "bin" / "python"

    def address(self, service: str) -> str:
        """The address of a service that speaks HTTP, without a slash at the end."""
        given = self.environment.get(f"PLUMBLINE_{service.upper()}_URL")
        return (given or f"http://127.0.0.1:{self.ports[service]}").rstrip("/")


def read_settings(root: Path, environ: Mapping[str, str]) -> Settings:
    """The settings of the checkout at `root` in the environment `environ`.

    Raises LauncherError for a port that is not one.
    """
    environment = {name: value for name, value in environ.items() if name not in FOREIGN}
    home = Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Settings(
        root=root,
        state=Path(environment.get("PLUMBLINE_STATE") or root / ".plumbline").absolute(),
        ports={name: _port(environment, name) for name in DEFAULT_PORTS},
        given=frozenset(name for name in REPLACEABLE if environment.get(f"PLUMBLINE_{name.upper()}_URL")),
        model_cache=Path(environment.get("PLUMBLINE_MODEL_CACHE") or home / "plumbline" / "models").expanduser(),
        environment=environment,
    )


def read_env_file(path: Path) -> dict[str, str]:
    """The `NAME=value` lines of a `.env` file; empty where there is none."""
    if not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs}


def port_variable(name: str) -> str:
    """The variable that moves a service to another port."""
    return f"PLUMBLINE_{name.upper()}_PORT"


def _port(environment: Mapping[str, str], name: str) -> int:
    text = environment.get(port_variable(name)) or str(DEFAULT_PORTS[name])
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise LauncherError(f"{port_variable(name)} must be a port number from 1 to 65535.")
    return int(text)
