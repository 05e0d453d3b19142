"""Privacy: all that is known of a Customer in one document, and a Customer without a trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from office.desk.changes import ChangeDesk
from office.desk.current import BusinessDesk, BusinessSource
from office.domain.audit import Action, AuditEntry, Thing, by_user
from office.domain.users import Role, User
from office.domain.visits import AskedBy
from office.errors import CustomerHasOpenVisits, CustomerUnknown, OwnerOnly
from office.ports import Clock, Recordings, Records, Sealer, Work
from office.ports.privacy import Traces

REASON = "deleted"


class PrivacyDesk(BusinessDesk):
    """Exports and deletes. Every method raises RecordsUnavailable, and OwnerOnly for who is not the owner."""

    def __init__(
        self,
        business: BusinessSource,
        clock: Clock,
        records: Records,
        sealer: Sealer,
        recordings: Recordings,
        changes: ChangeDesk,
    ) -> None:
        super().__init__(business)
        self._clock = clock
        self._records = records
        self._sealer = sealer
        self._recordings = recordings
        self._changes = changes

    def export(self, customer_id: int, by: User) -> dict[str, Any]:
        """Return everything about the Customer as what JSON has, access codes in plain.

        Raises CustomerUnknown, Unreadable.
        """
        _owner_only(by)
        now = self._clock.now()

        def steps(work: Work) -> dict[str, Any]:
            traces = _known(work.personal_data.traces(customer_id))
            rows = dict(work.personal_data.rows(traces))
            rows["properties"] = [self._with_code(work, row) for row in rows["properties"]]
            opted_out = {phone: work.opt_outs.has(phone) for phone in traces.phones}
            work.audit.note(by_user(by), Action.EXPORTED, Thing.of("customer", customer_id), now)
            return {
                "format": "plumbline-customer-1",
                "exported_at": now.astimezone(self._business.zone).isoformat(timespec="seconds"),
                "business": self._business.name,
                **rows,
                "opted_out_of_texts": opted_out,
            }

        return self._records.transaction(steps)

    def delete(self, customer_id: int, by: User, cancel_visits: bool = False) -> None:
        """Delete the Customer and every trace.

        `cancel_visits`: open Visits are cancelled before; nobody is told, for there is nobody left to tell. An
        opt-out of texts stays as a keyed hash, and a Visit that is over as a day, a job and a price.
        Raises CustomerUnknown, CustomerHasOpenVisits.
        """
        _owner_only(by)
        traces = self._records.transaction(lambda work: _known(work.personal_data.traces(customer_id)))
        if traces.open_visits and not cancel_visits:
            raise CustomerHasOpenVisits
        for visit_id in traces.open_visits:
            self._changes.cancel(visit_id, REASON, by=AskedBy.OWNER)
        self._forget_recordings(customer_id)
        self._records.transaction(lambda work: self._erase(work, customer_id, by))

    def audit(
        self, by: User, before_id: int | None, count: int, kind: str | None = None, subject_id: str | None = None
    ) -> Sequence[AuditEntry]:
        """Return who changed what, latest first, older than `before_id`, of that kind and id of thing only."""
        _owner_only(by)
        return self._records.transaction(lambda work: work.audit.page(before_id, count, kind, subject_id))

    def _erase(self, work: Work, customer_id: int, by: User) -> None:
        traces = _known(work.personal_data.traces(customer_id))
        if traces.open_visits:  # booked in the instant before
            raise CustomerHasOpenVisits
        work.personal_data.erase(traces, work.personal_data.mentioned_in(traces))
        for visit_id in traces.mirrored:
            work.jobs.mirror_visit(visit_id)
        work.audit.note(by_user(by), Action.DELETED, Thing.of("customer", customer_id), self._clock.now())

    def _forget_recordings(self, customer_id: int) -> None:
        """Files go first: what a broken deletion leaves is found by the next one, a file without its Call by nobody."""

        def steps(work: Work) -> list[str]:
            traces: Traces = _known(work.personal_data.traces(customer_id))
            return [*traces.call_ids, *work.personal_data.mentioned_in(traces)]

        for call_id in self._records.transaction(steps):
            self._recordings.delete(call_id)

    def _with_code(self, work: Work, row: Mapping[str, Any]) -> dict[str, Any]:
        sealed = work.properties.access_code(row["id"])
        return {**row, "access_code": self._sealer.unseal(sealed) if sealed is not None else None}


def _known(traces: Traces | None) -> Traces:
    if traces is None:
        raise CustomerUnknown
    return traces


def _owner_only(user: User) -> None:
    if user.role is not Role.OWNER:
        raise OwnerOnly
