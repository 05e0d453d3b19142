"""FAKE of the Estimates (`office.ports.estimates`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from office.adapters.memory.tables import Tables
from office.domain.estimates import Estimate, EstimateStatus, NewEstimate, Proposal


class MemoryEstimates:
    """FAKE of `office.ports.Estimates`."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._rows = tables.estimates

    def add(self, estimate: NewEstimate) -> int:
        same = [row.id for row in self._rows.values() if estimate.call_id and row.call_id == estimate.call_id]
        if same:
            return same[0]
        added = Estimate(
            id=len(self._rows) + 1,
            customer_id=estimate.customer_id,
            customer_name="",
            phone=estimate.phone,
            wanted=estimate.wanted,
            job_code=estimate.job_code,
            status=EstimateStatus.REQUESTED,
            version=0,
            requested_at=estimate.at,
            call_id=estimate.call_id,
        )
        self._rows[added.id] = added
        return added.id

    def get(self, estimate_id: int, for_change: bool = False) -> Estimate | None:
        row = self._rows.get(estimate_id)
        return self._named(row) if row else None

    def list(self, status: EstimateStatus | None, after: int | None, count: int) -> Sequence[Estimate]:
        wanted = [row for row in self._rows.values() if status in (None, row.status)]
        rows = [row for row in wanted if after is None or row.id < after]
        return [self._named(row) for row in sorted(rows, key=lambda row: -row.id)[:count]]

    def sent_to(self, phone: str) -> Sequence[Estimate]:
        return [
            self._named(row) for row in self._rows.values() if row.phone == phone and row.status is EstimateStatus.SENT
        ]

    def write(self, estimate_id: int, proposal: Proposal) -> None:
        row = self._rows[estimate_id]
        changes = {"proposal": proposal, "version": row.version + 1, "job_code": proposal.job_code}
        self._rows[estimate_id] = replace(row, **changes, status=EstimateStatus.REQUESTED)  # type: ignore[arg-type]

    def send(self, estimate_id: int, at: datetime) -> None:
        self._rows[estimate_id] = replace(self._rows[estimate_id], status=EstimateStatus.SENT, sent_at=at)

    def answer(self, estimate_id: int, status: EstimateStatus, at: datetime) -> None:
        self._rows[estimate_id] = replace(self._rows[estimate_id], status=status, answered_at=at)

    def book(self, estimate_id: int, visit_id: int) -> None:
        self._rows[estimate_id] = replace(self._rows[estimate_id], visit_id=visit_id)

    def _named(self, row: Estimate) -> Estimate:
        customer_id = row.customer_id
        while customer_id in self._tables.customers_merged:
            customer_id = self._tables.customers_merged[customer_id]
        found = next((one for one in self._tables.customers if one.id == customer_id), None)
        return replace(row, customer_id=customer_id, customer_name=found.name if found else "")
