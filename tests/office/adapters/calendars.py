"""Every kind of calendar behind one set of hands, for the contract suite."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from cryptography.fernet import Fernet

from office.adapters.clock import SystemClock
from office.adapters.google_calendar import GoogleCalendar
from office.adapters.google_oauth import GoogleConsent
from office.adapters.google_site import GoogleSite
from office.adapters.google_tokens import GoogleAccess, GoogleTokens
from office.adapters.memory import MemoryCalendar, MemoryRecords
from office.adapters.sealing import FernetSealer
from office.domain.calendar import CalendarAccount
from office.domain.spans import Span
from office.ports import Calendar
from tests.doubles.emulate_google import LACKS, REDIRECT_URI, EmulateGoogle
from tests.doubles.google_calendar import GoogleDouble
from tests.doubles.google_login import CLIENT_ID, CLIENT_SECRET

VERIFIER = "v" * 64


class Kind:
    """A calendar, its id, and the hands of the person who owns it."""

    calendar: Calendar
    calendar_id: str
    lacks: Mapping[str, str] = {}

    def need(self, *features: str) -> None:
        """Skips the test where the double lacks one of these, with that as the reason."""
        for feature in features:
            if feature in self.lacks:
                pytest.skip(self.lacks[feature])

    def add(self, span: Span, title: str = "Dentist", free: bool = False) -> str:
        raise NotImplementedError

    def move(self, entry_id: str, span: Span) -> None:
        raise NotImplementedError

    def remove(self, entry_id: str) -> None:
        raise NotImplementedError

    def forget_tokens(self) -> None:
        raise NotImplementedError

    def break_down(self) -> None:
        """From now on it does not answer."""
        raise NotImplementedError

    def take_back(self) -> None:
        """From now on it lets us in no more."""
        raise NotImplementedError


class MemoryKind(Kind):
    calendar_id = "sam@example.com"

    def __init__(self) -> None:
        self.calendar = self._memory = MemoryCalendar("owner@example.com", self.calendar_id)

    def add(self, span: Span, title: str = "Dentist", free: bool = False) -> str:
        return self._memory.add_by_hand(self.calendar_id, span, title, free)

    def move(self, entry_id: str, span: Span) -> None:
        self._memory.move_by_hand(self.calendar_id, entry_id, span)

    def remove(self, entry_id: str) -> None:
        self._memory.remove_by_hand(self.calendar_id, entry_id)

    def forget_tokens(self) -> None:
        self._memory.forget_tokens()

    def break_down(self) -> None:
        self._memory.down = True

    def take_back(self) -> None:
        self._memory.revoked = True


class GoogleParts:
    """The adapter at a double, with all that a test wants to look into. Time is `now_s`; sleeping lets it pass."""

    def __init__(self, url: str) -> None:
        self.site = GoogleSite(CLIENT_ID, CLIENT_SECRET, url)
        self.records = MemoryRecords()
        self.sealer = FernetSealer([Fernet.generate_key().decode()])
        self.access = GoogleAccess(self.site, self.records, self.sealer, SystemClock())
        self.now_s = 0.0
        self.pauses: list[float] = []
        self.calendar = GoogleCalendar(self.site, self.access, clock=lambda: self.now_s, sleep=self._sleep)

    def connect(self, answer: Callable[[str], Mapping[str, str]]) -> None:
        """Goes through the consent; `answer` plays the owner's browser."""
        consent = GoogleConsent(self.site, SystemClock())
        back = answer(consent.url(REDIRECT_URI, "state", VERIFIER))
        assert back["state"] == "state"
        grant = consent.exchange(REDIRECT_URI, back["code"], VERIFIER)
        self.account(grant.email, grant.tokens)

    def account(self, email: str, tokens: str) -> None:
        account = CalendarAccount(email, self.sealer.seal(tokens), datetime.now(UTC))
        self.records.transaction(lambda work: work.calendar_account.put(account))

    def tokens(self) -> GoogleTokens:
        """What stands in the records."""
        account = self.records.transaction(lambda work: work.calendar_account.get())
        assert account is not None
        return GoogleTokens.from_text(self.sealer.unseal(account.sealed))

    def store_stale_tokens(self, refresh: str) -> None:
        tokens = GoogleTokens("stale", refresh, datetime.now(UTC) - timedelta(hours=1))
        self.account("owner@example.com", tokens.as_text())

    def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now_s += seconds


def allow(url: str) -> dict[str, str]:
    """Plays the browser of an owner who allows everything, at our own double."""
    answer = requests.get(url + "&double_decision=allow", allow_redirects=False, timeout=10)
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


class DoubleKind(Kind):
    calendar_id = "sam@example.com"

    def __init__(self, double: GoogleDouble) -> None:
        self.double = double
        self.double.book.add_calendar(self.calendar_id, "Sam", role="writer")
        self.parts = GoogleParts(double.url)
        self.parts.connect(allow)
        self.calendar = self.parts.calendar

    def add(self, span: Span, title: str = "Dentist", free: bool = False) -> str:
        more = {"transparency": "transparent"} if free else {}
        return self.double.edit(self.calendar_id, {"summary": title, **times(span), **more})

    def move(self, entry_id: str, span: Span) -> None:
        self.double.edit(self.calendar_id, {"id": entry_id, **times(span)})

    def remove(self, entry_id: str) -> None:
        self.double.delete(self.calendar_id, entry_id)

    def forget_tokens(self) -> None:
        self.double.book.forget_sync_tokens()

    def break_down(self) -> None:
        self.double.fail(1000)

    def take_back(self) -> None:
        self.double.login.revoke_all()


class EmulateKind(Kind):
    calendar_id = "sam@example.com"
    lacks = LACKS

    def __init__(self, emulate: EmulateGoogle) -> None:
        self._emulate = emulate
        self.parts = GoogleParts(emulate.url)
        self.parts.connect(emulate.consent)
        self.calendar = self.parts.calendar

    def add(self, span: Span, title: str = "Dentist", free: bool = False) -> str:
        if free:
            self.need("transparency")
        return self._emulate.edit(self.parts.tokens().access, self.calendar_id, {"summary": title, **times(span)})

    def move(self, entry_id: str, span: Span) -> None:
        self.need("patch")

    def remove(self, entry_id: str) -> None:
        self._emulate.delete(self.parts.tokens().access, self.calendar_id, entry_id)

    def forget_tokens(self) -> None:
        self.need("syncToken")

    def break_down(self) -> None:
        self.need("switches")

    def take_back(self) -> None:
        self.need("switches")


def times(span: Span) -> dict[str, Any]:
    return {"start": {"dateTime": span.start.isoformat()}, "end": {"dateTime": span.end.isoformat()}}
