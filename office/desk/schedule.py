"""Reading the book, the Visits of some days; and time off, which is taken for another reason than a Visit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from office.desk.calendar_sync import note_overlaps
from office.desk.current import BusinessDesk, BusinessSource
from office.domain.calendar import Busy
from office.domain.spans import Span, whole_day
from office.domain.visits import VisitLine
from office.errors import TechnicianUnknown
from office.ports import Clock, Records, Work


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

    def busy_between(self, first: date, days: int) -> Sequence[Busy]:
        """Return what is taken otherwise on `days` calendar days from `first` on, by start."""
        span = self._days(first, days)
        return self._records.transaction(lambda work: work.busy.between(span.start, span.end))

    def block(self, technician_id: int, span: Span, title: str) -> Busy:
        """Take time off; Visits that are there already stay and become conflicts. Raises TechnicianUnknown."""
        if technician_id not in {technician.id for technician in self._business.technicians}:
            raise TechnicianUnknown

        def steps(work: Work) -> Busy:
            work.visits.lock([technician_id])
            busy = work.busy.add(technician_id, span, title)
            note_overlaps(work, technician_id, self._clock.now())
            return busy

        return self._records.transaction(steps)

    def unblock(self, technician_id: int, busy_id: int) -> bool:
        """Give time off back; return False when there is none of that id that was taken here."""

        def steps(work: Work) -> bool:
            removed = work.busy.remove(busy_id)
            note_overlaps(work, technician_id, self._clock.now())
            return removed

        return self._records.transaction(steps)

    def _days(self, first: date, days: int) -> Span:
        zone = self._business.zone
        return Span(whole_day(first, zone).start, whole_day(first + timedelta(days=days - 1), zone).end)
