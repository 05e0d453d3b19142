"""How fast the speech engines are on this machine: `.venvs/speech/bin/python -m bench.speech`.

Every figure is a ratio to real time, so that it says the same on a slow machine and a fast one: the seconds spent for
a second of audio, and for the first sound of a reply the part of that sentence's own length that the caller waits.
The figures are one JSON object on the last line.
"""

import json
import os
import statistics
import time
from collections.abc import Iterator

import numpy as np

from speech import engines, settings, turns
from speech.audio import Samples, from_pcm
from speech.settings import INPUT_HZ, OUTPUT_HZ
from speech.spoken import speakable

SENTENCES = (
    "Schedule John Doe for a pipe repair on Friday at 2 PM.",
    "My number is 518-555-0142.",
    "The address is 142 Maple Street, Albany.",
    "What time would suit you on Thursday, March 5?",
    "Yes.",
)
ROUNDS = 3


def main() -> None:
    """Measures and prints."""
    loaded = engines.load(settings.from_environment(os.environ))
    rounds = [measure(loaded, sentence) for _ in range(ROUNDS) for sentence in SENTENCES]
    medians = {name: round(statistics.median(each[name] for each in rounds), 4) for name in rounds[0]}
    print(json.dumps({"stt": loaded.recogniser.name, "tts": loaded.voice.name, **medians}))


def measure(loaded: engines.Engines, sentence: str) -> dict[str, float]:
    """The ratios for one sentence, spoken and then recognised."""
    begun = time.perf_counter()
    sentences: Iterator[bytes] = loaded.voice.sentences(speakable(sentence))
    pcm = next(sentences)
    first_sound = time.perf_counter() - begun
    pcm += b"".join(sentences)
    spoken = time.perf_counter() - begun
    seconds = len(pcm) / (2 * OUTPUT_HZ)
    samples = _at_input_rate(pcm)
    begun = time.perf_counter()
    loaded.recogniser.transcribe(samples, turns.find_speech(samples), [])
    recognised = time.perf_counter() - begun
    return {
        "tts_real_time_factor": spoken / seconds,
        "tts_first_sound_of_length": first_sound / seconds,
        "stt_real_time_factor": recognised / seconds,
    }


def _at_input_rate(pcm: bytes) -> Samples:
    samples = from_pcm(pcm)
    moments = np.arange(0, len(samples), OUTPUT_HZ / INPUT_HZ)
    return np.interp(moments, np.arange(len(samples)), samples).astype(np.float32)


if __name__ == "__main__":
    main()
