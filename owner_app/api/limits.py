"""How often somebody may ask for something, counted in this process (library `limits`, a moving window)."""

from __future__ import annotations

import math
import time

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from owner_app.api.errors import TooOften


class Limit:
    """So many times in so long, e.g. "30/minute", for each `who`."""

    def __init__(self, rate: str) -> None:
        self._item = parse(rate)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, who: str) -> None:
        """Count one time more; raises TooOften."""
        if not self._limiter.hit(self._item, who):
            again = self._limiter.get_window_stats(self._item, who).reset_time
            raise TooOften(max(1, math.ceil(again - time.time())))
