"""Tokens for the voice socket, and where it is."""

import uuid
from typing import Annotated

from pydantic import Field
from sanic import Request

from office.bootstrap import Office
from office.domain.users import User
from owner_app.api.bodies import Body, Shown
from owner_app.api.errors import TooOften
from owner_app.api.limits import Limit
from owner_app.api.routes import STAFF, Routes


class WantedCall(Body):
    """Which Call to go on with; none for a new one."""

    call_id: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{8,64}$")] | None = None


class VoiceToken(Shown):
    """A token for one connection within 60 seconds, and where to."""

    token: str
    url: str
    call_id: str


def voice_routes(office: Office) -> Routes:
    """The routes of this module."""
    routes = Routes("voice", office)
    limit = Limit("120/minute")

    @routes.post("/api/voice-tokens", STAFF, status=200, errors=(TooOften,))
    def voice_token(request: Request, user: User, body: WantedCall) -> VoiceToken:
        """A token for one voice connection."""
        limit.count(str(user.id))
        call_id = body.call_id or uuid.uuid4().hex
        token = office.tokens.sign_voice(user, call_id)
        return VoiceToken(token=token, url=voice_url(request, office), call_id=call_id)

    return routes


def voice_url(request: Request, office: Office) -> str:
    """The voice socket as the browser of this request reaches it."""
    if office.settings.voice_url:
        return office.settings.voice_url
    scheme = "wss" if request.scheme == "https" else "ws"
    return f"{scheme}://{request.server_name}:{office.settings.rasa_port}/webhooks/owner_app/voice"
