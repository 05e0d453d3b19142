"""FAKE of the records: one transaction at a time, undone by putting a copy back."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from office.adapters.memory.book import MemoryBusyTimes, MemoryVisits
from office.adapters.memory.calendars import (
    MemoryCalendarAccounts,
    MemoryCalendarLinks,
    MemoryConflicts,
    MemoryJobs,
    MemoryMirrors,
)
from office.adapters.memory.call_log import MemoryCallLog, MemoryLeads
from office.adapters.memory.customers import MemoryCustomers
from office.adapters.memory.estimates import MemoryEstimates
from office.adapters.memory.messages import (
    MemoryConsents,
    MemoryMessages,
    MemoryOptOuts,
    MemoryPushSubscriptions,
)
from office.adapters.memory.people import MemoryCalls, MemorySessions, MemoryUsers
from office.adapters.memory.privacy import MemoryAudit, MemoryPersonalData
from office.adapters.memory.properties import MemoryProperties
from office.adapters.memory.repeats import MemoryRepeats
from office.adapters.memory.settings import MemoryBusinessSettings
from office.adapters.memory.tables import Tables
from office.domain.hours import Technician
from office.errors import RecordsUnavailable
from office.ports import Work

T = TypeVar("T")


class MemoryRecords:
    """FAKE of `office.ports.Records`: one transaction at a time; `away = True` plays a database that is gone."""

    def __init__(self, technicians: Sequence[Technician] = (Technician(1, "Sam"),)) -> None:
        self.away = False
        self._technicians = {technician.id: technician for technician in technicians}
        self._tables = Tables()
        self._lock = threading.RLock()

    def transaction(self, steps: Callable[[Work], T]) -> T:
        """Run `steps` alone; whatever they raise undoes what they wrote."""
        if self.away:
            raise RecordsUnavailable
        with self._lock:
            before = copy.deepcopy(self._tables)
            done = False
            try:
                result = steps(MemoryWork(self._tables, self._technicians))
                done = True
            finally:
                if not done:
                    self._tables = before
            return result

    def take_jobs(self) -> list[tuple[str, int]]:
        """Return the jobs that wait, by name and Visit, and leave none."""
        jobs, self._tables.jobs = self._tables.jobs, []
        return jobs

    def take_messages(self) -> list[int]:
        """Return the Messages that wait to be sent, and leave none."""
        waiting, self._tables.message_jobs = self._tables.message_jobs, []
        return waiting

    def check(self) -> None:
        """Raise RecordsUnavailable while away."""
        if self.away:
            raise RecordsUnavailable


class MemoryWork:
    """FAKE of `office.ports.Work`."""

    def __init__(self, tables: Tables, technicians: dict[int, Technician]) -> None:
        self.customers = MemoryCustomers(tables)
        self.properties = MemoryProperties(tables)
        self.visits = MemoryVisits(tables, technicians)
        self.calls = MemoryCalls(tables)
        self.users = MemoryUsers(tables)
        self.estimates = MemoryEstimates(tables)
        self.sessions = MemorySessions(tables)
        self.busy = MemoryBusyTimes(tables)
        self.call_log = MemoryCallLog(tables)
        self.leads = MemoryLeads(tables)
        self.audit = MemoryAudit(tables)
        self.personal_data = MemoryPersonalData(tables)
        self.calendar_links = MemoryCalendarLinks(tables)
        self.calendar_account = MemoryCalendarAccounts(tables)
        self.mirrors = MemoryMirrors(tables)
        self.conflicts = MemoryConflicts(tables)
        self.jobs = MemoryJobs(tables)
        self.repeats = MemoryRepeats(tables)
        self.settings = MemoryBusinessSettings(tables, technicians)
        self.messages = MemoryMessages(tables)
        self.consents = MemoryConsents(tables)
        self.opt_outs = MemoryOptOuts(tables)
        self.push_subscriptions = MemoryPushSubscriptions(tables)
