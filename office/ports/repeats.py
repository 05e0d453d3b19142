"""Requests that were answered already, in the records."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from office.domain.repeats import Asked


class Repeats(Protocol):
    """What was asked with a key, so that the same request once more has no second effect."""

    def claim(self, asked: Asked, at: datetime) -> int | None:
        """Write that this is being asked, or return the Visit that came of it the first time.

        The same request at the same moment waits for this transaction to end. Raises KeyUsed when the key was
        for something else.
        """
        ...

    def note(self, asked: Asked, visit_id: int) -> None:
        """Write what came of it."""
        ...

    def forget(self, before: datetime) -> None:
        """Forget what was asked before then."""
        ...
