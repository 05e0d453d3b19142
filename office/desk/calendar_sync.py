"""Reading outside calendars: what others put there is Busy, what was done there to our own events is followed.

Nothing is ever deleted because of what stands in a calendar: where the book can't follow, a Conflict is noted.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

from office.desk.current import BusinessDesk, BusinessSource
from office.domain.calendar import (
    UNKNOWN,
    CalendarChanges,
    CalendarEntry,
    CalendarLink,
    ConflictKind,
    Mirror,
    visit_of,
)
from office.domain.spans import Span, plus_minutes
from office.domain.visits import VisitLine
from office.errors import CalendarUnavailable
from office.ports import Calendar, Clock, Records, Work

logger = logging.getLogger(__name__)

TRIES = 3
READERS = 8
BEYOND_DAYS = 31
"""How far past the last day that can be booked a calendar is read, so that it is not read whole every day."""
FRESH_S = 10
"""How old a look may be when Openings are offered; before a commit it is taken anew."""
UNLINKED_S = 1.0
"""How long nobody asks again whether a calendar was linked, where there was none: a question needs no second look."""
PAUSE_S = 30
"""How long a calendar that did not answer is left alone while Openings are offered."""


class CalendarSync(BusinessDesk):
    """Keeps Busy in line with the linked calendars."""

    def __init__(self, business: BusinessSource, clock: Clock, records: Records, calendar: Calendar) -> None:
        super().__init__(business)
        self._clock = clock
        self._records = records
        self._calendar = calendar
        self._failed_at: dict[str, datetime] = {}
        self._unlinked_until = 0.0

    def unread(self) -> frozenset[int]:
        """Read every linked calendar now; return the technicians whose calendar could not be read."""
        return self._read_all(self._records.transaction(lambda work: work.calendar_links.all()))

    def freshen(self) -> None:
        """Read what was not read in the last seconds, and what did not fail in the last half minute."""
        if monotonic() < self._unlinked_until:
            return
        links, now = self._records.transaction(lambda work: work.calendar_links.all()), self._clock.now()
        if not links:
            self._unlinked_until = monotonic() + UNLINKED_S
        self._read_all([link for link in links if self._is_stale(link, now)])

    def sync_all(self) -> None:
        """Read every linked calendar; raises CalendarUnavailable when one of them could not be read."""
        if self.unread():
            raise CalendarUnavailable

    def _is_stale(self, link: CalendarLink, now: datetime) -> bool:
        failed = self._failed_at.get(link.calendar_id)
        return not (_within(link.synced_at, now, FRESH_S) or _within(failed, now, PAUSE_S))

    def _read_all(self, links: Sequence[CalendarLink]) -> frozenset[int]:
        """Read them at the same time, for somebody is waiting; return the technicians whose calendar failed."""
        if not links:
            return frozenset()
        with ThreadPoolExecutor(min(len(links), READERS)) as pool:
            read = list(pool.map(self._reads, links))
        return frozenset(link.technician_id for link, done in zip(links, read, strict=True) if not done)

    def _reads(self, link: CalendarLink) -> bool:
        try:
            self._sync(link)
        except CalendarUnavailable as error:
            self._failed_at[link.calendar_id] = self._clock.now()
            logger.warning("calendar of technician %d not read: %s", link.technician_id, error.code)
            return False
        self._failed_at.pop(link.calendar_id, None)
        return True

    def _sync(self, link: CalendarLink) -> None:
        """Read on from where the link stands; when somebody else did meanwhile, from where that ended."""
        for _ in range(TRIES):
            now = self._clock.now()
            token = link.token if self._reaches(link, now) else None
            changes = self._calendar.changes(link.calendar_id, token, self._window(now))
            steps = partial(self._take, read=link, changes=changes, now=now)
            read_on = self._records.transaction(steps)
            if read_on is None:
                return
            link = read_on

    def _reaches(self, link: CalendarLink, now: datetime) -> bool:
        return link.reaches_to is not None and link.reaches_to >= now + timedelta(days=self._business.days_ahead + 1)

    def _window(self, now: datetime) -> Span:
        start = now.astimezone(self._business.zone)
        days = self._business.days_ahead + BEYOND_DAYS
        return Span(plus_minutes(start, -24 * 60), plus_minutes(start, days * 24 * 60))

    def _take(self, work: Work, read: CalendarLink, changes: CalendarChanges, now: datetime) -> CalendarLink | None:
        """Write what was read; return the link as it stands when it has been read on meanwhile."""
        work.visits.lock([read.technician_id])
        if not work.calendar_links.advance(read, changes.token, changes.reaches_to, now):
            links = work.calendar_links.all()
            return next((link for link in links if link.technician_id == read.technician_id), None)
        if changes.whole:
            work.busy.drop_entries(read.technician_id)
        installation = work.mirrors.installation()
        for entry in changes.entries:
            visit_id = visit_of(entry.id, installation)
            if visit_id is not None:
                self._follow(work, read, visit_id, entry, now)
            elif entry.span is None:
                work.busy.drop_entry(read.technician_id, entry.id)
            else:
                work.busy.put_entry(read.technician_id, entry.id, entry.span, entry.title)
        if changes.whole:
            self._miss(work, read, changes, installation, now)
        note_overlaps(work, read.technician_id, now)
        return None

    def _follow(self, work: Work, link: CalendarLink, visit_id: int, entry: CalendarEntry, now: datetime) -> None:
        """Take over what was done by hand to one of our events, or note that it can't be."""
        mirror, visit = work.mirrors.get(visit_id), work.visits.get(visit_id)
        here = mirror is not None and mirror.calendar_id == link.calendar_id
        if visit is None or (mirror is not None and not here) or (entry.removed and not (here and visit.is_open)):
            return
        if mirror is not None and entry.etag == mirror.etag and not entry.removed:
            return  # our own change, coming back
        if mirror is None or mirror.revision != visit.revision or not visit.is_open:
            # A change of ours is on its way, or this should not be here: written once more, ours stands.
            work.mirrors.put(Mirror(visit_id, link.calendar_id, UNKNOWN, entry.etag))
            work.jobs.mirror_visit(visit_id)
        elif entry.removed:
            work.conflicts.note(ConflictKind.REMOVED_BY_HAND, visit_id, now)
        else:
            self._follow_move(work, mirror, visit, entry, now)

    def _follow_move(self, work: Work, mirror: Mirror, visit: VisitLine, entry: CalendarEntry, now: datetime) -> None:
        revision = mirror.revision
        if entry.span is not None and entry.span != visit.span:
            if self._can_move(work, visit, entry.span, now):
                work.visits.move(visit.id, visit.technician.id, entry.span)
                work.conflicts.settle(ConflictKind.MOVED_BY_HAND, visit.id, now)
                revision += 1
            else:
                work.conflicts.note(ConflictKind.MOVED_BY_HAND, visit.id, now)
        work.mirrors.put(replace(mirror, revision=revision, etag=entry.etag))

    @staticmethod
    def _can_move(work: Work, visit: VisitLine, span: Span, now: datetime) -> bool:
        """Whether the owner's hand may be followed: to any hour, but not over another Visit."""
        work.visits.drop_expired(now)
        taken = work.visits.taken(span.start, span.end, now, visit_id=visit.id)
        return not any(entry.technician_id == visit.technician.id for entry in taken)

    @staticmethod
    def _miss(work: Work, link: CalendarLink, changes: CalendarChanges, installation: str, now: datetime) -> None:
        """Note which of our events are gone: a whole listing names only what is there."""
        seen = {visit_of(entry.id, installation) for entry in changes.entries if not entry.removed}
        for visit_id in work.mirrors.standing(link.calendar_id, Span(now, changes.reaches_to)):
            visit = work.visits.get(visit_id)
            if visit_id not in seen and visit and visit.is_open:
                work.conflicts.note(ConflictKind.REMOVED_BY_HAND, visit_id, now)


def note_overlaps(work: Work, technician_id: int, now: datetime) -> None:
    """Note every open Visit of the technician that a Busy lies over; settle what lies under none any more."""
    under = frozenset(work.visits.under_busy(technician_id, now))
    for visit_id in under:
        work.conflicts.note(ConflictKind.BUSY_OVER_VISIT, visit_id, now)
    for conflict in work.conflicts.open():
        visit = work.visits.get(conflict.visit_id)
        if visit is not None and visit.is_open and visit.technician.id != technician_id:
            continue
        if conflict.kind is ConflictKind.BUSY_OVER_VISIT and conflict.visit_id not in under:
            work.conflicts.settle(conflict.kind, conflict.visit_id, now)
        elif conflict.kind is ConflictKind.PENDING_TAKEN and visit is not None and _is_free(work, visit, now):
            work.conflicts.settle(conflict.kind, conflict.visit_id, now)
            work.jobs.confirm_visit(conflict.visit_id)


def _is_free(work: Work, visit: VisitLine, now: datetime) -> bool:
    """Whether nothing else takes the technician's time that the Visit takes."""
    taken = work.visits.taken(visit.start, visit.end, now, visit_id=visit.id)
    return not any(entry.technician_id == visit.technician.id for entry in taken)


def _within(moment: datetime | None, now: datetime, seconds: float) -> bool:
    return moment is not None and timedelta(0) <= now - moment < timedelta(seconds=seconds)
