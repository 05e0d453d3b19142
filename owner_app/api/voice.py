"""Tokens for the voice socket, and where it is."""

import uuid
from typing import Annotated

from pydantic import BaseModel, Field
from sanic import Blueprint, HTTPResponse, Request, json

from office.bootstrap import Office
from owner_app.api.bodies import read_body
from owner_app.api.sessions import current_user


class WantedCall(BaseModel):
    """Which Call to go on with; none for a new one."""

    call_id: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{8,64}$")] | None = None


def voice_blueprint(office: Office) -> Blueprint:
    """The routes of this module."""
    blueprint = Blueprint("voice")

    @blueprint.post("/api/voice-tokens")
    async def voice_token(request: Request) -> HTTPResponse:
        user = await current_user(request, office)
        call_id = read_body(request, WantedCall).call_id or uuid.uuid4().hex
        token = office.tokens.sign_voice(user, call_id)
        return json({"token": token, "url": voice_url(request, office), "call_id": call_id}, status=200)

    return blueprint


def voice_url(request: Request, office: Office) -> str:
    """The voice socket as the browser of this request reaches it."""
    if office.settings.voice_url:
        return office.settings.voice_url
    scheme = "wss" if request.scheme == "https" else "ws"
    return f"{scheme}://{request.server_name}:{office.settings.rasa_port}/webhooks/owner_app/voice"
