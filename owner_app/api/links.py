"""Customers' links: one's own Visit without an account. The token is the authority: no login, no cookie is looked at.

A technician is named; access codes, notes, prices and other Visits are not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, TypeVar

from pydantic import Field
from sanic import Request

from office.bootstrap import Office
from office.desk.visit_link import LinkedVisit
from office.domain.hours import Business
from office.domain.visits import VisitStatus
from office.errors import LinkOver, LinkUnknown, TimeNotBookable, TimeTaken, UnknownJob, VisitOver
from owner_app.api.bodies import Body, Moment, Query, Shown
from owner_app.api.errors import BadRequest, TooOften
from owner_app.api.limits import Limit
from owner_app.api.login import Nothing
from owner_app.api.routes import EVERYBODY, Routes
from owner_app.api.schedule import DayOfOpenings

LOOKS, CHANGES = "60/minute", "20/minute"
"""How often one address may look, and change something: a household behind one address can't hit it by tapping."""
MAX_DAYS = 31
LINK_ERRORS = (LinkUnknown, LinkOver, TooOften)
TIME_ERRORS = (TimeTaken, TimeNotBookable, UnknownJob)

Answer = TypeVar("Answer")


class WantedWeek(Query):
    """Which days: from the first on (none: today)."""

    from_: Annotated[date | None, Field(alias="from")] = None
    days: Annotated[int, Field(ge=1, le=MAX_DAYS)] = 14

    def first(self, today: date) -> date:
        """The first day, today where none is named; raises BadRequest for one that is not of our time."""
        first = self.from_ or today
        if not 2000 <= first.year <= 2100:
            raise BadRequest("from can't be that.")
        return max(first, today)


class ChosenStart(Body):
    """One of the Openings."""

    start: Moment


class LinkedOpenings(Shown):
    """What can be booked, day by day, and the last day that can be."""

    time_zone: str
    today: date
    last_day: date
    days: list[DayOfOpenings]

    @classmethod
    def of(cls, found: Mapping[date, Sequence[datetime]], office: Office) -> LinkedOpenings:
        """It as it is shown."""
        business, now = office.business, office.clock.now()
        return cls(
            time_zone=business.zone.key,
            today=business.today(now),
            last_day=business.last_day(now),
            days=[
                DayOfOpenings(day=day, starts=[iso(start, business) for start in starts])
                for day, starts in found.items()
            ],
        )


class ShownLinkedVisit(Shown):
    """A Visit as its customer sees it. `arrival_until`: the end of the arrival window, where there is one."""

    business: str
    time_zone: str
    job: str
    start: str
    end: str
    arrival_until: str | None
    status: VisitStatus
    customer_confirmed: bool
    first_name: str
    address: str
    technician: str

    @classmethod
    def of(cls, visit: LinkedVisit, business: Business) -> ShownLinkedVisit:
        """It as it is shown."""
        until = visit.arrival_until
        return cls(
            business=business.name,
            time_zone=business.zone.key,
            job=visit.job,
            start=iso(visit.start, business),
            end=iso(visit.end, business),
            arrival_until=iso(until, business) if until else None,
            status=visit.status,
            customer_confirmed=visit.customer_confirmed,
            first_name=visit.first_name,
            address=visit.address,
            technician=visit.technician,
        )


class Limits:
    """Counts how often each address asks."""

    def __init__(self) -> None:
        self._looks, self._changes = Limit(LOOKS), Limit(CHANGES)

    def look(self, request: Request, answer: Callable[[], Answer]) -> Answer:
        """Answer one who looks; raises TooOften."""
        self._looks.count(request.client_ip)
        return answer()

    def change(self, request: Request, answer: Callable[[], Answer]) -> Answer:
        """Answer one who changes something; raises TooOften."""
        self._changes.count(request.client_ip)
        return answer()


def iso(moment: datetime, business: Business) -> str:
    """The moment as ISO 8601 on the business's clock."""
    return moment.astimezone(business.zone).isoformat()


def visit_link_routes(office: Office) -> Routes:
    """The routes of this module."""
    routes, limits, desk = Routes("visit_link", office), Limits(), office.visit_link

    def shown(visit: LinkedVisit) -> ShownLinkedVisit:
        return ShownLinkedVisit.of(visit, office.business)

    @routes.get("/api/links/visits/<token:str>", EVERYBODY, errors=LINK_ERRORS)
    def linked_visit(request: Request, token: str) -> ShownLinkedVisit:
        """The Visit of a link, as it is now."""
        return limits.look(request, lambda: shown(desk.see(token)))

    @routes.get("/api/links/visits/<token:str>/openings", EVERYBODY, errors=(*LINK_ERRORS, VisitOver, UnknownJob))
    def visit_openings(request: Request, token: str, query: WantedWeek) -> LinkedOpenings:
        """The starts that the Visit could be moved to."""
        first = query.first(office.business.today(office.clock.now()))
        return limits.look(request, lambda: LinkedOpenings.of(desk.openings(token, first, query.days), office))

    @routes.post("/api/links/visits/<token:str>/confirm", EVERYBODY, errors=(*LINK_ERRORS, VisitOver))
    def confirm_visit(request: Request, token: str, body: Nothing) -> ShownLinkedVisit:
        """Say yes to the Visit's time."""
        return limits.change(request, lambda: shown(desk.confirm(token)))

    @routes.post("/api/links/visits/<token:str>/move", EVERYBODY, errors=(*LINK_ERRORS, *TIME_ERRORS, VisitOver))
    def move_visit(request: Request, token: str, body: ChosenStart) -> ShownLinkedVisit:
        """Move the Visit to a free Opening."""
        return limits.change(request, lambda: shown(desk.move(token, body.start)))

    @routes.post("/api/links/visits/<token:str>/cancel", EVERYBODY, errors=(*LINK_ERRORS, VisitOver))
    def cancel_visit(request: Request, token: str, body: Nothing) -> ShownLinkedVisit:
        """Cancel the Visit; one that is cancelled already stays as it is."""
        return limits.change(request, lambda: shown(desk.cancel(token)))

    return routes
