"""An engine that fails on one request is an error of that request; the session goes on."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

from speech.audio import Samples
from speech.engines import Engines
from speech.errors import EngineFailed
from speech.line import Line
from speech.session import Session
from speech.stt import Transcript
from speech.turns import Speech


class FailsOnce:
    """A recogniser and a voice whose first answer is a failure."""

    name = "fails-once"

    def __init__(self) -> None:
        self._failed = False

    def transcribe(self, samples: Samples, speech: Speech, hotwords: list[str]) -> Transcript:
        self._fail_once()
        return Transcript("Yes.", 0.9)

    def draft(self, samples: Samples, speech: Speech) -> str:
        raise EngineFailed("No draft.")

    def sentences(self, text: str) -> Iterator[bytes]:
        self._fail_once()
        yield b"\0\0"

    def _fail_once(self) -> None:
        if not self._failed:
            self._failed = True
            raise EngineFailed("It failed.")


class EverybodySpeaks(Engines):
    """Engines that hear speech in everything."""

    async def find_speech(self, samples: Samples) -> Speech:
        return Speech(((0.0, 1.0),))


class Peer:
    """A socket that keeps what it is sent."""

    def __init__(self) -> None:
        self.frames: asyncio.Queue[str | bytes] = asyncio.Queue()

    async def send(self, data: str | bytes) -> None:
        await self.frames.put(data)

    def abort(self) -> None:
        raise AssertionError("The session broke.")

    async def answer(self) -> dict[str, Any]:
        """The next frame that ends a request."""
        while True:
            data = await self.frames.get()
            if isinstance(data, str) and (frame := json.loads(data))["type"] in ("final", "spoken", "error"):
                return frame


async def _answers(*requests: list[dict[str, Any] | bytes]) -> list[dict[str, Any]]:
    peer = Peer()
    line = Line(peer)
    session = Session(EverybodySpeaks(FailsOnce(), FailsOnce()), line)
    answers = []
    for request in requests:
        for frame in request:
            await session.take(frame if isinstance(frame, bytes) else json.dumps(frame))
        answers.append(await peer.answer())
    line.close()
    return answers


def _utterance(id: str) -> list[dict[str, Any] | bytes]:
    return [{"type": "listen", "id": id}, bytes(64_000), {"type": "end"}]


async def test_an_utterance_that_cannot_be_recognised_is_told_and_the_next_one_works() -> None:
    failed, final = await _answers(_utterance("a"), _utterance("b"))
    assert (failed["code"], failed["id"]) == ("engine_failed", "a")
    assert (final["type"], final["id"], final["text"]) == ("final", "b", "Yes.")


async def test_a_reply_that_cannot_be_spoken_is_told_and_the_next_one_works() -> None:
    failed, spoken = await _answers(
        [{"type": "say", "id": "a", "text": "One."}], [{"type": "say", "id": "b", "text": "Two."}]
    )
    assert (failed["code"], failed["id"]) == ("engine_failed", "a")
    assert spoken == {"type": "spoken", "id": "b", "complete": True}
