"""The steps that come before anything can run: tools, environments, the web app's build, the model."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from launcher.environments import Environments
from launcher.model import ensure_model
from launcher.processes import Commands
from launcher.settings import Settings
from launcher.steps import Step

RUN_UNITS = ("assistant", "office", "speech")
LABELS = {
    "assistant": "Packages of the assistant",
    "office": "Packages of the office",
    "speech": "Packages of speech",
    "dev": "Packages for tests",
}


def packages(unit: str) -> str:
    """The name of the step that installs a unit's environment."""
    return f"packages of {unit}"


def installation(environments: Environments, units: Sequence[str], web: bool = True) -> list[Step]:
    """Installs the tools, the units' environments, and builds the web app."""
    tools = Step("tools", "Tools (uv, Node, PostgreSQL)", environments.install_tools)
    installs = [Step(packages(unit), LABELS[unit], partial(environments.install, unit), ["tools"]) for unit in units]
    build = [Step("web", "Web side of the owner app", environments.build_web, ["tools"])] if web else []
    return [tools, *installs, *build]


def training(settings: Settings, commands: Commands, model: Path) -> Step:
    """Trains the language model when its inputs have changed."""
    return Step("model", "Language model", partial(ensure_model, settings, commands, model), [packages("assistant")])
