"""The owner app's voice socket inside Rasa: who may come in, and which Call it is about (docs/owner-app-
protocol.md).

What is said there is carried out by conversation.py. Nothing is trusted before the token is checked.
"""

import logging
from asyncio import AbstractEventLoop
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import aiohttp
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json
from sanic.server.websockets.impl import WebsocketImplProtocol

from channels import sentences, speech_client
from channels.app_socket import AppSocket, SocketGone
from channels.conversation import Conversation, Limits, Neighbours, read_frame
from channels.office_client import CallRefused, OfficeAway, OfficeClient
from channels.settings import Settings
from channels.voice_token import Caller, TokenRefused, read_token

logger = logging.getLogger(__name__)

BAD_TOKEN, FOREIGN_ORIGIN, NO_HELLO, OUR_FAULT = 4401, 4403, 4408, 1011


def _is_ready(app: Sanic) -> bool:
    """Whether Rasa has a model to answer with: it also comes up without one, and then says nothing at all."""
    agent = getattr(app.ctx, "agent", None)
    return agent is not None and agent.is_ready()


class NotAdmitted(Exception):
    """The socket is to be closed with `close_code` before anything is said."""

    def __init__(self, close_code: int) -> None:
        super().__init__(close_code)
        self.close_code = close_code


class OwnerAppChannel(InputChannel):
    """Where the owner talks with the assistant, in speech or in writing."""

    def __init__(self, settings: Settings, limits: Limits | None = None) -> None:
        self._settings = settings
        self._limits = limits or Limits()
        self._conversations: dict[str, Conversation] = {}
        self._http: aiohttp.ClientSession
        self._neighbours: Neighbours

    @classmethod
    def name(cls) -> str:
        """The channel's name in credentials.yml, in its address and in the conversations."""
        return "owner_app"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "OwnerAppChannel":
        """The channel of this process; raises SettingMissing. Credentials are in the environment, not in the
        file.
        """
        return cls(Settings.from_environment())

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Its two addresses below /webhooks/owner_app: `/` for health, `/voice` for the socket."""
        blueprint = Blueprint("owner_app")

        @blueprint.listener("before_server_start")
        async def open_doors(app: Sanic, loop: AbstractEventLoop) -> None:
            self._http = aiohttp.ClientSession()
            office = OfficeClient(self._http, self._settings.office_url, self._settings.internal_token)
            connect_speech = partial(speech_client.connect, self._settings.speech_url)
            self._neighbours = Neighbours(on_new_message, office, connect_speech)

        @blueprint.listener("after_server_start")
        async def warm_up(app: Sanic, loop: AbstractEventLoop) -> None:
            """The first message takes Rasa most of a second: it is not to be a caller's."""
            if _is_ready(app):
                await app.ctx.agent.parse_message("hello")

        @blueprint.listener("before_server_stop")
        async def close_doors(app: Sanic, loop: AbstractEventLoop) -> None:
            for conversation in list(self._conversations.values()):
                await conversation.close()
            await self._http.close()

        @blueprint.get("/")
        async def health(request: Request) -> HTTPResponse:
            if not _is_ready(request.app):
                return json({"status": "no model"}, status=503)
            return json({"status": "ok"})

        @blueprint.websocket("/voice")
        async def voice(request: Request, websocket: WebsocketImplProtocol) -> None:
            socket = AppSocket(websocket)
            try:
                await self._serve(request, socket)
            except NotAdmitted as refusal:
                await socket.close(refusal.close_code)
            except SocketGone:
                logger.debug("a voice socket is gone")

        return blueprint

    async def _serve(self, request: Request, socket: AppSocket) -> None:
        origin = request.headers.get("origin")
        if origin is not None and origin not in self._settings.app_origins:
            raise NotAdmitted(FOREIGN_ORIGIN)
        caller, speak = await self._hello(socket)
        conversation, resumed = await self._open_call(caller, socket)
        await conversation.converse(socket, resumed, speak)

    async def _hello(self, socket: AppSocket) -> tuple[Caller, bool]:
        data = await socket.receive(within_s=self._limits.hello)
        if data is None:
            raise NotAdmitted(NO_HELLO)
        frame = read_frame(data)
        if frame.get("type") != "hello":
            raise NotAdmitted(BAD_TOKEN)
        try:
            caller = read_token(frame.get("token"), self._settings.secret_key)
        except TokenRefused as error:
            raise NotAdmitted(BAD_TOKEN) from error
        return caller, frame.get("speak", True) is not False

    async def _open_call(self, caller: Caller, socket: AppSocket) -> tuple[Conversation, bool]:
        try:
            resumed = await self._neighbours.office.open_call(caller, self.name())
            hotwords = await self._neighbours.office.hotwords()
        except CallRefused as error:
            raise NotAdmitted(BAD_TOKEN) from error
        except OfficeAway as error:
            logger.error("Call %s cannot be opened: the office is away (%s)", caller.call_id, error)
            message = sentences.RECORDS_AWAY
            await socket.send({"type": "error", "code": "assistant_unavailable", "message": message})
            raise NotAdmitted(OUR_FAULT) from error
        return self._conversation(caller, hotwords), resumed

    def _conversation(self, caller: Caller, hotwords: list[str]) -> Conversation:
        known = self._conversations.get(caller.call_id)
        if known and not known.over:
            return known
        conversation = Conversation(
            caller,
            self.name(),
            self._neighbours,
            hotwords,
            self._limits,
            on_over=partial(self._forget, caller.call_id),
        )
        self._conversations[caller.call_id] = conversation
        return conversation

    def _forget(self, call_id: str) -> None:
        conversation = self._conversations.get(call_id)
        if conversation and conversation.over:
            del self._conversations[call_id]
