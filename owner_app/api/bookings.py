"""Booking by hand, and moving what is booked. A time that can't be had is refused with others in `details.offers`."""

from typing import Annotated

from pydantic import Field

from office.bootstrap import Office
from office.desk.booking import BookingRequest
from office.desk.customers import name_of
from office.domain.repeats import Asked
from office.domain.users import User
from office.domain.visits import AskedBy, VisitLine
from office.errors import (
    CustomerUnknown,
    KeyUsed,
    NotAnAddress,
    NotAName,
    NotAPhone,
    OwnerOnly,
    PropertyUnknown,
    TechnicianUnknown,
    TimeNotBookable,
    TimeTaken,
    UnknownJob,
)
from owner_app.api.bodies import Body, Id, Line, Moment, Words
from owner_app.api.errors import BadRequest
from owner_app.api.routes import DESK, Routes
from owner_app.api.visits import CHANGE_ERRORS, ShownVisit


class NewVisit(Body):
    """A Visit to book. Whose: `customer_id`, or name and phone. Where: `property_id`, or address.

    `technician_id`: who is to go (none: whoever is free). `force`: whatever stands in the way, for the owner only.
    """

    job: Annotated[Words, Field(min_length=1, max_length=100)]
    start: Moment
    customer_id: Id | None = None
    name: Line | None = None
    phone: Line | None = None
    property_id: Id | None = None
    address: Line | None = None
    technician_id: Id | None = None
    force: bool = False

    def request(self, office: Office, user: User, asked: Asked | None) -> BookingRequest:
        """What the desk is asked; raises BadRequest where it is not said whose and where, and what `_person` raises."""
        name, phone = self._person(office)
        if (self.property_id is None) == (self.address is None) or (self.property_id and not self.customer_id):
            raise BadRequest("Give an address, or a customer_id and the property_id of one of its properties.")
        return BookingRequest(
            call_id=None,
            customer_name=name,
            phone=phone,
            address=self.address or "",
            job_code=self.job,
            start=self.start,
            booked_by=user.name,
            by_owner=True,
            technician_id=self.technician_id,
            customer_id=self.customer_id,
            property_id=self.property_id,
            asked=asked,
        )

    def _person(self, office: Office) -> tuple[str, str]:
        """Raises NotAName, CustomerUnknown."""
        if self.customer_id is not None and self.name is None and self.phone is None:
            return office.customers.contact(self.customer_id)
        if self.customer_id is not None or self.name is None or self.phone is None:
            raise BadRequest("Give a customer_id, or a name and a phone.")
        return name_of(self.name), self.phone


class Move(Body):
    """Where a Visit is moved to. `technician_id`: who is to go (none: the same, else whoever is free)."""

    start: Moment
    technician_id: Id | None = None
    force: bool = False


TIME_ERRORS = (TimeTaken, TimeNotBookable, TechnicianUnknown, UnknownJob)
BOOKING_ERRORS = (
    *TIME_ERRORS,
    OwnerOnly,
    NotAnAddress,
    NotAPhone,
    NotAName,
    CustomerUnknown,
    PropertyUnknown,
    KeyUsed,
)


def bookings_routes(office: Office) -> Routes:
    """The routes of this module."""
    routes = Routes("bookings", office)

    def shown(line: VisitLine) -> ShownVisit:
        return ShownVisit.of(line, office.business)

    @routes.post("/api/visits", DESK, errors=BOOKING_ERRORS, status=201, repeatable=True)
    def book(user: User, body: NewVisit, asked: Asked | None) -> ShownVisit:
        """Book a Visit by hand; the same Customer, Job and start twice is one Visit."""
        request = body.request(office, user, asked)
        if body.force:
            return shown(office.booking.force(request, user, body.technician_id).visit)
        return shown(office.booking.book(request).visit)

    @routes.post("/api/visits/<visit_id:int>/move", DESK, errors=(*CHANGE_ERRORS, *TIME_ERRORS, OwnerOnly))
    def move(user: User, visit_id: int, body: Move) -> ShownVisit:
        """Move a Visit to another time, to another technician where one is named."""
        if body.force:
            return shown(office.changes.force(visit_id, body.start, user, body.technician_id))
        desk, whose = office.changes, body.technician_id
        return shown(desk.reschedule(visit_id, body.start, technician_id=whose, by=AskedBy.OWNER))

    return routes
