"""The outside calendar: connecting the owner's account, linking calendars, and what disagrees with the book."""

import asyncio
import html
from typing import Annotated

from pydantic import BaseModel, Field
from sanic import Blueprint, HTTPResponse, Request, json, redirect
from sanic.response import html as page

from office.bootstrap import Office
from office.desk.calendar_account import CalendarStatus
from office.errors import CalendarNotConnected, CalendarRefused, CalendarUnavailable, PlumblineError, WrongState
from owner_app.api.bodies import read_body
from owner_app.api.errors import NotLoggedIn
from owner_app.api.sessions import COOKIE as SESSION
from owner_app.api.sessions import current_user, is_https
from owner_app.api.visits import shown_visit

COOKIE = "plumbline_calendar"
CALLBACK = "/api/calendar/callback"
SECONDS = 600
OUTCOMES: dict[type[PlumblineError], str] = {
    CalendarRefused: "refused",
    CalendarNotConnected: "not_set_up",
    CalendarUnavailable: "unavailable",
    WrongState: "stale",
    NotLoggedIn: "stale",
}


class Link(BaseModel):
    """Whose calendar is which."""

    technician_id: int
    calendar_id: Annotated[str, Field(min_length=1, max_length=300)]


class Links(BaseModel):
    """All links there are to be."""

    links: Annotated[list[Link], Field(max_length=100)]


def calendar_account_blueprint(office: Office) -> Blueprint:
    """The routes of this module."""
    blueprint = Blueprint("calendar_account")
    desk = office.calendar_account

    @blueprint.get("/api/calendar")
    async def status(request: Request) -> HTTPResponse:
        user = await current_user(request, office)
        return json(_shown(await asyncio.to_thread(desk.status, user), office))

    @blueprint.get("/api/calendar/conflicts")
    async def conflicts(request: Request) -> HTTPResponse:
        user = await current_user(request, office)
        found = await asyncio.to_thread(desk.conflicts, user)
        zone = office.business.zone
        shown = [
            {
                "id": conflict.id,
                "kind": conflict.kind.value,
                "noted_at": conflict.noted_at.astimezone(zone).isoformat(timespec="seconds"),
                "visit": shown_visit(visit, office.business),
            }
            for conflict, visit in found
        ]
        return json({"conflicts": shown})

    @blueprint.post("/api/calendar/connect")
    async def connect(request: Request) -> HTTPResponse:
        user = await current_user(request, office)
        origin = request.headers["origin"]  # checked for every change to be the app's own
        begun = await asyncio.to_thread(desk.begin, user, origin + CALLBACK)
        response = json({"url": begun.url})
        _set_cookie(response, request, begun.keep, SECONDS)
        return response

    @blueprint.get(CALLBACK)
    async def callback(request: Request) -> HTTPResponse:
        if SESSION not in request.cookies and "here" not in request.args:
            return _from_here(request)
        outcome = await _finished(request, office)
        response = redirect(f"/calendar-link?outcome={outcome}")
        _set_cookie(response, request, "", 0)
        return response

    @blueprint.post("/api/calendar/disconnect")
    async def disconnect(request: Request) -> HTTPResponse:
        user = await current_user(request, office)
        await asyncio.to_thread(desk.disconnect, user)
        return HTTPResponse(status=204)

    @blueprint.put("/api/calendar/links")
    async def link(request: Request) -> HTTPResponse:
        user = await current_user(request, office)
        wanted = {each.technician_id: each.calendar_id for each in read_body(request, Links).links}
        await asyncio.to_thread(desk.link, user, wanted)
        return HTTPResponse(status=204)

    return blueprint


async def _finished(request: Request, office: Office) -> str:
    """One word for the app, which says it in a sentence."""
    if "error" in request.args:
        return "refused"
    given = [request.cookies.get(COOKIE) or "", request.args.get("state", ""), request.args.get("code", "")]
    try:
        user = await current_user(request, office)
        await asyncio.to_thread(office.calendar_account.finish, user, *given)
    except PlumblineError as error:
        return next((word for kind, word in OUTCOMES.items() if isinstance(error, kind)), "failed")
    return "connected"


def _from_here(request: Request) -> HTTPResponse:
    """Google's page sent the browser, which therefore keeps the session's strict cookie back: a page of ours asks."""
    address = html.escape(f"{CALLBACK}?{request.query_string}&here=1")
    return page(f'<!doctype html><title>Plumbline</title><meta http-equiv="refresh" content="0;url={address}">')


def _set_cookie(response: HTTPResponse, request: Request, value: str, seconds: int) -> None:
    """Lax: it has to come along when Google's page sends the browser back."""
    response.add_cookie(
        COOKIE, value, path=CALLBACK, max_age=seconds, httponly=True, samesite="Lax", secure=is_https(request)
    )


def _shown(status: CalendarStatus, office: Office) -> dict[str, object]:
    account, zone = status.account, office.business.zone
    links = {link.technician_id: link for link in status.links}
    technicians = []
    for technician in office.business.technicians:
        link = links.get(technician.id)
        read_at = link.synced_at.astimezone(zone).isoformat(timespec="seconds") if link and link.synced_at else None
        technicians.append(
            {
                "id": technician.id,
                "name": technician.name,
                "calendar_id": link.calendar_id if link else None,
                "read_at": read_at,
            }
        )
    return {
        "set_up": status.set_up,
        "account": account
        and {
            "email": account.email,
            "connected_at": account.connected_at.astimezone(zone).isoformat(timespec="seconds"),
            "revoked": status.revoked,
        },
        "calendars": status.calendars and [{"id": each.id, "name": each.name} for each in status.calendars],
        "technicians": technicians,
    }
