"""What is noted of Calls while they go on, what was said in them, and the Leads that they leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from office.domain.calls import Call, CallFilter, CallSoFar, Line, Note, NoteCode, TurnTimes
from office.domain.leads import Lead, NewLead


class CallLog(Protocol):
    """Calls as they go on, and as they are read afterwards. A Call need not have been opened to be noted."""

    def note(self, call_id: str, code: NoteCode, detail: str = "") -> None:
        """Write that it happened (again); `detail` is a code or an id."""
        ...

    def notes(self, call_id: str) -> Sequence[Note]:
        """Return what was noted."""
        ...

    def tell(self, call_id: str, so_far: CallSoFar, at: datetime) -> None:
        """Write what the caller has told so far, in place of what it was."""
        ...

    def so_far(self, call_id: str) -> CallSoFar:
        """Return what the caller has told so far."""
        ...

    def forget(self, call_id: str) -> None:
        """Forget what the caller has told."""
        ...

    def forget_old(self, before: datetime) -> None:
        """Forget what was told before then, in Calls that nobody closed."""
        ...

    def add_times(self, call_id: str, times: TurnTimes, at: datetime) -> None:
        """Write how long a turn took; the first word for a message stays."""
        ...

    def page(self, wanted: CallFilter, count: int) -> Sequence[Call]:
        """Return the latest Calls that are wanted, latest first."""
        ...

    def lines(self, call_id: str) -> Sequence[Line]:
        """Return what was said in the Call, in order; nothing when the transcript is purged."""
        ...


class Leads(Protocol):
    """Leads on record."""

    def add(self, lead: NewLead) -> int | None:
        """Write it and return its id; None when the Call has left one already."""
        ...

    def get(self, lead_id: int) -> Lead | None:
        """Return the Lead (held until this transaction ends), or None."""
        ...

    def page(self, open_only: bool, before_id: int | None, count: int) -> Sequence[Lead]:
        """Return the latest Leads, latest first, those older than `before_id` only."""
        ...

    def settle(self, lead_id: int, by: str, at: datetime) -> None:
        """Write that it is taken care of."""
        ...

    def settle_for(self, phone: str, visit_id: int, by: str, at: datetime) -> int:
        """Write that this Visit settled every open Lead of this number; return how many."""
        ...
