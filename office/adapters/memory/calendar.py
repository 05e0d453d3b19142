"""FAKE of the owner's calendars (`office.ports.Calendar`), with hands that change them and ways to fail."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from office.domain.calendar import CalendarChanges, CalendarEntry, CalendarEvent, CalendarName
from office.domain.spans import Span
from office.errors import CalendarRevoked, CalendarUnavailable


@dataclass(frozen=True)
class _Stored:
    event: CalendarEvent
    version: int
    free: bool = False
    removed: bool = False


class MemoryCalendar:
    """FAKE, safe on threads. The calendars are those named; calls for another raise CalendarUnavailable.

    `down`: nothing is answered or done. `loses_answers`: it is done, and the answer is lost all the same.
    `revoked`: the account lets us in no more. What is done by hand goes on meanwhile.
    """

    def __init__(self, *calendar_ids: str) -> None:
        self.down = False
        self.loses_answers = False
        self.revoked = False
        self._calendars: dict[str, dict[str, _Stored]] = {name: {} for name in calendar_ids or ("sam",)}
        self._version = 0
        self._oldest_token = 0
        self._made = itertools.count(1)
        self._lock = threading.RLock()

    def put(self, calendar_id: str, event: CalendarEvent) -> str:
        """Write the event and return its tag."""
        with self._lock:
            tag = self._write(self._open(calendar_id), event.id, _Stored(event, 0))
        self._lose_answer()
        return tag

    def remove(self, calendar_id: str, event_id: str) -> None:
        """Take the event away if it is there."""
        with self._lock:
            self._remove(self._open(calendar_id), event_id)
        self._lose_answer()

    def changes(self, calendar_id: str, token: str | None, window: Span) -> CalendarChanges:
        """Return what is new since the token, or all in the window; the token says how far its entries reach."""
        with self._lock:
            stored = self._open(calendar_id)
            since, _, reach = token.partition("|") if token else ("", "", "")
            whole = not since.isdecimal() or int(since) < self._oldest_token
            reaches_to = window.end if whole else datetime.fromisoformat(reach)
            if whole:
                found = [each for each in stored.values() if not each.removed and each.event.span.overlaps(window)]
            else:
                found = [each for each in stored.values() if each.version > int(since)]
            entries = tuple(_entry(each, window) for each in sorted(found, key=lambda each: each.version))
            answer = CalendarChanges(entries, f"{self._version}|{reaches_to.isoformat()}", whole, reaches_to)
        self._lose_answer()
        return answer

    def calendars(self) -> Sequence[CalendarName]:
        """Return all there are."""
        with self._lock:
            self._let_in()
            return [CalendarName(name, name.title()) for name in self._calendars]

    def add_by_hand(self, calendar_id: str, span: Span, title: str = "Dentist", free: bool = False) -> str:
        """Make an entry, `free` when it takes up no time; return its id."""
        with self._lock:
            event = CalendarEvent(f"hand{next(self._made)}", span, title, "", "")
            self._write(self._calendars[calendar_id], event.id, _Stored(event, 0, free))
            return event.id

    def move_by_hand(self, calendar_id: str, entry_id: str, span: Span) -> None:
        """Drag an entry to another time."""
        with self._lock:
            stored = self._calendars[calendar_id]
            moved = replace(stored[entry_id], event=replace(stored[entry_id].event, span=span))
            self._write(stored, entry_id, moved)

    def remove_by_hand(self, calendar_id: str, entry_id: str) -> None:
        """Delete an entry."""
        with self._lock:
            self._remove(self._calendars[calendar_id], entry_id)

    def forget_tokens(self) -> None:
        """Make every token given so far too old."""
        with self._lock:
            self._version += 1
            self._oldest_token = self._version

    def events(self, calendar_id: str) -> dict[str, CalendarEvent]:
        """Return what stands in a calendar, by id."""
        with self._lock:
            return {name: each.event for name, each in self._calendars[calendar_id].items() if not each.removed}

    def counts(self) -> Counter[str]:
        """Return in how many calendars each event id stands."""
        with self._lock:
            return Counter(name for calendar_id in self._calendars for name in self.events(calendar_id))

    def _open(self, calendar_id: str) -> dict[str, _Stored]:
        self._let_in()
        if calendar_id not in self._calendars:
            raise CalendarUnavailable
        return self._calendars[calendar_id]

    def _let_in(self) -> None:
        if self.down:
            raise CalendarUnavailable
        if self.revoked:
            raise CalendarRevoked

    def _lose_answer(self) -> None:
        if self.loses_answers:
            raise CalendarUnavailable

    def _write(self, stored: dict[str, _Stored], entry_id: str, new: _Stored) -> str:
        self._version += 1
        stored[entry_id] = replace(new, version=self._version)
        return f'"{self._version}"'

    def _remove(self, stored: dict[str, _Stored], entry_id: str) -> None:
        if entry_id in stored and not stored[entry_id].removed:
            self._write(stored, entry_id, replace(stored[entry_id], removed=True))


def _entry(stored: _Stored, window: Span) -> CalendarEntry:
    zone = window.start.tzinfo
    span = Span(stored.event.span.start.astimezone(zone), stored.event.span.end.astimezone(zone))
    takes_time = not (stored.free or stored.removed)
    tag = f'"{stored.version}"'
    return CalendarEntry(stored.event.id, span if takes_time else None, stored.event.title, tag, stored.removed)
