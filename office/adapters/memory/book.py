"""FAKES of the book and of Busy (`office.ports.book`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from office.adapters.memory.tables import Tables, VisitRow
from office.domain.calendar import Busy
from office.domain.customers import NOBODY
from office.domain.hours import Technician
from office.domain.openings import Taken
from office.domain.spans import Span
from office.domain.visits import OPEN, TAKES_TIME, Ending, Hold, NewVisit, VisitLine, VisitStatus, WaitsFor
from office.errors import NoFreeTechnician


class MemoryVisits:
    """FAKE of `office.ports.Visits`."""

    def __init__(self, tables: Tables, technicians: dict[int, Technician]) -> None:
        self._tables = tables
        self._rows = tables.visits
        self._technicians = technicians

    def lock(self, technician_ids: Sequence[int]) -> None:
        """Nothing to wait for: there is one transaction at a time."""

    def taken(
        self, first: datetime, last: datetime, now: datetime, call_id: str | None = None, visit_id: int | None = None
    ) -> Sequence[Taken]:
        window = Span(first, last)
        found = [Taken.of(r.visit.technician_id, _span(r)) for r in self._open_rows() if r.id != visit_id]
        found += [
            Taken.of(hold.technician_id, hold.span)
            for hold, until in self._tables.holds
            if until > now and (call_id is None or hold.call_id != call_id)
        ]
        found += [Taken.of(busy.technician_id, busy.span, is_visit=False) for busy in self._tables.busy]
        return [entry for entry in found if entry.span.overlaps(window)]

    def add(self, visit: NewVisit) -> int:
        self._refuse_overlap(visit.technician_id, Span(visit.start, visit.end), visit.forced)
        number = len(self._rows) + 1
        self._rows[number] = VisitRow(number, visit)
        return number

    def get(self, visit_id: int) -> VisitLine | None:
        return self._line(self._rows[visit_id]) if visit_id in self._rows else None

    def same(self, customer_id: int, job_code: str, start: datetime) -> VisitLine | None:
        for row in self._rows.values():
            visit = row.visit
            if (visit.customer_id, visit.job_code, visit.start) == (customer_id, job_code, start) and _is_open(row):
                return self._line(row)
        return None

    def between(self, first: datetime, last: datetime) -> Sequence[VisitLine]:
        lines = [self._line(row) for row in self._rows.values() if first <= row.visit.start < last]
        return sorted(lines, key=lambda line: (line.start, line.id))

    def of_customer(
        self, customer_id: int, count: int, after: int | None = None, technician_id: int | None = None
    ) -> Sequence[VisitLine]:
        lines = [self._line(row) for row in self._rows.values() if row.visit.customer_id == customer_id]
        lines = [line for line in lines if technician_id in (None, line.technician.id)]
        lines.sort(key=lambda line: (line.start, line.id), reverse=True)
        if after is not None:
            last = self._rows[after].visit.start if after in self._rows else None
            lines = [line for line in lines if last is not None and (line.start, line.id) < (last, after)]
        return lines[:count]

    def any_for(
        self, technician_id: int, since: datetime, customer_id: int | None = None, property_id: int | None = None
    ) -> bool:
        return any(
            visit.technician_id == technician_id
            and visit.status is not VisitStatus.CANCELLED
            and visit.end > since
            and customer_id in (None, visit.customer_id)
            and property_id in (None, visit.property_id)
            for visit in (row.visit for row in self._rows.values())
        )

    def any_of_call(self, call_id: str) -> bool:
        return any(row.visit.call_id == call_id and _is_open(row) for row in self._rows.values())

    def move(
        self, visit_id: int, technician_id: int, span: Span, forced: bool = False, waits_for: WaitsFor | None = None
    ) -> None:
        self._refuse_overlap(technician_id, span, forced, besides=visit_id)
        moved = {"technician_id": technician_id, "start": span.start, "end": span.end, "forced": forced}
        status = VisitStatus.PENDING if waits_for else VisitStatus.CONFIRMED
        if _span(self._rows[visit_id]) != span:
            self._rows[visit_id] = replace(self._rows[visit_id], customer_confirmed_at=None)
        self._change(visit_id, **moved, status=status, waits_for=waits_for)

    def confirm(self, visit_id: int) -> None:
        self._change(visit_id, status=VisitStatus.CONFIRMED, waits_for=None)

    def note_customer_confirmed(self, visit_id: int, at: datetime) -> None:
        row = self._rows[visit_id]
        self._rows[visit_id] = replace(row, customer_confirmed_at=row.customer_confirmed_at or at)

    def end(self, visit_id: int, ending: Ending) -> None:
        self._change(visit_id, status=ending.status, waits_for=None)
        self._rows[visit_id] = replace(self._rows[visit_id], ending=ending)

    def hold(self, holds: Sequence[Hold], until: datetime) -> None:
        for hold in holds:
            self._refuse_overlap(hold.technician_id, hold.span, forced=False)
            self._tables.holds.append((hold, until))

    def let_go(self, call_id: str) -> int:
        return self._keep_holds([row for row in self._tables.holds if row[0].call_id != call_id])

    def drop_expired(self, now: datetime) -> int:
        return self._keep_holds([row for row in self._tables.holds if row[1] > now])

    def under_busy(self, technician_id: int, since: datetime) -> Sequence[int]:
        busy = [entry.span for entry in self._tables.busy if entry.technician_id == technician_id]
        return [
            row.id
            for row in self._rows.values()
            if row.visit.technician_id == technician_id
            and _is_open(row)
            and not row.visit.forced
            and row.visit.end > since
            and any(_span(row).overlaps(span) for span in busy)
        ]

    def _refuse_overlap(self, technician_id: int, span: Span, forced: bool, besides: int | None = None) -> None:
        if forced:
            return
        visits = ((r.visit.technician_id, _span(r)) for r in self._open_rows() if r.id != besides)
        holds = ((hold.technician_id, hold.span) for hold, _ in self._tables.holds)
        if any(who == technician_id and other.overlaps(span) for who, other in [*visits, *holds]):
            raise NoFreeTechnician

    def _open_rows(self) -> Iterator[VisitRow]:
        return (row for row in self._rows.values() if row.visit.status in TAKES_TIME)

    def _keep_holds(self, kept: list[tuple[Hold, datetime]]) -> int:
        gone = len(self._tables.holds) - len(kept)
        self._tables.holds[:] = kept
        return gone

    def _change(self, visit_id: int, **values: object) -> None:
        row = self._rows[visit_id]
        changed = replace(row.visit, **values)  # type: ignore[arg-type]
        self._rows[visit_id] = replace(row, visit=changed, revision=row.revision + 1)

    def _line(self, row: VisitRow) -> VisitLine:
        visit, ending = row.visit, row.ending
        customer = self._tables.customers[visit.customer_id - 1] if visit.customer_id else None
        place = self._tables.properties[visit.property_id - 1][0] if visit.property_id else None
        return VisitLine(
            id=row.id,
            start=visit.start,
            end=visit.end,
            status=visit.status,
            job_code=visit.job_code,
            customer_name=customer.name if customer else NOBODY,
            customer_phone=customer.phone if customer else "",
            address=place.address if place else "",
            technician=self._technicians[visit.technician_id],
            forced=visit.forced,
            waits_for=visit.waits_for,
            revision=row.revision,
            cancel_reason=ending.reason if ending else None,
            price_cents=ending.price_cents if ending else None,
            outcome_note=ending.note if ending else None,
            customer_id=visit.customer_id,
            property_id=visit.property_id,
            customer_confirmed_at=row.customer_confirmed_at,
        )


class MemoryBusyTimes:
    """FAKE of `office.ports.BusyTimes`."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._rows = tables.busy

    def add(self, technician_id: int, span: Span, title: str) -> Busy:
        return self._write(technician_id, span, title, None)

    def get(self, busy_id: int) -> Busy | None:
        return next((row for row in self._rows if row.id == busy_id), None)

    def remove(self, busy_id: int) -> bool:
        kept = [row for row in self._rows if row.id != busy_id or row.entry_id is not None]
        gone = len(self._rows) - len(kept)
        self._rows[:] = kept
        return bool(gone)

    def put_entry(self, technician_id: int, entry_id: str, span: Span, title: str) -> None:
        self.drop_entry(technician_id, entry_id)
        self._write(technician_id, span, title, entry_id)

    def drop_entry(self, technician_id: int, entry_id: str) -> None:
        self._rows[:] = [r for r in self._rows if (r.technician_id, r.entry_id) != (technician_id, entry_id)]

    def drop_entries(self, technician_id: int) -> None:
        self._rows[:] = [r for r in self._rows if r.technician_id != technician_id or r.entry_id is None]

    def between(self, first: datetime, last: datetime) -> Sequence[Busy]:
        window = Span(first, last)
        return sorted((r for r in self._rows if r.span.overlaps(window)), key=lambda r: (r.span.start, r.id))

    def _write(self, technician_id: int, span: Span, title: str, entry_id: str | None) -> Busy:
        self._tables.busy_ids += 1
        self._rows.append(Busy(self._tables.busy_ids, technician_id, span, title, entry_id))
        return self._rows[-1]


def _span(row: VisitRow) -> Span:
    return Span(row.visit.start, row.visit.end)


def _is_open(row: VisitRow) -> bool:
    return row.visit.status in OPEN
