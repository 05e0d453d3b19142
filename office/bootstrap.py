"""The composition root: the only place where adapters are built. Nothing is built at import."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from office.adapters.clock import PinnedClock, SystemClock
from office.adapters.contacts import ContactReader
from office.adapters.current_business import CurrentBusiness
from office.adapters.duckling import Duckling
from office.adapters.google_calendar import GoogleCalendar
from office.adapters.google_oauth import GoogleConsent
from office.adapters.google_site import GoogleSite
from office.adapters.google_tokens import GoogleAccess
from office.adapters.passwords import Argon2Passwords
from office.adapters.postgres.records import PostgresRecords, engine_for, sqlalchemy_url
from office.adapters.sealing import FernetSealer
from office.adapters.tokens import JwtTokens
from office.desk.booking import BookingDesk
from office.desk.calendar_account import CalendarAccountDesk
from office.desk.calendar_sync import CalendarSync
from office.desk.calls import CallDesk
from office.desk.changes import ChangeDesk
from office.desk.current import BusinessSource
from office.desk.customer_import import CustomerImport
from office.desk.customers import CustomerDesk
from office.desk.intake import BookingIntake
from office.desk.mirror import CalendarMirror
from office.desk.schedule import ScheduleDesk
from office.desk.times import TimeDesk
from office.desk.users import UserDesk
from office.domain.hours import Business
from office.migrations.upgrade import upgrade
from office.ports import Calendar, Clock, Records, Sealer, TimePhrases, TokenSigner
from office.settings import Settings


@dataclass(frozen=True)
class Desks:
    """The use cases around the book."""

    times: TimeDesk
    booking: BookingDesk
    intake: BookingIntake
    changes: ChangeDesk
    schedule: ScheduleDesk
    calls: CallDesk
    sync: CalendarSync
    mirror: CalendarMirror


@dataclass(frozen=True)
class Office(Desks):
    """Everything that actions, the owner app, the worker and the command line call."""

    users: UserDesk
    calendar_account: CalendarAccountDesk
    customers: CustomerDesk
    customer_import: CustomerImport
    tokens: TokenSigner
    current_business: BusinessSource
    clock: Clock
    records: Records
    sealer: Sealer
    settings: Settings
    log: logging.Logger

    @property
    def business(self) -> Business:
        """The business as it stands."""
        return self.current_business()


def assemble(
    business: BusinessSource, clock: Clock, phrases: TimePhrases, records: Records, calendar: Calendar
) -> Desks:
    """Return the desks on these adapters."""
    sync = CalendarSync(business, clock, records, calendar)
    times = TimeDesk(business, clock, phrases, records, sync)
    booking = BookingDesk(business, clock, ContactReader(), records, sync)
    return Desks(
        times=times,
        booking=booking,
        intake=BookingIntake(booking, times, clock, business),
        changes=ChangeDesk(business, clock, records, sync),
        schedule=ScheduleDesk(business, clock, records),
        calls=CallDesk(business, clock, records),
        sync=sync,
        mirror=CalendarMirror(business, clock, records, calendar, sync),
    )


def bootstrap(settings: Settings) -> Office:
    """Return the office on its real adapters. Connects to nothing yet."""
    business = CurrentBusiness()
    clock: Clock = PinnedClock(settings.pinned_now) if settings.pinned_now else SystemClock()
    records = PostgresRecords(engine_for(settings.database_url), lambda: business.latest.zone)
    business.read_from(records)
    site = GoogleSite(settings.google_client_id or "", settings.google_client_secret or "", settings.google_url)
    sealer = FernetSealer(settings.sealing_keys)
    calendar = GoogleCalendar(site, GoogleAccess(site, records, sealer, SystemClock()))
    consent = GoogleConsent(site, SystemClock()) if site.client_id and site.client_secret else None
    found = assemble(business, clock, Duckling(settings.duckling_url), records, calendar)
    return Office(
        **vars(found),
        users=UserDesk(clock, records, Argon2Passwords()),
        calendar_account=CalendarAccountDesk(business, clock, records, calendar, consent, sealer),
        customers=CustomerDesk(business, clock, ContactReader(), records, sealer),
        customer_import=CustomerImport(ContactReader(), records, sealer),
        tokens=JwtTokens(settings.secret_key, SystemClock()),
        current_business=business,
        clock=clock,
        records=records,
        sealer=sealer,
        settings=settings,
        log=logging.getLogger("office"),
    )


def time_phrases(duckling_url: str) -> TimePhrases:
    """Return Duckling alone, for those who need no records."""
    return Duckling(duckling_url)


def upgrade_database(database_url: str) -> None:
    """Bring the database up to date; raises RecordsUnavailable when it can't be reached."""
    upgrade(sqlalchemy_url(database_url))
