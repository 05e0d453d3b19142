"""Leads: left by Calls that asked for work, told to the owner once, settled by a booking or by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from office.desk.current import BusinessDesk, BusinessSource
from office.desk.messages import to_owner
from office.domain.audit import Action, Thing, by_user
from office.domain.calls import Call, CloseReason, Outcome
from office.domain.hours import Business
from office.domain.leads import SAID, Lead, NewLead, lead_of
from office.domain.messages import Kind
from office.domain.users import User
from office.domain.wording import say_phone
from office.errors import LeadUnknown
from office.ports import Clock, Records, Work


class LeadDesk(BusinessDesk):
    """Shows Leads and settles them. Every method raises RecordsUnavailable."""

    def __init__(self, business: BusinessSource, clock: Clock, records: Records) -> None:
        super().__init__(business)
        self._clock = clock
        self._records = records

    def page(self, open_only: bool, before_id: int | None, count: int) -> Sequence[Lead]:
        """Return the latest Leads, latest first, those older than `before_id` only."""
        return self._records.transaction(lambda work: work.leads.page(open_only, before_id, count))

    def settle(self, lead_id: int, by: User) -> Lead:
        """Write that the Lead is taken care of, and return it; one that was settled stays so. Raises LeadUnknown."""
        now = self._clock.now()

        def steps(work: Work) -> Lead:
            lead = _known(work.leads.get(lead_id))
            if lead.settled_at is None:
                work.leads.settle(lead_id, by_user(by), now)
                work.audit.note(by_user(by), Action.SETTLED, Thing.of("lead", lead_id), now)
            return _known(work.leads.get(lead_id))

        return self._records.transaction(steps)


def leave_lead(
    work: Work, business: Business, call: Call, outcome: Outcome, reason: CloseReason, now: datetime
) -> int | None:
    """Write the Lead that a Call leaves when it ends so, and tell the owner; return its id, or None."""
    lead = lead_of(call, outcome, reason, work.call_log.notes(call.id), work.call_log.so_far(call.id), now)
    lead_id = work.leads.add(lead) if lead else None
    if lead is None or lead_id is None:
        return None
    values = _words(business, lead)
    to_owner(work, business, now, Kind.NEW_LEAD, values=values, customer_id=lead.customer_id, call_id=call.id)
    return lead_id


def _words(business: Business, lead: NewLead) -> dict[str, str]:
    """The Lead as the owner's Message says it; what was not told is left out."""
    so_far = lead.so_far
    job = next((job.name for job in business.jobs if job.code == so_far.job), None)
    told = {
        "reason": SAID[lead.reason],
        "customer_name": so_far.customer_name,
        "phone": say_phone(so_far.phone) if so_far.phone else None,
        "address": so_far.address,
        "job": job,
    }
    return {name: words for name, words in told.items() if words}


def _known(lead: Lead | None) -> Lead:
    if lead is None:
        raise LeadUnknown
    return lead
