"""Customers: finding, reading and changing them, what is installed at their Properties, duplicates and merges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from office.desk.current import BusinessDesk, BusinessSource
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
from office.errors import (
    CustomerUnknown,
    EquipmentUnknown,
    NotAnAddress,
    NotAName,
    NotAPhone,
    OwnerOnly,
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
        name, phone = _name(name), self._phone(phone)

        def steps(work: Work) -> Customer:
            customer = replace(work.customers.add(name, phone), email=clean_line(email), notes=clean_text(notes))
            work.customers.change(customer)
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
        name = None if name is None else _name(name)
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
            return customer

        return self._records.transaction(steps)

    def add_phone(self, customer_id: int, phone: str, label: str = "") -> bool:
        """Write a further number; return False when it is known already. Raises CustomerUnknown, NotAPhone."""
        number = Phone(self._phone(phone), clean_line(label)[:MOST_LETTERS])

        def steps(work: Work) -> bool:
            return work.customers.add_phone(_known(work.customers.get(customer_id), CustomerUnknown).id, number)

        return self._records.transaction(steps)

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
            return _known(work.properties.get(place.id), PropertyUnknown)

        return self._records.transaction(steps)

    def change_property_notes(self, property_id: int, notes: str) -> None:
        """Write the notes of a Property in place of what they were; raises PropertyUnknown."""
        self._at(property_id, lambda work, place: work.properties.change_notes(place.id, clean_text(notes)))

    def set_access_code(self, property_id: int, code: str, by: User) -> None:
        """Write the access code, encrypted; an empty one takes it away. Raises PropertyUnknown, StaffOnly."""
        _staff_only(by)
        sealed = self._sealer.seal(clean_line(code)) if code.strip() else None
        self._at(property_id, lambda work, place: work.properties.put_access_code(place.id, sealed))

    def access_code(self, property_id: int, by: User) -> str | None:
        """Return the access code in plain, or None; raises PropertyUnknown, StaffOnly, Unreadable."""
        _staff_only(by)
        sealed = self._at(property_id, lambda work, place: work.properties.access_code(place.id))
        return self._sealer.unseal(sealed) if sealed is not None else None

    def add_equipment(self, property_id: int, equipment: Equipment) -> Equipment:
        """Write what is installed there; raises PropertyUnknown, NotAName where the kind is empty."""
        cleaned = replace(
            equipment,
            kind=_name(equipment.kind),
            make=clean_line(equipment.make),
            model=clean_line(equipment.model),
            serial=clean_line(equipment.serial),
            note=clean_text(equipment.note),
        )
        return self._at(property_id, lambda work, place: work.properties.add_equipment(place.id, cleaned))

    def remove_equipment(self, equipment_id: int) -> None:
        """Take it off the record; raises EquipmentUnknown."""
        if not self._records.transaction(lambda work: work.properties.remove_equipment(equipment_id)):
            raise EquipmentUnknown

    def add_service(self, service: Service) -> None:
        """Write work that was done without a Visit here; raises PropertyUnknown, UnknownJob where it is empty."""
        job = clean_line(service.job)
        if not job:
            raise UnknownJob
        written = replace(service, job=job, note=clean_text(service.note))
        self._at(
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

    def _phone(self, text: str) -> str:
        phone = self._contacts.phone(text)
        if phone is None:
            raise NotAPhone
        return phone


CODES = " or "
"""Stands between the codes of a Property that has several."""


def _known(found: T | None, unknown: type[Exception]) -> T:
    if found is None:
        raise unknown
    return found


def _name(text: str) -> str:
    name = clean_line(text)
    if not name or len(name) > MOST_LETTERS:
        raise NotAName
    return name


def _staff_only(user: User) -> None:
    if user.role not in STAFF:
        raise StaffOnly
