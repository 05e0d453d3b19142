"""The business as its settings stand now, for every desk: changed settings hold without a restart."""

from __future__ import annotations

from collections.abc import Callable

from office.domain.hours import Business

BusinessSource = Callable[[], Business]
"""Gives the business as it stands."""


class BusinessDesk:
    """What the desks have in common: each asks for the business anew whenever it needs it."""

    def __init__(self, business: BusinessSource) -> None:
        self._current = business

    @property
    def _business(self) -> Business:
        return self._current()
