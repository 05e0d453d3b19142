"""The clock: the system's, or one that starts at a given moment (tests and demonstrations)."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)


class PinnedClock:
    """A clock that showed `start` when it was made and goes on from there."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._made = time.monotonic()

    def now(self) -> datetime:
        """Return `start` and the real time since."""
        return self._start + timedelta(seconds=time.monotonic() - self._made)
