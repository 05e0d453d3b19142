"""Logging in and out, and who one is. Wrong tries are counted by the desk."""

import asyncio
from typing import Annotated

from pydantic import BaseModel, Field
from sanic import Blueprint, HTTPResponse, Request, json

from office.bootstrap import Office
from office.domain.users import User
from owner_app.api.bodies import read_body
from owner_app.api.sessions import begin_session, current_user, end_session


class Login(BaseModel):
    """What is typed in to log in."""

    user: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
    password: Annotated[str, Field(min_length=1, max_length=200)]


def login_blueprint(office: Office) -> Blueprint:
    """The routes of this module."""
    blueprint = Blueprint("login")

    @blueprint.post("/api/login")
    async def login(request: Request) -> HTTPResponse:
        given = read_body(request, Login)
        user = await asyncio.to_thread(office.users.check, given.user.strip(), given.password)
        response = json({"user": _shown(user)})
        begin_session(response, request, office, user)
        return response

    @blueprint.post("/api/logout")
    async def logout(request: Request) -> HTTPResponse:
        response = HTTPResponse(status=204)
        end_session(response, request)
        return response

    @blueprint.get("/api/me")
    async def me(request: Request) -> HTTPResponse:
        user = await current_user(request, office)
        business = {"name": office.business.name, "time_zone": office.business.zone.key}
        response = json({"user": _shown(user), "business": business})
        begin_session(response, request, office, user)
        return response

    return blueprint


def _shown(user: User) -> dict[str, object]:
    return {"id": user.id, "name": user.name, "role": user.role.value}
