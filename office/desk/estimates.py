"""Estimates: asked for by a caller, written and sent by the owner, answered by the Customer once and for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from office.desk.acting import note
from office.desk.current import BusinessDesk, BusinessSource
from office.desk.messages import to_customer, to_owner
from office.desk.received import ReceivedText
from office.desk.times import job_of
from office.domain.audit import Action
from office.domain.customers import same_person
from office.domain.estimate_replies import EstimateReply, estimate_reply
from office.domain.estimates import (
    ANSWERED,
    Estimate,
    EstimateStatus,
    NewEstimate,
    Proposal,
    only_open,
    say_money,
)
from office.domain.hours import Business
from office.domain.messages import Kind
from office.domain.wording import say_date
from office.errors import (
    CustomerUnknown,
    EstimateAnswered,
    EstimateChanged,
    EstimateIncomplete,
    EstimateOver,
    EstimateUnknown,
    NotAPhone,
    UnknownJob,
)
from office.ports import Clock, Records, Work

LONGEST = 2000
MOST_LINES = 100
LOOKED_AT = 20
MOST_CENTS = 100_000_000


@dataclass(frozen=True)
class EstimateWish:
    """What a caller wants priced. `phone` in E.164, as `BookingDesk.read_phone` gives it."""

    call_id: str | None
    phone: str
    wanted: str
    customer_name: str = ""
    job_code: str | None = None


class EstimateDesk(BusinessDesk):
    """Everything returns the Estimate as committed, and raises RecordsUnavailable; EstimateUnknown for no such id."""

    def __init__(
        self, business: BusinessSource, clock: Clock, records: Records, url: Callable[[int], str | None]
    ) -> None:
        """`url` gives the signed address of an Estimate that goes into the text; None where there is none."""
        super().__init__(business)
        self._clock = clock
        self._records = records
        self._url = url

    # ---- asked for, written, sent

    def request(self, wish: EstimateWish) -> Estimate:
        """Write down that an Estimate is wanted, once a Call, and have the owner told. Raises NotAPhone."""
        if not wish.phone:
            raise NotAPhone
        now = self._clock.now()

        def steps(work: Work) -> int:
            known = work.customers.with_phone(wish.phone)
            customer = next((one for one in known if same_person(one.name, wish.customer_name)), None)
            if customer is None and wish.customer_name:
                customer = work.customers.add(wish.customer_name, wish.phone)
            customer_id = customer.id if customer else None
            new = NewEstimate(customer_id, wish.phone, wish.wanted[:LONGEST], wish.job_code, wish.call_id, now)
            estimate_id = work.estimates.add(new)
            values = {"job": self._say_job(wish.job_code), "phone": wish.phone, "customer_name": wish.customer_name}
            about = {"estimate_id": estimate_id, "customer_id": customer_id, "call_id": wish.call_id}
            to_owner(work, self._business, now, Kind.ESTIMATE_REQUEST, values=values, **about)  # type: ignore[arg-type]
            return estimate_id

        return self._read(self._records.transaction(steps))

    def begin(self, customer_id: int, wanted: str) -> Estimate:
        """Begin an Estimate that nobody called for. Raises CustomerUnknown."""
        now = self._clock.now()

        def steps(work: Work) -> int:
            customer = work.customers.get(customer_id)
            if customer is None:
                raise CustomerUnknown
            wish = NewEstimate(customer.id, customer.phone, wanted[:LONGEST], None, None, now)
            estimate_id = work.estimates.add(wish)
            note(work, Action.ADDED, "estimate", estimate_id, now)
            return estimate_id

        return self._read(self._records.transaction(steps))

    def write(self, estimate_id: int, proposal: Proposal) -> Estimate:
        """Write what is proposed; what was sent before can't be accepted any more until this is sent.

        Raises EstimateIncomplete, UnknownJob, EstimateAnswered.
        """
        self._check(proposal)

        def steps(work: Work) -> None:
            if _held(work, estimate_id).status in ANSWERED:
                raise EstimateAnswered
            work.estimates.write(estimate_id, proposal)
            note(work, Action.CHANGED, "estimate", estimate_id, self._clock.now())

        self._records.transaction(steps)
        return self._read(estimate_id)

    def send(self, estimate_id: int) -> Estimate:
        """Have it texted to the Customer, with the signed link. Sent already: nothing happens.

        Raises EstimateIncomplete when nothing is proposed or its last day is over, and EstimateAnswered.
        """
        now = self._clock.now()

        def steps(work: Work) -> None:
            estimate = _held(work, estimate_id)
            if estimate.status in ANSWERED:
                raise EstimateAnswered
            if estimate.proposal is None or estimate.proposal.valid_until < self._today(now):
                raise EstimateIncomplete
            if estimate.status is EstimateStatus.SENT:
                return
            work.estimates.send(estimate_id, now)
            note(work, Action.SENT, "estimate", estimate_id, now)
            values = _values(estimate.proposal) | {"link": self._url(estimate_id) or ""}
            to_customer(
                work,
                self._business,
                now,
                Kind.ESTIMATE,
                customer_id=estimate.customer_id,
                phone=estimate.phone,
                values=values,
                estimate_id=estimate_id,
                occasion=f"version {estimate.version}",
            )

        self._records.transaction(steps)
        return self._read(estimate_id)

    # ---- answered

    def answer(self, estimate_id: int, accepted: bool, version: int | None = None) -> Estimate:
        """Write the Customer's answer to that version (None: whatever was sent last), and have the owner told.

        The first answer stands: the same once more changes nothing. Raises EstimateAnswered for the other one,
        EstimateOver after its last day, EstimateChanged when another version was written since.
        """
        now = self._clock.now()
        self._records.transaction(lambda work: self._answer(work, _held(work, estimate_id), accepted, version, now))
        return self._read(estimate_id)

    def take_reply(
        self, work: Work, business: Business, now: datetime, text: ReceivedText, customer_id: int | None
    ) -> str | None:
        """Take a text as the answer to the one Estimate that it can mean, and return what to say to it.

        None: it says nothing to an Estimate, or there is none to answer, or there are several. A bare yes or no of
        somebody who has a Visit ahead may mean that: it is asked which.
        """
        said = estimate_reply(text.body)
        estimate = only_open(work.estimates.sent_to(text.phone), business.today(now)) if said else None
        if said is None or estimate is None or estimate.proposal is None:
            return None
        total = say_money(estimate.proposal.total_cents)
        ahead = work.visits.of_customer(customer_id, LOOKED_AT) if customer_id is not None else ()
        may_be_a_visit = any(visit.is_open and visit.end > now for visit in ahead)
        if said in (EstimateReply.YES, EstimateReply.NO) and may_be_a_visit:
            return f"{business.name}: Is that about the estimate of {total}? Reply ACCEPT or DECLINE."
        accepted = said in (EstimateReply.ACCEPT, EstimateReply.YES)
        self._answer(work, estimate, accepted, None, now)
        if accepted:
            return f"{business.name}: Thank you! You accepted the estimate of {total}. We'll get in touch about a time."
        return f"{business.name}: Thanks for letting us know. You declined the estimate of {total}."

    def booked(self, estimate_id: int, visit_id: int) -> Estimate:
        """Write which Visit came of it."""
        self._records.transaction(lambda work: work.estimates.book(_held(work, estimate_id).id, visit_id))
        return self._read(estimate_id)

    # ---- looking

    def get(self, estimate_id: int) -> Estimate:
        """Return the Estimate."""
        return self._read(estimate_id)

    def list(self, status: EstimateStatus | None, after: int | None, count: int) -> Sequence[Estimate]:
        """Return Estimates, latest first: `count` that are older than the one called `after`."""
        return self._records.transaction(lambda work: work.estimates.list(status, after, count))

    # ----

    def _answer(self, work: Work, estimate: Estimate, accepted: bool, version: int | None, now: datetime) -> None:
        wanted = EstimateStatus.ACCEPTED if accepted else EstimateStatus.DECLINED
        if estimate.status is wanted:
            return
        if estimate.status in ANSWERED:
            raise EstimateAnswered
        if estimate.status is EstimateStatus.REQUESTED or version not in (None, estimate.version):
            raise EstimateChanged
        if not estimate.can_be_answered(self._today(now)):
            raise EstimateOver
        assert estimate.proposal is not None
        work.estimates.answer(estimate.id, wanted, now)
        note(work, Action.ACCEPTED if accepted else Action.DECLINED, "estimate", estimate.id, now)
        kind = Kind.ESTIMATE_ACCEPTED if accepted else Kind.ESTIMATE_DECLINED
        values = _values(estimate.proposal) | {"phone": estimate.phone, "customer_name": estimate.customer_name}
        to_owner(
            work,
            self._business,
            now,
            kind,
            values=values,
            estimate_id=estimate.id,
            customer_id=estimate.customer_id,
            occasion=f"version {estimate.version}",
        )

    def _check(self, proposal: Proposal) -> None:
        job_of(self._business, proposal.job_code)
        lines = proposal.lines
        whole = all(line.words.strip() and line.quantity > 0 for line in lines)
        if (
            not whole
            or not 0 < len(lines) <= MOST_LINES
            or not 0 <= proposal.total_cents <= MOST_CENTS
            or len(proposal.note) > LONGEST
        ):
            raise EstimateIncomplete
        if proposal.valid_until < self._today(self._clock.now()):
            raise EstimateIncomplete

    def _read(self, estimate_id: int) -> Estimate:
        estimate = self._records.transaction(lambda work: work.estimates.get(estimate_id))
        if estimate is None:
            raise EstimateUnknown
        return estimate

    def _say_job(self, job_code: str | None) -> str:
        try:
            return job_of(self._business, job_code).name if job_code else "plumbing work"
        except UnknownJob:
            return "plumbing work"

    def _today(self, now: datetime) -> date:
        return self._business.today(now)


def _values(proposal: Proposal) -> dict[str, str]:
    return {"total": say_money(proposal.total_cents), "valid_until": say_date(proposal.valid_until)}


def _held(work: Work, estimate_id: int) -> Estimate:
    estimate = work.estimates.get(estimate_id, for_change=True)
    if estimate is None:
        raise EstimateUnknown
    return estimate
