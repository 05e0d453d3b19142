"""The book of Visits in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import psycopg.errors
from sqlalchemy import Connection, Row, Select, func, insert, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.exc import IntegrityError

from office.adapters.postgres.tables import customers, properties, technicians, visits
from office.domain.hours import Technician
from office.domain.openings import Taken
from office.domain.spans import Span
from office.domain.visits import TAKES_TIME, NewVisit, VisitLine, VisitStatus
from office.errors import NoFreeTechnician

TECHNICIAN_LOCKS = 1  # the first number of a technician's advisory lock


class PostgresVisits:
    """Implements `office.ports.Visits` within one transaction; times are handed out in the business's zone."""

    def __init__(self, connection: Connection, zone: ZoneInfo) -> None:
        self._connection = connection
        self._zone = zone

    def lock(self, technician_id: int) -> None:
        """Take the technician's advisory lock until the transaction ends."""
        self._connection.execute(select(func.pg_advisory_xact_lock(TECHNICIAN_LOCKS, technician_id)))

    def taken(self, first: datetime, last: datetime) -> Sequence[Taken]:
        """Return the time that Visits keep between the two moments, by way of the constraint's own index."""
        query = select(visits.c.technician_id, visits.c.during).where(
            visits.c.during.overlaps(Range(first, last)), visits.c.status.in_(TAKES_TIME)
        )
        return [Taken(row.technician_id, self._span(row.during)) for row in self._connection.execute(query)]

    def add(self, visit: NewVisit) -> int:
        """Write the Visit; raises NoFreeTechnician when the exclusion constraint refuses it."""
        values = {
            "customer_id": visit.customer_id,
            "property_id": visit.property_id,
            "technician_id": visit.technician_id,
            "job_code": visit.job_code,
            "during": Range(visit.start, visit.end),
            "status": visit.status,
            "call_id": visit.call_id,
            "booked_by": visit.booked_by,
        }
        try:
            return int(self._connection.execute(insert(visits).values(values).returning(visits.c.id)).scalar_one())
        except IntegrityError as error:
            if isinstance(error.orig, psycopg.errors.ExclusionViolation):
                raise NoFreeTechnician from None
            raise

    def get(self, visit_id: int) -> VisitLine | None:
        """Return the Visit, or None."""
        row = self._connection.execute(_lines().where(visits.c.id == visit_id)).one_or_none()
        return self._line(row) if row else None

    def same(self, customer_id: int, job_code: str, start: datetime) -> VisitLine | None:
        """Return the open Visit of this Customer and Job that starts then, or None."""
        query = _lines().where(
            visits.c.customer_id == customer_id,
            visits.c.job_code == job_code,
            func.lower(visits.c.during) == start,
            visits.c.status.in_(TAKES_TIME),
        )
        row = self._connection.execute(query).first()
        return self._line(row) if row else None

    def between(self, first: datetime, last: datetime) -> Sequence[VisitLine]:
        """Return the Visits that start in between, by start."""
        start = func.lower(visits.c.during)
        query = _lines().where(start >= first, start < last).order_by(start, visits.c.id)
        return [self._line(row) for row in self._connection.execute(query)]

    def any_of_call(self, call_id: str) -> bool:
        """Return whether the Call has an open Visit."""
        query = select(visits.c.id).where(visits.c.call_id == call_id, visits.c.status.in_(TAKES_TIME)).limit(1)
        return self._connection.execute(query).first() is not None

    def _line(self, row: Row[Any]) -> VisitLine:
        span = self._span(row.during)
        return VisitLine(
            id=row.id,
            start=span.start,
            end=span.end,
            status=VisitStatus(row.status),
            job_code=row.job_code,
            customer_name=row.customer_name,
            customer_phone=row.phone,
            address=row.address,
            technician=Technician(row.technician_id, row.technician_name),
        )

    def _span(self, during: Range[datetime]) -> Span:
        assert during.lower is not None, "the table allows no open ends"
        assert during.upper is not None, "the table allows no open ends"
        return Span(during.lower.astimezone(self._zone), during.upper.astimezone(self._zone))


def _lines() -> Select[Any]:
    return select(
        visits,
        customers.c.name.label("customer_name"),
        customers.c.phone,
        properties.c.address,
        technicians.c.name.label("technician_name"),
    ).select_from(
        visits.join(customers, customers.c.id == visits.c.customer_id)
        .join(properties, properties.c.id == visits.c.property_id)
        .join(technicians, technicians.c.id == visits.c.technician_id)
    )
