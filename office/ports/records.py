"""The records of the business: all of the above within one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from office.ports.book import BusyTimes, CalendarAccounts, CalendarLinks, Conflicts, Jobs, Mirrors, Visits
from office.ports.business import BusinessSettings
from office.ports.calls import CallLog, Leads
from office.ports.estimates import Estimates
from office.ports.messages import Consents, Messages, OptOuts, PushSubscriptions
from office.ports.people import Calls, Customers, Properties, Sessions, Users
from office.ports.privacy import Audit, PersonalData
from office.ports.repeats import Repeats

T = TypeVar("T")


class Work(Protocol):
    """One transaction's view of the records."""

    @property
    def customers(self) -> Customers: ...
    @property
    def properties(self) -> Properties: ...
    @property
    def visits(self) -> Visits: ...
    @property
    def calls(self) -> Calls: ...
    @property
    def users(self) -> Users: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def busy(self) -> BusyTimes: ...
    @property
    def calendar_links(self) -> CalendarLinks: ...
    @property
    def calendar_account(self) -> CalendarAccounts: ...
    @property
    def mirrors(self) -> Mirrors: ...
    @property
    def conflicts(self) -> Conflicts: ...
    @property
    def settings(self) -> BusinessSettings: ...
    @property
    def messages(self) -> Messages: ...
    @property
    def consents(self) -> Consents: ...
    @property
    def opt_outs(self) -> OptOuts: ...
    @property
    def push_subscriptions(self) -> PushSubscriptions: ...
    @property
    def call_log(self) -> CallLog: ...
    @property
    def leads(self) -> Leads: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def personal_data(self) -> PersonalData: ...
    @property
    def estimates(self) -> Estimates: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def repeats(self) -> Repeats: ...


class Records(Protocol):
    """The records of the business."""

    def transaction(self, steps: Callable[[Work], T]) -> T:
        """Run `steps` in one transaction and return what they return: all is written, or nothing.

        Steps may be run again when the database asks for it (deadlock, serialization), so they do nothing
        but read and write through the Work. Raises RecordsUnavailable within some 3 seconds.
        """
        ...

    def check(self) -> None:
        """Return when the records can be reached; raises RecordsUnavailable."""
        ...
