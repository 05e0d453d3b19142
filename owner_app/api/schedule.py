"""What can be booked, time off, and who goes to Visits."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from office.bootstrap import Office
from office.desk.times import WantedOpenings
from office.domain.calendar import Busy
from office.domain.customers import clean_line
from office.domain.hours import Business
from office.domain.spans import Span
from office.domain.users import User
from office.errors import BusyElsewhere, BusyUnknown, NotATime, TechnicianUnknown, UnknownJob, VisitUnknown
from owner_app.api.bodies import Body, Id, Line, Moment, Shown, Words
from owner_app.api.routes import DESK, STAFF, Routes
from owner_app.api.visits import Days


class WantedDays(Days):
    """For which Job, or for which Visit another time is looked for (none: any Job of usual length)."""

    job: Annotated[Words, Field(min_length=1, max_length=100)] | None = None
    visit_id: Id | None = None


class DayOfOpenings(Shown):
    """The starts that can be booked on a day."""

    day: date
    starts: list[str]


class Openings(Shown):
    """What can be booked, day by day."""

    time_zone: str
    days: list[DayOfOpenings]


class TimeOff(Body):
    """Time off to be taken, a year at most."""

    technician_id: Id
    start: Moment
    end: Moment
    title: Line = ""


class ShownBusy(Shown):
    """Time that is taken. `here`: it was taken here, and can be given back here; else in the outside calendar."""

    id: int
    technician_id: int
    start: str
    end: str
    title: str
    here: bool

    @classmethod
    def of(cls, busy: Busy, business: Business) -> "ShownBusy":
        """It as it is shown."""
        return cls(
            id=busy.id,
            technician_id=busy.technician_id,
            start=_shown(busy.span.start, business),
            end=_shown(busy.span.end, business),
            title=busy.title,
            here=busy.entry_id is None,
        )


class BusyTimes(Shown):
    """What is taken, by start."""

    busy: list[ShownBusy]


class ListedTechnician(Shown):
    """A Technician; one who is not active is kept for the Visits of the past. `skills`: Jobs, null for all."""

    id: int
    name: str
    active: bool
    skills: list[str] | None


class Technicians(Shown):
    """Who goes to Visits, in the business's order."""

    technicians: list[ListedTechnician]


def schedule_routes(office: Office) -> Routes:
    """The routes of this module."""
    routes = Routes("schedule", office)

    @routes.get("/api/openings", DESK, errors=(UnknownJob, TechnicianUnknown, VisitUnknown))
    def openings(user: User, query: WantedDays) -> Openings:
        """The starts that can be booked on some days."""
        business = office.business
        first = query.first(business.today(office.clock.now()))
        wanted = WantedOpenings(query.job, query.visit_id, query.technician_id)
        found = office.times.openings(wanted, first, query.days)
        days = [
            DayOfOpenings(day=day, starts=[_shown(start, business) for start in starts])
            for day, starts in found.items()
        ]
        return Openings(time_zone=business.zone.key, days=days)

    @routes.get("/api/busy", STAFF)
    def busy(user: User, query: Days) -> BusyTimes:
        """What is taken otherwise on some days; a technician's own."""
        business = office.business
        found = office.schedule.busy_between(query.first(business.today(office.clock.now())), query.days)
        seen = [each for each in found if user.goes(each.technician_id)]
        if query.technician_id is not None:
            seen = [each for each in seen if each.technician_id == query.technician_id]
        return BusyTimes(busy=[ShownBusy.of(each, business) for each in seen])

    @routes.post("/api/busy", DESK, errors=(TechnicianUnknown, NotATime), status=201)
    def take_off(user: User, body: TimeOff) -> ShownBusy:
        """Take time off; Visits that are there already stay and become conflicts."""
        span = Span(body.start, body.end)
        return ShownBusy.of(
            office.schedule.block(body.technician_id, span, clean_line(body.title) or "Time off"), office.business
        )

    @routes.delete("/api/busy/<busy_id:int>", DESK, errors=(BusyUnknown, BusyElsewhere))
    def give_back(user: User, busy_id: int) -> None:
        """Give time off back."""
        office.schedule.give_back(busy_id)

    @routes.get("/api/technicians", STAFF)
    def technicians(user: User) -> Technicians:
        """Who goes to Visits."""
        return Technicians(
            technicians=[
                ListedTechnician(
                    id=each.id,
                    name=each.name,
                    active=each.active,
                    skills=None if each.skills is None else sorted(each.skills),
                )
                for each in office.business.technicians
            ]
        )

    return routes


def _shown(moment: datetime, business: Business) -> str:
    return moment.astimezone(business.zone).isoformat()
