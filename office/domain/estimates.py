"""Estimates: priced proposals, from the request to the Customer's answer. Money is whole cents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

LOOKED_AT_FOR = timedelta(days=7)
"""How long after its last day a Customer can still look at an Estimate."""


class EstimateStatus(StrEnum):
    """The life of an Estimate (GLOSSARY.md). One that is written anew is `requested` until it is sent again."""

    REQUESTED = "requested"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"


ANSWERED = (EstimateStatus.ACCEPTED, EstimateStatus.DECLINED)


@dataclass(frozen=True)
class EstimateLine:
    """One line: what, how much of it (at most two places behind the point), and the price of one, in cents."""

    words: str
    quantity: Decimal
    price_cents: int

    @property
    def total_cents(self) -> int:
        """The line's total, rounded half up to whole cents."""
        return int((self.quantity * self.price_cents).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True)
class Proposal:
    """What the owner proposes. `valid_until`: the last day, on the business's calendar, on which it can be accepted."""

    job_code: str
    lines: tuple[EstimateLine, ...]
    note: str
    valid_until: date

    @property
    def total_cents(self) -> int:
        """What it comes to."""
        return sum(line.total_cents for line in self.lines)


@dataclass(frozen=True)
class NewEstimate:
    """An Estimate about to be written. `wanted`: what for, as it was asked for; `phone` in E.164."""

    customer_id: int | None
    phone: str
    wanted: str
    job_code: str | None
    call_id: str | None
    at: datetime


@dataclass(frozen=True)
class Estimate:
    """An Estimate as it stands. `version` counts the proposals that were written; `visit_id`: what came of it."""

    id: int
    customer_id: int | None
    customer_name: str
    phone: str
    wanted: str
    job_code: str | None
    status: EstimateStatus
    version: int
    requested_at: datetime
    proposal: Proposal | None = None
    sent_at: datetime | None = None
    answered_at: datetime | None = None
    call_id: str | None = None
    visit_id: int | None = None

    def can_be_answered(self, today: date) -> bool:
        """Return whether the Customer's answer is awaited, and not too late."""
        return self.status is EstimateStatus.SENT and self.proposal is not None and today <= self.proposal.valid_until

    def can_be_looked_at(self, today: date) -> bool:
        """Return whether its link still shows it."""
        return self.proposal is not None and today <= self.proposal.valid_until + LOOKED_AT_FOR


def say_money(cents: int) -> str:
    """Return e.g. "$1,240", "$99.50"."""
    dollars, rest = divmod(cents, 100)
    return f"${dollars:,}.{rest:02}" if rest else f"${dollars:,}"


def only_open(estimates: Sequence[Estimate], today: date) -> Estimate | None:
    """Return the one Estimate that a bare yes or no can mean; None where there is none, or several."""
    answerable = [estimate for estimate in estimates if estimate.can_be_answered(today)]
    return answerable[0] if len(answerable) == 1 else None
