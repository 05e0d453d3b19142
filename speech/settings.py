"""The speech server's settings: the one place of this unit that reads the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
INPUT_HZ = 16_000
OUTPUT_HZ = 24_000
UTTERANCE_SECONDS = 60
QUEUED_SAYS = 32
SAY_CHARACTERS = 1_000
FRAME_BYTES = 256 * 1024
FILE_BYTES = 10 * 1024 * 1024


class SettingsWrong(Exception):
    """A setting that cannot be used; the text names it."""


@dataclass(frozen=True)
class Settings:
    """What an operator may change."""

    port: int = 5060
    sessions: int = 16
    whisper_model: Path | None = None
    """A CTranslate2 Whisper folder to use in place of the embedded one; its content is the operator's own choice."""


def from_environment(environment: Mapping[str, str]) -> Settings:
    """The settings that `environment` gives; raises SettingsWrong where one is not a positive whole number."""
    model = environment.get("PLUMBLINE_WHISPER_MODEL", "")
    return Settings(
        port=_positive(environment, "PLUMBLINE_SPEECH_PORT", Settings.port),
        sessions=_positive(environment, "PLUMBLINE_SPEECH_SESSIONS", Settings.sessions),
        whisper_model=Path(model) if model else None,
    )


def _positive(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise SettingsWrong(f"{name} must be a whole number above 0")
    return int(text)
