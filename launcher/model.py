"""The dialogue model: known by the hash of what it is trained from, trained when no clone has done it yet."""

import shutil
from hashlib import sha256
from pathlib import Path

from launcher.errors import LauncherError
from launcher.processes import CommandFailed, Commands
from launcher.settings import Settings
from launcher.state import QUIET

INPUTS = ("config.yml", "domain.yml", "data", "nlu", "requirements/assistant.txt")
KEPT_MODELS = 5


def model_name(root: Path) -> str:
    """The hash of the inputs: the same in every clone that would train the same model."""
    total = sha256()
    for file in _inputs(root):
        total.update(str(file.relative_to(root)).encode() + b"\0" + sha256(file.read_bytes()).digest())
    return total.hexdigest()[:20]


def model_path(settings: Settings) -> Path:
    """Where the model of the present inputs is, or will be once it is trained."""
    return settings.models / f"{model_name(settings.root)}.tar.gz"


def ensure_model(settings: Settings, commands: Commands, model: Path) -> str | None:
    """Trains the model unless it is here or in the cache of all clones; returns a word on what it found.

    `model` is its `model_path`. Raises LauncherError when the training fails, or the inputs change meanwhile.
    """
    if model.exists():
        return "in date"
    cached = settings.model_cache / model.name
    settings.models.mkdir(parents=True, exist_ok=True)
    if cached.exists():
        _copy(cached, model)
        return "trained before"
    _train(settings, commands, model)
    if model != model_path(settings):
        model.unlink()
        raise LauncherError("The model's inputs have changed during the training: run the command again.")
    settings.model_cache.mkdir(parents=True, exist_ok=True)
    _copy(model, cached)
    for folder in (settings.models, settings.model_cache):
        _keep_newest(folder)
    return None


def _train(settings: Settings, commands: Commands, model: Path) -> None:
    name = model.name.removesuffix(".tar.gz")
    inputs = ["--config", "config.yml", "--domain", "domain.yml", "--data", "data"]
    environment = {
        **settings.environment,
        **QUIET,
        "RASA_CACHE_DIRECTORY": str(settings.root / ".plumbline" / "training-cache"),
    }
    command = [str(settings.python("assistant")), "-m", "rasa", "train", *inputs]
    command += ["--out", str(settings.models), "--fixed-model-name", name]
    log = settings.logs / "train.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    try:
        log.write_text(commands.run(command, cwd=settings.root, environment=environment), encoding="utf-8")
    except CommandFailed as failure:
        log.write_text(failure.output, encoding="utf-8")
        raise LauncherError(f"The language model could not be trained: the reason is in {log}") from failure
    if not model.exists():
        raise LauncherError(f"The training made no model: look into {log}")


def _inputs(root: Path) -> list[Path]:
    paths = [root / name for name in INPUTS]
    files = [file for path in paths for file in (path, *path.rglob("*"))]
    return sorted(file for file in files if file.is_file() and "__pycache__" not in file.parts)


def _copy(source: Path, target: Path) -> None:
    """Copies so that a reader never sees half a model."""
    part = target.with_name(f"{target.name}.part")
    shutil.copyfile(source, part)
    part.replace(target)


def _keep_newest(folder: Path) -> None:
    models = sorted(folder.glob("*.tar.gz"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in models[KEPT_MODELS:]:
        old.unlink(missing_ok=True)
