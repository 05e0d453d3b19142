"""What one who has the link to an Estimate may see and do: answer it, and after a yes book the work."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from office.desk.booking import BookingDesk, BookingRequest
from office.desk.current import BusinessDesk, BusinessSource
from office.desk.customers import name_of
from office.desk.estimates import EstimateDesk
from office.desk.links import Links
from office.desk.times import TimeDesk, WantedOpenings
from office.domain.customers import Property
from office.domain.estimates import Estimate, EstimateStatus, Proposal
from office.domain.visits import VisitLine, VisitStatus
from office.errors import EstimateBooked, EstimateChanged, LinkOver, LinkUnknown
from office.ports import Clock, Linked, Records, Work

BOOKED_BY = "the customer, through the link"
ANSWERED_YES = EstimateStatus.ACCEPTED


@dataclass(frozen=True)
class LinkedEstimate:
    """What the customer sees. `proposal`: None while it is being changed; `visit`: what came of it.

    `needs_name`, `needs_address`: what has to be given to book, for it is not on record, or not clear.
    """

    status: EstimateStatus
    version: int
    first_name: str
    job: str
    proposal: Proposal | None
    can_be_answered: bool
    can_be_booked: bool
    needs_name: bool
    needs_address: bool
    visit: VisitLine | None
    visit_token: str | None


@dataclass(frozen=True)
class _Standing:
    """An Estimate that may be looked at, its Customer's only Property, and what came of it and was not cancelled."""

    estimate: Estimate
    place: Property | None
    visit: VisitLine | None


class EstimateLinkDesk(BusinessDesk):
    """Shows and answers the Estimate of a link.

    Every method raises LinkUnknown for what we did not sign or never sent, LinkOver a week after the Estimate's last
    day, and RecordsUnavailable.
    """

    def __init__(
        self,
        business: BusinessSource,
        clock: Clock,
        records: Records,
        links: Links,
        times: TimeDesk,
        booking: BookingDesk,
        estimates: EstimateDesk,
    ) -> None:
        super().__init__(business)
        self._clock = clock
        self._records = records
        self._links = links
        self._times = times
        self._booking = booking
        self._estimates = estimates
        self._one_at_a_time = threading.Lock()

    def see(self, token: str) -> LinkedEstimate:
        """Return the Estimate as it is now, whichever version the text was about."""
        return self._shown(self._standing(token))

    def answer(self, token: str, accepted: bool, version: int) -> LinkedEstimate:
        """Write the answer to the version that was looked at; the first answer stands.

        Raises EstimateAnswered for the other answer, EstimateOver after its last day, EstimateChanged.
        """
        estimate_id = self._standing(token).estimate.id
        self._estimates.answer(estimate_id, accepted, version)
        return self.see(token)

    def openings(self, token: str, first: date, days: int) -> Mapping[date, Sequence[datetime]]:
        """Return the starts at which the work can be booked.

        Raises EstimateChanged when it isn't accepted, UnknownJob.
        """
        proposal = _accepted(self._standing(token).estimate)
        return self._times.openings(WantedOpenings(job_code=proposal.job_code), first, days)

    def book(self, token: str, start: datetime, name: str | None = None, address: str | None = None) -> LinkedEstimate:
        """Book the work, once; `name` and `address` count where they are needed.

        Raises EstimateChanged when it isn't accepted, EstimateBooked, TimeTaken or TimeNotBookable (with offers),
        NotAName, NotAnAddress, UnknownJob.
        """
        with self._one_at_a_time:  # two taps must not become two Visits; one process serves all links
            standing = self._standing(token)
            request = self._request(standing, start, name, address)
            if standing.visit is not None:
                if standing.visit.start != start:
                    raise EstimateBooked
                return self._shown(standing)
            visit = self._booking.book(request).visit
            self._estimates.booked(standing.estimate.id, visit.id)
        return self.see(token)

    def _request(self, standing: _Standing, start: datetime, name: str | None, address: str | None) -> BookingRequest:
        estimate, place = standing.estimate, standing.place
        is_known = estimate.customer_id is not None
        return BookingRequest(
            call_id=None,
            customer_name=estimate.customer_name if is_known else name_of(name or ""),
            phone=estimate.phone,
            address="" if place else address or "",
            job_code=_accepted(estimate).job_code,
            start=start,
            booked_by=BOOKED_BY,
            customer_id=estimate.customer_id,
            property_id=place.id if place else None,
        )

    def _standing(self, token: str) -> _Standing:
        estimate_id = self._links.read(Linked.ESTIMATE, token)
        standing = self._records.transaction(lambda work: _read(work, estimate_id))
        if standing is None:
            raise LinkUnknown
        if not standing.estimate.can_be_looked_at(self._today()):
            raise LinkOver
        return standing

    def _shown(self, standing: _Standing) -> LinkedEstimate:
        estimate, visit = standing.estimate, standing.visit
        proposal = estimate.proposal if estimate.status is not EstimateStatus.REQUESTED else None
        return LinkedEstimate(
            status=estimate.status,
            version=estimate.version,
            first_name=estimate.customer_name.split()[0] if estimate.customer_name else "",
            job=self._job(proposal.job_code) if proposal else "",
            proposal=proposal,
            can_be_answered=estimate.can_be_answered(self._today()),
            can_be_booked=estimate.status is ANSWERED_YES and visit is None,
            needs_name=estimate.customer_id is None,
            needs_address=standing.place is None,
            visit=visit,
            visit_token=self._links.token(Linked.VISIT, visit.id) if visit and visit.is_open else None,
        )

    def _job(self, code: str) -> str:
        return next((job.name for job in self._business.jobs if job.code == code), code.replace("_", " "))

    def _today(self) -> date:
        return self._business.today(self._clock.now())


def _accepted(estimate: Estimate) -> Proposal:
    """Return what was accepted; raises EstimateChanged when nothing was."""
    if estimate.status is not ANSWERED_YES or estimate.proposal is None:
        raise EstimateChanged
    return estimate.proposal


def _read(work: Work, estimate_id: int) -> _Standing | None:
    """Return how the Estimate stands; None for one that is gone or was never sent."""
    estimate = work.estimates.get(estimate_id)
    if estimate is None or estimate.sent_at is None:
        return None
    record = work.customers.record(estimate.customer_id) if estimate.customer_id is not None else None
    places = record.places if record else ()
    visit = work.visits.get(estimate.visit_id) if estimate.visit_id is not None else None
    return _Standing(
        estimate,
        places[0].property if len(places) == 1 else None,
        None if visit is None or visit.status is VisitStatus.CANCELLED else visit,
    )
