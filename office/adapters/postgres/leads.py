"""Leads in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from office.adapters.postgres.tables import leads
from office.domain.leads import Lead, LeadReason, NewLead


class PostgresLeads:
    """Implements `office.ports.Leads` within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, lead: NewLead) -> int | None:
        """Write it, once a Call."""
        values = {
            **vars(lead.so_far),
            "call_id": lead.call_id,
            "reason": lead.reason,
            "created_at": lead.at,
            "customer_id": lead.customer_id,
        }
        statement = upsert(leads).values(values).on_conflict_do_nothing().returning(leads.c.id)
        return self._connection.execute(statement).scalar_one_or_none()

    def get(self, lead_id: int) -> Lead | None:
        """Return the Lead, its row locked until the transaction ends."""
        row = self._connection.execute(select(leads).where(leads.c.id == lead_id).with_for_update()).one_or_none()
        return _lead(row) if row else None

    def page(self, open_only: bool, before_id: int | None, count: int) -> Sequence[Lead]:
        """Return the latest Leads."""
        query = select(leads).order_by(leads.c.id.desc()).limit(count)
        if open_only:
            query = query.where(leads.c.settled_at.is_(None))
        if before_id is not None:
            query = query.where(leads.c.id < before_id)
        return [_lead(row) for row in self._connection.execute(query)]

    def settle(self, lead_id: int, by: str, at: datetime) -> None:
        """Write that it is taken care of, where it is not yet."""
        is_open = (leads.c.id == lead_id, leads.c.settled_at.is_(None))
        self._connection.execute(update(leads).where(*is_open).values(settled_at=at, settled_by=by))

    def settle_for(self, phone: str, visit_id: int, by: str, at: datetime) -> int:
        """Write that this Visit settled every open Lead of this number."""
        is_open = (leads.c.phone == phone, leads.c.settled_at.is_(None))
        settled = {"settled_at": at, "settled_by": by, "visit_id": visit_id}
        statement = update(leads).where(*is_open).values(settled).returning(leads.c.id)
        return len(self._connection.execute(statement).all())


def _lead(row: Row[Any]) -> Lead:
    return Lead(
        id=row.id,
        call_id=row.call_id,
        reason=LeadReason(row.reason),
        created_at=row.created_at,
        job=row.job,
        customer_name=row.customer_name,
        phone=row.phone,
        address=row.address,
        customer_id=row.customer_id,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
        visit_id=row.visit_id,
    )
