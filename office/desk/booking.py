"""Booking a Visit: understanding the details one by one, finding a time, writing it down.

Which detail is asked for when is `intake.py`'s; the words of questions are the dialogue's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from office.desk import choosing, names
from office.domain import wording
from office.domain.catalogue import Job, find_job
from office.domain.customers import Address, Customer, same_person
from office.domain.hours import Business
from office.domain.offers import Diarist
from office.domain.openings import Problem, Taken, TimeAnswer, free_technicians
from office.domain.spans import Span, plus_minutes, whole_day
from office.domain.visits import NewVisit, VisitLine, VisitStatus
from office.domain.when import Meaning, prepare, understand
from office.errors import (
    NoFreeTechnician,
    NotAnAddress,
    NotAPhone,
    RecordsUnavailable,
    TimeNotBookable,
    TimeTaken,
    UnknownJob,
)
from office.ports import Clock, ContactReader, Records, TimePhrases, Work

DEFAULT_JOB = "general_plumbing"
"""Whose duration is assumed while the Job is not known yet."""


@dataclass(frozen=True)
class BookingRequest:
    """All that is needed to book; phone in E.164, address as `read_address` gives it, start aware."""

    call_id: str | None
    customer_name: str
    phone: str
    address: str
    job_code: str
    start: datetime
    booked_by: str


@dataclass(frozen=True)
class BookedVisit:
    """A Visit as read back from its committed row; `is_new` is False when it was in the book already."""

    visit: VisitLine
    job: Job
    is_new: bool


class BookingDesk:
    """Takes bookings."""

    def __init__(
        self,
        business: Business,
        clock: Clock,
        phrases: TimePhrases,
        contacts: ContactReader,
        records: Records,
    ) -> None:
        self._business = business
        self._clock = clock
        self._phrases = phrases
        self._contacts = contacts
        self._records = records

    # ---- understanding

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
        return find_job(text)

    def find_time(self, text: str, job_code: str | None, day: date | None = None) -> TimeAnswer:
        """Return what becomes of the time in `text`; `day` is under discussion.

        Raises DucklingUnavailable, RecordsUnavailable, UnknownJob.
        """
        now = self._clock.now()
        meaning = self._meaning(text, now, day)
        if meaning.problem is Problem.NO_TIME:
            return TimeAnswer(day=day, problem=Problem.NO_TIME)
        return self._ask(job_code, now, lambda diarist: diarist.answer(meaning, day))

    def check_time(self, start: datetime, job_code: str | None) -> TimeAnswer:
        """Return whether `start` can be booked for this Job, with offers where not."""
        return self._ask(job_code, self._clock.now(), lambda diarist: diarist.check(start))

    def choose_opening(self, text: str, offers: Sequence[datetime], job_code: str | None) -> datetime | None:
        """Return which of `offers` is meant, or None: then it may be another time altogether (`find_time`)."""
        by_place = choosing.by_place(text, offers)
        if by_place is not None or not offers:
            return by_place
        meaning = self._meaning(text, self._clock.now(), offers[0].date())
        if meaning.problem is not None:
            return None
        return choosing.by_time(offers, meaning.day, meaning.clock)

    # ---- saying

    def say_day(self, day: date) -> str:
        """Return e.g. "tomorrow", "this Friday", "Friday, March 13"."""
        return wording.say_day(day, self._today())

    def say_openings(self, openings: Sequence[datetime]) -> str:
        """Return e.g. "2 PM or 3:30 PM this Friday"."""
        return wording.say_openings(openings, self._today())

    def say_booking(self, request: BookingRequest) -> dict[str, str]:
        """Return the words of a read-back: job, customer_name, when (with its date), address, phone."""
        return {
            "job": self._job(request.job_code).name,
            "customer_name": request.customer_name,
            "when": wording.say_date_and_clock(request.start.astimezone(self._business.zone)),
            "address": request.address,
            "phone": wording.say_phone(request.phone),
        }

    def say_visit(self, booked: BookedVisit) -> dict[str, str]:
        """Return the words of a confirmation, from the committed row: job, customer_name, when, address."""
        visit = booked.visit
        return {
            "job": booked.job.name,
            "customer_name": visit.customer_name,
            "when": wording.say_date_and_clock(visit.start),
            "address": visit.address,
        }

    # ---- writing

    def book(self, request: BookingRequest) -> BookedVisit:
        """Book and return the Visit as committed; the same Customer, Job and start twice is one Visit.

        Raises TimeTaken or TimeNotBookable (with offers), RecordsUnavailable, UnknownJob, NotAnAddress,
        NotAPhone.
        """
        job = self._job(request.job_code)
        address = self._contacts.address(request.address)
        phone = self._contacts.phone(request.phone)
        if address is None:
            raise NotAnAddress
        if phone is None:
            raise NotAPhone
        try:
            visit_id, is_new = self._records.transaction(lambda work: self._write(work, request, job, phone, address))
        except NoFreeTechnician:
            raise TimeTaken(self.check_time(request.start, job.code)) from None
        visit = self._records.transaction(lambda work: work.visits.get(visit_id))
        if visit is None:  # removed by hand in the instant after the commit
            raise RecordsUnavailable
        return BookedVisit(visit, job, is_new)

    def _write(self, work: Work, request: BookingRequest, job: Job, phone: str, address: Address) -> tuple[int, bool]:
        """Write Customer, Property and Visit as far as they are new; return the Visit's id and whether it is."""
        technicians = [technician.id for technician in self._business.technicians]
        for technician_id in sorted(technicians):
            work.visits.lock(technician_id)
        customer = _known_customer(work, request.customer_name, phone)
        same = work.visits.same(customer.id, job.code, request.start) if customer else None
        if same is not None:
            return same.id, False
        span = Span(request.start, plus_minutes(request.start, job.minutes))
        taken = self._bookable(work, request.start, job, span)
        customer = customer or work.customers.add(request.customer_name, phone)
        place = work.properties.find(customer.id, address.key()) or work.properties.add(customer.id, address)
        visit = NewVisit(
            customer_id=customer.id,
            property_id=place.id,
            technician_id=free_technicians(self._business, span, taken)[0],
            job_code=job.code,
            start=span.start,
            end=span.end,
            status=VisitStatus.CONFIRMED,
            call_id=request.call_id,
            booked_by=request.booked_by,
        )
        return work.visits.add(visit), True

    def _bookable(self, work: Work, start: datetime, job: Job, span: Span) -> Sequence[Taken]:
        """Return what is taken around `span`; raises TimeTaken or TimeNotBookable when the start can't be had."""
        now = self._clock.now()
        answer = self._diarist(work, job, now).check(start)
        if answer.problem in (Problem.TAKEN, Problem.DAY_FULL):
            raise TimeTaken(answer)
        if answer.problem is not None:
            raise TimeNotBookable(answer)
        return work.visits.taken(span.start, span.end)

    # ---- shared

    def _meaning(self, text: str, now: datetime, day: date | None) -> Meaning:
        sentence = prepare(text, now, self._business)
        entities = self._phrases.parse(sentence.words.rest, now, self._business.zone)
        return understand(sentence, entities, now, self._business, day)

    def _ask(self, job_code: str | None, now: datetime, question: Callable[[Diarist], TimeAnswer]) -> TimeAnswer:
        job = self._job(job_code or DEFAULT_JOB)
        return self._records.transaction(lambda work: question(self._diarist(work, job, now)))

    def _diarist(self, work: Work, job: Job, now: datetime) -> Diarist:
        """Return one that reads each day from the records once, when it is looked at."""

        @cache
        def taken(day: date) -> Sequence[Taken]:
            span = whole_day(day, self._business.zone)
            return work.visits.taken(span.start, span.end)

        return Diarist(self._business, job.minutes, taken, now)

    def _job(self, code: str) -> Job:
        try:
            return self._business.job(code)
        except KeyError:
            raise UnknownJob from None

    def _today(self) -> date:
        return self._business.today(self._clock.now())


def _known_customer(work: Work, name: str, phone: str) -> Customer | None:
    """Return the Customer of that number and name; one number may serve several people."""
    return next((c for c in work.customers.with_phone(phone) if same_person(c.name, name)), None)
