"""FAKES of Messages, consents, opt-outs and push subscriptions (`office.ports.messages`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from office.adapters.memory.tables import MessageRow, Tables
from office.domain.messages import (
    FINAL,
    Consent,
    Direction,
    Kind,
    Medium,
    Message,
    MessageFilter,
    NewMessage,
    PushSubscription,
    Reason,
    Status,
)


class MemoryMessages:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._rows = tables.messages

    def add(self, message: NewMessage) -> int | None:
        for row in self._rows.values():
            if message.key is not None and row.key == message.key:
                return None
            if message.provider_id is not None and row.message.provider_id == message.provider_id:
                return None
        merged = self._tables.customers_merged
        customer_id = message.recipient.customer_id
        number = len(self._rows) + 1
        written = Message(
            id=number,
            kind=message.kind,
            medium=message.medium,
            direction=message.direction,
            recipient=replace(message.recipient, customer_id=merged.get(customer_id or 0, customer_id)),
            body=message.body,
            status=message.status,
            created_at=message.at,
            reason=message.reason,
            visit_id=message.visit_id,
            visit_start=message.visit_start,
            estimate_id=message.estimate_id,
            call_id=message.call_id,
            provider_id=message.provider_id,
            send_after=message.send_after,
            expires_at=message.expires_at,
            done_at=message.at if message.status in FINAL else None,
        )
        self._rows[number] = MessageRow(written, message.key)
        return number

    def get(self, message_id: int, for_change: bool = False) -> Message | None:
        row = self._rows.get(message_id)
        return row.message if row else None

    def with_provider_id(self, provider_id: str) -> Message | None:
        return next((one for one in self._all() if one.provider_id == provider_id), None)

    def page(self, wanted: MessageFilter, count: int) -> Sequence[Message]:
        found = [one for one in reversed(self._all()) if _is_wanted(one, wanted)]
        return found[:count]

    def due(self, now: datetime, count: int) -> Sequence[int]:
        waiting = [one for one in self._all() if one.status in (Status.QUEUED, Status.SENDING)]
        return [one.id for one in waiting if one.send_after is None or one.send_after <= now][:count]

    def claim(self, message_id: int, at: datetime, again_after: datetime, body: str) -> None:
        before = self._rows[message_id].message
        claimed_at, attempts = before.claimed_at or at, before.attempts + 1
        self._change(
            message_id,
            status=Status.SENDING,
            claimed_at=claimed_at,
            attempts=attempts,
            send_after=again_after,
            body=body,
        )

    def put_off(self, message_id: int, until: datetime) -> None:
        self._change(message_id, send_after=until)

    def settle(
        self,
        message_id: int,
        status: Status,
        at: datetime,
        *,
        reason: Reason | None = None,
        provider_id: str | None = None,
        error_code: str | None = None,
    ) -> None:
        values = {"reason": reason, "provider_id": provider_id, "error_code": error_code}
        given = {name: value for name, value in values.items() if value is not None}
        self._change(message_id, status=status, done_at=at, **given)

    def told(self, visit_id: int, kinds: Sequence[Kind]) -> Message | None:
        found = (
            one
            for one in reversed(self._all())
            if one.visit_id == visit_id and one.kind in kinds and one.recipient.user_id is None
        )
        return next(found, None)

    def any_text_to(self, phone: str, besides: int) -> bool:
        return any(
            one.recipient.phone == phone
            and one.medium is Medium.TEXT
            and one.direction is Direction.OUT
            and one.status in (Status.SENDING, Status.SENT, Status.DELIVERED)
            and one.id != besides
            for one in self._all()
        )

    def emergencies(self, since: datetime) -> Mapping[str, Sequence[Message]]:
        found = defaultdict[str, list[Message]](list)
        for one in self._all():
            if one.kind is Kind.EMERGENCY and one.created_at >= since and one.call_id is not None:
                found[one.call_id].append(one)
        return {call_id: told for call_id, told in found.items() if not any(one.acknowledged_at for one in told)}

    def acknowledge(self, call_id: str, by: str, at: datetime) -> int:
        open_ones = [
            one.id
            for one in self._all()
            if one.call_id == call_id and one.kind is Kind.EMERGENCY and one.acknowledged_at is None
        ]
        for number in open_ones:
            self._change(number, acknowledged_at=at, acknowledged_by=by)
        return len(open_ones)

    def claim_push(self, message_id: int, subscription_id: int) -> bool:
        fresh = (message_id, subscription_id) not in self._tables.push_deliveries
        self._tables.push_deliveries.add((message_id, subscription_id))
        return fresh

    def unclaim_push(self, message_id: int, subscription_id: int) -> None:
        self._tables.push_deliveries.discard((message_id, subscription_id))

    def _all(self) -> list[Message]:
        return [row.message for row in self._rows.values()]

    def _change(self, message_id: int, **values: object) -> None:
        row = self._rows[message_id]
        self._rows[message_id] = replace(row, message=replace(row.message, **values))  # type: ignore[arg-type]


class MemoryConsents:
    def __init__(self, tables: Tables) -> None:
        self._rows = tables.consents

    def note(self, consent: Consent) -> None:
        self._rows.setdefault(consent.phone, consent)

    def get(self, phone: str) -> Consent | None:
        return self._rows.get(phone)

    def withdraw(self, phone: str) -> None:
        self._rows.pop(phone, None)


class MemoryOptOuts:
    """FAKE: it keeps the numbers themselves."""

    def __init__(self, tables: Tables) -> None:
        self._numbers = tables.opt_outs

    def add(self, phone: str, at: datetime) -> None:
        self._numbers.add(phone)

    def remove(self, phone: str) -> None:
        self._numbers.discard(phone)

    def has(self, phone: str) -> bool:
        return phone in self._numbers


class MemoryPushSubscriptions:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._rows = tables.push_subscriptions

    def put(self, user_id: int, endpoint: str, p256dh: str, auth: str, at: datetime) -> PushSubscription:
        number = next((one.id for one in self._rows.values() if one.endpoint == endpoint), None)
        if number is None:
            self._tables.push_subscription_ids += 1
            number = self._tables.push_subscription_ids
        self._rows[number] = PushSubscription(number, user_id, endpoint, p256dh, auth)
        return self._rows[number]

    def of_user(self, user_id: int) -> Sequence[PushSubscription]:
        return [one for _, one in sorted(self._rows.items()) if one.user_id == user_id]

    def remove(self, subscription_id: int) -> None:
        self._rows.pop(subscription_id, None)


def move_messages(tables: Tables, drop_id: int, keep_id: int) -> None:
    """Make the Messages of a Customer another's."""
    for number, row in tables.messages.items():
        recipient = row.message.recipient
        if recipient.customer_id == drop_id:
            moved = replace(row.message, recipient=replace(recipient, customer_id=keep_id))
            tables.messages[number] = replace(row, message=moved)


def _is_wanted(message: Message, wanted: MessageFilter) -> bool:
    own = {
        "kind": message.kind,
        "medium": message.medium,
        "direction": message.direction,
        "status": message.status,
        "customer_id": message.recipient.customer_id,
        "visit_id": message.visit_id,
        "call_id": message.call_id,
    }
    asked = {name: getattr(wanted, name) for name in own}
    older = wanted.before_id is None or message.id < wanted.before_id
    return older and all(value is None or own[name] == value for name, value in asked.items())
