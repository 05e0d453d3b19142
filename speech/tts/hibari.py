"""Synthesis by hibari (ONNX on one thread, 24 kHz), with the voice that its wheel carries."""

from collections.abc import Iterator
from pathlib import Path

import hibari
import numpy as np
from onnxruntime.capi import onnxruntime_pybind11_state as onnx

from speech import weights
from speech.audio import Samples, to_pcm
from speech.errors import EngineFailed
from speech.settings import OUTPUT_HZ

THREADS = 1
# hibari peaks at about 0.35 of full scale, too soft for a telephone.
GAIN = 2.0
# Each sentence comes with some 320 ms of silence before it and 500 ms after it.
LEAD_SECONDS = 0.03
TAIL_SECONDS = 0.25
SILENCE = 0.01
# The model takes one sentence whole; longer ones cost memory that grows with the square of their length.
LONGEST_PHONEMES = 300

_FAILURES = (onnx.Fail, onnx.InvalidArgument, onnx.RuntimeException, RuntimeError, ValueError, LookupError)


class HibariVoice:
    """A loaded voice. Raises WeightsRefused when the weights are not the reviewed ones."""

    name = "hibari-heart"

    def __init__(self) -> None:
        weights.check(Path(hibari.__file__).parent / "assets", weights.HIBARI_HEART)
        self._engine = hibari.Hibari(threads=THREADS)

    def sentences(self, text: str) -> Iterator[bytes]:
        """The sound of each sentence, trimmed: PCM16 at 24 kHz. Raises EngineFailed."""
        try:
            for phonemes in self._engine.phonemize(text):
                for part in _parts(phonemes):
                    yield to_pcm(_trimmed(self._engine.from_phonemes(part, seed=0)) * GAIN)
        except _FAILURES as error:
            raise EngineFailed("The reply could not be spoken.") from error


def _parts(phonemes: str) -> Iterator[str]:
    """Pieces that the model can take, cut between words where there are any."""
    while len(phonemes) > LONGEST_PHONEMES:
        cut = phonemes.rfind(" ", 1, LONGEST_PHONEMES) + 1 or LONGEST_PHONEMES
        yield phonemes[:cut]
        phonemes = phonemes[cut:]
    yield phonemes


def _trimmed(samples: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(samples) > SILENCE)
    if not loud.size:
        return samples[:0]
    first = max(0, loud[0] - int(LEAD_SECONDS * OUTPUT_HZ))
    return samples[first : loud[-1] + int(TAIL_SECONDS * OUTPUT_HZ)]
