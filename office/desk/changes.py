"""Changing a Visit: another time, cancelled, done, missed, approved. Each in one transaction, each told to the worker.

Who may change what is not decided here: it is asked before. Who asks (`by`) decides who is told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from office.desk import notices
from office.desk.acting import note as noted
from office.desk.booking import HELD_FOR, clear_for_change, follow_up, refusal
from office.desk.calendar_sync import CalendarSync
from office.desk.current import BusinessDesk, BusinessSource
from office.desk.links import Links
from office.desk.times import business_with, diarist_of, job_of
from office.domain.audit import Action
from office.domain.calendar import ConflictKind
from office.domain.calls import NoteCode
from office.domain.catalogue import Job
from office.domain.spans import Span, minutes_between
from office.domain.users import Role, User
from office.domain.visits import AskedBy, Ending, Hold, VisitLine, VisitStatus, WaitsFor
from office.errors import OwnerOnly, VisitOver, VisitUnknown
from office.ports import Clock, Records, Work


class ChangeDesk(BusinessDesk):
    """Changes Visits. Every method returns the Visit as committed.

    Every method raises VisitUnknown, VisitOver and RecordsUnavailable.
    """

    def __init__(
        self, business: BusinessSource, clock: Clock, records: Records, sync: CalendarSync, links: Links
    ) -> None:
        super().__init__(business)
        self._clock = clock
        self._records = records
        self._sync = sync
        self._links = links

    def hold(self, visit_id: int, start: datetime, call_id: str) -> None:
        """Keep the time that the Visit is to be moved to for three minutes; it may overlap the Visit's own.

        Raises TimeTaken or TimeNotBookable (with offers).
        """

        now = self._clock.now()

        def steps(work: Work) -> None:
            visit = self._to_change(work, visit_id, call_id, now)
            span = visit.span.moved_to(start)
            technician_id = self._free_technician(work, visit, span, now)
            own = visit.span if technician_id == visit.technician.id else None
            pieces = span.minus(own) if own else (span,)
            holds = [Hold(call_id, technician_id, visit.job_code, piece) for piece in pieces]
            if holds:
                work.visits.hold(holds, now + HELD_FOR)

        self._records.transaction(steps)

    def reschedule(
        self,
        visit_id: int,
        start: datetime,
        call_id: str | None = None,
        technician_id: int | None = None,
        by: AskedBy = AskedBy.CALLER,
    ) -> VisitLine:
        """Move the Visit to `start`, to this technician; None: to the same where he is free then, else to another.

        Raises TimeTaken or TimeNotBookable (with offers), TechnicianUnknown.
        """
        unread, now = self._sync.unread(), self._clock.now()

        def steps(work: Work) -> None:
            visit = self._to_change(work, visit_id, call_id, now)
            span = visit.span.moved_to(start)
            if span == visit.span and technician_id in (None, visit.technician.id):
                return
            whose = self._free_technician(work, visit, span, now, technician_id)
            waits_for = WaitsFor.CALENDAR if whose in unread else None
            if visit.waits_for is WaitsFor.OWNER:
                waits_for = visit.waits_for
            work.visits.move(visit_id, whose, span, waits_for=waits_for)
            self._followed(work, visit_id, waits_for)
            self._note(work, Action.MOVED, visit, call_id, now)
            was_pending = visit.status is VisitStatus.PENDING
            if was_pending or span != visit.span:
                notices.moved(work, self._business, now, visit_id, by, self._links, was_pending)

        return self._change(visit_id, steps)

    def force(self, visit_id: int, start: datetime, user: User, technician_id: int | None = None) -> VisitLine:
        """Move the Visit whatever stands in the way; where it does, the Visit is marked as forced.

        Raises OwnerOnly, TechnicianUnknown.
        """
        if user.role is not Role.OWNER:
            raise OwnerOnly
        business_with(self._business, technician_id)
        now = self._clock.now()

        def steps(work: Work) -> None:
            visit = self._to_change(work, visit_id, None, now)
            span, whose = visit.span.moved_to(start), technician_id or visit.technician.id
            taken = work.visits.taken(span.start, span.end, now, visit_id=visit_id)
            work.visits.move(visit_id, whose, span, forced=any(entry.technician_id == whose for entry in taken))
            self._followed(work, visit_id, None)
            self._note(work, Action.FORCED, visit, None, now)
            if span != visit.span:
                was_pending = visit.status is VisitStatus.PENDING
                notices.moved(work, self._business, now, visit_id, AskedBy.OWNER, self._links, was_pending)

        return self._change(visit_id, steps)

    def cancel(self, visit_id: int, reason: str, call_id: str | None = None, by: AskedBy = AskedBy.CALLER) -> VisitLine:
        """Cancel the Visit; one that is cancelled already stays as it is."""

        def steps(work: Work) -> None:
            visit = _visit(work, visit_id)
            if visit.status is VisitStatus.CANCELLED:
                return
            now = self._clock.now()
            self._end(work, visit_id, call_id, Ending(VisitStatus.CANCELLED, now, reason=reason))
            self._note(work, Action.CANCELLED, visit, call_id, now)
            notices.cancelled(work, self._business, now, visit_id, by)

        return self._change(visit_id, steps)

    def complete(self, visit_id: int, price_cents: int | None, note: str | None = None) -> VisitLine:
        """Write that the work was done, and what it cost."""
        now = self._clock.now()
        ending = Ending(VisitStatus.DONE, now, price_cents=price_cents, note=note)

        def steps(work: Work) -> None:
            self._end(work, visit_id, None, ending)
            noted(work, Action.COMPLETED, "visit", visit_id, now)
            notices.done(work, self._business, now, visit_id)

        return self._change(visit_id, steps)

    def no_show(self, visit_id: int) -> VisitLine:
        """Write that nobody was there."""
        ending = Ending(VisitStatus.NO_SHOW, self._clock.now())

        def steps(work: Work) -> None:
            self._end(work, visit_id, None, ending)
            noted(work, Action.MISSED, "visit", visit_id, ending.at)

        return self._change(visit_id, steps)

    def approve(self, visit_id: int) -> VisitLine:
        """Confirm a pending Visit by the owner's word; a confirmed one stays as it is."""

        def steps(work: Work) -> None:
            if self._to_change(work, visit_id, None, self._clock.now()).status is VisitStatus.PENDING:
                work.visits.confirm(visit_id)
                work.conflicts.settle(ConflictKind.PENDING_TAKEN, visit_id, self._clock.now())
                work.jobs.mirror_visit(visit_id)
                noted(work, Action.APPROVED, "visit", visit_id, self._clock.now())
                notices.confirmed(work, self._business, self._clock.now(), visit_id, self._links)

        return self._change(visit_id, steps)

    @staticmethod
    def _note(work: Work, action: Action, visit: VisitLine, call_id: str | None, now: datetime) -> None:
        """Write into the audit log and the Call what was done: the Call's Outcome comes from it."""
        noted(work, action, "visit", visit.id, now)
        if call_id is not None:
            code = NoteCode.CANCELLED if action is Action.CANCELLED else NoteCode.MOVED
            work.call_log.note(call_id, code, str(visit.id))
            work.calls.belongs_to(call_id, visit.customer_id)

    def _change(self, visit_id: int, steps: Callable[[Work], None]) -> VisitLine:
        self._records.transaction(steps)
        return self._records.transaction(lambda work: _visit(work, visit_id))

    def _to_change(self, work: Work, visit_id: int, call_id: str | None, now: datetime) -> VisitLine:
        """Lock the book and return the open Visit as it is then."""
        clear_for_change(work, self._business, now, call_id)
        visit = _visit(work, visit_id)
        if not visit.is_open:
            raise VisitOver
        return visit

    def _end(self, work: Work, visit_id: int, call_id: str | None, ending: Ending) -> None:
        self._to_change(work, visit_id, call_id, ending.at)
        work.visits.end(visit_id, ending)
        self._followed(work, visit_id, None)

    def _followed(self, work: Work, visit_id: int, waits_for: WaitsFor | None) -> None:
        """What disagreed about the Visit as it was is settled; what disagrees still is noted at the next look."""
        for kind in ConflictKind:
            work.conflicts.settle(kind, visit_id, self._clock.now())
        follow_up(work, visit_id, waits_for)

    def _free_technician(
        self, work: Work, visit: VisitLine, span: Span, now: datetime, wanted_id: int | None = None
    ) -> int:
        """Return who goes, the same as before where possible; raises TimeTaken or TimeNotBookable."""
        business = business_with(self._business, wanted_id)
        diarist = diarist_of(work, business, self._job(visit), now, visit_id=visit.id)
        technician_id = diarist.technician(span.start, stays_with=visit.technician.id)
        if technician_id is None:
            raise refusal(diarist.check(span.start))
        return technician_id

    def _job(self, visit: VisitLine) -> Job:
        """The Visit's Job, with the time that this Visit takes."""
        return replace(job_of(self._business, visit.job_code), minutes=round(minutes_between(visit.start, visit.end)))


def _visit(work: Work, visit_id: int) -> VisitLine:
    visit = work.visits.get(visit_id)
    if visit is None:
        raise VisitUnknown
    return visit
