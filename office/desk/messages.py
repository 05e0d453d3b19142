"""Telling people: the Message rows of what happened, in the same transaction, and the jobs to send them.

Whether a row may go out (a sender, consent, opt-outs, quiet hours, still true) is asked when it is sent: `sending.py`.
What a desk tells about Visits is `notices.py`'s.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from office.domain import wording
from office.domain.hours import Business
from office.domain.messages import (
    OF_THE_MOMENT,
    ONCE,
    OWNERS_WORD,
    UNTIL_IT_BEGINS,
    Audience,
    Consent,
    ConsentSource,
    Kind,
    Medium,
    NewMessage,
    Reason,
    Recipient,
    Status,
)
from office.domain.spans import plus_minutes
from office.domain.templates import fill
from office.domain.users import Role, User
from office.domain.visits import VisitLine
from office.ports import Work

WORTH_MINUTES = 24 * 60
"""How long most Messages are worth sending."""

WORTH_AN_HOUR = 60


@dataclass(frozen=True)
class Subject:
    """What a Message is about. `occasion` tells two of one kind about the same thing apart; empty: their words do."""

    visit_id: int | None = None
    estimate_id: int | None = None
    call_id: str | None = None
    occasion: str = ""


def to_customer(
    work: Work,
    business: Business,
    now: datetime,
    kind: Kind,
    *,
    customer_id: int | None,
    values: Mapping[str, str],
    visit_id: int | None = None,
    estimate_id: int | None = None,
    call_id: str | None = None,
    phone: str | None = None,
    occasion: str = "",
    send_after: datetime | None = None,
) -> list[int]:
    """Have the Customer told by text, once; return the ids of the new Messages (none: it was told before).

    `values` are the template's placeholders that neither the Customer nor the Visit gives. `phone` in place of the
    number on record. A kind that only the owner's own command sends is his word that the number may be texted.
    """
    customer = work.customers.get(customer_id) if customer_id is not None else None
    number = phone or (customer.phone if customer else None)
    visit = work.visits.get(visit_id) if visit_id is not None else None
    if kind in OWNERS_WORD and number is not None:
        work.consents.note(Consent(number, ConsentSource.OWNER, now))
    filled = {**_values(business, customer.name if customer else "", number, visit), **values}
    about = Subject(visit_id, estimate_id, call_id, occasion)
    who = Recipient(customer.id if customer else None, None, number)
    message = _message(business, now, kind, Audience.CUSTOMER, filled, about, visit)
    message = replace(message, recipient=who)
    if send_after is not None:
        message = replace(message, send_after=send_after, expires_at=plus_minutes(send_after, WORTH_MINUTES))
    return _written(work, business, message, about)


def to_owner(
    work: Work,
    business: Business,
    now: datetime,
    kind: Kind,
    *,
    values: Mapping[str, str],
    visit_id: int | None = None,
    estimate_id: int | None = None,
    customer_id: int | None = None,
    call_id: str | None = None,
    occasion: str = "",
) -> list[int]:
    """Have every owner told, by text where there is a number and by push where a browser takes them; once each.

    Return the ids of the new Messages. An owner who can be reached by neither finds a row that says so.
    """
    customer = work.customers.get(customer_id) if customer_id is not None else None
    visit = work.visits.get(visit_id) if visit_id is not None else None
    name, phone = (customer.name, customer.phone) if customer else ("", None)
    filled = {**_values(business, name, phone, visit), **values}
    about = Subject(visit_id, estimate_id, call_id, occasion)
    message = _message(business, now, kind, Audience.OWNER, filled, about, visit)
    written: list[int] = []
    for user in work.users.with_role(Role.OWNER):
        written += to_user(work, business, message, user, about)
    return written


def to_user(work: Work, business: Business, message: NewMessage, user: User, about: Subject) -> list[int]:
    """Have a User told what the message says; return the ids of the new Messages."""
    who = Recipient(None, user.id, user.phone)
    text = replace(message, recipient=who)
    has_browser = bool(work.push_subscriptions.of_user(user.id))
    written: list[int] = []
    if user.phone is not None or not has_browser:
        written += _written(work, business, text, about)
    if has_browser:
        push = replace(text, medium=Medium.PUSH, recipient=replace(who, phone=None))
        written += _written(work, business, push, about)
    return written


def to_number(work: Work, business: Business, message: NewMessage, phone: str, about: Subject) -> list[int]:
    """Have somebody told of whom only the number is known."""
    return _written(work, business, replace(message, recipient=Recipient(phone=phone)), about)


def _written(work: Work, business: Business, message: NewMessage, about: Subject) -> list[int]:
    """Write the Message under its key, and the job to send it; what can't be sent at all says why."""
    ready = replace(message, key=_key(message, about))
    if ready.kind in business.texting.switched_off:
        ready = replace(ready, status=Status.NOT_SENT, reason=Reason.SWITCHED_OFF)
    elif ready.medium is Medium.TEXT and ready.recipient.phone is None:
        ready = replace(ready, status=Status.NOT_SENT, reason=Reason.NO_NUMBER)
    message_id = work.messages.add(ready)
    if message_id is None:
        return []
    if ready.status is Status.QUEUED and (ready.send_after is None or ready.send_after <= ready.at):
        work.jobs.send_message(message_id)
    return [message_id]


def _key(message: NewMessage, about: Subject) -> str:
    """Return what no other Message may have: the kind, what it is about, the occasion, the recipient, the medium."""
    start = message.visit_start.timestamp() if message.visit_start else ""
    subject = f"visit {about.visit_id} estimate {about.estimate_id} call {about.call_id}"
    occasion = about.occasion
    if not occasion and message.kind not in ONCE:
        occasion = hashlib.sha256(message.body.encode()).hexdigest()[:16]
    if (about.visit_id, about.estimate_id, about.call_id) == (None, None, None):
        subject = f"minute {message.at.timestamp() // 60:.0f}"
    return f"{message.kind} | {subject} | {start} | {occasion} | {message.recipient.key} | {message.medium}"


def _message(
    business: Business,
    now: datetime,
    kind: Kind,
    audience: Audience,
    values: Mapping[str, str],
    about: Subject,
    visit: VisitLine | None,
) -> NewMessage:
    """Return the Message without its recipient."""
    return NewMessage(
        kind=kind,
        medium=Medium.TEXT,
        recipient=Recipient(),
        body=fill(business.texting.words(kind, audience), values),
        at=now,
        visit_id=about.visit_id,
        visit_start=visit.start if visit else None,
        estimate_id=about.estimate_id,
        call_id=about.call_id,
        send_after=now,
        expires_at=_expiry(kind, now, visit),
    )


def _expiry(kind: Kind, now: datetime, visit: VisitLine | None) -> datetime:
    """Return until when the Message is of use."""
    if visit is not None and kind in UNTIL_IT_BEGINS:
        return visit.start
    return plus_minutes(now, WORTH_AN_HOUR if kind in OF_THE_MOMENT else WORTH_MINUTES)


def _values(business: Business, name: str, phone: str | None, visit: VisitLine | None) -> dict[str, str]:
    """Return the placeholders that the business, the Customer and the Visit give."""
    known = {"business": business.name, "review_link": business.texting.review_link}
    if visit is not None:
        known |= visit_values(business, visit)
        name, phone = name or visit.customer_name, phone or visit.customer_phone
    if name:
        known |= {"customer_name": name, "first_name": name.split()[0]}
    return known | ({"phone": wording.say_phone(phone)} if phone else {})


def visit_values(business: Business, visit: VisitLine) -> dict[str, str]:
    """Return the placeholders that a Visit gives."""
    start = visit.start.astimezone(business.zone)
    job = next((job.name for job in business.jobs if job.code == visit.job_code), visit.job_code)
    return {
        "job": job,
        "when": wording.say_arrival(start, business.arrival_until(visit.start)),
        "address": visit.address,
        "technician": visit.technician.name,
        "status": "to be confirmed" if visit.waits_for else "confirmed",
    }
