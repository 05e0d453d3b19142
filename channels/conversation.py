"""Carries one Call out: what the app, the speech server and the dialogue do goes through the turn machine
(call.py), one event at a time, and its effects are done here. It outlives its socket, so that a broken one
loses nothing.
"""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from rasa.core.channels.channel import UserMessage

from channels import sentences
from channels.app_socket import AppSocket, SocketGone
from channels.call import Ask, Call, Effect, Effects, Frame, ToApp, ToSpeech
from channels.office_client import OfficeAway, OfficeClient
from channels.replies import ReplyStream
from channels.speech_client import SpeechAway, SpeechConnection
from channels.tracker_store import RecordsAway
from channels.turn_times import Times, TurnTimes
from channels.voice_token import Caller

logger = logging.getLogger(__name__)

# What the app is told about when it comes back; the rest was of the moment.
_KEPT_WHILE_AWAY = {"heard", "reply", "turn_end", "error"}


@dataclass(frozen=True)
class Limits:
    """How long a Call waits, in seconds."""

    hello: float = 5.0
    dialogue: float = 20.0
    away: float = 120.0


@dataclass(frozen=True)
class Neighbours:
    """What a Call talks to. `connect_speech` raises SpeechAway."""

    on_new_message: Callable[[UserMessage], Awaitable[Any]]
    office: OfficeClient
    connect_speech: Callable[[], Awaitable[SpeechConnection]]


class Conversation:
    """One Call from its first socket to its end. `on_over` is called when it has ended."""

    def __init__(
        self,
        caller: Caller,
        channel: str,
        neighbours: Neighbours,
        hotwords: list[str],
        limits: Limits,
        on_over: Callable[[], None],
    ) -> None:
        self.over = False
        self._caller = caller
        self._channel = channel
        self._neighbours = neighbours
        self._limits = limits
        self._on_over = on_over
        self._call = Call(hotwords)
        self._times = TurnTimes()
        self._events: asyncio.Queue[Callable[[], Awaitable[None]]] = asyncio.Queue(maxsize=64)
        self._socket: AppSocket | None = None
        self._missed: list[Frame] = []
        self._speech: SpeechConnection | None = None
        self._absence: asyncio.TimerHandle | None = None
        self._leaving: str | None = None
        self._tasks: set[asyncio.Future[Any]] = set()
        self._start(self._work()).add_done_callback(self._ended)

    async def converse(self, socket: AppSocket, resumed: bool, speak: bool) -> None:
        """Serves one socket until it is gone or the Call is over. Raises SocketGone."""
        await self._events.put(partial(self._join, socket, resumed, speak))
        try:
            while not self.over:
                await self._from_app(await socket.receive())
        finally:
            if not self.over:
                await self._events.put(partial(self._leave, socket))

    async def close(self) -> None:
        """Lets go of everything when the process stops; the Call stays open and can be gone on with."""
        self.over = True
        for task in self._tasks:
            task.cancel()
        await self._hang_up_speech()

    # -- events

    async def _happen(self, event: Callable[..., Effects], *args: Any) -> None:
        await self._events.put(partial(self._react, event, *args))

    async def _from_app(self, data: str | bytes | None) -> None:
        if isinstance(data, bytes):
            return await self._happen(self._call.audio, data)
        frame = read_frame(data)
        kind, text = frame.get("type"), frame.get("text")
        if kind == "bye":
            return await self._events.put(partial(self._hang_up, "goodbye"))
        if kind == "text" and isinstance(text, str):
            return await self._happen(self._call.typed, text)
        events = {
            "talk": self._call.talk,
            "talk_end": self._call.talk_end,
            "talk_cancel": self._call.talk_cancel,
        }
        return await self._happen(events.get(str(kind), self._call.unreadable))

    def _from_speech(self, connection: SpeechConnection, frame: Frame) -> Effects:
        if connection is not self._speech:
            return []
        if isinstance(frame, bytes):
            return self._call.sound(frame)
        kind, about = frame.get("type"), frame.get("id", "")
        if kind == "partial":
            return self._call.partial(about, frame["text"])
        if kind == "final":
            return self._call.final(about, frame["text"], frame["confidence"])
        if kind == "no_speech":
            return self._call.no_speech(about)
        if kind == "speaking":
            return self._call.speaking(about)
        if kind == "spoken":
            return self._call.spoken(about, frame["complete"])
        if kind == "error":
            return self._call.speech_error(about, frame["code"])
        return []

    async def _listen_to_speech(self, connection: SpeechConnection) -> None:
        try:
            while True:
                await self._happen(self._from_speech, connection, await connection.receive())
        except SpeechAway:
            await self._happen(self._speech_gone, connection)

    def _speech_gone(self, connection: SpeechConnection) -> Effects:
        if connection is not self._speech:
            return []
        self._speech = None
        return self._call.speech_lost()

    async def _take_turn(self, message: UserMessage) -> None:
        """Puts a turn to the dialogue; whatever goes wrong there is said to the caller, and logged by its
        kind.
        """
        work = asyncio.ensure_future(self._neighbours.on_new_message(message))
        await asyncio.wait({work}, timeout=self._limits.dialogue)
        if not work.done():
            work.cancel()
            logger.error("Call %s: the dialogue took too long", self._caller.call_id)
            return await self._happen(self._call.unanswered, sentences.TOO_SLOW)
        error = None if work.cancelled() else work.exception()
        if error:
            logger.error("Call %s: the dialogue failed with %s", self._caller.call_id, type(error).__name__)
            sentence = sentences.RECORDS_AWAY if isinstance(error, RecordsAway) else sentences.NO_ANSWER
            return await self._happen(self._call.unanswered, sentence)
        return await self._happen(self._call.answered)

    # -- the worker: one event at a time

    async def _work(self) -> None:
        while not self._leaving or self._call.thinking:
            event = await self._events.get()
            await event()
        self.over = True
        await self._hang_up_speech()
        reason = "failed" if self._call.failed else self._leaving
        try:
            outcome = await self._neighbours.office.close_call(self._caller.call_id, reason)
            logger.info("Call %s is over: %s", self._caller.call_id, outcome)
        except OfficeAway:
            logger.error("Call %s is over, but the office could not be told", self._caller.call_id)

    def _ended(self, worker: "asyncio.Future[None]") -> None:
        self.over = True
        if not worker.cancelled() and worker.exception():
            logger.error("Call %s broke", self._caller.call_id, exc_info=worker.exception())
            if self._socket:
                self._start(self._socket.close(1011))
        while not self._events.empty():
            self._events.get_nowait()
        self._on_over()

    async def _join(self, socket: AppSocket, resumed: bool, speak: bool) -> None:
        if self._socket:
            await self._leave(self._socket)
        if self._absence:
            self._absence.cancel()
        await self._connect_speech()
        self._socket = socket
        ready = {"call_id": self._caller.call_id, "resumed": resumed, "speech": self._call.speech}
        missed, self._missed = self._missed, []
        for frame in [{"type": "ready", **ready}, *missed]:
            await self._to_app(frame)
        await self._react(self._call.app_joined, speak)

    async def _leave(self, socket: AppSocket) -> None:
        if socket is not self._socket:
            return
        self._socket = None
        self._absence = asyncio.get_running_loop().call_later(self._limits.away, self._expire)
        await socket.close(1000)
        await self._react(self._call.app_left)
        if not self._call.hearing:  # the speech server has so many places, and nobody sits in this one now
            self._call.speech = False
            await self._hang_up_speech()

    def _expire(self) -> None:
        self._start(self._events.put(partial(self._hang_up, "hung_up")))

    async def _hang_up(self, reason: str) -> None:
        if reason == "hung_up" and self._socket:
            return  # it came back at the last moment
        self._leaving = reason
        if self._socket:
            await self._leave(self._socket)
        if self._absence:
            self._absence.cancel()

    # -- effects

    async def _react(self, event: Callable[..., Effects], *args: Any) -> None:
        for effect in event(*args):
            await self._carry_out(effect)

    async def _carry_out(self, effect: Effect) -> None:
        times = self._times.saw(effect, time.monotonic())
        if times:
            self._start(self._tell_times(times))
        if isinstance(effect, ToApp):
            await self._to_app(effect.frame)
        elif isinstance(effect, ToSpeech):
            await self._to_speech(effect.frame)
        else:
            message = self._message(effect)
            self._times.asked(message.message_id, effect.confidence is not None, time.monotonic())
            self._start(self._take_turn(message))

    async def _tell_times(self, times: Times) -> None:
        try:
            await self._neighbours.office.note_times(self._caller.call_id, times)
        except OfficeAway:
            logger.warning("Call %s: the office was not told how long a turn took", self._caller.call_id)

    async def _to_app(self, frame: Frame) -> None:
        if self._socket:
            try:
                return await self._socket.send(frame)
            except SocketGone:
                await self._leave(self._socket)
        if isinstance(frame, dict) and frame["type"] in _KEPT_WHILE_AWAY:
            self._missed.append(frame)

    async def _to_speech(self, frame: Frame) -> None:
        if isinstance(frame, dict) and frame["type"] == "listen":
            await self._connect_speech()
        if self._speech:
            try:
                return await self._speech.send(frame)
            except SpeechAway:
                self._speech = None
        await self._react(self._call.speech_lost)

    async def _connect_speech(self) -> None:
        if self._speech:
            return
        try:
            self._speech = await self._neighbours.connect_speech()
        except SpeechAway:
            logger.warning("Call %s: the speech server is away", self._caller.call_id)
            return
        self._call.speech = True
        self._start(self._listen_to_speech(self._speech))

    async def _hang_up_speech(self) -> None:
        connection, self._speech = self._speech, None
        if connection:
            await connection.close()

    def _message(self, ask: Ask) -> UserMessage:
        caller = self._caller
        return UserMessage(
            ask.text,
            output_channel=ReplyStream(self._channel, partial(self._happen, self._call.replied)),
            sender_id=caller.call_id,
            input_channel=self._channel,
            metadata={
                "channel": self._channel,
                "call_id": caller.call_id,
                "user_id": caller.user_id,
                "user_name": caller.user_name,
                "role": caller.role,
                "confidence": ask.confidence,
            },
        )

    def _start(self, work: Awaitable[Any]) -> "asyncio.Future[Any]":
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def read_frame(data: str | bytes | None) -> dict[str, Any]:
    """The JSON object in a text frame; empty where it is none."""
    try:
        frame = json.loads(data) if isinstance(data, str) else None
    except (ValueError, RecursionError):
        frame = None
    return frame if isinstance(frame, dict) else {}
