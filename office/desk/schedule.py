"""Reading the book: the Visits of some days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from office.domain.hours import Business
from office.domain.spans import whole_day
from office.domain.visits import VisitLine
from office.ports import Records


class ScheduleDesk:
    """Shows what is booked."""

    def __init__(self, business: Business, records: Records) -> None:
        self._business = business
        self._records = records

    def visits_between(self, first: date, days: int) -> Sequence[VisitLine]:
        """Return the Visits of `days` calendar days from `first` on, by start, in business time.

        Raises RecordsUnavailable.
        """
        zone = self._business.zone
        start = whole_day(first, zone).start
        end = whole_day(first + timedelta(days=days - 1), zone).end
        return self._records.transaction(lambda work: work.visits.between(start, end))
