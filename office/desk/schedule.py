"""Reading the book, the Visits of some days; and time off, which is taken for another reason than a Visit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from office.desk.acting import note
from office.desk.calendar_sync import note_overlaps
from office.desk.current import BusinessDesk, BusinessSource
from office.domain.audit import Action
from office.domain.calendar import Busy
from office.domain.spans import Span, minutes_between, whole_day
from office.domain.users import User
from office.domain.visits import VisitLine, VisitStatus
from office.errors import BusyElsewhere, BusyUnknown, NotATime, TechnicianUnknown, VisitUnknown
from office.ports import Clock, Records, Work

LONGEST_MINUTES = 366 * 24 * 60
"""How long time off may be."""


class ScheduleDesk(BusinessDesk):
    """Shows what is booked and keeps time free. Everything raises RecordsUnavailable."""

    def __init__(self, business: BusinessSource, clock: Clock, records: Records) -> None:
        super().__init__(business)
        self._clock = clock
        self._records = records

    def visits_between(self, first: date, days: int) -> Sequence[VisitLine]:
        """Return the Visits of `days` calendar days from `first` on, by start, in business time."""
        span = self._days(first, days)
        return self._records.transaction(lambda work: work.visits.between(span.start, span.end))

    def visit(self, visit_id: int, by: User) -> VisitLine:
        """Return the Visit; for a technician there are his own only. Raises VisitUnknown."""
        found = self._records.transaction(lambda work: work.visits.get(visit_id))
        if found is None or found.status is VisitStatus.HELD or not by.goes(found.technician.id):
            raise VisitUnknown
        return found

    def busy_between(self, first: date, days: int) -> Sequence[Busy]:
        """Return what is taken otherwise on `days` calendar days from `first` on, by start."""
        span = self._days(first, days)
        return self._records.transaction(lambda work: work.busy.between(span.start, span.end))

    def block(self, technician_id: int, span: Span, title: str) -> Busy:
        """Take time off; Visits that are there already stay and become conflicts.

        Raises TechnicianUnknown, NotATime.
        """
        if technician_id not in {technician.id for technician in self._business.technicians}:
            raise TechnicianUnknown
        if not 0 < minutes_between(span.start, span.end) <= LONGEST_MINUTES:
            raise NotATime

        def steps(work: Work) -> Busy:
            work.visits.lock([technician_id])
            busy = work.busy.add(technician_id, span, title)
            note_overlaps(work, technician_id, self._clock.now())
            note(work, Action.ADDED, "busy", busy.id, self._clock.now())
            return busy

        return self._records.transaction(steps)

    def unblock(self, technician_id: int, busy_id: int) -> bool:
        """Give time off back; return False when there is none of that id that was taken here."""

        def steps(work: Work) -> bool:
            removed = work.busy.remove(busy_id)
            note_overlaps(work, technician_id, self._clock.now())
            if removed:
                note(work, Action.REMOVED, "busy", busy_id, self._clock.now())
            return removed

        return self._records.transaction(steps)

    def give_back(self, busy_id: int) -> None:
        """Give time off back; raises BusyUnknown, and BusyElsewhere for an entry of an outside calendar."""
        found = self._records.transaction(lambda work: work.busy.get(busy_id))
        if found is None:
            raise BusyUnknown
        if found.entry_id is not None:
            raise BusyElsewhere
        if not self.unblock(found.technician_id, busy_id):
            raise BusyUnknown

    def _days(self, first: date, days: int) -> Span:
        zone = self._business.zone
        return Span(whole_day(first, zone).start, whole_day(first + timedelta(days=days - 1), zone).end)
