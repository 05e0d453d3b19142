"""The office's internal interface (docs/internal-api.md): what the channels ask of the desk."""

import asyncio
import hmac
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request, Sanic, json

from office.bootstrap import Office
from office.domain.calls import TurnTimes
from owner_app.api.bodies import read_body
from owner_app.api.errors import NotAllowed, answer_errors

Id = Annotated[str, Field(min_length=1, max_length=64)]


Code = Annotated[str, Field(pattern="^[a-z_]{1,40}$")]
Milliseconds = Annotated[int, Field(ge=0, le=3_600_000)]


class OpenedCall(BaseModel):
    """A Call that a channel opens or goes on with: of a User with a token, or of a caller, perhaps with a number."""

    id: Id
    channel: Code
    user_id: int | None = None
    token_id: Id | None = None
    phone: Annotated[str, Field(pattern=r"^\+[1-9][0-9]{6,14}$")] | None = None


class ClosedCall(BaseModel):
    """How a Call ended, as the channel saw it."""

    reason: Literal["goodbye", "hung_up", "silent", "transferred", "failed"]


class TimesOfTurn(BaseModel):
    """How long the stages of a turn took."""

    message_id: Id
    recognise_ms: Milliseconds | None = None
    think_ms: Milliseconds | None = None
    speak_ms: Milliseconds | None = None


def create_internal_app(office: Office) -> Sanic[Any, Any]:
    """The internal interface. Nothing is started or connected yet."""
    app = Sanic("office_internal", configure_logging=False)
    app.config.AUTO_EXTEND = False
    answer_errors(app)
    expected = f"Bearer {office.settings.internal_token}".encode()

    @app.on_request
    async def check_token(request: Request) -> None:
        given = request.headers.get("authorization", "").encode()
        if request.path.startswith("/internal/") and not hmac.compare_digest(given, expected):
            raise NotAllowed

    @app.get("/health")
    async def health(request: Request) -> HTTPResponse:
        return json({"status": "ok"})

    @app.get("/health/worker")
    async def worker_health(request: Request) -> HTTPResponse:
        alive = await asyncio.to_thread(office.calls.worker_alive)
        return json({"status": "ok" if alive else "no sign of life"}, status=200 if alive else 503)

    @app.get("/health/calendar")
    async def calendar_health(request: Request) -> HTTPResponse:
        return json({"calendar": await asyncio.to_thread(office.calendar_account.describe)})

    @app.get("/health/texts")
    async def texts_health(request: Request) -> HTTPResponse:
        return json({"texts": office.sending.describe()})

    @app.get("/internal/hotwords")
    async def hotwords(request: Request) -> HTTPResponse:
        return json({"words": await asyncio.to_thread(office.calls.hotwords)})

    @app.post("/internal/calls")
    async def open_call(request: Request) -> HTTPResponse:
        call = read_body(request, OpenedCall)
        opened = (call.id, call.channel, call.user_id, call.token_id, call.phone)
        resumed = await asyncio.to_thread(office.calls.open, *opened)
        return json({"id": call.id, "resumed": resumed}, status=201)

    @app.post("/internal/calls/<call_id:str>/turns")
    async def note_turn(request: Request, call_id: str) -> HTTPResponse:
        times = TurnTimes(**dict(read_body(request, TimesOfTurn)))
        await asyncio.to_thread(office.calls.note_times, call_id, times)
        return HTTPResponse(status=204)

    @app.post("/internal/calls/<call_id:str>/close")
    async def close_call(request: Request, call_id: str) -> HTTPResponse:
        reason = read_body(request, ClosedCall).reason
        outcome = await asyncio.to_thread(office.calls.close, call_id, reason)
        return json({"outcome": outcome.value})

    return app
