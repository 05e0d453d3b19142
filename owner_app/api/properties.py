"""Properties: notes, access codes, what is installed there, and the work that was done."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from office.bootstrap import Office
from office.domain.customer_records import Equipment, Place, Service
from office.domain.users import User
from office.errors import (
    CustomerUnknown,
    EquipmentUnknown,
    NotAnAddress,
    NotAName,
    PropertyUnknown,
    StaffOnly,
    UnknownJob,
    Unreadable,
)
from owner_app.api.bodies import Body, Line, Note, Shown, Words
from owner_app.api.customers import ShownEquipment, ShownProperty
from owner_app.api.routes import DESK, STAFF, Routes


def _of_our_time(day: date) -> date:
    if not 1900 <= day.year <= 2100:
        raise ValueError("not of our time")
    return day


Day = Annotated[date, AfterValidator(_of_our_time)]


class NewProperty(Body):
    """A Property to write."""

    address: Line
    notes: Note = ""


class ChangedProperty(Body):
    """The notes, in place of what they were."""

    notes: Note


class AccessCode(Body):
    """What opens the door."""

    code: Annotated[Words, Field(min_length=1, max_length=200)]


class ShownAccessCode(Shown):
    """What opens the door; null: none is on record."""

    code: str | None


class NewEquipment(Body):
    """What is installed there."""

    kind: Line
    make: Line = ""
    model: Line = ""
    serial: Line = ""
    installed_on: Day | None = None
    note: Note = ""


class NewService(Body):
    """Work that was done without a Visit here. `job`: a code of the catalogue or free words."""

    on: Day
    job: Line
    note: Note = ""


def properties_routes(office: Office) -> Routes:
    """The routes of this module."""
    routes = Routes("properties", office)
    desk = office.customers

    @routes.post(
        "/api/customers/<customer_id:int>/properties", DESK, errors=(CustomerUnknown, NotAnAddress), status=201
    )
    def add(user: User, customer_id: int, body: NewProperty) -> ShownProperty:
        """Write a new Property; the Customer's at this address where there is one."""
        return ShownProperty.of(Place(desk.add_property(customer_id, body.address, body.notes)))

    @routes.put("/api/properties/<property_id:int>/notes", DESK, errors=(PropertyUnknown,))
    def change_notes(user: User, property_id: int, body: ChangedProperty) -> None:
        """Write the notes of a Property in place of what they were."""
        desk.change_property_notes(property_id, body.notes)

    @routes.get("/api/properties/<property_id:int>/access-code", STAFF, errors=(PropertyUnknown, StaffOnly, Unreadable))
    def access_code(user: User, property_id: int) -> ShownAccessCode:
        """The access code; for a technician, where he has a Visit to come or had one in the last day."""
        return ShownAccessCode(code=desk.access_code(property_id, user))

    @routes.put("/api/properties/<property_id:int>/access-code", DESK, errors=(PropertyUnknown, StaffOnly))
    def set_access_code(user: User, property_id: int, body: AccessCode) -> None:
        """Write the access code; it is kept encrypted."""
        desk.set_access_code(property_id, body.code, user)

    @routes.delete("/api/properties/<property_id:int>/access-code", DESK, errors=(PropertyUnknown, StaffOnly))
    def forget_access_code(user: User, property_id: int) -> None:
        """Take the access code away."""
        desk.set_access_code(property_id, "", user)

    @routes.post("/api/properties/<property_id:int>/equipment", DESK, errors=(PropertyUnknown, NotAName), status=201)
    def add_equipment(user: User, property_id: int, body: NewEquipment) -> ShownEquipment:
        """Write what is installed there."""
        return ShownEquipment.of(desk.add_equipment(property_id, Equipment(**dict(body))))

    @routes.delete("/api/equipment/<equipment_id:int>", DESK, errors=(EquipmentUnknown,))
    def remove_equipment(user: User, equipment_id: int) -> None:
        """Take it off the record."""
        desk.remove_equipment(equipment_id)

    @routes.post("/api/properties/<property_id:int>/services", DESK, errors=(PropertyUnknown, UnknownJob))
    def add_service(user: User, property_id: int, body: NewService) -> None:
        """Write work that was done; the same once more changes nothing."""
        desk.add_service(Service(property_id, body.on, body.job, body.note))

    return routes
