"""Google's events and ours, translated into each other (Calendar API v3, resource Events)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from office.domain.calendar import CalendarEntry, CalendarEvent
from office.domain.spans import Span

Json = Mapping[str, Any]

FIELDS = "id,status,etag,start,end,summary,transparency,eventType,attendees(self,responseStatus)"
"""What `entry_of` reads: the only part of an event that is asked for."""
TAKES_NO_TIME = frozenset({"birthday", "workingLocation"})


def body_of(event: CalendarEvent) -> dict[str, Any]:
    """Return the event as Google takes it. `status` brings a deleted one back."""
    return {
        "id": event.id,
        "status": "confirmed",
        "summary": event.title,
        "location": event.place,
        "description": event.description,
        "start": _time_of(event.span.start),
        "end": _time_of(event.span.end),
        "transparency": "opaque",
    }


def entry_of(item: Json, zone: tzinfo) -> CalendarEntry:
    """Return the event with its times in `zone`; whole days are days of that zone."""
    removed = item.get("status") == "cancelled"
    span = _span_of(item, zone) if _takes_time(item) and not removed else None
    return CalendarEntry(item["id"], span, item.get("summary", ""), item.get("etag", ""), removed)


def _takes_time(item: Json) -> bool:
    declined = any(
        guest.get("self") and guest.get("responseStatus") == "declined" for guest in item.get("attendees", ())
    )
    free = item.get("transparency") == "transparent" or item.get("eventType") in TAKES_NO_TIME
    return not (declined or free)


def _span_of(item: Json, zone: tzinfo) -> Span | None:
    start, end = (_moment_of(item.get(side, {}), zone) for side in ("start", "end"))
    if start is None or end is None or start.astimezone(UTC) >= end.astimezone(UTC):
        return None
    return Span(start, end)


def _moment_of(side: Json, zone: tzinfo) -> datetime | None:
    if "dateTime" in side:
        moment = datetime.fromisoformat(side["dateTime"])
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(side["timeZone"]) if "timeZone" in side else zone)
    elif "date" in side:
        moment = datetime.combine(date.fromisoformat(side["date"]), time(), zone)
    else:
        return None
    return moment.astimezone(UTC).astimezone(zone)


def _time_of(moment: datetime) -> dict[str, str]:
    zone = {"timeZone": moment.tzinfo.key} if isinstance(moment.tzinfo, ZoneInfo) else {}
    return {"dateTime": moment.isoformat(timespec="seconds"), **zone}
