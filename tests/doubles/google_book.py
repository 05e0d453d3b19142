"""OUR OWN double of Google Calendar, its state: calendars, events, sync tokens, pages. Not made by Google.

What it knows of Google's ways, and from where:
- ids of deleted events stay taken: insert answers 409, delete again 410, get still finds them, cancelled
  (https://developers.google.com/workspace/calendar/api/v3/reference/events, `status`);
- a sync token excludes time windows, and what it brings is not limited to the first look's window;
- an update with an older sequence number than the event's is refused.
"""

import base64
import itertools
import json
from copy import deepcopy
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]


class Refusal(Exception):
    """An error as Google answers it."""

    def __init__(self, status: int, reason: str, message: str = "") -> None:
        super().__init__(reason)
        self.status, self.reason, self.message = status, reason, message or reason


class Book:
    """All calendars of the one account. Not locked: its server does that."""

    def __init__(self, email: str = "owner@example.com", zone: str = "America/New_York") -> None:
        self.email = email
        self.zone = zone
        self.page_size = 2500
        self.calendars: dict[str, Json] = {}
        self.events: dict[str, dict[str, Json]] = {}
        self._versions: dict[tuple[str, str], int] = {}
        self._version = 0
        self._oldest_token = 0
        self._pages: dict[str, tuple[list[Json], str]] = {}
        self._made = itertools.count(1)
        self.add_calendar(email, "Owner", primary=True)

    def add_calendar(self, calendar_id: str, summary: str, role: str = "owner", primary: bool = False) -> None:
        entry = {
            "kind": "calendar#calendarListEntry",
            "etag": self._tag(),
            "id": calendar_id,
            "summary": summary,
            "timeZone": self.zone,
            "accessRole": role,
        }
        self.calendars[calendar_id] = {**entry, "primary": True} if primary else entry
        self.events[calendar_id] = {}

    def forget_sync_tokens(self) -> None:
        self._version += 1
        self._oldest_token = self._version

    def calendar_list(self, query: dict[str, str]) -> Json:
        writable = query.get("minAccessRole") in ("writer", "owner")
        roles = ("writer", "owner") if writable else ("freeBusyReader", "reader", "writer", "owner")
        items = [entry for entry in self.calendars.values() if entry["accessRole"] in roles]
        return self._page("calendar#calendarList", items, query, "")

    def insert(self, calendar_id: str, body: Json) -> Json:
        stored = self._writable(calendar_id)
        event_id = body.get("id") or f"made{next(self._made):06d}"
        if not (5 <= len(event_id) <= 1024 and set(event_id) <= set("abcdefghijklmnopqrstuv0123456789")):
            raise Refusal(400, "invalid", "Invalid resource id value.")
        if event_id in stored:
            raise Refusal(409, "duplicate", "The requested identifier already exists.")
        return self._write(calendar_id, {**body, "id": event_id}, sequence=0)

    def get(self, calendar_id: str, event_id: str) -> Json:
        stored = self._readable(calendar_id)
        if event_id not in stored:
            raise Refusal(404, "notFound", "Not Found")
        return deepcopy(stored[event_id])

    def update(self, calendar_id: str, event_id: str, body: Json) -> Json:
        self._writable(calendar_id)
        before = self.get(calendar_id, event_id)
        if body.get("sequence", 0) < before["sequence"]:
            raise Refusal(400, "invalid", "Invalid sequence value. The specified sequence number is below the current.")
        return self._write(calendar_id, {**body, "id": event_id}, before["sequence"] + 1)

    def patch(self, calendar_id: str, event_id: str, body: Json) -> Json:
        self._writable(calendar_id)
        before = self.get(calendar_id, event_id)
        after = {**before, **body, "id": event_id}
        return self._write(calendar_id, {key: each for key, each in after.items() if each is not None})

    def delete(self, calendar_id: str, event_id: str) -> None:
        self._writable(calendar_id)
        event = self.get(calendar_id, event_id)
        if event["status"] == "cancelled":
            raise Refusal(410, "deleted", "Resource has been deleted")
        self._write(calendar_id, {**event, "status": "cancelled"}, event["sequence"] + 1)

    def list_events(self, calendar_id: str, query: dict[str, str]) -> Json:
        stored = self._readable(calendar_id)
        if "pageToken" in query:
            return self._page("calendar#events", [], query, "")
        if "syncToken" in query:
            since = self._read_sync_token(calendar_id, query["syncToken"])
            found = [event for event in stored.values() if self._versions[calendar_id, event["id"]] > since]
            items = [each for event in found for each in self._singles(event, query)]
        else:
            items = [each for event in stored.values() for each in self._singles(event, query) if _within(each, query)]
            if query.get("showDeleted") != "true":
                items = [each for each in items if each["status"] != "cancelled"]
        token = "" if "orderBy" in query else self._sync_token(calendar_id)
        return self._page("calendar#events", items, query, token)

    def _page(self, kind: str, items: list[Json], query: dict[str, str], sync_token: str) -> Json:
        if "pageToken" in query:
            if query["pageToken"] not in self._pages:
                raise Refusal(400, "invalid", "Invalid page token")
            items, sync_token = self._pages[query["pageToken"]]
        size = min(int(query.get("maxResults", 250)), self.page_size)
        answer: Json = {"kind": kind, "etag": self._tag(), "items": deepcopy(items[:size])}
        if items[size:]:
            token = f"page{len(self._pages)}"
            self._pages[token] = (items[size:], sync_token)
            return {**answer, "nextPageToken": token}
        return {**answer, "nextSyncToken": sync_token} if sync_token else answer

    def _write(self, calendar_id: str, event: Json, sequence: int | None = None) -> Json:
        _check_times(event)
        self._version += 1
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        before = self.events[calendar_id].get(event["id"], {})
        full = {
            "status": "confirmed",
            **event,
            "kind": "calendar#event",
            "etag": self._tag(),
            "created": before.get("created", now),
            "updated": now,
            "sequence": event.get("sequence", 0) if sequence is None else sequence,
            "iCalUID": f"{event['id']}@example.com",
            "eventType": event.get("eventType", "default"),
        }
        self.events[calendar_id][event["id"]] = full
        self._versions[calendar_id, event["id"]] = self._version
        return deepcopy(full)

    def _readable(self, calendar_id: str) -> dict[str, Json]:
        if calendar_id not in self.events:
            raise Refusal(404, "notFound", "Not Found")
        return self.events[calendar_id]

    def _writable(self, calendar_id: str) -> dict[str, Json]:
        stored = self._readable(calendar_id)
        if self.calendars[calendar_id]["accessRole"] not in ("writer", "owner"):
            raise Refusal(403, "requiredAccessLevel", "You need to have writer access to this calendar.")
        return stored

    def _tag(self) -> str:
        return f'"{self._version * 1000}"'

    def _sync_token(self, calendar_id: str) -> str:
        return base64.urlsafe_b64encode(json.dumps([calendar_id, self._version]).encode()).decode()

    def _read_sync_token(self, calendar_id: str, token: str) -> int:
        try:
            name, version = json.loads(base64.urlsafe_b64decode(token))
        except ValueError:
            raise Refusal(400, "invalid", "Invalid sync token value.") from None
        if name != calendar_id or version < self._oldest_token:
            raise Refusal(410, "fullSyncRequired", "Sync token is no longer valid, a full sync is required.")
        return int(version)

    @staticmethod
    def _singles(event: Json, query: dict[str, str]) -> list[Json]:
        """The instances of a recurring event: of `RRULE:FREQ=DAILY|WEEKLY;COUNT=n` only."""
        if "recurrence" not in event or query.get("singleEvents") != "true":
            return [event]
        rule = dict(part.split("=") for part in event["recurrence"][0].removeprefix("RRULE:").split(";"))
        step = timedelta(days={"DAILY": 1, "WEEKLY": 7}[rule["FREQ"]])
        return [_instance(event, step * index) for index in range(int(rule["COUNT"]))]


def _instance(event: Json, later: timedelta) -> Json:
    """On the wall clock of the event's zone, as a person means it."""
    sides = {}
    for side in ("start", "end"):
        zone = ZoneInfo(event[side]["timeZone"])
        wall = datetime.fromisoformat(event[side]["dateTime"]).astimezone(zone).replace(tzinfo=None) + later
        sides[side] = {"dateTime": wall.replace(tzinfo=zone).isoformat(), "timeZone": zone.key}
    start = datetime.fromisoformat(sides["start"]["dateTime"]).astimezone(UTC)
    single = {key: each for key, each in event.items() if key != "recurrence"}
    made_id = f"{event['id']}_{start:%Y%m%dT%H%M%SZ}"
    return {**single, **sides, "id": made_id, "recurringEventId": event["id"], "originalStartTime": sides["start"]}


def _within(event: Json, query: dict[str, str]) -> bool:
    zone = ZoneInfo("America/New_York")
    ends_in_time = "timeMin" not in query or _moment(event["end"], zone) > datetime.fromisoformat(query["timeMin"])
    return ends_in_time and (
        "timeMax" not in query or _moment(event["start"], zone) < datetime.fromisoformat(query["timeMax"])
    )


def _check_times(event: Json) -> None:
    zone = ZoneInfo("UTC")
    if _moment(event["end"], zone) < _moment(event["start"], zone):
        raise Refusal(400, "timeRangeEmpty", "The specified time range is empty.")


def _moment(side: Json, zone: ZoneInfo) -> datetime:
    if "date" in side:
        return datetime.combine(date.fromisoformat(side["date"]), time(), zone).astimezone(UTC)
    moment = datetime.fromisoformat(side["dateTime"])
    if moment.tzinfo is None:
        if "timeZone" not in side:
            raise Refusal(400, "required", "Missing time zone definition.")
        moment = moment.replace(tzinfo=ZoneInfo(side["timeZone"]))
    return moment.astimezone(UTC)
