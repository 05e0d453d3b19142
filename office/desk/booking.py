"""Booking a Visit: reading the details one by one, holding the Opening that is read back, writing it down.

Which detail is asked for when is `intake.py`'s; times are `times.py`'s; the words of questions are the dialogue's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from office.desk import names, notices
from office.desk.acting import note, who
from office.desk.calendar_sync import CalendarSync
from office.desk.current import BusinessDesk, BusinessSource
from office.desk.links import Links
from office.desk.times import business_with, diarist_of, job_of
from office.domain import wording
from office.domain.audit import Action
from office.domain.catalogue import Job, find_job
from office.domain.customers import Address, Customer, Property, same_person
from office.domain.hours import Business
from office.domain.openings import Problem, TimeAnswer
from office.domain.repeats import Asked
from office.domain.spans import Span, plus_minutes
from office.domain.users import Role, User
from office.domain.visits import AskedBy, Hold, NewVisit, VisitLine, VisitStatus, WaitsFor
from office.errors import (
    CustomerUnknown,
    NoFreeTechnician,
    NotAnAddress,
    NotAPhone,
    OwnerOnly,
    PropertyUnknown,
    RecordsUnavailable,
    TimeNotBookable,
    TimeTaken,
)
from office.ports import Clock, ContactReader, Records, Work

HELD_FOR = timedelta(minutes=3)


@dataclass(frozen=True)
class BookingRequest:
    """All that is needed to book; phone in E.164, address as `read_address` gives it, start aware.

    `by_owner`: the owner books himself, so nobody has to approve it. `technician_id`: who is to go (None: whoever
    is free). `customer_id`, `property_id`: on record, in place of what is read out of the words. `asked`: the
    request may come again.
    """

    call_id: str | None
    customer_name: str
    phone: str
    address: str
    job_code: str
    start: datetime
    booked_by: str
    by_owner: bool = False
    technician_id: int | None = None
    customer_id: int | None = None
    property_id: int | None = None
    asked: Asked | None = None


@dataclass(frozen=True)
class BookedVisit:
    """A Visit as read back from its committed row; `is_new` is False when it was in the book already."""

    visit: VisitLine
    job: Job
    is_new: bool


@dataclass(frozen=True)
class _Details:
    """A request whose details have been read and found complete."""

    request: BookingRequest
    job: Job
    phone: str
    address: Address | None

    @property
    def span(self) -> Span:
        return Span(self.request.start, plus_minutes(self.request.start, self.job.minutes))


class BookingDesk(BusinessDesk):
    """Takes bookings."""

    def __init__(
        self,
        business: BusinessSource,
        clock: Clock,
        contacts: ContactReader,
        records: Records,
        sync: CalendarSync,
        links: Links,
        promises_texts: bool = False,
    ) -> None:
        """`promises_texts`: there is a sender, so a read-back may name the text that will follow."""
        super().__init__(business)
        self.promises_texts = promises_texts
        self._clock = clock
        self._contacts = contacts
        self._records = records
        self._sync = sync
        self._links = links

    # ---- reading

    def read_name(self, text: str) -> str | None:
        """Return the person's name in `text`, title-cased, or None."""
        return names.read_name(text)

    def read_phone(self, text: str) -> str | None:
        """Return the phone number in `text` in E.164, or None."""
        return self._contacts.phone(text)

    def read_address(self, text: str) -> str | None:
        """Return the address in `text` in its one-line normal form, or None."""
        address = self._contacts.address(text)
        return address.line() if address else None

    def corrected(self, slot: str, known: str, said: str, sentence: str) -> str:
        """Return a detail after a correction that may have named only a part of it; `sentence` may say which."""
        if slot == "customer_name":
            return names.corrected_name(known, said, sentence)
        if slot != "address":
            return said
        before, after = self._contacts.address(known), self._contacts.address(said)
        return after.completed_by(before).line() if before and after else said

    def read_job(self, text: str) -> Job | None:
        """Return the Job of the catalogue that `text` means, or None."""
        return find_job(text, self._business.jobs)

    # ---- saying

    def say_booking(self, request: BookingRequest) -> dict[str, str]:
        """Return the words of a read-back: job, customer_name, when (with its date), address, phone."""
        return {
            "job": job_of(self._business, request.job_code).name,
            "customer_name": request.customer_name,
            "when": self._arrival(request.start),
            "address": request.address,
            "phone": wording.say_phone(request.phone),
        }

    def say_visit(self, booked: BookedVisit) -> dict[str, str]:
        """Return the words of a confirmation, from the committed row: job, customer_name, when, address."""
        visit = booked.visit
        return {
            "job": booked.job.name,
            "customer_name": visit.customer_name,
            "when": self._arrival(visit.start),
            "address": visit.address,
        }

    def _arrival(self, start: datetime) -> str:
        return wording.say_arrival(start.astimezone(self._business.zone), self._business.arrival_until(start))

    # ---- holding

    def hold(self, call_id: str, start: datetime, job_code: str) -> None:
        """Keep the Opening for this Call for three minutes, in place of what it holds already.

        Raises TimeTaken or TimeNotBookable (with offers), RecordsUnavailable, UnknownJob.
        """
        job = job_of(self._business, job_code)
        span = Span(start, plus_minutes(start, job.minutes))

        now = self._clock.now()

        def steps(work: Work) -> None:
            clear_for_change(work, self._business, now, call_id)
            technician_id = _free_technician(work, self._business, job, span, now)
            work.visits.hold([Hold(call_id, technician_id, job.code, span)], now + HELD_FOR)

        self._records.transaction(steps)

    def let_go(self, call_id: str) -> None:
        """Give up what the Call holds; raises RecordsUnavailable."""
        self._records.transaction(lambda work: work.visits.let_go(call_id))

    # ---- writing

    def book(self, request: BookingRequest) -> BookedVisit:
        """Book and return the Visit as committed; the same Customer, Job and start twice is one Visit.

        It is `pending` while the technician's calendar can't be read or the owner has to approve it, else
        `confirmed`. Raises TimeTaken or TimeNotBookable (with offers), RecordsUnavailable, UnknownJob,
        NotAnAddress, NotAPhone, TechnicianUnknown, CustomerUnknown, PropertyUnknown, KeyUsed.
        """
        details = self._complete(request)
        business = business_with(self._business, request.technician_id)
        unread, now = self._sync.unread(), self._clock.now()

        def steps(work: Work) -> tuple[int, bool]:
            clear_for_change(work, self._business, now, request.call_id)
            customer = _known_customer(work, request, details.phone)
            same = work.visits.same(customer.id, details.job.code, request.start) if customer else None
            if same is not None:
                return same.id, False
            technician_id = _free_technician(work, business, details.job, details.span, now)
            waits_for = self._waits_for(request, technician_id, unread)
            visit_id = self._add(work, details, customer, technician_id, waits_for)
            self._tell(work, now, visit_id, request)
            return visit_id, True

        try:
            visit_id, is_new = self._records.transaction(partial(once, asked=request.asked, now=now, steps=steps))
        except NoFreeTechnician:
            diary = partial(diarist_of, business=business, job=details.job, now=now)
            answer = self._records.transaction(lambda work: diary(work).check(request.start))
            raise TimeTaken(answer) from None
        return self._read_back(visit_id, details.job, is_new)

    def force(self, request: BookingRequest, user: User, technician_id: int | None = None) -> BookedVisit:
        """Book whatever stands in the way; where it does, the Visit is marked as forced.

        Raises OwnerOnly, RecordsUnavailable, UnknownJob, NotAnAddress, NotAPhone, TechnicianUnknown,
        CustomerUnknown, PropertyUnknown, KeyUsed.
        """
        if user.role is not Role.OWNER:
            raise OwnerOnly
        details, now = self._complete(request), self._clock.now()
        whose = business_with(self._business, technician_id).technicians[0].id

        def steps(work: Work) -> tuple[int, bool]:
            clear_for_change(work, self._business, now, request.call_id)
            taken = work.visits.taken(details.span.start, details.span.end, now)
            forced = any(entry.technician_id == whose for entry in taken)
            customer = _known_customer(work, request, details.phone)
            visit_id = self._add(work, details, customer, whose, None, forced)
            self._tell(work, now, visit_id, replace(request, by_owner=True))
            return visit_id, True

        visit_id, is_new = self._records.transaction(partial(once, asked=request.asked, now=now, steps=steps))
        return self._read_back(visit_id, details.job, is_new)

    def _complete(self, request: BookingRequest) -> _Details:
        job = job_of(self._business, request.job_code)
        address = None if request.property_id else self._contacts.address(request.address)
        phone = request.phone if request.customer_id else self._contacts.phone(request.phone)
        if address is None and not request.property_id:
            raise NotAnAddress
        if phone is None:
            raise NotAPhone
        return _Details(request, job, phone, address)

    def _waits_for(self, request: BookingRequest, technician_id: int, unread: frozenset[int]) -> WaitsFor | None:
        if self._business.approve_first and not request.by_owner:
            return WaitsFor.OWNER
        return WaitsFor.CALENDAR if technician_id in unread else None

    def _add(
        self,
        work: Work,
        details: _Details,
        customer: Customer | None,
        technician_id: int,
        waits_for: WaitsFor | None,
        forced: bool = False,
    ) -> int:
        """Write Customer, Property and Visit as far as they are new, and the work that follows from it."""
        request = details.request
        customer, now = customer or work.customers.add(request.customer_name, details.phone), self._clock.now()
        visit = NewVisit(
            customer_id=customer.id,
            property_id=_place(work, details, customer.id).id,
            technician_id=technician_id,
            job_code=details.job.code,
            start=details.span.start,
            end=details.span.end,
            status=VisitStatus.PENDING if waits_for else VisitStatus.CONFIRMED,
            call_id=request.call_id,
            booked_by=request.booked_by,
            forced=forced,
            waits_for=waits_for,
        )
        visit_id = work.visits.add(visit)
        follow_up(work, visit_id, waits_for)
        if request.call_id is not None:
            work.calls.belongs_to(request.call_id, customer.id)
        work.leads.settle_for(customer.phone, visit_id, who(), now)
        note(work, Action.FORCED if forced else Action.BOOKED, "visit", visit_id, now)
        return visit_id

    def _tell(self, work: Work, now: datetime, visit_id: int, request: BookingRequest) -> None:
        by = AskedBy.OWNER if request.by_owner else AskedBy.CALLER
        notices.booked(work, self._business, now, visit_id, by, request.call_id, self.promises_texts, self._links)

    def _read_back(self, visit_id: int, job: Job, is_new: bool) -> BookedVisit:
        visit = self._records.transaction(lambda work: work.visits.get(visit_id))
        if visit is None:  # removed by hand in the instant after the commit
            raise RecordsUnavailable
        return BookedVisit(visit, job, is_new)


def once(work: Work, asked: Asked | None, now: datetime, steps: Callable[[Work], tuple[int, bool]]) -> tuple[int, bool]:
    """Book by `steps`, or return what the same request booked before; raises KeyUsed."""
    known = work.repeats.claim(asked, now) if asked else None
    if known is not None:
        return known, False
    visit_id, is_new = steps(work)
    if asked:
        work.repeats.note(asked, visit_id)
    return visit_id, is_new


def clear_for_change(work: Work, business: Business, now: datetime, call_id: str | None) -> None:
    """Lock the book until the transaction ends, and free what the Call holds and what nobody holds any more."""
    work.visits.lock([technician.id for technician in business.technicians])
    work.visits.drop_expired(now)
    if call_id is not None:
        work.visits.let_go(call_id)


def follow_up(work: Work, visit_id: int, waits_for: WaitsFor | None) -> None:
    """Leave the worker what a changed Visit makes necessary."""
    if waits_for is WaitsFor.CALENDAR:
        work.jobs.confirm_visit(visit_id)
    else:
        work.jobs.mirror_visit(visit_id)


def refusal(answer: TimeAnswer) -> TimeNotBookable:
    """Return the error for a start that can't be had."""
    taken = answer.problem in (Problem.TAKEN, Problem.DAY_FULL)
    return TimeTaken(answer) if taken else TimeNotBookable(answer)


def _free_technician(work: Work, business: Business, job: Job, span: Span, now: datetime) -> int:
    """Return who goes; raises TimeTaken or TimeNotBookable when nobody can."""
    diarist = diarist_of(work, business, job, now)
    technician_id = diarist.technician(span.start)
    if technician_id is None:
        raise refusal(diarist.check(span.start))
    return technician_id


def _known_customer(work: Work, request: BookingRequest, phone: str) -> Customer | None:
    """Return the Customer of that id, or of that number and name: one number may serve several people."""
    if request.customer_id is not None:
        customer = work.customers.get(request.customer_id)
        if customer is None:
            raise CustomerUnknown
        return customer
    return next((c for c in work.customers.with_phone(phone) if same_person(c.name, request.customer_name)), None)


def _place(work: Work, details: _Details, customer_id: int) -> Property:
    """Return the Property that is meant, a new one where the Customer has none at this address."""
    if details.address is not None:
        known = work.properties.find(customer_id, details.address.key())
        return known or work.properties.add(customer_id, details.address)
    place = work.properties.get(details.request.property_id or 0)
    if place is None or place.customer_id != customer_id:
        raise PropertyUnknown
    return place
