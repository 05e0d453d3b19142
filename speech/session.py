"""One conversation: which part answers to which frame. It knows nothing of sockets.

Two sides that never wait for each other: the ear (`listening.py`) and the mouth (`speaking.py`).
"""

from speech import frames
from speech.engines import Engines
from speech.errors import SpeechError
from speech.line import Line
from speech.listening import Ear
from speech.speaking import Mouth


class Session:
    """One client's conversation over `line`; it lives as long as the line does."""

    def __init__(self, engines: Engines, line: Line) -> None:
        self._engines = engines
        self._line = line
        self._ear = Ear(engines, line)
        self._mouth = Mouth(engines, line)

    async def open(self) -> None:
        """Greets the client."""
        await self._line.send(frames.ready(self._engines.recogniser.name, self._engines.voice.name))

    async def take(self, data: str | bytes) -> None:
        """Does what one frame asks for. What is wrong with it is told to the client; raises ClientGone only."""
        try:
            if isinstance(data, bytes):
                self._ear.hear(data)
            else:
                await self._obey(frames.read(data))
        except frames.Refused as refused:
            await self._line.send(frames.error(refused.reason, refused.id))
        except SpeechError as error:
            await self._line.send(frames.error(error, self._ear.utterance_id))

    async def _obey(self, frame: frames.Frame) -> None:
        match frame:
            case frames.Listen():
                self._ear.listen(frame.id, frame.hotwords)
            case frames.End():
                await self._ear.end()
            case frames.Cancel():
                self._ear.forget()
            case frames.Say():
                self._mouth.say(frame)
            case frames.Stop():
                self._mouth.stop()
