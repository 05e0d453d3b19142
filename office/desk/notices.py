"""Who is told what becomes of a Visit (POLICY.md 18). Called within the transaction that changes it."""

from __future__ import annotations

from datetime import datetime

from office.desk.links import Links
from office.desk.messages import to_customer, to_owner
from office.domain.hours import Business
from office.domain.messages import Consent, ConsentSource, Kind
from office.domain.spans import plus_minutes
from office.domain.visits import AskedBy, VisitLine, VisitStatus
from office.ports import Work

TOLD_OF_THE_TIME = (Kind.CONFIRMATION, Kind.RESCHEDULE)


def booked(
    work: Work,
    business: Business,
    now: datetime,
    visit_id: int,
    by: AskedBy,
    call_id: str | None,
    promised: bool,
    links: Links,
) -> None:
    """Tell of a new Visit: the customer when it is confirmed, the owner when he did not book it himself.

    `promised`: a text was named when the booking was read back, so that the yes was to the text as well.
    """
    visit = _visit(work, visit_id)
    if by is AskedBy.OWNER:
        work.consents.note(Consent(visit.customer_phone, ConsentSource.OWNER, now))
    elif promised:
        work.consents.note(Consent(visit.customer_phone, ConsentSource.CALLER, now))
    if visit.status is VisitStatus.CONFIRMED:
        _tell(work, business, now, visit, Kind.CONFIRMATION, links)
    if by is not AskedBy.OWNER:
        to_owner(work, business, now, Kind.NEW_BOOKING, values={}, visit_id=visit_id, call_id=call_id)


def confirmed(work: Work, business: Business, now: datetime, visit_id: int, links: Links) -> None:
    """Tell the customer that what was pending is confirmed: as the first word about it, or as its new time."""
    visit = _visit(work, visit_id)
    told = work.messages.told(visit_id, TOLD_OF_THE_TIME)
    if told is None or told.visit_start != visit.start:
        _tell(work, business, now, visit, Kind.RESCHEDULE if told else Kind.CONFIRMATION, links)


def moved(
    work: Work, business: Business, now: datetime, visit_id: int, by: AskedBy, links: Links, was_pending: bool = False
) -> None:
    """Tell of another time: the customer when it is confirmed, the owner when he did not move it himself."""
    visit = _visit(work, visit_id)
    if visit.status is VisitStatus.CONFIRMED:
        is_first_word = was_pending and work.messages.told(visit_id, TOLD_OF_THE_TIME) is None
        _tell(work, business, now, visit, Kind.CONFIRMATION if is_first_word else Kind.RESCHEDULE, links)
    if by is not AskedBy.OWNER:
        occasion = str(visit.revision)
        to_owner(work, business, now, Kind.RESCHEDULE, values={}, visit_id=visit_id, occasion=occasion)


def cancelled(work: Work, business: Business, now: datetime, visit_id: int, by: AskedBy) -> None:
    """Tell of a Visit that is cancelled: the customer always, the owner when he did not cancel it himself."""
    visit = _visit(work, visit_id)
    to_customer(work, business, now, Kind.CANCELLATION, customer_id=visit.customer_id, values={}, visit_id=visit_id)
    if by is not AskedBy.OWNER:
        to_owner(work, business, now, Kind.CANCELLATION, values={}, visit_id=visit_id)


def done(work: Work, business: Business, now: datetime, visit_id: int) -> None:
    """Have the customer thanked and asked for a review, some time after the work."""
    visit = _visit(work, visit_id)
    later = plus_minutes(now, business.texting.review_after_minutes)
    to_customer(
        work,
        business,
        now,
        Kind.REVIEW_REQUEST,
        customer_id=visit.customer_id,
        values={},
        visit_id=visit_id,
        send_after=later,
    )


def _tell(work: Work, business: Business, now: datetime, visit: VisitLine, kind: Kind, links: Links) -> None:
    """Tell the customer the Visit's time. A Visit that is moved back is told of again."""
    to_customer(
        work,
        business,
        now,
        kind,
        customer_id=visit.customer_id,
        values=link_values(links, visit.id),
        visit_id=visit.id,
        occasion=str(visit.revision),
    )


def link_values(links: Links, visit_id: int) -> dict[str, str]:
    """Return the placeholder of the Visit's link, where customers can reach one."""
    url = links.visit_url(visit_id)
    return {"link": url} if url else {}


def _visit(work: Work, visit_id: int) -> VisitLine:
    visit = work.visits.get(visit_id)
    assert visit is not None, "it was written in this transaction"
    return visit
