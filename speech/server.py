"""The routes: the WebSocket, the three HTTP calls, and how errors look there. What they do is done elsewhere."""

from dataclasses import dataclass
from json import dumps

from sanic import Request, Sanic, json
from sanic.exceptions import PayloadTooLarge, SanicException
from sanic.response import HTTPResponse, raw
from sanic.server.websockets.impl import WebsocketImplProtocol

from speech import audio, frames
from speech.engines import Engines
from speech.errors import BadAudio, BadMessage, Busy, EngineFailed, SpeechError, TooLong, TooMuchText
from speech.line import ClientGone, Line
from speech.session import Session
from speech.settings import FILE_BYTES, FRAME_BYTES, INPUT_HZ, SAY_CHARACTERS, Settings
from speech.stt import Transcript

_STATUS: dict[type[SpeechError], int] = {
    BadMessage: 400,
    BadAudio: 422,
    TooLong: 413,
    TooMuchText: 413,
    EngineFailed: 500,
    Busy: 503,
}
_TRY_AGAIN_LATER = 1013
_TOO_LARGE = f"The file is larger than {FILE_BYTES // 2**20} MB."


@dataclass
class Gate:
    """How many sessions are open, and how many may be."""

    most: int
    open: int = 0


class SanicSocket:
    """Sanic's WebSocket as `speech.line` needs it."""

    def __init__(self, websocket: WebsocketImplProtocol) -> None:
        self._websocket = websocket

    async def send(self, data: str | bytes) -> None:
        """Sends one frame; raises ConnectionError when the client is gone."""
        try:
            await self._websocket.send(data)
        except SanicException as error:
            raise ConnectionError from error

    def abort(self) -> None:
        """Breaks the connection; the handler that reads from it is then cancelled by Sanic."""
        protocol = self._websocket.io_proto
        if protocol and protocol.transport:
            protocol.transport.abort()


def make_app(settings: Settings, engines: Engines) -> Sanic:
    """The application, ready to be served by one process."""
    app = Sanic("speech", configure_logging=False)
    app.config.update(
        WEBSOCKET_MAX_SIZE=FRAME_BYTES,
        # Sanic cuts a body off at this size, and the client sees a reset: the limit proper is in `_transcribe`.
        REQUEST_MAX_SIZE=2 * FILE_BYTES,
        ACCESS_LOG=False,
        GRACEFUL_SHUTDOWN_TIMEOUT=2.0,
    )
    app.ctx.engines = engines
    app.ctx.gate = Gate(settings.sessions)
    app.on_request(_refuse_browsers)
    app.add_websocket_route(_converse, "/v1/session")
    app.add_route(_transcribe, "/v1/transcribe", methods=["POST"])
    app.add_route(_say, "/v1/say", methods=["POST"])
    app.add_route(_health, "/health")
    app.error_handler.add(SpeechError, _speech_error)
    app.error_handler.add(PayloadTooLarge, _too_large)
    app.error_handler.add(SanicException, _http_error)
    return app


async def _refuse_browsers(request: Request) -> HTTPResponse | None:
    """Only our own programs speak to it: a page in somebody's browser could take every place."""
    if "origin" in request.headers:
        return json({"error": {"code": "not_allowed", "message": "Browsers may not use this server."}}, status=403)
    return None


async def _converse(request: Request, websocket: WebsocketImplProtocol) -> None:
    gate: Gate = request.app.ctx.gate
    if gate.open >= gate.most:
        await _turn_away(websocket)
        return
    gate.open += 1
    line = Line(SanicSocket(websocket))
    try:
        await _serve(Session(request.app.ctx.engines, line), websocket)
    except ClientGone:
        return
    finally:
        line.close()
        gate.open -= 1


async def _serve(session: Session, websocket: WebsocketImplProtocol) -> None:
    """Until the client goes: Sanic cancels `recv` then."""
    await session.open()
    while (data := await websocket.recv()) is not None:
        await session.take(data)


async def _turn_away(websocket: WebsocketImplProtocol) -> None:
    error = frames.error(Busy("Every session of the speech server is taken."))
    try:
        await websocket.send(dumps(error))
        await websocket.close(_TRY_AGAIN_LATER)
    except SanicException:
        return


async def _transcribe(request: Request) -> HTTPResponse:
    engines: Engines = request.app.ctx.engines
    if len(request.body) > FILE_BYTES:
        raise TooLong(_TOO_LARGE)
    samples = await engines.decode(audio.decode, request.body)
    speech = await engines.find_speech(samples)
    transcript = await engines.transcribe(samples, speech, []) if speech else Transcript()
    return json({**transcript.as_json(), "seconds": round(len(samples) / INPUT_HZ, 2)})


async def _say(request: Request) -> HTTPResponse:
    engines: Engines = request.app.ctx.engines
    text = _text_of(request)
    sound = b"".join([pcm async for pcm in engines.speak(text)])
    return raw(audio.wav(sound), content_type="audio/wav")


async def _health(request: Request) -> HTTPResponse:
    engines: Engines = request.app.ctx.engines
    names = {"stt": engines.recogniser.name, "tts": engines.voice.name}
    return json({"status": "ok", **names, "sessions": request.app.ctx.gate.open})


def _text_of(request: Request) -> str:
    body = request.json
    text = body.get("text") if isinstance(body, dict) else None
    if not isinstance(text, str):
        raise BadMessage("The body must be JSON with the string text.")
    if len(text) > SAY_CHARACTERS:
        raise TooMuchText(f"The text has over {SAY_CHARACTERS} characters.")
    return text


def _error(status: int, code: str, message: str) -> HTTPResponse:
    return json({"error": {"code": code, "message": message}}, status=status)


async def _speech_error(_request: Request, error: SpeechError) -> HTTPResponse:
    return _error(_STATUS[type(error)], error.code, str(error))


async def _too_large(_request: Request, _error_: PayloadTooLarge) -> HTTPResponse:
    return _error(413, TooLong.code, _TOO_LARGE)


async def _http_error(_request: Request, error: SanicException) -> HTTPResponse:
    return _error(error.status_code, BadMessage.code, "The request is not one of this server's calls.")
