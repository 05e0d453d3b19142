"""The mouth of a session: what is to be said, in order, until it is out or stopped."""

import logging
from collections import deque
from contextlib import aclosing

from speech import frames
from speech.engines import Engines
from speech.errors import EngineFailed, TooMuchText
from speech.line import Line
from speech.settings import OUTPUT_HZ, QUEUED_SAYS

# A tenth of a second a frame: short enough to stop between two.
FRAME_BYTES = 2 * OUTPUT_HZ // 10

logger = logging.getLogger(__name__)


class Mouth:
    """Takes the frames that are about speaking. Its methods wait for nothing."""

    def __init__(self, engines: Engines, line: Line) -> None:
        self._engines = engines
        self._line = line
        self._queue: deque[frames.Say] = deque()
        self._at_work = False
        self._stopped = False

    def say(self, say: frames.Say) -> None:
        """Queues `say`; raises Refused when the queue is full."""
        if len(self._queue) >= QUEUED_SAYS:
            raise frames.Refused(TooMuchText(f"{QUEUED_SAYS} replies are waiting already."), say.id)
        self._queue.append(say)
        if not self._at_work:
            self._at_work = True
            self._line.start(self._speak_queue())

    def stop(self) -> None:
        """Cuts what is being said and forgets the rest. What is said after this is spoken."""
        self._queue.clear()
        self._stopped = True

    async def _speak_queue(self) -> None:
        while self._queue:
            say = self._queue.popleft()
            self._stopped = False
            try:
                await self._speak(say)
            except EngineFailed as error:
                logger.error("A reply could not be spoken", exc_info=True)
                await self._line.send(frames.error(error, say.id))
        self._at_work = False

    async def _speak(self, say: frames.Say) -> None:
        await self._line.send({"type": "speaking", "id": say.id})
        async with aclosing(self._engines.speak(say.text)) as sentences:
            async for pcm in sentences:
                await self._send_audio(pcm)
                if self._stopped:
                    break
        await self._line.send({"type": "spoken", "id": say.id, "complete": not self._stopped})

    async def _send_audio(self, pcm: bytes) -> None:
        for start in range(0, len(pcm), FRAME_BYTES):
            if self._stopped:
                return
            await self._line.send(pcm[start : start + FRAME_BYTES])
