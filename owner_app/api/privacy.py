"""A Customer's data as one file, a Customer deleted without a trace, and who changed what: the owner's alone."""

import json
from typing import Annotated

from pydantic import Field
from sanic import HTTPResponse

from office.bootstrap import Office
from office.domain.audit import AuditEntry
from office.domain.users import User
from office.errors import CustomerHasOpenVisits, CustomerUnknown, Unreadable
from owner_app.api.bodies import Query, Shown, Words
from owner_app.api.routes import OWNER, Routes

MOST = 500
LARGEST_ENTRY_ID = 2**53 - 1


class Deletion(Query):
    """What becomes of Visits still to come: refused (the default), or cancelled, of which nobody is told."""

    cancel_visits: bool = False


class WantedEntries(Query):
    """Which entries: about one thing of a kind (`visit`, `customer` ...), or all; `after`: those that follow it."""

    kind: Annotated[str, Field(pattern="^[a-z_]{1,40}$")] | None = None
    id: Annotated[Words, Field(pattern="^[A-Za-z0-9_-]{1,64}$")] | None = None
    after: Annotated[int, Field(ge=1, le=LARGEST_ENTRY_ID)] | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 100


class ShownEntry(Shown):
    """Who did what to which thing. `by`: `user 3`, `channel phone`, or `system`."""

    id: int
    at: str
    by: str
    action: str
    kind: str
    subject_id: str

    @classmethod
    def of(cls, entry: AuditEntry, office: Office) -> "ShownEntry":
        """The entry as it is shown, in the business's time."""
        return cls(
            id=entry.id,
            at=entry.at.astimezone(office.business.zone).isoformat(timespec="seconds"),
            by=entry.by,
            action=entry.action,
            kind=entry.subject.kind,
            subject_id=entry.subject.id,
        )


class AuditPage(Shown):
    """Some entries, latest first; `next`: what to give as `after` for those that follow, null where none do."""

    entries: list[ShownEntry]
    next: int | None


def privacy_routes(office: Office) -> Routes:
    """The routes of this module."""
    routes = Routes("privacy", office)
    desk = office.privacy

    @routes.get(
        "/api/customers/<customer_id:int>/export",
        OWNER,
        errors=(CustomerUnknown, Unreadable),
        media="application/json",
    )
    def export(user: User, customer_id: int) -> HTTPResponse:
        """Everything about a Customer as one JSON file."""
        document = json.dumps(desk.export(customer_id, user), ensure_ascii=False, indent=2, default=str)
        name = f'attachment; filename="customer-{customer_id}.json"'
        return HTTPResponse(document, content_type="application/json", headers={"Content-Disposition": name})

    @routes.delete("/api/customers/<customer_id:int>", OWNER, errors=(CustomerUnknown, CustomerHasOpenVisits))
    def delete(user: User, customer_id: int, query: Deletion) -> None:
        """Delete a Customer without a trace."""
        desk.delete(customer_id, user, query.cancel_visits)

    @routes.get("/api/audit-log", OWNER)
    def audit_log(user: User, query: WantedEntries) -> AuditPage:
        """Who changed what, latest first."""
        found = desk.audit(user, query.after, query.limit, query.kind, query.id)
        full = len(found) == query.limit
        return AuditPage(entries=[ShownEntry.of(e, office) for e in found], next=found[-1].id if full else None)

    return routes
