"""The engines, loaded once and kept off the event loop: one thread each for listening, recognising and speaking."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

from speech import turns
from speech.audio import Samples, from_pcm
from speech.settings import INPUT_HZ, Settings
from speech.spoken import speakable
from speech.stt import Recogniser, Transcript
from speech.stt.whisper import Whisper
from speech.tts import Voice
from speech.tts.hibari import HibariVoice
from speech.turns import Speech

Result = TypeVar("Result")


@dataclass
class Worker:
    """One thread, and how much waits for it."""

    name: str
    waiting: int = 0
    _pool: ThreadPoolExecutor = field(init=False)

    def __post_init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=self.name)

    async def run(self, work: Callable[..., Result], *args: object) -> Result:
        """What `work` returns or raises. Cancelled before its turn, it is never done."""
        self.waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work, *args)
        finally:
            self.waiting -= 1


class Engines:
    """Everything that computes. Speech detection has its own thread, so that it never waits for recognition."""

    def __init__(self, recogniser: Recogniser, voice: Voice) -> None:
        self.recogniser = recogniser
        self.voice = voice
        self._ears = Worker("ears")
        self._recognition = Worker("recognition")
        self._mouth = Worker("mouth")

    async def find_speech(self, samples: Samples) -> Speech:
        """Where in `samples` somebody speaks."""
        return await self._ears.run(turns.find_speech, samples)

    async def transcribe(self, samples: Samples, speech: Speech, hotwords: list[str]) -> Transcript:
        """The words in an utterance; raises EngineFailed."""
        return await self._recognition.run(self.recogniser.transcribe, samples, speech, hotwords)

    async def draft(self, samples: Samples, speech: Speech) -> str | None:
        """A quick reading, or None when recognition has something better to do; raises EngineFailed."""
        if self._recognition.waiting:
            return None
        return await self._recognition.run(self.recogniser.draft, samples, speech)

    async def decode(self, file_decoder: Callable[[bytes], Samples], file: bytes) -> Samples:
        """The samples in a file, decoded off the event loop; raises what the decoder raises."""
        return await self._ears.run(file_decoder, file)

    async def speak(self, text: str) -> AsyncGenerator[bytes, None]:
        """The sound of `text`, made speakable first, a sentence at a time: PCM16; raises EngineFailed."""
        sentences = self.voice.sentences(await self._mouth.run(speakable, text))
        while (pcm := await self._mouth.run(next, sentences, None)) is not None:
            yield pcm


def load(settings: Settings) -> Engines:
    """Checks the weights, opens the models and runs each once, so that the first caller does not wait.

    Takes some seconds; raises WeightsRefused.
    """
    turns.load()
    engines = Engines(Whisper(settings.whisper_model), HibariVoice())
    _warm_up(engines)
    return engines


def _warm_up(engines: Engines) -> None:
    for _ in engines.voice.sentences("Hello."):
        pass
    silence = from_pcm(bytes(2 * INPUT_HZ))
    turns.find_speech(silence)
    engines.recogniser.draft(silence, Speech(((0.0, 1.0),)))
