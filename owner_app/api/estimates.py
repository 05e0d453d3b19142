"""Estimates, as the owner and the office write and send them. The Customer's side is `links.py`'s."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from office.bootstrap import Office
from office.domain.estimates import Estimate, EstimateLine, EstimateStatus, Proposal
from office.errors import CustomerUnknown, EstimateAnswered, EstimateIncomplete, EstimateUnknown, UnknownJob
from owner_app.api.bodies import Body, Id, Query, Shown, Words
from owner_app.api.login import Nothing
from owner_app.api.routes import DESK, Routes

MOST_CENTS = 100_000_000
Quantity = Annotated[Decimal, Field(gt=0, le=100_000, max_digits=8, decimal_places=2, strict=False)]


class WrittenLine(Body):
    """One line: what, how much of it, the price of one in cents."""

    words: Annotated[Words, Field(min_length=1, max_length=300, pattern=r"\S")]
    quantity: Quantity
    price_cents: Annotated[int, Field(ge=-MOST_CENTS, le=MOST_CENTS)]


class WrittenEstimate(Body):
    """What is proposed, and the last day on which it can be accepted."""

    job_code: Annotated[Words, Field(min_length=1, max_length=100)]
    lines: Annotated[list[WrittenLine], Field(min_length=1, max_length=100)]
    note: Annotated[Words, Field(max_length=2000)] = ""
    valid_until: date


class BegunEstimate(Body):
    """For whom, and what for."""

    customer_id: Id
    wanted: Annotated[Words, Field(max_length=2000)] = ""


class ShownLine(Shown):
    """One line with its total."""

    words: str
    quantity: str
    price_cents: int
    total_cents: int


class ShownProposal(Shown):
    """What is proposed, and what it comes to."""

    job_code: str
    lines: list[ShownLine]
    note: str
    valid_until: date
    total_cents: int

    @classmethod
    def of(cls, proposal: Proposal) -> "ShownProposal":
        """The proposal as it is shown."""
        return cls(
            job_code=proposal.job_code,
            lines=[_line(line) for line in proposal.lines],
            note=proposal.note,
            valid_until=proposal.valid_until,
            total_cents=proposal.total_cents,
        )


class ShownEstimate(Shown):
    """An Estimate. `version` counts the proposals that were written; `visit_id`: what came of it."""

    id: int
    customer_id: int | None
    customer_name: str
    phone: str
    wanted: str
    job_code: str | None
    status: EstimateStatus
    version: int
    proposal: ShownProposal | None
    requested_at: str
    sent_at: str | None
    answered_at: str | None
    call_id: str | None
    visit_id: int | None

    @classmethod
    def of(cls, estimate: Estimate, office: Office) -> "ShownEstimate":
        """The Estimate as it is shown, in the business's time."""
        zone = office.business.zone
        moments = {
            name: moment.astimezone(zone).isoformat(timespec="seconds") if moment else None
            for name in ("requested_at", "sent_at", "answered_at")
            for moment in (getattr(estimate, name),)
        }
        proposal = ShownProposal.of(estimate.proposal) if estimate.proposal else None
        return cls(**{name: {**vars(estimate), **moments, "proposal": proposal}[name] for name in cls.model_fields})


class WantedEstimates(Query):
    """Which; `after`: those that follow this one in the list."""

    status: EstimateStatus | None = None
    after: Id | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class EstimatePage(Shown):
    """Some Estimates, latest first; `next`: what to give as `after` for those that follow, null where none do."""

    estimates: list[ShownEstimate]
    next: int | None


def estimates_routes(office: Office) -> Routes:
    """The routes of this module."""
    routes = Routes("estimates", office)
    desk = office.estimates

    @routes.get("/api/estimates", DESK)
    def estimates(query: WantedEstimates) -> EstimatePage:
        """Estimates, latest first."""
        found = desk.list(query.status, query.after, query.limit + 1)
        shown = [ShownEstimate.of(each, office) for each in found[: query.limit]]
        return EstimatePage(estimates=shown, next=shown[-1].id if len(found) > query.limit else None)

    @routes.post("/api/estimates", DESK, status=201, errors=(CustomerUnknown,))
    def begin(body: BegunEstimate) -> ShownEstimate:
        """Begin an Estimate for a Customer."""
        return ShownEstimate.of(desk.begin(body.customer_id, body.wanted), office)

    @routes.get("/api/estimates/<estimate_id:int>", DESK, errors=(EstimateUnknown,))
    def estimate(estimate_id: int) -> ShownEstimate:
        """One Estimate."""
        return ShownEstimate.of(desk.get(estimate_id), office)

    @routes.put(
        "/api/estimates/<estimate_id:int>",
        DESK,
        errors=(EstimateUnknown, EstimateIncomplete, EstimateAnswered, UnknownJob),
    )
    def write(estimate_id: int, body: WrittenEstimate) -> ShownEstimate:
        """Write what is proposed; what was sent before can't be accepted until this is sent."""
        lines = tuple(EstimateLine(line.words, line.quantity, line.price_cents) for line in body.lines)
        proposal = Proposal(body.job_code, lines, body.note, body.valid_until)
        return ShownEstimate.of(desk.write(estimate_id, proposal), office)

    @routes.post(
        "/api/estimates/<estimate_id:int>/send", DESK, errors=(EstimateUnknown, EstimateIncomplete, EstimateAnswered)
    )
    def send(estimate_id: int, body: Nothing) -> ShownEstimate:
        """Have it texted to the Customer, with a link to accept or decline it."""
        return ShownEstimate.of(desk.send(estimate_id), office)

    return routes


def _line(line: EstimateLine) -> ShownLine:
    return ShownLine(
        words=line.words, quantity=str(line.quantity), price_cents=line.price_cents, total_cents=line.total_cents
    )
