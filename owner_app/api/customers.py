"""Customers: finding, reading and changing them, duplicates and merges. Their Properties are `properties.py`'s."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from urllib.parse import unquote

from pydantic import Field

from office.bootstrap import Office
from office.domain.customer_records import CustomerRecord, DuplicateReason, Equipment, Place
from office.domain.customers import Customer
from office.domain.users import User
from office.errors import CustomerUnknown, NotAName, NotAPhone, OwnerOnly, PhoneUnknown, SameCustomer, Unreadable
from owner_app.api.bodies import Body, Id, Line, Note, Query, Shown, Words
from owner_app.api.routes import DESK, OWNER, STAFF, Routes
from owner_app.api.visits import ShownVisit

PAGE = 50
Limit = Annotated[int, Field(ge=1, le=200)]


class Paging(Query):
    """Which part of a list: `after` is what the part before gave as `next`."""

    after: Id | None = None
    limit: Limit = PAGE


class Searching(Paging):
    """`q`: half-typed words of a name, an address, or part of a number; the best come first, in one part."""

    q: Annotated[Words, Field(max_length=200)] = ""


class NewCustomer(Body):
    """A Customer to write."""

    name: Line
    phone: Line
    email: Line = ""
    notes: Note = ""


class ChangedCustomer(Body):
    """What is to be changed; what is not given stays."""

    name: Line | None = None
    phone: Line | None = None
    email: Line | None = None
    notes: Note | None = None


class FurtherPhone(Body):
    """A further number; `label` says whose or which."""

    phone: Line
    label: Line = ""


class Merging(Body):
    """Whose record goes into this one, for good."""

    other_id: Id


class ShownCustomer(Shown):
    """A Customer; `phone` is the main number, E.164."""

    id: int
    name: str
    phone: str
    email: str
    notes: str

    @classmethod
    def of(cls, customer: Customer) -> ShownCustomer:
        """The Customer as it is shown."""
        return cls(**{name: getattr(customer, name) for name in cls.model_fields})


class FoundCustomer(Shown):
    """A Customer in a list, with the number and the address that were searched for."""

    id: int
    name: str
    phone: str
    address: str


class FoundCustomers(Shown):
    """Who was found. `next`: what to ask the next part with (null: there is none)."""

    customers: list[FoundCustomer]
    next: int | None


class ShownPhone(Shown):
    """A further number."""

    phone: str
    label: str


class ShownEquipment(Shown):
    """Something that is installed."""

    id: int
    kind: str
    make: str
    model: str
    serial: str
    installed_on: date | None
    note: str

    @classmethod
    def of(cls, equipment: Equipment) -> ShownEquipment:
        """It as it is shown."""
        return cls(**{name: getattr(equipment, name) for name in cls.model_fields})


class ShownProperty(Shown):
    """A place where work is done. The access code has an address of its own."""

    id: int
    customer_id: int
    address: str
    notes: str
    has_access_code: bool
    equipment: list[ShownEquipment]

    @classmethod
    def of(cls, place: Place) -> ShownProperty:
        """It as it is shown."""
        own = place.property
        return cls(
            id=own.id,
            customer_id=own.customer_id,
            address=own.address,
            notes=own.notes,
            has_access_code=own.has_access_code,
            equipment=[ShownEquipment.of(each) for each in place.equipment],
        )


class ShownService(Shown):
    """Work that was done: a Visit, or a note of earlier work. `job` is a code or free words."""

    property_id: int
    on: date
    job: str
    note: str


class WholeCustomer(ShownCustomer):
    """All that is known of a Customer; services from the latest on."""

    phones: list[ShownPhone]
    properties: list[ShownProperty]
    services: list[ShownService]

    @classmethod
    def whole(cls, record: CustomerRecord) -> WholeCustomer:
        """The record as it is shown."""
        return cls(
            **ShownCustomer.of(record.customer).model_dump(),
            phones=[ShownPhone(phone=phone.number, label=phone.label) for phone in record.phones],
            properties=[ShownProperty.of(place) for place in record.places],
            services=[
                ShownService(property_id=each.property_id, on=each.on, job=each.job, note=each.note)
                for each in record.services
            ],
        )


class VisitsOfCustomer(Shown):
    """The latest first. `next`: what to ask the next part with (null: there is none)."""

    visits: list[ShownVisit]
    next: int | None


class ShownDuplicate(Shown):
    """Two Customers that may be one, the older first, and why."""

    one: ShownCustomer
    other: ShownCustomer
    reasons: list[DuplicateReason]


class Duplicates(Shown):
    """Pairs, those with the most reasons first."""

    duplicates: list[ShownDuplicate]


def customers_routes(office: Office) -> Routes:
    """The routes of this module."""
    routes = Routes("customers", office)
    desk = office.customers

    @routes.get("/api/customers", DESK)
    def search(user: User, query: Searching) -> FoundCustomers:
        """Who is meant by half-typed words; without words everybody, by id."""
        if query.q.strip():
            found = desk.search(query.q, query.limit)
            shown = [
                FoundCustomer(id=each.customer.id, name=each.customer.name, phone=each.phone, address=each.address)
                for each in found
            ]
            return FoundCustomers(customers=shown, next=None)
        page = desk.page(query.after or 0, query.limit)
        return FoundCustomers(
            customers=[_listed(record) for record in page],
            next=page[-1].customer.id if len(page) == query.limit else None,
        )

    @routes.post("/api/customers", DESK, errors=(NotAName, NotAPhone), status=201)
    def add(user: User, body: NewCustomer) -> ShownCustomer:
        """Write a new Customer."""
        return ShownCustomer.of(desk.add(body.name, body.phone, body.email, body.notes))

    @routes.get("/api/customers/<customer_id:int>", STAFF, errors=(CustomerUnknown,))
    def whole(user: User, customer_id: int) -> WholeCustomer:
        """All that is known of a Customer; for a technician, of those whose Visits are his."""
        return WholeCustomer.whole(desk.record_for(customer_id, user))

    @routes.patch("/api/customers/<customer_id:int>", DESK, errors=(CustomerUnknown, NotAName, NotAPhone))
    def change(user: User, customer_id: int, body: ChangedCustomer) -> ShownCustomer:
        """Change what is given."""
        given = {name: getattr(body, name) for name in ("name", "phone", "email", "notes")}
        return ShownCustomer.of(desk.change(customer_id, **given))

    @routes.get("/api/customers/<customer_id:int>/visits", STAFF, errors=(CustomerUnknown,))
    def visits(user: User, customer_id: int, query: Paging) -> VisitsOfCustomer:
        """The Customer's Visits; a technician's own."""
        lines = desk.visits_for(customer_id, user, query.limit, query.after)
        return VisitsOfCustomer(
            visits=[ShownVisit.of(line, office.business) for line in lines], next=_next(lines, query.limit)
        )

    @routes.post("/api/customers/<customer_id:int>/phones", DESK, errors=(CustomerUnknown, NotAPhone))
    def add_phone(user: User, customer_id: int, body: FurtherPhone) -> None:
        """Write a further number; one that is known already stays as it is."""
        desk.add_phone(customer_id, body.phone, body.label)

    @routes.delete(
        "/api/customers/<customer_id:int>/phones/<phone:str>", DESK, errors=(CustomerUnknown, NotAPhone, PhoneUnknown)
    )
    def remove_phone(user: User, customer_id: int, phone: str) -> None:
        """Take a further number away."""
        desk.remove_phone(customer_id, unquote(phone))

    @routes.post(
        "/api/customers/<customer_id:int>/merge", OWNER, errors=(OwnerOnly, CustomerUnknown, SameCustomer, Unreadable)
    )
    def merge(user: User, customer_id: int, body: Merging) -> WholeCustomer:
        """Move all that is the other's to this one, for good."""
        return WholeCustomer.whole(desk.merge(customer_id, body.other_id, user))

    @routes.get("/api/duplicates", DESK)
    def duplicates(user: User) -> Duplicates:
        """Who may be one Customer."""
        return Duplicates(
            duplicates=[
                ShownDuplicate(
                    one=ShownCustomer.of(each.one), other=ShownCustomer.of(each.other), reasons=list(each.reasons)
                )
                for each in desk.duplicates()
            ]
        )

    return routes


def _listed(record: CustomerRecord) -> FoundCustomer:
    customer = record.customer
    address = record.places[0].property.address if record.places else ""
    return FoundCustomer(id=customer.id, name=customer.name, phone=customer.phone, address=address)


def _next(lines: Sequence[object], limit: int) -> int | None:
    return getattr(lines[-1], "id", None) if len(lines) == limit else None
