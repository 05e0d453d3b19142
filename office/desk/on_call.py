"""Emergencies that nobody has taken yet: who is told next, and who took it (POLICY.md 16)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from office.desk.current import BusinessDesk, BusinessSource
from office.desk.messages import Subject, to_number, to_user
from office.domain.messages import Kind, Medium, Message, MessageFilter, NewMessage, Recipient
from office.domain.spans import plus_minutes
from office.domain.texting import Rung
from office.domain.users import Role, User
from office.errors import MessageUnknown, NotAnEmergency
from office.ports import Clock, Records, Work

FIRST_WAIT_MINUTES = 3
"""How long the owner, who is told first, is waited for."""

MOST_TOLD = 100
OPEN_FOR = timedelta(hours=6)
"""How long an emergency goes on up the ladder; after that it is history."""


class OnCallDesk(BusinessDesk):
    """Goes up the on-call ladder, and stops where somebody takes the emergency."""

    def __init__(self, business: BusinessSource, clock: Clock, records: Records) -> None:
        super().__init__(business)
        self._clock = clock
        self._records = records

    def climb(self) -> int:
        """Tell the next on the ladder of every emergency that nobody took in time; return how many Messages that made.

        Raises RecordsUnavailable.
        """
        return self._records.transaction(self._climb)

    def acknowledge(self, message_id: int, user: User) -> Message:
        """Write that the User takes care of the emergency, and return its Message; who was first stays.

        Raises MessageUnknown, also for a technician who was not told of it; NotAnEmergency, RecordsUnavailable.
        """

        def steps(work: Work) -> Message:
            message = work.messages.get(message_id)
            if message is None or not _may_take(work, message, user):
                raise MessageUnknown
            if message.kind is not Kind.EMERGENCY or message.call_id is None:
                raise NotAnEmergency
            work.messages.acknowledge(message.call_id, user.name, self._clock.now())
            return work.messages.get(message_id) or message

        return self._records.transaction(steps)

    def _climb(self, work: Work) -> int:
        now = self._clock.now()
        still_open = work.messages.emergencies(now - OPEN_FOR)
        return sum(self._climb_for(work, told, now) for told in still_open.values())

    def _climb_for(self, work: Work, told: Sequence[Message], now: datetime) -> int:
        ladder = self._business.texting.on_call
        latest = max(told, key=lambda message: message.id)
        if now < plus_minutes(latest.created_at, _minutes(ladder, latest)):
            return 0
        for rung in ladder:
            if not any(_is_for(rung, message) for message in told):
                written = self._tell(work, rung, told[0], now)
                if written:
                    return written
        return 0

    def _tell(self, work: Work, rung: Rung, first: Message, now: datetime) -> int:
        """Tell who stands on this rung what the first was told; return how many Messages that made."""
        about = Subject(call_id=first.call_id)
        message = NewMessage(
            kind=Kind.EMERGENCY,
            medium=Medium.TEXT,
            recipient=Recipient(),
            body=first.body,
            at=now,
            call_id=first.call_id,
            send_after=now,
            expires_at=now + OPEN_FOR,
        )
        if rung.phone is not None:
            return len(to_number(work, self._business, message, rung.phone, about))
        user = work.users.by_id(rung.user_id) if rung.user_id is not None else None
        return len(to_user(work, self._business, message, user, about)) if user else 0


def emergency_of(work: Work, phone: str, now: datetime) -> str | None:
    """Return the Call whose emergency this number was told of, latest first, and that nobody has taken; or None."""
    still_open = work.messages.emergencies(now - OPEN_FOR)
    told = [
        call_id
        for call_id, messages in still_open.items()
        if any(message.recipient.phone == phone for message in messages)
    ]
    return told[-1] if told else None


def _may_take(work: Work, message: Message, user: User) -> bool:
    """Return whether this is the User's business: everything is the owner's and the office's, what he was told his."""
    if user.role is not Role.TECHNICIAN:
        return True
    told = work.messages.page(MessageFilter(kind=Kind.EMERGENCY, call_id=message.call_id), MOST_TOLD)
    return message.call_id is not None and any(one.recipient.user_id == user.id for one in told)


def _is_for(rung: Rung, message: Message) -> bool:
    if rung.phone is not None:
        return message.recipient.phone == rung.phone
    return message.recipient.user_id == rung.user_id


def _minutes(ladder: Sequence[Rung], told: Message) -> int:
    """Return how long whoever was told last is waited for."""
    return next((rung.minutes for rung in ladder if _is_for(rung, told)), FIRST_WAIT_MINUTES)
