"""Texts through Twilio (Programmable Messaging, API version 2010-04-01), with Twilio's own library."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from twilio.twiml.messaging_response import MessagingResponse

from office.domain.messages import provider_status
from office.domain.templates import plain
from office.errors import TextRefused, TextsUnavailable
from office.ports import TextReceipt
from office.settings import TwilioSettings

TIMEOUT_S = 10.0
LOOKED_AT = 100
"""How many of the latest texts to a number are looked through for one."""

CLOCKS_DIFFER_BY = timedelta(minutes=2)
WORTH_ANOTHER_TRY = frozenset({408, 425, 429})
_quiet = logging.getLogger("office.twilio")
_quiet.setLevel(logging.WARNING)  # Twilio's library logs what is asked of it, texts included


class TwilioTexts:
    """Implements `office.ports.Texts`."""

    def __init__(self, account: TwilioSettings, callback_url: str | None) -> None:
        """`callback_url`: where Twilio tells what became of a text; None: nowhere."""
        self._sender = account.sender
        self._callback_url = callback_url
        user, secret = (account.key_sid, account.key_secret) if account.key_sid else (None, None)
        self._client = Client(
            user or account.account_sid,
            secret or account.auth_token,
            account.account_sid,
            http_client=_HttpClient(account.url),
        )

    def send(self, message_id: int, phone: str, body: str) -> TextReceipt:
        """Give the text to Twilio; raises TextRefused, TextsUnavailable."""
        sender = "messaging_service_sid" if self._sender.startswith("MG") else "from_"
        wanted: dict[str, Any] = {"to": phone, "body": body, sender: self._sender}
        if self._callback_url is not None:
            wanted["status_callback"] = f"{self._callback_url}?message={message_id}"
        try:
            return _receipt(self._client.messages.create(**wanted))
        except TwilioRestException as error:
            if error.status in WORTH_ANOTHER_TRY or error.status >= 500:
                raise TextsUnavailable from None
            raise TextRefused(str(error.code or error.status)) from None
        except (TwilioException, requests.RequestException, ValueError):
            raise TextsUnavailable from None

    def find(self, phone: str, body: str, since: datetime) -> Sequence[TextReceipt]:
        """Return the texts of this body to this number since then.

        Twilio's filter by date knows only when a text was sent on, not when it was taken, so the dates are compared
        here. A trial account puts words in front of the body. Raises TextsUnavailable.
        """
        try:
            latest = self._client.messages.list(to=phone, limit=LOOKED_AT, page_size=LOOKED_AT)
        except (TwilioException, requests.RequestException, ValueError):
            raise TextsUnavailable from None
        earliest = since - CLOCKS_DIFFER_BY
        return [
            _receipt(text)
            for text in latest
            if text.direction != "inbound" and plain(text.body or "").endswith(plain(body)) and _made(text) >= earliest
        ]


class TwilioWebhooks:
    """Implements `office.ports.TextWebhooks` (docs: "Webhooks security", X-Twilio-Signature)."""

    def __init__(self, auth_token: str) -> None:
        self._validator = RequestValidator(auth_token)

    def is_signed(self, url: str, form: Mapping[str, str], signature: str) -> bool:
        """Return whether Twilio signed this form for this address."""
        return bool(self._validator.validate(url, dict(form), signature))

    def answer(self, words: str | None) -> str:
        """Return TwiML."""
        response = MessagingResponse()
        if words is not None:
            response.message(words)
        return str(response)


class _HttpClient(TwilioHttpClient):  # type: ignore[misc]
    """Twilio's client of HTTP that gives up in time, repeats nothing, and asks another host where one is set."""

    def __init__(self, url: str | None) -> None:
        super().__init__(pool_connections=False, timeout=TIMEOUT_S, logger=_quiet)
        self._url = url

    def request(self, method: str, url: str, *args: Any, **more: Any) -> Response:
        if self._url is not None:
            asked = urlsplit(url)
            url = self._url + asked.path + (f"?{asked.query}" if asked.query else "")
        return super().request(method, url, *args, **more)


def _receipt(text: Any) -> TextReceipt:
    return TextReceipt(
        str(text.sid), provider_status(str(text.status)), str(text.error_code) if text.error_code else None
    )


def _made(text: Any) -> datetime:
    made: datetime = text.date_created
    return made
