"""The outside calendar: connecting the owner's account, linking calendars, and what disagrees with the book."""

import html
from typing import Annotated

from pydantic import Field
from sanic import HTTPResponse, Request, redirect
from sanic.response import html as page

from office.bootstrap import Office
from office.desk.calendar_account import CalendarStatus
from office.domain.calendar import ConflictKind
from office.domain.users import User
from office.errors import (
    CalendarNotConnected,
    CalendarRefused,
    CalendarRevoked,
    CalendarUnavailable,
    CalendarUnknown,
    PlumblineError,
    TechnicianUnknown,
    WrongState,
)
from owner_app.api.bodies import Body, Id, Shown, Words
from owner_app.api.errors import NotLoggedIn
from owner_app.api.login import Nothing
from owner_app.api.routes import EVERYBODY, OWNER, Routes, shown
from owner_app.api.sessions import COOKIE as SESSION
from owner_app.api.sessions import is_https, session_key
from owner_app.api.visits import ShownVisit

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


class Link(Body):
    """Whose calendar is which."""

    technician_id: Id
    calendar_id: Annotated[Words, Field(min_length=1, max_length=300)]


class Links(Body):
    """All links there are to be."""

    links: Annotated[list[Link], Field(max_length=100)]


class ShownAccount(Shown):
    """The connected account."""

    email: str
    connected_at: str
    revoked: bool


class ShownCalendar(Shown):
    """A calendar that can be linked."""

    id: str
    name: str


class LinkedTechnician(Shown):
    """Whose calendar is which, and when it was read last."""

    id: int
    name: str
    calendar_id: str | None
    read_at: str | None


class CalendarState(Shown):
    """How the calendar is kept. `set_up`: an account can be connected; `calendars`: null while they can't be read."""

    set_up: bool
    account: ShownAccount | None
    calendars: list[ShownCalendar] | None
    technicians: list[LinkedTechnician]


class ShownConflict(Shown):
    """What the book and an outside calendar disagree about."""

    id: int
    kind: ConflictKind
    noted_at: str
    visit: ShownVisit


class Conflicts(Shown):
    """What is open, oldest first."""

    conflicts: list[ShownConflict]


class Connecting(Shown):
    """Where to send the browser."""

    url: str


def calendar_account_routes(office: Office) -> Routes:
    """The routes of this module."""
    routes = Routes("calendar_account", office)
    desk = office.calendar_account

    @routes.get("/api/calendar", OWNER)
    def status(user: User) -> CalendarState:
        """How the calendar is kept."""
        return _shown(desk.status(user), office)

    @routes.get("/api/calendar/conflicts", OWNER)
    def conflicts(user: User) -> Conflicts:
        """What the book and the outside calendars disagree about."""
        zone = office.business.zone
        return Conflicts(
            conflicts=[
                ShownConflict(
                    id=conflict.id,
                    kind=conflict.kind,
                    noted_at=conflict.noted_at.astimezone(zone).isoformat(timespec="seconds"),
                    visit=ShownVisit.of(visit, office.business),
                )
                for conflict, visit in desk.conflicts(user)
            ]
        )

    @routes.post("/api/calendar/connect", OWNER, answer=Connecting, errors=(CalendarNotConnected, CalendarUnavailable))
    def connect(request: Request, user: User, body: Nothing) -> HTTPResponse:
        """Begin to connect an account: where to send the browser, and a cookie that it brings back."""
        origin = request.headers["origin"]  # checked for every change to be the app's own
        begun = desk.begin(user, origin + CALLBACK)
        response = shown(Connecting(url=begun.url))
        _set_cookie(response, request, begun.keep, SECONDS)
        return response

    @routes.get(CALLBACK, EVERYBODY, media="text/html")
    def callback(request: Request) -> HTTPResponse:
        """Where Google sends the browser back to; a redirect to the app's page."""
        if SESSION not in request.cookies and "here" not in request.args:
            return _from_here(request)
        outcome = _finished(request, office)
        response = redirect(f"/calendar-link?outcome={outcome}")
        _set_cookie(response, request, "", 0)
        return response

    @routes.post("/api/calendar/disconnect", OWNER)
    def disconnect(user: User, body: Nothing) -> None:
        """Forget the account and the links."""
        desk.disconnect(user)

    @routes.put(
        "/api/calendar/links",
        OWNER,
        errors=(CalendarUnknown, TechnicianUnknown, CalendarNotConnected, CalendarRevoked, CalendarUnavailable),
    )
    def link(user: User, body: Links) -> None:
        """Write all links there are to be."""
        desk.link(user, {each.technician_id: each.calendar_id for each in body.links})

    return routes


def _finished(request: Request, office: Office) -> str:
    """One word for the app, which says it in a sentence."""
    if "error" in request.args:
        return "refused"
    given = [request.cookies.get(COOKIE) or "", request.args.get("state", ""), request.args.get("code", "")]
    try:
        user = office.users.session_user(session_key(request))
        if user is None:
            raise NotLoggedIn
        office.calendar_account.finish(user, *given)
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


def _shown(status: CalendarStatus, office: Office) -> CalendarState:
    account, zone = status.account, office.business.zone
    links = {link.technician_id: link for link in status.links}
    technicians = []
    for technician in office.business.technicians:
        link = links.get(technician.id)
        read_at = link.synced_at.astimezone(zone).isoformat(timespec="seconds") if link and link.synced_at else None
        calendar_id = link.calendar_id if link else None
        technicians.append(
            LinkedTechnician(id=technician.id, name=technician.name, calendar_id=calendar_id, read_at=read_at)
        )
    return CalendarState(
        set_up=status.set_up,
        account=account
        and ShownAccount(
            email=account.email,
            connected_at=account.connected_at.astimezone(zone).isoformat(timespec="seconds"),
            revoked=status.revoked,
        ),
        calendars=None
        if status.calendars is None
        else [ShownCalendar(id=each.id, name=each.name) for each in status.calendars],
        technicians=technicians,
    )
