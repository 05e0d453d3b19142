"""Google Calendar (API v3) as the owner's calendars.

Google's errors become ours here and nowhere else. What an event looks like is google_entries.py's, what is
tried again google_attempts.py's, how we are let in google_tokens.py's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

import httplib2
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from office.adapters.google_attempts import SCOPE_REASONS, TROUBLES, Attempts, log_trouble, reason_of
from office.adapters.google_entries import FIELDS, Json, body_of, entry_of
from office.adapters.google_site import GoogleSite
from office.adapters.google_tokens import GoogleAccess, GoogleTokens
from office.domain.calendar import CalendarChanges, CalendarEvent, CalendarName
from office.domain.spans import Span
from office.errors import CalendarRevoked, CalendarUnavailable

T = TypeVar("T")

LIMIT_S = 3.0
AT_ONCE = 16
PAGE = 2500
"""The most events that Google puts on a page."""
MUCH = 250
"""More changes than people make between two looks."""


class GoogleCalendar:
    """Implements `office.ports.Calendar`; safe on threads.

    A call runs on a thread of its own pool, so that it is given up in time also where no socket's timeout
    helps (a name that does not resolve, an answer that trickles). What was given up may still happen.
    """

    def __init__(
        self,
        site: GoogleSite,
        access: GoogleAccess,
        limit_s: float = LIMIT_S,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._site = site
        self._access = access
        self._limit_s = limit_s
        self._clock = clock
        self._sleep = sleep
        self._pool = ThreadPoolExecutor(AT_ONCE, "google-calendar")

    def put(self, calendar_id: str, event: CalendarEvent) -> str:
        """Insert the event, or patch the one of its id, deleted or not; return its etag.

        A deleted event keeps its id, so that inserting it again answers 409; a patch with a status brings it
        back. `update` would want the event's current sequence number and undo what the owner added by hand.
        """
        body = body_of(event)

        def steps(call: _Call) -> str:
            try:
                found = call.run(lambda api: api.events().insert(calendarId=calendar_id, body=body, fields="etag"))
            except HttpError as error:
                if error.status_code != 409:
                    raise
                same = {"calendarId": calendar_id, "eventId": event.id}
                found = call.run(lambda api: api.events().patch(**same, body=body, fields="etag"))
            return str(found["etag"])

        return self._answer(steps)

    def remove(self, calendar_id: str, event_id: str) -> None:
        """Delete the event; one that is not there, or not any more, is no error."""

        def steps(call: _Call) -> None:
            try:
                call.run(lambda api: api.events().delete(calendarId=calendar_id, eventId=event_id))
            except HttpError as error:
                if error.status_code not in (404, 410):
                    raise

        self._answer(steps)

    def changes(self, calendar_id: str, token: str | None, window: Span) -> CalendarChanges:
        """Return what is new since `token`, else all in `window`, recurring entries one by one.

        `reaches_to` is the end of the window of the last whole look, kept within the token, for Google tells no
        window's limits to a sync token: changes beyond it are told, entries that stand there unchanged are not.
        A series that was touched is told to its end, decades ahead; so where there is much news, the window is
        read whole instead.
        """
        since, _, reach = token.rpartition("|") if token else ("", "", "")

        def steps(call: _Call) -> CalendarChanges:
            news = self._news(call, calendar_id, window, since, reach) if since else None
            edges = {"timeMin": _rfc3339(window.start), "timeMax": _rfc3339(window.end)}
            return news or _look(call.pages(_listing(calendar_id, edges)), window, window.end.isoformat(), whole=True)

        return self._answer(steps)

    def calendars(self) -> Sequence[CalendarName]:
        """Return the calendars that the account may write to, its own first, then by name."""
        fields = "nextPageToken,items(id,summary,summaryOverride,primary)"

        def steps(call: _Call) -> list[CalendarName]:
            pages = call.pages(lambda api, page: api.calendarList().list(minAccessRole="writer", fields=fields, **page))
            items = [item for page in pages for item in page.get("items", ())]
            items.sort(key=lambda item: (not item.get("primary"), _name(item).lower()))
            return [CalendarName(item["id"], _name(item)) for item in items]

        return self._answer(steps)

    @staticmethod
    def _news(call: _Call, calendar_id: str, window: Span, since: str, reach: str) -> CalendarChanges | None:
        """Return what is new, or None where the token is no good any more or there is too much."""
        try:
            page = next(call.pages(_listing(calendar_id, {"syncToken": since})))
        except HttpError as error:
            if error.status_code in (400, 410):  # 410: too old; 400: not a token of this query
                return None
            raise
        too_much = "nextPageToken" in page or len(page.get("items", ())) > MUCH
        return None if too_much else _look([page], window, reach, whole=False)

    @cached_property
    def _api(self) -> Any:
        """What the discovery document bundled with the library describes; it holds no connection."""
        options = {"api_endpoint": self._site.api} if self._site.api else {}
        return build(
            "calendar", "v3", http=httplib2.Http(), static_discovery=True, cache_discovery=False, client_options=options
        )

    def _answer(self, steps: Callable[[_Call], T]) -> T:
        attempts = Attempts(self._limit_s, self._clock, self._sleep)
        future = self._pool.submit(lambda: self._translated(steps, attempts))
        try:
            return future.result(self._limit_s)
        except TimeoutError as error:
            future.cancel()
            log_trouble(error)
            raise CalendarUnavailable from None

    def _translated(self, steps: Callable[[_Call], T], attempts: Attempts) -> T:
        call = _Call(self._api, self._access, attempts)
        try:
            return steps(call)
        except TROUBLES as error:
            log_trouble(error)
            if isinstance(error, HttpError) and error.status_code == 403 and reason_of(error) in SCOPE_REASONS:
                self._access.note_revoked(call.tokens)
                raise CalendarRevoked from None
            raise CalendarUnavailable from None
        finally:
            call.close()


class _Call:
    """One public call: its connection (httplib2's are for one thread), its tokens, its time."""

    def __init__(self, api: Any, access: GoogleAccess, attempts: Attempts) -> None:
        self.tokens: GoogleTokens = access.stored()
        self._api = api
        self._access = access
        self._attempts = attempts
        self._http = httplib2.Http()

    def run(self, request: Callable[[Any], Any]) -> Json:
        """Return the answer to the request; raises one of TROUBLES, CalendarRevoked."""
        return self._attempts.run(lambda: self._send(request))

    def pages(self, request: Callable[[Any, dict[str, str]], Any]) -> Iterator[Json]:
        """Return the pages of a list, one after the other."""
        page: dict[str, str] = {}
        while True:
            found = self.run(lambda api: request(api, page))  # noqa: B023 - called before `page` changes
            yield found
            if not found.get("nextPageToken"):
                return
            page = {"pageToken": found["nextPageToken"]}

    def close(self) -> None:
        """Give up the connection."""
        self._http.close()

    def _send(self, request: Callable[[Any], Any]) -> Json:
        if not self._access.is_fresh(self.tokens):
            self.tokens = self._access.refreshed(self.tokens, self._attempts.left_s)
        try:
            return self._send_once(request)
        except HttpError as error:
            if error.status_code != 401:
                raise
        self.tokens = self._access.refreshed(self.tokens, self._attempts.left_s)
        return self._send_once(request)

    def _send_once(self, request: Callable[[Any], Any]) -> Json:
        prepared = request(self._api)
        prepared.headers["authorization"] = f"Bearer {self.tokens.access}"
        self._http.timeout = self._attempts.left_s
        found: Json = prepared.execute(http=self._http) or {}
        return found


def _listing(calendar_id: str, query: dict[str, str]) -> Callable[[Any, dict[str, str]], Any]:
    """Return a request for a page of events; a sync token is good for the same parameters only."""
    given = {"calendarId": calendar_id, "fields": f"nextPageToken,nextSyncToken,items({FIELDS})", **query}
    return lambda api, page: api.events().list(singleEvents=True, maxResults=PAGE, **given, **page)


def _look(pages: Iterable[Json], window: Span, reach: str, whole: bool) -> CalendarChanges:
    zone = window.start.tzinfo
    assert zone is not None, "a window without a zone"
    entries, token = [], None
    for page in pages:
        entries += [entry_of(item, zone) for item in page.get("items", ())]
        token = page.get("nextSyncToken")
    kept = f"{token}|{reach}" if token else None
    return CalendarChanges(tuple(entries), kept, whole, datetime.fromisoformat(reach))


def _name(item: Json) -> str:
    return str(item.get("summaryOverride") or item.get("summary") or item["id"])


def _rfc3339(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
