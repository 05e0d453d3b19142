"""Customers' links to Estimates: seeing one, accepting or declining it, and booking the work after a yes."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field
from sanic import Request

from office.bootstrap import Office
from office.desk.estimate_link import LinkedEstimate
from office.domain.estimates import EstimateStatus
from office.domain.visits import VisitStatus
from office.errors import (
    EstimateAnswered,
    EstimateBooked,
    EstimateChanged,
    EstimateOver,
    NotAnAddress,
    NotAName,
    NotAPhone,
    UnknownJob,
)
from owner_app.api.bodies import Body, Line, Shown
from owner_app.api.estimates import ShownLine, ShownProposal
from owner_app.api.links import LINK_ERRORS, TIME_ERRORS, ChosenStart, Limits, LinkedOpenings, WantedWeek, iso
from owner_app.api.routes import EVERYBODY, Routes

ANSWER_ERRORS = (*LINK_ERRORS, EstimateAnswered, EstimateOver, EstimateChanged)
BOOKING_ERRORS = (
    *LINK_ERRORS,
    *TIME_ERRORS,
    EstimateChanged,
    EstimateBooked,
    NotAName,
    NotAnAddress,
    NotAPhone,
)


class AnsweredVersion(Body):
    """Which version was looked at."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]


class BookedWork(ChosenStart):
    """One of the Openings; name and address where the Estimate says that they are needed."""

    name: Line | None = None
    address: Line | None = None


class ShownOutcome(Shown):
    """The Visit that came of an Estimate. `token`: of the link to it, while that is good."""

    start: str
    status: VisitStatus
    token: str | None


class ShownLinkedEstimate(Shown):
    """An Estimate as its customer sees it. `status` is `requested`, and nothing of it is shown, while it is changed.

    `needs_name`, `needs_address`: what has to be given with a booking.
    """

    business: str
    time_zone: str
    first_name: str
    status: EstimateStatus
    version: int
    job: str
    lines: list[ShownLine]
    total_cents: int
    note: str
    valid_until: date | None
    can_be_answered: bool
    can_be_booked: bool
    needs_name: bool
    needs_address: bool
    visit: ShownOutcome | None

    @classmethod
    def of(cls, estimate: LinkedEstimate, office: Office) -> ShownLinkedEstimate:
        """It as it is shown."""
        business, visit = office.business, estimate.visit
        proposal = ShownProposal.of(estimate.proposal) if estimate.proposal else None
        return cls(
            business=business.name,
            time_zone=business.zone.key,
            first_name=estimate.first_name,
            status=estimate.status,
            version=estimate.version,
            job=estimate.job,
            lines=proposal.lines if proposal else [],
            total_cents=proposal.total_cents if proposal else 0,
            note=proposal.note if proposal else "",
            valid_until=proposal.valid_until if proposal else None,
            can_be_answered=estimate.can_be_answered,
            can_be_booked=estimate.can_be_booked,
            needs_name=estimate.needs_name,
            needs_address=estimate.needs_address,
            visit=ShownOutcome(start=iso(visit.start, business), status=visit.status, token=estimate.visit_token)
            if visit
            else None,
        )


def estimate_link_routes(office: Office) -> Routes:
    """The routes of this module."""
    routes, limits, desk = Routes("estimate_link", office), Limits(), office.estimate_link

    def shown(estimate: LinkedEstimate) -> ShownLinkedEstimate:
        return ShownLinkedEstimate.of(estimate, office)

    @routes.get("/api/links/estimates/<token:str>", EVERYBODY, errors=LINK_ERRORS)
    def linked_estimate(request: Request, token: str) -> ShownLinkedEstimate:
        """The Estimate of a link, as it is now."""
        return limits.look(request, lambda: shown(desk.see(token)))

    @routes.get(
        "/api/links/estimates/<token:str>/openings", EVERYBODY, errors=(*LINK_ERRORS, EstimateChanged, UnknownJob)
    )
    def estimate_openings(request: Request, token: str, query: WantedWeek) -> LinkedOpenings:
        """The starts at which the accepted work can be booked."""
        first = query.first(office.business.today(office.clock.now()))
        return limits.look(request, lambda: LinkedOpenings.of(desk.openings(token, first, query.days), office))

    @routes.post("/api/links/estimates/<token:str>/accept", EVERYBODY, errors=ANSWER_ERRORS)
    def accept(request: Request, token: str, body: AnsweredVersion) -> ShownLinkedEstimate:
        """Accept the Estimate; the first answer stands."""
        return limits.change(request, lambda: shown(desk.answer(token, True, body.version)))

    @routes.post("/api/links/estimates/<token:str>/decline", EVERYBODY, errors=ANSWER_ERRORS)
    def decline(request: Request, token: str, body: AnsweredVersion) -> ShownLinkedEstimate:
        """Decline the Estimate; the first answer stands."""
        return limits.change(request, lambda: shown(desk.answer(token, False, body.version)))

    @routes.post("/api/links/estimates/<token:str>/book", EVERYBODY, errors=BOOKING_ERRORS)
    def book_work(request: Request, token: str, body: BookedWork) -> ShownLinkedEstimate:
        """Book the accepted work, once."""
        return limits.change(request, lambda: shown(desk.book(token, body.start, body.name, body.address)))

    return routes
