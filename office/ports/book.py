"""The book of Visits, Busy, and what of it stands in outside calendars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from office.domain.calendar import (
    Busy,
    CalendarAccount,
    CalendarLink,
    Conflict,
    ConflictKind,
    Mirror,
)
from office.domain.openings import Taken
from office.domain.spans import Span
from office.domain.visits import Ending, Hold, NewVisit, VisitLine, WaitsFor


class Visits(Protocol):
    """The book of Visits. The database's constraint, not the caller, keeps it free of overlaps."""

    def lock(self, technician_ids: Sequence[int]) -> None:
        """Make others who would book these technicians wait until this transaction ends."""
        ...

    def taken(
        self, first: datetime, last: datetime, now: datetime, call_id: str | None = None, visit_id: int | None = None
    ) -> Sequence[Taken]:
        """Return what is taken between the two moments: Visits, Busy, and what is held still at `now`.

        What this Call itself holds is not, nor is the time of the Visit `visit_id`, which is to be moved.
        """
        ...

    def add(self, visit: NewVisit) -> int:
        """Write the Visit and return its id; raises NoFreeTechnician when it overlaps another."""
        ...

    def get(self, visit_id: int) -> VisitLine | None:
        """Return the Visit as it stands in the records."""
        ...

    def same(self, customer_id: int, job_code: str, start: datetime) -> VisitLine | None:
        """Return the open Visit for this Customer, Job and start, or None."""
        ...

    def between(self, first: datetime, last: datetime) -> Sequence[VisitLine]:
        """Return all Visits that start from `first` up to, not including, `last`, by start. Holds are none."""
        ...

    def of_customer(
        self, customer_id: int, count: int, after: int | None = None, technician_id: int | None = None
    ) -> Sequence[VisitLine]:
        """Return the Customer's Visits (that technician's), the latest first; `after`: what follows that Visit then."""
        ...

    def any_for(
        self, technician_id: int, since: datetime, customer_id: int | None = None, property_id: int | None = None
    ) -> bool:
        """Return whether the technician has a Visit there, not cancelled, that is not over by `since`."""
        ...

    def any_of_call(self, call_id: str) -> bool:
        """Return whether this Call has an open Visit in the book."""
        ...

    def move(
        self, visit_id: int, technician_id: int, span: Span, forced: bool = False, waits_for: WaitsFor | None = None
    ) -> None:
        """Write another time, confirmed unless it waits; the customer's yes was to the one before.

        Raises NoFreeTechnician when it overlaps and is not forced.
        """
        ...

    def confirm(self, visit_id: int) -> None:
        """Make a pending Visit a confirmed one."""
        ...

    def note_customer_confirmed(self, visit_id: int, at: datetime) -> None:
        """Write that the Customer said yes to the time it has; the first yes counts. Another time asks for another."""
        ...

    def end(self, visit_id: int, ending: Ending) -> None:
        """Write how a Visit ended."""
        ...

    def hold(self, holds: Sequence[Hold], until: datetime) -> None:
        """Keep these Openings until then; raises NoFreeTechnician when one overlaps a Visit."""
        ...

    def let_go(self, call_id: str) -> int:
        """Give up what the Call holds; return how much that was."""
        ...

    def drop_expired(self, now: datetime) -> int:
        """Give up every hold whose time is over; return how many."""
        ...

    def under_busy(self, technician_id: int, since: datetime) -> Sequence[int]:
        """Return the ids of the technician's open Visits, not over by then nor forced, that a Busy lies over."""
        ...


class BusyTimes(Protocol):
    """Time that is taken for another reason than a Visit."""

    def add(self, technician_id: int, span: Span, title: str) -> Busy:
        """Write time off that is known here only."""
        ...

    def get(self, busy_id: int) -> Busy | None:
        """Return it, or None."""
        ...

    def remove(self, busy_id: int) -> bool:
        """Take time off away again; return False when there is none of that id."""
        ...

    def put_entry(self, technician_id: int, entry_id: str, span: Span, title: str) -> None:
        """Write an entry of the technician's outside calendar, in place of what it was."""
        ...

    def drop_entry(self, technician_id: int, entry_id: str) -> None:
        """Forget an entry; one that isn't there is no error."""
        ...

    def drop_entries(self, technician_id: int) -> None:
        """Forget every entry of the technician's outside calendar."""
        ...

    def between(self, first: datetime, last: datetime) -> Sequence[Busy]:
        """Return what lies between the two moments, by start."""
        ...


class CalendarLinks(Protocol):
    """Which outside calendar is whose, and how far it has been read."""

    def all(self) -> Sequence[CalendarLink]:
        """Return every link, by technician."""
        ...

    def put(self, technician_id: int, calendar_id: str) -> None:
        """Link the technician's calendar, unread as yet."""
        ...

    def remove(self, technician_id: int) -> None:
        """Take the link away."""
        ...

    def advance(self, read: CalendarLink, token: str | None, reaches_to: datetime, at: datetime) -> bool:
        """Write how far it has been read; return False when somebody else has read on since `read`."""
        ...


class CalendarAccounts(Protocol):
    """The one account at the calendar's provider."""

    def get(self) -> CalendarAccount | None:
        """Return it, or None when none is connected."""
        ...

    def put(self, account: CalendarAccount) -> None:
        """Write it, in place of another."""
        ...

    def revoke(self, at: datetime) -> None:
        """Write that it was taken back at the provider's; the first time counts."""
        ...

    def remove(self) -> None:
        """Forget it."""
        ...


class Mirrors(Protocol):
    """What of the book stands in outside calendars."""

    def installation(self) -> str:
        """Return eight hexadecimal digits that tell this installation's events from another's."""
        ...

    def get(self, visit_id: int) -> Mirror | None:
        """Return what stands there of a Visit (held until this transaction ends), or None."""
        ...

    def put(self, mirror: Mirror) -> None:
        """Write it, in place of what was."""
        ...

    def drop(self, visit_id: int) -> None:
        """Write that nothing stands there."""
        ...

    def standing(self, calendar_id: str, window: Span) -> Sequence[int]:
        """Return the ids of the Visits in `window` that stand in this calendar."""
        ...

    def behind(self, since: datetime) -> Sequence[int]:
        """Return the ids of the Visits, not over by then, whose event is missing, superfluous or out of date."""
        ...


class Conflicts(Protocol):
    """What the owner has to settle."""

    def note(self, kind: ConflictKind, visit_id: int, at: datetime) -> bool:
        """Write it; return False when it is noted and open already."""
        ...

    def settle(self, kind: ConflictKind, visit_id: int, at: datetime) -> None:
        """Write that it is no more; where none is open, nothing happens."""
        ...

    def open(self) -> Sequence[Conflict]:
        """Return what is open, oldest first."""
        ...


class Jobs(Protocol):
    """Work for the worker, written in the transaction of the rows that it is for."""

    def mirror_visit(self, visit_id: int) -> None:
        """Have the Visit brought in line in the outside calendar."""
        ...

    def confirm_visit(self, visit_id: int) -> None:
        """Have a Visit that waits for the calendar confirmed once that answers."""
        ...

    def send_message(self, message_id: int) -> None:
        """Have the Message sent as soon as it may be."""
        ...

    def worker_alive(self) -> bool:
        """Return whether a worker has given a sign of life in the last half minute."""
        ...
