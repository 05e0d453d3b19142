"""Quiet hours: when somebody may be told, where several time zones may be theirs. The most cautious wins."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from office.domain.spans import edge
from office.domain.texting import QuietHours

MARGIN = timedelta(minutes=30)
"""How long before quiet hours begin the last is told that can't wait until they end."""

NOTICE = timedelta(minutes=30)
"""How long before a Visit a reminder is still of use."""

DAY = timedelta(days=1)
ROUNDS = 100


def is_quiet(moment: datetime, zones: Collection[ZoneInfo], quiet: QuietHours) -> bool:
    """Return whether it is quiet in one of the zones then."""
    return any(_is_quiet(moment, zone, quiet) for zone in zones)


def awake_from(moment: datetime, zones: Collection[ZoneInfo], quiet: QuietHours) -> datetime:
    """Return the first moment from then on at which it is quiet in none of the zones.

    Where there is no such moment for days, which no real number has, it is `moment` in days to come.
    """
    moment = moment.astimezone(UTC)
    for _ in range(ROUNDS):
        zone = next((zone for zone in zones if _is_quiet(moment, zone, quiet)), None)
        if zone is None:
            return moment
        moment = _end(moment, zone, quiet)
    return moment


def awake_until(moment: datetime, zones: Collection[ZoneInfo], quiet: QuietHours) -> datetime:
    """Return the last moment before then, with a margin, at which it is quiet in none of the zones."""
    moment = moment.astimezone(UTC)
    for _ in range(ROUNDS):
        zone = next((zone for zone in zones if _is_quiet(moment, zone, quiet)), None)
        if zone is None:
            return moment
        moment = _begin(moment, zone, quiet) - MARGIN
    return moment


def reminder_time(start: datetime, minutes: int, zones: Collection[ZoneInfo], quiet: QuietHours) -> datetime:
    """Return when to remind of a Visit at `start`: `minutes` before, at the end of quiet hours, else before them."""
    start = start.astimezone(UTC)
    wanted = start - timedelta(minutes=minutes)
    after = awake_from(wanted, zones, quiet)
    return after if after <= max(wanted, start - NOTICE) else awake_until(wanted, zones, quiet)


def _is_quiet(moment: datetime, zone: ZoneInfo, quiet: QuietHours) -> bool:
    clock = moment.astimezone(zone).time()
    if quiet.begins <= quiet.ends:
        return quiet.begins <= clock < quiet.ends
    return clock >= quiet.begins or clock < quiet.ends


def _end(moment: datetime, zone: ZoneInfo, quiet: QuietHours) -> datetime:
    """Return the first end of quiet hours after a quiet moment."""
    day = moment.astimezone(zone).date()
    ends = (edge(one, quiet.ends, zone) for one in (day, day + DAY))
    return next(end for end in (one.astimezone(UTC) for one in ends) if end > moment)


def _begin(moment: datetime, zone: ZoneInfo, quiet: QuietHours) -> datetime:
    """Return the last beginning of quiet hours up to a quiet moment."""
    day = moment.astimezone(zone).date()
    begins = (edge(one, quiet.begins, zone) for one in (day, day - DAY))
    return next(begin for begin in (one.astimezone(UTC) for one in begins) if begin <= moment)
