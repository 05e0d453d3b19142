"""`make doctor`: what is installed, what runs, which adapters are live, and what to do about the rest."""

import http.client
import json
import platform
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from launcher.environments import Environments
from launcher.model import model_path
from launcher.preparation import RUN_UNITS
from launcher.processes import Commands, answers, fetch
from launcher.settings import Settings
from launcher.stack import UNITS
from launcher.state import is_running

RUN_ONCE = "`make run` does it"


@dataclass(frozen=True)
class Finding:
    """One line of the table; `remedy` says what to do where something is wrong."""

    what: str
    found: str
    remedy: str = ""


def examine(settings: Settings) -> int:
    """Prints the table; returns 1 when Plumbline is running and something is wrong."""
    running = is_running(settings)
    findings = [*_installed(settings), *_processes(settings, running), *_live(settings, running)]
    width = max(len(finding.what) for finding in findings)
    for finding in findings:
        mark = "!! " if finding.remedy else "ok "
        remedy = f" -> {finding.remedy}" if finding.remedy else ""
        print(f"{mark} {finding.what:{width}}  {finding.found}{remedy}")
    return 1 if running and any(finding.remedy for finding in findings) else 0


def _installed(settings: Settings) -> Iterable[Finding]:
    environments = Environments(settings, Commands())
    yield Finding("Python", platform.python_version())
    for name, program in (("uv", settings.tools / "bin" / "uv"), ("Node", settings.tools / "node" / "node")):
        version = _version(program)
        yield Finding(name, version or "not installed", "" if version else RUN_ONCE)
    for unit in RUN_UNITS:
        yield _state(f"packages of {unit}", environments.in_date(unit))
    yield _state("web side of the owner app", environments.web_in_date())
    yield _state("language model", model_path(settings).exists())


def _state(what: str, in_date: bool) -> Finding:
    return Finding(what, "in date" if in_date else "missing or out of date", "" if in_date else RUN_ONCE)


def _processes(settings: Settings, running: bool) -> Iterable[Finding]:
    if not running:
        yield Finding("processes", "not running", "`make run` starts them")
        return
    for name, unit in UNITS.items():
        signs = [settings.address(service) + path for service, path in unit.health]
        well = all(map(answers, signs))
        log = settings.logs / f"{name}.log"
        yield Finding(name, f"{'answers' if well else 'does not answer'} at {signs[0]}", "" if well else f"read {log}")


def _live(settings: Settings, running: bool) -> Iterable[Finding]:
    yield Finding("database", _origin(settings, "database", "PostgreSQL"))
    yield Finding("times", _origin(settings, "duckling", "Duckling"))
    engines = _speech_engines(settings) if running else {}
    for what, key in (("speech to text", "stt"), ("text to speech", "tts")):
        unknown = "unknown while the speech server does not answer" if running else "known while running"
        yield Finding(what, engines.get(key, unknown))
    yield Finding("calendar", _told_by_office(settings, "calendar") if running else "known while running")
    yield Finding("texts", _told_by_office(settings, "texts") if running else "known while running")


def _origin(settings: Settings, service: str, name: str) -> str:
    return f"{name}, given by PLUMBLINE_{service.upper()}_URL" if service in settings.given else f"{name}, embedded"


def _told_by_office(settings: Settings, what: str) -> str:
    """What the office says of its calendar, or of its texts; it tells no names."""
    try:
        return str(json.loads(fetch(f"{settings.address('office')}/health/{what}"))[what])
    except (OSError, ValueError, KeyError, http.client.HTTPException):
        return "unknown while the owner app does not answer"


def _speech_engines(settings: Settings) -> dict[str, str]:
    try:
        health = json.loads(fetch(settings.address("speech") + "/health"))
    except (OSError, ValueError, http.client.HTTPException):
        return {}
    return {key: str(value) for key, value in health.items()}


def _version(program: Path) -> str | None:
    if not program.exists():
        return None
    result = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    words = result.stdout.split()
    return next((word.lstrip("v") for word in words if word.lstrip("v")[:1].isdigit()), None)
