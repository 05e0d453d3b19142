"""The settings of the business: read, changed by one person at a time, and put back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from office.domain.audit import Action, Thing, by_user
from office.domain.hours import Business
from office.domain.users import Role, User
from office.errors import OwnerOnly, SettingsChanged, VersionUnknown
from office.ports import Clock, Records, SettingsVersion, Work

SHOWN = 100


class SettingsDesk:
    """Everything raises OwnerOnly for who is not the owner, and RecordsUnavailable."""

    def __init__(self, clock: Clock, records: Records) -> None:
        self._clock = clock
        self._records = records

    def read(self, by: User) -> tuple[int, Business]:
        """Return the settings and their version."""
        _only_owner(by)
        return self._records.transaction(lambda work: (work.settings.version(), work.settings.read()))

    def change(self, version: int, business: Business, by: User) -> int:
        """Write the settings in place of that version and return the new one.

        Raises SettingsChanged when it is not the latest any more, and BadSettings with a sentence.
        """
        _only_owner(by)

        def steps(work: Work) -> int:
            if work.settings.version() != version:
                raise SettingsChanged
            return _written(work, business, by, self._clock.now())

        return self._records.transaction(steps)

    def history(self, by: User) -> Sequence[SettingsVersion]:
        """Return the latest versions, latest first."""
        _only_owner(by)
        return self._records.transaction(lambda work: work.settings.history(SHOWN))

    def put_back(self, version: int, by: User) -> int:
        """Write the settings as that version has them, as a new version, and return it; raises VersionUnknown.

        Technicians who came since stay, no longer active.
        """
        _only_owner(by)

        def steps(work: Work) -> int:
            work.settings.version()  # others wait
            before = work.settings.at(version)
            if before is None:
                raise VersionUnknown
            return _written(work, before, by, self._clock.now())

        return self._records.transaction(steps)


def _written(work: Work, business: Business, by: User, now: datetime) -> int:
    version = work.settings.write(business, str(by.id), now)
    work.audit.note(by_user(by), Action.CHANGED, Thing.of("settings", version), now)
    return version


def _only_owner(by: User) -> None:
    if by.role is not Role.OWNER:
        raise OwnerOnly
