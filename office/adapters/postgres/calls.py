"""Calls and used tokens in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from office.adapters.postgres.tables import calls, used_tokens
from office.domain.calls import Call, CloseReason, Flag, Outcome


class PostgresCalls:
    """Implements `office.ports.Calls` within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, call_id: str) -> Call | None:
        """Return the Call, its row locked until the transaction ends."""
        row = self._connection.execute(select(calls).where(calls.c.id == call_id).with_for_update()).one_or_none()
        return call_of(row) if row else None

    def add(self, call: Call) -> None:
        """Write a new Call; one that another connection opened in the same instant is left as it is."""
        values = {
            "id": call.id,
            "channel": call.channel,
            "user_id": call.user_id,
            "opened_at": call.opened_at,
            "phone": call.phone,
            "customer_id": call.customer_id,
        }
        self._connection.execute(upsert(calls).values(values).on_conflict_do_nothing())

    def close(
        self, call_id: str, outcome: Outcome, at: datetime, reason: CloseReason, flags: Sequence[Flag] = ()
    ) -> None:
        """Write how the Call ended."""
        values = {"outcome": outcome, "closed_at": at, "close_reason": reason, "flags": list(flags)}
        self._connection.execute(update(calls).where(calls.c.id == call_id).values(values))

    def belongs_to(self, call_id: str, customer_id: int) -> None:
        """Write whom the Call was about, where that is not known yet."""
        unknown = (calls.c.id == call_id, calls.c.customer_id.is_(None))
        self._connection.execute(update(calls).where(*unknown).values(customer_id=customer_id))

    def note_hazard(self, call_id: str, hazard: str) -> None:
        """Write which hazard was met."""
        self._connection.execute(update(calls).where(calls.c.id == call_id).values(hazard=hazard))

    def left_open(self, before: datetime) -> Sequence[str]:
        """Return the ids of the Calls that were opened before then and are open still."""
        query = select(calls.c.id).where(calls.c.outcome.is_(None), calls.c.opened_at < before)
        return self._connection.execute(query).scalars().all()

    def forget_tokens(self, before: datetime) -> None:
        """Forget the tokens that were used before then."""
        self._connection.execute(delete(used_tokens).where(used_tokens.c.used_at < before))

    def use_token(self, token_id: str, at: datetime) -> bool:
        """Mark the token as used; False when it was before. The row itself decides between two at once."""
        statement = upsert(used_tokens).values(id=token_id, used_at=at).on_conflict_do_nothing()
        return self._connection.execute(statement.returning(used_tokens.c.id)).first() is not None


def call_of(row: Row[Any]) -> Call:
    """Return the Call that the row holds."""
    return Call(
        id=row.id,
        channel=row.channel,
        user_id=row.user_id,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
        hazard=row.hazard,
        phone=row.phone,
        customer_id=row.customer_id,
        flags=tuple(Flag(flag) for flag in row.flags),
        close_reason=CloseReason(row.close_reason) if row.close_reason else None,
    )
