"""What one who has the link to a Visit may see and do: that Visit, and nothing else (POLICY.md 13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from office.desk.changes import ChangeDesk
from office.desk.current import BusinessDesk, BusinessSource
from office.desk.links import Links
from office.desk.mirror import CalendarMirror
from office.desk.times import TimeDesk, WantedOpenings
from office.domain.visits import AskedBy, VisitLine, VisitStatus
from office.errors import CalendarUnavailable, LinkOver, LinkUnknown, VisitOver
from office.ports import Clock, Linked, Records, Work

REASON = "by the customer, through the link"
OVER = (VisitStatus.DONE, VisitStatus.NO_SHOW)


@dataclass(frozen=True)
class LinkedVisit:
    """What the customer sees of the Visit. `arrival_until`: the end of the arrival window, where there is one."""

    job: str
    start: datetime
    end: datetime
    arrival_until: datetime | None
    status: VisitStatus
    customer_confirmed: bool
    first_name: str
    address: str
    technician: str


class VisitLinkDesk(BusinessDesk):
    """Shows and changes the Visit of a link.

    Every method raises LinkUnknown for what we did not sign, LinkOver once the Visit is over, and RecordsUnavailable.
    """

    def __init__(
        self,
        business: BusinessSource,
        clock: Clock,
        records: Records,
        links: Links,
        times: TimeDesk,
        changes: ChangeDesk,
        mirror: CalendarMirror,
    ) -> None:
        super().__init__(business)
        self._clock = clock
        self._records = records
        self._links = links
        self._times = times
        self._changes = changes
        self._mirror = mirror

    def see(self, token: str) -> LinkedVisit:
        """Return the Visit as it is now, also when it is cancelled."""
        return self._shown(self._visit(token))

    def openings(self, token: str, first: date, days: int) -> Mapping[date, Sequence[datetime]]:
        """Return the starts that it could be moved to. Raises VisitOver when it is cancelled, UnknownJob."""
        visit = self._visit(token)
        if not visit.is_open:
            raise VisitOver
        found = self._times.openings(WantedOpenings(visit_id=visit.id), first, days)
        return {day: [start for start in starts if start != visit.start] for day, starts in found.items()}

    def confirm(self, token: str) -> LinkedVisit:
        """Write the customer's yes; a Visit that waits for the calendar is confirmed where its time is free.

        What waits for the owner goes on waiting. Raises VisitOver when it is cancelled.
        """
        visit_id = self._visit(token).id
        self._say_yes(visit_id)
        with suppress(CalendarUnavailable):  # the worker's own job tries it again
            self._mirror.confirm(visit_id)
        return self.see(token)

    def move(self, token: str, start: datetime) -> LinkedVisit:
        """Move the Visit to a free Opening, which is a yes to it.

        Raises VisitOver, TimeTaken or TimeNotBookable (with offers), UnknownJob.
        """
        visit_id = self._visit(token).id
        self._changes.reschedule(visit_id, start, by=AskedBy.LINK)
        self._say_yes(visit_id)
        return self.see(token)

    def cancel(self, token: str) -> LinkedVisit:
        """Cancel the Visit; one that is cancelled stays so."""
        visit_id = self._visit(token).id
        self._changes.cancel(visit_id, REASON, by=AskedBy.LINK)
        return self.see(token)

    def _say_yes(self, visit_id: int) -> None:
        def steps(work: Work) -> None:
            visit = work.visits.get(visit_id)
            if visit is None or not visit.is_open:
                raise VisitOver
            work.visits.note_customer_confirmed(visit_id, self._clock.now())

        self._records.transaction(steps)

    def _visit(self, token: str) -> VisitLine:
        visit_id = self._links.read(Linked.VISIT, token)
        visit = self._records.transaction(lambda work: work.visits.get(visit_id))
        if visit is None or visit.status is VisitStatus.HELD:
            raise LinkUnknown
        if visit.status in OVER or visit.end <= self._clock.now():
            raise LinkOver
        return visit

    def _shown(self, visit: VisitLine) -> LinkedVisit:
        names = {job.code: job.name for job in self._business.jobs}
        return LinkedVisit(
            job=names.get(visit.job_code, visit.job_code.replace("_", " ")),
            start=visit.start,
            end=visit.end,
            arrival_until=self._business.arrival_until(visit.start),
            status=visit.status,
            customer_confirmed=visit.customer_confirmed_at is not None,
            first_name=visit.customer_name.split()[0] if visit.customer_name else "",
            address=visit.address,
            technician=visit.technician.name,
        )
