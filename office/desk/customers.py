"""Customers: finding, reading and changing them, what is installed at their Properties, duplicates and merges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from office.desk.acting import note
from office.desk.current import BusinessDesk, BusinessSource
from office.domain.audit import Action
from office.domain.customer_records import (
    Alike,
    CustomerRecord,
    Duplicate,
    Equipment,
    Found,
    JoinedProperty,
    Service,
)
from office.domain.customers import Customer, Phone, Property, clean_line, clean_text
from office.domain.past import say_service
from office.domain.users import Role, User
from office.domain.visits import VisitLine
from office.errors import (
    CustomerUnknown,
    EquipmentUnknown,
    NotAnAddress,
    NotAName,
    NotAPhone,
    OwnerOnly,
    PhoneUnknown,
    PropertyUnknown,
    StaffOnly,
    UnknownJob,
)
from office.ports import Clock, ContactReader, Records, Sealer, Work

T = TypeVar("T")

STAFF = (Role.OWNER, Role.OFFICE, Role.TECHNICIAN)
MOST_LETTERS = 200
"""How long a name, a label or a kind may be."""
SHOWN = 20


@dataclass(frozen=True)
class LastService:
    """The latest work known; `words` say it, such as "water heater installation last October"."""

    service: Service
    words: str


class CustomerDesk(BusinessDesk):
    """Keeps the customer records. Every method raises RecordsUnavailable."""

    def __init__(
        self, business: BusinessSource, clock: Clock, contacts: ContactReader, records: Records, sealer: Sealer
    ) -> None:
        super().__init__(business)
        self._clock = clock
        self._contacts = contacts
        self._records = records
        self._sealer = sealer

    # ---- finding

    def search(self, words: str, count: int = SHOWN) -> Sequence[Found]:
        """Return whom half-typed words mean: of a name, an address, or part of a number; best first."""
        return self._records.transaction(lambda work: work.customers.search(words, count))

    def alike(self, said: Sequence[str], count: int = 3) -> Sequence[Alike]:
        """Return whose names are most like what was heard; `said` are the hypotheses, the likeliest first."""
        return self._records.transaction(lambda work: work.customers.alike(said, count))

    def with_phone(self, text: str) -> Sequence[Customer]:
        """Return the Customers with this number, main or further; raises NotAPhone."""
        phone = self._phone(text)
        return self._records.transaction(lambda work: work.customers.with_phone(phone))

    def record(self, customer_id: int) -> CustomerRecord:
        """Return all that is known of a Customer; raises CustomerUnknown."""
        found = self._records.transaction(lambda work: work.customers.record(customer_id))
        if found is None:
            raise CustomerUnknown
        return found

    def contact(self, customer_id: int) -> tuple[str, str]:
        """Return name and main number; raises CustomerUnknown."""
        customer = _known(self._records.transaction(lambda work: work.customers.get(customer_id)), CustomerUnknown)
        return customer.name, customer.phone

    def record_for(self, customer_id: int, by: User) -> CustomerRecord:
        """Return all that is known; for a technician, of those he has or had a Visit at. Raises CustomerUnknown."""

        def steps(work: Work) -> CustomerRecord | None:
            found = work.customers.record(customer_id)
            return found if found and self._serves(work, by, EVER, customer_id=found.customer.id) else None

        return _known(self._records.transaction(steps), CustomerUnknown)

    def visits_for(self, customer_id: int, by: User, count: int, after: int | None = None) -> Sequence[VisitLine]:
        """Return the Customer's Visits, the latest first, a technician's own; raises CustomerUnknown."""

        def steps(work: Work) -> Sequence[VisitLine]:
            customer = _known(work.customers.get(customer_id), CustomerUnknown)
            if not self._serves(work, by, EVER, customer_id=customer.id):
                raise CustomerUnknown
            only = by.technician_id if by.role is Role.TECHNICIAN else None
            return work.visits.of_customer(customer.id, count, after, only)

        return self._records.transaction(steps)

    def page(self, after: int, count: int) -> Sequence[CustomerRecord]:
        """Return the first Customers after that id, by id."""
        return self._records.transaction(lambda work: work.customers.page(after, count))

    def last_service(self, customer_id: int, property_id: int | None = None) -> LastService | None:
        """Return the latest work for the Customer, or at that Property of theirs; raises CustomerUnknown."""
        today = self._business.today(self._clock.now())
        jobs = {job.code: job.name for job in self._business.jobs}
        for service in self.record(customer_id).services:
            if service.on <= today and property_id in (None, service.property_id):
                return LastService(service, say_service(service, today, jobs))
        return None

    # ---- adding and changing

    def add(self, name: str, phone: str, email: str = "", notes: str = "") -> Customer:
        """Write a new Customer; raises NotAName, NotAPhone."""
        name, phone = name_of(name), self._phone(phone)

        def steps(work: Work) -> Customer:
            customer = replace(work.customers.add(name, phone), email=clean_line(email), notes=clean_text(notes))
            work.customers.change(customer)
            note(work, Action.ADDED, "customer", customer.id, self._clock.now())
            return customer

        return self._records.transaction(steps)

    def change(
        self,
        customer_id: int,
        *,
        name: str | None = None,
        phone: str | None = None,
        email: str | None = None,
        notes: str | None = None,
    ) -> Customer:
        """Change what is given and return the Customer; raises CustomerUnknown, NotAName, NotAPhone."""
        name = None if name is None else name_of(name)
        phone = None if phone is None else self._phone(phone)

        def steps(work: Work) -> Customer:
            before = _known(work.customers.get(customer_id, for_change=True), CustomerUnknown)
            customer = Customer(
                before.id,
                before.name if name is None else name,
                before.phone if phone is None else phone,
                before.email if email is None else clean_line(email),
                before.notes if notes is None else clean_text(notes),
            )
            work.customers.change(customer)
            note(work, Action.CHANGED, "customer", customer.id, self._clock.now())
            return customer

        return self._records.transaction(steps)

    def add_phone(self, customer_id: int, phone: str, label: str = "") -> bool:
        """Write a further number; return False when it is known already. Raises CustomerUnknown, NotAPhone."""
        number = Phone(self._phone(phone), clean_line(label)[:MOST_LETTERS])

        def steps(work: Work) -> bool:
            customer = _known(work.customers.get(customer_id), CustomerUnknown)
            note(work, Action.CHANGED, "customer", customer.id, self._clock.now())
            return work.customers.add_phone(customer.id, number)

        return self._records.transaction(steps)

    def remove_phone(self, customer_id: int, phone: str) -> None:
        """Take a further number away; raises CustomerUnknown, NotAPhone, PhoneUnknown."""
        number = self._phone(phone)

        def steps(work: Work) -> None:
            customer = _known(work.customers.get(customer_id), CustomerUnknown)
            if not work.customers.remove_phone(customer.id, number):
                raise PhoneUnknown
            note(work, Action.CHANGED, "customer", customer.id, self._clock.now())

        self._records.transaction(steps)

    # ---- Properties

    def add_property(self, customer_id: int, address: str, notes: str = "") -> Property:
        """Write a new Property, or return the one at this address; raises CustomerUnknown, NotAnAddress."""
        read = self._contacts.address(address)
        if read is None:
            raise NotAnAddress

        def steps(work: Work) -> Property:
            place = work.properties.add(_known(work.customers.get(customer_id), CustomerUnknown).id, read)
            if notes:
                work.properties.change_notes(place.id, clean_text(notes))
            note(work, Action.ADDED, "property", place.id, self._clock.now())
            return _known(work.properties.get(place.id), PropertyUnknown)

        return self._records.transaction(steps)

    def change_property_notes(self, property_id: int, notes: str) -> None:
        """Write the notes of a Property in place of what they were; raises PropertyUnknown."""
        self._change_at(property_id, lambda work, place: work.properties.change_notes(place.id, clean_text(notes)))

    def set_access_code(self, property_id: int, code: str, by: User) -> None:
        """Write the access code, encrypted; an empty one takes it away. Raises PropertyUnknown, StaffOnly."""
        _staff_only(by)
        sealed = self._sealer.seal(clean_line(code)) if code.strip() else None
        self._change_at(property_id, lambda work, place: work.properties.put_access_code(place.id, sealed))

    def access_code(self, property_id: int, by: User) -> str | None:
        """Return the access code in plain, or None; raises PropertyUnknown, StaffOnly, Unreadable.

        A technician gets it for the Visits that he goes to and those of the last day.
        """
        _staff_only(by)
        since = self._clock.now() - timedelta(days=1)

        def read(work: Work, place: Property) -> bytes | None:
            if not self._serves(work, by, since, property_id=place.id):
                raise PropertyUnknown
            note(work, Action.READ, "access_code", place.id, self._clock.now())
            return work.properties.access_code(place.id)

        sealed = self._at(property_id, read)
        return self._sealer.unseal(sealed) if sealed is not None else None

    def add_equipment(self, property_id: int, equipment: Equipment) -> Equipment:
        """Write what is installed there; raises PropertyUnknown, NotAName where the kind is empty."""
        cleaned = replace(
            equipment,
            kind=name_of(equipment.kind),
            make=clean_line(equipment.make),
            model=clean_line(equipment.model),
            serial=clean_line(equipment.serial),
            note=clean_text(equipment.note),
        )
        return self._change_at(property_id, lambda work, place: work.properties.add_equipment(place.id, cleaned))

    def remove_equipment(self, equipment_id: int) -> None:
        """Take it off the record; raises EquipmentUnknown."""

        def steps(work: Work) -> None:
            if not work.properties.remove_equipment(equipment_id):
                raise EquipmentUnknown
            note(work, Action.REMOVED, "equipment", equipment_id, self._clock.now())

        self._records.transaction(steps)

    def add_service(self, service: Service) -> None:
        """Write work that was done without a Visit here; raises PropertyUnknown, UnknownJob where it is empty."""
        job = clean_line(service.job)
        if not job:
            raise UnknownJob
        written = replace(service, job=job, note=clean_text(service.note))
        self._change_at(
            service.property_id,
            lambda work, place: work.properties.add_service(replace(written, property_id=place.id)),
        )

    # ---- duplicates

    def duplicates(self, count: int = SHOWN) -> Sequence[Duplicate]:
        """Return pairs that may be one Customer, with the reasons, most reasons first."""
        return self._records.transaction(lambda work: work.customers.duplicates(count))

    def merge(self, keep_id: int, drop_id: int, by: User) -> CustomerRecord:
        """Move all that is the one's to the other, for good, and return the kept record.

        Raises OwnerOnly, CustomerUnknown, SameCustomer, Unreadable (two access codes, one of another key).
        """
        if by.role is not Role.OWNER:
            raise OwnerOnly
        now = self._clock.now()

        def steps(work: Work) -> CustomerRecord:
            for joined in work.customers.merge(keep_id, drop_id, by.name, now):
                self._join_codes(work, joined)
            note(work, Action.MERGED, "customer", drop_id, now)
            return _known(work.customers.record(keep_id), CustomerUnknown)

        return self._records.transaction(steps)

    def _join_codes(self, work: Work, joined: JoinedProperty) -> None:
        """Where both had a code, keep both, unless they are the same."""
        kept = work.properties.access_code(joined.kept_id)
        if joined.sealed is None or kept is None:
            return
        codes = dict.fromkeys(
            [*self._sealer.unseal(kept).split(CODES), *self._sealer.unseal(joined.sealed).split(CODES)]
        )
        work.properties.put_access_code(joined.kept_id, self._sealer.seal(CODES.join(codes)))

    # ---- shared

    def _at(self, property_id: int, act: Callable[[Work, Property], T]) -> T:
        """Do something at the Property, or at the one that it was joined to; raises PropertyUnknown."""
        return self._records.transaction(
            lambda work: act(work, _known(work.properties.get(property_id, for_change=True), PropertyUnknown))
        )

    def _change_at(self, property_id: int, act: Callable[[Work, Property], T]) -> T:
        """Change something at the Property, noted in the audit log; raises PropertyUnknown."""

        def steps(work: Work, place: Property) -> T:
            note(work, Action.CHANGED, "property", place.id, self._clock.now())
            return act(work, place)

        return self._at(property_id, steps)

    @staticmethod
    def _serves(work: Work, by: User, since: datetime, **where: int) -> bool:
        """Whether a technician has a Visit there; everybody else may see all."""
        if by.role is not Role.TECHNICIAN:
            return True
        return by.technician_id is not None and work.visits.any_for(by.technician_id, since, **where)

    def _phone(self, text: str) -> str:
        phone = self._contacts.phone(text)
        if phone is None:
            raise NotAPhone
        return phone


EVER = datetime(2000, 1, 1, tzinfo=UTC)
CODES = " or "
"""Stands between the codes of a Property that has several."""


def _known(found: T | None, unknown: type[Exception]) -> T:
    if found is None:
        raise unknown
    return found


def name_of(text: str) -> str:
    """Return the name on one line; raises NotAName."""
    name = clean_line(text)
    if not name or len(name) > MOST_LETTERS:
        raise NotAName
    return name


def _staff_only(user: User) -> None:
    if user.role not in STAFF:
        raise StaffOnly
