"""The book of Visits in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import psycopg.errors
from sqlalchemy import (
    Connection,
    Row,
    Select,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.exc import IntegrityError

from office.adapters.postgres.tables import busy, customers, properties, technicians, visits
from office.domain.customers import NOBODY
from office.domain.hours import Technician
from office.domain.openings import Taken
from office.domain.spans import Span
from office.domain.visits import OPEN, Ending, Hold, NewVisit, VisitLine, VisitStatus, WaitsFor
from office.errors import NoFreeTechnician

# 1 is the first number of a technician's advisory lock, here and in the trigger of migration 0002.
LOCK = text("SELECT pg_advisory_xact_lock(1, id) FROM (SELECT unnest(CAST(:ids AS int[])) AS id ORDER BY 1) AS wanted")

# Visits are looked up apart as forced and not, for each half has an index of its own (of `visits_no_overlap` and of
# `visits_forced`), which PostgreSQL takes only where the query repeats the index's condition word for word. Seconds,
# because a range takes 20 times longer to read than two numbers.
_IN_THE_BOOK = """
SELECT technician_id,
       CAST(floor(date_part('epoch', lower(during))) AS bigint) AS first,
       CAST(ceil(date_part('epoch', upper(during))) AS bigint) AS last,
       true AS is_visit
FROM visits
WHERE during && tstzrange(:first, :last) AND status IN ('held', 'pending', 'confirmed')
  AND (status <> 'held' OR held_until > :now AND NOT coalesce(call_id = CAST(:call_id AS text), false))
  AND id IS DISTINCT FROM CAST(:visit_id AS integer)
"""
TAKEN = text(f"""
{_IN_THE_BOOK} AND NOT forced
UNION ALL
{_IN_THE_BOOK} AND forced
UNION ALL
SELECT technician_id,
       CAST(floor(date_part('epoch', lower(during))) AS bigint),
       CAST(ceil(date_part('epoch', upper(during))) AS bigint),
       false
FROM busy WHERE during && tstzrange(:first, :last)
""")


class PostgresVisits:
    """Implements `office.ports.Visits` within one transaction; times are handed out in the business's zone."""

    def __init__(self, connection: Connection, zone: ZoneInfo) -> None:
        self._connection = connection
        self._zone = zone

    def lock(self, technician_ids: Sequence[int]) -> None:
        """Take the technicians' advisory locks until the transaction ends, always in the same order."""
        self._connection.execute(LOCK, {"ids": list(technician_ids)})

    def taken(
        self, first: datetime, last: datetime, now: datetime, call_id: str | None = None, visit_id: int | None = None
    ) -> Sequence[Taken]:
        """Return the time that Visits, holds and Busy keep: by the constraint's own index, see `TAKEN`."""
        wanted = {"first": first, "last": last, "now": now, "call_id": call_id, "visit_id": visit_id}
        return list(map(Taken._make, self._connection.execute(TAKEN, wanted).all()))

    def add(self, visit: NewVisit) -> int:
        """Write the Visit; raises NoFreeTechnician when the database refuses it."""
        values = {
            "customer_id": visit.customer_id,
            "property_id": visit.property_id,
            "technician_id": visit.technician_id,
            "job_code": visit.job_code,
            "during": Range(visit.start, visit.end),
            "status": visit.status,
            "call_id": visit.call_id,
            "booked_by": visit.booked_by,
            "forced": visit.forced,
            "waits_for": visit.waits_for,
        }
        with _refused_when_taken():
            return int(self._connection.execute(insert(visits).values(values).returning(visits.c.id)).scalar_one())

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
            visits.c.status.in_(OPEN),
        )
        row = self._connection.execute(query).first()
        return self._line(row) if row else None

    def between(self, first: datetime, last: datetime) -> Sequence[VisitLine]:
        """Return the Visits that start in between, by start; a hold has no Customer and is not among them."""
        start = func.lower(visits.c.during)
        query = _lines().where(start >= first, start < last).order_by(start, visits.c.id)
        return [self._line(row) for row in self._connection.execute(query)]

    def of_customer(
        self, customer_id: int, count: int, after: int | None = None, technician_id: int | None = None
    ) -> Sequence[VisitLine]:
        """Return the Customer's Visits, the latest first."""
        start = func.lower(visits.c.during)
        query = _lines().where(visits.c.customer_id == customer_id)
        if after is not None:
            last = visits.alias()
            edge = select(func.lower(last.c.during), last.c.id).where(last.c.id == after).scalar_subquery()
            query = query.where(tuple_(start, visits.c.id) < edge)
        if technician_id is not None:
            query = query.where(visits.c.technician_id == technician_id)
        query = query.order_by(start.desc(), visits.c.id.desc()).limit(count)
        return [self._line(row) for row in self._connection.execute(query)]

    def any_for(
        self, technician_id: int, since: datetime, customer_id: int | None = None, property_id: int | None = None
    ) -> bool:
        """Return whether the technician has a Visit there that is not over by then."""
        query = select(visits.c.id).where(
            visits.c.technician_id == technician_id,
            visits.c.status.not_in((VisitStatus.HELD, VisitStatus.CANCELLED)),
            func.upper(visits.c.during) > since,
        )
        if customer_id is not None:
            query = query.where(visits.c.customer_id == customer_id)
        if property_id is not None:
            query = query.where(visits.c.property_id == property_id)
        return self._connection.execute(query.limit(1)).first() is not None

    def any_of_call(self, call_id: str) -> bool:
        """Return whether the Call has an open Visit."""
        query = select(visits.c.id).where(visits.c.call_id == call_id, visits.c.status.in_(OPEN)).limit(1)
        return self._connection.execute(query).first() is not None

    def move(
        self, visit_id: int, technician_id: int, span: Span, forced: bool = False, waits_for: WaitsFor | None = None
    ) -> None:
        """Write another time; raises NoFreeTechnician when the database refuses it."""
        during = Range(span.start, span.end)
        yes = visits.c.customer_confirmed_at
        moved = {
            "technician_id": technician_id,
            "during": during,
            "customer_confirmed_at": case((visits.c.during == during, yes), else_=None),
            "forced": forced,
            "status": VisitStatus.PENDING if waits_for else VisitStatus.CONFIRMED,
            "waits_for": waits_for,
        }
        with _refused_when_taken():
            self._change(visit_id, moved)

    def confirm(self, visit_id: int) -> None:
        """Make a pending Visit a confirmed one."""
        self._change(visit_id, {"status": VisitStatus.CONFIRMED, "waits_for": None})

    def note_customer_confirmed(self, visit_id: int, at: datetime) -> None:
        """Write it, unless it is written; an outside calendar shows nothing of it."""
        unwritten = update(visits).where(visits.c.id == visit_id, visits.c.customer_confirmed_at.is_(None))
        self._connection.execute(unwritten.values(customer_confirmed_at=at))

    def end(self, visit_id: int, ending: Ending) -> None:
        """Write how a Visit ended."""
        ended = {
            "status": ending.status,
            "waits_for": None,
            "ended_at": ending.at,
            "cancel_reason": ending.reason,
            "price_cents": ending.price_cents,
            "outcome_note": ending.note,
        }
        self._change(visit_id, ended)

    def hold(self, holds: Sequence[Hold], until: datetime) -> None:
        """Keep the Openings until then; raises NoFreeTechnician when the database refuses one."""
        rows = [
            {
                "technician_id": hold.technician_id,
                "job_code": hold.job_code,
                "during": Range(hold.span.start, hold.span.end),
                "status": VisitStatus.HELD,
                "call_id": hold.call_id,
                "booked_by": "hold",
                "held_until": until,
                "forced": False,
            }
            for hold in holds
        ]
        with _refused_when_taken():
            self._connection.execute(insert(visits), rows)

    def let_go(self, call_id: str) -> int:
        """Delete what the Call holds."""
        gone = delete(visits).where(visits.c.call_id == call_id, visits.c.status == VisitStatus.HELD)
        return self._connection.execute(gone).rowcount

    def drop_expired(self, now: datetime) -> int:
        """Delete the holds whose time is over."""
        gone = delete(visits).where(visits.c.status == VisitStatus.HELD, visits.c.held_until <= now)
        return self._connection.execute(gone).rowcount

    def under_busy(self, technician_id: int, since: datetime) -> Sequence[int]:
        """Return the ids of the technician's open Visits, not over by then, that a Busy lies over."""
        over_it = exists().where(busy.c.technician_id == technician_id, busy.c.during.overlaps(visits.c.during))
        query = select(visits.c.id).where(
            visits.c.technician_id == technician_id,
            visits.c.status.in_(OPEN),
            ~visits.c.forced,
            visits.c.during.overlaps(Range(since, None)),
            over_it,
        )
        return self._connection.execute(query).scalars().all()

    def _change(self, visit_id: int, values: dict[str, Any]) -> None:
        statement = update(visits).where(visits.c.id == visit_id)
        self._connection.execute(statement.values({**values, "revision": visits.c.revision + literal(1)}))

    def _line(self, row: Row[Any]) -> VisitLine:
        span = self._span(row.during)
        return VisitLine(
            id=row.id,
            start=span.start,
            end=span.end,
            status=VisitStatus(row.status),
            job_code=row.job_code,
            customer_name=row.customer_name or NOBODY,
            customer_phone=row.phone or "",
            address=row.address or "",
            technician=Technician(row.technician_id, row.technician_name),
            forced=row.forced,
            waits_for=WaitsFor(row.waits_for) if row.waits_for else None,
            revision=row.revision,
            cancel_reason=row.cancel_reason,
            price_cents=row.price_cents,
            outcome_note=row.outcome_note,
            customer_id=row.customer_id or 0,
            property_id=row.property_id or 0,
            customer_confirmed_at=row.customer_confirmed_at,
        )

    def _span(self, during: Range[datetime]) -> Span:
        return span_of(during, self._zone)


def span_of(during: Range[datetime], zone: ZoneInfo) -> Span:
    """Return a range of the database as a Span in the business's zone."""
    assert during.lower is not None, "the table allows no open ends"
    assert during.upper is not None, "the table allows no open ends"
    return Span(during.lower.astimezone(zone), during.upper.astimezone(zone))


@contextmanager
def _refused_when_taken() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if isinstance(error.orig, psycopg.errors.ExclusionViolation):
            raise NoFreeTechnician from None
        raise


def _lines() -> Select[Any]:
    """Visits, holds excepted, also those whose Customer was deleted."""
    lines = select(
        visits,
        customers.c.name.label("customer_name"),
        customers.c.phone,
        properties.c.address,
        technicians.c.name.label("technician_name"),
    ).select_from(
        visits.outerjoin(customers, customers.c.id == visits.c.customer_id)
        .outerjoin(properties, properties.c.id == visits.c.property_id)
        .join(technicians, technicians.c.id == visits.c.technician_id)
    )
    return lines.where(visits.c.status != VisitStatus.HELD)
