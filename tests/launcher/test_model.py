import os
from pathlib import Path

import pytest

from launcher import model as model_module
from launcher.errors import LauncherError
from launcher.model import KEPT_MODELS, ensure_model, model_name, model_path
from launcher.processes import Commands
from launcher.settings import Settings, read_settings

INPUTS = ("config.yml", "domain.yml", "data/nlu/booking.yml", "nlu/safety.py", "requirements/assistant.txt")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    for name in INPUTS:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return read_settings(tmp_path, {"PLUMBLINE_MODEL_CACHE": str(tmp_path / "cache")})


@pytest.fixture
def trainings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Training as it looks from outside: a file appears, and is counted."""
    trained: list[Path] = []

    def train(settings: Settings, commands: Commands, model: Path) -> None:
        model.write_text("model")
        trained.append(model)

    monkeypatch.setattr(model_module, "_train", train)
    return trained


@pytest.mark.parametrize("changed", INPUTS)
def test_a_changed_input_is_another_model(settings: Settings, changed: str) -> None:
    before = model_name(settings.root)
    assert model_name(settings.root) == before
    (settings.root / changed).write_text("changed")
    assert model_name(settings.root) != before


def test_what_is_no_input_changes_nothing(settings: Settings) -> None:
    before = model_name(settings.root)
    (settings.root / "README.md").write_text("new")
    (settings.root / "nlu" / "__pycache__").mkdir()
    (settings.root / "nlu" / "__pycache__" / "safety.pyc").write_text("new")
    assert model_name(settings.root) == before


def test_the_same_inputs_are_trained_once(settings: Settings, trainings: list[Path]) -> None:
    ensure_model(settings, Commands(), model_path(settings))
    assert ensure_model(settings, Commands(), model_path(settings)) == "in date"
    assert trainings == [model_path(settings)]


def test_another_clone_takes_the_model_from_the_cache(settings: Settings, trainings: list[Path]) -> None:
    ensure_model(settings, Commands(), model_path(settings))
    model_path(settings).unlink()
    assert ensure_model(settings, Commands(), model_path(settings)) == "trained before"
    assert model_path(settings).read_text() == "model"
    assert len(trainings) == 1


def test_only_the_newest_models_are_kept(settings: Settings, trainings: list[Path]) -> None:
    for number in range(KEPT_MODELS + 2):
        (settings.root / "domain.yml").write_text(str(number))
        ensure_model(settings, Commands(), model_path(settings))
        os.utime(model_path(settings), (number, number))
        os.utime(settings.model_cache / model_path(settings).name, (number, number))
    assert len(list(settings.models.glob("*.tar.gz"))) == KEPT_MODELS
    assert model_path(settings).exists()


def test_a_model_whose_inputs_change_during_the_training_is_not_kept(
    settings: Settings, trainings: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def train(settings: Settings, commands: Commands, model: Path) -> None:
        model.write_text("half of each")
        (settings.root / "domain.yml").write_text("changed")

    monkeypatch.setattr(model_module, "_train", train)
    with pytest.raises(LauncherError, match="have changed"):
        ensure_model(settings, Commands(), model_path(settings))
    assert not list(settings.models.iterdir())
    assert not settings.model_cache.exists()
