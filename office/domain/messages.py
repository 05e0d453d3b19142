"""Messages: texts and pushes, sent or received. One row a recipient and medium (GLOSSARY.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a Message is about. `reply` is what somebody wrote to us, and our fixed answer to it."""

    CONFIRMATION = "confirmation"
    REMINDER = "reminder"
    RESCHEDULE = "reschedule"
    CANCELLATION = "cancellation"
    NEW_BOOKING = "new_booking"
    NEW_LEAD = "new_lead"
    EMERGENCY = "emergency"
    CALLBACK_REQUEST = "callback_request"
    RUNNING_LATE = "running_late"
    ON_MY_WAY = "on_my_way"
    OWNER_MESSAGE = "owner_message"
    ESTIMATE_REQUEST = "estimate_request"
    ESTIMATE = "estimate"
    ESTIMATE_ACCEPTED = "estimate_accepted"
    ESTIMATE_DECLINED = "estimate_declined"
    MISSED_CALL = "missed_call"
    WEEKLY_SUMMARY = "weekly_summary"
    REVIEW_REQUEST = "review_request"
    REPLY = "reply"


class Audience(StrEnum):
    """Whom the words of a Message are for."""

    CUSTOMER = "customer"
    OWNER = "owner"


class Medium(StrEnum):
    """How it travels."""

    TEXT = "text"
    PUSH = "push"


class Direction(StrEnum):
    """From us, or to us."""

    OUT = "out"
    IN = "in"


class Status(StrEnum):
    """How far a Message got. `sent`: the provider took it; `received`: it came to us."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    NOT_SENT = "not_sent"
    RECEIVED = "received"


class Reason(StrEnum):
    """Why a Message was not sent, or failed."""

    NO_SENDER = "no_sender"
    NO_NUMBER = "no_number"
    NO_CONSENT = "no_consent"
    OPTED_OUT = "opted_out"
    TOO_LATE = "too_late"
    OUTDATED = "outdated"
    SWITCHED_OFF = "switched_off"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"


class ConsentSource(StrEnum):
    """Whose word it was that a number may be texted: the yes at a read-back, the owner's, or a text from the number."""

    CALLER = "caller"
    OWNER = "owner"
    TEXT = "text"


OWNERS_WORD = frozenset({Kind.OWNER_MESSAGE, Kind.RUNNING_LATE, Kind.ON_MY_WAY, Kind.ESTIMATE})
"""What only the owner's own command sends: his word that this Customer may be texted."""

ABOUT_A_COMING_VISIT = frozenset({Kind.CONFIRMATION, Kind.REMINDER, Kind.RESCHEDULE, Kind.RUNNING_LATE, Kind.ON_MY_WAY})
"""What is not true any more once the Visit has another time, or is over."""

UNTIL_IT_BEGINS = frozenset({Kind.CONFIRMATION, Kind.REMINDER, Kind.RESCHEDULE})
"""What is of no use once the Visit has begun."""

OF_THE_MOMENT = frozenset({Kind.RUNNING_LATE, Kind.ON_MY_WAY})
"""What is of no use an hour later."""

ONCE = frozenset(
    {
        Kind.CANCELLATION,
        Kind.NEW_BOOKING,
        Kind.NEW_LEAD,
        Kind.EMERGENCY,
        Kind.CALLBACK_REQUEST,
        Kind.ON_MY_WAY,
        Kind.ESTIMATE_REQUEST,
        Kind.MISSED_CALL,
        Kind.REVIEW_REQUEST,
    }
)
"""What is told once about its Visit, Estimate or Call, however its words may have changed since."""

FINAL = frozenset({Status.DELIVERED, Status.FAILED, Status.NOT_SENT, Status.RECEIVED})
"""Where a Message stays as it is."""

_PROVIDER = {
    "delivered": Status.DELIVERED,
    "read": Status.DELIVERED,
    "undelivered": Status.FAILED,
    "failed": Status.FAILED,
    "canceled": Status.FAILED,
}

_RANK = {Status.QUEUED: 0, Status.SENDING: 1, Status.SENT: 2}


def provider_status(word: str) -> Status:
    """Return the status for Twilio's word (docs: Message resource, "Message status values"); all else was taken."""
    return _PROVIDER.get(word, Status.SENT)


@dataclass(frozen=True)
class Recipient:
    """Who gets a Message: a Customer, a User, or only a number (E.164), which a push has none of."""

    customer_id: int | None = None
    user_id: int | None = None
    phone: str | None = None

    @property
    def key(self) -> str:
        """What tells this recipient from others."""
        if self.user_id is not None:
            return f"user {self.user_id}"
        return self.phone or f"customer {self.customer_id}"


@dataclass(frozen=True)
class NewMessage:
    """A Message about to be written.

    `key`: no two Messages have the same; None: as often as one likes. `visit_start`: the time that it tells of.
    `send_after` and `expires_at`: not before, and not after.
    """

    kind: Kind
    medium: Medium
    recipient: Recipient
    body: str
    at: datetime
    key: str | None = None
    direction: Direction = Direction.OUT
    status: Status = Status.QUEUED
    reason: Reason | None = None
    visit_id: int | None = None
    visit_start: datetime | None = None
    estimate_id: int | None = None
    call_id: str | None = None
    send_after: datetime | None = None
    expires_at: datetime | None = None
    provider_id: str | None = None


@dataclass(frozen=True)
class Message:
    """A Message as it stands.

    `claimed_at`: when it was first given to the provider; `attempts`: how often; `done_at`: when its status became
    final, or `sent`.
    """

    id: int
    kind: Kind
    medium: Medium
    direction: Direction
    recipient: Recipient
    body: str
    status: Status
    created_at: datetime
    reason: Reason | None = None
    visit_id: int | None = None
    visit_start: datetime | None = None
    estimate_id: int | None = None
    call_id: str | None = None
    provider_id: str | None = None
    error_code: str | None = None
    send_after: datetime | None = None
    expires_at: datetime | None = None
    claimed_at: datetime | None = None
    attempts: int = 0
    done_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None

    def may_become(self, status: Status) -> bool:
        """Return whether this is a step forward: statuses never go back."""
        if self.status in FINAL:
            return False
        return status in FINAL or _RANK[status] > _RANK[self.status]


@dataclass(frozen=True)
class MessageFilter:
    """Which Messages are wanted; None: any. `before_id`: those older than that one."""

    kind: Kind | None = None
    medium: Medium | None = None
    direction: Direction | None = None
    status: Status | None = None
    customer_id: int | None = None
    visit_id: int | None = None
    call_id: str | None = None
    before_id: int | None = None


@dataclass(frozen=True)
class Consent:
    """That a number may be texted, whose word it was, and when."""

    phone: str
    source: ConsentSource
    at: datetime


@dataclass(frozen=True)
class PushSubscription:
    """A browser that takes pushes for a User (W3C Push API): where to, and the keys to encrypt with."""

    id: int
    user_id: int
    endpoint: str
    p256dh: str
    auth: str
