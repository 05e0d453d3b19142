"""Reminding customers of their Visits. Looked at by the worker again and again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from office.desk.current import BusinessDesk, BusinessSource
from office.desk.links import Links
from office.desk.messages import to_customer
from office.desk.notices import TOLD_OF_THE_TIME, link_values
from office.desk.sending import zones_of
from office.domain.messages import Kind
from office.domain.quiet import reminder_time
from office.domain.spans import plus_minutes
from office.domain.visits import VisitLine, VisitStatus
from office.ports import Clock, NumberZones, Records, Work

EARLIER = timedelta(hours=24)
"""How much earlier than asked a reminder may have to go out, for quiet hours."""


JUST_NOW_MINUTES = 15


class ReminderDesk(BusinessDesk):
    """Writes reminders: one per Visit, start and offset."""

    def __init__(
        self, business: BusinessSource, clock: Clock, records: Records, zones: NumberZones, links: Links
    ) -> None:
        super().__init__(business)
        self._clock = clock
        self._records = records
        self._zones = zones
        self._links = links

    def remind(self) -> int:
        """Write the reminders whose time has come and return how many; raises RecordsUnavailable."""
        return self._records.transaction(self._remind)

    def _remind(self, work: Work) -> int:
        now, offsets = self._clock.now(), self._business.texting.reminder_minutes
        if not offsets:
            return 0
        last = plus_minutes(now, max(offsets)) + EARLIER
        confirmed = [one for one in work.visits.between(now, last) if one.status is VisitStatus.CONFIRMED]
        return sum(self._remind_of(work, visit, offsets, now) for visit in confirmed)

    def _remind_of(self, work: Work, visit: VisitLine, offsets: Sequence[int], now: datetime) -> int:
        due = [minutes for minutes in offsets if self._is_due(visit, minutes, now)]
        if not due:
            return 0
        told = work.messages.told(visit.id, TOLD_OF_THE_TIME)
        written = 0
        for minutes in due:
            if told is None or told.created_at <= self._time(visit, minutes):
                written += len(
                    to_customer(
                        work,
                        self._business,
                        now,
                        Kind.REMINDER,
                        customer_id=visit.customer_id,
                        values=link_values(self._links, visit.id),
                        visit_id=visit.id,
                        occasion=f"{minutes} minutes before",
                    )
                )
        return written

    def _is_due(self, visit: VisitLine, minutes: int, now: datetime) -> bool:
        """Return whether its time has come, and is not over: half of it is still left, or it came just now."""
        came = self._time(visit, minutes)
        latest = max(plus_minutes(visit.start, -(minutes // 2)), plus_minutes(came, JUST_NOW_MINUTES))
        return came <= now < min(latest, visit.start)

    def _time(self, visit: VisitLine, minutes: int) -> datetime:
        zones = zones_of(self._business.zone, self._zones, visit.customer_phone)
        return reminder_time(visit.start, minutes, zones, self._business.texting.quiet)
