"""The business as its settings stand, read from the records once a second at most."""

from __future__ import annotations

import threading
import time

from office.domain.hours import Business
from office.errors import RecordsUnavailable
from office.ports import Records

FRESH_S = 1.0


class CurrentBusiness:
    """Gives the business (`office.desk.current.BusinessSource`); while the records are away, as it was last known."""

    def __init__(self) -> None:
        self.latest = Business()
        self._records: Records | None = None
        self._read_at = float("-inf")
        self._lock = threading.Lock()

    def read_from(self, records: Records) -> None:
        """Say where the settings are: the records need the business's zone, so they are made after it."""
        self._records = records

    def __call__(self) -> Business:
        """Return the business; raises BadSettings."""
        if time.monotonic() - self._read_at >= FRESH_S and self._lock.acquire(blocking=False):
            try:
                self._read()
            finally:
                self._lock.release()
        return self.latest

    def _read(self) -> None:
        assert self._records is not None, "read_from comes first"
        try:
            self.latest = self._records.transaction(lambda work: work.settings.read())
        except RecordsUnavailable:
            return
        finally:
            self._read_at = time.monotonic()
