"""Estimates on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from office.domain.estimates import Estimate, EstimateStatus, NewEstimate, Proposal


class Estimates(Protocol):
    """Estimates on record."""

    def add(self, estimate: NewEstimate) -> int:
        """Write a request and return its id; a second one of the same Call changes nothing and returns the first's."""
        ...

    def get(self, estimate_id: int, for_change: bool = False) -> Estimate | None:
        """Return the Estimate, or None; `for_change`: held until this transaction ends."""
        ...

    def list(self, status: EstimateStatus | None, after: int | None, count: int) -> Sequence[Estimate]:
        """Return Estimates, latest first, of one status or any; those that are older than the one called `after`."""
        ...

    def sent_to(self, phone: str) -> Sequence[Estimate]:
        """Return the Estimates that were sent to this number and not answered, oldest first."""
        ...

    def write(self, estimate_id: int, proposal: Proposal) -> None:
        """Write a proposal, as a new version that has to be sent."""
        ...

    def send(self, estimate_id: int, at: datetime) -> None:
        """Write that it was sent."""
        ...

    def answer(self, estimate_id: int, status: EstimateStatus, at: datetime) -> None:
        """Write the Customer's answer."""
        ...

    def book(self, estimate_id: int, visit_id: int) -> None:
        """Write which Visit came of it."""
        ...
