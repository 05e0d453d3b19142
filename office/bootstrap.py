"""The composition root: the only place where adapters are built. Nothing is built at import."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from pathlib import Path

from office.adapters.clock import PinnedClock, SystemClock
from office.adapters.contacts import ContactReader
from office.adapters.current_business import CurrentBusiness
from office.adapters.duckling import Duckling
from office.adapters.google_calendar import GoogleCalendar
from office.adapters.google_oauth import GoogleConsent
from office.adapters.google_site import GoogleSite
from office.adapters.google_tokens import GoogleAccess
from office.adapters.links import SignedLinks
from office.adapters.number_zones import PhoneNumberZones
from office.adapters.passwords import Argon2Passwords
from office.adapters.postgres.feed import PostgresFeed
from office.adapters.postgres.records import PostgresRecords, engine_for, sqlalchemy_url
from office.adapters.recordings import RecordingsFolder
from office.adapters.sealing import FernetSealer
from office.adapters.tokens import JwtTokens
from office.adapters.twilio_texts import TwilioTexts, TwilioWebhooks
from office.adapters.web_push import WebPush
from office.desk.booking import BookingDesk
from office.desk.calendar_account import CalendarAccountDesk
from office.desk.calendar_sync import CalendarSync
from office.desk.calls import CallDesk
from office.desk.changes import ChangeDesk
from office.desk.current import BusinessSource
from office.desk.customer_import import CustomerImport
from office.desk.customers import CustomerDesk
from office.desk.estimate_link import EstimateLinkDesk
from office.desk.estimates import EstimateDesk
from office.desk.exports import ExportDesk
from office.desk.intake import BookingIntake
from office.desk.leads import LeadDesk
from office.desk.links import Links
from office.desk.mirror import CalendarMirror
from office.desk.on_call import OnCallDesk
from office.desk.privacy import PrivacyDesk
from office.desk.received import ReceivingDesk
from office.desk.reminders import ReminderDesk
from office.desk.retention import RetentionDesk
from office.desk.schedule import ScheduleDesk
from office.desk.sending import SendingDesk
from office.desk.settings import SettingsDesk
from office.desk.telling import TellingDesk
from office.desk.times import TimeDesk
from office.desk.users import UserDesk
from office.desk.visit_link import VisitLinkDesk
from office.domain.hours import Business
from office.migrations.upgrade import upgrade
from office.ports import (
    Calendar,
    ChangeFeed,
    Clock,
    Pushes,
    Recordings,
    Records,
    Sealer,
    Texts,
    TextWebhooks,
    TimePhrases,
    TokenSigner,
)
from office.settings import Settings

STATUS_PATH = "/webhooks/twilio/status"
NO_CONTACT = "mailto:nobody@example.com"


@dataclass(frozen=True)
class Desks:
    """The use cases around the book."""

    times: TimeDesk
    booking: BookingDesk
    intake: BookingIntake
    changes: ChangeDesk
    visit_link: VisitLinkDesk
    schedule: ScheduleDesk
    calls: CallDesk
    leads: LeadDesk
    retention: RetentionDesk
    sync: CalendarSync
    mirror: CalendarMirror
    sending: SendingDesk
    reminders: ReminderDesk
    on_call: OnCallDesk
    receiving: ReceivingDesk
    telling: TellingDesk
    estimates: EstimateDesk
    estimate_link: EstimateLinkDesk


@dataclass(frozen=True)
class Office(Desks):
    """Everything that actions, the owner app, the worker and the command line call."""

    privacy: PrivacyDesk
    users: UserDesk
    business_settings: SettingsDesk
    calendar_account: CalendarAccountDesk
    customers: CustomerDesk
    customer_import: CustomerImport
    exports: ExportDesk
    tokens: TokenSigner
    current_business: BusinessSource
    clock: Clock
    records: Records
    feed: ChangeFeed
    sealer: Sealer
    pushes: Pushes
    text_webhooks: TextWebhooks | None
    settings: Settings
    log: logging.Logger

    @property
    def business(self) -> Business:
        """The business as it stands."""
        return self.current_business()


def assemble(
    business: BusinessSource,
    clock: Clock,
    phrases: TimePhrases,
    records: Records,
    calendar: Calendar,
    texts: Texts | None = None,
    pushes: Pushes | None = None,
    recordings: Recordings | None = None,
    links: Links | None = None,
) -> Desks:
    """Return the desks on these adapters.

    `texts` and `pushes` None: there is no way to send them. `recordings` None: there are none. `links` None: there is
    no address to give to customers.
    """
    links = links or Links(SignedLinks(secrets.token_hex()), None)
    zones = PhoneNumberZones()
    sync = CalendarSync(business, clock, records, calendar)
    times = TimeDesk(business, clock, phrases, records, sync)
    booking = BookingDesk(business, clock, ContactReader(), records, sync, links, promises_texts=texts is not None)
    changes = ChangeDesk(business, clock, records, sync, links)
    estimates = EstimateDesk(business, clock, records, links.estimate_url)
    mirror = CalendarMirror(business, clock, records, calendar, sync, links)
    return Desks(
        times=times,
        booking=booking,
        intake=BookingIntake(booking, times, clock, business),
        changes=changes,
        visit_link=VisitLinkDesk(business, clock, records, links, times, changes, mirror),
        schedule=ScheduleDesk(business, clock, records),
        calls=CallDesk(business, clock, records),
        leads=LeadDesk(business, clock, records),
        retention=RetentionDesk(business, clock, records, recordings or RecordingsFolder(None)),
        sync=sync,
        mirror=mirror,
        sending=SendingDesk(business, clock, records, zones, texts, pushes),
        reminders=ReminderDesk(business, clock, records, zones, links),
        on_call=OnCallDesk(business, clock, records),
        receiving=ReceivingDesk(business, clock, records, (estimates.take_reply,)),
        estimates=estimates,
        estimate_link=EstimateLinkDesk(business, clock, records, links, times, booking, estimates),
        telling=TellingDesk(business, clock, records),
    )


def bootstrap(settings: Settings) -> Office:
    """Return the office on its real adapters. Connects to nothing yet."""
    business = CurrentBusiness()
    clock: Clock = PinnedClock(settings.pinned_now) if settings.pinned_now else SystemClock()
    engine = engine_for(settings.database_url)
    records = PostgresRecords(engine, lambda: business.latest.zone, settings.number_key)
    business.read_from(records)
    site = GoogleSite(settings.google_client_id or "", settings.google_client_secret or "", settings.google_url)
    sealer = FernetSealer(settings.sealing_keys)
    calendar = GoogleCalendar(site, GoogleAccess(site, records, sealer, SystemClock()))
    consent = GoogleConsent(site, SystemClock()) if site.client_id and site.client_secret else None
    pushes = WebPush(settings.vapid_key, settings.push_contact or settings.public_url or NO_CONTACT)
    texts, signatures = _texts(settings)
    recordings = RecordingsFolder(Path(settings.recordings) if settings.recordings else None)
    links = Links(SignedLinks(settings.secret_key), settings.public_url)
    phrases = Duckling(settings.duckling_url)
    found = assemble(business, clock, phrases, records, calendar, texts, pushes, recordings, links)
    return Office(
        **vars(found),
        privacy=PrivacyDesk(business, clock, records, sealer, recordings, found.changes),
        users=UserDesk(clock, records, Argon2Passwords()),
        business_settings=SettingsDesk(clock, records),
        calendar_account=CalendarAccountDesk(business, clock, records, calendar, consent, sealer),
        customers=CustomerDesk(business, clock, ContactReader(), records, sealer),
        customer_import=CustomerImport(clock, ContactReader(), records, sealer),
        exports=ExportDesk(business, clock, records),
        tokens=JwtTokens(settings.secret_key, SystemClock()),
        current_business=business,
        clock=clock,
        records=records,
        feed=PostgresFeed(settings.database_url),
        sealer=sealer,
        pushes=pushes,
        text_webhooks=signatures,
        settings=settings,
        log=logging.getLogger("office"),
    )


def _texts(settings: Settings) -> tuple[TwilioTexts | None, TwilioWebhooks | None]:
    """Return the way to send texts and what checks its webhooks; None and None without an account."""
    if settings.twilio is None:
        return None, None
    callback = f"{settings.public_url}{STATUS_PATH}" if settings.public_url else None
    return TwilioTexts(settings.twilio, callback), TwilioWebhooks(settings.twilio.auth_token)


def time_phrases(duckling_url: str) -> TimePhrases:
    """Return Duckling alone, for those who need no records."""
    return Duckling(duckling_url)


def upgrade_database(database_url: str) -> None:
    """Bring the database up to date; raises RecordsUnavailable when it can't be reached."""
    upgrade(sqlalchemy_url(database_url))
