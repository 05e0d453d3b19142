"""The list of Visits by calendar days of the business."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from office.adapters.clock import SystemClock
from office.desk.schedule import ScheduleDesk
from office.domain.customers import Address
from office.domain.hours import Business
from office.domain.visits import NewVisit, VisitStatus
from office.ports import Records, Work

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(("days", "count"), [(1, 2), (2, 3)])
def test_a_day_is_from_midnight_to_midnight_also_when_it_has_23_hours(records: Records, days: int, count: int):
    change = date(2026, 3, 8)
    for start in (
        datetime(2026, 3, 8, 0, tzinfo=NEW_YORK),
        datetime(2026, 3, 8, 23, tzinfo=NEW_YORK),
        datetime(2026, 3, 9, 0, tzinfo=NEW_YORK),
        datetime(2026, 3, 10, 0, tzinfo=NEW_YORK),
    ):
        records.transaction(lambda work, start=start: add(work, start))
    assert len(ScheduleDesk(Business, SystemClock(), records).visits_between(change, days)) == count


def add(work: Work, start: datetime) -> int:
    customer = work.customers.add("John Doe", "+15185550142")
    place = work.properties.add(customer.id, Address("42", "Maple Street"))
    end = start + timedelta(minutes=30)
    return work.visits.add(
        NewVisit(customer.id, place.id, 1, "pipe_repair", start, end, VisitStatus.CONFIRMED, None, "owner")
    )
