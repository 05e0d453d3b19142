"""What the desk needs from the world, as small protocols named for the business.

`office.adapters` implements them; `office.adapters.memory` holds the labelled fakes for tests.
"""

from office.ports.book import BusyTimes, CalendarAccounts, CalendarLinks, Conflicts, Jobs, Mirrors, Visits
from office.ports.business import BusinessSettings, SettingsVersion
from office.ports.calls import CallLog, Leads
from office.ports.estimates import Estimates
from office.ports.links import Linked, LinkSigner
from office.ports.messages import (
    Consents,
    Messages,
    NumberZones,
    OptOuts,
    Pushes,
    PushSubscriptions,
    TextReceipt,
    Texts,
    TextWebhooks,
)
from office.ports.outside import (
    Calendar,
    CalendarConsent,
    CalendarGrant,
    ChangeFeed,
    Clock,
    ContactReader,
    PasswordHasher,
    RowChange,
    Sealer,
    TimePhrases,
    TokenSigner,
    VoiceGrant,
)
from office.ports.people import Calls, Customers, Properties, Sessions, Users
from office.ports.privacy import Audit, PersonalData, Recordings, Traces
from office.ports.records import Records, Work
from office.ports.repeats import Repeats

__all__ = [
    "Audit",
    "BusinessSettings",
    "BusyTimes",
    "Calendar",
    "CalendarAccounts",
    "CalendarConsent",
    "CalendarGrant",
    "CalendarLinks",
    "CallLog",
    "Calls",
    "ChangeFeed",
    "Clock",
    "Conflicts",
    "Consents",
    "ContactReader",
    "Customers",
    "Estimates",
    "Jobs",
    "Leads",
    "LinkSigner",
    "Linked",
    "Messages",
    "Mirrors",
    "NumberZones",
    "OptOuts",
    "PasswordHasher",
    "PersonalData",
    "Properties",
    "PushSubscriptions",
    "Pushes",
    "Recordings",
    "Records",
    "Repeats",
    "RowChange",
    "Sealer",
    "Sessions",
    "SettingsVersion",
    "TextReceipt",
    "TextWebhooks",
    "Texts",
    "TimePhrases",
    "TokenSigner",
    "Traces",
    "Users",
    "Visits",
    "VoiceGrant",
    "Work",
]
