"""The ear of a session: one utterance at a time, from `listen` to its `final`, `no_speech` or `error`."""

import asyncio
import logging
from dataclasses import dataclass, field

from speech import frames
from speech.audio import from_pcm
from speech.engines import Engines
from speech.errors import BadAudio, BadMessage, EngineFailed, TooLong
from speech.line import Line
from speech.settings import INPUT_HZ, UTTERANCE_SECONDS
from speech.stt import Transcript

LONGEST_BYTES = 2 * INPUT_HZ * UTTERANCE_SECONDS
# How often, in new audio, an utterance that goes on is looked at, and how much of it for a first word.
LOOK_EVERY_BYTES = 2 * INPUT_HZ // 5
LOOK_BACK_BYTES = 2 * INPUT_HZ
PARTIAL_EVERY_SECONDS = 1.0

logger = logging.getLogger(__name__)


@dataclass
class Utterance:
    """What has been heard so far."""

    id: str
    hotwords: tuple[str, ...]
    pcm: bytearray = field(default_factory=bytearray)
    started: bool = False
    too_long: bool = False
    looked_at: int = 0
    partial_at: float = 0.0
    partial_text: str = ""

    @property
    def seconds(self) -> float:
        return round(len(self.pcm) / (2 * INPUT_HZ), 2)


class Ear:
    """Takes the frames that are about listening. Its methods do not wait for an engine."""

    def __init__(self, engines: Engines, line: Line) -> None:
        self._engines = engines
        self._line = line
        self._utterance: Utterance | None = None
        self._look: asyncio.Task[None] | None = None
        self._answer: asyncio.Task[None] | None = None

    @property
    def utterance_id(self) -> str | None:
        """The utterance that is open, if one is."""
        return self._utterance.id if self._utterance else None

    def listen(self, id: str, hotwords: tuple[str, ...]) -> None:
        """Opens an utterance; one that was not ended is forgotten."""
        self._drop_utterance()
        self._utterance = Utterance(id, hotwords)

    def hear(self, pcm: bytes) -> None:
        """Adds audio to the utterance. Raises BadAudio, and TooLong once an utterance."""
        utterance = self._utterance
        if utterance is None:
            raise BadAudio("Audio came outside an utterance.")
        if len(pcm) % 2:
            raise BadAudio("A frame of audio has an odd number of bytes.")
        if utterance.too_long:
            return
        if len(utterance.pcm) + len(pcm) > LONGEST_BYTES:
            self._stop_looking()
            utterance.too_long = True
            utterance.pcm.clear()
            raise TooLong(f"The utterance is longer than {UTTERANCE_SECONDS} seconds.")
        utterance.pcm += pcm
        self._look_along(utterance)

    async def end(self) -> None:
        """Closes the utterance; its answer follows. Waits only where the answer before it is still owed.

        Raises BadMessage where no utterance is open.
        """
        utterance = self._utterance
        if utterance is None:
            raise BadMessage("No utterance is open.")
        self._drop_utterance()
        if utterance.too_long:
            return
        if self._answer:
            await asyncio.wait([self._answer])
        self._answer = self._line.start(self._answer_with(utterance))

    def forget(self) -> None:
        """Drops the utterance, and the answer to one that was ended."""
        self._drop_utterance()
        if self._answer:
            self._answer.cancel()
            self._answer = None

    def _drop_utterance(self) -> None:
        self._stop_looking()
        self._utterance = None

    def _stop_looking(self) -> None:
        if self._look:
            self._look.cancel()
            self._look = None

    def _look_along(self, utterance: Utterance) -> None:
        if len(utterance.pcm) - utterance.looked_at < LOOK_EVERY_BYTES:
            return
        if self._look is None or self._look.done():
            utterance.looked_at = len(utterance.pcm)
            self._look = self._line.start(self._look_at(utterance))

    async def _look_at(self, utterance: Utterance) -> None:
        """Says that somebody speaks, and then what is understood so far. Cancelled when the utterance ends."""
        try:
            if not utterance.started:
                recent = from_pcm(utterance.pcm[-LOOK_BACK_BYTES:])
                if await self._engines.find_speech(recent):
                    await self._say_started(utterance)
            elif asyncio.get_running_loop().time() - utterance.partial_at >= PARTIAL_EVERY_SECONDS:
                await self._send_partial(utterance)
        except EngineFailed:
            # The utterance goes on: its end will be answered.
            logger.warning("A partial could not be made", exc_info=True)

    async def _say_started(self, utterance: Utterance) -> None:
        await self._line.send({"type": "speech_started", "id": utterance.id})
        utterance.started = True
        utterance.partial_at = asyncio.get_running_loop().time()

    async def _send_partial(self, utterance: Utterance) -> None:
        utterance.partial_at = asyncio.get_running_loop().time()
        samples = from_pcm(utterance.pcm)
        text = await self._engines.draft(samples, await self._engines.find_speech(samples))
        if text and text != utterance.partial_text:
            utterance.partial_text = text
            await self._line.send({"type": "partial", "id": utterance.id, "text": text})

    async def _answer_with(self, utterance: Utterance) -> None:
        try:
            transcript = await self._understand(utterance)
        except EngineFailed as error:
            logger.error("An utterance could not be recognised", exc_info=True)
            await self._line.send(frames.error(error, utterance.id))
        else:
            await self._line.send(frames.final(utterance.id, transcript, utterance.seconds))

    async def _understand(self, utterance: Utterance) -> Transcript:
        samples = from_pcm(utterance.pcm)
        speech = await self._engines.find_speech(samples)
        if not speech:
            return Transcript()
        if not utterance.started:
            await self._say_started(utterance)
        return await self._engines.transcribe(samples, speech, list(utterance.hotwords))
