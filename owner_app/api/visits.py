"""Visits: listing, booking by hand and changing them, and how every route shows one."""

from datetime import date
from typing import Annotated

from pydantic import Field

from office.bootstrap import Office
from office.domain.customers import clean_line, clean_text
from office.domain.hours import Business
from office.domain.users import User
from office.domain.visits import AskedBy, VisitLine, VisitStatus, WaitsFor
from office.errors import (
    VisitOver,
    VisitUnknown,
)
from owner_app.api.bodies import Body, Id, Line, Note, Query, Shown
from owner_app.api.errors import BadRequest
from owner_app.api.login import Nothing
from owner_app.api.routes import DESK, STAFF, Routes

MAX_DAYS = 62


class Days(Query):
    """Which days: from the first on (none: today), and of which technician (none: of all)."""

    from_: Annotated[date | None, Field(alias="from")] = None
    days: Annotated[int, Field(ge=1, le=MAX_DAYS)] = 1
    technician_id: Id | None = None

    def first(self, today: date) -> date:
        """The first day; raises BadRequest for one that is not of our time."""
        first = self.from_ or today
        if not 2000 <= first.year <= 2100:
            raise BadRequest("from can't be that.")
        return first


class VisitDays(Days):
    """Which Visits: of some days, in one state (none: in any)."""

    status: VisitStatus | None = None


class ShownJob(Shown):
    """A Job of the catalogue."""

    code: str
    name: str
    minutes: int


class ShownContact(Shown):
    """Whose Visit it is."""

    id: int
    name: str
    phone: str


class ShownTechnician(Shown):
    """Who goes there."""

    id: int
    name: str


class ShownVisit(Shown):
    """A Visit; times are ISO 8601 with the business's offset.

    `waits_for`: why it is pending; `forced`: the owner put it over something else; the last three: how it ended.
    """

    id: int
    start: str
    end: str
    status: VisitStatus
    job: ShownJob
    customer: ShownContact
    property_id: int
    address: str
    technician: ShownTechnician
    waits_for: WaitsFor | None
    forced: bool
    price_cents: int | None
    note: str | None
    cancel_reason: str | None

    @classmethod
    def of(cls, line: VisitLine, business: Business) -> "ShownVisit":
        """The Visit as it is shown; a Job that is not in the catalogue any more goes by its code."""
        job = {job.code: job for job in business.jobs}.get(line.job_code)
        name, minutes = (job.name, job.minutes) if job else (line.job_code.replace("_", " "), _minutes(line))
        return cls(
            id=line.id,
            start=line.start.astimezone(business.zone).isoformat(),
            end=line.end.astimezone(business.zone).isoformat(),
            status=line.status,
            job=ShownJob(code=line.job_code, name=name, minutes=minutes),
            customer=ShownContact(id=line.customer_id, name=line.customer_name, phone=line.customer_phone),
            property_id=line.property_id,
            address=line.address,
            technician=ShownTechnician(id=line.technician.id, name=line.technician.name),
            waits_for=line.waits_for,
            forced=line.forced,
            price_cents=line.price_cents,
            note=line.outcome_note,
            cancel_reason=line.cancel_reason,
        )


class Cancelling(Body):
    """Why a Visit is cancelled; for the records."""

    reason: Line = ""


class Completing(Body):
    """What the work cost, and a note."""

    price_cents: Annotated[int, Field(ge=0, le=100_000_000)] | None = None
    note: Note = ""


CHANGE_ERRORS = (VisitUnknown, VisitOver)


class Agenda(Shown):
    """The Visits of some days, by start."""

    today: date
    time_zone: str
    visits: list[ShownVisit]


def visits_routes(office: Office) -> Routes:
    """The routes of this module."""
    routes = Routes("visits", office)

    def agreed(line: VisitLine) -> ShownVisit:
        return ShownVisit.of(line, office.business)

    @routes.get("/api/visits", STAFF)
    def visits(user: User, query: VisitDays) -> Agenda:
        """The Visits of some days; a technician's own."""
        today = office.business.today(office.clock.now())
        lines = office.schedule.visits_between(query.first(today), query.days)
        seen = [line for line in lines if user.goes(line.technician.id)]
        if query.technician_id is not None:
            seen = [line for line in seen if line.technician.id == query.technician_id]
        if query.status is not None:
            seen = [line for line in seen if line.status is query.status]
        return Agenda(today=today, time_zone=office.business.zone.key, visits=[agreed(line) for line in seen])

    @routes.get("/api/visits/<visit_id:int>", STAFF, errors=(VisitUnknown,))
    def visit(user: User, visit_id: int) -> ShownVisit:
        """One Visit; a technician's own."""
        return agreed(office.schedule.visit(visit_id, user))

    @routes.post("/api/visits/<visit_id:int>/cancel", DESK, errors=CHANGE_ERRORS)
    def cancel(user: User, visit_id: int, body: Cancelling) -> ShownVisit:
        """Cancel a Visit; one that is cancelled already stays as it is."""
        return agreed(office.changes.cancel(visit_id, clean_line(body.reason), by=AskedBy.OWNER))

    @routes.post("/api/visits/<visit_id:int>/complete", STAFF, errors=CHANGE_ERRORS)
    def complete(user: User, visit_id: int, body: Completing) -> ShownVisit:
        """Write that the work was done, and what it cost; a technician of his own Visits."""
        office.schedule.visit(visit_id, user)
        return agreed(office.changes.complete(visit_id, body.price_cents, clean_text(body.note) or None))

    @routes.post("/api/visits/<visit_id:int>/no-show", STAFF, errors=CHANGE_ERRORS)
    def no_show(user: User, visit_id: int, body: Nothing) -> ShownVisit:
        """Write that nobody was there; a technician of his own Visits."""
        office.schedule.visit(visit_id, user)
        return agreed(office.changes.no_show(visit_id))

    @routes.post("/api/visits/<visit_id:int>/approve", DESK, errors=CHANGE_ERRORS)
    def approve(user: User, visit_id: int, body: Nothing) -> ShownVisit:
        """Confirm a pending Visit; a confirmed one stays as it is."""
        return agreed(office.changes.approve(visit_id))

    return routes


def _minutes(line: VisitLine) -> int:
    return round((line.end - line.start).total_seconds() / 60)
