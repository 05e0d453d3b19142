"""Messages in PostgreSQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, delete, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from office.adapters.postgres.tables import messages, push_deliveries
from office.domain.messages import (
    FINAL,
    Direction,
    Kind,
    Medium,
    Message,
    MessageFilter,
    NewMessage,
    Reason,
    Recipient,
    Status,
)

WAITING = (Status.QUEUED, Status.SENDING)
GIVEN_TO_THE_PROVIDER = (Status.SENDING, Status.SENT, Status.DELIVERED)
TIMES = ("visit_start", "created_at", "send_after", "expires_at", "claimed_at", "done_at", "acknowledged_at")


class PostgresMessages:
    """Implements `office.ports.Messages` within one transaction; times are handed out in the business's zone."""

    def __init__(self, connection: Connection, zone: ZoneInfo) -> None:
        self._connection = connection
        self._zone = zone

    def add(self, message: NewMessage) -> int | None:
        """Write the Message; None when its key, or the provider's id, is there already."""
        values = {
            "kind": message.kind,
            "medium": message.medium,
            "direction": message.direction,
            "customer_id": message.recipient.customer_id,
            "user_id": message.recipient.user_id,
            "phone": message.recipient.phone,
            "visit_id": message.visit_id,
            "visit_start": message.visit_start,
            "estimate_id": message.estimate_id,
            "call_id": message.call_id,
            "body": message.body,
            "key": message.key,
            "status": message.status,
            "reason": message.reason,
            "provider_id": message.provider_id,
            "created_at": message.at,
            "send_after": message.send_after,
            "expires_at": message.expires_at,
            "done_at": message.at if message.status in FINAL else None,
        }
        statement = upsert(messages).values(values).on_conflict_do_nothing().returning(messages.c.id)
        return self._connection.execute(statement).scalar_one_or_none()

    def get(self, message_id: int, for_change: bool = False) -> Message | None:
        """Return the Message, or None; `for_change`: its row locked until the transaction ends."""
        query = select(messages).where(messages.c.id == message_id)
        row = self._connection.execute(query.with_for_update() if for_change else query).one_or_none()
        return self._message(row) if row else None

    def with_provider_id(self, provider_id: str) -> Message | None:
        """Return the Message that the provider knows by this id, its row locked, or None."""
        query = select(messages).where(messages.c.provider_id == provider_id).with_for_update()
        row = self._connection.execute(query).one_or_none()
        return self._message(row) if row else None

    def page(self, wanted: MessageFilter, count: int) -> Sequence[Message]:
        """Return the latest that are wanted, latest first."""
        query = select(messages)
        if wanted.before_id is not None:
            query = query.where(messages.c.id < wanted.before_id)
        for name in ("kind", "medium", "direction", "status", "customer_id", "visit_id", "call_id"):
            value = getattr(wanted, name)
            if value is not None:
                query = query.where(messages.c[name] == value)
        rows = self._connection.execute(query.order_by(messages.c.id.desc()).limit(count))
        return [self._message(row) for row in rows]

    def due(self, now: datetime, count: int) -> Sequence[int]:
        """Return the ids of what waits and may be sent by now, oldest first."""
        may_go = or_(messages.c.send_after.is_(None), messages.c.send_after <= now)
        query = select(messages.c.id).where(messages.c.status.in_(WAITING), may_go)
        return self._connection.execute(query.order_by(messages.c.id).limit(count)).scalars().all()

    def claim(self, message_id: int, at: datetime, again_after: datetime, body: str) -> None:
        """Write that it is being given to the provider."""
        values = {
            "status": Status.SENDING,
            "claimed_at": func.coalesce(messages.c.claimed_at, at),
            "attempts": messages.c.attempts + literal(1),
            "send_after": again_after,
            "body": body,
        }
        self._write(message_id, values)

    def put_off(self, message_id: int, until: datetime) -> None:
        """Write that it waits until then."""
        self._write(message_id, {"send_after": until})

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
        """Write what became of it."""
        values: dict[str, Any] = {"status": status, "done_at": at, "reason": reason}
        values |= {"provider_id": provider_id, "error_code": error_code}
        self._write(message_id, {name: value for name, value in values.items() if value is not None})

    def told(self, visit_id: int, kinds: Sequence[Kind]) -> Message | None:
        """Return the latest Message of these kinds to the Visit's Customer, or None."""
        query = select(messages).where(
            messages.c.visit_id == visit_id, messages.c.kind.in_(kinds), messages.c.user_id.is_(None)
        )
        row = self._connection.execute(query.order_by(messages.c.id.desc()).limit(1)).one_or_none()
        return self._message(row) if row else None

    def any_text_to(self, phone: str, besides: int) -> bool:
        """Return whether another text was ever given to the provider for this number."""
        query = select(messages.c.id).where(
            messages.c.phone == phone,
            messages.c.medium == Medium.TEXT,
            messages.c.direction == Direction.OUT,
            messages.c.status.in_(GIVEN_TO_THE_PROVIDER),
            messages.c.id != besides,
        )
        return self._connection.execute(query.limit(1)).first() is not None

    def emergencies(self, since: datetime) -> Mapping[str, Sequence[Message]]:
        """Return the `emergency` Messages by Call of Calls none of whose is acknowledged."""
        query = select(messages).where(
            messages.c.kind == Kind.EMERGENCY, messages.c.created_at >= since, messages.c.call_id.is_not(None)
        )
        found = defaultdict[str, list[Message]](list)
        for row in self._connection.execute(query.order_by(messages.c.id)):
            found[row.call_id].append(self._message(row))
        return {call_id: told for call_id, told in found.items() if not any(one.acknowledged_at for one in told)}

    def acknowledge(self, call_id: str, by: str, at: datetime) -> int:
        """Write that somebody has taken care of the Call's emergency."""
        open_ones = (
            messages.c.call_id == call_id,
            messages.c.kind == Kind.EMERGENCY,
            messages.c.acknowledged_at.is_(None),
        )
        statement = update(messages).where(*open_ones).values(acknowledged_at=at, acknowledged_by=by)
        return self._connection.execute(statement).rowcount

    def claim_push(self, message_id: int, subscription_id: int) -> bool:
        """Write that the push goes to this browser now; False when it did before."""
        values = {"message_id": message_id, "subscription_id": subscription_id}
        statement = upsert(push_deliveries).values(values).on_conflict_do_nothing()
        return self._connection.execute(statement.returning(push_deliveries.c.message_id)).first() is not None

    def unclaim_push(self, message_id: int, subscription_id: int) -> None:
        """Write that it certainly did not get there."""
        mine = push_deliveries.c.message_id == message_id, push_deliveries.c.subscription_id == subscription_id
        self._connection.execute(delete(push_deliveries).where(*mine))

    def _write(self, message_id: int, values: Mapping[str, Any]) -> None:
        self._connection.execute(update(messages).where(messages.c.id == message_id).values(values))

    def _message(self, row: Row[Any]) -> Message:
        local: dict[str, Any] = {name: self._local(getattr(row, name)) for name in TIMES}
        return Message(
            id=row.id,
            kind=Kind(row.kind),
            medium=Medium(row.medium),
            direction=Direction(row.direction),
            recipient=Recipient(row.customer_id, row.user_id, row.phone),
            body=row.body,
            status=Status(row.status),
            reason=Reason(row.reason) if row.reason else None,
            visit_id=row.visit_id,
            estimate_id=row.estimate_id,
            call_id=row.call_id,
            provider_id=row.provider_id,
            error_code=row.error_code,
            attempts=row.attempts,
            acknowledged_by=row.acknowledged_by,
            **local,
        )

    def _local(self, moment: datetime | None) -> datetime | None:
        return moment.astimezone(self._zone) if moment else None
