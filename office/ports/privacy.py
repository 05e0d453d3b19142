"""Everything about one Customer, wherever it stands; what is kept how long; and who changed what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from office.domain.audit import AuditEntry, Thing


class Audit(Protocol):
    """The audit log."""

    def note(self, by: str, action: str, subject: Thing, at: datetime) -> None:
        """Write who (`by_user`, `by_channel`, `SYSTEM` of office.domain.audit) did what to which thing: no words."""
        ...

    def page(
        self, before_id: int | None, count: int, kind: str | None = None, subject_id: str | None = None
    ) -> Sequence[AuditEntry]:
        """Return the latest entries, latest first, older than `before_id`, of that kind and id of thing only."""
        ...


@dataclass(frozen=True)
class Traces:
    """Where a Customer is found: the ids that a merge made one, the numbers, and the Calls about him or her.

    `open_visits` are those that somebody is waiting for still, `mirrored` those that stand in a calendar.
    """

    customer_ids: tuple[int, ...]
    phones: tuple[str, ...]
    call_ids: tuple[str, ...]
    open_visits: tuple[int, ...]
    mirrored: tuple[int, ...]


class PersonalData(Protocol):
    """All that is kept about one Customer."""

    def traces(self, customer_id: int) -> Traces | None:
        """Return where the Customer is found (held until this transaction ends); None when there is none."""
        ...

    def rows(self, traces: Traces) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return every row about the Customer by what it is: customers, phones, properties, visits, messages ..."""
        ...

    def mentioned_in(self, traces: Traces) -> Sequence[str]:
        """Return the ids of further conversations in which the name, a number or an address of theirs was said."""
        ...

    def erase(self, traces: Traces, mentioned_in: Sequence[str] = ()) -> None:
        """Take every trace away, and all that was said in these further conversations.

        What the books need of Visits that are over stays, without a person.
        """
        ...

    def purge_transcripts(self, before: datetime, count: int) -> int:
        """Forget what was said in at most `count` conversations that ended before then; return how many."""
        ...

    def purge_received(self, before: datetime) -> int:
        """Forget the Messages that came in before then; return how many."""
        ...

    def purge_leads(self, before: datetime) -> int:
        """Forget the Leads of before then; return how many."""
        ...


class Recordings(Protocol):
    """Sound and photos of Calls, kept outside the database."""

    def delete(self, call_id: str) -> int:
        """Remove what there is of this Call; return how many files."""
        ...

    def purge(self, before: datetime) -> int:
        """Remove what was written before then; return how many files."""
        ...
