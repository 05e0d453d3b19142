"""The account's tokens at Google: kept sealed in the records, refreshed, found to be revoked."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import requests

from office.adapters.google_site import GoogleSite
from office.domain.calendar import CalendarAccount
from office.errors import CalendarNotConnected, CalendarRevoked, Unreadable
from office.ports import Clock, Records, Sealer, Work

EARLY = timedelta(seconds=60)
"""An access token (good for an hour) is renewed this long before its end, so that it lasts the whole call."""


@dataclass(frozen=True)
class GoogleTokens:
    """What lets us in: `access` until `expires_at`, and `refresh` to get another."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_at: datetime

    def as_text(self) -> str:
        """Return it as text, to be sealed."""
        return json.dumps({"access": self.access, "refresh": self.refresh, "expires_at": self.expires_at.isoformat()})

    @classmethod
    def from_text(cls, text: str) -> GoogleTokens:
        """Return what `as_text` wrote."""
        found = json.loads(text)
        return cls(found["access"], found["refresh"], datetime.fromisoformat(found["expires_at"]))


class GoogleAccess:
    """Gives out the access token. Give it the real clock also where the business's is pinned."""

    def __init__(self, site: GoogleSite, records: Records, sealer: Sealer, clock: Clock) -> None:
        self._site = site
        self._records = records
        self._sealer = sealer
        self._clock = clock

    def stored(self) -> GoogleTokens:
        """Return the tokens as they stand in the records; raises CalendarNotConnected, CalendarRevoked."""
        account = self._records.transaction(lambda work: work.calendar_account.get())
        if account is None:
            raise CalendarNotConnected
        if account.revoked_at is not None:
            raise CalendarRevoked
        return self._unsealed(account)

    def is_fresh(self, tokens: GoogleTokens) -> bool:
        """Return whether the access token is good for the call that is to come."""
        return self._clock.now() < tokens.expires_at - EARLY

    def refreshed(self, tokens: GoogleTokens, timeout_s: float) -> GoogleTokens:
        """Return tokens with a new access token, written to the records too.

        Raises CalendarRevoked (noted in the records) when Google knows the refresh token no more, and
        requests.RequestException when it does not answer.
        """
        form = {
            "grant_type": "refresh_token",
            "refresh_token": tokens.refresh,
            "client_id": self._site.client_id,
            "client_secret": self._site.client_secret,
        }
        answer = requests.post(self._site.token, data=form, timeout=timeout_s)
        if answer.status_code == 400 and answer.json().get("error") == "invalid_grant":
            self.note_revoked(tokens)
            raise CalendarRevoked
        answer.raise_for_status()
        found = answer.json()
        ends = self._clock.now() + timedelta(seconds=int(found["expires_in"]))
        new = replace(tokens, access=found["access_token"], expires_at=ends)
        new = replace(new, refresh=found.get("refresh_token", tokens.refresh))
        self._records.transaction(lambda work: self._keep(work, tokens, new))
        return new

    def note_revoked(self, tokens: GoogleTokens) -> None:
        """Write that these tokens let us in no more."""
        now = self._clock.now()
        self._records.transaction(
            lambda work: work.calendar_account.revoke(now) if self._is_current(work, tokens) else None
        )

    def _keep(self, work: Work, old: GoogleTokens, new: GoogleTokens) -> None:
        account = work.calendar_account.get()
        if account and self._is_current(work, old):
            work.calendar_account.put(replace(account, sealed=self._sealer.seal(new.as_text())))

    def _is_current(self, work: Work, tokens: GoogleTokens) -> bool:
        """The owner may have connected again while we were asking with the old tokens."""
        account = work.calendar_account.get()
        return account is not None and self._unsealed(account).refresh == tokens.refresh

    def _unsealed(self, account: CalendarAccount) -> GoogleTokens:
        try:
            return GoogleTokens.from_text(self._sealer.unseal(account.sealed))
        except Unreadable:
            raise CalendarRevoked from None
