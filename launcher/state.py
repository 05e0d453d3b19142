"""The state folder: its lock, its secrets, and the environment that the processes are given.

What the database keeps in it is postgres.py's.
"""

import base64
import fcntl
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from launcher.errors import LauncherError
from launcher.settings import DEFAULT_PORTS, Settings, port_variable

SECRETS = (
    "PLUMBLINE_SECRET_KEY",
    "PLUMBLINE_INTERNAL_TOKEN",
    "PLUMBLINE_DATABASE_PASSWORD",
    "PLUMBLINE_SEALING_KEYS",
    "PLUMBLINE_NUMBER_KEY",
    "PLUMBLINE_VAPID_KEY",
)
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # SEC 2, secp256r1
# Quiet and private whatever the user's shell says: no telemetry, no colour codes or banners in the logs.
QUIET = {
    "PYTHONUNBUFFERED": "1",
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "NO_COLOR": "1",
}


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """Holds the state folder; raises LauncherError when another launcher does."""
    make_folder(settings.state)
    with open(settings.state / "lock", "a", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LauncherError(
                f"Plumbline is already running from {settings.state}: stop it first (Ctrl-C in its window)."
            ) from None
        yield


def is_running(settings: Settings) -> bool:
    """Whether a launcher holds the state folder now."""
    if not (settings.state / "lock").exists():
        return False
    try:
        with locked(settings):
            return False
    except LauncherError:
        return True


def make_folder(path: Path) -> None:
    """Makes the folder, one that others may enter: under root the database runs as another user."""
    path.mkdir(parents=True, exist_ok=True)
    if os.stat(path).st_uid == os.geteuid():
        path.chmod(0o755)


def read_secrets(settings: Settings) -> dict[str, str]:
    """The installation's secrets: those given in the environment, else those made once and kept (0600)."""
    file = settings.state / "secrets.env"
    kept = dict(line.split("=", 1) for line in file.read_text().splitlines()) if file.exists() else {}
    missing = [name for name in SECRETS if name not in kept]
    if missing:
        kept.update({name: _new_secret(name) for name in missing})
        _write_privately(file, "".join(f"{name}={value}\n" for name, value in kept.items()))
    return {name: settings.environment.get(name) or kept[name] for name in SECRETS}


def process_environment(settings: Settings, kept: Mapping[str, str], database_url: str) -> dict[str, str]:
    """What every process of this installation finds in its environment."""
    ports = {port_variable(name): str(settings.ports[name]) for name in DEFAULT_PORTS}
    addresses = {
        "PLUMBLINE_DATABASE_URL": database_url,
        "PLUMBLINE_OFFICE_URL": settings.address("office"),
        "PLUMBLINE_SPEECH_URL": settings.address("speech"),
        "PLUMBLINE_DUCKLING_URL": settings.address("duckling"),
        "RASA_DUCKLING_HTTP_URL": settings.address("duckling"),  # what Rasa's own extractor reads
        "PLUMBLINE_ACTIONS_URL": f"http://127.0.0.1:{settings.ports['actions']}/webhook",
    }
    made = {name: kept[name] for name in SECRETS if name != "PLUMBLINE_DATABASE_PASSWORD"}
    return {**_base(settings), **QUIET, **ports, **addresses, **made}


def _base(settings: Settings) -> dict[str, str]:
    """The user's own environment, with loopback kept away from any proxy."""
    base = dict(settings.environment)
    loopback = "127.0.0.1,localhost"
    for name in ("NO_PROXY", "no_proxy"):
        base[name] = ",".join(filter(None, (base.get(name), loopback)))
    return base


def _new_secret(name: str) -> str:
    """Sealing keys are Fernet's: 32 bytes in urlsafe base64. A VAPID key is a P-256 private key, likewise unpadded."""
    if name == "PLUMBLINE_VAPID_KEY":
        number = 1 + secrets.randbelow(P256_ORDER - 1)
        return base64.urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")
    if name == "PLUMBLINE_SEALING_KEYS":
        return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    return secrets.token_hex(32)


def _write_privately(file: Path, text: str) -> None:
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
    part.replace(file)
