"""Where in a stretch of audio somebody speaks (Silero VAD, as it ships inside faster-whisper). No words here."""

from dataclasses import dataclass
from pathlib import Path

import faster_whisper
import numpy as np
from faster_whisper.vad import VadOptions, get_speech_timestamps, get_vad_model

from speech import weights
from speech.audio import Samples
from speech.settings import INPUT_HZ

_OPTIONS = VadOptions(threshold=0.5, min_silence_duration_ms=100, speech_pad_ms=0, min_speech_duration_ms=0)
SHORTEST_SPEECH_SECONDS = 0.1


@dataclass(frozen=True)
class Speech:
    """The spans, in seconds, in which somebody speaks."""

    spans: tuple[tuple[float, float], ...] = ()

    def __bool__(self) -> bool:
        return self.seconds_after(0.0) >= SHORTEST_SPEECH_SECONDS

    @property
    def start(self) -> float:
        """The second at which the first word begins."""
        return self.spans[0][0]

    def seconds_after(self, moment: float) -> float:
        """How much of the speech, in seconds, comes after `moment`."""
        return sum(max(0.0, end - max(start, moment)) for start, end in self.spans)


def load() -> None:
    """Checks and opens the model once; raises WeightsRefused."""
    weights.check(Path(faster_whisper.__file__).parent / "assets", weights.SILERO_VAD)
    get_vad_model()


def find_speech(samples: Samples) -> Speech:
    """The spans of speech in `samples` (16 kHz); false where there is none. A minute takes about 0.2 s."""
    if not samples.size:
        return Speech()
    found = get_speech_timestamps(np.ascontiguousarray(samples), _OPTIONS)
    return Speech(tuple((span["start"] / INPUT_HZ, span["end"] / INPUT_HZ) for span in found))
