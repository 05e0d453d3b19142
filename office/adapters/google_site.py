"""Where Google is, who we are there, and one HTTP call to it: no retries, no meaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import requests
from requests.adapters import HTTPAdapter

CONSENT = "https://accounts.google.com/o/oauth2/v2/auth"
TOKEN = "https://oauth2.googleapis.com/token"
REVOKE = "https://oauth2.googleapis.com/revoke"


@dataclass(frozen=True)
class GoogleSite:
    """The OAuth client, and the addresses; `base` is that of a double on this machine in Google's place."""

    client_id: str
    client_secret: str = field(repr=False)
    base: str | None = None

    @property
    def consent(self) -> str:
        """Where the owner is asked."""
        return f"{self.base}/o/oauth2/v2/auth" if self.base else CONSENT

    @property
    def token(self) -> str:
        """Where tokens are had."""
        return f"{self.base}/oauth2/token" if self.base else TOKEN

    @property
    def revoke(self) -> str:
        """Where tokens are given back."""
        return f"{self.base}/oauth2/revoke" if self.base else REVOKE

    @property
    def api(self) -> str | None:
        """Where the Calendar API is; None: where its discovery document says."""
        return f"{self.base}/calendar/v3/" if self.base else None

    def lead(self, session: requests.Session) -> None:
        """Have the session go to the double where it means Google: oauthlib knows https addresses only."""
        if self.base:
            session.mount(TOKEN, _Detour(self.token))


class _Detour(HTTPAdapter):
    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        request.url = self._url
        return super().send(request, *args, **kwargs)
