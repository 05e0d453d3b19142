"""The Leads: work that was asked for and not booked."""

from typing import Annotated

from pydantic import Field

from office.bootstrap import Office
from office.domain.leads import Lead, LeadReason
from office.domain.users import User
from office.errors import LeadUnknown
from owner_app.api.bodies import Id, Query, Shown
from owner_app.api.login import Nothing
from owner_app.api.routes import DESK, Routes

MOST = 200


class WantedLeads(Query):
    """Which Leads: `open`: those that nobody took care of; `after`: those that follow this one in the list."""

    open: bool = True
    after: Id | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50


class ShownLead(Shown):
    """A Lead, with what the caller told. `job` is a code of the catalogue; `visit_id`: the Visit that settled it."""

    id: int
    call_id: str | None
    reason: LeadReason
    created_at: str
    job: str | None
    customer_name: str | None
    phone: str | None
    address: str | None
    customer_id: int | None
    settled_at: str | None
    visit_id: int | None

    @classmethod
    def of(cls, lead: Lead, office: Office) -> "ShownLead":
        """The Lead as it is shown, in the business's time."""
        moments = {
            name: moment.astimezone(office.business.zone).isoformat(timespec="seconds") if moment else None
            for name, moment in (("created_at", lead.created_at), ("settled_at", lead.settled_at))
        }
        return cls(**{name: {**vars(lead), **moments}[name] for name in cls.model_fields})


class LeadPage(Shown):
    """Some Leads, latest first; `next`: what to give as `after` for those that follow, null where none do."""

    leads: list[ShownLead]
    next: int | None


def leads_routes(office: Office) -> Routes:
    """The routes of this module."""
    routes = Routes("leads", office)

    @routes.get("/api/leads", DESK)
    def leads(query: WantedLeads) -> LeadPage:
        """The Leads, latest first."""
        found = office.leads.page(query.open, query.after, query.limit)
        full = len(found) == query.limit
        return LeadPage(leads=[ShownLead.of(lead, office) for lead in found], next=found[-1].id if full else None)

    @routes.post("/api/leads/<lead_id:int>/settle", DESK, errors=(LeadUnknown,))
    def settle(user: User, lead_id: int, body: Nothing) -> ShownLead:
        """Say that a Lead is taken care of."""
        return ShownLead.of(office.leads.settle(lead_id, user), office)

    return routes
