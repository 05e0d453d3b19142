"""FAKES of the log of Calls and of Leads (`office.ports.calls`). What is said in Calls is put in by the test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from office.adapters.memory.tables import Tables
from office.domain.calls import Call, CallFilter, CallSoFar, Line, Note, NoteCode, TurnTimes
from office.domain.leads import Lead, NewLead


class MemoryCallLog:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def note(self, call_id: str, code: NoteCode, detail: str = "") -> None:
        key = (call_id, code, detail)
        self._tables.call_notes[key] = self._tables.call_notes.get(key, 0) + 1

    def notes(self, call_id: str) -> Sequence[Note]:
        rows = sorted((key, times) for key, times in self._tables.call_notes.items() if key[0] == call_id)
        return [Note(code, detail, times) for (_, code, detail), times in rows]

    def tell(self, call_id: str, so_far: CallSoFar, at: datetime) -> None:
        self._tables.call_details[call_id] = (so_far, at)

    def so_far(self, call_id: str) -> CallSoFar:
        found = self._tables.call_details.get(call_id)
        return found[0] if found else CallSoFar()

    def forget(self, call_id: str) -> None:
        self._tables.call_details.pop(call_id, None)

    def forget_old(self, before: datetime) -> None:
        for call_id in [one for one, (_, at) in self._tables.call_details.items() if at < before]:
            del self._tables.call_details[call_id]

    def add_times(self, call_id: str, times: TurnTimes, at: datetime) -> None:
        self._tables.call_times.setdefault((call_id, times.message_id), times)

    def page(self, wanted: CallFilter, count: int) -> Sequence[Call]:
        latest = sorted(self._tables.calls.values(), key=lambda call: (call.opened_at, call.id), reverse=True)
        return [call for call in latest if self._is_wanted(call, wanted)][:count]

    def lines(self, call_id: str) -> Sequence[Line]:
        return self._tables.call_lines.get(call_id, [])

    def _is_wanted(self, call: Call, wanted: CallFilter) -> bool:
        same = ("channel", "outcome", "hazard", "customer_id")
        said = " ".join(line.text for line in self.lines(call.id)).lower()
        return all(
            (
                all(getattr(wanted, name) in (None, getattr(call, name)) for name in same),
                wanted.first is None or call.opened_at >= wanted.first,
                wanted.last is None or call.opened_at < wanted.last,
                wanted.flag is None or wanted.flag in call.flags,
                wanted.flagged is None or wanted.flagged == bool(call.flags),
                wanted.before is None or (call.opened_at, call.id) < wanted.before,
                not wanted.words or wanted.words.lower() in said,
            )
        )


class MemoryLeads:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._rows = tables.leads

    def add(self, lead: NewLead) -> int | None:
        if any(row.call_id == lead.call_id for row in self._rows.values()):
            return None
        number = self._tables.next_lead_id
        self._tables.next_lead_id += 1
        self._rows[number] = Lead(
            number, lead.call_id, lead.reason, lead.at, **vars(lead.so_far), customer_id=lead.customer_id
        )
        return number

    def get(self, lead_id: int) -> Lead | None:
        return self._rows.get(lead_id)

    def page(self, open_only: bool, before_id: int | None, count: int) -> Sequence[Lead]:
        found = [
            row
            for number, row in sorted(self._rows.items(), reverse=True)
            if (not open_only or row.settled_at is None) and (before_id is None or number < before_id)
        ]
        return found[:count]

    def settle(self, lead_id: int, by: str, at: datetime) -> None:
        row = self._rows.get(lead_id)
        if row is not None and row.settled_at is None:
            self._rows[lead_id] = replace(row, settled_at=at, settled_by=by)

    def settle_for(self, phone: str, visit_id: int, by: str, at: datetime) -> int:
        found = [row for row in self._rows.values() if row.phone == phone and row.settled_at is None]
        for row in found:
            self._rows[row.id] = replace(row, settled_at=at, settled_by=by, visit_id=visit_id)
        return len(found)


def move_calls(tables: Tables, drop_id: int, keep_id: int) -> None:
    """Let Calls and Leads follow a merge."""
    for call in [call for call in tables.calls.values() if call.customer_id == drop_id]:
        tables.calls[call.id] = replace(call, customer_id=keep_id)
    for lead in [lead for lead in tables.leads.values() if lead.customer_id == drop_id]:
        tables.leads[lead.id] = replace(lead, customer_id=keep_id)
