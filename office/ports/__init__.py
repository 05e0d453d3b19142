"""What the desk needs from the world, as small protocols named for the business.

`office.adapters` implements them; `office.adapters.memory` holds the labelled fakes for tests.
"""

from office.ports.book import BusyTimes, CalendarAccounts, CalendarLinks, Conflicts, Jobs, Mirrors, Visits
from office.ports.business import BusinessSettings
from office.ports.outside import (
    Calendar,
    CalendarConsent,
    CalendarGrant,
    Clock,
    ContactReader,
    PasswordHasher,
    Sealer,
    TimePhrases,
    TokenSigner,
    VoiceGrant,
)
from office.ports.people import Calls, Customers, Properties, Users
from office.ports.records import Records, Work

__all__ = [
    "BusinessSettings",
    "BusyTimes",
    "Calendar",
    "CalendarAccounts",
    "CalendarConsent",
    "CalendarGrant",
    "CalendarLinks",
    "Calls",
    "Clock",
    "Conflicts",
    "ContactReader",
    "Customers",
    "Jobs",
    "Mirrors",
    "PasswordHasher",
    "Properties",
    "Records",
    "Sealer",
    "TimePhrases",
    "TokenSigner",
    "Users",
    "Visits",
    "VoiceGrant",
    "Work",
]
