"""The Visits of some days, as the app lists them."""

import asyncio
from datetime import date

from sanic import Blueprint, HTTPResponse, Request, json

from office.bootstrap import Office
from office.domain.hours import Business
from office.domain.visits import VisitLine
from owner_app.api.errors import BadRequest
from owner_app.api.sessions import current_user

MAX_DAYS = 62


def visits_blueprint(office: Office) -> Blueprint:
    """The routes of this module."""
    blueprint = Blueprint("visits")

    @blueprint.get("/api/visits")
    async def visits(request: Request) -> HTTPResponse:
        await current_user(request, office)
        today = office.business.today(office.clock.now())
        first, days = _days_asked_for(request, today)
        lines = await asyncio.to_thread(office.schedule.visits_between, first, days)
        return json(
            {
                "today": today.isoformat(),
                "time_zone": office.business.zone.key,
                "visits": [shown_visit(line, office.business) for line in lines],
            }
        )

    return blueprint


def _days_asked_for(request: Request, today: date) -> tuple[date, int]:
    first, days = request.args.get("from", today.isoformat()), request.args.get("days", "1")
    try:
        asked = date.fromisoformat(first), int(days)
    except ValueError:
        raise BadRequest from None
    if not 1 <= asked[1] <= MAX_DAYS or not 2000 <= asked[0].year <= 2100:
        raise BadRequest
    return asked


def shown_visit(line: VisitLine, business: Business) -> dict[str, object]:
    """A Visit as docs/owner-app-protocol.md has it."""
    job = business.job(line.job_code)
    return {
        "id": line.id,
        "start": line.start.astimezone(business.zone).isoformat(),
        "end": line.end.astimezone(business.zone).isoformat(),
        "status": line.status.value,
        "job": {"code": job.code, "name": job.name, "minutes": job.minutes},
        "customer": {"name": line.customer_name, "phone": line.customer_phone},
        "address": line.address,
        "technician": {"id": line.technician.id, "name": line.technician.name},
    }
