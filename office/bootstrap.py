"""The composition root: the only place where adapters are built. Nothing is built at import."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from office.adapters.clock import PinnedClock, SystemClock
from office.adapters.contacts import ContactReader
from office.adapters.duckling import Duckling
from office.adapters.passwords import Argon2Passwords
from office.adapters.postgres.records import PostgresRecords, engine_for, sqlalchemy_url
from office.adapters.tokens import JwtTokens
from office.desk.booking import BookingDesk
from office.desk.calls import CallDesk
from office.desk.intake import BookingIntake
from office.desk.schedule import ScheduleDesk
from office.desk.users import UserDesk
from office.domain.hours import Business
from office.migrations.upgrade import upgrade
from office.ports import Clock, Records, TimePhrases, TokenSigner
from office.settings import Settings


@dataclass(frozen=True)
class Office:
    """Everything that actions, the owner app and the command line call."""

    booking: BookingDesk
    intake: BookingIntake
    schedule: ScheduleDesk
    calls: CallDesk
    users: UserDesk
    tokens: TokenSigner
    business: Business
    clock: Clock
    records: Records
    settings: Settings
    log: logging.Logger


def bootstrap(settings: Settings, business: Business | None = None) -> Office:
    """Return the office on its real adapters. Connects to nothing yet."""
    business = business or Business()
    clock: Clock = PinnedClock(settings.pinned_now) if settings.pinned_now else SystemClock()
    records = PostgresRecords(engine_for(settings.database_url), business.zone)
    booking = BookingDesk(business, clock, Duckling(settings.duckling_url), ContactReader(), records)
    return Office(
        booking=booking,
        intake=BookingIntake(booking, clock, business),
        schedule=ScheduleDesk(business, records),
        calls=CallDesk(business, clock, records),
        users=UserDesk(clock, records, Argon2Passwords()),
        tokens=JwtTokens(settings.secret_key, SystemClock()),
        business=business,
        clock=clock,
        records=records,
        settings=settings,
        log=logging.getLogger("office"),
    )


def time_phrases(duckling_url: str) -> TimePhrases:
    """Return Duckling alone, for those who need no records."""
    return Duckling(duckling_url)


def upgrade_database(database_url: str) -> None:
    """Bring the database up to date; raises RecordsUnavailable when it can't be reached."""
    upgrade(sqlalchemy_url(database_url))
