"""Estimates in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, Select, select, update
from sqlalchemy.dialects.postgresql import insert

from office.adapters.postgres.tables import customers, estimates
from office.domain.estimates import Estimate, EstimateStatus, NewEstimate, Proposal

_PROPOSAL = TypeAdapter(Proposal)


class PostgresEstimates:
    """Implements `office.ports.Estimates` within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, estimate: NewEstimate) -> int:
        """Write a request and return its id."""
        values = {
            "customer_id": estimate.customer_id,
            "phone": estimate.phone,
            "wanted": estimate.wanted,
            "job_code": estimate.job_code,
            "call_id": estimate.call_id,
            "status": EstimateStatus.REQUESTED,
            "version": 0,
            "requested_at": estimate.at,
        }
        statement = insert(estimates).values(values).on_conflict_do_nothing().returning(estimates.c.id)
        added = self._connection.execute(statement).scalar_one_or_none()
        if added is None:
            of_call = select(estimates.c.id).where(estimates.c.call_id == estimate.call_id)
            added = self._connection.execute(of_call).scalar_one()
        return int(added)

    def get(self, estimate_id: int, for_change: bool = False) -> Estimate | None:
        """Return the Estimate, or None."""
        query = _named().where(estimates.c.id == estimate_id)
        if for_change:
            query = query.with_for_update(of=estimates)
        row = self._connection.execute(query).one_or_none()
        return _estimate(row) if row else None

    def list(self, status: EstimateStatus | None, after: int | None, count: int) -> Sequence[Estimate]:
        """Return Estimates, latest first."""
        query = _named().order_by(estimates.c.id.desc()).limit(count)
        if status is not None:
            query = query.where(estimates.c.status == status)
        if after is not None:
            query = query.where(estimates.c.id < after)
        return [_estimate(row) for row in self._connection.execute(query)]

    def sent_to(self, phone: str) -> Sequence[Estimate]:
        """Return what was sent to this number and not answered, oldest first; held until this transaction ends."""
        sent = (estimates.c.phone == phone, estimates.c.status == EstimateStatus.SENT)
        query = _named().where(*sent).order_by(estimates.c.id).with_for_update(of=estimates)
        return [_estimate(row) for row in self._connection.execute(query)]

    def write(self, estimate_id: int, proposal: Proposal) -> None:
        """Write a proposal as a new version."""
        self._change(
            estimate_id,
            proposal=_PROPOSAL.dump_python(proposal, mode="json"),
            job_code=proposal.job_code,
            version=estimates.c.version + 1,
            status=EstimateStatus.REQUESTED,
        )

    def send(self, estimate_id: int, at: datetime) -> None:
        """Write that it was sent."""
        self._change(estimate_id, status=EstimateStatus.SENT, sent_at=at)

    def answer(self, estimate_id: int, status: EstimateStatus, at: datetime) -> None:
        """Write the Customer's answer."""
        self._change(estimate_id, status=status, answered_at=at)

    def book(self, estimate_id: int, visit_id: int) -> None:
        """Write which Visit came of it."""
        self._change(estimate_id, visit_id=visit_id)

    def _change(self, estimate_id: int, **values: Any) -> None:
        self._connection.execute(update(estimates).where(estimates.c.id == estimate_id).values(values))


def _named() -> Select[Any]:
    name = customers.c.name.label("customer_name")
    return select(estimates, name).outerjoin(customers, customers.c.id == estimates.c.customer_id)


def _estimate(row: Row[Any]) -> Estimate:
    return Estimate(
        id=row.id,
        customer_id=row.customer_id,
        customer_name=row.customer_name or "",
        phone=row.phone,
        wanted=row.wanted,
        job_code=row.job_code,
        status=EstimateStatus(row.status),
        version=row.version,
        requested_at=row.requested_at,
        proposal=_PROPOSAL.validate_python(row.proposal) if row.proposal else None,
        sent_at=row.sent_at,
        answered_at=row.answered_at,
        call_id=row.call_id,
        visit_id=row.visit_id,
    )
