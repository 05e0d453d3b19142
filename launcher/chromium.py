"""Finds or brings the browser that the tests drive."""

import os
import shutil
from pathlib import Path

from launcher.errors import LauncherError
from launcher.processes import CommandFailed, Commands
from launcher.settings import Settings

NAMES = ("chromium", "chromium-browser", "google-chrome")
ASK_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
)


def ensure_chromium(settings: Settings, commands: Commands) -> Path:
    """The path of a Chromium: one on PATH, else Playwright's, else Debian's. Raises LauncherError."""
    found = _on_path(settings) or _playwrights(settings, commands)
    if found:
        return found
    attempts = [[str(settings.python("dev")), "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        attempts.append(["apt-get", "update"])
        attempts.append(["apt-get", "install", "-y", "--no-install-recommends", "chromium"])
    for attempt in attempts:
        try:
            commands.run(attempt, cwd=settings.root, environment=settings.environment)
        except CommandFailed:
            continue
        found = _on_path(settings) or _playwrights(settings, commands)
        if found:
            return found
    raise LauncherError("No browser for the tests: install the package `chromium`, then run this again.")


def _on_path(settings: Settings) -> Path | None:
    given = settings.environment.get("PLUMBLINE_CHROMIUM")
    path = settings.environment.get("PATH")
    found = (shutil.which(name, path=path) for name in (given, *NAMES) if name)
    return next((Path(name) for name in found if name), None)


def _playwrights(settings: Settings, commands: Commands) -> Path | None:
    ask = [str(settings.python("dev")), "-c", ASK_PLAYWRIGHT]
    path = Path(commands.run(ask, cwd=settings.root, environment=settings.environment).strip())
    return path if path.exists() else None
