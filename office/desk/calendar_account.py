"""The owner's account at the calendar's provider: connecting it, whose calendar is whose, letting it go."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from office.desk.acting import note
from office.desk.calendar_sync import note_overlaps
from office.desk.current import BusinessDesk, BusinessSource
from office.domain.audit import Action
from office.domain.calendar import CalendarAccount, CalendarLink, CalendarName, Conflict, ConflictKind
from office.domain.spans import Span
from office.domain.users import Role, User
from office.domain.visits import VisitLine
from office.errors import (
    CalendarNotConnected,
    CalendarUnavailable,
    CalendarUnknown,
    OwnerOnly,
    TechnicianUnknown,
    Unreadable,
    WrongState,
)
from office.ports import Calendar, CalendarConsent, CalendarGrant, Clock, Records, Sealer, Work

LIFE = timedelta(minutes=10)
"""How long the owner may take at the provider's page."""
STANDING = timedelta(days=400)
"""How far ahead an event of ours may stand: further than any Visit is booked."""


@dataclass(frozen=True)
class Beginning:
    """Where to send the browser, and what it has to bring back: sealed, for a cookie."""

    url: str
    keep: str = field(repr=False)


@dataclass(frozen=True)
class _Kept:
    """What was asked at the provider, for whom, and until when the answer counts."""

    state: str
    verifier: str
    redirect_uri: str
    user_id: int
    until: str


@dataclass(frozen=True)
class CalendarStatus:
    """How things stand. `set_up`: an account can be connected at all; `revoked`: it has to be connected again.

    `calendars` are those that can be linked; None when they can't be read now.
    """

    set_up: bool
    account: CalendarAccount | None
    revoked: bool
    links: Sequence[CalendarLink]
    calendars: Sequence[CalendarName] | None


class CalendarAccountDesk(BusinessDesk):
    """Lets the owner connect calendars. Every call raises OwnerOnly for anybody else, and RecordsUnavailable."""

    def __init__(
        self,
        business: BusinessSource,
        clock: Clock,
        records: Records,
        calendar: Calendar,
        consent: CalendarConsent | None,
        sealer: Sealer,
    ) -> None:
        """`consent`: None where no client id is set up; the book is the only calendar then."""
        super().__init__(business)
        self._clock = clock
        self._records = records
        self._calendar = calendar
        self._consent = consent
        self._sealer = sealer

    def begin(self, user: User, redirect_uri: str) -> Beginning:
        """Return where the owner gives consent; raises CalendarNotConnected where that is not set up."""
        _check_owner(user)
        consent = self._set_up()
        state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
        until = self._clock.now() + LIFE
        kept = _Kept(state, verifier, redirect_uri, user.id, until.isoformat())
        keep = self._sealer.seal(json.dumps(asdict(kept))).decode("ascii")
        return Beginning(consent.url(redirect_uri, state, verifier), keep)

    def finish(self, user: User, keep: str, state: str, code: str) -> None:
        """Connect the account, in place of another.

        Raises WrongState when the state is not the one that this User's browser took along at most ten minutes
        ago, or was used before; CalendarRefused, CalendarUnavailable.
        """
        _check_owner(user)
        consent = self._set_up()
        now = self._clock.now()
        kept = self._unsealed(keep)
        right = hmac.compare_digest(kept.state.encode(), state.encode())
        if not right or kept.user_id != user.id or datetime.fromisoformat(kept.until) < now:
            raise WrongState
        use = sha256(state.encode()).hexdigest()
        if not self._records.transaction(lambda work: work.calls.use_token(use, now)):
            raise WrongState
        grant = consent.exchange(kept.redirect_uri, code, kept.verifier)
        self._records.transaction(lambda work: self._connect(work, grant, now))

    def disconnect(self, user: User) -> None:
        """Give the tokens back, and forget them, the links, and what was read of the calendars.

        Our events stay where they are. Where the provider can't be reached, the tokens are forgotten all the same.
        """
        _check_owner(user)
        now = self._clock.now()
        account = self._records.transaction(lambda work: work.calendar_account.get())
        if account is not None:
            self._give_back(account)
        self._records.transaction(lambda work: self._forget(work, now))

    def status(self, user: User) -> CalendarStatus:
        """Return how things stand."""
        _check_owner(user)
        account, _ = self._stored()
        calendars = self._calendars() if account and self._consent else None
        account, links = self._stored()  # the look may have found that the account is revoked
        revoked = account is not None and (account.revoked_at is not None or not self._is_readable(account))
        return CalendarStatus(self._consent is not None, account, revoked, links, calendars)

    def describe(self) -> str:
        """Return in a few words what the calendar is, naming nobody; for `make doctor`."""
        account, links = self._stored()
        if account is None:
            return "our own database"
        if account.revoked_at is not None:
            return "Google Calendar, to be connected again; until then our own database"
        return f"Google Calendar, {len(links)} linked" if links else "Google Calendar, none linked"

    def link(self, user: User, wanted: Mapping[int, str]) -> None:
        """Link these technicians' calendars, and nobody else's.

        Raises TechnicianUnknown; CalendarUnknown when a new one is not among the account's, or one is wanted
        twice; CalendarNotConnected, CalendarUnavailable.
        """
        _check_owner(user)
        now = self._clock.now()
        account, links = self._stored()
        linked = {link.technician_id: link.calendar_id for link in links}
        if account is None:
            raise CalendarNotConnected
        if not set(wanted) <= {technician.id for technician in self._business.technicians}:
            raise TechnicianUnknown
        if len(set(wanted.values())) < len(wanted):
            raise CalendarUnknown
        new = set(wanted.items()) - set(linked.items())
        known = {calendar.id for calendar in self._calendar.calendars()} if new else set()
        if any(calendar_id not in known for _, calendar_id in new):
            raise CalendarUnknown
        self._records.transaction(lambda work: self._link(work, wanted, now))

    def conflicts(self, user: User) -> Sequence[tuple[Conflict, VisitLine]]:
        """Return what the owner has to settle, oldest first, each with its Visit."""
        _check_owner(user)

        def steps(work: Work) -> list[tuple[Conflict, VisitLine]]:
            found = [(conflict, work.visits.get(conflict.visit_id)) for conflict in work.conflicts.open()]
            return [(conflict, visit) for conflict, visit in found if visit is not None]

        return self._records.transaction(steps)

    def _set_up(self) -> CalendarConsent:
        if self._consent is None:
            raise CalendarNotConnected
        return self._consent

    def _stored(self) -> tuple[CalendarAccount | None, Sequence[CalendarLink]]:
        return self._records.transaction(lambda work: (work.calendar_account.get(), work.calendar_links.all()))

    def _calendars(self) -> Sequence[CalendarName] | None:
        try:
            return self._calendar.calendars()
        except CalendarUnavailable:
            return None

    def _unsealed(self, keep: str) -> _Kept:
        try:
            return _Kept(**json.loads(self._sealer.unseal(keep.encode())))
        except (Unreadable, ValueError, TypeError):
            raise WrongState from None

    def _is_readable(self, account: CalendarAccount) -> bool:
        try:
            self._sealer.unseal(account.sealed)
        except Unreadable:
            return False
        return True

    def _give_back(self, account: CalendarAccount) -> None:
        if self._consent is None or account.revoked_at is not None:
            return
        try:
            self._consent.revoke(self._sealer.unseal(account.sealed))
        except (CalendarUnavailable, Unreadable):
            return

    def _connect(self, work: Work, grant: CalendarGrant, now: datetime) -> None:
        """The same account again keeps its links; another one's calendars are others."""
        before = work.calendar_account.get()
        if before is not None and before.email != grant.email:
            self._forget(work, now)
        work.calendar_account.put(CalendarAccount(grant.email, self._sealer.seal(grant.tokens), now))
        note(work, Action.ADDED, "calendar", "account", now)
        _catch_up(work, now)

    def _forget(self, work: Work, now: datetime) -> None:
        for link in work.calendar_links.all():
            _unlink(work, link, now)
            for visit_id in work.mirrors.standing(link.calendar_id, Span(now, now + STANDING)):
                work.mirrors.drop(visit_id)
        work.calendar_account.remove()
        note(work, Action.REMOVED, "calendar", "account", now)

    @staticmethod
    def _link(work: Work, wanted: Mapping[int, str], now: datetime) -> None:
        linked = {link.technician_id: link for link in work.calendar_links.all()}
        gone = [link for link in linked.values() if wanted.get(link.technician_id) != link.calendar_id]
        for link in gone:
            _unlink(work, link, now)
            del linked[link.technician_id]
        for technician_id, calendar_id in wanted.items():
            if technician_id not in linked:
                work.calendar_links.put(technician_id, calendar_id)
                note(work, Action.CHANGED, "calendar_link", technician_id, now)
        _catch_up(work, now)


def _catch_up(work: Work, now: datetime) -> None:
    """Have what stands in the wrong calendar, or in none, put where it belongs."""
    for visit_id in work.mirrors.behind(now):
        work.jobs.mirror_visit(visit_id)


def _unlink(work: Work, link: CalendarLink, now: datetime) -> None:
    """Take the link away with what was read of it, and with the disagreements that are none without it."""
    work.visits.lock([link.technician_id])
    work.calendar_links.remove(link.technician_id)
    work.busy.drop_entries(link.technician_id)
    note_overlaps(work, link.technician_id, now)
    for conflict in work.conflicts.open():
        visit = work.visits.get(conflict.visit_id)
        by_hand = conflict.kind in (ConflictKind.MOVED_BY_HAND, ConflictKind.REMOVED_BY_HAND)
        if by_hand and visit is not None and visit.technician.id == link.technician_id:
            work.conflicts.settle(conflict.kind, conflict.visit_id, now)


def _check_owner(user: User) -> None:
    if user.role is not Role.OWNER:
        raise OwnerOnly
