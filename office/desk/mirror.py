"""Writing to outside calendars: each Visit one event, and a Visit that waits for its calendar confirmed.

Done by the worker. Everything may be done twice: the second time finds nothing to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from office.desk import notices
from office.desk.booking import clear_for_change
from office.desk.calendar_sync import CalendarSync
from office.desk.current import BusinessDesk, BusinessSource
from office.desk.links import Links
from office.domain import wording
from office.domain.calendar import UNKNOWN, CalendarEvent, CalendarLink, ConflictKind, Mirror, event_id
from office.domain.visits import MIRRORED, VisitLine, VisitStatus, WaitsFor
from office.errors import CalendarUnavailable
from office.ports import Calendar, Clock, Records, Work


@dataclass(frozen=True)
class _Standing:
    """A Visit, where it should stand, where it stands, and the id of its event."""

    visit: VisitLine
    link: CalendarLink | None
    mirror: Mirror | None
    event_id: str

    @property
    def is_misplaced(self) -> bool:
        """Whether it stands where it should not."""
        wanted = self.link.calendar_id if self.link else None
        return self.mirror is not None and self.mirror.calendar_id != wanted

    @property
    def is_due(self) -> bool:
        """Whether it has to be written."""
        is_there = self.mirror is not None and not self.is_misplaced and self.mirror.revision == self.visit.revision
        return self.link is not None and not is_there


class CalendarMirror(BusinessDesk):
    """Keeps outside calendars in line with the book."""

    def __init__(
        self,
        business: BusinessSource,
        clock: Clock,
        records: Records,
        calendar: Calendar,
        sync: CalendarSync,
        links: Links,
    ) -> None:
        super().__init__(business)
        self._clock = clock
        self._records = records
        self._calendar = calendar
        self._sync = sync
        self._links = links

    def mirror(self, visit_id: int) -> None:
        """Bring the Visit's event in line with the Visit; raises CalendarUnavailable."""
        found = self._records.transaction(lambda work: _standing(work, visit_id))
        if found is None:
            return
        if found.mirror and found.is_misplaced:
            self._calendar.remove(found.mirror.calendar_id, found.event_id)
            self._records.transaction(lambda work: work.mirrors.drop(visit_id))
        if found.link and found.is_due:
            calendar_id = found.link.calendar_id
            begun = self._records.transaction(lambda work: _begin(work, visit_id, calendar_id))
            etag = self._calendar.put(calendar_id, self._event(found))
            written = Mirror(visit_id, calendar_id, found.visit.revision, etag)
            self._records.transaction(lambda work: self._finish(work, begun, written))

    def confirm(self, visit_id: int) -> None:
        """Confirm a Visit that waits for the calendar when its time is free there; else note the conflict.

        Raises CalendarUnavailable.
        """
        if not self._records.transaction(lambda work: _waits(work.visits.get(visit_id))):
            return
        unread = self._sync.unread()

        def steps(work: Work) -> bool:
            now = self._clock.now()
            clear_for_change(work, self._business, now, None)
            visit = work.visits.get(visit_id)
            if visit is None or not _waits(visit):
                return True
            whose = visit.technician.id
            if whose in unread:
                return False
            taken = work.visits.taken(visit.start, visit.end, now, visit_id=visit_id)
            if any(entry.technician_id == whose for entry in taken) and not visit.forced:
                work.conflicts.note(ConflictKind.PENDING_TAKEN, visit_id, now)
                return True
            work.visits.confirm(visit_id)
            work.jobs.mirror_visit(visit_id)
            notices.confirmed(work, self._business, now, visit_id, self._links)
            return True

        if not self._records.transaction(steps):
            raise CalendarUnavailable

    def catch_up(self) -> None:
        """Have every Visit mirrored that is not in line, as after a calendar was linked."""
        since = self._clock.now() - timedelta(days=1)

        def steps(work: Work) -> None:
            for visit_id in work.mirrors.behind(since):
                work.jobs.mirror_visit(visit_id)

        self._records.transaction(steps)

    def _finish(self, work: Work, begun: Mirror, written: Mirror) -> None:
        """Write what stands there now; whoever saw something else meanwhile has left a job of his own."""
        if work.mirrors.get(begun.visit_id) != begun:
            return
        work.mirrors.put(written)
        for kind in (ConflictKind.MOVED_BY_HAND, ConflictKind.REMOVED_BY_HAND):
            work.conflicts.settle(kind, written.visit_id, self._clock.now())

    def _event(self, found: _Standing) -> CalendarEvent:
        visit = found.visit
        job = next((job.name for job in self._business.jobs if job.code == visit.job_code), visit.job_code)
        done = {VisitStatus.DONE: " (done)", VisitStatus.NO_SHOW: " (nobody there)"}.get(visit.status, "")
        return CalendarEvent(
            id=found.event_id,
            span=visit.span,
            title=f"{visit.customer_name}: {job}{done}",
            place=visit.address,
            description=f"{wording.say_phone(visit.customer_phone)}\nBooked by {self._business.name}'s receptionist.",
        )


def _waits(visit: VisitLine | None) -> bool:
    return visit is not None and visit.status is VisitStatus.PENDING and visit.waits_for is WaitsFor.CALENDAR


def _begin(work: Work, visit_id: int, calendar_id: str) -> Mirror:
    """Write that something may stand there from now on."""
    mirror = work.mirrors.get(visit_id)
    if mirror is None:
        mirror = Mirror(visit_id, calendar_id, UNKNOWN, "")
        work.mirrors.put(mirror)
    return mirror


def _standing(work: Work, visit_id: int) -> _Standing | None:
    visit = work.visits.get(visit_id)
    if visit is None:
        return None
    links = {link.technician_id: link for link in work.calendar_links.all()}
    link = links.get(visit.technician.id) if visit.status in MIRRORED and visit.customer_id else None
    return _Standing(visit, link, work.mirrors.get(visit_id), event_id(work.mirrors.installation(), visit_id))
