"""The owner's consent at Google: OAuth 2.0 for web server applications, with PKCE and offline access.

https://developers.google.com/identity/protocols/oauth2/web-server
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import jwt
import requests
from google_auth_oauthlib.flow import Flow
from oauthlib.oauth2.rfc6749.errors import OAuth2Error

from office.adapters.google_site import CONSENT, TOKEN, GoogleSite
from office.adapters.google_tokens import GoogleTokens
from office.errors import CalendarNotConnected, CalendarRefused, CalendarUnavailable, PlumblineError, WrongState
from office.ports import CalendarGrant, Clock

logger = logging.getLogger(__name__)

TIMEOUT_S = 5.0
"""The owner is looking at a page meanwhile; nobody is on the phone."""
SCOPES = (
    "openid",
    "https://www.googleapis.com/auth/userinfo.email",
    "https://www.googleapis.com/auth/calendar.events",
    "https://www.googleapis.com/auth/calendar.calendarlist.readonly",
)
ERRORS: dict[str, type[PlumblineError]] = {
    "invalid_grant": WrongState,
    "invalid_client": CalendarNotConnected,
    "unauthorized_client": CalendarNotConnected,
    "redirect_uri_mismatch": CalendarNotConnected,
}


class GoogleConsent:
    """Implements `office.ports.CalendarConsent`. Give it the real clock also where the business's is pinned."""

    def __init__(self, site: GoogleSite, clock: Clock) -> None:
        self._site = site
        self._clock = clock

    def url(self, redirect_uri: str, state: str, verifier: str) -> str:
        """Return the address of Google's consent page. It asks each time: else no refresh token would come."""
        address, _ = self._flow(redirect_uri, verifier).authorization_url(
            state=state, access_type="offline", prompt="consent"
        )
        return str(address).replace(CONSENT, self._site.consent, 1)

    def exchange(self, redirect_uri: str, code: str, verifier: str) -> CalendarGrant:
        """Return what the code stands for; raises WrongState, CalendarRefused, CalendarUnavailable."""
        flow = self._flow(redirect_uri, verifier)
        self._site.lead(flow.oauth2session)
        try:
            found = flow.fetch_token(code=code, include_client_id=True, timeout=TIMEOUT_S)
        except OAuth2Error as error:
            logger.warning("Google refused a code: %s", error.error)
            raise ERRORS.get(error.error, CalendarUnavailable) from None
        except Warning:  # oauthlib's way to say that not all scopes were granted
            raise CalendarRefused from None
        except (requests.RequestException, ValueError):
            raise CalendarUnavailable from None
        if "refresh_token" not in found or "id_token" not in found:
            raise CalendarRefused
        ends = self._clock.now() + timedelta(seconds=int(found["expires_in"]))
        tokens = GoogleTokens(found["access_token"], found["refresh_token"], ends)
        return CalendarGrant(self._email(found["id_token"]), tokens.as_text())

    def revoke(self, tokens: str) -> None:
        """Give the refresh token back, and with it the access tokens; raises CalendarUnavailable."""
        form = {"token": GoogleTokens.from_text(tokens).refresh}
        try:
            answer = requests.post(self._site.revoke, data=form, timeout=TIMEOUT_S)
        except requests.RequestException:
            raise CalendarUnavailable from None
        if answer.status_code >= 500:
            raise CalendarUnavailable

    def _email(self, id_token: str) -> str:
        """It came from Google itself over TLS, so its signature says nothing new (OpenID Connect Core, 3.1.3.7)."""
        try:
            claims = jwt.decode(
                id_token, options={"verify_signature": False, "verify_aud": True}, audience=self._site.client_id
            )
        except jwt.PyJWTError:
            raise CalendarRefused from None
        return str(claims.get("email", ""))

    def _flow(self, redirect_uri: str, verifier: str) -> Any:
        client = {
            "client_id": self._site.client_id,
            "client_secret": self._site.client_secret,
            "auth_uri": CONSENT,
            "token_uri": TOKEN,
        }
        return Flow.from_client_config(
            {"web": client}, scopes=list(SCOPES), redirect_uri=redirect_uri, code_verifier=verifier
        )
